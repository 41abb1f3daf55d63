//! A service profile, rendered: what follows the public identities of a ServiceProfile element (TS 29.228 Annex B).
//!
//! It is rendered once, as it is with every switch of application servers in its default state; only for an identity of which one was switched
//! otherwise it is rendered anew.

use super::{
    Features,
    policy::SharedSets,
    profile::{InitialFilterCriteria, Profile},
    user_data::{element, filter_criteria},
};
use crate::records::Dsai;
use std::{borrow::Cow, collections::BTreeMap};

/// A service profile as configured.
#[derive(Debug, PartialEq, Eq)]
pub struct Fragment {
    default: Rendered,
    switches: Option<Box<Switches>>,
}

/// A profile whose criteria application servers can mask, with the switches there are.
#[derive(Debug, PartialEq, Eq)]
struct Switches {
    profile: Profile,
    shared: Vec<InitialFilterCriteria>,
    /// The default state by server (in lower case) and tag.
    defaults: BTreeMap<(String, String), bool>,
}

/// The XML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// With shared sets of filter criteria written out.
    expanded: Box<str>,
    /// With shared sets as numbers, for S-CSCFs with the SiFC feature; `None` where there are none, or not all of one counts.
    by_number: Option<Box<str>>,
    /// The criteria of each application server, shared ones included, by its name in lower case.
    by_server: BTreeMap<String, String>,
    /// Whether any of the criteria can match for a user who is not registered.
    pub serves_unregistered: bool,
}

impl Fragment {
    pub(super) fn render(profile: &Profile, sets: &SharedSets<'_>) -> Self {
        let numbers = profile.shared_ifc.iter();
        let shared: Vec<_> =
            numbers.filter_map(|number| sets.get(number)).flat_map(|set| set.iter()).cloned().collect();
        let mut defaults = BTreeMap::new();
        for ifc in profile.ifc.iter().chain(&shared) {
            let server = ifc.application_server.to_ascii_lowercase();
            defaults.extend(ifc.dsai.iter().map(|tag| ((server.clone(), tag.clone()), ifc.dsai_active)));
        }
        let switches = Switches { profile: profile.clone(), shared, defaults };
        let default = switches.rendered(None);
        Self { default, switches: (!switches.defaults.is_empty()).then(|| switches.into()) }
    }

    /// As it is for an identity of which application servers switched `switched`.
    pub fn with(&self, switched: Option<&Dsai>) -> Cow<'_, Rendered> {
        let otherwise = self.switches.as_ref().zip(switched).filter(|(switches, dsai)| {
            switches.defaults.iter().any(|((server, tag), default)| {
                dsai.state(server, tag).is_some_and(|active| active != *default)
            })
        });
        match otherwise {
            Some((switches, dsai)) => Cow::Owned(switches.rendered(Some(dsai))),
            None => Cow::Borrowed(&self.default),
        }
    }

    /// True if application servers can mask criteria in it.
    pub fn is_switchable(&self) -> bool {
        self.switches.is_some()
    }

    /// The application servers, in lower case, whose criteria are bound to this DSAI-Tag, each with the default state.
    pub fn dsai<'f>(&'f self, tag: &'f str) -> impl Iterator<Item = (&'f str, bool)> {
        let all = self.switches.iter().flat_map(|switches| &switches.defaults);
        all.filter(move |((_, known), _)| known == tag)
            .map(|((server, _), active)| (server.as_str(), *active))
    }

    /// The application servers whose criteria, or the default state of whose switches, are others than in `before`.
    pub(super) fn servers_changed_since(&self, before: &Self) -> Vec<String> {
        // Of criteria that may be switched, all of it: those that are off by default are somebody's, too.
        let switchable = |of: &Self, name: &str| -> Vec<InitialFilterCriteria> {
            let all = of.switches.iter().flat_map(|of| of.profile.ifc.iter().chain(&of.shared));
            let bound = all.filter(|ifc| !ifc.dsai.is_empty());
            bound.filter(|ifc| ifc.application_server.eq_ignore_ascii_case(name)).cloned().collect()
        };
        let (new, old) = (&self.default.by_server, &before.default.by_server);
        let masked = |of: &Self| -> Vec<String> {
            let all = of.switches.iter().flat_map(|switches| &switches.defaults);
            all.map(|((server, _), _)| server.clone()).collect()
        };
        let mut servers: Vec<String> = new.keys().chain(old.keys()).cloned().collect();
        servers.extend(masked(self));
        servers.extend(masked(before));
        servers.sort();
        servers.dedup();
        servers.retain(|name| {
            new.get(name) != old.get(name) || switchable(self, name) != switchable(before, name)
        });
        servers
    }
}

impl Switches {
    /// True for criteria that count (TS 29.328 §7.6.11): those bound to no DSAI, and those of whose DSAIs one is active.
    fn counts(&self, ifc: &InitialFilterCriteria, switched: Option<&Dsai>) -> bool {
        let server = || ifc.application_server.to_ascii_lowercase();
        let active =
            |tag: &String| switched.and_then(|dsai| dsai.state(&server(), tag)).unwrap_or(ifc.dsai_active);
        ifc.dsai.is_empty() || ifc.dsai.iter().any(active)
    }

    fn rendered(&self, switched: Option<&Dsai>) -> Rendered {
        let Self { profile, shared, .. } = self;
        let counts = |ifc: &&InitialFilterCriteria| self.counts(ifc, switched);
        let mut all: Vec<_> = profile.ifc.iter().chain(shared).filter(counts).collect();
        let by_number = || {
            let ids: String = profile.shared_ifc.iter().map(|id| element("SharedIFCSetID", id)).collect();
            render(profile, &mut profile.ifc.iter().filter(counts).collect::<Vec<_>>())
                + &element("Extension", ids)
        };
        let whole = !profile.shared_ifc.is_empty() && shared.iter().all(|ifc| counts(&ifc));
        Rendered {
            expanded: render(profile, &mut all).into(),
            by_number: whole.then(|| by_number().into()),
            serves_unregistered: all.iter().any(|ifc| ifc.serves_unregistered()),
            by_server: by_server(&all),
        }
    }
}

impl Rendered {
    /// The InitialFilterCriteria elements that name this application server; `None` where none does.
    pub fn criteria_of(&self, server: &str) -> Option<&str> {
        self.by_server.get(&server.to_ascii_lowercase()).map(String::as_str)
    }

    /// What an S-CSCF with these features is sent.
    pub(super) fn text(&self, features: Features) -> &str {
        self.by_number.as_deref().filter(|_| features.contains(Features::SIFC)).unwrap_or(&self.expanded)
    }
}

/// By server, in the order of priorities.
fn by_server(criteria: &[&InitialFilterCriteria]) -> BTreeMap<String, String> {
    let mut servers = BTreeMap::<String, String>::new();
    for ifc in criteria {
        let name = ifc.application_server.to_ascii_lowercase();
        *servers.entry(name).or_default() += &element("InitialFilterCriteria", filter_criteria(ifc));
    }
    servers
}

fn render(profile: &Profile, criteria: &mut [&InitialFilterCriteria]) -> String {
    let mut out = String::new();
    if let Some(media) = profile.subscribed_media {
        out += &element("CoreNetworkServicesAuthorization", element("SubscribedMediaProfileId", media));
    }
    criteria.sort_by_key(|ifc| ifc.priority);
    for ifc in criteria {
        out += &element("InitialFilterCriteria", filter_criteria(ifc));
    }
    out
}
