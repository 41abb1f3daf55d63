//! What a tariff is made of.

use super::{
    Direction, Price, Rounding, Unit,
    time::{Clock, Stretch, lapse, zone},
};
use crate::types::{Currency, Name, Timestamp};
use hashbrown::HashMap;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

/// A whole tariff: what a file says.
#[derive(Debug, Clone, Default)]
pub struct Tariff {
    pub(super) head: Head,
    pub(super) services: Vec<Service>,
    pub(super) periods: Vec<Period>,
    pub(super) bundles: Vec<Bundle>,
    pub(super) quotas: Vec<Quota>,
    /// What each of them is counted in.
    pub(super) quota_units: Vec<Unit>,
    pub(super) plans: BTreeMap<Name, Plan>,
}

/// What holds for all of it.
#[derive(Debug, Clone)]
pub(super) struct Head {
    pub(super) currency: Currency,
    pub(super) zone: TimeZone,
    /// Whether the clock at the place counts where the place is known.
    pub(super) clock_of_place: bool,
    pub(super) running: Running,
    pub(super) rounding: Rounding,
}

impl Default for Head {
    fn default() -> Self {
        Self {
            currency: Currency::EUR,
            zone: TimeZone::UTC,
            clock_of_place: true,
            running: Running::Keep,
            rounding: Rounding::default(),
        }
    }
}

/// What becomes of a session that runs when a rate's validity ends or another's begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Running {
    /// It goes on with the rate it began with.
    #[default]
    Keep,
    /// Its next step is priced by the rate that is valid then.
    Change,
}

/// Something that is charged for, and how it is recognised.
#[derive(Debug, Clone)]
pub struct Service {
    /// Its name.
    pub name: Name,
    /// The line of the file it begins in.
    pub line: u32,
    /// What is counted of it.
    pub unit: Unit,
    /// Numbers of Service-Context-Ids, such as 32260 of IMS (TS 32.299 §7.1.12); empty: any.
    pub contexts: Vec<u32>,
    /// Values of Rating-Group; empty: any, and none.
    pub rating_groups: Vec<u32>,
    /// Values of Service-Identifier; empty: any, and none.
    pub service_identifiers: Vec<u32>,
    /// How it is granted.
    pub quota: Quota,
}

impl Service {
    /// How near it describes what it recognises: a Service-Identifier more than a Rating-Group, that more than a context; 0: nothing is recognised.
    pub(super) fn nearness(&self) -> u8 {
        u8::from(!self.service_identifiers.is_empty()) << 2
            | u8::from(!self.rating_groups.is_empty()) << 1
            | u8::from(!self.contexts.is_empty())
    }
}

/// A part of the week with prices of its own.
#[derive(Debug, Clone)]
pub(super) struct Period {
    pub(super) name: Name,
    pub(super) stretches: Vec<Stretch>,
}

/// An allowance of units that is used up before money.
#[derive(Debug, Clone)]
pub struct Bundle {
    /// Its name.
    pub name: Name,
    /// The services it pays for, by name; all are counted in the same unit.
    pub services: Vec<Name>,
    /// What it is an allowance of.
    pub unit: Unit,
    /// How many units it has when it is given.
    pub units: u64,
    /// How long it is good for.
    pub validity: Validity,
    /// Whether it is given anew when it lapses.
    pub recurring: bool,
    /// Which of several pays first: the smallest number, then the first by name.
    pub priority: u32,
    pub(super) zone: TimeZone,
}

impl Bundle {
    /// When it lapses if it is given at `from`, by the calendar of the file's zone: a month from 31 January ends on the last of February. `None`: never.
    pub fn lapses(&self, from: Timestamp) -> Option<Timestamp> {
        lapse(from, self.validity, &self.zone)
    }
}

/// How long a bundle is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Validity {
    /// Until it is used up.
    Unlimited,
    /// Seconds.
    Seconds(u32),
    /// Days of the calendar, to the same time of day.
    Days(u16),
    /// Months of the calendar, to the same day.
    Months(u16),
}

/// How a service is granted in a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quota {
    /// Its name; empty where the file says none, and the defaults of the unit hold.
    pub name: Name,
    /// The units granted at once where the client asks for no number.
    pub grant: u64,
    /// Fewer units than these are not worth a grant; 1 at least.
    pub least: u64,
    /// With this many left the client asks again (Time-, Volume- or Unit-Quota-Threshold); `None`: as the client likes.
    pub threshold: Option<u64>,
    /// Validity-Time, seconds, 1 at least.
    pub validity: u32,
    /// Quota-Holding-Time, seconds; `None`: as the client likes, 0: no limit.
    pub holding: Option<u32>,
    /// What the client does when the last grant is used up.
    pub last: FinalUnit,
}

impl Quota {
    /// What holds where the file says nothing: five minutes, 10 MB or one event at once, each good for ten minutes.
    pub(super) fn of(unit: Unit) -> Self {
        let grant = match unit {
            Unit::Seconds => 300,
            Unit::Octets => 10_000_000,
            Unit::Events => 1,
        };
        Self {
            name: Name::new(""),
            grant,
            least: 1,
            threshold: None,
            validity: 600,
            holding: None,
            last: FinalUnit::Terminate,
        }
    }
}

