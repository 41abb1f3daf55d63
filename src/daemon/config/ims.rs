//! `[provisioning]` and `[lab]`; the HSS's own sections (`[ims]`, `[scscf.NAME]` …) are defined where they are used, in `domain::hss::config`.

use crate::{
    admin::Provisioning,
    domain::{
        charging::tariff::Tariff,
        hss::{HssConfig, eps::EpsProfile},
        subscribers::{DEFAULT, EpsRules, Fault, Rules, Template, Templates},
    },
    types::Name,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// `[provisioning]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProvisioningSection {
    /// How many of an IMSI's digits are the MNC, where a home domain is made from an IMSI.
    pub mnc_digits: u8,
    /// The template of a subscriber whose order names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_template: Option<String>,
}

impl Default for ProvisioningSection {
    fn default() -> Self {
        Self { mnc_digits: 2, default_template: None }
    }
}

/// `[lab]`
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Lab {
    /// How many subscribers with published test keys an empty store gets. Never in production.
    pub subscribers: u8,
}

impl super::Config {
    /// The HSS's part.
    pub fn hss(&self) -> HssConfig {
        HssConfig {
            ims: self.ims.clone(),
            scscf: self.scscf.clone(),
            charging_functions: self.charging_functions.clone(),
            profile: self.profile.clone(),
            shared_ifc: self.shared_ifc.clone(),
            public_service: self.public_service.clone(),
            eps: self.eps.clone(),
            eps_profile: self.eps_profile.clone(),
            sh: self.sh.clone(),
            application_server: self.application_server.clone(),
            gmlc: self.gmlc.clone(),
        }
    }

    /// Templates, and the names that subscribers may refer to.
    ///
    /// # Errors
    /// Every mistake in a template, with its field.
    pub fn provisioning(&self) -> Result<Provisioning, Vec<Fault>> {
        // A file that cannot be read is told of by who loads it; until then nothing refers to its plans.
        let tariff = self.charging.tariff().unwrap_or_else(|_| Tariff::lab());
        let plan = |set: Option<&str>| tariff.default_plan(set).ok().flatten().cloned();
        let default_plan = plan(self.charging.plan.as_deref()).or_else(|| plan(None));
        let rules = Rules {
            sic_length: self.ims.sic_length,
            mnc_digits: usize::from(self.provisioning.mnc_digits),
            profiles: names(self.profile.keys()),
            scscf: names(self.scscf.keys()),
            charging: names(self.charging_functions.keys()),
            eps_profiles: self.eps_profiles(),
            plans: tariff.plans().cloned().collect(),
            default_plan,
            currency: self.charging.currency.unwrap_or_else(|| tariff.currency()),
        };
        let mut templates = BTreeMap::new();
        for (name, table) in &self.template {
            let template: Template = table.clone().try_into().map_err(|error: toml::de::Error| {
                vec![Fault::new(format!("template.{name}"), error.message().trim().to_owned())]
            })?;
            templates.insert(Name::new(name), template);
        }
        let templates = Templates::new(templates, self.provisioning.default_template.as_deref(), &rules)?;
        Ok(Provisioning { templates, rules })
    }
}

impl super::Config {
    /// The EPS profiles, the one that always exists included.
    fn eps_profiles(&self) -> BTreeMap<Name, EpsRules> {
        let mut profiles: BTreeMap<_, _> =
            self.eps_profile.iter().map(|(name, profile)| (Name::new(name), profile.into())).collect();
        profiles.entry(Name::new(DEFAULT)).or_insert_with(|| (&EpsProfile::default()).into());
        profiles
    }
}

fn names<'a>(configured: impl Iterator<Item = &'a String>) -> BTreeSet<Name> {
    configured.map(|name| Name::new(name)).chain([Name::new(DEFAULT)]).collect()
}
