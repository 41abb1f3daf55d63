//! `[ims]` and the named sets that subscribers refer to.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// `[ims]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ims {
    /// Digits in a service identification code.
    pub sic_length: u8,
    /// The home domain where none is given: of subscribers, and of `innkeeper impi`.
    pub home_domain: String,
}

impl Default for Ims {
    fn default() -> Self {
        Self { sic_length: 3, home_domain: crate::types::home_domain("001", "01") }
    }
}

/// `[lab]`
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Lab {
    /// How many subscribers with published test keys an empty store gets. Never in production.
    pub subscribers: u8,
}

/// `[scscf.NAME]`; subscribers without a set use `default`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ScscfSet {
    /// S-CSCF names to prefer, best first: SIP URIs.
    pub names: Vec<String>,
    /// Capabilities an S-CSCF must have.
    pub mandatory: Vec<u32>,
    /// Capabilities it should have.
    pub optional: Vec<u32>,
}

/// `[charging_functions.NAME]`
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChargingFunctions {
    /// Primary-Event-Charging-Function-Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_event: Option<String>,
    /// Secondary-Event-Charging-Function-Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secondary_event: Option<String>,
    /// Primary-Charging-Collection-Function-Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_collection: Option<String>,
    /// Secondary-Charging-Collection-Function-Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secondary_collection: Option<String>,
}

/// `[profile.NAME]`
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Profile {
    /// A file with the initial filter criteria.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ifc_file: Option<PathBuf>,
}
