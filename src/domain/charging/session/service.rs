//! One service of a session: what was used is debited, what is asked for is reserved.

use super::{
    Refusal, Requested, ServiceRequest,
    work::{SUCCESS, Work, unit_kind},
};
use crate::{
    domain::charging::{
        roaming::suspense,
        tariff::{Allowance, FinalUnit, Rating, Unit, When},
    },
    records::{Account, FinalUnits, Grant, Meter, ServiceAnswer, ServiceKey, UnitKind},
    types::{Money, Timestamp},
};
use smallvec::SmallVec;

/// Buckets that may be used, each with the allowance it is: bucket, units before.
type Purse = (SmallVec<[u32; 4]>, SmallVec<[Allowance; 4]>);

/// Units of bundles: bucket and units.
type FromBuckets = SmallVec<[(u32, u64); 4]>;

impl Work<'_> {
    /// Debits what was used of a service since the last report, and gives back what was reserved for it.
    pub(super) fn settle_one(&mut self, asked: &ServiceRequest) {
        let (place, mut grant) = self.take_grant(asked.service);
        let code = match self.settle(&mut grant, asked) {
            Ok(()) => SUCCESS,
            Err(refusal) => self.refuse(refusal),
        };
        self.put_grant((place, grant));
        self.answers.push(ServiceAnswer::plain(asked.service, code));
    }

    fn settle(&mut self, grant: &mut Grant, asked: &ServiceRequest) -> Result<(), Refusal> {
        self.release(grant);
        let rating = self.rating(asked.service)?;
        grant.unit = unit_kind(rating.unit());
        for used in &asked.used {
            let reported = used.of(grant.unit).unwrap_or(0);
            let units = self.believed(grant, reported);
            self.disbelieved += reported - units;
            let when = if used.before { self.before_the_change(&rating) } else { self.request.at };
            self.debit(grant, &rating, units, when)?;
        }
        Ok(())
    }

    /// Debits `units` of a service, used up to the moment `until`: from bundles first, then money. Tells which buckets paid how many.
    pub(super) fn debit(
        &mut self,
        grant: &mut Grant,
        rating: &Rating<'_>,
        units: u64,
        until: Timestamp,
    ) -> Result<FromBuckets, Refusal> {
        let mut paid = FromBuckets::new();
        if units == 0 {
            return Ok(paid);
        }
        // Time is used up to the report, everything else at it (RFC 8506 §6.5).
        let when = match rating.unit() {
            Unit::Seconds => When::At(earlier(until, units).max(self.session.opened)),
            Unit::Octets | Unit::Events => When::At(until),
        };
        let held = self.is_held();
        let before = grant.meter.price(rating).map_err(Refusal::Unpriced)?;
        let (buckets, mut left) = purse(self.book.account(), self.now);
        let full: SmallVec<[u64; 4]> = left.iter().map(|allowance| allowance.units).collect();
        let price = grant.meter.advance(rating, units, when, &mut left).map_err(Refusal::Unpriced)?;
        for ((bucket, allowance), full) in buckets.iter().zip(&left).zip(full) {
            let taken = self.book.use_units(*bucket, full - allowance.units, self.session.context);
            if taken > 0 {
                paid.push((*bucket, taken));
            }
            if held && taken > 0 {
                suspense::note_bundle(&mut grant.bundled, &allowance.bundle, taken);
            }
        }
        let cost = Money((price.0 - before.0).max(0));
        let taken = self.book.debit(cost, self.session.context);
        if let (true, When::At(at)) = (held, when) {
            suspense::note(&mut grant.pieces, at, units);
        }
        grant.used = grant.used.saturating_add(units);
        grant.charged.0 += taken.0;
        grant.uncollected.0 += cost.0 - taken.0;
        self.uncollected += cost.0 - taken.0;
        Ok(paid)
    }

    /// Reserves what is asked for of a service; its answer is the one at `at`.
    pub(super) fn grant_one(&mut self, at: usize, asked: &ServiceRequest) {
        let Some(requested) = asked.requested else { return };
        let (place, mut grant) = self.take_grant(asked.service);
        match self.grant(&mut grant, asked.service, requested) {
            Ok(answer) => self.answers[at] = answer,
            Err(refusal) => self.answers[at].code = self.refuse(refusal),
        }
        self.put_grant((place, grant));
    }

    fn grant(
        &mut self,
        grant: &mut Grant,
        service: ServiceKey,
        requested: Requested,
    ) -> Result<ServiceAnswer, Refusal> {
        let rating = self.rating(service)?;
        if !self.book.account().active {
            return Err(Refusal::Inactive(self.account()));
        }
        let unit = unit_kind(rating.unit());
        let quota = rating.quota();
        let wanted = match requested {
            Requested::Any | Requested::Units(_, 0) => quota.grant,
            Requested::Units(of, units) if of == unit => units,
            Requested::Units(..) | Requested::Money(_) => {
                return Err(Refusal::Unit { service: rating.service().name.to_string().into() });
            }
        };
        let units = self.worth(&grant.meter, &rating, wanted);
        if units < quota.least.min(wanted) {
            return Err(Refusal::NoCredit(self.account()));
        }
        // Fewer than asked for, and nobody holds back what could still be given: these are the last.
        let last = units < wanted && !self.others_reserve();
        self.reserve(grant, &rating, units)?;
        grant.granted = units;
        grant.last = last;
        let long = if unit == UnitKind::Time { u32::try_from(units).unwrap_or(u32::MAX) } else { 0 };
        let threshold = quota.threshold.filter(|threshold| *threshold < units && !last);
        let change = rating.next_change(self.now).filter(|_| unit != UnitKind::Time);
        let validity = quota.validity.max(long);
        let horizon = self.now.after(std::time::Duration::from_secs(validity.into()));
        Ok(ServiceAnswer {
            service,
            code: SUCCESS,
            granted: Some((unit, units)),
            // A client cuts a grant of time to its validity.
            validity: Some(validity),
            threshold: threshold.and_then(|threshold| u32::try_from(threshold).ok()),
            holding: quota.holding,
            tariff_change: change.filter(|change| *change <= horizon),
            last: last.then(|| final_units(&quota.last)),
        })
    }

    /// The most units, `wanted` at most, that the account can pay whenever within their validity they are used.
    pub(super) fn worth(&self, meter: &Meter, rating: &Rating<'_>, wanted: u64) -> u64 {
        let (_, left) = purse(self.book.account(), self.now);
        let wanted = if rating.unit() == Unit::Seconds { wanted.min(u32::MAX.into()) } else { wanted };
        meter.worth(rating, self.book.account().free(), wanted, self.window(rating, wanted), &left)
    }

    /// Reserves what `units` more will cost.
    fn reserve(&mut self, grant: &mut Grant, rating: &Rating<'_>, units: u64) -> Result<(), Refusal> {
        let (buckets, mut left) = purse(self.book.account(), self.now);
        let full: SmallVec<[u64; 4]> = left.iter().map(|allowance| allowance.units).collect();
        let before = grant.meter.price(rating).map_err(Refusal::Unpriced)?;
        let mut ahead = grant.meter.clone();
        let window = self.window(rating, units);
        let price = ahead.advance(rating, units, window, &mut left).map_err(Refusal::Unpriced)?;
        let short = |_| Refusal::NoCredit(self.session.account);
        let money = Money((price.0 - before.0).max(0));
        self.book.reserve(money).map_err(short)?;
        grant.reserved = money;
        let mut taken = FromBuckets::new();
        for ((bucket, allowance), full) in buckets.iter().zip(&left).zip(full) {
            let units = full - allowance.units;
            if units > 0 && self.book.reserve_units(*bucket, units).is_ok() {
                taken.push((*bucket, units));
            }
        }
        grant.from_buckets = taken.into_vec().into();
        Ok(())
    }

    /// When granted units may be used.
    fn window(&self, rating: &Rating<'_>, units: u64) -> When {
        let seconds = u64::from(rating.quota().validity);
        let seconds = if rating.unit() == Unit::Seconds { seconds.saturating_add(units) } else { seconds };
        When::Within(self.now, self.now.after(std::time::Duration::from_secs(seconds)))
    }

    /// True where other sessions, or other services of this one, hold something of the account.
    fn others_reserve(&self) -> bool {
        let account = self.book.account();
        account.reserved.0 > 0 || account.buckets.iter().any(|bucket| bucket.reserved > 0)
    }

    /// What of reported units is believed: not more time than has passed.
    fn believed(&self, grant: &Grant, units: u64) -> u64 {
        if grant.unit != UnitKind::Time {
            return units;
        }
        let passed = self.now.since(self.session.opened.min(self.now)) + self.manners.slack;
        // Whole seconds, begun ones included: clients count them so.
        units.min((passed.as_secs() + 1).saturating_sub(grant.used))
    }

    /// The moment before the last change of the price.
    fn before_the_change(&self, rating: &Rating<'_>) -> Timestamp {
        let change = rating.next_change(self.session.heard).filter(|change| *change <= self.request.at);
        change.map_or(self.request.at, |change| Timestamp(change.0 - 1))
    }

    /// A session whose beginning was lost began at least as long ago as it reports.
    pub(super) fn began_before(&mut self) {
        let used = self.request.services.iter().flat_map(|service| &service.used);
        let longest = used.filter_map(|used| used.time).max().unwrap_or(0);
        self.session.opened = earlier(self.session.opened, longest.min(u32::MAX.into()));
    }

    /// Takes the grant of a service out of its place in the session, or begins one.
    fn take_grant(&mut self, service: ServiceKey) -> (usize, Grant) {
        let found = self.session.grants.iter().position(|grant| grant.service == service);
        let place = found.unwrap_or_else(|| self.add_grant(Grant::new(service)));
        (place, std::mem::replace(&mut self.session.grants[place], Grant::new(service)))
    }

    fn put_grant(&mut self, (place, grant): (usize, Grant)) {
        self.session.grants[place] = grant;
    }

    /// Adds a grant after those there are; tells its place.
    pub(super) fn add_grant(&mut self, grant: Grant) -> usize {
        let mut grants = std::mem::take(&mut self.session.grants).into_vec();
        grants.reserve_exact(1);
        grants.push(grant);
        self.session.grants = grants.into();
        self.session.grants.len() - 1
    }
}

/// The buckets of an account that may be used now, in the order in which they are, and what is free of each.
fn purse(account: &Account, now: Timestamp) -> Purse {
    let usable = account.buckets.iter().filter(|bucket| bucket.is_valid(now) && bucket.free() > 0);
    usable
        .map(|bucket| (bucket.id, Allowance { bundle: bucket.bundle.clone(), units: bucket.free() }))
        .unzip()
}

/// What the tariff says of the last units, to be kept.
fn final_units(action: &FinalUnit) -> FinalUnits {
    match action {
        FinalUnit::Terminate => FinalUnits::Terminate,
        FinalUnit::Redirect(address) => FinalUnits::Redirect(address.clone()),
        FinalUnit::Restrict(filters) => FinalUnits::Restrict(filters.as_slice().into()),
    }
}

/// So many seconds before a moment.
fn earlier(at: Timestamp, seconds: u64) -> Timestamp {
    Timestamp(at.0.saturating_sub(i64::try_from(seconds).unwrap_or(i64::MAX / 1000).saturating_mul(1000)))
}
