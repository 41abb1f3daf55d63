//! Where the EPS serves a subscriber now: the nodes that hold the subscription data (TS 23.008 §2.4, TS 29.272 §5.2.1).

use super::Record;
use crate::types::{E164, Imsi, Name, Plmn, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::net::IpAddr;

/// The serving nodes of one subscriber. Absent as long as there never was one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EpsRegistration {
    /// Whose.
    pub imsi: Imsi,
    /// The MME.
    pub mme: Option<ServingNode>,
    /// The SGSN that speaks S6d.
    pub sgsn: Option<ServingNode>,
    /// The gateways of the packet data networks in use (NOR, TS 29.272 §5.2.5), by context identifier.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub gateways: Box<[Gateway]>,
}

/// One node that serves the subscriber. It is written by way of [`Form`] and [`Readable`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServingNode {
    /// Its Origin-Host: where CLR, IDR and DSR go.
    pub host: Name,
    /// Its Origin-Realm.
    pub realm: Name,
    /// The network it serves in.
    pub visited: Plmn,
    /// Since when it serves the subscriber.
    pub since: Timestamp,
    /// It deleted the subscriber's data after long silence (PUR, TS 29.272 §5.2.3), and still is the last that was heard of.
    pub purged: bool,
    /// What changed may not have reached it: it gets all data with its next ULR, whatever it says it has (Skip-Subscriber-Data, TS 29.272 §5.2.1.1.3). Of
    /// one that purged the subscriber this is not kept, for it has no data.
    pub behind: bool,
    /// Feature-List 1 as it came with the last ULR (TS 29.272 §7.3.10).
    pub features: u32,
    /// What the terminal is: IMEI, 14 digits, and software version, where they were told.
    pub terminal: Option<Terminal>,
    /// Whether voice over IMS is possible in all, or in none, of its tracking areas (TS 29.272 §7.3.144); `None` where it did not say.
    pub homogeneous_ims_voice: Option<bool>,
    /// The terminal can hand voice over to circuit switching (TS 29.272 §7.3.130).
    pub srvcc: bool,
    /// What location services are told of it.
    pub lcs: NodeLcs,
}

/// What a node told of itself that GMLCs want to know (TS 29.173 §6.4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NodeLcs {
    /// Its GMLC: the V-GMLC of a roamer (GMLC-Address).
    pub gmlc: Option<IpAddr>,
    /// Its number (SGSN-Number).
    pub number: Option<E164>,
    /// It supports the optimized LCS procedure of a node that is MME and SGSN in one (TS 29.272 §7.3.10, Feature-List 2).
    pub optimized: bool,
}

/// How a node stands in the journal. Nodes are many, and most have nothing for location services; so that stores which know nothing of that are read as
/// before, it stands where they have a truth value: SRVCC, which has two values of those that there may be. That a node is behind stands where they have that
/// it purged, in the same way.
#[derive(Serialize, Deserialize)]
#[serde(bound(deserialize = "H: Deserialize<'de>, T: Deserialize<'de>"))]
struct Form<H, T> {
    host: H,
    realm: H,
    visited: Plmn,
    since: Timestamp,
    has: Has,
    features: u32,
    terminal: Option<T>,
    homogeneous_ims_voice: Option<bool>,
    srvcc: Srvcc,
}

/// What the node has: the first two are written as a truth value is.
#[derive(Clone, Copy, Serialize, Deserialize)]
enum Has {
    Data,
    Nothing,
    OldData,
}

/// How a node stands in the tables, and for people. Written out beside [`Form`], for what is flattened into another is read twice.
#[derive(Serialize, Deserialize)]
#[serde(bound(deserialize = "H: Deserialize<'de>, T: Deserialize<'de>"))]
struct Readable<H, T> {
    host: H,
    realm: H,
    visited: Plmn,
    since: Timestamp,
    purged: bool,
    features: u32,
    terminal: Option<T>,
    homogeneous_ims_voice: Option<bool>,
    srvcc: Srvcc,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    behind: bool,
}

/// SRVCC, and what there is beside it.
#[derive(Clone, Copy)]
enum Srvcc {
    Alone(bool),
    Beside(Beside),
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Beside {
    srvcc: bool,
    lcs: NodeLcs,
}

/// In the journal: the first two are written as a truth value is.
#[derive(Serialize, Deserialize)]
enum InJournal {
    No,
    Yes,
    Beside(Beside),
}

/// In the tables, and for people.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum InTables {
    Alone(bool),
    Beside(Beside),
}

