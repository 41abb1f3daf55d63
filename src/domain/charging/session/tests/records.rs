//! The charging data records of sessions that were charged online.

use super::*;

/// VC-6: a session that ends makes one record, in the change set that ends it, with what was debited and by which rule.
#[test]
fn vc_6_a_session_charged_online_has_its_record_when_it_ends() {
    let mut lab = Lab::with(100);
    lab.ask(Kind::Initial, "s", 0, None, Some(30));
    lab.pass(30);
    lab.ask(Kind::Update, "s", 1, Some(30), Some(30));
    assert!(lab.records().is_empty());
    lab.pass(12);
    let end =
        lab.request(Ask { kind: Kind::Termination, session: "s", number: 2, used: Some(12), wants: None });
    let until = lab.now;
    lab.decide(&Request {
        facts: FactsRef { delivered_until: Some(until), cause: Some(0), ..FactsRef::default() },
        ..end.clone()
    });
    lab.decide(&end);
    let [record] = &lab.records()[..] else { panic!("{:?}", lab.records()) };
    assert_eq!((record.online, record.closing, record.partial), (true, Closing::Ended, None));
    assert_eq!((record.facts.icid.as_deref(), record.facts.delivered_until), (Some("icid"), Some(until)));
    assert_eq!(record.used[0].time, 42);
    let charges = record.charges.as_ref().unwrap();
    let [charge] = &charges.services[..] else { panic!("{charges:?}") };
    assert_eq!((charges.account, charge.units, charge.amount), (ACCOUNT, 42, Money(42)));
    let rule = charge.rule.as_ref().unwrap();
    assert_eq!((rule.plan.as_str(), rule.service.as_str()), ("lab", "voice"));
    assert!(rule.line.is_some() && !record.incomplete.any());
    assert!(lab.session("s").unwrap().facts.is_none(), "what the record has is not kept twice");
}

/// What nobody came back for has a record when it lapses; what is reported after that has another, with the difference alone.
#[test]
fn vc_6_a_lapsed_session_has_its_record_and_what_is_debited_later_a_second_one() {
    let mut lab = Lab::with(100);
    lab.ask(Kind::Initial, "s", 0, None, Some(30));
    lab.pass(10);
    lab.ask(Kind::Update, "s", 1, Some(10), Some(30));
    lab.pass(100_000);
    assert!(lab.lapse("s"));
    lab.ask(Kind::Termination, "s", 2, Some(25), None);
    let told: Vec<_> = lab
        .records()
        .iter()
        .map(|record| {
            let charge = &record.charges.as_ref().unwrap().services[0];
            (record.closing, record.partial, record.incomplete.stop, charge.units, charge.amount)
        })
        .collect();
    let expected =
        [(Closing::Silence, None, true, 10, Money(10)), (Closing::Late, Some(2), false, 25, Money(25))];
    assert_eq!(told, expected);
}

/// Refused before anything was given: no record. Events, and what is given back of them: one each. A beginning that was lost is told.
#[test]
fn vc_6_records_of_refusals_events_refunds_and_lost_beginnings() {
    let lab = Lab::with(0);
    lab.ask(Kind::Initial, "none", 0, None, Some(30));
    assert!(lab.records().is_empty());
    let mut lab = Lab::with(100);
    let event = lab.request(Ask { kind: Kind::Event, session: "e", number: 0, used: None, wants: Some(5) });
    lab.decide(&event);
    let refund =
        Request { action: Action::Refund, session_id: "r", refunds: Some((event.key(), 0)), ..event.clone() };
    lab.decide(&refund);
    lab.pass(60);
    lab.ask(Kind::Termination, "lost", 7, Some(20), None);
    let told: Vec<_> = lab
        .records()
        .iter()
        .map(|record| {
            let amounts: i64 = record.charges.as_ref().unwrap().services.iter().map(|one| one.amount.0).sum();
            (&*record.session_id == "lost", record.incomplete.start, amounts)
        })
        .collect();
    assert_eq!(told, [(false, false, 5), (false, false, -5), (true, true, 20)]);
}
