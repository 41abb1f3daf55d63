//! tshark reads everything the daemon sends. That it is content is checked at the end of every lab as well.

use crate::{
    capture::Capture,
    lab::{self, Directory, RCS, Shared, VOLTE, free_address},
    prober::{self, Prober},
    programs::{DUMPCAP, TSHARK, present},
};
use innkeeper::diameter::{
    codec::Writer,
    dictionary::{base::avps::DESTINATION_REALM, cx::APPLICATION as CX},
};
use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
};

/// DB-6: one life of a subscriber makes the daemon send every message it knows; tshark decodes all without a complaint.
#[test]
fn db_6_tshark_decodes_every_message_of_a_life() {
    let Some(lab) = Shared::get() else { return };
    let mut lab = lab.turn();
    let [mut volte, mut rcs] = lab.subscriber([VOLTE, RCS]);
    for ue in [&mut volte, &mut rcs] {
        assert_eq!(ue.register().status(), 200);
    }
    volte.call(&rcs);
    // An identity more: the profile is pushed. (Kamailio does not answer.)
    lab.hss.add_identity(&rcs.impi, &format!("sip:more-{}", &rcs.impu[4..]));
    lab.capture.wait_for(|sent| sent.contains(&(305, true)));
    lab.hss.unsubscribe(&rcs.impi);
    lab.scscf[0].wait_until_gone(&rcs.impu);
    assert_eq!(volte.deregister().status(), 200);
    // CEA, DWA, UAA, SAA, LIA, MAA, and RTR.
    let life =
        [(257, false), (280, false), (300, false), (301, false), (302, false), (303, false), (304, true)];
    lab.capture.wait_for(|sent| life.iter().all(|message| sent.contains(message)));
}

/// Gx (TS 29.212): an application that is not served.
const GX: u32 = 16_777_238;

/// DB-6: the refusals, of users and of messages, each with what it has to carry; tshark decodes them, too.
#[test]
fn db_6_tshark_decodes_every_kind_of_refusal() {
    let Some(lab) = Shared::get() else { return };
    let mut lab = lab.turn();
    let [mut caller] = lab.subscriber([VOLTE]);
    let own = caller.impi.clone();
    caller.impi = own.replace("sic001", "sic009");
    assert_eq!(caller.register().status(), 403, "5001 in a UAA");
    caller.impi = own;
    assert_eq!(caller.try_call(&caller.impu.clone()).status(), Some(480), "5003 in an LIA");

    assert_eq!(Prober::connect(&lab.address, "stranger", CX).1, 3010);
    assert_eq!(Prober::connect(&lab.address, prober::NAME, GX).1, 5010);
    let (mut prober, result) = Prober::connect(&lab.address, prober::NAME, CX);
    assert_eq!(result, 2001);
    let destined = |writer: &mut Writer<'_>| _ = writer.put(&DESTINATION_REALM, lab::DOMAIN);
    // A command of Sh.
    assert_eq!(prober.cx(306, destined), 3001);
    assert_eq!(prober.of(GX, 272, destined), 3007);
    assert_eq!(prober.cx(302, |writer| _ = writer.put(&DESTINATION_REALM, "elsewhere.example")), 3003);
    assert_eq!(prober.cx(302, destined), 5005);
    assert_eq!(
        prober.cx(302, |writer| {
            destined(writer);
            prober::too_long(writer);
        }),
        5014
    );
    assert_eq!(prober.leave(), 2001);
    let refusals = [3001, 3003, 3007, 3010, 5001, 5003, 5005, 5010, 5014];
    lab.capture.wait_until(|verdict| {
        verdict.sent.contains(&(282, false)) && refusals.iter().all(|code| verdict.results.contains(code))
    });
}

/// The check can fail: a message with an AVP that is longer than the message is complained of.
#[test]
fn tshark_complains_of_a_malformed_message() {
    if !present(&[TSHARK, DUMPCAP]) {
        return;
    }
    let directory = Directory::new();
    let address = free_address();
    let mut capture = Capture::start(directory.path(), &address);
    let listener = TcpListener::bind((address.as_str(), 3868)).expect("the port is free");
    let mut client = TcpStream::connect((address.as_str(), 3868)).expect("loopback");
    let (mut server, _) = listener.accept().expect("a connection");
    // A CEA with a Result-Code and a Vendor-Id whose length says 200 octets.
    let mut message = vec![1, 0, 0, 44, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1];
    message.extend([0, 0, 1, 12, 0x40, 0, 0, 12, 0, 0, 7, 0xd1]);
    message.extend([0, 0, 1, 10, 0x40, 0, 0, 200, 0, 0, 0, 0]);
    server.write_all(&message).expect("sent");
    client.read_exact(&mut message).expect("received");
    let Some(verdict) = capture.finish() else { return };
    assert_eq!(verdict.sent, [(257, false)]);
    assert!(!verdict.complaints.is_empty());
}
