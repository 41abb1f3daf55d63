//! Captures made by hand, octet by octet, so that nothing but this test says what is in them.

use super::*;
use crate::diameter::dictionary::base::{AuthSessionState, DeviceWatchdogRequest};
use crate::diameter::dictionary::cx::{self, LocationInfoRequest};

/// Little endian, link type as given, one record per packet.
fn pcap(link: u32, packets: &[Vec<u8>], order: fn(u32) -> [u8; 4]) -> Vec<u8> {
    let mut file = Vec::new();
    // Magic, versions 2 and 4 (nothing reads them here), zone, accuracy, longest packet, link type.
    for word in [0xa1b2_c3d4, 0, 0, 0, 262_144, link] {
        file.extend(order(word));
    }
    for packet in packets {
        for word in [1_700_000_000, 0, packet.len() as u32, packet.len() as u32] {
            file.extend(order(word));
        }
        file.extend(packet);
    }
    file
}

fn pcapng(link: u16, packets: &[Vec<u8>]) -> Vec<u8> {
    let block = |kind: u32, mut body: Vec<u8>| {
        body.resize(body.len().next_multiple_of(4), 0);
        let length = (body.len() as u32 + 12).to_le_bytes();
        [&kind.to_le_bytes()[..], &length, &body, &length].concat()
    };
    let mut file =
        block(0x0a0d_0d0a, [&0x1a2b_3c4du32.to_le_bytes()[..], &[1, 0, 0, 0], &[0xff; 8]].concat());
    file.extend(block(1, [&link.to_le_bytes()[..], &[0; 6]].concat()));
    for packet in packets {
        let length = (packet.len() as u32).to_le_bytes();
        file.extend(block(6, [&[0; 12][..], &length, &length, packet].concat()));
    }
    file
}

fn tcp(sequence: u32, flags: u8, data: &[u8]) -> Vec<u8> {
    let mut out =
        [&40_000u16.to_be_bytes()[..], &3868u16.to_be_bytes(), &sequence.to_be_bytes(), &[0; 4]].concat();
    out.extend([5 << 4, flags, 0xff, 0xff, 0, 0, 0, 0]);
    out.extend(data);
    out
}

fn ipv4(tcp: &[u8]) -> Vec<u8> {
    let length = (20 + tcp.len() as u16).to_be_bytes();
    [&[0x45, 0, length[0], length[1], 0, 0, 0x40, 0, 64, 6, 0, 0, 127, 0, 0, 1, 127, 0, 0, 2][..], tcp]
        .concat()
}

fn ipv6(tcp: &[u8]) -> Vec<u8> {
    // A hop-by-hop options header of eight octets stands in between.
    let length = (8 + tcp.len() as u16).to_be_bytes();
    let mut out = vec![0x60, 0, 0, 0, length[0], length[1], 0, 64];
    out.extend(std::net::Ipv6Addr::LOCALHOST.octets());
    out.extend(std::net::Ipv6Addr::LOCALHOST.octets());
    out.extend([6, 0, 1, 4, 0, 0, 0, 0]);
    out.extend(tcp);
    out
}

fn ethernet(ip: &[u8]) -> Vec<u8> {
    let kind: &[u8] = if ip[0] >> 4 == 4 { &[8, 0] } else { &[0x86, 0xdd] };
    // A VLAN tag in front, padding behind.
    [&[0; 12][..], &[0x81, 0, 0, 7], kind, ip, &[0; 6]].concat()
}

fn lir() -> Vec<u8> {
    let mut out = BytesMut::new();
    LocationInfoRequest {
        session_id: "icscf.example;1;1",
        vendor_specific_application_id: cx::VENDOR_SPECIFIC_APPLICATION_ID,
        auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
        origin_host: "icscf.example",
        origin_realm: "example",
        destination_realm: "example",
        public_identity: "sip:volte@example",
        ..Default::default()
    }
    .encode(1, 2, &mut out);
    out.to_vec()
}

fn dwr() -> Vec<u8> {
    let mut out = BytesMut::new();
    DeviceWatchdogRequest { origin_host: "icscf.example", origin_realm: "example", ..Default::default() }
        .encode(3, 4, &mut out);
    out.to_vec()
}

fn decode(input: &[u8]) -> anyhow::Result<String> {
    let mut out = Vec::new();
    Decode::default().print(input, &mut out)?;
    Ok(String::from_utf8(out)?)
}

/// The first words of what was decoded.
fn names(text: &str) -> Vec<&str> {
    text.lines().filter(|line| line.contains(", flags ")).filter_map(|line| line.split(' ').next()).collect()
}

const LIR: &str = "Location-Info-Request";
const DWR: &str = "Device-Watchdog-Request";

