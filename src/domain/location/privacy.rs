//! Who may ask where whom, and how exactly they are told (LQ-5; TS 23.271 §9.5 has the like for LCS).

use super::Fact;
use crate::types::{Imsi, Name, Seen};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, time::Duration};

/// `[location]`: how places are asked for, and how long queries are remembered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LocationSettings {
    /// Seconds a remembered place is good for, where the asker does not say.
    pub accepted_age: u32,
    /// Days the journal of queries is kept; 0: for ever.
    pub journal_days: u32,
    /// Metrics servers of Open5GS' MMEs, whose lists of terminals are read: `http://127.0.0.2:9090`.
    pub ue_info: Vec<String>,
    /// Seconds between two readings.
    pub ue_info_seconds: u32,
    /// Seconds a node may take to answer where a subscriber is.
    pub answer_seconds: u32,
    /// MMEs that locate terminals over SLg, by their Diameter identities; a `*` in front stands for any beginning.
    pub slg: Vec<String>,
    /// What this node is called over SLg, as the client that wants to know (LCS-Name-String).
    pub slg_client: String,
}

impl LocationSettings {
    /// True for an MME that speaks SLg.
    pub fn speaks_slg(&self, host: &str) -> bool {
        let ends = |end: &str| {
            host.len()
                .checked_sub(end.len())
                .and_then(|at| host.get(at..))
                .is_some_and(|tail| tail.eq_ignore_ascii_case(end))
        };
        self.slg.iter().any(|one| match one.strip_prefix('*') {
            Some(end) => ends(end),
            None => one.eq_ignore_ascii_case(host),
        })
    }
}

impl Default for LocationSettings {
    fn default() -> Self {
        Self {
            accepted_age: 60,
            journal_days: 90,
            ue_info: Vec::new(),
            ue_info_seconds: 30,
            answer_seconds: 10,
            slg: Vec::new(),
            slg_client: "innkeeper".to_owned(),
        }
    }
}

/// How exactly an asker is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    /// The network alone.
    Network,
    /// The tracking or location area.
    Area,
    /// All that is known.
    #[default]
    Cell,
}

/// `[privacy_class.NAME]`: some subscribers, and who may be told where they are. Subscribers of no class: whoever may use the interface.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PrivacyClass {
    /// IMSIs, or how they begin with a `*` behind: `00101*`. Of several that fit the longest decides.
    pub subscribers: Vec<String>,
    /// Who may be told: Origin-Hosts of application servers and GMLCs, names of clients of the admin API. Empty: nobody.
    pub askers: Vec<Name>,
    /// How exactly.
    pub precision: Precision,
}

/// Why somebody is told nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{asker} may not be told where {imsi} is: add it to askers of [privacy_class.{class}], or take the subscriber out of that class"
)]
pub struct Denied {
    /// Who asked.
    pub asker: Name,
    /// About whom.
    pub imsi: Imsi,
    /// The class that says so.
    pub class: Box<str>,
}

/// All classes, ready to be asked, and the settings.
#[derive(Debug, Clone, Default)]
pub struct Privacy {
    /// `[location]`.
    pub settings: LocationSettings,
    /// Digits, whether more may follow, and the class.
    rules: Vec<(String, bool, usize)>,
    classes: Vec<(String, PrivacyClass)>,
}

impl Privacy {
    /// What a configuration says.
    ///
    /// # Errors
    /// The class, its setting and a sentence: what is no IMSI, or stands in two classes.
    pub fn new(
        settings: &LocationSettings,
        classes: &BTreeMap<String, PrivacyClass>,
    ) -> Result<Self, (String, &'static str, String)> {
        let mut this = Self { settings: settings.clone(), ..Self::default() };
        for (name, class) in classes {
            for text in &class.subscribers {
                let fault = |sentence| (name.clone(), "subscribers", sentence);
                let (digits, open) = match text.strip_suffix('*') {
                    Some(digits) => (digits, true),
                    None => (text.as_str(), false),
                };
                let sound = digits.bytes().all(|byte| byte.is_ascii_digit()) && digits.len() <= 15;
                if !sound || (!open && Imsi::parse(digits).is_none()) {
                    return Err(fault(format!(
                        "{text:?} is no IMSI and no beginning of IMSIs such as 00101*"
                    )));
                }
                let same =
                    this.rules.iter().find(|(other, more, _)| (other.as_str(), *more) == (digits, open));
                if let Some((.., of)) = same {
                    let other = &this.classes.get(*of).map_or(name, |(other, _)| other);
                    return Err(fault(format!("{text:?} stands in [privacy_class.{other}] too: leave one")));
                }
                this.rules.push((digits.to_owned(), open, this.classes.len()));
            }
            this.classes.push((name.clone(), class.clone()));
        }
        // The longest first, and a whole IMSI before its beginning.
        this.rules.sort_by_key(|(digits, open, _)| (std::cmp::Reverse(digits.len()), *open));
        Ok(this)
    }

    /// How old a remembered place may be, where the asker does not say.
    pub fn accepted(&self) -> Duration {
        Duration::from_secs(self.settings.accepted_age.into())
    }

