//! What an operator's configuration says about subscribers: which names there are, and how long a service code is.

use crate::{
    domain::hss::eps::{EpsProfile, delete_subscriber_data::Parts},
    types::{Currency, Name},
};
use std::collections::{BTreeMap, BTreeSet};

/// The name of the profile, the S-CSCF set and the charging functions that always exist.
pub const DEFAULT: &str = "default";

/// The configuration that provisioning is checked against.
#[derive(Debug, Clone)]
pub struct Rules {
    /// Digits in a service code (`ims.sic_length`).
    pub sic_length: usize,
    /// Digits of the MNC at the head of an IMSI, 2 or 3: for home domains made from IMSIs (TS 23.003 §2.2, §13.2).
    pub mnc_digits: usize,
    /// The service profiles there are (`[profile.NAME]`).
    pub profiles: BTreeSet<Name>,
    /// The sets of S-CSCF capabilities there are (`[scscf.NAME]`).
    pub scscf: BTreeSet<Name>,
    /// The sets of charging functions there are (`[charging_functions.NAME]`).
    pub charging: BTreeSet<Name>,
    /// The EPS profiles there are (`[eps_profile.NAME]`).
    pub eps_profiles: BTreeMap<Name, EpsRules>,
    /// The tariff plans there are.
    pub plans: BTreeSet<Name>,
    /// The plan of an account that names none.
    pub default_plan: Option<Name>,
    /// The currency of accounts whose order names none.
    pub currency: Currency,
}

impl Rules {
    /// Whether an account can be charged by this tariff plan.
    pub fn plan_exists(&self, plan: &str) -> bool {
        self.plans.iter().any(|name| name.as_str() == plan)
    }
}

/// What of an EPS profile matters for the contracts that name it.
#[derive(Debug, Clone, Default)]
pub struct EpsRules {
    /// Its APNs.
    pub apns: BTreeSet<Name>,
    /// What its subscribers have that others may not.
    pub parts: Parts,
}

impl From<&EpsProfile> for EpsRules {
    fn from(profile: &EpsProfile) -> Self {
        Self { apns: profile.apn.iter().map(|apn| apn.name.clone()).collect(), parts: profile.parts() }
    }
}

impl Default for Rules {
    fn default() -> Self {
        let default = || BTreeSet::from([Name::new(DEFAULT)]);
        Self {
            sic_length: 3,
            mnc_digits: 2,
            profiles: default(),
            scscf: default(),
            charging: default(),
            eps_profiles: BTreeMap::from([(Name::new(DEFAULT), EpsRules::from(&EpsProfile::default()))]),
            plans: BTreeSet::from([Name::new(super::account::PLAN)]),
            default_plan: Some(Name::new(super::account::PLAN)),
            currency: Currency::EUR,
        }
    }
}
