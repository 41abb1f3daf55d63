//! VC-1 to VC-4 over Rf, octets in and octets out: the records of a call say where each of its parties is at home and where it was, and wait where the charging side's table
//! says otherwise.
#![allow(clippy::unwrap_used, reason = "tests fail loudly")]

mod roaming_common;

use innkeeper::{
    diameter::dictionary::{base::AccountingRecordType as Type, ro::RoleOfNode},
    procedures::{
        lapses,
        suspense::{fix, settle},
    },
    records::{AccountingSession, ChargingSubscription, Closing, Detail, SessionKey, Suspense},
    types::{Imsi, Timestamp},
};
use roaming_common::{Bench, HOME, HOST, IMSI, Leg, OTHER, THERE, map};
use std::sync::Arc;

const CALLER: &str = "tel:+15551001";
const CALLED: &str = "tel:+15552001";

fn key(name: &str) -> SessionKey {
    SessionKey::accounting(HOST, &format!("{HOST};{name}"))
}

fn held(bench: &Bench, name: &str) -> Option<Arc<Suspense>> {
    bench.store.get::<Suspense>(&key(name)).value
}

/// How many records it lets into the log.
fn rerate(bench: &Bench, name: &str) -> Result<usize, String> {
    let charging = bench.charging.load();
    let rerated = settle(&bench.store, key(name), (&charging, &map()), ("test", Timestamp::now()));
    rerated.map(|(rerated, _)| rerated.released).map_err(|why| why.to_string())
}

/// Home, the city it was in, whether it roams, and what statistics count by.
fn places(record: &Detail) -> (&str, &str, bool, [&str; 2]) {
    let city = record.visited.as_deref().unwrap_or("-").split(',').next().unwrap();
    let areas = record.areas.each_ref().map(|area| area.as_deref().unwrap_or("-"));
    (record.home.as_deref().unwrap_or("-"), city, record.roaming, areas)
}