#[test]
fn digits_and_octets_are_read_alike() {
    let two = [lir(), dwr()].concat();
    let digits: String = two.iter().map(|octet| format!("{octet:02X}:\n")).collect();
    assert_eq!(names(&decode(&two).unwrap()), [LIR, DWR]);
    assert_eq!(decode(digits.as_bytes()).unwrap(), decode(&two).unwrap());
    assert!(decode(&two[..two.len() - 4]).unwrap().contains("DIAMETER_INVALID_MESSAGE_LENGTH"));
    for nonsense in [&b""[..], b"xyz", b"0", b"\x16\x03\x01"] {
        assert!(decode(nonsense).is_err(), "{nonsense:?}");
    }
}

#[test]
fn every_kind_of_capture_gives_the_same() {
    let ip = ipv4(&tcp(1, 0x18, &lir()));
    let sll = [&[0; 16][..], &ip].concat();
    let sll2 = [&[0; 20][..], &ip].concat();
    let null = [&[2, 0, 0, 0][..], &ip].concat();
    let whole = decode(&pcap(101, std::slice::from_ref(&ip), u32::to_le_bytes)).unwrap();
    assert_eq!(names(&whole), [LIR]);
    assert!(whole.starts_with("# packet 1: 127.0.0.1:40000 to 127.0.0.2:3868\n"), "{whole}");
    for (link, packet) in [(1, ethernet(&ip)), (113, sll), (276, sll2), (0, null), (228, ip)] {
        let packets = [packet];
        for file in [
            pcap(link, &packets, u32::to_le_bytes),
            pcap(link, &packets, u32::to_be_bytes),
            pcapng(link as u16, &packets),
        ] {
            assert_eq!(decode(&file).unwrap(), whole, "link type {link}");
        }
    }
    let six = decode(&pcapng(1, &[ethernet(&ipv6(&tcp(1, 0x18, &lir())))])).unwrap();
    assert_eq!(names(&six), [LIR]);
    assert!(six.starts_with("# packet 1: [::1]:40000 to [::1]:3868\n"), "{six}");
}

#[test]
fn segments_are_put_together_whatever_their_order() {
    let (one, two) = (lir(), dwr());
    let both = [&one[..], &two].concat();
    let start = u32::MAX - 10; // the sequence number runs over
    let segment =
        |from: usize, to: usize| ipv4(&tcp(start.wrapping_add(1 + from as u32), 0x18, &both[from..to]));
    let syn = ipv4(&tcp(start, 0x02, &[]));
    let (a, b, c, d) =
        (segment(0, 10), segment(10, 50), segment(50, one.len() + 8), segment(one.len() + 8, both.len()));
    let orders: &[&[&Vec<u8>]] = &[
        &[&syn, &a, &b, &c, &d],
        &[&syn, &a, &a, &b, &a, &c, &c, &d, &d],
        &[&syn, &d, &c, &b, &a],
        &[&syn, &b, &a, &d, &c],
        &[&a, &b, &c, &d],
    ];
    for order in orders {
        let packets: Vec<Vec<u8>> = order.iter().map(|packet| (*packet).clone()).collect();
        assert_eq!(names(&decode(&pcap(101, &packets, u32::to_le_bytes)).unwrap()), [LIR, DWR]);
    }
    let overlap = [syn, a, segment(0, 60), segment(20, both.len())];
    assert_eq!(names(&decode(&pcap(101, &overlap, u32::to_le_bytes)).unwrap()), [LIR, DWR]);
}

#[test]
fn a_capture_that_begins_in_the_middle_or_lost_packets_goes_on_with_the_next_message() {
    let middle = [ipv4(&tcp(5, 0x18, &lir()[40..])), ipv4(&tcp(5 + lir().len() as u32 - 40, 0x18, &dwr()))];
    assert_eq!(names(&decode(&pcap(101, &middle, u32::to_le_bytes)).unwrap()), [DWR]);

    let mut lost = vec![ipv4(&tcp(1, 0x18, &lir()[..40]))];
    let mut sequence = 10_000;
    for _ in 0..70 {
        lost.push(ipv4(&tcp(sequence, 0x18, &dwr())));
        sequence += dwr().len() as u32;
    }
    assert_eq!(names(&decode(&pcap(101, &lost, u32::to_le_bytes)).unwrap()).len(), 70);
}

#[test]
fn a_broken_capture_is_no_panic() {
    let good = pcapng(1, &[ethernet(&ipv4(&tcp(1, 0x18, &lir())))]);
    let classic = pcap(1, &[ethernet(&ipv6(&tcp(1, 0x18, &lir())))], u32::to_be_bytes);
    for file in [good, classic] {
        for end in 0..file.len() {
            let _ = decode(&file[..end]);
        }
        for at in 0..file.len() {
            let mut broken = file.clone();
            broken[at] ^= 0xff;
            let _ = decode(&broken);
        }
    }
}
