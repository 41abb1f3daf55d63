//! Sessions over a store in memory, with the built-in tariff: a cent a second.

use super::*;
use crate::{
    domain::charging::tariff::Tariff,
    records::{
        Account, AccountId, Answer, Call, ChargingRecord, ChargingSession, ChargingSubscription, Closing,
        Detail, End, FactsRef, Role, ServiceKey, SessionKey, Terms, UnitKind,
    },
    store::{ChangeSet, Store},
    types::{Currency, Imsi, Lsn, Money, Name, Seen, Timestamp},
};
use smallvec::smallvec;
use std::time::Duration;

const ACCOUNT: AccountId = AccountId(1);
const HOST: &str = "scscf.ims.example";

/// A store with one account, its subscriber, and a clock.
struct Lab {
    store: Store,
    tariff: Tariff,
    manners: Manners,
    now: Timestamp,
}

/// What a test says of a request.
#[derive(Clone, Copy)]
struct Ask<'a> {
    kind: Kind,
    session: &'a str,
    number: u32,
    used: Option<u64>,
    /// `None`: nothing is asked for.
    wants: Option<u64>,
}

fn imsi() -> Imsi {
    Imsi::parse("001010000000001").unwrap()
}

fn call() -> Call {
    Call {
        role: Role::Originating,
        calling: "tel:+15550001".into(),
        called: "tel:+15550002".into(),
        correlation: "call-id".into(),
        seen: Seen::default(),
        ..Call::default()
    }
}

impl Lab {
    fn with(balance: i64) -> Self {
        let lab = Self {
            store: Store::in_memory(),
            tariff: Tariff::lab(),
            manners: Manners::default(),
            now: Timestamp(1_800_000_000_000),
        };
        let account = Account {
            id: ACCOUNT,
            currency: Currency::parse("EUR").unwrap(),
            terms: Terms::Prepaid { floor: Money(0) },
            plan: Name::new("lab"),
            active: true,
            opening: Money(balance),
            balance: Money(balance),
            reserved: Money(0),
            postings: 0,
            buckets: Box::default(),
            next_bucket: 1,
            sessions: 0,
            opened: lab.now,
        };
        let subscription = ChargingSubscription { imsi: imsi(), account: ACCOUNT, home: None };
        lab.store.commit(ChangeSet::new().put(account, Lsn::ZERO).put(subscription, Lsn::ZERO)).unwrap();
        lab
    }

    fn account(&self) -> Account {
        (*self.store.get::<Account>(&ACCOUNT).value.unwrap()).clone()
    }

    /// Balance and reservations.
    fn money(&self) -> (i64, i64) {
        (self.account().balance.0, self.account().reserved.0)
    }

    fn session(&self, name: &str) -> Option<ChargingSession> {
        self.store.get::<ChargingSession>(&SessionKey::of(HOST, name)).value.map(|session| (*session).clone())
    }

    fn load(&self, request: &Request<'_>) -> Loaded {
        Loaded {
            key: request.key(),
            session: self.store.get(&request.key()),
            subscription: Some(self.store.get(&imsi())),
            account: Some(self.store.get(&ACCOUNT)),
            refunded: request.refunds.map(|(key, _)| self.store.get(&key)),
            held: Some(self.store.get(&request.key())),
            refunded_held: request.refunds.map(|(key, _)| self.store.get(&key)),
            seen: Lsn::ZERO,
        }
    }

    fn decide(&self, request: &Request<'_>) -> Decision {
        let decision = decide(request, &self.load(request), &self.tariff, &self.manners, self.now);
        self.store.commit(decision.changes.clone()).unwrap();
        decision
    }

