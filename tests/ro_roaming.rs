//! VC-1 to VC-4 over Ro, octets in and octets out: where the party is at home, where it is, and what the call costs because of that.

#![allow(clippy::unwrap_used, reason = "tests fail loudly")]

mod roaming_common;

use innkeeper::{
    diameter::{codec::ResultCode, dictionary::ro::*},
    domain::charging::roaming::OnDisagreement,
    records::{Held, Role, Subscriber, VisitedBy},
    store::ChangeSet,
    types::{E164, Imsi, Lsn, Name},
};
use roaming_common::{Bench, HOME, IMSI, Leg, OTHER, THERE};

/// One call from the home city, another from the next city: the same number, the same tariff, another price. Both say why.
#[test]
fn vc_4_a_call_from_another_city_costs_another_price() {
    let bench = Bench::new();
    bench.call("home", &Leg::from_cell(HOME), 10);
    assert_eq!(bench.spent(), 10);
    bench.call("away", &Leg::from_cell(THERE), 10);
    assert_eq!(bench.spent(), 10 + 50);
    let [home, away] = ["home", "away"].map(|name| bench.session(name).call.open());
    assert_eq!((home.roaming, away.roaming), (false, true));
    assert_eq!(home.places.home.as_deref(), Some("Springfield"));
    assert_eq!(home.places.visited.as_deref(), Some("Springfield, Middle, Labland"));
    assert_eq!(away.places.visited.as_deref(), Some("Shelbyville, Middle, Labland"));
    assert_eq!((away.places.by, away.places.level.as_deref()), (Some(VisitedBy::Area), Some("city")));
    assert_eq!(away.places.number, E164::parse("15551001"));
}

/// VC-3: one call, two parties: each session has the places of its own party.
#[test]
fn vc_3_both_parties_of_a_call_have_places_of_their_own() {
    let bench = Bench::new();
    let (caller, called) = ("tel:+15551001", "tel:+15552001");
    let originating = Leg { calling: caller, called, ..Leg::from_cell(HOME) };
    let terminating = Leg {
        role: RoleOfNode::TERMINATING_ROLE,
        imsi: OTHER,
        calling: caller,
        called,
        ..Leg::from_cell(HOME)
    };
    bench.call("o", &originating, 10);
    bench.call("t", &terminating, 10);
    let [one, other] = ["o", "t"].map(|name| bench.session(name).call.open());
    assert_eq!(
        (one.role, one.roaming, one.places.home.as_deref()),
        (Role::Originating, false, Some("Springfield"))
    );
    // The called party is at home in Shelbyville, and both are in Springfield.
    assert_eq!(
        (other.role, other.roaming, other.places.home.as_deref()),
        (Role::Terminating, true, Some("Shelbyville"))
    );
    assert_eq!((one.places.number, other.places.number), (E164::parse("15551001"), E164::parse("15552001")));
    assert_eq!(bench.spent(), 10);
    assert_eq!(bench.spent_by(OTHER), 20, "who is called away from home pays for it");
}

/// What was decided when the session began holds for all of it, whatever later requests say or leave out.
#[test]
fn vc_4_a_session_keeps_what_was_decided_at_its_beginning() {
    let bench = Bench::new();
    let away = Leg::from_cell(THERE);
    bench.ask(&away.request("s", CcRequestType::INITIAL_REQUEST, 0, Some(30), None), |_| ());
    bench.ask(
        &Leg::from_cell(HOME).request("s", CcRequestType::UPDATE_REQUEST, 1, Some(30), Some(10)),
        |_| (),
    );
    bench.ask(&Leg::default().request("s", CcRequestType::TERMINATION_REQUEST, 2, None, Some(4)), |_| ());
    assert_eq!(bench.spent(), 14 * 5);
    assert!(bench.session("s").call.open().roaming);
}

/// VC-1: the group is filled where it is empty, and only there; a client that does not send it does not get it.
#[test]
fn vc_1_an_empty_field_is_filled_and_a_full_one_stays() {
    let bench = Bench::new();
    let said = |home, visited| Leg { said: Some((home, visited)), ..Leg::from_cell(THERE) };
    let answered = |name: &str, leg: &Leg<'_>| {
        bench.ask(&leg.request(name, CcRequestType::INITIAL_REQUEST, 0, Some(30), None), |answer| {
            let group = answer.service_information.as_ref()?.place_information.as_ref()?;
            Some([group.home_place.map(str::to_owned), group.visited_place.map(str::to_owned)])
        })
    };
    let texts = |home: &str, visited: &str| Some([Some(home.to_owned()), Some(visited.to_owned())]);
    assert_eq!(
        answered("c", &said(Some("Springfield, Middle"), None)),
        texts("Springfield, Middle", "Shelbyville, Middle, Labland")
    );
    assert_eq!(answered("d", &said(None, Some("Springfield"))), texts("Springfield", "Springfield"));
    assert_eq!(answered("e", &Leg::from_cell(THERE)), None);
    assert!(!bench.session("d").call.open().roaming, "what the request says of the visited place counts");
    // The same request once more, and one later in the session, are answered with the same places.
    assert_eq!(answered("d", &said(None, Some("Springfield"))), texts("Springfield", "Springfield"));
    let later = Leg { said: Some((Some("Labland"), None)), ..Leg::from_cell(THERE) };
    let later = later.request("d", CcRequestType::UPDATE_REQUEST, 1, Some(30), Some(1));
    bench.ask(&later, |answer| {
        let group = answer.service_information.as_ref().unwrap().place_information.as_ref().unwrap();
        assert_eq!((group.home_place, group.visited_place), (Some("Springfield"), Some("Springfield")));
    });
}

