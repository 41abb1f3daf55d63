//! Plans and their rates.

use super::{
    super::{
        Direction, Plan, Price, Rate, Rounding, Tariff, Unit, short,
        time::{self, Clock, overlap},
    },
    amount, name, price,
    section::{quota, service_names, unknown},
    table::Reader,
};
use crate::types::{Name, Timestamp};
use toml::de::DeTable;

/// What may be said of a rate.
const RATE: [&str; 16] = [
    "service",
    "direction",
    "roaming",
    "called",
    "visited",
    "home",
    "valid_from",
    "valid_until",
    "setup",
    "minimum",
    "step",
    "price",
    "periods",
    "rounding",
    "bundles",
    "quota",
];

pub(super) fn plans(reader: &mut Reader, table: &DeTable<'_>, tariff: &mut Tariff) {
    for (text, line, table) in reader.tables(table, "plan") {
        reader.known(table, "of a plan", &["bundles", "rate"]);
        let Some(name) = name(reader, text, line) else { continue };
        let mut plan = Plan::default();
        for (bundle, line) in reader.texts(table, "bundles").unwrap_or_default() {
            match tariff.bundle(&bundle) {
                Some(bundle) => plan.bundles.push(bundle.name.clone()),
                None => reader
                    .mistake(line, unknown("bundle", &bundle, tariff.bundles.iter().map(|one| &one.name))),
            }
        }
        match table.get("rate").map(|rates| (reader.line(rates), rates.get_ref().as_array())) {
            None => reader.mistake(line, format!("the plan {name} has no rate: write [[plan.{name}.rate]]")),
            Some((line, None)) => {
                reader.mistake(line, format!("write [[plan.{name}.rate]]: there may be several"));
            }
            Some((_, Some(rates))) => {
                for one in rates.iter() {
                    let line = reader.line(one);
                    match one.get_ref().as_table() {
                        Some(table) => plan.rates.extend(rate(reader, table, line, tariff)),
                        None => reader.mistake(line, "a rate is a table"),
                    }
                }
            }
        }
        index(&mut plan);
        tariff.plans.insert(name, plan);
    }
}

/// Makes the rates of a plan easy to find.
fn index(plan: &mut Plan) {
    let any = Box::<str>::from("");
    for (at, rate) in (0..).zip(&plan.rates) {
        let prefixes: &[Box<str>] =
            if rate.called.is_empty() { std::slice::from_ref(&any) } else { &rate.called };
        for service in &rate.services {
            for direction in &rate.directions {
                let of = plan.index.entry((*service, *direction)).or_default();
                prefixes.iter().for_each(|prefix| of.add(prefix, at));
            }
        }
    }
}

/// One rate. `None`: mistakes were noted.
fn rate(reader: &mut Reader, table: &DeTable<'_>, line: u32, tariff: &Tariff) -> Option<Rate> {
    let before = reader.mistakes.len();
    reader.known(table, "of a rate", &RATE);
    let services = service_names(reader, table, line, "rate", tariff);
    let (_, unit) = *services.first()?;
    if services.iter().any(|(_, other)| *other != unit) {
        let line = reader.line_of(table, "service", line);
        reader
            .mistake(line, "the services of a rate are counted in the same unit: write a rate for each unit");
    }
    let services: Vec<u16> = services.into_iter().map(|(at, _)| at).collect();
    let (from, until) =
        (valid(reader, table, "valid_from", tariff), valid(reader, table, "valid_until", tariff));
    if from.zip(until).is_some_and(|(from, until)| from >= until) {
        reader.mistake(reader.line_of(table, "valid_until", line), "the rate ends before it begins");
    }
    let (periods, clock) = periods(reader, table, tariff);
    let currency = tariff.head.currency;
    let whole = price(reader, table, "price", currency);
    if !table.contains_key("price") {
        reader.mistake(line, "the rate has no price: write price = 0.01, or price = 0 for what is free");
    }
    let rate = Rate {
        line,
        directions: directions(reader, table),
        roaming: reader.flag(table, "roaming"),
        called: prefixes(reader, table),
        visited: places(reader, table, "visited"),
        home: places(reader, table, "home"),
        from,
        until,
        setup: price(reader, table, "setup", currency).unwrap_or_default(),
        minimum: amount(reader, table, "minimum", unit).unwrap_or(0),
        step: step(reader, table, line, unit),
        price: whole.unwrap_or_default(),
        periods,
        clock,
        rounding: reader.word(table, "rounding", &Rounding::ALL).unwrap_or(tariff.head.rounding),
        bundles: bundles(reader, table, tariff, &services),
        quota: quota(reader, table, tariff, unit),
        services,
    };
    if rate.first_step().is_none() {
        reader.mistake(reader.line_of(table, "minimum", line), "minimum is more than can be counted");
    }
    (reader.mistakes.len() == before).then_some(rate)
}

fn step(reader: &mut Reader, table: &DeTable<'_>, line: u32, unit: Unit) -> u64 {
    let step = amount(reader, table, "step", unit);
    if !table.contains_key("step") {
        reader.mistake(
            line,
            format!("the rate has no step: write what its price is for, step = {}", unit.example()),
        );
    }
    if step == Some(0) {
        reader.mistake(reader.line_of(table, "step", line), "step is 0: the price is for one unit or more");
    }
    if unit == Unit::Seconds && step.is_some_and(|step| step > 31_622_400) {
        reader.mistake(reader.line_of(table, "step", line), "step is more than a year");
    }
    step.unwrap_or(1).max(1)
}

