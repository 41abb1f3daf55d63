//! Events (RFC 8506 §6): debited at once, refunded, or only asked about.

use super::{
    Action, Decision, Loaded, Refusal, Requested, ServiceRequest,
    flow::{With, begin},
    work::{SUCCESS, Work, unit_kind},
};
use crate::{
    domain::charging::tariff::{Rating, Unit, When},
    records::{Answer, ChargingSession, End, Grant, House, ServiceAnswer, Suspense, UnitKind},
    store::{ChangeSet, Read},
    types::Money,
};

/// Decides on an event.
pub(super) fn decide(loaded: &Loaded, with: With<'_>) -> Result<Decision, Refusal> {
    let (request, ..) = with;
    if request.services.is_empty() && !(request.action == Action::Refund && request.refunds.is_some()) {
        return Err(Refusal::NoService);
    }
    let work = begin(loaded, with)?;
    match request.action {
        Action::Debit => Ok(debit(work)),
        Action::Refund => refund(work, loaded),
        Action::CheckBalance => enough(&work),
        Action::PriceEnquiry => price(&work),
    }
}

/// Direct debiting (§6.3): as many units as the account can pay, at once.
fn debit(mut work: Work<'_>) -> Decision {
    let services = &work.request.services;
    for asked in services {
        let answer = match work.debit_event(asked) {
            Ok((unit, units)) => ServiceAnswer { granted: Some((unit, units)), ..answer(asked, SUCCESS) },
            Err(refusal) => answer(asked, work.refuse(refusal)),
        };
        work.answers.push(answer);
    }
    let refused = work.answers.iter().all(|answer| answer.code != SUCCESS);
    let code = work.answers.first().filter(|_| refused).map_or(SUCCESS, |first| first.code);
    work.session.ended = Some(if refused { End::Refused } else { End::Event });
    work.end(End::Event);
    work.finish(code)
}

/// Refunds (§6.4): what an earlier debit took, money and units of bundles, once; or, where none is named, what the units would cost.
fn refund(mut work: Work<'_>, loaded: &Loaded) -> Result<Decision, Refusal> {
    let (mut original, mut held) = (None, None);
    let money = match work.request.refunds {
        Some(_) => {
            let read = loaded.refunded.as_ref().ok_or(Refusal::NothingToRefund)?;
            let debit = refundable(read, &work)?;
            original = Some((ChargingSession { refunded: true, ..debit.clone() }, read.version));
            for (bucket, units) in debit.grants.iter().flat_map(|grant| &grant.from_buckets) {
                work.book.give_back_units(*bucket, *units, debit.context);
            }
            let taken = Money(debit.grants.iter().map(|grant| grant.charged.0).sum());
            // Of a debit whose record is held, the price may have been found again; from now on it is not.
            let kept =
                loaded.refunded_held.as_ref().and_then(|kept| Some((kept.value.as_deref()?, kept.version)));
            held = kept.map(|(kept, version)| (Suspense { refunded: true, ..kept.clone() }, version));
            held.as_ref().map_or(taken, |(kept, _)| kept.paid())
        }
        None => work.total()?,
    };
    work.book.adjust(money, House::Usage(work.session.context)).map_err(Refusal::Refund)?;
    let services = &work.request.services;
    work.answers = services.iter().map(|asked| answer(asked, SUCCESS)).collect();
    work.session.ended = Some(End::Event);
    work.session.refunded = true;
    work.written.refund = Some(money);
    work.end(End::Event);
    let cost = work.request.wants_cost.then_some(money);
    let services = std::mem::take(&mut work.answers).into();
    let mut decision = work.finish_with(Answer { code: SUCCESS, services, cost, ..Answer::default() });
    if let Some((original, version)) = original {
        decision.changes = decision.changes.and(ChangeSet::new().put(original, version));
    }
    if let Some((held, version)) = held {
        decision.changes = decision.changes.and(ChangeSet::new().put(held, version));
    }
    Ok(decision)
}

