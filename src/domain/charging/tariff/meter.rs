//! What a session costs: exactly, however it is cut into reports.

use super::{Exact, Price, Rate, Rating, Unit, price::shown};
use crate::{
    records::Meter,
    types::{Currency, Money, Name, Timestamp},
};
use smallvec::SmallVec;

/// What is left in a bundle that an account has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    /// Its name in the tariff.
    pub bundle: Name,
    /// Units that are left in it.
    pub units: u64,
}

/// When units are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Time from this moment on; volume and events as of this moment.
    At(Timestamp),
    /// At some time from one moment to another, whichever is dearest: what a reservation has to be good for across a change of price (RFC 8506 §5.1.1).
    Within(Timestamp, Timestamp),
}

/// Why units cannot be priced. The meter stays as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The price does not fit.
    #[error("so many units cost more than can be kept")]
    TooMuch,
    /// More seconds than CC-Time can carry, more units than can be counted, or a time that no calendar has.
    #[error("that is more than can be counted")]
    TooMany,
    /// The rates of the plan end, and the file lets running sessions change.
    #[error("the plan has no rate for this from {0} on")]
    NoRate(Timestamp),
}

/// Steps that were paid alike: what an explanation is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece<'t> {
    /// When the first of them begins; `None` where the time is not known, only that it is within a window.
    pub at: Option<Timestamp>,
    /// The period of the week that its price is of.
    pub period: Option<&'t Name>,
    /// The line of the rate; `None`: what is received is free.
    pub line: Option<u32>,
    /// How many steps; 0 for a set-up fee, and for units of a step that was paid before.
    pub steps: u64,
    /// How many units are used in them.
    pub units: u64,
    /// How they are paid.
    pub paid: Paid,
}

/// How steps are paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paid {
    /// The fee for beginning.
    Setup(Price),
    /// In money: of each step, and of all.
    Money(Price, Exact),
    /// From a bundle, which loses these units.
    Bundle(Name, u64),
    /// With the step that was begun before.
    Before,
}

impl Paid {
    /// What is paid in money, exactly, as people write it.
    pub fn shown(&self, currency: Currency) -> String {
        match self {
            Self::Setup(price) => price.shown(currency),
            Self::Money(_, exact) => shown(*exact, currency),
            Self::Bundle(..) | Self::Before => shown(0, currency),
        }
    }
}

type Left = SmallVec<[u64; 4]>;

impl Meter {
    /// What was used costs so much so far, rounded as a whole.
    ///
    /// # Errors
    /// [`Refused::TooMuch`] where that does not fit.
    pub fn price(&self, rating: &Rating<'_>) -> Result<Money, Refused> {
        rating.rounding().round(self.exact.into()).ok_or(Refused::TooMuch)
    }

    /// What was used costs so much so far, before rounding, as people write it.
    pub fn exact(&self, rating: &Rating<'_>) -> String {
        shown(self.exact.into(), rating.currency())
    }

    /// Counts units, takes from the bundles in `left` what they pay, and tells what all units so far cost. Of several entries in `left` for one bundle the
    /// first pays first; those that may not pay are passed over.
    ///
    /// # Errors
    /// [`Refused`]; meter and bundles are as they were then.
    pub fn advance(
        &mut self,
        rating: &Rating<'_>,
        units: u64,
        when: When,
        left: &mut [Allowance],
    ) -> Result<Money, Refused> {
        self.explain(rating, units, when, left, |_| {})
    }

    /// As [`advance`](Self::advance), and hands out step by step how it comes about.
    ///
    /// # Errors
    /// As there; what was handed out before is void then.
    pub fn explain<'t>(
        &mut self,
        rating: &Rating<'t>,
        units: u64,
        when: When,
        left: &mut [Allowance],
        note: impl FnMut(Piece<'t>),
    ) -> Result<Money, Refused> {
        let order = order(rating, left);
        let amounts: Left = left.iter().map(|allowance| allowance.units).collect();
        let mut walk = Walk { meter: self.clone(), rating, order: &order, left: amounts, note };
        walk.go(units, when)?;
        let Walk { meter, left: amounts, .. } = walk;
        let price = meter.price(rating)?;
        *self = meter;
        for (allowance, units) in left.iter_mut().zip(amounts) {
            allowance.units = units;
        }
        Ok(price)
    }

