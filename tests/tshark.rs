//! Everything that is written here, read by Wireshark's dissector, which other people wrote: nothing malformed, no error.

#![expect(clippy::unwrap_used, reason = "tests may fail loudly, in their helpers too")]

mod samples;

use innkeeper::{
    diameter::codec::Message,
    domain::charging::asn1,
    gtp::prime::{
        PORT,
        codec::{Header, Message as GtpPrime, Transfer, cause, encode},
    },
    records::{Bearer, Closing, Detail, Facts, Incomplete, ServiceKey, Usage},
    types::{Name, Timestamp},
};
use std::process::Command;

/// A classic capture with one TCP packet per message, between the Diameter port and another.
fn capture(messages: &[Message]) -> Vec<u8> {
    let mut file = Vec::new();
    for word in [0xa1b2_c3d4u32, 0x0002_0004, 0, 0, 262_144, 101] {
        file.extend(word.to_be_bytes());
    }
    let mut sequences = [1u32, 1];
    for message in messages {
        let request = usize::from(message.header.is_request());
        let data = message.as_bytes();
        let ports: [u16; 2] = if request == 1 { [40_000, 3868] } else { [3868, 40_000] };
        let mut packet = vec![0x45, 0];
        packet.extend((40 + data.len() as u16).to_be_bytes());
        packet.extend([
            0,
            0,
            0x40,
            0,
            64,
            6,
            0,
            0,
            127,
            0,
            0,
            2 - request as u8,
            127,
            0,
            0,
            1 + request as u8,
        ]);
        packet.extend([ports[0].to_be_bytes(), ports[1].to_be_bytes()].concat());
        packet.extend(sequences[request].to_be_bytes());
        packet.extend(sequences[1 - request].to_be_bytes());
        packet.extend([0x50, 0x18, 0xff, 0xff, 0, 0, 0, 0]);
        packet.extend(data);
        sequences[request] += data.len() as u32;
        for word in [1_700_000_000, 0, packet.len() as u32, packet.len() as u32] {
            file.extend(word.to_be_bytes());
        }
        file.extend(packet);
    }
    file
}

