//! What application servers keep here of a public identity: repository data (TS 29.328 §7.6.1).

use super::Record;
use crate::types::{Impu, Imsi};
use serde::{Deserialize, Serialize};

/// The repository data of one public identity, of a user or a service: all of it in one record, so that it goes with the identity, and an
/// update of several is one change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepositoryData {
    /// The identity in whose name it is kept: of aliases the first, of a wildcarded identity the wildcard.
    pub identity: Impu,
    /// Whose identity it was when it was written; `None` for a public service. What a former owner left is nobody else's.
    pub holder: Option<Imsi>,
    /// One per Service-Indication, ordered by it.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub entries: Box<[RepositoryEntry]>,
}

/// One piece of repository data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepositoryEntry {
    /// Service-Indication: which service it belongs to.
    pub service_indication: Box<str>,
    /// The version: 0 when it was made, one more with each change, after 65535 comes 1.
    pub sequence: u16,
    /// The ServiceData element, whole: transparent to the HSS.
    pub data: Box<str>,
}

impl Record for RepositoryData {
    type Key = Impu;
    const KIND: &'static str = "repository_data";
    fn key(&self) -> Impu {
        self.identity.clone()
    }
}

impl RepositoryData {
    /// Nothing yet.
    pub fn empty(identity: Impu, holder: Option<Imsi>) -> Self {
        Self { identity, holder, entries: Box::default() }
    }

    /// The data of one service.
    pub fn entry(&self, service_indication: &str) -> Option<&RepositoryEntry> {
        self.entries.iter().find(|entry| *entry.service_indication == *service_indication)
    }

    /// Puts the data of one service in its place, or takes it away.
    pub fn set(&mut self, service_indication: &str, new: Option<RepositoryEntry>) {
        let mut entries = std::mem::take(&mut self.entries).into_vec();
        entries.retain(|entry| *entry.service_indication != *service_indication);
        if let Some(new) = new {
            let at = entries.partition_point(|entry| entry.service_indication < new.service_indication);
            entries.insert(at, new);
        }
        self.entries = entries.into();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_stay_in_order_and_come_once() {
        let entry = |name: &str, sequence| RepositoryEntry {
            service_indication: name.into(),
            sequence,
            data: "<ServiceData/>".into(),
        };
        let mut data = RepositoryData::empty(Impu::parse("sip:a@b").unwrap(), None);
        for (name, sequence) in [("mmtel", 0), ("conf", 0), ("presence", 0), ("mmtel", 1)] {
            data.set(name, Some(entry(name, sequence)));
        }
        data.set("conf", None);
        assert_eq!(*data.entries, [entry("mmtel", 1), entry("presence", 0)]);
        assert_eq!((data.entry("conf"), data.entry("mmtel")), (None, Some(&entry("mmtel", 1))));
    }
}
