//! States in one line: `001:1R,2U@A 002:1P@B<A!`.
//!
//! A service (`std` without a code), its sets with a letter each (R registered, U unregistered, P authentication pending, X an authentication
//! that timed out; after R or U, p: pending too), the S-CSCF, after `<` the one it replaced, and `!` while a reassignment is pending. `-` is nothing.

use super::imsi;
use innkeeper::{
    records::*,
    types::{Sic, Timestamp},
};

pub fn server_name(letter: &str) -> String {
    format!("sip:{}.ims.example:6060", letter.to_lowercase())
}

pub fn server_host(letter: &str) -> String {
    format!("{}.ims.example", letter.to_lowercase())
}

pub fn letter(name: &str) -> String {
    match name.strip_prefix("sip:").and_then(|rest| rest.strip_suffix(".ims.example:6060")) {
        Some(letter) if letter.len() == 1 => letter.to_uppercase(),
        _ => name.into(),
    }
}

fn scscf(letter: &str) -> Scscf {
    Scscf {
        name: server_name(letter).as_str().into(),
        host: server_host(letter).as_str().into(),
        realm: "ims.example".into(),
    }
}

pub fn state(text: &str, now: Timestamp) -> Registration {
    let mut registration = Registration::empty(imsi());
    for word in text.split_whitespace().filter(|word| *word != "-") {
        let (sic, rest) = word.split_once(':').unwrap();
        let service = registration.service_mut((sic != "std").then(|| Sic::parse(sic).unwrap()));
        let (rest, reassigning) = rest.strip_suffix('!').map_or((rest, false), |rest| (rest, true));
        let (sets, servers) = rest.split_once('@').unwrap();
        let (server, old) =
            servers.split_once('<').map_or((servers, None), |(server, old)| (server, Some(old)));
        service.scscf = Some(scscf(server));
        service.replaced = old.map(scscf);
        let soon = Timestamp(now.0 + 30_000);
        service.reassignment_until = reassigning.then_some(soon);
        for set in sets.split(',') {
            let (number, letters) = set.split_at(1);
            let entry = service.set_mut(number.parse().unwrap(), Timestamp(0));
            let (state, pending) = match letters {
                "R" => (State::Registered, None),
                "Rp" => (State::Registered, Some(soon)),
                "U" => (State::Unregistered, None),
                "Up" => (State::Unregistered, Some(soon)),
                "P" => (State::NotRegistered, Some(soon)),
                "X" => (State::NotRegistered, Some(Timestamp(now.0 - 1))),
                other => panic!("{other}: no state"),
            };
            (entry.state, entry.pending_until) = (state, pending);
        }
    }
    registration
}

pub fn render(registration: &Registration, now: Timestamp) -> String {
    let words: Vec<_> = registration.services.iter().filter_map(|service| word(service, now)).collect();
    if words.is_empty() { "-".into() } else { words.join(" ") }
}

fn word(service: &ServiceState, now: Timestamp) -> Option<String> {
    let sets: Vec<_> = service
        .sets
        .iter()
        .filter_map(|set| {
            let letters = match (set.state, set.pending_until) {
                (State::Registered, None) => "R",
                (State::Registered, Some(_)) => "Rp",
                (State::Unregistered, None) => "U",
                (State::Unregistered, Some(_)) => "Up",
                (State::NotRegistered, Some(until)) if until > now => "P",
                (State::NotRegistered, Some(_)) => "X",
                (State::NotRegistered, None) => return None,
            };
            Some(format!("{}{letters}", set.set))
        })
        .collect();
    let scscf = match &service.scscf {
        Some(scscf) => format!("@{}", letter(&scscf.name)),
        None if sets.is_empty() => return None,
        None => String::new(),
    };
    let old = service.replaced.as_ref().map(|old| format!("<{}", letter(&old.name))).unwrap_or_default();
    let reassigning = if service.reassignment_until.is_some() { "!" } else { "" };
    let sic = service.sic.map_or_else(|| "std".into(), |sic| sic.to_string());
    Some(format!("{sic}:{}{scscf}{old}{reassigning}", sets.join(",")))
}
