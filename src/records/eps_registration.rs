//! Where the EPS serves a subscriber now: the nodes that hold the subscription data (TS 23.008 §2.4, TS 29.272 §5.2.1).

use super::Record;
use crate::types::{Imsi, Name, Plmn, Timestamp};
use serde::{Deserialize, Serialize};

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

/// One node that serves the subscriber.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Feature-List 1 as it came with the last ULR (TS 29.272 §7.3.10).
    pub features: u32,
    /// What the terminal is: IMEI, 14 digits, and software version, where they were told.
    pub terminal: Option<Terminal>,
    /// Whether voice over IMS is possible in all, or in none, of its tracking areas (TS 29.272 §7.3.144); `None` where it did not say.
    pub homogeneous_ims_voice: Option<bool>,
    /// The terminal can hand voice over to circuit switching (TS 29.272 §7.3.130).
    pub srvcc: bool,
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
    /// Nobody serves `imsi`, and nobody ever did.
    pub fn empty(imsi: Imsi) -> Self {
        Self { imsi, mme: None, sgsn: None, gateways: Box::default() }
    }
}