fn directions(reader: &mut Reader, table: &DeTable<'_>) -> Vec<Direction> {
    let Some(texts) = reader.texts(table, "direction") else { return vec![Direction::Originating] };
    if texts.is_empty() {
        reader.mistake(
            reader.line_of(table, "direction", 1),
            "direction is empty: leave it out for originating",
        );
    }
    let one = |(text, line): (String, u32)| reader.one_of(&text, line, "direction", &Direction::ALL);
    texts.into_iter().filter_map(one).collect()
}

/// Prefixes of called numbers, as digits.
fn prefixes(reader: &mut Reader, table: &DeTable<'_>) -> Vec<Box<str>> {
    let Some(texts) = reader.texts(table, "called") else { return Vec::new() };
    if texts.is_empty() {
        reader.mistake(reader.line_of(table, "called", 1), "called is empty: leave it out for all numbers");
    }
    let mut prefixes: Vec<Box<str>> = Vec::new();
    for (text, line) in texts {
        let digits: String = text.strip_prefix('+').unwrap_or(&text).chars().filter(|c| *c != ' ').collect();
        if !(1..=15).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            let sentence =
                format!("called: {:?} is no beginning of a number: write +43 or 43699", short(&text));
            reader.mistake(line, sentence);
        } else if prefixes.iter().any(|before| **before == *digits) {
            reader.mistake(line, format!("called has {digits} twice"));
        } else {
            prefixes.push(digits.into());
        }
    }
    // A prefix within another of the same rate says nothing, and no harm is done.
    prefixes
}

fn places(reader: &mut Reader, table: &DeTable<'_>, key: &str) -> Vec<Name> {
    let Some(texts) = reader.texts(table, key) else { return Vec::new() };
    if texts.is_empty() {
        reader.mistake(reader.line_of(table, key, 1), format!("{key} is empty: leave it out for all places"));
    }
    let one = |(text, line): (String, u32)| {
        if text.trim().is_empty() || text.trim() != text {
            reader.mistake(line, format!("{key}: {:?} is no name of a place", short(&text)));
        }
        Name::new(&text)
    };
    texts.into_iter().map(one).collect()
}

fn valid(reader: &mut Reader, table: &DeTable<'_>, key: &str, tariff: &Tariff) -> Option<Timestamp> {
    let (text, line) = reader.moment(table, key)?;
    let moment = time::moment(&text, &tariff.head.zone);
    if moment.is_none() {
        let sentence =
            format!("{key}: {:?} is no moment: write 2027-01-01, or 2027-01-01T00:00:00+01:00", short(&text));
        reader.mistake(line, sentence);
    }
    moment
}

/// The prices within periods, and the clock that tells which is in force.
fn periods(reader: &mut Reader, table: &DeTable<'_>, tariff: &Tariff) -> (Vec<(u16, Price)>, Clock) {
    let (mut prices, mut clock) = (Vec::new(), Clock::default());
    let Some(value) = table.get("periods") else { return (prices, clock) };
    let Some(table) = value.get_ref().as_table() else {
        reader.mistake(reader.line(value), "periods is a table: { night = 0.005 }");
        return (prices, clock);
    };
    let mut before: Vec<(&Name, &[time::Stretch])> = Vec::new();
    for key in table.keys() {
        let (wanted, line) = (&**key.get_ref(), reader.line(key));
        let Some((at, period)) = (0..).zip(&tariff.periods).find(|(_, period)| *period.name == *wanted)
        else {
            reader.mistake(line, unknown("period", wanted, tariff.periods.iter().map(|period| &period.name)));
            continue;
        };
        let meeting =
            before.iter().find_map(|(name, stretches)| Some((name, overlap(stretches, &period.stretches)?)));
        if let Some((name, at)) = meeting {
            let sentence = format!(
                "the periods {name} and {wanted} are both in force, for one at {at}: a moment has one price"
            );
            reader.mistake(line, sentence);
        }
        before.push((&period.name, &period.stretches));
        if let Some(price) = price(reader, table, wanted, tariff.head.currency) {
            prices.push((at, price));
            clock.add(&period.stretches, at);
        }
    }
    (prices, clock)
}

/// The bundles that may pay: those that are named, or else all of the services; in the order in which they do.
fn bundles(reader: &mut Reader, table: &DeTable<'_>, tariff: &Tariff, services: &[u16]) -> Vec<u16> {
    let pays = |bundle: &super::super::Bundle| {
        let all = services.iter().filter_map(|at| tariff.services.get(usize::from(*at)));
        all.clone().count() > 0 && all.clone().all(|service| bundle.services.contains(&service.name))
    };
    let Some(texts) = reader.texts(table, "bundles") else {
        return (0..).zip(&tariff.bundles).filter(|(_, bundle)| pays(bundle)).map(|(at, _)| at).collect();
    };
    let mut all = Vec::new();
    for (text, line) in texts {
        match (0..).zip(&tariff.bundles).find(|(_, bundle)| *bundle.name == *text) {
            None => {
                reader.mistake(line, unknown("bundle", &text, tariff.bundles.iter().map(|one| &one.name)))
            }
            Some((_, bundle)) if !pays(bundle) => {
                reader
                    .mistake(line, format!("the bundle {text} does not pay for every service of this rate"));
            }
            Some((at, _)) => all.push(at),
        }
    }
    all.sort_unstable();
    all
}
