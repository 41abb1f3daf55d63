//! Which rate decides.

use super::{
    Bundle, Plan, Price, Quota, Rate, Refused, Rounding, Running, Service, Tariff, Unit, short, time,
};
use crate::types::{Currency, Name, Timestamp};
use jiff::tz::TimeZone;
use smallvec::SmallVec;
use std::fmt;

/// Which way a service goes, as seen from the party that is charged (Role-Of-Node, TS 32.299 §7.2.166A).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// From it: a call it makes, a message it sends, data it uses.
    Originating,
    /// To it.
    Terminating,
    /// To it and on to somebody else at its expense.
    Forwarding,
}

impl Direction {
    pub(super) const ALL: [(&'static str, Self); 3] = [
        ("originating", Self::Originating),
        ("terminating", Self::Terminating),
        ("forwarding", Self::Forwarding),
    ];

    /// The direction with this name.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == word).map(|(_, one)| one)
    }

    /// Its name in the file.
    pub fn word(self) -> &'static str {
        Self::ALL.into_iter().find(|(_, one)| *one == self).map_or("", |(word, _)| word)
    }
}

/// What is to be rated: everything a rate may depend on.
#[derive(Debug, Clone, Copy)]
pub struct Occasion<'a> {
    /// The plan of the account.
    pub plan: &'a str,
    /// How the service is known.
    pub service: Wanted<'a>,
    /// Which way it goes.
    pub direction: Direction,
    /// Whether the user roams (VC-4).
    pub roaming: bool,
    /// The called number in its international form, with or without `+`; anything else has no prefix that a rate could name.
    pub called: Option<&'a str>,
    /// The names of the home place and of those around it, the smallest first.
    pub home: &'a [&'a str],
    /// The names of the visited place and of those around it, the smallest first.
    pub visited: &'a [&'a str],
    /// The time zone of the visited place: a name of the IANA's database, or an offset.
    pub zone: Option<&'a str>,
    /// When the session began, or the event was: the same in all reports of a session.
    pub began: Timestamp,
}

/// How a service is recognised.
#[derive(Debug, Clone, Copy)]
pub enum Wanted<'a> {
    /// By its name in the tariff.
    Named(&'a str),
    /// By what a client sends.
    Sent {
        /// The number in Service-Context-Id: 32260 of `32260@3gpp.org`.
        context: Option<u32>,
        /// Rating-Group.
        rating_group: Option<u32>,
        /// Service-Identifier.
        service_identifier: Option<u32>,
    },
}

/// Why nothing was found: RATING_FAILED (RFC 8506 §9.1), with a sentence for the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unrated {
    /// The tariff does not have the plan.
    #[error("{0}")]
    Plan(String),
    /// No service is like that.
    #[error("{0}")]
    Service(String),
    /// The plan has no rate for it.
    #[error("{0}")]
    Rate(String),
    /// The time at the place cannot be told.
    #[error("{0}")]
    Zone(String),
}

/// What costs a step from some moment on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage<'t> {
    Rate(&'t Rate),
    /// What a user receives, where the plan has no rate for it.
    Free,
    /// The rates ended, and none follows.
    Nothing,
}

impl PartialEq for Rate {
    /// Rates of one tariff are told apart by where they stand.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Rate {}

/// The answer: how an occasion is priced from its beginning on.
#[derive(Debug, Clone)]
pub struct Rating<'t> {
    tariff: &'t Tariff,
    service: &'t Service,
    /// In order of their beginnings; the first holds from the beginning on.
    pub(super) stages: SmallVec<[(Timestamp, Stage<'t>); 1]>,
    zone: TimeZone,
}

/// What a step costs that begins at a moment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tag<'t> {
    pub(super) price: Price,
    pub(super) period: Option<&'t Name>,
    pub(super) line: Option<u32>,
    /// Until when that is certain.
    pub(super) until: Option<Timestamp>,
}

impl Tariff {
    /// Which rate decides about an occasion.
    ///
    /// # Errors
    /// [`Unrated`], with a sentence that says what was looked for and what there is.
    pub fn find<'t>(&'t self, occasion: &Occasion<'_>) -> Result<Rating<'t>, Unrated> {
        let plan = self.plan(occasion.plan).ok_or_else(|| {
            let known: Vec<&str> = self.plans().map(Name::as_str).collect();
            let sentence =
                format!("the tariff has no plan {:?}; there are {}", short(occasion.plan), known.join(", "));
            Unrated::Plan(sentence)
        })?;
        let service = self.service(occasion.service)?;
        let at = |moment| plan.decide(service, occasion, moment);
        let began = occasion.began;
        let first = match (at(began), occasion.direction) {
            (Some(rate), _) => Stage::Rate(rate),
            (None, Direction::Terminating) => Stage::Free,
            (None, _) => return Err(Unrated::Rate(self.nothing(plan, service, occasion))),
        };
        let mut stages: SmallVec<[_; 1]> = SmallVec::from_iter([(began, first)]);
        if self.head.running == Running::Change {
            for border in plan.borders(service, occasion.direction, began) {
                let next = match (at(border), occasion.direction) {
                    (Some(rate), _) => Stage::Rate(rate),
                    (None, Direction::Terminating) => Stage::Free,
                    (None, _) => Stage::Nothing,
                };
                if stages.last().is_some_and(|(_, last)| *last != next) {
                    stages.push((border, next));
                }
            }
        }
        let (service, _) = service;
        let by_the_clock =
            stages.iter().any(|(_, stage)| matches!(stage, Stage::Rate(rate) if !rate.clock.is_empty()));
        let place = occasion.zone.filter(|_| by_the_clock);
        let zone =
            self.clock_zone(place).map_err(|why| Unrated::Zone(format!("the time at the place: {why}")))?;
        Ok(Rating { tariff: self, service, stages, zone })
    }

