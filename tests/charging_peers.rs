//! Who charges finds the charging system: capabilities as Kamailio and freeDiameter write them, octet by octet, and what they look for in the answer.

#![expect(clippy::unwrap_used, reason = "tests may fail loudly, in their helpers too")]

use bytes::BytesMut;
use innkeeper::diameter::Application;
use innkeeper::diameter::codec::Message;
use innkeeper::diameter::peer::capabilities::{Gate, write_cea, write_cer};
use innkeeper::diameter::peer::messages::Ids;
use innkeeper::diameter::peer::{Local, PeerConfig, PeerTable};

const TGPP: u32 = 10_415;
const CX: u32 = 16_777_216;

fn avp(code: u32, data: &[u8]) -> Vec<u8> {
    let mut out = code.to_be_bytes().to_vec();
    out.extend(((0x40 << 24) | (8 + data.len() as u32)).to_be_bytes());
    out.extend(data);
    out.resize(out.len().next_multiple_of(4), 0);
    out
}

fn n(number: u32) -> [u8; 4] {
    number.to_be_bytes()
}

/// Vendor-Specific-Application-Id with an Auth-Application-Id (258) or an Acct-Application-Id (259).
fn of_vendor(kind: u32, id: u32) -> Vec<u8> {
    avp(260, &[avp(266, &n(TGPP)), avp(kind, &n(id))].concat())
}

fn cer(applications: &[Vec<u8>]) -> Message {
    let identity = [
        avp(264, b"client.example"),
        avp(296, b"example"),
        avp(257, &[0, 1, 127, 0, 0, 1]),
        avp(266, &n(0)),
        avp(269, b"x"),
    ];
    let body = [identity.concat(), applications.concat()].concat();
    let mut out = vec![1];
    out.extend(&((20 + body.len()) as u32).to_be_bytes()[1..]);
    out.extend([0x80, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 9]);
    out.extend(body);
    Message::parse(out.into()).unwrap()
}

fn local() -> Local {
    Local {
        host: "ocs.example".into(),
        realm: "example".into(),
        vendor_id: 0,
        product: "Innkeeper".into(),
        firmware: 1,
        state_id: 7,
    }
}

fn served() -> Vec<Application> {
    [&[Application { id: CX, vendor: TGPP }][..], &Application::CREDIT_CONTROL, &Application::ACCOUNTING]
        .concat()
}

/// Applications as a CER or CEA lists them: vendor (0 for the root), 258 or 259, id.
fn listed(message: &Message) -> Vec<(u32, u32, u32)> {
    let number = |data: &[u8]| u32::from_be_bytes(data.try_into().unwrap());
    let mut found = Vec::new();
    for avp in message.avps().map(Result::unwrap) {
        match avp.code {
            258 | 259 => found.push((0, avp.code, number(avp.data))),
            260 => {
                let members: Vec<_> = avp.group().unwrap().map(Result::unwrap).collect();
                let vendor = members.iter().find(|member| member.code == 266).unwrap();
                let id = members.iter().find(|member| member.code != 266).unwrap();
                found.push((number(vendor.data), id.code, number(id.data)));
            }
            _ => {}
        }
    }
    found
}

/// The CEA to a CER, and the applications that may be used afterwards.
fn answered(cer: &Message, peer: PeerConfig) -> (Message, Vec<u32>) {
    let table = PeerTable::new([peer], false).unwrap();
    let address = "127.0.0.1".parse().unwrap();
    let admitted = Gate { local: &local(), table: &table, served: &served() }.admit(cer, address).unwrap();
    let mut out = BytesMut::new();
    write_cea(&mut out, &cer.header, &local(), &admitted.advertised, address);
    (Message::parse(out.freeze()).unwrap(), admitted.common)
}

const BOTH_FORMS: [(u32, u32, u32); 4] = [(TGPP, 258, 4), (TGPP, 259, 3), (0, 258, 4), (0, 259, 3)];

/// Acceptance vector 8. Kamailio's cdp sends a CCR only to a peer whose CEA had (4, 3GPP); freeDiameter looks for 4 at the root.
#[test]
fn whichever_form_a_client_names_the_answer_has_both() {
    let kamailio = cer(&[of_vendor(258, CX), of_vendor(258, 4), of_vendor(259, 4)]);
    let freediameter = cer(&[avp(258, &n(4))]);
    let rf_client = cer(&[avp(259, &n(3))]);
    let rf_of_vendor = cer(&[of_vendor(259, 3)]);
    for (cer, common) in
        [(&kamailio, &[4, CX][..]), (&freediameter, &[4]), (&rf_client, &[3]), (&rf_of_vendor, &[3])]
    {
        let (cea, may_be_used) = answered(cer, PeerConfig::new("client.example", "example"));
        assert_eq!(may_be_used, common);
        assert_eq!(cea.avps().map(Result::unwrap).find(|avp| avp.code == 268).unwrap().data, n(2001));
        let forms = listed(&cea);
        assert!(BOTH_FORMS.iter().all(|form| forms.contains(form)), "{forms:?}");
        assert_eq!(forms.len(), 5, "and none twice: {forms:?}");
        // Without Supported-Vendor-Id some take the vendor's form for nobody's.
        assert!(cea.avps().map(Result::unwrap).any(|avp| avp.code == 265 && avp.data == n(TGPP)));
    }
}

#[test]
fn a_peer_that_may_only_charge_is_told_of_both_forms_and_of_nothing_else() {
    let mut peer = PeerConfig::new("client.example", "example");
    peer.applications = vec![4];
    let (cea, may_be_used) = answered(&cer(&[of_vendor(258, 4), of_vendor(258, CX)]), peer);
    assert_eq!((listed(&cea), may_be_used), (vec![(TGPP, 258, 4), (0, 258, 4)], vec![4]));
}

/// Where we dial, our CER says the same.
#[test]
fn our_cer_has_both_forms_too() {
    let mut out = BytesMut::new();
    write_cer(
        &mut out,
        Ids { hop_by_hop: 1, end_to_end: 2 },
        &local(),
        &served(),
        "127.0.0.1".parse().unwrap(),
    );
    let forms = listed(&Message::parse(out.freeze()).unwrap());
    assert!(BOTH_FORMS.iter().all(|form| forms.contains(form)), "{forms:?}");
}
