//! Public service identities: services that are called, not people.

use super::{Record, Scscf};
use crate::types::{Impu, Name};
use serde::{Deserialize, Serialize};

/// A PSI, distinct or wildcarded (TS 23.003 §13.5, TS 23.228 §5.4.12). Nobody registers it; an S-CSCF or an application server serves it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicService {
    /// The identity; between exclamation marks a regular expression, if it is wildcarded.
    pub identity: Impu,
    /// The private service identity.
    pub private_identity: Box<str>,
    /// Its service profile, by name in the configuration.
    pub profile: Name,
    /// Inactive: answered as an unknown user (TS 29.328 PSI activation).
    pub active: bool,
    /// The application server that hosts it, for direct routing from the I-CSCF (TS 29.228 §6.1.4.1 step 2).
    pub application_server: Option<Name>,
    /// S-CSCF capabilities and names, as of a service.
    pub scscf_set: Option<Name>,
    /// The S-CSCF that serves it now.
    pub scscf: Option<Scscf>,
}

impl Record for PublicService {
    type Key = Impu;
    const KIND: &'static str = "public_service";
    fn key(&self) -> Impu {
        self.identity.clone()
    }
}
