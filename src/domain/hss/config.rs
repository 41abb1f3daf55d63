//! What an operator configures of the HSS: the sections `[ims]`, `[scscf.NAME]`, `[charging_functions.NAME]`, `[profile.NAME]`,
//! `[shared_ifc.NUMBER]`, `[public_service.NAME]`, `[sh]`, `[application_server.NAME]` and `[gmlc]`. [`Hss::new`](super::Hss::new) checks them as a whole.

use super::{
    eps::{Eps, EpsProfile},
    lcs::Gmlc,
    profile::{InitialFilterCriteria, Profile},
    sh::{ApplicationServer, Sh},
};
use crate::types::{DiameterUri, Sic};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The HSS's sections of the configuration. All have defaults: an empty file is a valid one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HssConfig {
    /// `[ims]`.
    pub ims: Ims,
    /// `[scscf.NAME]`: sets of S-CSCFs. The set `default` serves whoever names no other.
    pub scscf: BTreeMap<String, ScscfSet>,
    /// `[charging_functions.NAME]`: sets of charging functions. The set `default` serves whoever names no other.
    pub charging_functions: BTreeMap<String, ChargingFunctions>,
    /// `[profile.NAME]`: service profiles. A profile `default` without filter criteria exists where none is configured.
    pub profile: BTreeMap<String, Profile>,
    /// `[shared_ifc.NUMBER]`: shared sets of initial filter criteria, which profiles refer to by number.
    pub shared_ifc: BTreeMap<String, SharedIfc>,
    /// `[public_service.NAME]`: public service identities.
    pub public_service: BTreeMap<String, PublicServiceEntry>,
    /// `[eps]`: the HSS of the EPS.
    pub eps: Eps,
    /// `[eps_profile.NAME]`. A profile `default` with the APNs `internet` and `ims` exists where none is configured.
    pub eps_profile: BTreeMap<String, EpsProfile>,
    /// `[sh]`: how much is kept for application servers.
    pub sh: Sh,
    /// `[application_server.NAME]`: what application servers may do, by their Origin-Host.
    pub application_server: BTreeMap<String, ApplicationServer>,
    /// `[gmlc]`: who may ask which nodes serve a user.
    pub gmlc: Gmlc,
}

/// `[ims]`: how the HSS behaves as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Ims {
    /// Digits of a service identification code, 1 to 8.
    pub sic_length: usize,
    /// Visited network identifiers that are home, beside each subscriber's own home domain with and without `ims.`. Case does not matter.
    pub home_networks: Vec<String>,
    /// What a UAA for a first registration carries.
    pub uaa_first_registration: FirstRegistration,
    /// Seconds that an authentication which was begun counts as pending: until then, UAR names the S-CSCF that began it.
    pub auth_pending_timeout: u32,
    /// Seconds that another S-CSCF may take a user over after an I-CSCF asked for capabilities because the old one does not respond.
    pub reassignment_timeout: u32,
    /// Authentication vectors in an MAA at most, whatever was asked for. Kamailio and OpenSIPS use one.
    pub vectors_per_mar: u32,
    /// Whether the Server-Name is kept (and the user unregistered) when an S-CSCF offers to keep the profile at a deregistration.
    pub keep_server_name: bool,
}

impl Default for Ims {
    fn default() -> Self {
        Self {
            sic_length: 3,
            home_networks: Vec::new(),
            uaa_first_registration: FirstRegistration::ServerName,
            auth_pending_timeout: 60,
            reassignment_timeout: 60,
            vectors_per_mar: 1,
            keep_server_name: true,
        }
    }
}

/// What a UAA for a first registration carries beside its result code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FirstRegistration {
    /// The preferred S-CSCF in Server-Name: Kamailio and OpenSIPS both take it, OpenSIPS takes nothing else.
    #[default]
    ServerName,
    /// Server-Capabilities with the capabilities and the preferred names: the standard's way.
    Capabilities,
    /// Server-Capabilities without names, and nothing where no capability is required: the I-CSCF has a table of its own.
    Bare,
}

/// `[scscf.NAME]`: which S-CSCFs may serve a user.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ScscfSet {
    /// Preferred S-CSCFs as SIP URIs (`sip:scscf.example:6060`); subscribers are spread over them evenly and stay where they are.
    pub names: Vec<String>,
    /// Capabilities an S-CSCF must have (numbers of the operator's own, TS 29.229 §6.3.5).
    pub mandatory: Vec<u32>,
    /// Capabilities it should have.
    pub optional: Vec<u32>,
    /// Whether the S-CSCF has to route loosely (Loose-Route-Indication, TS 29.229 §6.3.45).
    pub loose_route: bool,
}