/// The debit that a refund names, where it may be refunded to this account.
fn refundable<'l>(read: &'l Read<ChargingSession>, work: &Work<'_>) -> Result<&'l ChargingSession, Refusal> {
    let debit = read.value.as_deref().ok_or(Refusal::NothingToRefund)?;
    let number = work.request.refunds.map(|(_, number)| number);
    let fits = debit.ended == Some(End::Event)
        && !debit.refunded
        && debit.account == work.account()
        && debit.decided.iter().any(|decided| Some(decided.number) == number);
    if fits { Ok(debit) } else { Err(Refusal::NothingToRefund) }
}

/// Balance check (§6.2): nothing is reserved, nothing is remembered.
fn enough(work: &Work<'_>) -> Result<Decision, Refusal> {
    let mut enough = true;
    for asked in &work.request.services {
        let (rating, _, wanted) = work.asked(asked)?;
        enough &= work.worth(&crate::records::Meter::default(), &rating, wanted) >= wanted;
    }
    let services = work.request.services.iter().map(|asked| answer(asked, SUCCESS)).collect();
    let answer = Answer { code: SUCCESS, services, enough: Some(enough), ..Answer::default() };
    Ok(Decision::unchanged(answer))
}

/// Price enquiry (§6.1): what the units would cost now.
fn price(work: &Work<'_>) -> Result<Decision, Refusal> {
    let cost = Some(work.total()?);
    let services = work.request.services.iter().map(|asked| answer(asked, SUCCESS)).collect();
    Ok(Decision::unchanged(Answer { code: SUCCESS, services, cost, ..Answer::default() }))
}

impl<'a> Work<'a> {
    /// What is asked for of a service: its rate, the unit and how many.
    fn asked(&self, asked: &ServiceRequest) -> Result<(Rating<'a>, UnitKind, u64), Refusal> {
        let rating = self.rating(asked.service)?;
        let unit = unit_kind(rating.unit());
        let one = if rating.unit() == Unit::Events { 1 } else { rating.quota().grant };
        let wanted = match asked.requested {
            None | Some(Requested::Any | Requested::Units(_, 0)) => one,
            Some(Requested::Units(of, units)) if of == unit => units,
            Some(Requested::Units(..) | Requested::Money(_)) => {
                return Err(Refusal::Unit { service: rating.service().name.to_string().into() });
            }
        };
        Ok((rating, unit, wanted))
    }

    /// What all services would cost now, without bundles.
    fn total(&self) -> Result<Money, Refusal> {
        let mut total = 0_i64;
        for asked in &self.request.services {
            if let Some(Requested::Money(value)) = asked.requested {
                let currency = self.book.account().currency;
                let money = Money::from_unit_value(value, currency).ok().filter(|money| !money.is_negative());
                total = total.saturating_add(money.ok_or(Refusal::Amount)?.0);
                continue;
            }
            let (rating, _, wanted) = self.asked(asked)?;
            let when = When::At(self.request.at);
            let mut meter = crate::records::Meter::default();
            let cost = meter.advance(&rating, wanted, when, &mut []).map_err(Refusal::Unpriced)?;
            total = total.saturating_add(cost.0);
        }
        Ok(Money(total))
    }

    /// Debits an event: unit, and how many units were debited.
    fn debit_event(&mut self, asked: &ServiceRequest) -> Result<(UnitKind, u64), Refusal> {
        let (rating, unit, wanted) = self.asked(asked)?;
        let mut grant = Grant { unit, ..Grant::new(asked.service) };
        let units = self.worth(&grant.meter, &rating, wanted);
        if units < rating.quota().least.min(wanted) {
            return Err(Refusal::NoCredit(self.account()));
        }
        grant.from_buckets = self.debit(&mut grant, &rating, units, self.request.at)?.into_vec().into();
        self.add_grant(grant);
        Ok((unit, units))
    }
}

fn answer(asked: &ServiceRequest, code: u32) -> ServiceAnswer {
    ServiceAnswer::plain(asked.service, code)
}
