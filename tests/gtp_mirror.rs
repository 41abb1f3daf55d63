//! LQ-2: what is read of sessions between others, whose copies come to a mirror: from the messages of another implementation.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail loudly")]

mod gtp_common;

use bytes::BytesMut;
use gtp_common::{Bench, IMSI, from, hex};
use innkeeper::{
    gtp::v2::{
        Happened,
        codec::{
            Cause, CauseValue, Ebi, FTeid, Header, RatType, Recovery, Uli, UliTimestamp, Writer,
            message_type::{
                CHANGE_NOTIFICATION_REQUEST, CREATE_SESSION_REQUEST, CREATE_SESSION_RESPONSE,
                DELETE_SESSION_REQUEST, DELETE_SESSION_RESPONSE, ECHO_REQUEST, MODIFY_BEARER_REQUEST,
            },
        },
    },
    interfaces::s11::{Hint, Source},
    types::{Ecgi, Imsi, Plmn, Tai, Timestamp},
};
use std::time::{Duration, Instant};

/// The MME, and the SGW that it speaks with.
const MME: u8 = 1;
const SGW: u8 = 2;
/// Their ends of the subscriber's tunnel.
const MME_END: u32 = 0x1122_3344;
const SGW_END: u32 = 0x99;

fn plmn() -> Plmn {
    Plmn::parse("00101").unwrap()
}

/// A place, by its tracking area.
fn tracking_area(tac: u16) -> Uli {
    Uli { tai: Some(Tai { plmn: plmn(), tac }), ecgi: Ecgi::new(plmn(), 0x0a_1b2c), ..Uli::default() }
}

/// One end of a tunnel, at `192.0.2.LAST`.
fn end(interface: u8, teid: u32, last: u8) -> FTeid {
    FTeid { interface, teid, v4: Some([192, 0, 2, last].into()), v6: None }
}

