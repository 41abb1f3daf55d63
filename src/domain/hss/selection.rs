//! Which S-CSCF shall serve a user that none serves yet (TS 29.228 §6.7, TS 29.229 §6.3.4).

use super::{
    Hss, Refusal,
    config::{FirstRegistration, ScscfSet},
};
use crate::types::{Imsi, Name};

/// What an answer says about the serving S-CSCF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Server<'a> {
    /// Nothing.
    Unnamed,
    /// Server-Name.
    Name(&'a str),
    /// Server-Capabilities.
    Capabilities(Capabilities<'a>),
}

/// The content of Server-Capabilities; never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities<'a> {
    set: &'a ScscfSet,
    names: bool,
    first: usize,
}

impl<'a> Capabilities<'a> {
    /// Mandatory-Capability.
    pub fn mandatory(&self) -> &'a [u32] {
        &self.set.mandatory
    }

    /// Optional-Capability.
    pub fn optional(&self) -> &'a [u32] {
        &self.set.optional
    }

    /// Server-Name, the preferred one first.
    pub fn names(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let names = if self.names { self.set.names.as_slice() } else { &[] };
        let (before, from) = names.split_at(self.first.min(names.len()));
        from.iter().chain(before).map(String::as_str)
    }
}

/// What the I-CSCF is told for a user that nobody serves, by the configured manner.
pub fn for_first_registration<'a>(
    hss: &'a Hss,
    set: Option<&Name>,
    spread: u64,
) -> Result<Server<'a>, Refusal> {
    let set = hss.scscf_set(set)?;
    let first = place(set, spread);
    Ok(match (hss.ims.uaa_first_registration, set.names.get(first)) {
        (FirstRegistration::ServerName, Some(name)) => Server::Name(name),
        (FirstRegistration::Bare, _) => capabilities(set, false, first),
        _ => capabilities(set, true, first),
    })
}

/// Server-Capabilities for who asks for them by name (UAR and LIR with REGISTRATION_AND_CAPABILITIES) or finds a user without S-CSCF.
pub fn by_capabilities<'a>(hss: &'a Hss, set: Option<&Name>, spread: u64) -> Result<Server<'a>, Refusal> {
    let set = hss.scscf_set(set)?;
    Ok(capabilities(set, true, place(set, spread)))
}

/// A number that stays the same for a subscriber and is spread evenly over them (neighbouring IMSIs differ in the last digits only).
pub fn spread(imsi: Imsi) -> u64 {
    // Fibonacci hashing: the golden ratio's multiple scatters consecutive numbers.
    imsi.packed().wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32
}

fn place(set: &ScscfSet, spread: u64) -> usize {
    // Never 0 names: `max(1)`. The remainder is less than the length of a list in memory.
    (spread % set.names.len().max(1) as u64) as usize
}

fn capabilities(set: &ScscfSet, names: bool, first: usize) -> Server<'_> {
    let nothing = set.mandatory.is_empty() && set.optional.is_empty() && (set.names.is_empty() || !names);
    if nothing { Server::Unnamed } else { Server::Capabilities(Capabilities { set, names, first }) }
}