    /// The service that is meant, and its place in the list.
    fn service(&self, wanted: Wanted<'_>) -> Result<(&Service, u16), Unrated> {
        let all = (0..).zip(&self.services).map(|(at, service)| (service, at));
        match wanted {
            Wanted::Named(name) => {
                all.into_iter().find(|(service, _)| *service.name == *name).ok_or_else(|| {
                    let known: Vec<&str> =
                        self.services.iter().map(|service| service.name.as_str()).collect();
                    Unrated::Service(format!(
                        "the tariff has no service {:?}; there are {}",
                        short(name),
                        known.join(", ")
                    ))
                })
            }
            Wanted::Sent { context, rating_group, service_identifier } => {
                let holds = |wanted: &[u32], sent: Option<u32>| {
                    wanted.is_empty() || sent.is_some_and(|sent| wanted.contains(&sent))
                };
                let like = |service: &Service| {
                    service.nearness() > 0
                        && holds(&service.contexts, context)
                        && holds(&service.rating_groups, rating_group)
                        && holds(&service.service_identifiers, service_identifier)
                };
                let nearest =
                    all.filter(|(service, _)| like(service)).max_by_key(|(service, _)| service.nearness());
                nearest.ok_or_else(|| {
                    let said = |name: &str, value: Option<u32>| match value {
                        Some(value) => format!("{name} {value}"),
                        None => format!("no {name}"),
                    };
                    Unrated::Service(format!(
                        "no service of the tariff has {}, {} and {}",
                        said("context", context),
                        said("rating group", rating_group),
                        said("service identifier", service_identifier)
                    ))
                })
            }
        }
    }

    /// Why the plan has no rate, and what it has instead.
    fn nothing(&self, plan: &Plan, (service, at): (&Service, u16), occasion: &Occasion<'_>) -> String {
        let asked = self.asked(occasion, service);
        let of_service: Vec<&Rate> = plan.rates.iter().filter(|rate| rate.services.contains(&at)).collect();
        if of_service.is_empty() {
            return format!("the plan {} has no rate for {}", occasion.plan, service.name);
        }
        let reasons = of_service.iter().take(4).map(|rate| {
            let why = rate.refuses(occasion).unwrap_or("is not for it");
            format!("that of line {} {why}", rate.line)
        });
        let more =
            if of_service.len() > 4 { format!(" and {} more", of_service.len() - 4) } else { String::new() };
        format!(
            "the plan {} has no rate for {asked}: {}{more}",
            occasion.plan,
            reasons.collect::<Vec<_>>().join(", ")
        )
    }

    fn asked(&self, occasion: &Occasion<'_>, service: &Service) -> String {
        let mut text = format!("{}, {}", service.name, occasion.direction.word());
        text.push_str(if occasion.roaming { ", roaming" } else { ", not roaming" });
        if let Some(called) = occasion.called {
            text.push_str(&format!(", called {}", short(called)));
        }
        if let Some(place) = occasion.visited.first() {
            text.push_str(&format!(", in {}", short(place)));
        }
        text
    }
}

/// The digits of a called number; nothing of what is none.
pub(super) fn digits(called: Option<&str>) -> &str {
    let digits = called.map_or("", |text| text.strip_prefix('+').unwrap_or(text));
    if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits } else { "" }
}

