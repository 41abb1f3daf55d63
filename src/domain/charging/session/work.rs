//! A decision being made: the session and the account as they become.

use super::{Loaded, Manners, Refusal, Request, rating, record::Written, replay::remember};
use crate::{
    domain::{
        charging::{
            roaming::suspense,
            tariff::{Rating, Tariff, Unit, Unrated},
        },
        ledger::{self, Book, bundles},
    },
    records::{
        Account, AccountId, Answer, Call, Cause, ChargingSession, ChargingSubscription, Decisions, End,
        Grant, KnownFacts, Packed, ServiceAnswer, ServiceKey, Suspense, Task, UnitKind,
    },
    store::{ChangeSet, Read},
    types::{Lsn, Money, Name, Timestamp},
};
use smallvec::SmallVec;
use std::{borrow::Cow, cell::RefCell, time::Duration};

/// Result-Code 2001.
pub(super) const SUCCESS: u32 = 2001;

/// What is answered, and what changes with it.
#[derive(Debug)]
pub struct Decision {
    /// The answer.
    pub answer: Answer,
    /// Why it is, as a whole or for a service, a refusal: the first reason.
    pub refusal: Option<Refusal>,
    /// What has to be durable before the answer leaves.
    pub changes: ChangeSet,
    /// True where the request had been decided before.
    pub repeated: bool,
    /// Seconds that were reported and cannot have passed; nothing was debited for them.
    pub disbelieved: u64,
    /// Minor units that were owed and were not there.
    pub uncollected: i64,
    /// What is to be told of it once it is committed: the account has little left.
    pub notice: Option<Box<Task>>,
}

impl Decision {
    /// A refusal that changes nothing.
    pub fn refused(refusal: Refusal) -> Self {
        let answer = Answer { code: refusal.code(), ..Answer::default() };
        Self { refusal: Some(refusal), ..Self::unchanged(answer) }
    }

    /// An answer that changes nothing.
    pub(super) fn unchanged(answer: Answer) -> Self {
        Self {
            answer,
            refusal: None,
            changes: ChangeSet::new(),
            repeated: false,
            disbelieved: 0,
            uncollected: 0,
            notice: None,
        }
    }
}

