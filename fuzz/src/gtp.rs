//! What holds for a GTP listener whatever is sent to it, by however many peers.

use crate::gtp_common::{Bench, from, hex};
use innkeeper::gtp::v2::{
    Happened,
    codec::{Header, message_type::*},
};
use std::time::{Duration, Instant};

/// No answer is longer: a Change Notification Response with IMSI, MEI and an offending element.
const LONGEST: usize = 46;

/// Datagrams, each with an octet for its sender, one for the time that has passed, and its length before it. Each gets one sound answer at most, which is
/// in turn answered by nobody; who overhears the same says nothing, and of each at most one place is told.
pub fn gtp(data: &[u8]) {
    let mut bench = Bench::new();
    let (mut now, mut rest) = (Instant::now(), data);
    while let Some((&[last, seconds, high, low], behind)) = rest.split_first_chunk::<4>() {
        let length = usize::from(u16::from_be_bytes([high, low])).min(behind.len());
        let (datagram, behind) = behind.split_at(length);
        (rest, now) = (behind, now + Duration::from_secs((seconds & 15).into()));
        one(&mut bench, last, datagram, now);
    }
}

/// One datagram from `192.0.2.LAST`.
pub fn one(bench: &mut Bench, last: u8, datagram: &[u8], now: Instant) {
    let peer = from(last);
    let (turn, answer) = bench.asked(peer, datagram, now);
    let told = bench.told.take().len();
    assert!(answer.len() <= LONGEST && told <= 1);
    if !answer.is_empty() {
        let (header, _, rest) = Header::parse(&answer).expect("an answer is a message");
        assert!(rest.is_empty());
        let expected = match turn.happened {
            Happened::Echo => ECHO_RESPONSE,
            Happened::ChangeNotification(_) | Happened::Repeated => CHANGE_NOTIFICATION_RESPONSE,
            Happened::OtherVersion { told: true } => VERSION_NOT_SUPPORTED,
            other => panic!("{other:?} is answered"),
        };
        assert_eq!(header.message_type, expected);
        if let Ok((asked, ..)) = Header::parse(datagram) {
            assert_eq!(header.sequence, asked.sequence);
        }
        // What we say is answered neither by another of us nor by ourselves, if somebody sends it back.
        let (turn, echo) = bench.asked(peer, &answer, now);
        assert!(echo.is_empty(), "an answer is answered: {turn:?}");
        let (again, repeated) = bench.asked(peer, datagram, now);
        assert_eq!(repeated, answer, "{again:?}");
        assert_eq!(bench.told.take().len(), usize::from(again.happened != Happened::Repeated) * told);
    }
    bench.overheard(peer, datagram, now);
    assert!(bench.told.take().len() <= 1);
}

/// Every message of the table by itself; a session's life between two nodes; all of them by one sender.
pub fn seeds() -> Vec<Vec<u8>> {
    let table = include_str!("../../tests/tables/gtp/answers.txt");
    let rows = table.lines().filter(|line| !line.starts_with('#')).skip(1);
    let messages = rows.filter_map(|line| line.rsplit('|').next());
    let mut seeds: Vec<_> = messages.map(|text| framed(1, text)).collect();
    let life = [
        framed(1, SESSION[0]),
        framed(2, SESSION[1]),
        framed(1, SESSION[2]),
        framed(1, SESSION[3]),
        framed(2, SESSION[4]),
    ];
    seeds.push(life.concat());
    seeds.push(seeds.concat());
    seeds
}

fn framed(last: u8, text: &str) -> Vec<u8> {
    let octets = hex(text);
    let [high, low] = (octets.len() as u16).to_be_bytes();
    [&[last, 1, high, low], &octets[..]].concat()
}

/// Create Session Request and Response, Modify Bearer Request, Delete Session Request and Response.
const SESSION: [&str; 5] = [
    "48200040 00000000 00000100 0100080000010100000000f1 56000d001800f110000700f110000a1b2c 5200010006 570009008a00000044c0000201 5d0005004900010005",
    "4821001b 00000044 00000100 020002001000 570009008b00000055c0000202",
    "4822001e 00000055 00000200 56000d001800f110000800f110000a1b2c 5200010006",
    "4824001e 00000055 00000300 56000d001800f110000900f110000a1b2c 4900010005",
    "4825000e 00000044 00000300 020002001000",
];
