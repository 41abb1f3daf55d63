//! Quotas, services, periods and bundles.

use super::{
    super::{
        Bundle, FinalUnit, Quota, Service, Tariff, Unit, Validity,
        model::Period,
        short,
        time::{DAYS, stretches},
        unit,
    },
    amount, name,
    table::Reader,
};
use crate::types::Name;
use toml::de::DeTable;

/// What a service may be counted in.
const UNITS: [(&str, Unit); 3] =
    [("seconds", Unit::Seconds), ("octets", Unit::Octets), ("events", Unit::Events)];

pub(super) fn quotas(reader: &mut Reader, table: &DeTable<'_>, tariff: &mut Tariff) {
    for (text, line, table) in reader.tables(table, "quota") {
        let keys = ["grant", "least", "threshold", "validity", "holding", "last"];
        reader.known(table, "in a quota", &keys);
        let Some(name) = name(reader, text, line) else { continue };
        let Some((grant, at)) = reader.decimal(table, "grant") else {
            reader.mistake(
                line,
                format!("the quota {name} has no grant: write grant = \"5min\" or grant = \"10MB\""),
            );
            continue;
        };
        let (grant, unit) = match unit::amount(&grant) {
            Ok((grant, unit)) => (grant, unit.unwrap_or(Unit::Events)),
            Err(sentence) => {
                reader.mistake(at, format!("grant: {sentence}"));
                continue;
            }
        };
        let mut quota = Quota { name, grant, ..Quota::of(unit) };
        quota.least = amount(reader, table, "least", unit).unwrap_or(1);
        quota.threshold = amount(reader, table, "threshold", unit);
        quota.validity = seconds(reader, table, "validity").unwrap_or(quota.validity);
        quota.holding = seconds(reader, table, "holding");
        quota.last = last(reader, table);
        for (wrong, key, sentence) in [
            (quota.grant == 0, "grant", "grant is 0: nothing would ever be granted"),
            (quota.least == 0, "least", "least is 0: write 1 or more"),
            (quota.least > quota.grant, "least", "least is more than grant: nothing would ever be granted"),
            (
                quota.threshold.is_some_and(|threshold| threshold >= quota.grant),
                "threshold",
                "threshold is not less than grant: it would be reached at once",
            ),
            (quota.validity == 0, "validity", "validity is 0: every grant would lapse at once"),
        ] {
            if wrong {
                reader.mistake(reader.line_of(table, key, line), sentence);
            }
        }
        tariff.quotas.push(quota);
        tariff.quota_units.push(unit);
    }
}

/// A time of at most 32 bits of seconds.
fn seconds(reader: &mut Reader, table: &DeTable<'_>, key: &str) -> Option<u32> {
    let seconds = amount(reader, table, key, Unit::Seconds)?;
    let fit = u32::try_from(seconds).ok();
    if fit.is_none() {
        reader.mistake(reader.line_of(table, key, 1), format!("{key} is more seconds than can be told"));
    }
    fit
}

/// Final-Unit-Action.
fn last(reader: &mut Reader, table: &DeTable<'_>) -> FinalUnit {
    let Some(value) = table.get("last") else { return FinalUnit::Terminate };
    let line = reader.line(value);
    if value.get_ref().as_str() == Some("terminate") {
        return FinalUnit::Terminate;
    }
    let sentence = "last is \"terminate\", { redirect = \"http://…\" } or { restrict = [\"filter\"] }";
    let Some(action) = value.get_ref().as_table().filter(|action| action.len() == 1) else {
        reader.mistake(line, sentence);
        return FinalUnit::Terminate;
    };
    if let Some((address, line)) =
        action.contains_key("redirect").then(|| reader.text(action, "redirect")).flatten()
    {
        let known = ["http://", "https://", "sip:", "sips:"];
        if !known.iter().any(|begin| address.starts_with(begin)) || address.contains(char::is_whitespace) {
            reader.mistake(
                line,
                format!(
                    "{:?} is no address to be sent to: it begins with http://, https:// or sip:",
                    short(address)
                ),
            );
        }
        return FinalUnit::Redirect(address.into());
    }
    if action.contains_key("restrict") {
        let names = reader.texts(action, "restrict").unwrap_or_default();
        if names.iter().any(|(name, _)| name.is_empty()) || names.is_empty() {
            reader.mistake(line, "restrict names no filter");
        }
        return FinalUnit::Restrict(names.into_iter().map(|(name, _)| name.into()).collect());
    }
    if !action.contains_key("redirect") {
        reader.mistake(line, sentence);
    }
    FinalUnit::Terminate
}