/// `[charging_functions.NAME]`: where a user's charging goes, as DiameterURIs (`aaa://ocs.example:3868`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ChargingFunctions {
    /// The first event charging function (online).
    pub primary_ecf: Option<String>,
    /// The second one.
    pub secondary_ecf: Option<String>,
    /// The first charging collection function (offline).
    pub primary_ccf: Option<String>,
    /// The second one.
    pub secondary_ccf: Option<String>,
}

/// `[shared_ifc.NUMBER]`: a shared set of initial filter criteria (TS 29.228 Annex B.2.2). An S-CSCF that has the feature gets the number,
/// any other the criteria themselves.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SharedIfc {
    /// The criteria.
    pub ifc: Vec<InitialFilterCriteria>,
}

/// `[public_service.NAME]`: a public service identity: what is called is a service, not a person (TS 23.228 §5.4.12).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicServiceEntry {
    /// The identity, `sip:conference@ims.example`; or all of a kind, `sip:room!.*!@ims.example`, with a regular expression between exclamation marks.
    pub identity: String,
    /// The private service identity; NAME at the identity's host where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private_identity: Option<String>,
    /// The service profile, of `[profile.NAME]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// False: answered as an unknown user.
    #[serde(default = "yes")]
    pub active: bool,
    /// The application server that I-CSCFs route to directly, as a SIP URI; without one an S-CSCF serves the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application_server: Option<String>,
    /// The set of S-CSCFs, of `[scscf.NAME]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scscf: Option<String>,
}

fn yes() -> bool {
    true
}

/// A mistake in the configuration: where, what is wrong, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct Mistake {
    /// The setting, as `[scscf.default] names`.
    pub place: String,
    /// The sentence.
    pub problem: String,
}

impl Mistake {
    pub(in crate::domain::hss) fn new(place: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { place: place.into(), problem: problem.into() }
    }
}

impl Ims {
    pub(super) fn check(&self, mistakes: &mut Vec<Mistake>) {
        if !(1..=Sic::MAX_LEN).contains(&self.sic_length) {
            mistakes.push(Mistake::new(
                "[ims] sic_length",
                format!("{} is not 1 to {} digits", self.sic_length, Sic::MAX_LEN),
            ));
        }
        if self.vectors_per_mar == 0 || self.vectors_per_mar > 32 {
            mistakes.push(Mistake::new("[ims] vectors_per_mar", "an MAA carries 1 to 32 vectors"));
        }
        if self.auth_pending_timeout == 0 {
            let problem = "0 s would send the answer to a challenge to another S-CSCF: give at least 1";
            mistakes.push(Mistake::new("[ims] auth_pending_timeout", problem));
        }
    }
}

impl ScscfSet {
    pub(super) fn check(&self, name: &str, mistakes: &mut Vec<Mistake>) {
        for uri in &self.names {
            let host = uri.strip_prefix("sip:").or_else(|| uri.strip_prefix("sips:")).unwrap_or_default();
            if host.is_empty() || uri.len() > 255 || uri.bytes().any(|byte| byte <= b' ' || byte == 0x7f) {
                let problem = format!(
                    "{uri:?} is no S-CSCF name: write a SIP URI as sip:scscf.example:6060, which the I-CSCF sends to"
                );
                mistakes.push(Mistake::new(format!("[scscf.{name}] names"), problem));
            }
        }
    }
}

impl ChargingFunctions {
    /// The functions with the names of their settings.
    pub fn all(&self) -> [(&'static str, Option<&str>); 4] {
        [
            ("primary_ecf", self.primary_ecf.as_deref()),
            ("secondary_ecf", self.secondary_ecf.as_deref()),
            ("primary_ccf", self.primary_ccf.as_deref()),
            ("secondary_ccf", self.secondary_ccf.as_deref()),
        ]
    }

    pub(super) fn check(&self, name: &str, mistakes: &mut Vec<Mistake>) {
        for (setting, uri) in self.all() {
            let Some(uri) = uri else { continue };
            if DiameterUri::parse(uri).is_none() {
                let problem = format!("{uri:?} is no DiameterURI: write aaa://ocs.example:3868");
                mistakes.push(Mistake::new(format!("[charging_functions.{name}] {setting}"), problem));
            }
        }
        // TS 29.229 §6.3.19: a group without a primary address says nothing.
        for (primary, secondary, kind) in
            [(&self.primary_ecf, &self.secondary_ecf, "ecf"), (&self.primary_ccf, &self.secondary_ccf, "ccf")]
        {
            if primary.is_none() && secondary.is_some() {
                let problem = format!("a secondary function needs a primary one: set primary_{kind}");
                mistakes.push(Mistake::new(format!("[charging_functions.{name}] secondary_{kind}"), problem));
            }
        }
    }
}
