//! The AS permissions list: which application server may do what with which data, of all users alike (TS 29.328 §6.2).

use super::{Operation, Reference};
use crate::domain::hss::{Refusal, config::Mistake};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// `[application_server.NAME]`: what an application server may do; NAME is the Origin-Host of its requests.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ApplicationServer {
    /// What it may read (UDR).
    pub pull: Vec<Reference>,
    /// What it may change (PUR).
    pub update: Vec<Reference>,
    /// Of what it may be notified (SNR).
    pub subscribe: Vec<Reference>,
}

/// `[sh]`: how much is kept for application servers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sh {
    /// The longest ServiceData of repository data, in octets.
    pub repository_data_max: u32,
    /// Pieces of repository data of one public identity at most.
    pub repository_data_count: u32,
    /// Seconds a subscription lasts at most; 0: as long as its application server wants.
    pub subscription_max: u32,
}

impl Default for Sh {
    fn default() -> Self {
        Self { repository_data_max: 16_384, repository_data_count: 32, subscription_max: 0 }
    }
}

impl ApplicationServer {
    /// Each operation with its setting and what is allowed.
    fn all(&self) -> [(Operation, &'static str, &[Reference]); 3] {
        [
            (Operation::Pull, "pull", &self.pull),
            (Operation::Update, "update", &self.update),
            (Operation::Subscribe, "subscribe", &self.subscribe),
        ]
    }

    fn check(&self, host: &str, mistakes: &mut Vec<Mistake>) {
        for (operation, setting, references) in self.all() {
            for reference in references.iter().filter(|reference| !reference.has(operation)) {
                let problem = format!(
                    "nobody can {} {}: TS 29.328 has no such operation, leave it out",
                    operation.verb(),
                    reference.name()
                );
                mistakes.push(Mistake::new(format!("[application_server.{host:?}] {setting}"), problem));
            }
        }
    }
}

/// The list, ready to be asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Permissions(HashMap<Box<str>, ApplicationServer>);

impl Permissions {
    /// Reads the configured servers; every mistake is a sentence.
    pub(in crate::domain::hss) fn read(
        servers: &BTreeMap<String, ApplicationServer>,
        mistakes: &mut Vec<Mistake>,
    ) -> Self {
        servers.iter().for_each(|(host, server)| server.check(host, mistakes));
        let entry = |(host, server): (&String, &ApplicationServer)| {
            (host.to_ascii_lowercase().into(), server.clone())
        };
        Self(servers.iter().map(entry).collect())
    }

    /// The reference with this number, if `host` may do that with it.
    ///
    /// # Errors
    /// [`Refusal::NotPermitted`]: 5102, 5103 or 5104 by the operation.
    pub fn check(&self, host: &str, operation: Operation, number: u32) -> Result<Reference, Refusal> {
        let server = match self.0.get(host) {
            None if host.bytes().any(|byte| byte.is_ascii_uppercase()) => {
                self.0.get(&*host.to_ascii_lowercase())
            }
            found => found,
        };
        let allowed = |reference: &Reference| {
            let of = server.into_iter().flat_map(ApplicationServer::all);
            of.filter(|(allowed, ..)| *allowed == operation).any(|(.., all)| all.contains(reference))
        };
        let reference = Reference::of(number);
        reference.filter(allowed).ok_or_else(|| Refusal::NotPermitted {
            host: host.into(),
            operation,
            reference: reference
                .map_or_else(|| format!("reference {number}").into(), |known| known.name().into()),
        })
    }
}