pub(super) fn services(reader: &mut Reader, table: &DeTable<'_>, tariff: &mut Tariff) {
    for (text, line, table) in reader.tables(table, "service") {
        reader.known(
            table,
            "of a service",
            &["unit", "context", "rating_group", "service_identifier", "quota"],
        );
        let Some(name) = name(reader, text, line) else { continue };
        let unit = reader.word(table, "unit", &UNITS);
        if !table.contains_key("unit") {
            reader.mistake(
                line,
                format!("the service {name} has no unit: write unit = \"seconds\", \"octets\" or \"events\""),
            );
        }
        let Some(unit) = unit else { continue };
        let mut service = Service {
            name,
            line,
            unit,
            contexts: reader.numbers(table, "context"),
            rating_groups: reader.numbers(table, "rating_group"),
            service_identifiers: reader.numbers(table, "service_identifier"),
            quota: Quota::of(unit),
        };
        if let Some(at) = quota(reader, table, tariff, unit)
            && let Some(found) = tariff.quotas.get(usize::from(at))
        {
            service.quota = found.clone();
        }
        tariff.services.push(service);
    }
    if tariff.services.len() > usize::from(u16::MAX) {
        reader.mistake(1, "there are more than 65535 services");
    }
}

/// The quota that is named, where it is one of this unit.
pub(super) fn quota(reader: &mut Reader, table: &DeTable<'_>, tariff: &Tariff, unit: Unit) -> Option<u16> {
    let (wanted, line) = reader.text(table, "quota")?;
    let Some(at) = tariff.quotas.iter().position(|quota| *quota.name == *wanted) else {
        reader.mistake(line, unknown("quota", wanted, tariff.quotas.iter().map(|quota| &quota.name)));
        return None;
    };
    if let Some(of) = tariff.quota_units.get(at).filter(|of| **of != unit) {
        reader.mistake(
            line,
            format!("the quota {wanted} is one of {}, and {} are counted", of.word(), unit.word()),
        );
        return None;
    }
    u16::try_from(at).ok()
}

/// That there is nothing of this name.
pub(super) fn unknown<'n>(what: &str, wanted: &str, all: impl Iterator<Item = &'n Name>) -> String {
    let known: Vec<&str> = all.map(Name::as_str).collect();
    let known =
        if known.is_empty() { "there is none".to_owned() } else { format!("there are {}", known.join(", ")) };
    format!("there is no {what} {:?}; {known}", short(wanted))
}

pub(super) fn periods(reader: &mut Reader, table: &DeTable<'_>, tariff: &mut Tariff) {
    for (text, line, table) in reader.tables(table, "period") {
        reader.known(table, "of a period", &["days", "from", "to"]);
        let Some(name) = name(reader, text, line) else { continue };
        let days = days(reader, table);
        let from = time_of_day(reader, table, "from").unwrap_or(0);
        let to = time_of_day(reader, table, "to").unwrap_or(86_400);
        if from == 86_400 {
            reader.mistake(
                reader.line_of(table, "from", line),
                "from: a day ends with 24:00, and nothing begins there",
            );
            continue;
        }
        tariff.periods.push(Period { name, stretches: stretches(&days, from, to) });
    }
}

/// The days of a period: names, or from one to another; all where none is said.
fn days(reader: &mut Reader, table: &DeTable<'_>) -> Vec<usize> {
    let Some(texts) = reader.texts(table, "days") else { return (0..7).collect() };
    if texts.is_empty() {
        reader.mistake(reader.line_of(table, "days", 1), "days is empty: leave it out for all days");
    }
    let mut days = Vec::new();
    for (text, line) in texts {
        let of = |day: &str| DAYS.iter().position(|known| *known == day);
        let (first, last) = text.split_once('-').unwrap_or((&text, &text));
        let (Some(first), Some(last)) = (of(first.trim()), of(last.trim())) else {
            reader.mistake(
                line,
                format!(
                    "days: {:?} is none of {}, and no range such as mon-fri",
                    short(&text),
                    DAYS.join(", ")
                ),
            );
            continue;
        };
        let count = if last >= first { last - first } else { last + 7 - first };
        for day in (first..=first + count).map(|day| day % 7) {
            if days.contains(&day) {
                reader
                    .mistake(line, format!("days has {} twice", DAYS.get(day).copied().unwrap_or_default()));
            }
            days.push(day);
        }
    }
    days
}