    fn request<'a>(&self, ask: Ask<'a>) -> Request<'a> {
        let used = ask.used.map(|time| Used { time: Some(time), ..Used::default() });
        Request {
            kind: ask.kind,
            number: ask.number,
            action: Action::Debit,
            session_id: ask.session,
            host: HOST,
            realm: "ims.example",
            context: 32260,
            at: self.now,
            call: call(),
            facts: FactsRef { icid: Some("icid"), ..FactsRef::default() },
            services: vec![ServiceRequest {
                service: ServiceKey { rating_group: Some(100), service_identifier: Some(1000) },
                requested: ask.wants.map(|units| Requested::Units(UnitKind::Time, units)),
                used: used.into_iter().collect(),
            }],
            wants_cost: false,
            refunds: None,
        }
    }

    fn ask(&self, kind: Kind, session: &str, number: u32, used: Option<u64>, wants: Option<u64>) -> Decision {
        self.decide(&self.request(Ask { kind, session, number, used, wants }))
    }

    fn pass(&mut self, seconds: u64) {
        self.now = self.now.after(Duration::from_secs(seconds));
    }

    fn records(&self) -> Vec<Detail> {
        let all = self.store.read_log::<ChargingRecord>(0, usize::MAX).unwrap();
        all.iter().map(|entry| entry.value.detail().clone()).collect()
    }

    /// What the sweep over sessions does: true if something became of the session.
    fn lapse(&self, name: &str) -> bool {
        let key = SessionKey::of(HOST, name);
        let session = self.store.get::<ChargingSession>(&key);
        match lapse(
            (&session, &self.store.get(&key)),
            |account| self.store.get(account),
            (&self.tariff, &self.manners),
            self.now,
        ) {
            Lapsed::Ended(changes) | Lapsed::Forgotten(changes) => self.store.commit(changes).is_ok(),
            Lapsed::NotYet => false,
        }
    }
}

/// The code as a whole, what is granted, and whether that is the last.
fn said(decision: &Decision) -> (u32, Option<u64>, bool) {
    let Answer { code, services, .. } = &decision.answer;
    let first = services.first();
    (
        *code,
        first.and_then(|first| first.granted).map(|(_, units)| units),
        first.is_some_and(|first| first.last.is_some()),
    )
}

use Kind::{Initial, Termination, Update};

/// The case that ims_charging's README tells: 75 seconds of credit, two calls side by side.
#[test]
fn vc_6_two_calls_share_75_seconds_of_credit_to_the_last() {
    let mut lab = Lab::with(75);
    assert_eq!(said(&lab.ask(Initial, "a", 0, None, Some(30))), (2001, Some(30), false));
    lab.pass(30);
    assert_eq!(said(&lab.ask(Update, "a", 1, Some(30), Some(30))), (2001, Some(30), false));
    assert_eq!(lab.money(), (45, 30));
    assert_eq!(
        said(&lab.ask(Initial, "b", 0, None, Some(30))),
        (2001, Some(15), false),
        "a may give some back"
    );
    lab.pass(20);
    assert_eq!(said(&lab.ask(Termination, "a", 2, Some(20), None)), (2001, None, false));
    assert_eq!(lab.money(), (25, 15));
    assert_eq!(said(&lab.ask(Update, "b", 1, Some(15), Some(30))), (2001, Some(10), true));
    lab.pass(10);
    assert_eq!(said(&lab.ask(Termination, "b", 2, Some(10), None)), (2001, None, false));
    assert_eq!(lab.money(), (0, 0));
    assert_eq!(said(&lab.ask(Initial, "c", 0, None, Some(30))), (4012, None, false));
    assert_eq!(lab.account().sessions, 0);
}

#[test]
fn vc_6_a_repetition_gets_the_same_answer_and_moves_nothing() {
    let mut lab = Lab::with(75);
    lab.ask(Initial, "a", 0, None, Some(30));
    lab.pass(30);
    let first = lab.ask(Update, "a", 1, Some(30), Some(30));
    let money = lab.money();
    lab.pass(2);
    let again = lab.ask(Update, "a", 1, Some(30), Some(30));
    assert!(again.repeated && again.changes.is_empty() && !first.repeated);
    assert_eq!((again.answer, lab.money()), (first.answer, money));
    // After the end, too, and of the end itself.
    let end = lab.ask(Termination, "a", 2, Some(3), None);
    let money = lab.money();
    for (kind, number, used, wants) in
        [(Initial, 0, None, Some(30)), (Update, 1, Some(30), Some(30)), (Termination, 2, Some(3), None)]
    {
        assert!(lab.ask(kind, "a", number, used, wants).repeated, "{kind:?}");
        assert_eq!(lab.money(), money);
    }
    assert_eq!(end.answer.code, 2001);
    // What was refused stays refused, though there is money again.
    let lab = Lab::with(0);
    let refused = lab.ask(Initial, "b", 0, None, Some(30));
    let read = lab.store.get::<Account>(&ACCOUNT);
    let richer = Account { balance: Money(100), ..lab.account() };
    lab.store.commit(ChangeSet::new().put(richer, read.version)).unwrap();
    let again = lab.ask(Initial, "b", 0, None, Some(30));
    assert!(again.repeated);
    assert_eq!(again.answer, refused.answer);
}

