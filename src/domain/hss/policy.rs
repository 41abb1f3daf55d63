//! The configuration as the decisions use it: checked as a whole, profiles rendered once, durations and defaults at hand.

use super::{
    Refusal,
    config::*,
    eps::{Eps, EpsProfile, delete_subscriber_data::Parts},
    fragment::Fragment,
    lcs::Gmlc,
    profile::{InitialFilterCriteria, Profile},
    profile_push::Changed,
    public_services,
    sh::{Permissions, Sh},
};
use crate::{
    records::{PublicService, Subscriber},
    types::Name,
};
use std::{collections::HashMap, time::Duration};

/// The HSS's checked configuration.
#[derive(Debug)]
pub struct Hss {
    /// `[ims]`.
    pub ims: Ims,
    scscf: HashMap<Name, ScscfSet>,
    default_scscf: ScscfSet,
    charging: HashMap<Name, ChargingFunctions>,
    default_charging: Option<ChargingFunctions>,
    profiles: HashMap<Name, Fragment>,
    /// Whether any of them has criteria that application servers can mask.
    has_switches: bool,
    public_services: Vec<PublicService>,
    /// `[eps]`.
    pub eps: Eps,
    eps_profiles: HashMap<Name, EpsProfile>,
    /// `[sh]`.
    pub sh: Sh,
    /// What application servers may do.
    pub permissions: Permissions,
    /// `[gmlc]`.
    pub gmlc: Gmlc,
}

/// The name of a set or profile that counts where no other is named.
pub const DEFAULT: &str = "default";

impl Hss {
    /// Checks `config` and prepares it.
    ///
    /// # Errors
    /// Every mistake there is, as a sentence each.
    pub fn new(config: HssConfig) -> Result<Self, Vec<Mistake>> {
        let mut mistakes = Vec::new();
        config.ims.check(&mut mistakes);
        config.scscf.iter().for_each(|(name, set)| set.check(name, &mut mistakes));
        config.charging_functions.iter().for_each(|(name, functions)| functions.check(name, &mut mistakes));
        let shared = shared_sets(&config.shared_ifc, &mut mistakes);
        let mut profiles = HashMap::new();
        for (name, profile) in &config.profile {
            check_profile(name, profile, &shared, &mut mistakes);
            profiles.insert(Name::new(name), Fragment::render(profile, &shared));
        }
        profiles.entry(Name::new(DEFAULT)).or_insert_with(|| Fragment::render(&Profile::default(), &shared));
        let public_services = public_services::read(&config, &mut mistakes);
        config.eps.check(&mut mistakes);
        config.eps_profile.iter().for_each(|(name, profile)| profile.check(name, &mut mistakes));
        let permissions = Permissions::read(&config.application_server, &mut mistakes);
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        let mut ims = config.ims;
        let mut eps_profiles: HashMap<_, _> =
            config.eps_profile.into_iter().map(|(name, profile)| (Name::new(&name), profile)).collect();
        eps_profiles.entry(Name::new(DEFAULT)).or_default();
        ims.home_networks.iter_mut().for_each(|network| network.make_ascii_lowercase());
        Ok(Self {
            ims,
            default_scscf: config.scscf.get(DEFAULT).cloned().unwrap_or_default(),
            scscf: config.scscf.into_iter().map(|(name, set)| (Name::new(&name), set)).collect(),
            default_charging: config.charging_functions.get(DEFAULT).cloned(),
            charging: config
                .charging_functions
                .into_iter()
                .map(|(name, set)| (Name::new(&name), set))
                .collect(),
            has_switches: profiles.values().any(Fragment::is_switchable),
            profiles,
            public_services,
            eps: config.eps,
            eps_profiles,
            sh: config.sh,
            permissions,
            gmlc: config.gmlc,
        })
    }

    /// The set of S-CSCFs a service or PSI names.
    pub fn scscf_set(&self, name: Option<&Name>) -> Result<&ScscfSet, Refusal> {
        match name {
            None => Ok(&self.default_scscf),
            Some(name) => self.scscf.get(name).ok_or_else(|| unconfigured("scscf", name)),
        }
    }

    /// The charging functions a service names; `None` where there are none.
    pub fn charging_functions(&self, name: Option<&Name>) -> Result<Option<&ChargingFunctions>, Refusal> {
        match name {
            None => Ok(self.default_charging.as_ref()),
            Some(name) => {
                self.charging.get(name).map(Some).ok_or_else(|| unconfigured("charging_functions", name))
            }
        }
    }

    /// The rendered profile of that name.
    pub fn profile(&self, name: &Name) -> Result<&Fragment, Refusal> {
        self.profiles.get(name).ok_or_else(|| unconfigured("profile", name))
    }

    /// Whether application servers can mask criteria in any profile (TS 29.328 §7.6.11).
    pub fn has_switches(&self) -> bool {
        self.has_switches
    }

    /// Whether they can in the profile of that name.
    pub fn is_switchable(&self, name: &Name) -> bool {
        self.has_switches && self.profiles.get(name).is_some_and(Fragment::is_switchable)
    }

    /// The EPS profile of that name.
    pub fn eps_profile(&self, name: &Name) -> Result<&EpsProfile, Refusal> {
        self.eps_profiles.get(name).ok_or_else(|| unconfigured("eps_profile", name))
    }

    /// The public services that are configured.
    pub fn public_services(&self) -> &[PublicService] {
        &self.public_services
    }

    /// Everything in `subscriber` that refers to what is not configured: for provisioning, so that no SAR has to fail for it.
    pub fn check_subscriber(&self, subscriber: &Subscriber) -> Vec<Refusal> {
        let mut missing = Vec::new();
        for service in &subscriber.services {
            missing.extend(self.scscf_set(service.scscf.as_ref()).err());
            missing.extend(self.charging_functions(service.charging.as_ref()).err());
            missing.extend(
                service.identities.iter().filter_map(|identity| self.profile(&identity.profile).err()),
            );
        }
        missing.dedup();
        missing
    }