/// VC-2: a terminating leg that tells no place is completed by what the location service remembers.
#[test]
fn vc_2_what_the_request_does_not_tell_is_remembered() {
    let bench = Bench::new().with_locator();
    bench.remember("00101-0002", 90);
    bench.call("wifi", &Leg { pani: Some("IEEE-802.11;i-wlan-node-id=00aabbccddee"), ..Leg::default() }, 10);
    let call = bench.session("wifi").call.open();
    assert_eq!((call.roaming, call.places.by), (true, Some(VisitedBy::Remembered)));
    assert!((90..100).contains(&call.places.age), "{}", call.places.age);
    // A cell of the request goes first.
    bench.call("cell", &Leg::from_cell(HOME), 10);
    assert!(!bench.session("cell").call.open().roaming);
}

/// VC-7: what is not as it should be is counted under its name, and what did not happen is there with zero.
#[test]
fn vc_7_what_is_unusual_is_counted_under_its_own_name() {
    let (bench, leg) = (Bench::new(), Leg::default());
    let initial = |wanted| leg.request("a", CcRequestType::INITIAL_REQUEST, 0, Some(wanted), None);
    let codes = [initial(30), initial(30), initial(30), initial(40)]
        .map(|request| bench.ask(&request, |answer| answer.outcome.0));
    assert_eq!(codes[..3], [2001; 3]);
    assert_ne!(codes[3], 2001, "the same number with other content");
    let late = leg.request("a", CcRequestType::UPDATE_REQUEST, 1, Some(30), Some(86_400));
    bench.ask(&late, |answer| assert_eq!(answer.outcome.0, 2001));
    let counted = bench.metrics_text();
    for (what, times) in [
        ("repeated", 2),
        ("conflict", 1),
        ("disbelieved", 1),
        ("uncollected", 0),
        ("home-unknown", 0),
        ("visited-unknown", 1),
    ] {
        let line = format!("innkeeper_charging_unusual_total{{what=\"{what}\"}} {times}\n");
        assert!(counted.contains(&line), "{line}{counted}");
    }
}

/// Nothing is known of the place: an ordinary call where nothing else is configured.
#[test]
fn vc_4_an_unknown_place_is_what_the_configuration_says() {
    let bench = Bench::new();
    bench.call("a", &Leg::default(), 10);
    assert_eq!(bench.spent(), 10);
    assert!(bench.metrics_text().contains("innkeeper_charging_unusual_total{what=\"visited-unknown\"} 1"));
    let bench = Bench::with(|roaming, _| {
        roaming.rules.unknown_visited = innkeeper::domain::charging::roaming::Assumed::Roaming
    });
    bench.call("a", &Leg::default(), 10);
    assert_eq!(bench.spent(), 50);
}

/// VC-4: who is at home where the table does not say so is never silently charged.
#[test]
fn vc_4_a_disagreement_goes_ahead_at_the_verified_rate_or_is_refused() {
    // The contract of this one says Springfield, the table Shelbyville.
    let leg = Leg { imsi: IMSI, number: "15552001", ..Leg::from_cell(THERE) };
    let bench = Bench::new();
    bench.call("a", &leg, 10);
    assert_eq!(bench.spent(), 10, "at the table's home it is an ordinary call");
    let held = bench.session("a").call.open().places.held;
    assert_eq!(held, Some(Held::Disagreement { table: Name::new("Shelbyville") }));
    let alarm = "innkeeper_charging_held_total{reason=\"disagreement\"} 1";
    assert!(bench.metrics_text().contains(alarm), "{}", bench.metrics_text());

    let bench = Bench::with(|_, manners| manners.on_disagreement = OnDisagreement::Refuse);
    let initial = leg.request("a", CcRequestType::INITIAL_REQUEST, 0, Some(30), None);
    bench.ask(&initial, |answer| assert_eq!(answer.outcome, ResultCode(4010)));
    assert!(bench.find("a").is_none() && bench.spent() == 0);
    assert!(bench.metrics_text().contains(alarm));
    let sentence = bench.refusals().pop().unwrap();
    assert!(
        sentence.contains("+15552001") && sentence.contains("\"Springfield\" by the record"),
        "{sentence}"
    );
}

/// The number that the table is asked for is the contract's where the request names none.
#[test]
fn vc_4_a_data_session_is_checked_by_the_number_of_its_subscriber() {
    let bench = Bench::new();
    let imsi = Imsi::parse(IMSI).unwrap();
    let subscriber = Subscriber { msisdn: E164::parse("15552009"), ..roaming_common::subscriber(imsi) };
    bench.store.commit(ChangeSet::new().put(subscriber, Lsn::ZERO)).unwrap();
    let leg = Leg { number: "", calling: "", called: "", ..Leg::from_cell(HOME) };
    bench.call("a", &leg, 10);
    assert_eq!(bench.session("a").call.open().places.number, E164::parse("15552009"));
}

/// Acceptance vector 10 over the wire: 001/01 and 001/010 by the length of what the header says.
#[test]
fn vc_2_networks_are_told_apart_by_length() {
    let bench = Bench::new();
    bench.call(
        "two",
        &Leg { pani: Some("3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=0010100010000101"), ..Leg::default() },
        10,
    );
    assert_eq!(bench.spent(), 10);
    bench.call(
        "three",
        &Leg { pani: Some("3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=00101000010000101"), ..Leg::default() },
        10,
    );
    assert_eq!(bench.spent(), 10 + 90);
    let places = bench.session("three").call.open().places;
    assert_eq!(places.visited_path.last().map(Name::as_str), Some("Farland"));
    assert_eq!(places.zone.as_deref(), Some("Asia/Tokyo"));
}