    fn add(&mut self, cost: Exact) -> Result<(), Refused> {
        let cost = i64::try_from(cost).map_err(|_| Refused::TooMuch)?;
        self.exact = self.exact.checked_add(cost).ok_or(Refused::TooMuch)?;
        Ok(())
    }

    /// The most further units, `limit` at most, that cost no more than `money` beyond what is counted.
    pub fn worth(
        &self,
        rating: &Rating<'_>,
        money: Money,
        limit: u64,
        when: When,
        left: &[Allowance],
    ) -> u64 {
        let order = order(rating, left);
        let amounts: Left = left.iter().map(|allowance| allowance.units).collect();
        let Ok(price) = self.price(rating) else { return 0 };
        let most = Money(price.0.saturating_add(money.0));
        let fits = |units: u64| {
            let mut walk = Walk {
                meter: self.clone(),
                rating,
                order: &order,
                left: amounts.clone(),
                note: |_: Piece<'_>| {},
            };
            walk.go(units, when).is_ok() && walk.meter.price(rating).is_ok_and(|price| price <= most)
        };
        if fits(limit) {
            return limit;
        }
        // Prices never fall with more units: what fits and what does not are halves.
        let (mut fit, mut unfit) = (0, limit);
        while unfit - fit > 1 {
            let middle = fit + (unfit - fit) / 2;
            if fits(middle) {
                fit = middle;
            } else {
                unfit = middle;
            }
        }
        fit
    }
}

/// The entries that may pay, in the order in which they do, with the names of their bundles.
type Order<'t> = SmallVec<[(usize, &'t Name); 4]>;

fn order<'t>(rating: &Rating<'t>, left: &[Allowance]) -> Order<'t> {
    let entries = |name: &'t Name| {
        let all = left.iter().enumerate();
        all.filter(move |(_, allowance)| allowance.bundle == *name).map(move |(at, _)| (at, name))
    };
    rating.bundles().flat_map(|bundle| entries(&bundle.name)).collect()
}

/// One account of units, on a copy of everything it changes.
struct Walk<'a, 't, F> {
    meter: Meter,
    rating: &'a Rating<'t>,
    order: &'a [(usize, &'t Name)],
    left: Left,
    note: F,
}

/// The price of the steps that come next.
#[derive(Clone, Copy)]
struct Next<'t> {
    at: Option<Timestamp>,
    price: Price,
    period: Option<&'t Name>,
    line: Option<u32>,
    /// Until when steps that begin have it.
    until: Option<Timestamp>,
    /// Whether the fee falls due even where a bundle might pay: in a window of which a part is free.
    fee: bool,
}

impl<'t, F: FnMut(Piece<'t>)> Walk<'_, 't, F> {
    fn go(&mut self, units: u64, when: When) -> Result<(), Refused> {
        let timed = self.rating.unit() == Unit::Seconds;
        if timed && units > u64::from(u32::MAX) {
            return Err(Refused::TooMany);
        }
        self.meter.units = self.meter.units.checked_add(units).ok_or(Refused::TooMany)?;
        let mut rest = units;
        let mut at = match when {
            When::At(at) | When::Within(at, _) => at,
        };
        let before = rest.min(self.meter.open);
        if before > 0 {
            let tag = self.rating.tag(at).ok();
            self.say(Piece {
                at: matches!(when, When::At(_)).then_some(at),
                period: None,
                line: tag.and_then(|tag| tag.line),
                steps: 0,
                units: before,
                paid: Paid::Before,
            });
            self.meter.open -= before;
            rest -= before;
            at = if timed { later(at, before)? } else { at };
        }
        let window = match when {
            When::Within(from, until) if rest > 0 => Some(self.dearest(from, until)?),
            _ => None,
        };
        while rest > 0 {
            let next = match &window {
                Some(next) => *next,
                None => self.next(at)?,
            };
            let used = self.pay(rest, &next)?;
            rest -= used.min(rest);
            at = if timed && rest > 0 { later(at, used)? } else { at };
        }
        Ok(())
    }

