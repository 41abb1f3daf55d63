//! Which services of a public identity application servers switched on and off: Dynamic Service Activation Info (TS 29.328 §7.6.11).

use super::Record;
use crate::types::{Impu, Imsi, Name};
use serde::{Deserialize, Serialize};

/// What was switched of one public identity, of a user or a service. What never was is as the configuration says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dsai {
    /// The identity in whose name it is kept: of aliases the first, of a wildcarded identity the wildcard.
    pub identity: Impu,
    /// Whose identity it was when it was written; `None` for a public service. What a former owner left is nobody else's.
    pub holder: Option<Imsi>,
    /// One per application server and tag.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub entries: Box<[DsaiEntry]>,
}

/// One switch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DsaiEntry {
    /// The application server's SIP URI, in lower case.
    pub server: Name,
    /// DSAI-Tag.
    pub tag: Box<str>,
    /// ACTIVE, or INACTIVE.
    pub active: bool,
}

impl Record for Dsai {
    type Key = Impu;
    const KIND: &'static str = "dsai";
    fn key(&self) -> Impu {
        self.identity.clone()
    }
}

impl Dsai {
    /// Nothing switched yet.
    pub fn empty(identity: Impu, holder: Option<Imsi>) -> Self {
        Self { identity, holder, entries: Box::default() }
    }

    /// How the switch of this server (in lower case) with this tag stands, if it was ever touched.
    pub fn state(&self, server: &str, tag: &str) -> Option<bool> {
        self.entries
            .iter()
            .find(|entry| *entry.server == *server && *entry.tag == *tag)
            .map(|entry| entry.active)
    }

    /// Sets it.
    pub fn set(&mut self, server: &str, tag: &str, active: bool) {
        let mut entries = std::mem::take(&mut self.entries).into_vec();
        match entries.iter_mut().find(|entry| *entry.server == *server && *entry.tag == *tag) {
            Some(entry) => entry.active = active,
            None => entries.push(DsaiEntry { server: Name::new(server), tag: tag.into(), active }),
        }
        // In order: what is switched alike is alike.
        entries.sort_by(|one, other| (&*one.server, &one.tag).cmp(&(&*other.server, &other.tag)));
        self.entries = entries.into();
    }
}