/// Answers are kept of the last few numbers; what was decided before them is not decided again.
#[test]
fn vc_6_a_repetition_from_long_ago_moves_nothing() {
    let mut lab = Lab::with(1000);
    lab.ask(Initial, "a", 0, None, Some(10));
    for number in 1..=8 {
        lab.pass(10);
        lab.ask(Update, "a", number, Some(10), Some(10));
    }
    let money = lab.money();
    for (kind, number) in [(Initial, 0), (Update, 1), (Update, 2)] {
        let again = lab.ask(kind, "a", number, Some(10), Some(10));
        assert!(matches!(again.refusal, Some(Refusal::TooOld { .. })), "{kind:?} {number}: {again:?}");
    }
    assert!(lab.ask(Update, "a", 3, Some(10), Some(10)).repeated);
    assert_eq!(lab.money(), money);
    // A number that comes late, and is not older than those, is decided.
    lab.pass(20);
    lab.ask(Update, "a", 10, Some(10), Some(10));
    assert_eq!(said(&lab.ask(Update, "a", 9, Some(10), Some(10))), (2001, Some(10), false));
    assert_eq!(lab.ask(Termination, "a", 11, Some(0), None).answer.code, 2001);
    assert!(matches!(lab.ask(Update, "a", 1, Some(10), Some(10)).refusal, Some(Refusal::TooOld { .. })));
    assert_eq!(lab.money(), (money.0 - 20, 0));
}

#[test]
fn vc_6_a_number_that_said_something_else_before_is_refused() {
    let lab = Lab::with(75);
    lab.ask(Initial, "a", 0, None, Some(30));
    let money = lab.money();
    let conflict = lab.ask(Initial, "a", 0, None, Some(31));
    assert_eq!((conflict.answer.code, conflict.refusal), (5012, Some(Refusal::Conflict { number: 0 })));
    assert_eq!(lab.money(), money);
}

/// RFC 8506 §7, Table 6, and what real clients do beside it.
#[test]
fn vc_6_requests_come_in_every_order() {
    let mut lab = Lab::with(100);
    // INITIAL twice, with another number.
    lab.ask(Initial, "a", 0, None, Some(10));
    assert_eq!(lab.ask(Initial, "a", 1, None, Some(10)).refusal, Some(Refusal::Open));
    // Numbers out of order; TERMINATION while an UPDATE is on its way, which comes after it.
    lab.pass(20);
    assert_eq!(said(&lab.ask(Update, "a", 3, Some(10), Some(10))), (2001, Some(10), false));
    assert_eq!(said(&lab.ask(Update, "a", 2, Some(5), Some(10))), (2001, Some(10), false));
    assert_eq!(said(&lab.ask(Termination, "a", 5, Some(1), None)), (2001, None, false));
    assert_eq!(lab.money(), (84, 0));
    let late = lab.ask(Update, "a", 4, Some(4), Some(10));
    assert!(matches!(late.refusal, Some(Refusal::Ended(_))));
    assert_eq!((late.answer.code, lab.money()), (5002, (80, 0)), "used is used, and nothing is granted");
    // TERMINATION before its INITIAL: nothing is left reserved for a call that is over.
    assert_eq!(lab.ask(Termination, "b", 1, Some(0), None).answer.code, 2001);
    assert_eq!(lab.ask(Initial, "b", 0, None, Some(10)).answer.code, 5002);
    assert_eq!((lab.money(), lab.account().sessions), ((80, 0), 0));
    // A session whose beginning is not known goes on, and what it reports is believed.
    assert_eq!(said(&lab.ask(Update, "c", 7, Some(30), Some(10))), (2001, Some(10), false));
    assert_eq!((lab.money(), lab.account().sessions), ((50, 10), 1));
    lab.manners.adopt = false;
    assert_eq!(lab.ask(Update, "d", 7, Some(30), Some(10)).refusal, Some(Refusal::UnknownSession));
}