    /// How exactly `asker` is told where `imsi` is.
    ///
    /// # Errors
    /// [`Denied`].
    pub fn check(&self, asker: &Name, imsi: Imsi) -> Result<Precision, Denied> {
        if self.rules.is_empty() {
            return Ok(Precision::Cell);
        }
        let text = imsi.to_string();
        let fits = |(digits, open, _): &&(String, bool, usize)| match open {
            true => text.starts_with(digits.as_str()),
            false => text == *digits,
        };
        let Some((name, class)) =
            self.rules.iter().find(fits).and_then(|(.., class)| self.classes.get(*class))
        else {
            return Ok(Precision::Cell);
        };
        let among = class.askers.iter().any(|allowed| allowed.eq_ignore_ascii_case(asker));
        match among {
            true => Ok(class.precision),
            false => Err(Denied { asker: asker.clone(), imsi, class: name.as_str().into() }),
        }
    }
}

impl Precision {
    /// `fact` without what is told too exactly.
    pub fn coarsen(self, mut fact: Fact) -> Fact {
        if self < Self::Cell {
            let area = fact.seen.area().filter(|_| self == Self::Area);
            fact.seen = Seen { cell: None, area, plmn: fact.seen.network(), mcc: fact.seen.mcc };
            fact.estimate = Box::default();
        }
        fact
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::places::query, records::Source, types::Timestamp};

    fn class(subscribers: &[&str], askers: &[&str], precision: Precision) -> PrivacyClass {
        PrivacyClass {
            subscribers: subscribers.iter().map(|text| (*text).to_owned()).collect(),
            askers: askers.iter().map(|name| Name::new(name)).collect(),
            precision,
        }
    }

    #[test]
    fn lq_5_the_longest_that_fits_decides_who_may_ask() {
        let classes = BTreeMap::from([
            ("all".to_owned(), class(&["*"], &["noc", "as.example"], Precision::Area)),
            ("guests".to_owned(), class(&["26202*"], &["noc"], Precision::Network)),
            ("vip".to_owned(), class(&["262020000000001", "0010100000001*"], &[], Precision::Cell)),
        ]);
        let privacy = Privacy::new(&LocationSettings::default(), &classes).unwrap();
        for (asker, imsi, said) in [
            ("noc", "001010000000001", Ok(Precision::Area)),
            ("AS.example", "001010000000001", Ok(Precision::Area)),
            ("gmlc", "001010000000001", Err("all")),
            ("noc", "262020000000002", Ok(Precision::Network)),
            ("as.example", "262020000000002", Err("guests")),
            ("noc", "262020000000001", Err("vip")),
            ("noc", "001010000000199", Err("vip")),
        ] {
            let found = privacy.check(&Name::new(asker), Imsi::parse(imsi).unwrap());
            assert_eq!(found.as_ref().copied().map_err(|denied| &*denied.class), said, "{asker} {imsi}");
        }
        let open = Privacy::default();
        assert_eq!(
            open.check(&"anybody".into(), Imsi::parse("001010000000001").unwrap()),
            Ok(Precision::Cell)
        );
    }

    #[test]
    fn lq_5_the_mmes_that_speak_slg_are_known_by_their_names() {
        let settings = LocationSettings {
            slg: ["mme1.example", "*.epc.example"].map(str::to_owned).into(),
            ..LocationSettings::default()
        };
        let speaks = ["mme1.example", "MME1.Example", "a.epc.example", "x.EPC.example", ".epc.example"];
        assert!(speaks.iter().all(|host| settings.speaks_slg(host)));
        let others = ["mme2.example", "epc.example", "a.epc.example.org", "", "\u{e9}epc.example"];
        assert!(others.iter().all(|host| !settings.speaks_slg(host)));
        let all = LocationSettings { slg: vec!["*".to_owned()], ..settings };
        assert!(all.speaks_slg("anybody"));
    }

    #[test]
    fn lq_5_mistakes_name_the_class() {
        let refused = |classes: &[(&str, &[&str])]| {
            let classes =
                classes.iter().map(|(name, of)| ((*name).to_owned(), class(of, &[], Precision::Cell)));
            Privacy::new(&LocationSettings::default(), &classes.collect()).unwrap_err()
        };
        assert_eq!(refused(&[("a", &["001*", "x"])]).0, "a");
        assert!(refused(&[("a", &["00101"])]).2.contains("no IMSI"));
        assert!(refused(&[("a", &["001*"]), ("b", &["001*"])]).2.contains("[privacy_class.a] too"));
    }

    #[test]
    fn lq_5_less_exact_is_what_stands_around() {
        let fact = Fact {
            source: Source::Mme,
            from: "mme1".into(),
            at: Timestamp(1),
            heard: Timestamp(2),
            seen: query::parse("ecgi 00101-0000101, tai 00101-0001").unwrap(),
            estimate: [1].into(),
            state: Some(4),
        };
        let said = |precision: Precision| {
            let told = precision.coarsen(fact.clone());
            (told.seen.to_string(), told.estimate.len())
        };
        assert_eq!(said(Precision::Cell), ("ecgi 00101-0000101, tai 00101-0001".to_owned(), 1));
        assert_eq!(said(Precision::Area), ("tai 00101-0001, plmn 00101".to_owned(), 0));
        assert_eq!(said(Precision::Network), ("plmn 00101".to_owned(), 0));
    }
}