/// Final-Unit-Action and what belongs to it (RFC 8506 §5.6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FinalUnit {
    /// TERMINATE.
    Terminate,
    /// REDIRECT, to a URL or a SIP URI.
    Redirect(Box<str>),
    /// RESTRICT_ACCESS, to what the filters of these names let through (Filter-Id).
    Restrict(Vec<Box<str>>),
}

/// What an account is on.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The bundles that come with it, by name.
    pub bundles: Vec<Name>,
    pub(super) rates: Vec<Rate>,
    /// Rates by service (its place in the list), direction and prefix of the called number.
    pub(super) index: HashMap<(u16, Direction), Prefixes>,
}

/// Rates by the prefix of the called number that they are for.
#[derive(Debug, Clone, Default)]
pub(super) struct Prefixes {
    rates: HashMap<Box<str>, Vec<u32>>,
    /// How long these prefixes are: of a number only such beginnings are looked up.
    lengths: BTreeSet<usize>,
}

impl Prefixes {
    /// Adds a rate.
    pub(super) fn add(&mut self, prefix: &str, rate: u32) {
        self.lengths.insert(prefix.len());
        self.rates.entry(prefix.into()).or_default().push(rate);
    }

    /// The rates for beginnings of `digits`, each with how long its own is; the shortest first.
    pub(super) fn of(&self, digits: &str) -> impl Iterator<Item = (usize, u32)> {
        let beginnings =
            self.lengths.iter().filter_map(move |length| Some((*length, digits.get(..*length)?)));
        beginnings.flat_map(|(length, prefix)| {
            self.rates.get(prefix).into_iter().flatten().map(move |rate| (length, *rate))
        })
    }
}

/// A rate: when it holds, and what it costs.
#[derive(Debug, Clone)]
pub struct Rate {
    /// The line of the file it begins in.
    pub line: u32,
    pub(super) services: Vec<u16>,
    pub(super) directions: Vec<Direction>,
    pub(super) roaming: Option<bool>,
    /// Prefixes of the called number, digits alone; empty: any, and none.
    pub(super) called: Vec<Box<str>>,
    pub(super) visited: Vec<Name>,
    pub(super) home: Vec<Name>,
    pub(super) from: Option<Timestamp>,
    pub(super) until: Option<Timestamp>,
    /// What beginning costs.
    pub setup: Price,
    /// How long the first step is at least, in units.
    pub minimum: u64,
    /// How many units a step has; 1 at least.
    pub step: u64,
    /// What a step costs outside the periods.
    pub price: Price,
    /// What it costs within each.
    pub(super) periods: Vec<(u16, Price)>,
    pub(super) clock: Clock,
    /// How the whole is rounded.
    pub rounding: Rounding,
    /// The bundles that may pay, in the order in which they do.
    pub(super) bundles: Vec<u16>,
    /// The quota, where it is not the service's.
    pub(super) quota: Option<u16>,
}

impl Rate {
    /// Whether it is valid at a moment.
    pub(super) fn valid(&self, at: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at < until)
    }

    /// What its first step has.
    pub(super) fn first_step(&self) -> Option<u64> {
        self.minimum.max(1).div_ceil(self.step).checked_mul(self.step)
    }
}

impl Tariff {
    /// What all its prices are in.
    pub fn currency(&self) -> Currency {
        self.head.currency
    }

    /// The zone by whose calendar the file counts.
    pub fn zone(&self) -> &TimeZone {
        &self.head.zone
    }

    /// What becomes of running sessions when rates change.
    pub fn running(&self) -> Running {
        self.head.running
    }

    /// The services, in the order of the file.
    pub fn services(&self) -> &[Service] {
        &self.services
    }

    /// A plan by its name.
    pub fn plan(&self, name: &str) -> Option<&Plan> {
        self.plans.get(name)
    }

    /// The names of all plans, in order.
    pub fn plans(&self) -> impl Iterator<Item = &Name> {
        self.plans.keys()
    }

    /// The plan of an account that names none: the one that is set, or else the only one there is.
    ///
    /// # Errors
    /// A sentence where the one that is set does not exist.
    pub fn default_plan(&self, set: Option<&str>) -> Result<Option<&Name>, String> {
        match set {
            None => Ok(self.plans.keys().next().filter(|_| self.plans.len() == 1)),
            Some(set) => self.plans.get_key_value(set).map(|(name, _)| Some(name)).ok_or_else(|| {
                let known: Vec<&str> = self.plans.keys().map(Name::as_str).collect();
                format!("{set:?} is no plan of the tariff; there are {}", known.join(", "))
            }),
        }
    }

    /// A bundle by its name.
    pub fn bundle(&self, name: &str) -> Option<&Bundle> {
        self.bundles.iter().find(|bundle| *bundle.name == *name)
    }

    /// All bundles.
    pub fn bundles(&self) -> impl Iterator<Item = &Bundle> {
        self.bundles.iter()
    }

    /// How many rates there are in all plans.
    pub fn rates(&self) -> usize {
        self.plans.values().map(|plan| plan.rates.len()).sum()
    }

    /// The zone whose clock counts: that of the place where it is known and the file lets it count, else the file's.
    pub(super) fn clock_zone(&self, place: Option<&str>) -> Result<TimeZone, String> {
        match place.filter(|_| self.head.clock_of_place) {
            Some(name) => zone(name),
            None => Ok(self.head.zone.clone()),
        }
    }
}
