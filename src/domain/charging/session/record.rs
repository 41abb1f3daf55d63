//! The charging data record of a session that was charged online: written when it ends, in the change set that ends it.

use super::{rating, work::Work};
use crate::{
    domain::charging::tariff::{Rating, Tariff},
    records::{
        Account, Call, Charge, Charges, ChargingRecordRef, ChargingSession, Closing, DetailRef, End,
        FactsRef, Grant, Incomplete, KnownFacts, Rule, ServiceKey, UnitKind, Usage,
    },
    types::{Money, Timestamp},
};

/// What earlier records of a session say, and what no grant of it does.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// The grants as the last record had them; empty where there is none.
    pub(super) grants: Box<[Grant]>,
    /// Given back by a refund.
    pub(super) refund: Option<Money>,
}

impl Work<'_> {
    /// The record that this decision brings about: the session ends, or more was debited after its end. A service that was refused before anything was given has none.
    pub(super) fn record(&self, was_open: bool) -> Option<ChargingRecordRef<'_>> {
        let end = self.session.ended?;
        let (account, call) = (self.book.account(), &*self.call);
        let rated = |service| self.rated(service).ok();
        let mut charges = charges(rated, account, &self.session, &self.written.grants);
        if let Some(refund) = self.written.refund {
            let service = self.request.services.first().map(|asked| asked.service).unwrap_or_default();
            charges.push(Charge {
                service,
                unit: UnitKind::Money,
                units: 0,
                amount: Money(refund.0.saturating_neg()),
                uncollected: Money::ZERO,
                rule: None,
            });
        }
        let adopted = self.session.adopted && self.session.records == 0;
        if !was_open && !adopted && charges.is_empty() {
            return None;
        }
        let after = self.session.records > 0;
        let mut facts = self.session.facts.as_ref().map(KnownFacts::look).unwrap_or_default();
        facts.complete(&self.request.facts);
        let closing = if after { Closing::Late } else { closing(end, &facts) };
        Some(detail(&self.session, (account, call, facts), charges, closing, self.now).into())
    }
}

/// The record of a session that its client did not end.
pub(super) fn given_up<'a>(
    (session, call): (&'a ChargingSession, &'a Call),
    account: Option<&Account>,
    (tariff, how): (&Tariff, End),
    now: Timestamp,
) -> Option<ChargingRecordRef<'a>> {
    let (account, facts) = (account?, session.facts.as_ref().map(KnownFacts::look).unwrap_or_default());
    let rated =
        |service| rating((tariff, &account.plan), call, (session.context, service), session.opened).ok();
    let (charges, closing) = (charges(rated, account, session, &[]), closing(how, &facts));
    Some(detail(session, (account, call, facts), charges, closing, now).into())
}

fn closing(end: End, facts: &FactsRef<'_>) -> Closing {
    match end {
        End::Terminated | End::Event if facts.failed() => Closing::Failed,
        End::Terminated | End::Event => Closing::Ended,
        End::Refused => Closing::Failed,
        End::Lapsed => Closing::Silence,
        End::Cut => Closing::Management,
    }
}

/// What was debited since `written`, each by the rate that holds.
fn charges<'t>(
    rated: impl Fn(ServiceKey) -> Option<Rating<'t>>,
    account: &Account,
    session: &ChargingSession,
    written: &[Grant],
) -> Vec<Charge> {
    let charge = |grant: &Grant| {
        let before = written.iter().find(|before| before.service == grant.service);
        let (used, charged, uncollected) = before.map_or((0, Money::ZERO, Money::ZERO), |before| {
            (before.used, before.charged, before.uncollected)
        });
        Charge {
            service: grant.service,
            unit: grant.unit,
            units: grant.used.saturating_sub(used),
            amount: Money(grant.charged.0.saturating_sub(charged.0)),
            uncollected: Money(grant.uncollected.0.saturating_sub(uncollected.0)),
            rule: rated(grant.service).map(|rating| Rule {
                plan: account.plan.clone(),
                service: rating.service().name.clone(),
                line: rating.rate().map(|rate| rate.line),
            }),
        }
    };
    let is_some = |charge: &Charge| charge.units > 0 || charge.amount.0 != 0 || charge.uncollected.0 != 0;
    session.grants.iter().map(charge).filter(is_some).collect()
}

fn detail<'a>(
    session: &'a ChargingSession,
    (account, call, facts): (&Account, &'a Call, FactsRef<'a>),
    charges: Vec<Charge>,
    closing: Closing,
    now: Timestamp,
) -> DetailRef<'a> {
    let mut detail = DetailRef {
        host: session.host.clone(),
        realm: session.realm.clone(),
        session_id: &session.session_id,
        facts,
        online: true,
        opened: session.opened,
        closed: now,
        closing,
        incomplete: Incomplete {
            start: session.adopted && session.records == 0,
            interim: false,
            stop: closing == Closing::Silence,
        },
        partial: (session.records > 0).then_some(session.records.saturating_add(1)),
        retransmitted: false,
        used: charges.iter().filter_map(usage).collect(),
        charges: Some(Charges { account: account.id, currency: account.currency, services: charges.into() }),
        home: None,
        visited: None,
        roaming: false,
        areas: [None, None],
    };
    detail.place(call);
    detail
}

fn usage(charge: &Charge) -> Option<Usage> {
    let usage = Usage { service: charge.service, ..Usage::default() };
    let usage = match charge.unit {
        UnitKind::Time => Usage { time: charge.units, ..usage },
        UnitKind::Octets => Usage { total: charge.units, ..usage },
        UnitKind::Events => Usage { events: charge.units, ..usage },
        UnitKind::Money => usage,
    };
    (!usage.is_empty()).then_some(usage)
}
