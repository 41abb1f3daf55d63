//! Sessions that bundles pay for.

use super::*;
use crate::{domain::ledger::Book, records::Cause, types::Timestamp};

/// An account with this balance and a bundle of sixty seconds, which is valid for an hour and recurs if it has an end.
fn lab(balance: i64, until: Option<Timestamp>) -> Lab {
    let tariff = format!(
        "
currency = \"EUR\"
[service.voice]
unit = \"seconds\"
context = 32260
[bundle.minutes]
service = \"voice\"
amount = \"60s\"
valid = \"1h\"
recurring = {}
[plan.lab]
[[plan.lab.rate]]
service = \"voice\"
step = \"1s\"
price = 0.01
",
        until.is_some()
    );
    let lab = Lab { tariff: Tariff::read(tariff.as_bytes()).unwrap(), ..Lab::with(balance) };
    let read = lab.store.get::<Account>(&ACCOUNT);
    let mut book = Book::open(lab.account(), lab.now, Cause::Time);
    assert_eq!(book.add_bucket(&Name::new("minutes"), 60, (lab.now, until)), 1);
    lab.store.commit(ChangeSet::new().put(book.close().0, read.version)).unwrap();
    lab
}

#[test]
fn vc_6_bundles_pay_before_money() {
    let mut lab = lab(10, None);
    assert_eq!(said(&lab.ask(Initial, "a", 0, None, Some(40))), (2001, Some(40), false));
    let held = |lab: &Lab| lab.account().bucket(1).map(|bucket| (bucket.left, bucket.reserved));
    assert_eq!((held(&lab), lab.money()), (Some((60, 40)), (10, 0)));
    lab.pass(40);
    assert_eq!(said(&lab.ask(Update, "a", 1, Some(40), Some(40))), (2001, Some(30), true));
    assert_eq!((held(&lab), lab.money()), (Some((20, 20)), (10, 10)));
    lab.pass(25);
    assert_eq!(said(&lab.ask(Termination, "a", 2, Some(25), None)), (2001, None, false));
    assert_eq!((held(&lab), lab.money()), (Some((0, 0)), (5, 0)));
}

/// A bundle that lapsed is given anew with the next request, before anything is granted.
#[test]
fn vc_6_a_bundle_that_recurs_pays_again_in_its_next_period() {
    let hour = Timestamp(lab(0, None).now.0 + 3_600_000);
    let mut lab = lab(0, Some(hour));
    assert_eq!(said(&lab.ask(Initial, "a", 0, None, Some(60))), (2001, Some(60), false));
    lab.pass(60);
    assert_eq!(said(&lab.ask(Termination, "a", 1, Some(60), None)), (2001, None, false));
    assert_eq!(said(&lab.ask(Initial, "b", 0, None, Some(10))), (4012, None, false));
    lab.pass(3_600);
    assert_eq!(said(&lab.ask(Initial, "c", 0, None, Some(10))), (2001, Some(10), false));
    let bucket = lab.account().buckets[0].clone();
    assert_eq!((bucket.id, bucket.left, bucket.reserved, bucket.from), (2, 60, 10, hour));
}

/// A refund gives a bundle back what it paid, once; a bundle that lapsed since takes nothing, and the one after it has its own.
#[test]
fn vc_6_a_refund_gives_units_back_to_the_bundle_that_paid_them() {
    let hour = Timestamp(lab(0, None).now.0 + 3_600_000);
    let mut lab = lab(10, Some(hour));
    let event = |lab: &Lab, action, session: &'static str, refunds: Option<&str>| {
        let requested = Some(Requested::Units(UnitKind::Time, 65));
        let request = lab.request(Ask { kind: Kind::Event, session, number: 0, used: None, wants: None });
        lab.decide(&Request {
            action,
            services: vec![ServiceRequest { requested, ..ServiceRequest::default() }],
            refunds: refunds.map(|of| (SessionKey::of(HOST, of), 0)),
            ..request
        })
    };
    let left = |lab: &Lab| {
        let account = lab.account();
        let buckets: Vec<_> = account.buckets.iter().map(|bucket| (bucket.id, bucket.left)).collect();
        (buckets, lab.money())
    };
    assert_eq!(said(&event(&lab, Action::Debit, "a", None)), (2001, Some(65), false));
    assert_eq!(left(&lab), (vec![(1, 0)], (5, 0)));
    for _ in 0..2 {
        assert_eq!(event(&lab, Action::Refund, "b", Some("a")).answer.code, 2001);
        assert_eq!(left(&lab), (vec![(1, 60)], (10, 0)));
    }
    let again = event(&lab, Action::Refund, "c", Some("a"));
    assert_eq!(again.refusal, Some(Refusal::NothingToRefund));
    assert_eq!(said(&event(&lab, Action::Debit, "d", None)), (2001, Some(65), false));
    lab.pass(3_600);
    assert_eq!(event(&lab, Action::Refund, "e", Some("d")).answer.code, 2001);
    assert_eq!(left(&lab), (vec![(2, 60)], (10, 0)));
}

/// What an event was paid with is not reserved: whoever ends its session as if it were a call takes nothing from what others have reserved.
#[test]
fn vc_6_an_event_that_is_ended_like_a_call_gives_nothing_back() {
    let lab = lab(0, None);
    let requested = Some(Requested::Units(UnitKind::Time, 20));
    let mut event = lab.request(Ask { kind: Kind::Event, session: "e", number: 0, used: None, wants: None });
    event.services[0].requested = requested;
    assert_eq!(said(&lab.decide(&event)), (2001, Some(20), false));
    assert_eq!(said(&lab.ask(Initial, "a", 0, None, Some(30))), (2001, Some(30), false));
    let held = |lab: &Lab| lab.account().bucket(1).map(|bucket| (bucket.left, bucket.reserved));
    assert_eq!(held(&lab), Some((40, 30)));
    lab.ask(Termination, "e", 1, None, None);
    lab.ask(Termination, "e", 2, Some(5), None);
    assert_eq!(held(&lab).map(|(_, reserved)| reserved), Some(30));
    assert_eq!(*lab.session("e").unwrap().grants[0].from_buckets, [(1, 20)]);
}