/// By what of several rates one decides: the visited place, the home place, whether it says something of roaming, the length of its prefix.
type Nearness = (usize, usize, bool, usize);

impl Plan {
    /// The rate that decides at a moment.
    fn decide(&self, (_, service): (&Service, u16), occasion: &Occasion<'_>, at: Timestamp) -> Option<&Rate> {
        let index = self.index.get(&(service, occasion.direction))?;
        // The smallest place, then what is said of roaming, then the longest prefix.
        let mut best: Option<(Nearness, &Rate)> = None;
        for (length, rate) in index.of(digits(occasion.called)) {
            let Some(rate) = self.rates.get(rate as usize) else { continue };
            let near = rate.nearness(occasion).filter(|_| rate.valid(at));
            let Some((visited, home, roaming)) = near else { continue };
            let key = (visited, home, roaming, length);
            if best.is_none_or(|(before, _)| key > before) {
                best = Some((key, rate));
            }
        }
        best.map(|(_, rate)| rate)
    }

    /// The moments after one at which a rate's validity begins or ends.
    fn borders(
        &self,
        (_, service): (&Service, u16),
        direction: Direction,
        after: Timestamp,
    ) -> Vec<Timestamp> {
        let rates = self.rates.iter();
        let mut all: Vec<Timestamp> = rates
            .filter(|rate| rate.services.contains(&service) && rate.directions.contains(&direction))
            .flat_map(|rate| [rate.from, rate.until])
            .flatten()
            .filter(|border| *border > after)
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// How near a name is that a rate gives: the more the smaller the place; 0 where it gives none, `None` where it is not among them.
fn place(wanted: &[Name], there: &[&str]) -> Option<usize> {
    if wanted.is_empty() {
        return Some(0);
    }
    let found = there.iter().position(|place| wanted.iter().any(|name| **name == **place))?;
    Some(usize::MAX - found)
}

impl Rate {
    /// How near it is to an occasion by its place, and whether it says something of roaming; `None` where it is not for it.
    fn nearness(&self, occasion: &Occasion<'_>) -> Option<(usize, usize, bool)> {
        let sound = self.roaming.is_none_or(|roaming| roaming == occasion.roaming);
        let visited = place(&self.visited, occasion.visited).filter(|_| sound)?;
        Some((visited, place(&self.home, occasion.home)?, self.roaming.is_some()))
    }

    /// Its conditions, as people say them.
    fn conditions(&self, tariff: &Tariff) -> String {
        let services = self.services.iter().filter_map(|at| tariff.services.get(usize::from(*at)));
        let mut parts: Vec<String> = vec![
            services.map(|service| service.name.as_str()).collect::<Vec<_>>().join(" or "),
            self.directions.iter().map(|direction| direction.word()).collect::<Vec<_>>().join(" or "),
        ];
        parts.extend(self.roaming.map(|roaming| if roaming { "roaming" } else { "not roaming" }.to_owned()));
        let mut list = |what: &str, all: Vec<&str>| {
            let more = if all.len() > 5 { " …" } else { "" };
            if !all.is_empty() {
                parts.push(format!(
                    "{what} {}{more}",
                    all.into_iter().take(5).collect::<Vec<_>>().join(" or ")
                ));
            }
        };
        list("called", self.called.iter().map(|prefix| &**prefix).collect());
        list("in", self.visited.iter().map(Name::as_str).collect());
        list("at home in", self.home.iter().map(Name::as_str).collect());
        parts.join(", ")
    }

    /// Why it is not for an occasion of its service.
    fn refuses(&self, occasion: &Occasion<'_>) -> Option<&'static str> {
        let called = digits(occasion.called);
        let checks = [
            (self.directions.contains(&occasion.direction), "is for another direction"),
            (
                self.roaming != Some(!occasion.roaming),
                if occasion.roaming { "is not for roaming" } else { "is for roaming alone" },
            ),
            (
                self.called.is_empty() || self.called.iter().any(|prefix| called.starts_with(&**prefix)),
                "is for other called numbers",
            ),
            (place(&self.visited, occasion.visited).is_some(), "is for other visited places"),
            (place(&self.home, occasion.home).is_some(), "is for other home places"),
            (self.valid(occasion.began), "is not valid then"),
        ];
        checks.into_iter().find(|(holds, _)| !holds).map(|(_, why)| why)
    }
}

impl<'t> Rating<'t> {
    /// The service.
    pub fn service(&self) -> &'t Service {
        self.service
    }

    /// What is counted.
    pub fn unit(&self) -> Unit {
        self.service.unit
    }

    /// What is paid with.
    pub fn currency(&self) -> Currency {
        self.tariff.head.currency
    }

    /// The rate that decides at the beginning; `None` for what a user receives where the plan has no rate for it, which is free.
    pub fn rate(&self) -> Option<&'t Rate> {
        match self.stages.first() {
            Some((_, Stage::Rate(rate))) => Some(rate),
            _ => None,
        }
    }

    /// The rate that has the rules of the whole session: steps, rounding, bundles.
    pub(super) fn rule(&self) -> Option<&'t Rate> {
        self.stages.iter().find_map(|(_, stage)| match stage {
            Stage::Rate(rate) => Some(*rate),
            Stage::Free | Stage::Nothing => None,
        })
    }