fn tshark(file: &std::path::Path, arguments: &[&str]) -> String {
    let output = Command::new("tshark").arg("-r").arg(file).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn wireshark_finds_nothing_wrong_with_anything_we_write() {
    if Command::new("tshark").arg("--version").output().is_err() {
        let advice = "tshark is missing: apt-get install tshark";
        assert!(std::env::var_os("INNKEEPER_REQUIRE_PEERS").is_none(), "{advice}");
        println!("not compared: {advice}");
        return;
    }
    let mut messages = samples::every_command();
    messages.extend(samples::every_error());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("all.pcap");
    std::fs::write(&file, capture(&messages)).unwrap();

    let codes = tshark(&file, &["-T", "fields", "-e", "diameter.cmd.code", "-e", "diameter.flags"]);
    let expected: Vec<_> =
        messages.iter().map(|m| format!("{}\t0x{:02x}", m.header.code, m.header.flags.bits())).collect();
    assert_eq!(
        codes.lines().collect::<Vec<_>>(),
        expected,
        "every message is dissected as the command it is"
    );

    // 0x800000 is the severity "error".
    let faults = ["-V", "-Y", "_ws.malformed || _ws.expert.severity >= 0x800000"];
    let wrong = tshark(&file, &faults);
    assert!(wrong.is_empty(), "{wrong}");

    // And it would have found a fault: an AVP inside a group that says it is longer than the group.
    let mut broken = messages[0].as_bytes().to_vec();
    let at = broken.windows(5).position(|w| w == [0, 0, 1, 4, 0x40]).unwrap();
    broken[at + 15] = 0xff;
    std::fs::write(&file, capture(&[Message::parse(broken.into()).unwrap()])).unwrap();
    assert!(!tshark(&file, &faults).is_empty());
}

/// A capture with one UDP packet per message between the port of GTP′ and itself.
fn datagrams(messages: &[bytes::BytesMut]) -> Vec<u8> {
    let mut file = Vec::new();
    for word in [0xa1b2_c3d4u32, 0x0002_0004, 0, 0, 262_144, 101] {
        file.extend(word.to_be_bytes());
    }
    for data in messages {
        let length = data.len() as u16;
        let mut packet = vec![0x45, 0];
        packet.extend((28 + length).to_be_bytes());
        packet.extend([0, 0, 0x40, 0, 64, 17, 0, 0, 127, 0, 0, 1, 127, 0, 0, 2]);
        packet.extend([PORT, PORT, 8 + length, 0].map(u16::to_be_bytes).concat());
        packet.extend(data);
        for word in [1_700_000_000, 0, packet.len() as u32, packet.len() as u32] {
            file.extend(word.to_be_bytes());
        }
        file.extend(packet);
    }
    file
}

/// A record of a data session, which Wireshark knows to be in a packet.
fn gateway_record() -> Vec<u8> {
    let bearer = Bearer {
        gateway: Some([192, 0, 2, 1].into()),
        serving: [[192, 0, 2, 2].into()].into(),
        serving_type: Some(5),
        addresses: [[10, 45, 0, 2].into()].into(),
        kind: Some(0),
        network: Some("00101".into()),
        characteristics: Some("0800".into()),
        selection: Some("0".into()),
        rat: Some(6),
        zone: Some([0x40, 1].into()),
    };
    let facts = Facts {
        context: Some("32251@3gpp.org".into()),
        subscriptions: [(1, "001010000000071".into()), (0, "15550000071".into())].into(),
        location: Some([0x82, 0, 0xf1, 0x10, 0, 1, 0, 0xf1, 0x10, 0, 0, 1, 0].into()),
        visited_network: Some("00101".into()),
        apn: Some("internet".into()),
        charging_id: Some(7),
        bearer: Some(Box::new(bearer)),
        ..Facts::default()
    };
    let service = ServiceKey { rating_group: Some(1), service_identifier: Some(10) };
    let used = Usage { service, time: 60, input: 70_000, output: 9, ..Usage::default() };
    let detail = Detail {
        host: Name::new("smf.example"),
        realm: Name::new("example"),
        session_id: "smf.example;1;1".into(),
        facts,
        online: true,
        opened: Timestamp(1_795_770_303_000),
        closed: Timestamp(1_795_770_363_000),
        closing: Closing::Ended,
        incomplete: Incomplete::default(),
        partial: None,
        retransmitted: false,
        used: [used].into(),
        charges: None,
        home: None,
        visited: None,
        roaming: false,
        areas: [None, None],
    };
    asn1::encode(1, &detail.into()).0
}

/// VC-7: every message of GTP′, in every version; the record in it, too.
#[test]
fn vc_7_wireshark_finds_nothing_wrong_with_gtp_prime() {
    if Command::new("tshark").arg("--version").output().is_err() {
        assert!(std::env::var_os("INNKEEPER_REQUIRE_PEERS").is_none(), "tshark is missing");
        return;
    }
    let record = &*gateway_record();
    let nodes = vec!["192.0.2.1".parse().unwrap(), "2001:db8::1".parse().unwrap()];
    let all = [
        (GtpPrime::EchoRequest, 1),
        (GtpPrime::EchoResponse(7), 2),
        (GtpPrime::VersionNotSupported, 3),
        (GtpPrime::NodeAliveRequest(nodes[..1].to_vec()), 4),
        (GtpPrime::NodeAliveResponse, 5),
        (GtpPrime::RedirectionRequest(cause::GOING_DOWN, nodes), 6),
        (GtpPrime::RedirectionResponse(cause::ACCEPTED), 7),
        (GtpPrime::TransferRequest(Transfer::Send(vec![record, record])), 240),
        (GtpPrime::TransferRequest(Transfer::Send(vec![])), 240),
        (GtpPrime::TransferRequest(Transfer::SendPossiblyDuplicated(vec![record])), 240),
        (GtpPrime::TransferRequest(Transfer::Cancel(vec![1, 2])), 240),
        (GtpPrime::TransferRequest(Transfer::Release(vec![3])), 240),
        (GtpPrime::TransferResponse(cause::ACCEPTED, vec![1, 2]), 241),
    ];
    let headers = [(2, false), (1, false), (0, false), (0, true)];
    let headers = headers.map(|(version, long)| Header { version, long, sequence: 0x1234 });
    let (mut messages, mut kinds) = (Vec::new(), Vec::new());
    for (header, (message, kind)) in
        headers.iter().flat_map(|header| all.iter().map(move |one| (header, one)))
    {
        let mut octets = bytes::BytesMut::new();
        encode(*header, message, &mut octets);
        messages.push(octets);
        kinds.push(format!("0x{kind:02x}\t0x1234"));
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("all.pcap");
    std::fs::write(&file, datagrams(&messages)).unwrap();
    let found = tshark(&file, &["-T", "fields", "-e", "gtp.message", "-e", "gtp.seq_number"]);
    assert_eq!(found.lines().collect::<Vec<_>>(), kinds);
    let record = tshark(&file, &["-T", "fields", "-e", "gprscdr.chargingID", "-Y", "gprscdr.servedIMSI"]);
    assert_eq!(record.lines().next(), Some("7,7"), "both records of the first packet are read");
    let wrong = tshark(&file, &["-V", "-Y", "_ws.malformed || _ws.expert.severity >= 0x800000"]);
    assert!(wrong.is_empty(), "{wrong}");
}