/// Everything that one decision works on.
pub(super) struct Work<'a> {
    pub(super) request: &'a Request<'a>,
    pub(super) tariff: &'a Tariff,
    pub(super) manners: &'a Manners,
    pub(super) now: Timestamp,
    pub(super) session: ChargingSession,
    /// What the session's first request said of the call.
    pub(super) call: Cow<'a, Call>,
    pub(super) book: Book,
    pub(super) answers: Vec<ServiceAnswer>,
    pub(super) refusal: Option<Refusal>,
    pub(super) disbelieved: u64,
    pub(super) uncollected: i64,
    pub(super) written: Written,
    /// Which rates hold, as far as that was asked: a service is settled, granted and recorded by the same.
    rated: RefCell<SmallVec<[(ServiceKey, Rating<'a>); 1]>>,
    was_open: bool,
    /// What could be spent before.
    left: Money,
    versions: Versions,
}

/// What the decision depends on.
struct Versions {
    session: Lsn,
    account: Lsn,
    subscription: Option<(crate::types::Imsi, Lsn)>,
    held: Option<Read<Suspense>>,
}

impl<'a> Work<'a> {
    /// Begins on the open or ended session that was loaded.
    pub(super) fn on(
        session: &ChargingSession,
        account: &Account,
        loaded: &Loaded,
        with: (&'a Request<'a>, &'a Tariff, &'a Manners, Timestamp),
    ) -> Self {
        let call = Cow::Owned(session.call.open());
        Self::with((session.clone(), call), account, loaded, with)
    }

    fn with(
        (session, call): (ChargingSession, Cow<'a, Call>),
        account: &Account,
        loaded: &Loaded,
        (request, tariff, manners, now): (&'a Request<'a>, &'a Tariff, &'a Manners, Timestamp),
    ) -> Self {
        let cause = Cause::Request { session: session.key, number: request.number };
        let was_open = session.ended.is_none();
        let mut book = Book::open(account.clone(), now, Cause::Time);
        bundles::renew(&mut book, tariff, now);
        book.because(cause);
        let grants = if was_open { Box::default() } else { session.grants.clone() };
        Self {
            request,
            tariff,
            manners,
            now,
            session,
            call,
            book,
            answers: Vec::with_capacity(request.services.len()),
            refusal: None,
            disbelieved: 0,
            uncollected: 0,
            written: Written { grants, refund: None },
            rated: RefCell::default(),
            was_open,
            left: ledger::left(account),
            versions: Versions {
                session: loaded.session.version,
                account: loaded.account.as_ref().map_or(Lsn::ZERO, |read| read.version),
                subscription: None,
                held: loaded.held.clone(),
            },
        }
    }

    /// Begins a new session.
    pub(super) fn new(
        (subscription, version): (&ChargingSubscription, Lsn),
        account: &Account,
        loaded: &Loaded,
        with: (&'a Request<'a>, &'a Tariff, &'a Manners, Timestamp),
    ) -> Self {
        let (request, .., now) = with;
        let session = ChargingSession {
            key: loaded.key,
            session_id: request.session_id.into(),
            host: Name::new(request.host),
            realm: Name::new(request.realm),
            account: account.id,
            imsi: subscription.imsi,
            context: request.context,
            opened: request.at,
            heard: now,
            deadline: now,
            ended: None,
            call: Packed::new(&request.call),
            facts: None,
            records: 0,
            adopted: false,
            grants: Box::default(),
            refunded: false,
            forgotten: None,
            decided: Decisions::default(),
        };
        let mut work = Self::with((session, Cow::Borrowed(&request.call)), account, loaded, with);
        work.was_open = false;
        work.versions.subscription = Some((subscription.imsi, version));
        work
    }

    /// The account's number.
    pub(super) fn account(&self) -> AccountId {
        self.book.account().id
    }

    /// Which rate holds for a service of the session.
    pub(super) fn rating(&self, service: ServiceKey) -> Result<Rating<'a>, Refusal> {
        let rating = self.rated(service).map_err(Refusal::Unrated)?;
        let account = self.book.account();
        if rating.currency() != account.currency {
            let (tariff, account) = (rating.currency().alphabetic(), account.currency.alphabetic());
            return Err(Refusal::Currency { tariff, account });
        }
        Ok(rating)
    }

    /// The same, whatever its currency.
    pub(super) fn rated(&self, service: ServiceKey) -> Result<Rating<'a>, Unrated> {
        let mut known = self.rated.borrow_mut();
        if let Some((_, rating)) = known.iter().find(|(of, _)| *of == service) {
            return Ok(rating.clone());
        }
        let (tariff, plan) = (self.tariff, &self.book.account().plan);
        let with = (self.session.context, service);
        let rating = rating((tariff, plan), &self.call, with, self.session.opened)?;
        known.push((service, rating.clone()));
        Ok(rating)
    }

    /// Notes a refusal; the first is the reason of all.
    pub(super) fn refuse(&mut self, refusal: Refusal) -> u32 {
        let code = refusal.code();
        self.refusal.get_or_insert(refusal);
        code
    }

    /// Whether the record of the session is held (VC-4).
    pub(super) fn is_held(&self) -> bool {
        self.call.places.held.is_some()
    }

    /// Gives back everything that is reserved for the session.
    pub(super) fn release_all(&mut self) {
        let mut grants = std::mem::take(&mut self.session.grants);
        grants.iter_mut().for_each(|grant| self.release(grant));
        self.session.grants = grants;
    }

    /// Gives back what is reserved for a grant.
    pub(super) fn release(&mut self, grant: &mut Grant) {
        // Of an event the buckets have paid: nothing of it is reserved.
        if self.session.ended == Some(End::Event) {
            return;
        }
        self.book.release(std::mem::take(&mut grant.reserved));
        for (bucket, units) in std::mem::take(&mut grant.from_buckets) {
            self.book.release_units(bucket, units);
        }
        grant.granted = 0;
    }

    /// Ends the session: nothing is reserved any more, and it is remembered for a while.
    pub(super) fn end(&mut self, how: End) {
        if self.session.ended.is_none() {
            self.release_all();
            let sessions = &mut self.book.account_mut().sessions;
            *sessions = sessions.saturating_sub(1);
        }
        self.session.ended.get_or_insert(how);
        self.session.heard = self.now;
        self.session.deadline = self.now.after(self.manners.remembered);
    }

    /// Puts the session's end of reservations off: twice the longest validity of what is granted (Tcc, RFC 8506 §13).
    pub(super) fn keep_open(&mut self) {
        let validity = self.answers.iter().filter_map(|answer| answer.validity).max();
        let seconds = 2 * u64::from(validity.unwrap_or(crate::domain::charging::VALIDITY));
        self.session.heard = self.now;
        self.session.deadline = self.now.after(Duration::from_secs(seconds));
    }

    /// The decision: `code` as a whole, the session's services' answers, and all changes.
    pub(super) fn finish(mut self, code: u32) -> Decision {
        let cost =
            self.request.wants_cost.then(|| self.session.grants.iter().map(|grant| grant.charged.0).sum());
        let answer = Answer {
            code,
            services: std::mem::take(&mut self.answers).into(),
            cost: cost.map(crate::types::Money),
            ..Answer::default()
        };
        self.finish_with(answer)
    }

    /// The decision with an answer that was made elsewhere.
    pub(super) fn finish_with(self, answer: Answer) -> Decision {
        let mut changes = ChangeSet::with_room(2, 1);
        let (mut aside, mut records) = (None, 0);
        if let Some(record) = self.record(self.was_open) {
            records = 1;
            // A record whose home place the charging side does not confirm is put aside (VC-4).
            if self.is_held() {
                let before = self.versions.held.as_ref().and_then(|read| read.value.as_deref());
                aside =
                    Some(suspense::put_aside((&self.session, &self.call), before, record.kept(), self.now));
            } else {
                changes = changes.append(&record);
            }
        }
        let Self {
            request,
            mut session,
            book,
            refusal,
            versions,
            disbelieved,
            uncollected,
            now,
            left,
            manners,
            ..
        } = self;
        remember(&mut session, request, &answer);
        if session.ended.is_some() {
            session.facts = None;
            session.records += records;
        } else if let Some(known) = &mut session.facts {
            known.complete(&request.facts);
        } else {
            session.facts = Some(KnownFacts::new(&request.facts));
        }
        let (account, transfers) = book.close();
        let notice = manners.low.fell(left, &account).map(|(threshold, left)| {
            Box::new(Task::LowBalance {
                account: account.id,
                currency: account.currency,
                threshold,
                left,
                at: now,
            })
        });
        let mut changes = changes.put(session, versions.session).put(account, versions.account);
        if let Some(aside) = aside {
            changes = changes.put(aside, versions.held.map_or(Lsn::ZERO, |read| read.version));
        }
        if let Some((imsi, version)) = versions.subscription {
            changes = changes.require::<ChargingSubscription>(imsi, version);
        }
        let changes = ledger::append(changes, &transfers);
        Decision { answer, refusal, changes, repeated: false, disbelieved, uncollected, notice }
    }
}

/// What a tariff's unit is on the wire.
pub(super) const fn unit_kind(unit: Unit) -> UnitKind {
    match unit {
        Unit::Seconds => UnitKind::Time,
        Unit::Octets => UnitKind::Octets,
        Unit::Events => UnitKind::Events,
    }
}
