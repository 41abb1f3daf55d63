//! What a subscriber has of the EPS: the contract an MME or an AAA server is told of (TS 23.008 §2, TS 29.272 §7.3.2).

use super::Record;
use crate::types::{E164, Imsi, Name};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// The EPS part of a contract. Most of what the network is told stands in the profile, which many share; here is what is one subscriber's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct EpsSubscription {
    /// Whose.
    pub imsi: Imsi,
    /// The profile, by its name in the configuration (`[eps_profile.NAME]`).
    pub profile: Name,
    /// False: the contract exists, but attaching is refused with 5420 until the operator allows it again.
    pub enabled: bool,
    /// Further numbers under which the subscriber is called (A-MSISDN, TS 29.272 §7.3.157).
    pub additional_msisdns: Box<[E164]>,
    /// 3GPP-Charging-Characteristics in place of the profile's (TS 32.251 Annex A).
    pub charging_characteristics: Option<u16>,
    /// AMBR in place of the profile's.
    pub ambr: Option<Ambr>,
    /// Fixed addresses, each in an APN of the profile.
    pub addresses: Box<[FixedAddress]>,
    /// What few contracts have; never there without anything in it.
    pub further: Option<Box<EpsFurther>>,
}

/// What few contracts have.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EpsFurther {
    /// Operator determined barring, besides the profile's; a bit each, as `domain::hss::eps::barring` has them.
    pub barred: u32,
    /// Zone codes of a regional subscription, in place of the profile's (TS 23.003 §4.4).
    #[serde(deserialize_with = "super::list::deserialize")]
    pub zones: Box<[u16]>,
    /// UE-Usage-Type, in place of the profile's (TS 29.272 §7.3.202).
    pub ue_usage_type: Option<u8>,
    /// The card is a SIM, not a USIM: it knows GSM authentication alone (TS 33.102 §6.8).
    pub gsm_sim: bool,
}

/// A contract as the journal has it.
#[derive(Serialize, Deserialize)]
struct Written {
    imsi: Imsi,
    profile: Name,
    standing: Standing,
    #[serde(deserialize_with = "super::list::deserialize")]
    additional_msisdns: Box<[E164]>,
    charging_characteristics: Option<u16>,
    ambr: Option<Ambr>,
    #[serde(deserialize_with = "super::list::deserialize")]
    addresses: Box<[FixedAddress]>,
}

/// Whether a contract is in force. The journal had a truth value here once, which is written as these two first variants are: so a journal of then is
/// read as it was, and who has nothing further is written as then.
#[derive(Serialize, Deserialize)]
enum Standing {
    Disabled,
    Enabled,
    DisabledFurther(Box<EpsFurther>),
    EnabledFurther(Box<EpsFurther>),
}

impl From<Written> for EpsSubscription {
    fn from(written: Written) -> Self {
        let Written {
            imsi,
            profile,
            standing,
            additional_msisdns,
            charging_characteristics,
            ambr,
            addresses,
        } = written;
        let (enabled, further) = match standing {
            Standing::Disabled => (false, None),
            Standing::Enabled => (true, None),
            Standing::DisabledFurther(further) => (false, Some(further)),
            Standing::EnabledFurther(further) => (true, Some(further)),
        };
        Self {
            imsi,
            profile,
            enabled,
            additional_msisdns,
            charging_characteristics,
            ambr,
            addresses,
            further,
        }
    }
}

impl From<EpsSubscription> for Written {
    fn from(contract: EpsSubscription) -> Self {
        let EpsSubscription {
            imsi,
            profile,
            enabled,
            additional_msisdns,
            charging_characteristics,
            ambr,
            addresses,
            further,
        } = contract;
        let standing = match (enabled, further) {
            (false, None) => Standing::Disabled,
            (true, None) => Standing::Enabled,
            (false, Some(further)) => Standing::DisabledFurther(further),
            (true, Some(further)) => Standing::EnabledFurther(further),
        };
        Self { imsi, profile, standing, additional_msisdns, charging_characteristics, ambr, addresses }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The record as it was before there was anything further.
    #[derive(Serialize)]
    struct Old<'a> {
        imsi: Imsi,
        profile: Name,
        enabled: bool,
        additional_msisdns: &'a [E164],
        charging_characteristics: Option<u16>,
        ambr: Option<Ambr>,
        addresses: &'a [FixedAddress],
    }

    #[test]
    fn a_contract_of_an_old_journal_is_read_as_it_was() {
        let imsi = Imsi::parse("001010000000001").unwrap();
        for enabled in [true, false] {
            let ambr = Some(Ambr { downlink: 7, uplink: 8 });
            let profile = Name::new("default");
            let old = Old {
                imsi,
                profile: profile.clone(),
                enabled,
                additional_msisdns: &[],
                charging_characteristics: Some(0x0800),
                ambr,
                addresses: &[],
            };
            let octets = postcard::to_stdvec(&old).unwrap();
            let read: EpsSubscription = postcard::from_bytes(&octets).unwrap();
            assert_eq!(
                (read.enabled, read.ambr, read.charging_characteristics),
                (enabled, ambr, Some(0x0800))
            );
            assert_eq!(postcard::to_stdvec(&read).unwrap(), octets, "and written as then");
            let further = EpsFurther { barred: 1, zones: [0x0a1f, 2].into(), ..EpsFurther::default() };
            let full = EpsSubscription { further: Some(further.into()), ..read };
            assert_eq!(postcard::from_bytes(&postcard::to_stdvec(&full).unwrap()), Ok(full.clone()));
        }
    }
}
