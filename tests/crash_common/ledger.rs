//! Per subscriber: which assignments were asked for, which were acknowledged or shown, and which sequence numbers came.
//!
//! The assignments of a subscriber are numbered from 1. An odd one registers with an S-CSCF of that number's name, the even one after it
//! deregisters: so a Server-Name says which assignment it shows. `floor` is the least that may be there from now on, `issued` the most.

use super::Random;
use innkeeper::{
    cli::load::Population,
    domain::auth::{
        Functions,
        provision::{OperatorKey, sim_keys},
    },
};
use std::collections::{HashMap, HashSet};

/// The S-CSCF of an assignment: an even one deregisters what the one before it registered.
pub fn server(assignment: u32) -> String {
    format!("sip:s{}.scscf.example:6060", (assignment - 1) | 1)
}

fn assignment(server: &str) -> u32 {
    let number = server.strip_prefix("sip:s").and_then(|rest| rest.split('.').next());
    number.and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("{server} was never assigned"))
}

/// What is known of one subscriber.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known {
    pub issued: u32,
    pub floor: u32,
    /// The last SEQ in order of issue.
    pub seq: u64,
}

impl Known {
    /// An LIR that left when `floor` stood there showed this. What it showed can never be gone again.
    pub fn shown(&mut self, server: Option<&str>, floor: u32) -> Result<(), String> {
        let shown = match server {
            Some(server) => assignment(server),
            // Which deregistration it was cannot be seen: at least the first that is possible.
            None => floor + floor % 2,
        };
        if shown < floor || shown > self.issued {
            return Err(format!("{server:?} is assignment {shown}, expected {floor} to {}", self.issued));
        }
        self.floor = self.floor.max(shown);
        Ok(())
    }

    /// What the daemon has after it came back: what was in flight may be or not, and is settled now.
    pub fn settled(&mut self, server: Option<&str>) -> Result<(), String> {
        self.shown(server, self.floor)?;
        self.issued = server.map_or(self.issued + self.issued % 2, assignment);
        self.floor = self.issued;
        Ok(())
    }
}

/// One connection's subscribers.
#[derive(Debug)]
pub struct Ledger {
    pub first: u64,
    pub known: Vec<Known>,
    /// Those with something to check.
    pub touched: HashSet<u64>,
    pub assignments: u64,
    pub challenges: u64,
    pub looks: u64,
}

impl Ledger {
    pub fn new(first: u64, count: u64) -> Self {
        let known = vec![Known::default(); count as usize];
        Self { first, known, touched: HashSet::new(), assignments: 0, challenges: 0, looks: 0 }
    }

    pub fn any(&self, random: &mut Random) -> u64 {
        self.first + random.below(self.known.len() as u64)
    }

    /// Everybody who was ever assigned.
    pub fn assigned(&self) -> Vec<u64> {
        (self.first..).zip(&self.known).filter(|(_, known)| known.issued > 0).map(|(who, _)| who).collect()
    }

    pub fn of(&mut self, subscriber: u64) -> &mut Known {
        &mut self.known[(subscriber - self.first) as usize]
    }
}

/// The SIMs that every connection challenges at once: their order is nobody's, but no number may come twice, or come late.
#[derive(Debug, Default)]
pub struct Shared {
    pub seen: HashMap<u64, HashSet<u64>>,
    /// The highest before this start of the daemon.
    pub before: HashMap<u64, u64>,
}

impl Shared {
    pub fn challenged(&mut self, subscriber: u64, seq: u64) -> Result<(), String> {
        let before = self.before.get(&subscriber).copied().unwrap_or_default();
        if seq <= before {
            return Err(format!("SEQ {seq} after a restart, {before} came before it"));
        }
        let fresh = self.seen.entry(subscriber).or_default().insert(seq);
        if fresh { Ok(()) } else { Err(format!("SEQ {seq} came twice")) }
    }

    pub fn restarted(&mut self) {
        self.before = self.seen.iter().map(|(sim, seen)| (*sim, *seen.iter().max().unwrap())).collect();
    }
}

/// SEQ of a challenge (RAND ‖ AUTN), opened with the SIM's keys: SQN = AUTN[0..6] xor AK (TS 33.102 §6.3.2).
pub fn seq(population: &Population, subscriber: u64, challenge: &[u8]) -> u64 {
    let hex = |octets: [u8; 16]| octets.map(|octet| format!("{octet:02x}")).concat();
    let k = Population::k(population.imsi.offset(subscriber).unwrap());
    let keys = sim_keys(&hex(k), OperatorKey::Opc(&hex(Population::OPC))).unwrap();
    let ak = Functions::new(&keys).f2345(challenge[..16].try_into().unwrap()).ak;
    let sqn = challenge[16..22].iter().zip(ak).fold(0, |sqn, (octet, key)| sqn << 8 | u64::from(octet ^ key));
    sqn >> 5
}