fn called(pani: Option<&'static str>) -> Leg<'static> {
    let role = RoleOfNode::TERMINATING_ROLE;
    Leg { role, imsi: OTHER, calling: CALLER, called: CALLED, pani, ..Leg::default() }
}

/// One call, two records, each with its own home and visited place. The called party's place comes with the answer, and nobody needs to say again who it is.
#[test]
fn vc_3_both_parties_of_a_call_have_records_with_places_of_their_own() {
    let bench = Bench::new();
    let caller = Leg { calling: CALLER, called: CALLED, ..Leg::from_cell(THERE) };
    bench.tell("o", &caller, Type::START_RECORD, 0);
    bench.tell("t", &called(None), Type::START_RECORD, 0);
    let answer = Leg { imsi: "", calling: "", called: "", ..called(Some(THERE)) };
    bench.tell("t", &answer, Type::INTERIM_RECORD, 1);
    // Handed over meanwhile: the record says where the party was when the call began.
    bench.tell("o", &Leg { pani: Some(HOME), ..caller }, Type::STOP_RECORD, 1);
    bench.tell("t", &called(Some(HOME)), Type::STOP_RECORD, 2);
    let [one, other] = &bench.log()[..] else { panic!("{:?}", bench.log()) };
    assert_eq!(places(one), ("Springfield", "Shelbyville", true, ["Springfield", "Shelbyville"]));
    assert_eq!(places(other), ("Shelbyville", "Shelbyville", false, ["Shelbyville", "Shelbyville"]));
}

/// What the request says of the home place stays, an empty one is filled from the contract; a place that nobody tells is remembered by the location service.
#[test]
fn vc_1_vc_2_a_record_has_what_was_said_else_what_is_known() {
    let bench = Bench::new().with_locator();
    bench.remember("00101-0002", 90);
    let said = Leg { said: Some((Some("Springfield, Middle, Labland"), None)), ..Leg::from_cell(HOME) };
    bench.tell("said", &said, Type::EVENT_RECORD, 0);
    bench.tell("filled", &Leg::from_cell(HOME), Type::EVENT_RECORD, 0);
    bench.tell("remembered", &Leg::default(), Type::EVENT_RECORD, 0);
    let log = bench.log();
    assert_eq!(log[0].home.as_deref(), Some("Springfield, Middle, Labland"), "left as it came");
    assert_eq!(places(&log[1]), ("Springfield", "Springfield", false, ["Springfield", "Springfield"]));
    assert_eq!(places(&log[2]), ("Springfield", "Shelbyville", true, ["Springfield", "Shelbyville"]));
}

/// A number that the table has at home elsewhere: none of its records is in the log before somebody says which is right, and then all are, once.
#[test]
fn vc_4_records_whose_home_the_table_does_not_confirm_wait() {
    let bench = Bench::new();
    let leg = Leg { number: "15552001", ..Leg::from_cell(THERE) };
    bench.tell("a", &leg, Type::START_RECORD, 0);
    bench.tell("a", &leg, Type::STOP_RECORD, 1);
    bench.tell("b", &leg, Type::EVENT_RECORD, 0);
    bench.tell("b", &leg, Type::EVENT_RECORD, 1);
    bench.tell("fine", &Leg::from_cell(HOME), Type::EVENT_RECORD, 0);
    assert_eq!(bench.log().len(), 1);
    let counted = bench.metrics.charging_held.with_label_values(&["disagreement"]).get();
    assert_eq!(counted, 2, "sessions, not requests");
    let waits = held(&bench, "a").unwrap();
    assert_eq!((waits.account, waits.imsi, waits.waiting.len()), (None, Imsi::parse(IMSI), 1));
    assert_eq!(held(&bench, "b").unwrap().waiting.len(), 2);
    let why = rerate(&bench, "a").unwrap_err();
    assert!(why.contains("\"Springfield\" by the record") && why.contains("correct the table"), "{why}");
    // One by the contract, the other by the table.
    fix(&bench.store, key("a"), "Shelbyville", &map()).unwrap();
    let contract = bench.store.get::<ChargingSubscription>(&Imsi::parse(IMSI).unwrap()).value.unwrap();
    assert_eq!(contract.home.as_deref(), Some("Shelbyville"));
    assert_eq!(rerate(&bench, "a"), Ok(1));
    bench.correct_the_table("number,place\n+1555,Springfield\n");
    assert_eq!(rerate(&bench, "b"), Ok(2));
    assert!(rerate(&bench, "b").unwrap_err().starts_with("it was priced again at"));
    let log = bench.log();
    let told: Vec<_> = log[1..].iter().map(places).collect();
    let away = ("Springfield", "Shelbyville", true, ["Springfield", "Shelbyville"]);
    assert_eq!(told, [("Shelbyville", "Shelbyville", false, ["Shelbyville"; 2]), away, away]);
    assert_eq!((bench.spent(), bench.spent_by(OTHER)), (0, 0), "nothing of it is posted");
}

/// What comes after the end opens the entry again; with its session it is forgotten, and what waits never is.
#[test]
fn vc_4_what_was_settled_goes_with_its_session_and_what_waits_stays() {
    let bench = Bench::new();
    let leg = Leg { number: "15552001", ..Leg::from_cell(THERE) };
    for name in ["settled", "late", "waits"] {
        bench.tell(name, &leg, Type::START_RECORD, 0);
        bench.tell(name, &leg, Type::STOP_RECORD, 1);
    }
    bench.tell("silent", &leg, Type::START_RECORD, 0);
    for name in ["settled", "late"] {
        fix(&bench.store, key(name), "Shelbyville", &map()).unwrap();
        assert_eq!(rerate(&bench, name), Ok(1));
    }
    bench.tell("late", &leg, Type::EVENT_RECORD, 2);
    assert_eq!(held(&bench, "late").unwrap().settled, None);
    assert_eq!((bench.log().len(), rerate(&bench, "late")), (2, Ok(1)));
    let charging = bench.charging.load_full();
    let sweep = |now| {
        for part in 0..bench.store.shards() {
            lapses::sweep_accounting(&bench.store, part, &charging.accounting, now);
        }
    };
    let silent = Timestamp::now().after(charging.accounting.patience());
    sweep(silent);
    assert_eq!(held(&bench, "silent").unwrap().waiting[0].closing, Closing::Silence);
    sweep(silent.after(charging.accounting.remembered));
    assert_eq!(bench.store.count::<AccountingSession>(), 0);
    let left: Vec<bool> =
        ["settled", "late", "waits", "silent"].map(|name| held(&bench, name).is_some()).to_vec();
    assert_eq!(left, [false, false, true, true]);
    fix(&bench.store, key("waits"), "Shelbyville", &map()).unwrap();
    assert_eq!((rerate(&bench, "waits"), held(&bench, "waits").is_none()), (Ok(1), true));
    assert_eq!(bench.log().len(), 4);
}