/// A time of day in seconds, 24:00 included.
fn time_of_day(reader: &mut Reader, table: &DeTable<'_>, key: &str) -> Option<u32> {
    let (text, line) = reader.moment(table, key)?;
    let mut parts = text.splitn(3, ':').map(|part| {
        let sound = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u32>().ok().filter(|_| sound)
    });
    let time = match (parts.next(), parts.next(), parts.next().unwrap_or(Some(0))) {
        (Some(Some(24)), Some(Some(0)), Some(0)) => Some(86_400),
        (Some(Some(hour @ 0..24)), Some(Some(minute @ 0..60)), Some(second @ 0..60)) => {
            Some(hour * 3600 + minute * 60 + second)
        }
        _ => None,
    };
    if time.is_none() {
        reader.mistake(line, format!("{key}: {:?} is no time of day: write \"20:00\"", short(&text)));
    }
    time
}

pub(super) fn bundles(reader: &mut Reader, table: &DeTable<'_>, tariff: &mut Tariff) {
    for (text, line, table) in reader.tables(table, "bundle") {
        reader.known(table, "of a bundle", &["service", "amount", "valid", "recurring", "priority"]);
        let Some(name) = name(reader, text, line) else { continue };
        let before = reader.mistakes.len();
        let services = service_names(reader, table, line, "bundle", tariff);
        let Some(unit) = services.first().map(|(_, unit)| *unit) else { continue };
        if services.iter().any(|(_, other)| *other != unit) {
            let line = reader.line_of(table, "service", line);
            reader
                .mistake(line, format!("the services of the bundle {name} are not counted in the same unit"));
        }
        let units = amount(reader, table, "amount", unit);
        if !table.contains_key("amount") {
            reader
                .mistake(line, format!("the bundle {name} has no amount: write amount = {}", unit.example()));
        }
        if units == Some(0) {
            reader.mistake(
                reader.line_of(table, "amount", line),
                "amount is 0: the bundle would pay for nothing",
            );
        }
        let validity = validity(reader, table);
        let recurring = reader.flag(table, "recurring").unwrap_or(false);
        if recurring && validity == Validity::Unlimited {
            let line = reader.line_of(table, "recurring", line);
            reader.mistake(line, "a bundle that recurs needs to lapse: write valid = \"1 month\" or so");
        }
        let priority = reader.numbers(table, "priority").first().copied().unwrap_or(100);
        if reader.mistakes.len() > before {
            continue;
        }
        let services =
            services.into_iter().map(|(at, _)| at).filter_map(|at| tariff.services.get(usize::from(at)));
        let services = services.map(|service| service.name.clone()).collect();
        let (units, zone) = (units.unwrap_or(0), tariff.head.zone.clone());
        tariff.bundles.push(Bundle { name, services, unit, units, validity, recurring, priority, zone });
    }
    tariff.bundles.sort_by(|a, b| (a.priority, &a.name).cmp(&(b.priority, &b.name)));
}

/// The services that something is for: their places in the list, and what they are counted in.
pub(super) fn service_names(
    reader: &mut Reader,
    table: &DeTable<'_>,
    line: u32,
    what: &str,
    tariff: &Tariff,
) -> Vec<(u16, Unit)> {
    let texts = reader.texts(table, "service").unwrap_or_default();
    if texts.is_empty() {
        let line = reader.line_of(table, "service", line);
        reader.mistake(line, format!("the {what} is for no service: write service = \"NAME\""));
    }
    let mut all = Vec::new();
    for (text, line) in texts {
        match (0..).zip(&tariff.services).find(|(_, service)| *service.name == *text) {
            Some((at, service)) => all.push((at, service.unit)),
            None => {
                reader.mistake(line, unknown("service", &text, tariff.services.iter().map(|one| &one.name)))
            }
        }
    }
    all
}

/// `30d`, `1 month`, `12h`.
fn validity(reader: &mut Reader, table: &DeTable<'_>) -> Validity {
    let Some((text, line)) = reader.text(table, "valid") else { return Validity::Unlimited };
    let words = text.trim();
    let end = words.find(|c: char| !c.is_ascii_digit()).unwrap_or(words.len());
    let (digits, word) = words.split_at(end);
    let count = digits.parse::<u16>().ok().filter(|count| (1..=3660).contains(count));
    match (count, word.trim()) {
        (Some(count), "d" | "day" | "days") => Validity::Days(count),
        (Some(count), "month" | "months") if count <= 120 => Validity::Months(count),
        (Some(count), "h") => Validity::Seconds(u32::from(count) * 3600),
        _ => {
            reader.mistake(
                line,
                format!("valid: {:?} is no validity: write \"30d\", \"1 month\" or \"12h\"", short(text)),
            );
            Validity::Unlimited
        }
    }
}
