//! tshark reads everything the daemon sends. That it is content is checked at the end of every lab as well.

use crate::{
    capture::Capture,
    lab::{Directory, RCS, Shared, VOLTE, free_address},
    programs::{DUMPCAP, TSHARK, present},
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
    lab.hss.unsubscribe(&rcs.impi);
    lab.scscf[0].wait_until_gone(&rcs.impu);
    assert_eq!(volte.deregister().status(), 200);
    // CEA, DWA, UAA, SAA, LIA, MAA, and RTR.
    let life =
        [(257, false), (280, false), (300, false), (301, false), (302, false), (303, false), (304, true)];
    lab.capture.wait_for(|sent| life.iter().all(|message| sent.contains(message)));
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
