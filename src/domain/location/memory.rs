//! What is remembered, and which of it answers a question.

use super::{Fact, Location, Source};
use crate::{
    records::{EpsRegistration, ServingNode},
    types::{Imsi, Seen, Timestamp},
};
use smallvec::SmallVec;
use std::time::Duration;

/// `location` with `fact` in it; `None` where that would change nothing: a later one of its source is known already, or it tells neither a place
/// nor a state. A state without a place stands beside the place that its source told before.
pub fn remember(location: Option<&Location>, imsi: Imsi, fact: Fact) -> Option<Location> {
    if !fact.tells_a_place() && fact.state.is_none() {
        return None;
    }
    let known = location.map_or(&[][..], |location| &location.facts);
    let same = known.iter().find(|old| old.source == fact.source);
    let later = |old: &Fact| old.tells_a_place() && old.at > fact.at;
    if same.is_some_and(|old| later(old) || *old == fact) {
        return None;
    }
    let fact = match same.filter(|_| !fact.tells_a_place()) {
        Some(place) => Fact { heard: fact.heard, state: fact.state, ..place.clone() },
        None => fact,
    };
    let source = fact.source;
    let others = known.iter().filter(|old| old.source != source);
    let mut facts = Vec::with_capacity(others.clone().count() + 1);
    facts.extend(others.cloned());
    facts.push(fact);
    facts.sort_by_key(|fact| fact.source);
    Some(Location { imsi, facts: facts.into() })
}

/// The fact that best says where the user is, of those that are no older than `accepted`; without a limit, of all.
///
/// The newest one that tells a cell or an area. A registration tells the network alone and comes last, unless it is newer and names another
/// network: then the terminal has moved since. What a node told that no longer serves is forgotten.
pub fn best(
    location: Option<&Location>,
    registration: Option<&EpsRegistration>,
    accepted: Option<Duration>,
    now: Timestamp,
) -> Option<Fact> {
    let young = |fact: &&Fact| accepted.is_none_or(|accepted| now.since(fact.at) <= accepted);
    let facts = location.into_iter().flat_map(|location| &location.facts);
    let registered: SmallVec<[Fact; 2]> = registered(registration).collect();
    let holding = facts.filter(|fact| fact.tells_a_place() && still_holds(fact, registration));
    let mut candidates: SmallVec<[&Fact; 8]> = holding.chain(&registered).filter(young).collect();
    candidates.sort_by_key(|fact| std::cmp::Reverse(fact.at));
    let exact = candidates.iter().position(|fact| tells_more_than_the_network(fact));
    let at = match exact {
        Some(exact) => {
            let network = candidates[exact].seen.network();
            let moved = candidates[..exact].iter().position(|newer| newer.seen.network() != network);
            moved.unwrap_or(exact)
        }
        None => 0,
    };
    candidates.get(at).copied().cloned()
}

fn tells_more_than_the_network(fact: &Fact) -> bool {
    fact.seen.cell.is_some() || fact.seen.area.is_some() || !fact.estimate.is_empty()
}

/// What a serving node answered holds as long as it serves; the other sources have no such end.
fn still_holds(fact: &Fact, registration: Option<&EpsRegistration>) -> bool {
    let serves = |node: Option<&ServingNode>| node.is_some_and(|node| node.host == fact.from);
    match fact.source {
        Source::Mme | Source::Positioning => serves(registration.and_then(|now| now.mme.as_ref())),
        Source::Sgsn => serves(registration.and_then(|now| now.sgsn.as_ref())),
        _ => true,
    }
}

