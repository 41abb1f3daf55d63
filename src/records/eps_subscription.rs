//! What a subscriber has of the EPS: the contract an MME or an AAA server is told of (TS 23.008 §2, TS 29.272 §7.3.2).

use super::Record;
use crate::types::{E164, Imsi, Name};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// The EPS part of a contract. Most of what the network is told stands in the profile, which many share; here is what is one subscriber's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EpsSubscription {
    /// Whose.
    pub imsi: Imsi,
    /// The profile, by its name in the configuration (`[eps_profile.NAME]`).
    pub profile: Name,
    /// False: the contract exists, but attaching is refused with 5420 until the operator allows it again.
    pub enabled: bool,
    /// Further numbers under which the subscriber is called (A-MSISDN, TS 29.272 §7.3.157).
    #[serde(deserialize_with = "super::list::deserialize")]
    pub additional_msisdns: Box<[E164]>,
    /// 3GPP-Charging-Characteristics in place of the profile's (TS 32.251 Annex A).
    pub charging_characteristics: Option<u16>,
    /// AMBR in place of the profile's.
    pub ambr: Option<Ambr>,
    /// Fixed addresses, each in an APN of the profile.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub addresses: Box<[FixedAddress]>,
}

/// The aggregate maximum bit rate (TS 29.272 §7.3.41), in bits per second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ambr {
    /// From the network to the terminal.
    pub downlink: u64,
    /// From the terminal to the network.
    pub uplink: u64,
}

/// An address that a subscriber always has in one APN (Served-Party-IP-Address, TS 29.272 §7.3.35).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FixedAddress {
    /// The APN, network identifier only, in lower case.
    pub apn: Name,
    /// The IPv4 address, or an address of the IPv6 prefix.
    pub address: IpAddr,
}

impl Record for EpsSubscription {
    type Key = Imsi;
    const KIND: &'static str = "eps_subscription";
    fn key(&self) -> Imsi {
        self.imsi
    }
}
