//! The EPS profiles that an export asks for: many subscribers share a few.

use super::{super::Fault, Origin};
use crate::domain::{auth::hex, hss::eps::EpsProfile};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Profiles that are looked through before a name is made.
const SEARCHED: usize = 16;

/// Profiles by name. A name is made from what is in the profile, so the same export, or another of the same network, names it alike.
#[derive(Debug, Clone)]
pub struct Profiles {
    origin: Origin,
    needed: BTreeMap<String, EpsProfile>,
    settled: BTreeMap<String, String>,
}

impl Profiles {
    pub(super) const fn new(origin: Origin) -> Self {
        Self { origin, needed: BTreeMap::new(), settled: BTreeMap::new() }
    }

    /// The name of a profile. Its rates do not count: they are each subscriber's own.
    ///
    /// # Errors
    /// What an MME would choke on.
    pub(super) fn need(&mut self, profile: EpsProfile) -> Result<String, Fault> {
        let profile = without_rates(&profile);
        // Most subscribers have one of a few.
        if let Some((name, _)) = self.needed.iter().take(SEARCHED).find(|(_, known)| **known == profile) {
            return Ok(name.clone());
        }
        let mut mistakes = Vec::new();
        profile.check("", &mut mistakes);
        if let Some(mistake) = mistakes.first() {
            let place = mistake.place.trim_start_matches("[eps_profile.] ");
            return Err(Fault::new(place, mistake.problem.clone()));
        }
        let text = toml::to_string(&profile).map_err(|error| Fault::new("eps", error.to_string()))?;
        let digest = hex::encode(&Sha256::digest(text.as_bytes())[..4]);
        let name = format!("{}-{}", self.origin.name(), digest.as_str());
        self.needed.insert(name.clone(), profile);
        Ok(name)
    }

    pub(super) fn settle(&mut self, configured: &BTreeMap<String, EpsProfile>) {
        let same = |needed: &EpsProfile| {
            configured.iter().find(|(_, profile)| without_rates(profile) == *needed).map(|(name, _)| name)
        };
        for (name, profile) in std::mem::take(&mut self.needed) {
            match same(&profile) {
                Some(found) => drop(self.settled.insert(name, found.clone())),
                None => drop(self.needed.insert(name, profile)),
            }
        }
    }

    /// The configured profile that takes the place of `name`.
    pub(super) fn settled(&self, name: &str) -> Option<&str> {
        self.settled.get(name).map(String::as_str)
    }

    /// How many there are that no configured profile is the same as.
    pub fn missing(&self) -> usize {
        self.needed.len()
    }

    /// Those as sections of a configuration; empty for none.
    ///
    /// # Errors
    /// A defect: every profile can be written.
    pub fn to_toml(&self) -> Result<String, toml::ser::Error> {
        #[derive(serde::Serialize)]
        struct Sections<'a> {
            eps_profile: &'a BTreeMap<String, EpsProfile>,
        }
        match self.needed.is_empty() {
            true => Ok(String::new()),
            false => toml::to_string(&Sections { eps_profile: &self.needed }),
        }
    }
}

fn without_rates(profile: &EpsProfile) -> EpsProfile {
    EpsProfile { ambr: EpsProfile::default().ambr, ..profile.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::hss::HssConfig, records::Ambr};

    fn profile(apns: &str) -> EpsProfile {
        toml::from_str(&format!("apn = {apns}")).unwrap()
    }

    #[test]
    fn a_profile_is_named_by_what_is_in_it() {
        let mut profiles = Profiles::new(Origin::Pyhss);
        let first = profiles.need(profile("[{ name = 'internet' }]")).unwrap();
        let faster =
            EpsProfile { ambr: Ambr { downlink: 1, uplink: 1 }, ..profile("[{ name = 'internet' }]") };
        assert_eq!(profiles.need(faster).unwrap(), first);
        assert_ne!(profiles.need(profile("[{ name = 'ims' }]")).unwrap(), first);
        assert_eq!(first.len(), "pyhss-".len() + 8);
        let refused = profiles.need(profile("[{ name = 'internet', qci = 82 }]")).unwrap_err();
        assert_eq!(refused.to_string(), "apn internet: there is no QCI 82 (TS 23.203 Table 6.1.7)");
        assert!(profiles.need(profile("[]")).is_err());
        assert_eq!(profiles.missing(), 2);
    }

    /// What is printed can be put into the configuration as it is, and then nothing is missing.
    #[test]
    fn the_sections_are_those_that_are_missing() {
        let mut profiles = Profiles::new(Origin::Open5gs);
        let name =
            profiles.need(profile("[{ name = 'internet', qci = 9 }, { name = 'ims', qci = 5 }]")).unwrap();
        let other = profiles.need(profile("[{ name = 'iot', pdn_type = 'ipv6', qci = 8 }]")).unwrap();
        let default = BTreeMap::from([("default".to_owned(), EpsProfile::default())]);
        profiles.settle(&default);
        assert_eq!((profiles.settled(&name), profiles.settled(&other)), (Some("default"), None));
        let config: HssConfig = toml::from_str(&profiles.to_toml().unwrap()).unwrap();
        assert_eq!(config.eps_profile.keys().collect::<Vec<_>>(), [&other]);
        profiles.settle(&config.eps_profile);
        assert_eq!((profiles.settled(&other), profiles.missing()), (Some(other.as_str()), 0));
        assert_eq!(profiles.to_toml().unwrap(), "");
    }
}