    /// The profiles and the sets of charging functions that are others than in `before`, by name: what the S-CSCFs hold of them is old.
    /// Nobody holds one that is new; but charging functions for those who name none may be.
    pub fn changed_since(&self, before: &Self) -> Changed {
        let profiles = self
            .profiles
            .iter()
            .filter(|(name, profile)| before.profiles.get(*name).is_some_and(|before| before != *profile));
        let charging = self.charging.iter().filter(|(name, set)| match before.charging.get(*name) {
            Some(before) => before != *set,
            None => &***name == DEFAULT,
        });
        Changed {
            profiles: profiles.map(|(name, _)| name.clone()).collect(),
            charging: charging.map(|(name, _)| name.clone()).collect(),
        }
    }

    /// The profiles with the application servers whose filter criteria in them, or whose switches, are others than in `before`.
    pub fn criteria_changed_since(&self, before: &Self) -> Box<[(Name, Box<str>)]> {
        let known =
            self.profiles.iter().filter_map(|(name, new)| Some((name, new, before.profiles.get(name)?)));
        known
            .flat_map(|(name, new, old)| {
                let servers = new.servers_changed_since(old).into_iter();
                servers.map(|server| (name.clone(), server.into()))
            })
            .collect()
    }

    /// The EPS profiles that are others than in `before`, or were not there, by name: what the nodes hold of them is old. Nobody holds one that never was
    /// there; of one that comes back, nodes were told nothing since it went.
    pub fn eps_changed_since(&self, before: &Self) -> Box<[Name]> {
        let changed =
            |(name, profile): &(&Name, &EpsProfile)| before.eps_profiles.get(*name) != Some(*profile);
        self.eps_profiles.iter().filter(changed).map(|(name, _)| name.clone()).collect()
    }

    /// What those with an EPS profile had in `before` and no longer have by it: an IDR cannot say that (TS 29.272 §5.2.2.2). Of a profile that was not there,
    /// it is not known what nodes were told by it before.
    pub fn eps_withdrawn_since(&self, before: &Self, name: &Name) -> Parts {
        let parts = |hss: &Self| hss.eps_profiles.get(name).map(EpsProfile::parts);
        parts(before).unwrap_or(Parts::OF_A_PROFILE) - parts(self).unwrap_or_default()
    }

    /// How long an authentication counts as pending.
    pub fn pending(&self) -> Duration {
        Duration::from_secs(self.ims.auth_pending_timeout.into())
    }

    /// How long a reassignment counts as pending.
    pub fn reassignment(&self) -> Duration {
        Duration::from_secs(self.ims.reassignment_timeout.into())
    }
}

fn unconfigured(section: &'static str, name: &Name) -> Refusal {
    Refusal::Unconfigured { section, name: name.clone() }
}

/// The shared sets by their number.
pub(super) type SharedSets<'a> = HashMap<u32, &'a [InitialFilterCriteria]>;

fn shared_sets<'a>(
    configured: &'a std::collections::BTreeMap<String, SharedIfc>,
    mistakes: &mut Vec<Mistake>,
) -> SharedSets<'a> {
    let mut sets = SharedSets::new();
    for (name, set) in configured {
        let place = format!("[shared_ifc.{name}]");
        match name.parse::<u32>() {
            Ok(number) => _ = sets.insert(number, &set.ifc),
            Err(_) => {
                mistakes.push(Mistake::new(&place, "a shared set's name is its number, as [shared_ifc.12]"))
            }
        }
        set.ifc.iter().for_each(|ifc| ifc.check(&place, mistakes));
    }
    sets
}

fn check_profile(name: &str, profile: &Profile, shared: &SharedSets<'_>, mistakes: &mut Vec<Mistake>) {
    let place = format!("[profile.{name}]");
    profile.ifc.iter().for_each(|ifc| ifc.check(&place, mistakes));
    for number in profile.shared_ifc.iter().filter(|number| !shared.contains_key(number)) {
        let problem = format!("there is no [shared_ifc.{number}]: add it, or leave {number} out");
        mistakes.push(Mistake::new(format!("{place} shared_ifc"), problem));
    }
    // TS 29.228 Annex B.2.2: priorities are unique within a profile, shared sets included.
    let sets = profile.shared_ifc.iter().filter_map(|number| shared.get(number)).flat_map(|set| set.iter());
    let all: Vec<_> = profile.ifc.iter().chain(sets).collect();
    // One switch has one state, whatever it is bound to.
    for (at, ifc) in all.iter().enumerate() {
        let same = |other: &&&InitialFilterCriteria| {
            other.application_server.eq_ignore_ascii_case(&ifc.application_server)
                && other.dsai.iter().any(|tag| ifc.dsai.contains(tag))
        };
        if let Some(other) = all[..at].iter().filter(same).find(|other| other.dsai_active != ifc.dsai_active)
        {
            let (one, two) = (other.priority, ifc.priority);
            let problem = format!(
                "the criteria of priority {one} and {two} share a DSAI-Tag: give both the same dsai_active"
            );
            mistakes.push(Mistake::new(format!("{place} ifc"), problem));
        }
    }
    let mut priorities: Vec<_> = all.iter().map(|ifc| ifc.priority).collect();
    priorities.sort_unstable();
    for pair in priorities.windows(2).filter(|pair| pair[0] == pair[1]) {
        let problem = format!("two filter criteria have the priority {}: give each its own", pair[0]);
        mistakes.push(Mistake::new(format!("{place} ifc"), problem));
    }
}
