//! LQ-2: what GTPv2-C is answered, row by row of a table; what comes again; who has restarted; where subscribers are.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail loudly")]

mod gtp_common;
#[path = "hss_common/table.rs"]
#[allow(unreachable_pub, reason = "shared with the tables of the HSS")]
mod table;

use gtp_common::{Bench, COUNTER, IMSI, from, hex, message};
use innkeeper::{
    gtp::v2::{
        Happened, Restart,
        codec::{CauseValue, Header, Ies, Mei, Offending, RatType, Recovery, Uli, message_type},
        limits::REPEATED_FOR,
        messages::{ChangeNotificationResponse, Echo},
    },
    interfaces::s11::{Hint, Source},
    records::Subscriber,
    store::ChangeSet,
    types::{Ecgi, Imsi, Plmn, Tai, Timestamp},
};
use std::time::{Duration, Instant};

/// What the tables' requests say of the place.
fn place() -> Uli {
    let plmn = Plmn::parse("00101").unwrap();
    Uli { tai: Some(Tai { plmn, tac: 7 }), ecgi: Ecgi::new(plmn, 0xa_1b2c), ..Uli::default() }
}

/// A Change Notification Request of the subscriber with this sequence number and this RAT Type.
fn request(sequence: u8, rat: u8) -> Vec<u8> {
    hex(&format!(
        "4826002a 00000000 0000{sequence:02x}00 0100080000010100000000f1 52000100{rat:02x} 56000d001800f110000700f110000a1b2c"
    ))
}

/// The Cause of an answer.
fn cause(answer: &[u8]) -> u8 {
    ChangeNotificationResponse::decode(message(answer).1).unwrap().cause.value.0
}

/// LQ-2, TS 29.274 §7.7: the whole answer of each row, and that a place is told onward where it was accepted, and nowhere else.
#[test]
fn lq_2_every_message_gets_the_answer_of_its_row() {
    for row in table::rows(include_str!("tables/gtp/answers.txt")) {
        let (mut bench, request) = (Bench::new(), hex(row.get("message")));
        let (turn, answer) = bench.asked(from(1), &request, Instant::now());
        let told = bench.told.take();
        let place = row.get("message").contains(" 5600");
        let what = format!("line {}: {}: {turn:?}", row.line, row.get("what"));
        let words: Vec<&str> = row.get("answer").split(' ').collect();
        assert_eq!(told.len(), usize::from(words == ["cause", "16"] && place), "{what}");
        match words[..] {
            ["-"] => assert_eq!(answer, b"", "{what}"),
            ["echo"] => {
                let (header, elements) = message(&answer);
                assert_eq!(
                    (header.message_type, header.teid, header.sequence),
                    (2, None, 0x0a_0b0c),
                    "{what}"
                );
                assert_eq!(Echo::decode(elements), Ok(Echo { recovery: Recovery(COUNTER) }), "{what}");
            }
            ["version", sequence] => {
                let (header, elements) = message(&answer);
                let expected = (3, None, sequence.parse().unwrap());
                assert_eq!((header.message_type, header.teid, header.sequence), expected, "{what}");
                assert_eq!(elements, b"", "{what}");
                assert_eq!(turn.happened, Happened::OtherVersion { told: true }, "{what}");
            }
            ["cause", value, ref rest @ ..] => {
                let offending = rest.first().map(|at| {
                    let (kind, instance) = at.split_once('/').unwrap();
                    Offending { kind: kind.parse().unwrap(), instance: instance.parse().unwrap() }
                });
                changed(&request, &answer, CauseValue(value.parse().unwrap()), offending, &what);
                assert_eq!(turn.happened, Happened::ChangeNotification(CauseValue(value.parse().unwrap())));
            }
            _ => panic!("{what}: no such answer"),
        }
    }
}

/// A Change Notification Response with this Cause, and with the identities of the request as far as it can be read.
fn changed(request: &[u8], answer: &[u8], cause: CauseValue, offending: Option<Offending>, what: &str) {
    let (header, elements) = message(answer);
    let expected = Header {
        piggybacked: false,
        message_type: message_type::CHANGE_NOTIFICATION_RESPONSE,
        teid: Some(0),
        sequence: 0x0a_0b0c,
        priority: None,
    };
    assert_eq!(header, expected, "{what}");
    let response = ChangeNotificationResponse::decode(elements).unwrap();
    assert_eq!((response.cause.value, response.cause.offending), (cause, offending), "{what}");
    assert_eq!(response.cause.flags, 0, "{what}");
    let whole = Header::parse(request).ok().filter(|(.., rest)| rest.is_empty());
    let ies = whole.and_then(|(_, elements, _)| Ies::new(elements).ok());
    let identities: (Option<Imsi>, Option<Mei>) =
        ies.map_or((None, None), |ies| (ies.optional(0), ies.optional(0)));
    assert_eq!((response.imsi, response.mei), identities, "{what}");
}

