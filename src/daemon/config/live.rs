//! What of a changed configuration can be applied while running.

use super::Config;
use crate::domain::location::LocationSettings;
use toml::{Table, Value};

/// Settings and sections that a reload applies; everything else needs a restart.
const LIVE: &[&str] = &[
    "log.level",
    "diameter.accept_unknown_peers",
    "diameter.peer",
    "admin.client",
    "ims",
    "scscf",
    "charging_functions",
    "profile",
    "shared_ifc",
    "public_service",
    "eps",
    "eps_profile",
    "sh",
    "application_server",
    "location.accepted_age",
    "location.journal_days",
    "location.ue_info",
    "location.ue_info_seconds",
    "location.answer_seconds",
    "location.slg_client",
    "privacy_class",
    "gmlc",
    "charging.currency",
    "provisioning",
    "template",
    "places",
];

/// The settings in which two configurations differ, by dotted name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// Applied by a reload.
    pub live: Vec<String>,
    /// Applied by a restart.
    pub restart: Vec<String>,
}

/// Compares two configurations.
pub fn difference(old: &Config, new: &Config) -> Difference {
    let table = |config: &Config| Table::try_from(config).unwrap_or_default();
    let mut names = Vec::new();
    compare("", &table(old), &table(new), &mut names);
    let is_live =
        |name: &String| LIVE.iter().any(|live| name == live || name.starts_with(&format!("{live}.")));
    let (live, restart) = names.into_iter().partition(is_live);
    Difference { live, restart }
}

impl Config {
    /// Takes over from `new` what a reload applies, and nothing else: what is shown is what is in force.
    pub fn adopt_live(&mut self, new: &Self) {
        self.log.level = new.log.level.clone();
        self.diameter.accept_unknown_peers = new.diameter.accept_unknown_peers;
        self.diameter.peer = new.diameter.peer.clone();
        self.admin.client = new.admin.client.clone();
        self.ims = new.ims.clone();
        self.scscf = new.scscf.clone();
        self.charging_functions = new.charging_functions.clone();
        self.profile = new.profile.clone();
        self.shared_ifc = new.shared_ifc.clone();
        self.public_service = new.public_service.clone();
        self.eps = new.eps.clone();
        self.eps_profile = new.eps_profile.clone();
        self.sh = new.sh.clone();
        self.application_server = new.application_server.clone();
        // Peers are told of SLg when their connections open.
        let slg = std::mem::take(&mut self.location.slg);
        self.location = LocationSettings { slg, ..new.location.clone() };
        self.privacy_class = new.privacy_class.clone();
        self.gmlc = new.gmlc.clone();
        self.charging.currency = new.charging.currency;
        self.provisioning = new.provisioning.clone();
        self.template = new.template.clone();
        self.places = new.places.clone();
    }
}

fn compare(prefix: &str, old: &Table, new: &Table, names: &mut Vec<String>) {
    let mut keys: Vec<&String> = old.keys().chain(new.keys()).collect();
    keys.sort();
    keys.dedup();
    for key in keys {
        let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match (old.get(key), new.get(key)) {
            (Some(Value::Table(old)), Some(Value::Table(new))) => compare(&name, old, new, names),
            (old, new) if old != new => names.push(name),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// OP-6: a reload knows what it can apply, and names what it cannot.
    #[test]
    fn op_6_tells_what_is_live_from_what_needs_a_restart() {
        let old = Config::lab();
        let mut new = old.clone();
        new.log.level = "debug".parse().unwrap();
        new.store.reserve_mib = 1;
        new.diameter.accept_unknown_peers = false;
        let found = difference(&old, &new);
        assert_eq!(found.live, ["diameter.accept_unknown_peers", "log.level"]);
        assert_eq!(found.restart, ["store.reserve_mib"]);
        assert_eq!(difference(&old, &old), Difference::default());
        // Of the location service all but whether SLg is spoken.
        new = old.clone();
        new.location =
            LocationSettings { slg: vec!["*".into()], answer_seconds: 3, ..LocationSettings::default() };
        let found = difference(&old, &new);
        assert_eq!(
            (found.live, found.restart),
            (vec!["location.answer_seconds".into()], vec!["location.slg".into()])
        );
        let mut adopted = old.clone();
        adopted.adopt_live(&new);
        assert_eq!((adopted.location.answer_seconds, adopted.location.slg.len()), (3, 0));
    }
}