impl Serialize for Srvcc {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (*self, serializer.is_human_readable()) {
            (Self::Alone(srvcc), true) => InTables::Alone(srvcc).serialize(serializer),
            (Self::Beside(beside), true) => InTables::Beside(beside).serialize(serializer),
            (Self::Alone(false), false) => InJournal::No.serialize(serializer),
            (Self::Alone(true), false) => InJournal::Yes.serialize(serializer),
            (Self::Beside(beside), false) => InJournal::Beside(beside).serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Srvcc {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return InTables::deserialize(deserializer).map(|read| match read {
                InTables::Alone(srvcc) => Self::Alone(srvcc),
                InTables::Beside(beside) => Self::Beside(beside),
            });
        }
        InJournal::deserialize(deserializer).map(|read| match read {
            InJournal::No => Self::Alone(false),
            InJournal::Yes => Self::Alone(true),
            InJournal::Beside(beside) => Self::Beside(beside),
        })
    }
}

impl Srvcc {
    fn of(node: &ServingNode) -> Self {
        let ServingNode { srvcc, lcs, .. } = *node;
        match lcs == NodeLcs::default() {
            true => Self::Alone(srvcc),
            false => Self::Beside(Beside { srvcc, lcs }),
        }
    }
}

impl Serialize for ServingNode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let behind = self.behind && !self.purged;
        let (host, realm, terminal) = (&self.host, &self.realm, self.terminal.as_ref());
        let Self { visited, since, purged, features, homogeneous_ims_voice, .. } = *self;
        let srvcc = Srvcc::of(self);
        if serializer.is_human_readable() {
            let readable = Readable {
                host,
                realm,
                visited,
                since,
                purged,
                features,
                terminal,
                homogeneous_ims_voice,
                srvcc,
                behind,
            };
            return readable.serialize(serializer);
        }
        let has = match (purged, behind) {
            (true, _) => Has::Nothing,
            (false, true) => Has::OldData,
            (false, false) => Has::Data,
        };
        Form { host, realm, visited, since, has, features, terminal, homogeneous_ims_voice, srvcc }
            .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ServingNode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let readable = match deserializer.is_human_readable() {
            true => Readable::<Name, Terminal>::deserialize(deserializer)?,
            false => Form::deserialize(deserializer)?.into(),
        };
        let Readable {
            host,
            realm,
            visited,
            since,
            purged,
            features,
            terminal,
            homogeneous_ims_voice,
            srvcc,
            behind,
        } = readable;
        let (srvcc, lcs) = match srvcc {
            Srvcc::Alone(srvcc) => (srvcc, NodeLcs::default()),
            Srvcc::Beside(Beside { srvcc, lcs }) => (srvcc, lcs),
        };
        Ok(Self {
            host,
            realm,
            visited,
            since,
            purged,
            behind,
            features,
            terminal,
            homogeneous_ims_voice,
            srvcc,
            lcs,
        })
    }
}

impl<H, T> From<Form<H, T>> for Readable<H, T> {
    fn from(form: Form<H, T>) -> Self {
        Self {
            host: form.host,
            realm: form.realm,
            visited: form.visited,
            since: form.since,
            purged: matches!(form.has, Has::Nothing),
            features: form.features,
            terminal: form.terminal,
            homogeneous_ims_voice: form.homogeneous_ims_voice,
            srvcc: form.srvcc,
            behind: matches!(form.has, Has::OldData),
        }
    }
}

/// What a terminal is (TS 29.272 §7.3.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terminal {
    /// IMEI: 14 or 15 digits.
    pub imei: Box<str>,
    /// Software version: 2 digits; empty where it was not told.
    pub software_version: Box<str>,
}

/// The gateway of one packet data network (TS 29.272 §7.3.45).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gateway {
    /// The APN, network identifier only, in lower case.
    pub apn: Name,
    /// Context-Identifier, as it was told; 0 where it was not.
    pub context: u32,
    /// MIP6-Agent-Info as it came: whole AVP, given back octet by octet.
    #[serde(with = "super::octets")]
    pub agent: Box<[u8]>,
    /// The network the gateway is in, where it was told.
    pub visited: Option<Name>,
}

impl Record for EpsRegistration {
    type Key = Imsi;
    const KIND: &'static str = "eps_registration";
    fn key(&self) -> Imsi {
        self.imsi
    }
}

impl EpsRegistration {
    /// The nodes: the MME, then the SGSN.
    pub fn nodes(&self) -> impl Iterator<Item = &ServingNode> {
        self.mme.iter().chain(&self.sgsn)
    }

