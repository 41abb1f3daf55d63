//! What can be wrong only when services, or rates of a plan, are seen together.

use super::{Mistake, Plan, Rate, Running, Service, Tariff};
use crate::types::Name;

/// Every mistake, where it stands.
pub(super) fn check(tariff: &Tariff) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    for (at, service) in tariff.services.iter().enumerate() {
        let alike = tariff.services.iter().take(at).find(|before| same(before, service));
        if let Some(before) = alike {
            let sentence = format!(
                "{} of line {} is recognised by the same: by nothing could they be told apart",
                before.name, before.line
            );
            mistakes.push(Mistake { line: service.line, sentence });
        }
    }
    for plan in tariff.plans.values() {
        for (at, rate) in plan.rates.iter().enumerate() {
            let before = plan.rates.iter().take(at);
            mistakes.extend(before.filter_map(|before| overlap(before, rate)).take(1));
            mistakes.extend(unreachable(plan, rate));
        }
        if tariff.head.running == Running::Change {
            mistakes.extend(steps(plan));
        }
    }
    mistakes
}

/// Whether two services are as near as each other to something that is both.
fn same(one: &Service, other: &Service) -> bool {
    let meet = |one: &[u32], other: &[u32]| one.is_empty() || one.iter().any(|value| other.contains(value));
    one.nearness() == other.nearness()
        && one.nearness() > 0
        && meet(&one.contexts, &other.contexts)
        && meet(&one.rating_groups, &other.rating_groups)
        && meet(&one.service_identifiers, &other.service_identifiers)
}

/// Whether two lists of conditions can hold at once with none of them nearer: both absent, or with something in common.
fn meet<T: PartialEq>(one: &[T], other: &[T]) -> bool {
    match (one.is_empty(), other.is_empty()) {
        (true, true) => true,
        (false, false) => one.iter().any(|value| other.contains(value)),
        _ => false,
    }
}

fn of_one_kind(one: &Rate, other: &Rate) -> bool {
    one.services.iter().any(|service| other.services.contains(service))
        && one.directions.iter().any(|direction| other.directions.contains(direction))
}

/// Whether there is a moment at which both are valid.
fn at_once(one: &Rate, other: &Rate) -> bool {
    let before =
        |end: &Rate, begin: &Rate| end.until.zip(begin.from).is_some_and(|(end, begin)| end <= begin);
    !before(one, other) && !before(other, one)
}

fn overlap(before: &Rate, rate: &Rate) -> Option<Mistake> {
    let alike = of_one_kind(before, rate)
        && at_once(before, rate)
        && before.roaming == rate.roaming
        && meet(&before.called, &rate.called)
        && meet(&before.visited, &rate.visited)
        && meet(&before.home, &rate.home);
    let sentence =
        format!("this rate and that of line {} are for the same, and none of the two is nearer", before.line);
    alike.then_some(Mistake { line: rate.line, sentence })
}

/// Whether a rate holds wherever another does, but for what is said of roaming.
fn covers(wide: &Rate, narrow: &Rate) -> bool {
    let all =
        |wide: &[Name], narrow: &[Name]| meet(wide, narrow) && narrow.iter().all(|name| wide.contains(name));
    let called = wide.called.is_empty()
        || (!narrow.called.is_empty()
            && narrow
                .called
                .iter()
                .all(|number| wide.called.iter().any(|prefix| number.starts_with(&**prefix))));
    let from = wide.from.is_none_or(|wide| narrow.from.is_some_and(|narrow| wide <= narrow));
    let until = wide.until.is_none_or(|wide| narrow.until.is_some_and(|narrow| narrow <= wide));
    narrow.services.iter().all(|service| wide.services.contains(service))
        && narrow.directions.iter().all(|direction| wide.directions.contains(direction))
        && all(&wide.visited, &narrow.visited)
        && all(&wide.home, &narrow.home)
        && called
        && from
        && until
}

/// A rate that says nothing of roaming never decides where one for roaming and one for the rest take all it is for.
fn unreachable(plan: &Plan, rate: &Rate) -> Option<Mistake> {
    if rate.roaming.is_some() {
        return None;
    }
    let of = |roaming| plan.rates.iter().find(|other| other.roaming == Some(roaming) && covers(other, rate));
    let (there, here) = (of(true)?, of(false)?);
    let sentence = format!(
        "this rate never decides: that of line {} takes all who roam, and that of line {} the others",
        there.line, here.line
    );
    Some(Mistake { line: rate.line, sentence })
}

/// A session that goes from one rate to another keeps its steps.
fn steps(plan: &Plan) -> impl Iterator<Item = Mistake> {
    let rates = plan.rates.iter().enumerate();
    rates.filter_map(|(at, rate)| {
        let dated = |rate: &Rate| rate.from.is_some() || rate.until.is_some();
        let other = plan.rates.iter().take(at).find(|other| {
            of_one_kind(other, rate) && (dated(other) || dated(rate)) && other.step != rate.step
        })?;
        let sentence = format!(
            "with running = \"change\" a session may go on from the rate of line {} to this one: they need the same step",
            other.line
        );
        Some(Mistake { line: rate.line, sentence })
    })
}
