//! Which request comes next: a mix of kinds, walked over the population so that every client gets its turn.

use super::population::Kind;
use std::str::FromStr;

/// Kinds and their shares, as `uar=3,lir=1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mix(Vec<(Kind, u32)>);

impl FromStr for Mix {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut shares = Vec::new();
        for part in text.split(',') {
            let (name, share) = part.split_once('=').unwrap_or((part, "1"));
            let kind = <Kind as clap::ValueEnum>::from_str(name.trim(), true)
                .map_err(|_| format!("\"{name}\" is no kind of request: {}", kinds()))?;
            let share = share
                .trim()
                .parse()
                .map_err(|_| format!("the share of {name} is a number, not \"{share}\""))?;
            shares.push((kind, share));
        }
        if shares.iter().all(|(_, share)| *share == 0) {
            return Err("every share is zero: nothing would be sent".into());
        }
        let mix = Self(shares);
        if mix.is_gtp() && mix.0.iter().any(|(kind, _)| *kind != Kind::Cnr) {
            return Err("cnr goes over GTP, all others over Diameter: they need a run each".into());
        }
        Ok(mix)
    }
}

impl Mix {
    /// True for what goes over GTPv2-C.
    pub(super) fn is_gtp(&self) -> bool {
        self.0.iter().any(|(kind, _)| *kind == Kind::Cnr)
    }

    /// The Diameter applications it needs, each once.
    pub(super) fn applications(&self) -> Vec<u32> {
        let mut all: Vec<u32> = self.0.iter().filter_map(|(kind, _)| kind.application()).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// All kinds, as they are written in a mix.
fn kinds() -> String {
    Kind::ALL.map(|kind| kind.name().to_lowercase()).join(", ")
}

/// One step of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    /// What to send.
    pub(super) kind: Kind,
    /// For which client of the population.
    pub(super) client: u64,
    /// True on every other visit to a client: a SAR deregisters then, a ULR tells of another MME's features, so that each changes something.
    pub(super) again: bool,
    /// How many visits of this kind there were before it.
    pub(super) visit: u64,
}

/// The endless sequence of steps of one connection; connections share the population without sharing clients.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    cycle: Vec<Kind>,
    at: u64,
    first: u64,
    clients: u64,
    stride: u64,
    visits: [u64; Kind::ALL.len()],
}

impl Plan {
    /// The plan of connection `number` of `of`, over `clients` clients.
    pub(super) fn new(mix: &Mix, number: u64, of: u64, clients: u64) -> Self {
        let share = (clients / of).max(1);
        let first = (share * number) % clients.max(1);
        Self {
            cycle: interleave(&mix.0),
            at: 0,
            first,
            clients: share,
            stride: stride(share),
            visits: [0; Kind::ALL.len()],
        }
    }

    /// The next step.
    pub(super) fn step(&mut self) -> Step {
        let kind = self.cycle[(self.at % self.cycle.len() as u64) as usize];
        self.at += 1;
        let visit = &mut self.visits[kind as usize];
        let number = *visit;
        let (round, place) = (number / self.clients, number % self.clients);
        *visit += 1;
        let scattered = (u128::from(place) * u128::from(self.stride) % u128::from(self.clients)) as u64;
        Step { kind, client: self.first + scattered, again: round % 2 == 1, visit: number }
    }
}

/// One cycle of the mix with its kinds spread evenly.
fn interleave(shares: &[(Kind, u32)]) -> Vec<Kind> {
    let total: u32 = shares.iter().map(|(_, share)| share).sum();
    let mut owed: Vec<i64> = vec![0; shares.len()];
    (0..total)
        .map(|_| {
            for (owed, (_, share)) in owed.iter_mut().zip(shares) {
                *owed += i64::from(*share);
            }
            // Of equals the first: a session's requests are written in their order.
            let next = (0..shares.len()).rev().max_by_key(|at| owed[*at]).unwrap_or_default();
            owed[next] -= i64::from(total);
            shares[next].0
        })
        .collect()
}

/// A step through `0..size` that visits every place once and leaves no two neighbours together: caches get no help from the order of the numbers.
fn stride(size: u64) -> u64 {
    let mut step = (size as f64 * 0.618_033_988_749) as u64 | 1;
    while gcd(step, size) != 1 {
        step += 2;
    }
    step
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_mix_is_spread_evenly() {
        let mix: Mix = "uar=2,lir=1,sar=1".parse().unwrap();
        let kinds: Vec<Kind> = interleave(&mix.0);
        assert_eq!(kinds.iter().filter(|kind| **kind == Kind::Uar).count(), 2);
        assert_eq!(kinds.len(), 4);
        assert_ne!(kinds[0], kinds[1], "{kinds:?}");
        let session: Mix = "cci,ccu=1,cct".parse().unwrap();
        assert_eq!(interleave(&session.0), [Kind::Cci, Kind::Ccu, Kind::Cct]);
        for wrong in ["", "xar=1", "uar=x", "uar=0", "cnr=1,uar=1"] {
            assert!(wrong.parse::<Mix>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_client_gets_its_turn_and_connections_share_none() {
        let mix: Mix = "sar".parse().unwrap();
        for clients in [1, 2, 10, 97, 1000] {
            for of in [1, 2, 3] {
                if of > clients {
                    continue;
                }
                let mut seen = HashSet::new();
                for number in 0..of {
                    let mut plan = Plan::new(&mix, number, of, clients);
                    let share = clients / of;
                    for _ in 0..share {
                        let step = plan.step();
                        assert!(!step.again);
                        assert!(seen.insert(step.client), "client {} twice", step.client);
                    }
                    assert!(plan.step().again);
                }
                assert!(seen.iter().all(|client| *client < clients));
            }
        }
    }
}