    fn next(&self, at: Timestamp) -> Result<Next<'t>, Refused> {
        let tag = self.rating.tag(at)?;
        let until = tag.until.filter(|_| self.rating.unit() == Unit::Seconds);
        Ok(Next { at: Some(at), price: tag.price, period: tag.period, line: tag.line, until, fee: false })
    }

    /// The dearest price in a window; no price at all is dearer than any.
    fn dearest(&self, from: Timestamp, until: Timestamp) -> Result<Next<'t>, Refused> {
        let mut tag = self.rating.tag(from)?;
        let (mut dearest, mut cheapest) = (tag, tag.price);
        while let Some(border) = tag.until.filter(|border| *border <= until) {
            tag = self.rating.tag(border)?;
            cheapest = cheapest.min(tag.price);
            if tag.price > dearest.price {
                dearest = tag;
            }
        }
        Ok(Next {
            at: None,
            price: dearest.price,
            period: dearest.period,
            line: dearest.line,
            until: None,
            fee: cheapest.0 == 0 && dearest.price.0 > 0,
        })
    }

    /// Pays steps at one price, all in money or all from one bundle, for `rest` units at most; tells how many units they have.
    fn pay(&mut self, rest: u64, next: &Next<'t>) -> Result<u64, Refused> {
        let usual = self.rating.rule().map_or(1, |rate| rate.step);
        let first = self.rating.rate().map_or(Some(usual), Rate::first_step).ok_or(Refused::TooMany)?;
        // A first step that is as long as the others is one of them.
        let (step, in_one, mut steps) = if self.meter.begun || first == usual {
            (usual, 1, rest.div_ceil(usual))
        } else {
            (first, first / usual, 1)
        };
        if let (Some(at), Some(until)) = (next.at, next.until) {
            let gap = u64::try_from(until.0.saturating_sub(at.0)).unwrap_or(1);
            steps = steps.min(gap.div_ceil(step.saturating_mul(1000)).max(1));
        }
        let full = |entry: &&(usize, &'t Name)| self.left.get(entry.0).is_some_and(|left| *left > 0);
        let payer = self.order.iter().find(full).copied().filter(|_| next.price.0 > 0);
        if payer.is_none() || next.fee {
            self.setup(next)?;
        }
        let payer = payer.and_then(|(at, name)| Some((self.left.get_mut(at)?, name)));
        let paid = if let Some((left, name)) = payer {
            steps = steps.min(left.div_ceil(step));
            let taken = step.saturating_mul(steps).min(*left);
            *left -= taken;
            Paid::Bundle(name.clone(), taken)
        } else {
            let count = u128::from(steps) * u128::from(in_one);
            let cost = i128::try_from(count).ok().and_then(|count| count.checked_mul(next.price.0.into()));
            let cost = cost.ok_or(Refused::TooMuch)?;
            self.meter.add(cost)?;
            Paid::Money(next.price, cost)
        };
        let whole = u128::from(steps) * u128::from(step);
        let used = u64::try_from(whole).unwrap_or(u64::MAX).min(rest);
        self.meter.open = u64::try_from(whole - u128::from(used)).map_err(|_| Refused::TooMany)?;
        self.meter.begun = true;
        let steps = steps.saturating_mul(in_one);
        self.say(Piece { at: next.at, period: next.period, line: next.line, steps, units: used, paid });
        Ok(used)
    }

    /// The set-up fee, once.
    fn setup(&mut self, next: &Next<'t>) -> Result<(), Refused> {
        let fee = self.rating.rate().map_or(Price(0), |rate| rate.setup);
        if self.meter.fee || fee.0 == 0 {
            return Ok(());
        }
        self.meter.fee = true;
        self.meter.add(fee.0.into())?;
        let line = self.rating.rate().map(|rate| rate.line);
        self.say(Piece { at: next.at, period: None, line, steps: 0, units: 0, paid: Paid::Setup(fee) });
        Ok(())
    }

    fn say(&mut self, piece: Piece<'t>) {
        (self.note)(piece);
    }
}

/// A moment so many seconds later.
fn later(at: Timestamp, seconds: u64) -> Result<Timestamp, Refused> {
    let seconds = i64::try_from(seconds).ok().and_then(|seconds| seconds.checked_mul(1000));
    seconds.and_then(|length| at.0.checked_add(length)).map(Timestamp).ok_or(Refused::TooMany)
}