#[test]
fn vc_6_reservations_lapse_at_twice_their_validity_and_a_late_end_is_debited() {
    let mut lab = Lab::with(100);
    let granted = lab.ask(Initial, "a", 0, None, Some(30)).answer.services[0].validity.unwrap();
    lab.pass(2 * u64::from(granted) - 1);
    assert!(!lab.lapse("a"));
    assert_eq!(lab.money(), (100, 30));
    lab.pass(1);
    assert!(lab.lapse("a"));
    assert_eq!((lab.money(), lab.account().sessions), ((100, 0), 0));
    assert_eq!(lab.session("a").unwrap().ended, Some(End::Lapsed));
    assert_eq!(said(&lab.ask(Termination, "a", 1, Some(25), None)), (2001, None, false));
    assert_eq!(lab.money(), (75, 0));
    assert!(!lab.lapse("a"), "remembered for a while");
    lab.pass(lab.manners.remembered.as_secs());
    assert!(lab.lapse("a"));
    assert_eq!(lab.session("a"), None);
}

#[test]
fn vc_6_more_than_was_granted_is_debited_as_far_as_there_is_money() {
    let mut lab = Lab::with(50);
    lab.ask(Initial, "a", 0, None, Some(20));
    lab.pass(40);
    let over = lab.ask(Update, "a", 1, Some(35), Some(20));
    assert_eq!((said(&over), lab.money()), ((2001, Some(15), true), (15, 15)));
    lab.pass(40);
    let end = lab.ask(Termination, "a", 2, Some(25), None);
    assert_eq!((end.answer.code, end.uncollected, lab.money()), (2001, 10, (0, 0)));
    let grant = &lab.session("a").unwrap().grants[0];
    assert_eq!((grant.used, grant.charged, grant.uncollected), (60, Money(50), Money(10)));
}

#[test]
fn vc_6_time_that_cannot_have_passed_is_not_debited() {
    let mut lab = Lab::with(1_000_000_000);
    lab.ask(Initial, "a", 0, None, Some(30));
    lab.pass(30);
    let absurd = lab.ask(Termination, "a", 1, Some(71_582_788), None);
    let believed = 30 + lab.manners.slack.as_secs() + 1;
    assert_eq!(absurd.disbelieved, 71_582_788 - believed);
    assert_eq!(lab.money().0, 1_000_000_000 - believed as i64);
}

#[test]
fn vc_6_a_refused_update_debits_what_was_used_and_ends_the_session() {
    let mut lab = Lab::with(30);
    assert_eq!(
        said(&lab.ask(Initial, "a", 0, None, Some(30))),
        (2001, Some(30), false),
        "all that was asked for"
    );
    lab.pass(30);
    let refused = lab.ask(Update, "a", 1, Some(30), Some(30));
    assert_eq!(refused.refusal, Some(Refusal::NoCredit(ACCOUNT)));
    assert_eq!((said(&refused), refused.answer.services[0].code), ((4012, None, false), 4012));
    assert_eq!((lab.money(), lab.account().sessions), ((0, 0), 0));
    assert_eq!(lab.session("a").unwrap().ended, Some(End::Refused));
    // The client tells of the end all the same.
    assert_eq!(said(&lab.ask(Termination, "a", 2, Some(0), None)), (2001, None, false));
}

#[test]
fn vc_6_what_is_not_allowed_is_told_by_its_code() {
    let mut lab = Lab::with(100);
    lab.manners.sessions = Some(1);
    lab.ask(Initial, "a", 0, None, Some(10));
    assert_eq!(lab.ask(Initial, "b", 0, None, Some(10)).answer.code, 5006);
    let money = Ask { kind: Initial, session: "c", number: 0, used: None, wants: Some(10) };
    lab.manners.sessions = None;
    let mut request = lab.request(money);
    request.services[0].requested = Some(Requested::Units(UnitKind::Octets, 10));
    assert_eq!(lab.decide(&request).answer.code, 5004, "voice is not counted in octets");
    let request = Request { context: 32299, session_id: "d", ..lab.request(money) };
    assert!(matches!(lab.decide(&request).refusal, Some(Refusal::Unrated(_))));
    let read = lab.store.get::<Account>(&ACCOUNT);
    let barred = Account { active: false, ..lab.account() };
    lab.store.commit(ChangeSet::new().put(barred, read.version)).unwrap();
    assert_eq!(lab.ask(Initial, "e", 0, None, Some(10)).answer.code, 4010);
    lab.pass(5);
    assert_eq!(lab.ask(Update, "a", 1, Some(5), Some(10)).answer.code, 4010);
    assert_eq!(lab.money(), (95, 0), "used is used");
    let nobody =
        Loaded { subscription: None, account: None, ..lab.load(&lab.request(Ask { session: "f", ..money })) };
    let decision =
        decide(&lab.request(Ask { session: "f", ..money }), &nobody, &lab.tariff, &lab.manners, lab.now);
    assert_eq!((decision.answer.code, decision.changes.is_empty()), (5030, true));
}