    /// How units are granted.
    pub fn quota(&self) -> &'t Quota {
        let of_rate = self.rule().and_then(|rate| rate.quota);
        of_rate.and_then(|at| self.tariff.quotas.get(usize::from(at))).unwrap_or(&self.service.quota)
    }

    /// The bundles that may pay, in the order in which they do.
    pub fn bundles(&self) -> impl Iterator<Item = &'t Bundle> {
        let of_rate = self.rule().map_or(&[][..], |rate| &rate.bundles);
        of_rate.iter().filter_map(|at| self.tariff.bundles.get(usize::from(*at)))
    }

    /// Whether nothing is ever paid, in money or from a bundle.
    pub fn is_free(&self) -> bool {
        self.stages.iter().all(|(_, stage)| match stage {
            Stage::Free => true,
            Stage::Nothing => false,
            Stage::Rate(rate) => {
                rate.setup.0 == 0 && rate.price.0 == 0 && rate.periods.iter().all(|(_, price)| price.0 == 0)
            }
        })
    }

    /// A moment as the clock that counts shows it.
    pub fn clock(&self, at: Timestamp) -> String {
        time::local(at, &self.zone)
    }

    /// When the price of a step changes for the first time after a moment: what Tariff-Time-Change tells (RFC 8506 §8.20). `None`: not within a year.
    pub fn next_change(&self, after: Timestamp) -> Option<Timestamp> {
        /// Two weeks have every border of a week and a change of the clock; a year those of validity that anybody waits for.
        const YEAR: i64 = 366 * 86_400_000;
        let now = self.tag(after).ok()?;
        let (mut tag, end) = (now, Timestamp(after.0.saturating_add(YEAR)));
        loop {
            let until = tag.until.filter(|until| *until <= end)?;
            match self.tag(until) {
                Ok(next) if next.price == now.price => tag = next,
                _ => return Some(until),
            }
        }
    }

    /// How the whole is rounded.
    pub fn rounding(&self) -> Rounding {
        self.rule().map_or(self.tariff.head.rounding, |rate| rate.rounding)
    }

    /// What a step costs that begins at a moment.
    pub(super) fn tag(&self, at: Timestamp) -> Result<Tag<'t>, Refused> {
        let next = self.stages.partition_point(|(from, _)| *from <= at).max(1);
        let (_, stage) = self.stages.get(next - 1).ok_or(Refused::NoRate(at))?;
        let border = self.stages.get(next).map(|(from, _)| *from);
        let rate = match stage {
            Stage::Nothing => return Err(Refused::NoRate(at)),
            Stage::Free => return Ok(Tag { price: Price(0), period: None, line: None, until: border }),
            Stage::Rate(rate) => rate,
        };
        let (period, until) = rate.clock.at(at, &self.zone).ok_or(Refused::TooMany)?;
        let own = period.and_then(|period| rate.periods.iter().find(|(of, _)| *of == period));
        let until = match (until, border) {
            (Some(until), Some(border)) => Some(until.min(border)),
            (until, border) => until.or(border),
        };
        Ok(Tag {
            price: own.map_or(rate.price, |(_, price)| *price),
            period: own
                .and_then(|(at, _)| self.tariff.periods.get(usize::from(*at)))
                .map(|period| &period.name),
            line: Some(rate.line),
            until,
        })
    }
}

impl fmt::Display for Rating<'_> {
    /// Which rate decides, and what it is for.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.rate() {
            Some(rate) => write!(f, "the rate of line {}: {}", rate.line, rate.conditions(self.tariff)),
            None => f.write_str("no rate of the plan: what a user receives is free then"),
        }
    }
}