    /// The same with those behind that `missed` says; `None` where that changes nothing. One that purged the subscriber has no data that could be old.
    pub fn behind(&self, missed: impl Fn(&ServingNode) -> bool) -> Option<Self> {
        let mut after = self.clone();
        for node in after.mme.iter_mut().chain(&mut after.sgsn) {
            node.behind |= !node.purged && missed(node);
        }
        (after != *self).then_some(after)
    }

    /// Nobody serves `imsi`, and nobody ever did.
    pub fn empty(imsi: Imsi) -> Self {
        Self { imsi, mme: None, sgsn: None, gateways: Box::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As nodes were written before there was anything of location services in them.
    #[derive(Serialize)]
    struct Before {
        host: Name,
        realm: Name,
        visited: Plmn,
        since: Timestamp,
        purged: bool,
        features: u32,
        terminal: Option<Terminal>,
        homogeneous_ims_voice: Option<bool>,
        srvcc: bool,
    }

    fn node(srvcc: bool, lcs: NodeLcs) -> ServingNode {
        ServingNode {
            host: "mme1.example".into(),
            realm: "example".into(),
            visited: "00101".parse().unwrap(),
            since: Timestamp(7),
            purged: false,
            behind: false,
            features: 9,
            terminal: Some(Terminal { imei: "35112233445566".into(), software_version: "01".into() }),
            homogeneous_ims_voice: Some(true),
            srvcc,
            lcs,
        }
    }

    #[test]
    fn a_node_of_old_is_read_and_written_as_it_was() {
        for srvcc in [false, true] {
            let node = node(srvcc, NodeLcs::default());
            let ServingNode {
                host,
                realm,
                visited,
                since,
                purged,
                features,
                terminal,
                homogeneous_ims_voice,
                ..
            } = node.clone();
            let old = Before {
                host,
                realm,
                visited,
                since,
                purged,
                features,
                terminal,
                homogeneous_ims_voice,
                srvcc,
            };
            let octets = postcard::to_stdvec(&old).unwrap();
            assert_eq!(postcard::from_bytes::<ServingNode>(&octets).unwrap(), node);
            assert_eq!(postcard::to_stdvec(&node).unwrap(), octets);
            let text = serde_json::to_string(&old).unwrap();
            assert_eq!(serde_json::from_str::<ServingNode>(&text).unwrap(), node);
            assert_eq!(serde_json::to_string(&node).unwrap(), text);
        }
    }

    #[test]
    fn a_node_that_is_behind_stays_so_and_one_that_purged_has_nothing_old() {
        for (purged, behind) in [(false, true), (true, false), (false, false)] {
            let node = ServingNode { purged, behind, ..node(true, NodeLcs::default()) };
            let octets = postcard::to_stdvec(&node).unwrap();
            assert_eq!(postcard::from_bytes::<ServingNode>(&octets).unwrap(), node);
            let text = serde_json::to_string(&node).unwrap();
            assert_eq!(serde_json::from_str::<ServingNode>(&text).unwrap(), node);
            assert_eq!(text.contains("\"behind\":true"), behind, "{text}");
        }
        let serving = |purged| {
            let mme = Some(ServingNode { purged, ..node(true, NodeLcs::default()) });
            EpsRegistration { mme, ..EpsRegistration::empty(Imsi::parse("001010000000001").unwrap()) }
        };
        let after = serving(false).behind(|_| true).unwrap();
        assert!(after.nodes().all(|node| node.behind));
        assert_eq!((after.behind(|_| true), serving(true).behind(|_| true)), (None, None));
    }

    #[test]
    fn what_location_services_are_told_stands_beside() {
        let lcs = NodeLcs {
            gmlc: Some("192.0.2.7".parse().unwrap()),
            number: E164::parse("15550000007"),
            optimized: true,
        };
        for srvcc in [false, true] {
            let mme = Some(node(srvcc, lcs));
            let all =
                EpsRegistration { mme, ..EpsRegistration::empty(Imsi::parse("001010000000001").unwrap()) };
            let octets = postcard::to_stdvec(&all).unwrap();
            assert_eq!(postcard::from_bytes::<EpsRegistration>(&octets).unwrap(), all);
            let text = serde_json::to_string(&all).unwrap();
            assert_eq!(serde_json::from_str::<EpsRegistration>(&text).unwrap(), all);
        }
        assert!(serde_json::from_str::<Srvcc>("null").is_err());
    }
}