#[test]
fn vc_6_events_are_debited_priced_checked_and_refunded() {
    let lab = Lab::with(3);
    let event = |session: &'static str, action, units| Request {
        action,
        context: 32274,
        services: vec![ServiceRequest {
            requested: Some(Requested::Units(UnitKind::Events, units)),
            ..ServiceRequest::default()
        }],
        wants_cost: true,
        ..lab.request(Ask { kind: Kind::Event, session, number: 0, used: None, wants: None })
    };
    let price = lab.decide(&event("p", Action::PriceEnquiry, 5));
    assert_eq!((price.answer.cost, price.changes.is_empty()), (Some(Money(5)), true));
    let check = |units| {
        let decision = lab.decide(&event("c", Action::CheckBalance, units));
        (decision.answer.enough, decision.changes.is_empty())
    };
    assert_eq!((check(3), check(4)), ((Some(true), true), (Some(false), true)));
    let debit = lab.decide(&event("d", Action::Debit, 2));
    assert_eq!(
        (said(&debit), debit.answer.cost, lab.money()),
        ((2001, Some(2), false), Some(Money(2)), (1, 0))
    );
    assert!(lab.decide(&event("d", Action::Debit, 2)).repeated);
    assert_eq!(
        said(&lab.decide(&event("e", Action::Debit, 2))),
        (2001, Some(1), false),
        "fewer than asked for"
    );
    assert_eq!(lab.decide(&event("f", Action::Debit, 1)).answer.code, 4012);
    assert_eq!(lab.money(), (0, 0));
    // Once, however it is asked for again.
    let refund = |session, of: &str, number| Request {
        refunds: Some((SessionKey::of(HOST, of), number)),
        services: Vec::new(),
        ..event(session, Action::Refund, 1)
    };
    assert_eq!(lab.decide(&refund("r1", "d", 0)).answer.code, 2001);
    assert_eq!(lab.money(), (2, 0));
    assert!(lab.decide(&refund("r1", "d", 0)).repeated);
    for (session, of, number) in [("r2", "d", 0), ("r3", "e", 1), ("r4", "nothing", 0), ("r5", "r1", 0)] {
        let decision = lab.decide(&refund(session, of, number));
        assert_eq!(decision.refusal, Some(Refusal::NothingToRefund), "{session}");
    }
    assert_eq!(lab.money(), (2, 0));
    assert_eq!(lab.decide(&event("r6", Action::Refund, 4)).answer.code, 2001, "by the tariff's price");
    assert_eq!(lab.money(), (6, 0));
}

#[test]
fn vc_6_volume_is_debited_in_two_parts_where_the_price_changed() {
    let lab = Lab::with(1000);
    let request = |kind, number, used| Request {
        context: 32251,
        services: vec![ServiceRequest { requested: Some(Requested::Any), used, ..ServiceRequest::default() }],
        ..lab.request(Ask { kind, session: "a", number, used: None, wants: None })
    };
    let first = lab.decide(&request(Initial, 0, smallvec![]));
    assert_eq!(said(&first), (2001, Some(10_000_000), false), "the tariff's default");
    let octets = |octets, before| Used { octets: Some(octets), before, ..Used::default() };
    lab.decide(&request(Update, 1, smallvec![octets(1_500_000, true), octets(600_000, false)]));
    // Three begun millions.
    assert_eq!(lab.money().0, 997);
}

mod bundles;
mod records;