/// LQ-2: what is told onward: who, where, by what radio, by whom, and when.
#[test]
fn lq_2_an_accepted_place_is_told_onward() {
    let mut bench = Bench::new();
    let before = Timestamp::now();
    bench.asked(from(7), &request(1, 8), Instant::now());
    let told = bench.told.take();
    let [Hint { imsi, uli, rat, source, at }] = told[..] else { panic!("{told:?}") };
    assert_eq!((imsi, uli, rat), (Imsi::parse(IMSI).unwrap(), place(), Some(RatType::EUTRAN_NB_IOT)));
    assert_eq!(source, Source { peer: from(7), mirrored: false });
    assert_eq!(source.to_string(), "gtp 192.0.2.7:2123");
    assert!(before <= at && at <= Timestamp::now());
}

/// LQ-2, TS 29.274 §7.6: for T3-RESPONSE times N3-REQUESTS a request that comes again gets the same octets again, and is not carried out again.
#[test]
fn lq_2_what_comes_again_is_answered_again_and_not_done_again() {
    let (mut bench, start) = (Bench::new(), Instant::now());
    let (_, answer) = bench.asked(from(1), &request(1, 6), start);
    assert_eq!((cause(&answer), bench.told.take().len()), (16, 1));
    // The contract ends meanwhile: the repetition gets what the request got, a new request does not.
    let imsi = Imsi::parse(IMSI).unwrap();
    let version = bench.store.get::<Subscriber>(&imsi).version;
    bench.store.commit(ChangeSet::new().delete::<Subscriber>(imsi, version)).unwrap();
    let soon = start + REPEATED_FOR - Duration::from_millis(1);
    for now in [start, soon] {
        let (turn, again) = bench.asked(from(1), &request(1, 6), now);
        assert_eq!((turn.happened, again), (Happened::Repeated, answer.clone()));
    }
    assert_eq!(cause(&bench.asked(from(1), &request(2, 6), soon).1), 64, "another sequence number");
    let port = ([192, 0, 2, 1], 40_000).into();
    assert_eq!(cause(&bench.asked(port, &request(1, 6), soon).1), 64, "another port");
    assert_eq!(cause(&bench.asked(from(2), &request(1, 6), soon).1), 64, "another address");
    assert_eq!(cause(&bench.asked(from(1), &request(1, 6), start + REPEATED_FOR).1), 64, "too late");
    assert_eq!(bench.told.take(), []);
}

/// LQ-2: a peer that has restarted counts from the beginning: what has a known number, and says something else, is no repetition.
#[test]
fn lq_2_another_request_with_a_known_number_is_another_request() {
    let (mut bench, now) = (Bench::new(), Instant::now());
    for rat in [6, 8, 6] {
        let (turn, _) = bench.asked(from(1), &request(1, rat), now);
        assert_eq!(turn.happened, Happened::ChangeNotification(CauseValue::REQUEST_ACCEPTED), "{rat}");
        assert_eq!(bench.told.take().len(), 1);
        assert_eq!(bench.asked(from(1), &request(1, rat), now).0.happened, Happened::Repeated);
    }
}

/// LQ-2: of each Echo, whichever way it goes, the sender's restart counter is noted, by address whatever the port.
#[test]
fn lq_2_restarts_of_peers_are_noticed() {
    let (mut bench, now) = (Bench::new(), Instant::now());
    let mut echo = |kind: u8, port: u16, counter: u8| {
        let octets = hex(&format!("40{kind:02x}0009 00000100 03000100{counter:02x}"));
        bench.asked(([192, 0, 2, 1], port).into(), &octets, now).0.restart
    };
    let restart = |before, after| Some(Restart { peer: from(1).ip(), before, after });
    assert_eq!(echo(1, 2123, 5), None);
    assert_eq!(echo(2, 2123, 5), None);
    assert_eq!(echo(2, 2124, 6), restart(5, 6));
    assert_eq!(echo(1, 2123, 6), None);
    assert_eq!(echo(1, 2123, 8), restart(6, 8));
}