/// A message of these elements.
fn message(message_type: u8, teid: u32, sequence: u32, elements: impl FnOnce(&mut Writer<'_>)) -> Vec<u8> {
    let header = Header { piggybacked: false, message_type, teid: Some(teid), sequence, priority: None };
    let mut out = BytesMut::new();
    let mut writer = Writer::new(&mut out, &header);
    elements(&mut writer);
    assert!(writer.finish() > 0);
    out.to_vec()
}

/// Create Session Request of connection `ebi` (Table 7.2.1-1), as far as it is read.
fn create(imsi: &str, sender: &FTeid, sequence: u32, ebi: u8, tac: u16) -> Vec<u8> {
    message(CREATE_SESSION_REQUEST, 0, sequence, |writer| {
        writer.put(0, &Imsi::parse(imsi).unwrap()).put(0, &tracking_area(tac)).put(0, &RatType::EUTRAN);
        writer.put(0, sender).group(93, 0, |writer| _ = writer.put(0, &Ebi(ebi)));
    })
}

/// Its response from an SGW on S11.
fn created(teid: u32, sequence: u32, cause: CauseValue, sender: &FTeid) -> Vec<u8> {
    message(CREATE_SESSION_RESPONSE, teid, sequence, |writer| {
        writer.put(0, &Cause::new(cause, None)).put(0, sender);
    })
}

fn modify(teid: u32, sequence: u32, tac: u16, sender: Option<&FTeid>) -> Vec<u8> {
    message(MODIFY_BEARER_REQUEST, teid, sequence, |writer| {
        writer.put(0, &tracking_area(tac)).put(0, &RatType::EUTRAN).put_if(0, sender);
    })
}

fn delete(teid: u32, sequence: u32, ebi: u8, tac: u16) -> Vec<u8> {
    message(DELETE_SESSION_REQUEST, teid, sequence, |writer| {
        writer.put(0, &Ebi(ebi)).put(0, &tracking_area(tac));
    })
}

fn deleted(teid: u32, sequence: u32, cause: CauseValue) -> Vec<u8> {
    message(DELETE_SESSION_RESPONSE, teid, sequence, |writer| _ = writer.put(0, &Cause::new(cause, None)))
}

/// A bench whose mirror has overheard the beginning of the subscriber's session.
fn begun() -> (Bench, Instant) {
    let (mut bench, now) = (Bench::new(), Instant::now());
    bench.overheard(from(MME), &create(IMSI, &end(10, MME_END, MME), 1, 5, 1), now);
    let answer = created(MME_END, 1, CauseValue::REQUEST_ACCEPTED, &end(11, SGW_END, SGW));
    bench.overheard(from(SGW), &answer, now);
    bench.told.take();
    (bench, now)
}

/// The tracking areas that were told since, all of the subscriber.
fn areas(bench: &Bench) -> Vec<u16> {
    let area = |hint: Hint| {
        assert_eq!(hint.imsi, Imsi::parse(IMSI).unwrap());
        assert!(hint.source.mirrored);
        hint.uli.tai.unwrap().tac
    };
    bench.told.take().into_iter().map(area).collect()
}

/// LQ-2: a session's whole life: created, moved twice, ended; each place is told, and nobody is answered (a mirror cannot).
#[test]
fn lq_2_the_places_of_a_session_are_overheard() {
    let (mut bench, now) = (Bench::new(), Instant::now());
    let mut hear = |last, octets: Vec<u8>| bench.overheard(from(last), &octets, now).happened;
    let happened = [
        hear(MME, create(IMSI, &end(10, MME_END, MME), 1, 5, 1)),
        hear(SGW, created(MME_END, 1, CauseValue::REQUEST_ACCEPTED, &end(11, SGW_END, SGW))),
        hear(MME, modify(SGW_END, 2, 2, None)),
        hear(MME, delete(SGW_END, 3, 5, 3)),
        hear(SGW, deleted(MME_END, 3, CauseValue::REQUEST_ACCEPTED)),
    ];
    assert_eq!(happened, [32, 33, 34, 36, 37].map(Happened::Overheard));
    let told = bench.told.take();
    let [Hint { uli, rat, source, .. }, ..] = told[..] else { panic!("{told:?}") };
    assert_eq!((uli, rat), (tracking_area(1), Some(RatType::EUTRAN)));
    assert_eq!(source, Source { peer: from(MME), mirrored: true });
    let tacs: Vec<u16> = told.iter().map(|hint| hint.uli.tai.unwrap().tac).collect();
    assert_eq!(tacs, [1, 2, 3]);
    // The tunnel's number is free now, and may be another user's.
    let after = bench.overheard(from(MME), &modify(SGW_END, 4, 4, None), now);
    assert_eq!((after.happened, areas(&bench)), (Happened::Missed(34), vec![]));
}

/// LQ-2: whoever is not a subscriber of ours may be overheard, and is not told of.
#[test]
fn lq_2_strangers_are_not_told_of() {
    let (mut bench, now) = (Bench::new(), Instant::now());
    bench.overheard(from(MME), &create("001010000000002", &end(10, 7, MME), 1, 5, 1), now);
    let answer = created(7, 1, CauseValue::REQUEST_ACCEPTED, &end(11, 8, SGW));
    bench.overheard(from(SGW), &answer, now);
    let turn = bench.overheard(from(MME), &modify(8, 2, 2, None), now);
    assert_eq!((turn.happened, areas(&bench)), (Happened::Overheard(34), vec![]));
}

/// LQ-2: a tunnel is learnt only from a request and the response to it, which agrees.
#[test]
fn lq_2_only_what_was_agreed_on_is_a_session() {
    let accepted = CauseValue::REQUEST_ACCEPTED;
    let late = Duration::from_secs(31);
    for (teid, sequence, cause, after) in [
        (MME_END, 1, CauseValue::NO_RESOURCES, Duration::ZERO),
        (MME_END, 2, accepted, Duration::ZERO),
        (MME_END + 1, 1, accepted, Duration::ZERO),
        (MME_END, 1, accepted, late),
    ] {
        let (mut bench, now) = (Bench::new(), Instant::now());
        bench.overheard(from(MME), &create(IMSI, &end(10, MME_END, MME), 1, 5, 1), now);
        let answer = created(teid, sequence, cause, &end(11, SGW_END, SGW));
        bench.overheard(from(SGW), &answer, now + after);
        let turn = bench.overheard(from(MME), &modify(SGW_END, 3, 2, None), now + after);
        assert_eq!((turn.happened, areas(&bench)), (Happened::Missed(34), vec![1]), "{teid} {sequence}");
    }
    // A response that nobody asked for.
    let (mut bench, now) = (Bench::new(), Instant::now());
    bench.overheard(from(SGW), &created(MME_END, 1, accepted, &end(11, SGW_END, SGW)), now);
    let turn = bench.overheard(from(MME), &modify(SGW_END, 3, 2, None), now);
    assert_eq!(turn.happened, Happened::Missed(34));
}

/// LQ-2, TS 29.274 Table 7.2.7-1: an MME that takes a user over names its own end, and is known from then on; another's word is not taken.
#[test]
fn lq_2_a_user_is_followed_to_another_mme() {
    let (mut bench, now) = begun();
    let other = 3;
    let turn = bench.overheard(from(other), &modify(SGW_END, 9, 2, None), now);
    assert_eq!(turn.happened, Happened::Missed(34));
    bench.overheard(from(other), &modify(SGW_END, 10, 3, Some(&end(10, 0x77, other))), now);
    bench.overheard(from(other), &modify(SGW_END, 11, 4, None), now);
    let turn = bench.overheard(from(MME), &modify(SGW_END, 12, 5, None), now);
    assert_eq!((turn.happened, areas(&bench)), (Happened::Missed(34), vec![3, 4]));
    // The end of the session is answered to the new end.
    bench.overheard(from(other), &delete(SGW_END, 13, 5, 6), now);
    bench.overheard(from(SGW), &deleted(0x77, 13, CauseValue::REQUEST_ACCEPTED), now);
    bench.overheard(from(other), &modify(SGW_END, 14, 7, None), now);
    assert_eq!(areas(&bench), [6]);
}

/// LQ-2, TS 29.274 §5.5.1: the connections of a user share the tunnel of S11, which outlives each of them but the last; a deletion that was refused ends
/// nothing.
#[test]
fn lq_2_a_tunnel_serves_all_connections_of_a_user() {
    let (mut bench, now) = begun();
    let second = message(CREATE_SESSION_REQUEST, SGW_END, 2, |writer| {
        writer.put(0, &Imsi::parse(IMSI).unwrap()).put(0, &RatType::EUTRAN).put(0, &end(10, MME_END, MME));
        writer.group(93, 0, |writer| _ = writer.put(0, &Ebi(6)));
    });
    bench.overheard(from(MME), &second, now);
    let answer = created(MME_END, 2, CauseValue::REQUEST_ACCEPTED, &end(11, SGW_END, SGW));
    bench.overheard(from(SGW), &answer, now);
    for (sequence, ebi, cause, found) in [
        (3, 5, CauseValue::REQUEST_ACCEPTED, true),
        (5, 6, CauseValue::SYSTEM_FAILURE, true),
        (7, 6, CauseValue::CONTEXT_NOT_FOUND, false),
    ] {
        bench.overheard(from(MME), &delete(SGW_END, sequence, ebi, 1), now);
        bench.overheard(from(SGW), &deleted(MME_END, sequence, cause), now);
        let turn = bench.overheard(from(MME), &modify(SGW_END, sequence + 1, 2, None), now);
        let expected = if found { Happened::Overheard(34) } else { Happened::Missed(34) };
        assert_eq!(turn.happened, expected, "{cause}");
    }
}

/// LQ-2: on S5/S8 the gateway's F-TEID is the only one in the response (Table 7.2.2-1).
#[test]
fn lq_2_sessions_between_gateways_are_overheard_too() {
    let (mut bench, now) = (Bench::new(), Instant::now());
    bench.overheard(from(SGW), &create(IMSI, &end(6, 0x55, SGW), 1, 5, 1), now);
    let answer = message(CREATE_SESSION_RESPONSE, 0x55, 1, |writer| {
        writer.put(0, &Cause::new(CauseValue::REQUEST_ACCEPTED, None)).put(1, &end(7, 0x66, 4));
    });
    bench.overheard(from(4), &answer, now);
    bench.overheard(from(SGW), &modify(0x66, 2, 2, None), now);
    assert_eq!(areas(&bench), [1, 2]);
}

/// LQ-2, TS 23.007 §18: with a node that has restarted its sessions are gone.
#[test]
fn lq_2_a_restart_ends_sessions() {
    let (mut bench, now) = begun();
    let echo = |counter: u8| {
        let header = Header {
            piggybacked: false,
            message_type: ECHO_REQUEST,
            teid: None,
            sequence: 1,
            priority: None,
        };
        let mut out = BytesMut::new();
        let mut writer = Writer::new(&mut out, &header);
        writer.put(0, &Recovery(counter));
        writer.finish();
        out
    };
    for (counter, expected) in [(1, Happened::Overheard(34)), (2, Happened::Missed(34))] {
        let turn = bench.overheard(from(SGW), &echo(counter), now);
        assert_eq!(turn.restart.is_some(), counter == 2);
        assert_eq!(bench.overheard(from(MME), &modify(SGW_END, 2, 2, None), now).happened, expected);
    }
}

/// LQ-2: a Change Notification between others is read by its IMSI, or by its tunnel where it has none.
#[test]
fn lq_2_change_notifications_between_others_are_read() {
    let (mut bench, now) = begun();
    let notify = |teid, tac, imsi: Option<Imsi>| {
        message(CHANGE_NOTIFICATION_REQUEST, teid, 4, |writer| {
            writer.put_if(0, imsi.as_ref()).put(0, &RatType::EUTRAN).put(0, &tracking_area(tac));
        })
    };
    let imsi = Imsi::parse(IMSI);
    let turns = [notify(0, 2, imsi), notify(SGW_END, 3, None), notify(SGW_END + 1, 4, None)]
        .map(|octets| bench.overheard(from(MME), &octets, now).happened);
    assert_eq!(turns, [Happened::Overheard(38), Happened::Overheard(38), Happened::Missed(38)]);
    assert_eq!(areas(&bench), [2, 3]);
}

/// LQ-2, TS 29.274 §8.101: where the message says since when the place is known, that is when it was so.
#[test]
fn lq_2_the_time_of_a_place_is_the_messages() {
    let (mut bench, now) = begun();
    // An hour ago, in seconds since 1900.
    let hour = 3_600_000;
    let learnt = (Timestamp::now().0 - hour) / 1000 + 2_208_988_800;
    let octets = message(MODIFY_BEARER_REQUEST, SGW_END, 2, |writer| {
        writer.put(0, &tracking_area(2)).put(0, &UliTimestamp(learnt as u32));
    });
    bench.overheard(from(MME), &octets, now);
    let [hint] = bench.told.take()[..] else { panic!("one hint") };
    let ago = Timestamp::now().since(hint.at);
    assert!(ago >= Duration::from_secs(3599) && ago < Duration::from_secs(3700), "{ago:?}");
}

/// LQ-2: what is none of a mirror's business is passed over, and what is cut is told as unreadable.
#[test]
fn lq_2_other_messages_are_passed_over() {
    let (mut bench, now) = begun();
    for (octets, expected) in [
        ("48260008 00000000 00000100", Happened::Unreadable),
        ("48220008 00000099 00000100", Happened::Overheard(34)),
        ("4822000b 00000099 00000100 560002", Happened::Unreadable),
        ("4822000a 00000099 00000100", Happened::Unreadable),
        ("48aa0008 00000099 00000100", Happened::Unexpected(170)),
        ("32010004 00000000 01020000", Happened::OtherVersion { told: false }),
        ("48", Happened::Unreadable),
    ] {
        assert_eq!(bench.overheard(from(MME), &hex(octets), now).happened, expected, "{octets}");
    }
    assert_eq!(areas(&bench), [0u16; 0]);
}