/// What the registrations of serving nodes tell: the network, since they serve.
fn registered(registration: Option<&EpsRegistration>) -> impl Iterator<Item = Fact> {
    let nodes = registration.into_iter().flat_map(|now| now.mme.iter().chain(&now.sgsn));
    nodes.map(|node| Fact {
        source: Source::Registration,
        from: node.host.clone(),
        at: node.since,
        heard: node.since,
        seen: Seen::from(node.visited),
        estimate: Box::default(),
        state: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::places::query, records::NodeLcs};

    const MINUTE: i64 = 60_000;

    fn imsi() -> Imsi {
        Imsi::parse("001010000000001").unwrap()
    }

    fn fact(source: Source, from: &str, minute: i64, seen: &str) -> Fact {
        Fact {
            source,
            from: from.into(),
            at: Timestamp(minute * MINUTE),
            heard: Timestamp(minute * MINUTE),
            seen: query::parse(seen).unwrap(),
            estimate: Box::default(),
            state: None,
        }
    }

    fn remembered(facts: impl IntoIterator<Item = Fact>) -> Option<Location> {
        facts.into_iter().fold(None, |known, fact| remember(known.as_ref(), imsi(), fact).or(known))
    }

    fn served(host: &str, plmn: &str, since: i64) -> EpsRegistration {
        let node = ServingNode {
            host: host.into(),
            realm: "epc".into(),
            visited: plmn.parse().unwrap(),
            since: Timestamp(since * MINUTE),
            purged: false,
            behind: false,
            features: 0,
            terminal: None,
            homogeneous_ims_voice: None,
            srvcc: false,
            lcs: NodeLcs::default(),
        };
        EpsRegistration { mme: Some(node), ..EpsRegistration::empty(imsi()) }
    }

    #[test]
    fn lq_4_of_each_source_the_newest_is_kept() {
        let old = fact(Source::Mme, "mme1", 5, "ecgi 00101-0000101");
        let new = fact(Source::Mme, "mme1", 6, "ecgi 00101-0000102");
        let gtp = fact(Source::Gtp, "192.0.2.1", 4, "ecgi 00101-0000103");
        let all = remembered([old.clone(), gtp.clone(), new.clone()]).unwrap();
        assert_eq!(*all.facts, [new.clone(), gtp]);
        assert_eq!(remember(Some(&all), imsi(), old), None, "an answer that comes late");
        assert_eq!(remember(Some(&all), imsi(), new.clone()), None, "the same again");
        assert_eq!(remember(None, imsi(), Fact { seen: Seen::default(), ..new }), None, "nothing told");
    }

    /// What tells a state alone does not displace the place that was told before, and is no place itself.
    #[test]
    fn lq_4_a_state_stands_beside_the_last_place() {
        let place = fact(Source::Positioning, "mme1", 5, "ecgi 00101-0000101");
        let state = Fact { state: Some(5), ..fact(Source::Positioning, "mme1", 9, "plmn 00101") };
        let state = Fact { seen: Seen::default(), ..state };
        let registration = served("mme1", "00101", 1);
        let alone = remember(None, imsi(), state.clone()).unwrap();
        let found = best(Some(&alone), Some(&registration), None, Timestamp(10 * MINUTE)).unwrap();
        assert_eq!(found.seen.to_string(), "plmn 00101", "the registration's");
        // The MME answers a minute after it could not: the place is four minutes older than that.
        let told = remember(Some(&alone), imsi(), place.clone()).unwrap();
        assert_eq!(told.facts.as_ref(), std::slice::from_ref(&place));
        let both = remembered([place.clone(), state.clone()]).unwrap();
        assert_eq!(*both.facts, [Fact { heard: state.heard, state: Some(5), ..place }]);
    }

    /// What it shows, the facts, the accepted minutes, the answer.
    type Row<'a> = (&'a str, &'a [(Source, &'a str, i64, &'a str)], Option<u64>, &'a str);

    /// Facts: source, who told, minute, what; the answer at minute 10 with mme1 of 001/01 serving since minute 1.
    #[test]
    fn lq_4_the_newest_exact_fact_answers() {
        let rows: &[Row<'_>] = &[
            ("the network, where nothing else is known", &[], None, "plmn 00101"),
            ("a cell", &[(Source::Mme, "mme1", 2, "ecgi 00101-0000101")], None, "ecgi 00101-0000101"),
            ("too old", &[(Source::Mme, "mme1", 2, "ecgi 00101-0000101")], Some(7), ""),
            (
                "young enough",
                &[(Source::Mme, "mme1", 3, "ecgi 00101-0000101")],
                Some(7),
                "ecgi 00101-0000101",
            ),
            (
                "of a node that served before",
                &[(Source::Mme, "mme0", 9, "ecgi 00101-0000101")],
                None,
                "plmn 00101",
            ),
            (
                "the newer of two",
                &[
                    (Source::Mme, "mme1", 4, "ecgi 00101-0000101"),
                    (Source::Gtp, "192.0.2.1", 5, "ecgi 00101-0000102"),
                ],
                None,
                "ecgi 00101-0000102",
            ),
            (
                "a network alone does not outdo a cell in it",
                &[
                    (Source::Mme, "mme1", 4, "ecgi 00101-0000101"),
                    (Source::Charging, "scscf", 5, "plmn 00101"),
                ],
                None,
                "ecgi 00101-0000101",
            ),
            (
                "but another network does",
                &[
                    (Source::Gtp, "192.0.2.1", 4, "ecgi 00101-0000101"),
                    (Source::Charging, "scscf", 5, "plmn 26202"),
                ],
                None,
                "plmn 26202",
            ),
            (
                "before the registration in another network",
                &[(Source::Gtp, "192.0.2.1", 0, "ecgi 26202-0000101")],
                None,
                "plmn 00101",
            ),
        ];
        let registration = served("mme1", "00101", 1);
        for (what, facts, accepted, said) in rows {
            let facts = facts.iter().map(|(source, from, minute, seen)| fact(*source, from, *minute, seen));
            let accepted = accepted.map(|minutes| Duration::from_secs(minutes * 60));
            let location = remembered(facts);
            let found = best(location.as_ref(), Some(&registration), accepted, Timestamp(10 * MINUTE));
            let found = found.map_or_else(String::new, |fact| fact.seen.to_string());
            assert_eq!(found, *said, "{what}");
        }
        assert_eq!(best(None, None, None, Timestamp(0)), None);
    }
}
