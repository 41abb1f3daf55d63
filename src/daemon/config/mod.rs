//! The configuration: one TOML file, a struct per section, sentences for mistakes (OP-6).
//!
//! Every setting stands with its default and its meaning in `config/innkeeper.toml`; a test proves that it does. Values check themselves
//! while they are read ([`values`]), so a mistake is reported with the line it stands in; what concerns several settings at once
//! is checked in [`check`]. Secrets are named by files, never written here.

mod admin;
mod auth;
mod charging;
mod check;
mod diameter;
mod error;
mod ga;
mod gtp;
mod ims;
mod live;
mod places;
mod records;
mod store;
pub mod values;

pub use admin::{Admin, Client};
pub use auth::Auth;
pub use charging::ChargingSection;
pub use diameter::{Diameter, Peer};
pub use error::ConfigError;
pub use ga::{Ga, GaGateway, GaTransport};
pub use gtp::{Gtp, GtpListener, GtpMode};
pub use ims::{Lab, ProvisioningSection};
pub use live::{Difference, difference};
pub use places::PlacesSection;
pub use records::RecordsSection;
pub use store::Store;

use crate::{
    domain::hss::config::{ChargingFunctions, Ims, PublicServiceEntry, ScscfSet, SharedIfc},
    domain::hss::eps::{Eps, EpsProfile},
    domain::hss::profile::Profile,
    domain::hss::{
        lcs::Gmlc,
        sh::{ApplicationServer, Sh},
    },
    domain::location::{LocationSettings, Privacy, PrivacyClass},
    telemetry::logs::{Format, Level},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, path::Path};

/// Everything that can be set.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// What is logged, and how.
    pub log: Log,
    /// This node and its listeners.
    pub diameter: Diameter,
    /// Where the state is.
    pub store: Store,
    /// The authentication centre.
    pub auth: Auth,
    /// The HTTP API.
    pub admin: Admin,
    /// The HSS.
    pub ims: Ims,
    /// GTPv2-C.
    pub gtp: Gtp,
    /// The map from cells to places.
    pub places: PlacesSection,
    /// The tariff.
    pub charging: ChargingSection,
    /// Where charging data records go.
    pub records: RecordsSection,
    /// Charging gateways.
    pub ga: Ga,
    /// How subscribers are made.
    pub provisioning: ProvisioningSection,
    /// What a lab gets for nothing.
    pub lab: Lab,
    /// Sets of S-CSCF names and capabilities.
    pub scscf: BTreeMap<String, ScscfSet>,
    /// Sets of charging functions.
    pub charging_functions: BTreeMap<String, ChargingFunctions>,
    /// Service profiles.
    pub profile: BTreeMap<String, Profile>,
    /// Shared sets of initial filter criteria, by number.
    pub shared_ifc: BTreeMap<String, SharedIfc>,
    /// Public service identities.
    pub public_service: BTreeMap<String, PublicServiceEntry>,
    /// The HSS of the EPS.
    pub eps: Eps,
    /// EPS profiles.
    pub eps_profile: BTreeMap<String, EpsProfile>,
    /// What is kept for application servers.
    pub sh: Sh,
    /// What application servers may do, by their Origin-Host.
    pub application_server: BTreeMap<String, ApplicationServer>,
    /// The location service.
    pub location: LocationSettings,
    /// Who may be told where some subscribers are.
    pub privacy_class: BTreeMap<String, PrivacyClass>,
    /// Which GMLCs may ask who serves a user.
    pub gmlc: Gmlc,
    /// Templates of subscribers, as tables: `domain::subscribers` reads them.
    pub template: BTreeMap<String, toml::Table>,
}

/// `[log]`
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// Level, or directives.
    pub level: Level,
    /// Text or JSON.
    pub format: Format,
}

impl Config {
    /// What runs without any file: a lab node on loopback that accepts every peer, has a few subscribers ready, and names the S-CSCF
    /// of `config/kamailio`.
    pub fn lab() -> Self {
        let mut config = Self::default();
        config.diameter.accept_unknown_peers = true;
        config.lab.subscribers = 3;
        let names = vec!["sip:127.0.0.1:6060".to_owned()];
        config.scscf.insert("default".to_owned(), ScscfSet { names, ..ScscfSet::default() });
        config
    }

    /// The configuration in `path`, or the lab's without one.
    ///
    /// # Errors
    /// [`ConfigError`]: one sentence with file and line.
    pub fn load(path: Option<&Path>) -> Result<Self, ConfigError> {
        let Some(path) = path else {
            return Ok(Self::lab());
        };
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::unreadable(path, &source))?;
        Self::parse(&text, path)
    }

    /// The configuration that `text` says; `path` is for messages.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let config: Self = toml::from_str(text).map_err(|source| ConfigError::syntax(path, text, &source))?;
        match check::check(&config) {
            Ok(()) => Ok(config),
            Err(fault) => Err(ConfigError::fault(path, text, &fault)),
        }
    }

    /// Who may be told where subscribers are. `check` saw to it that it can be read.
    ///
    /// # Errors
    /// Class, setting and sentence.
    pub fn privacy(&self) -> Result<Privacy, (String, &'static str, String)> {
        Privacy::new(&self.location, &self.privacy_class)
    }

    /// The whole configuration, defaults included, as TOML that [`parse`](Self::parse) reads back to the same.
    pub fn to_toml(&self) -> String {
        // Every type in here is made of tables, strings, numbers, booleans and lists of them: TOML can say all of it.
        toml::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
