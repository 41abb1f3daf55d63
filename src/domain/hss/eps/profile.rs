//! What an operator configures of the EPS: `[eps]` and `[eps_profile.NAME]`.

use super::super::config::Mistake;
use super::barring::{Barring, Barrings, ZoneCode};
use crate::{
    records::Ambr,
    types::{Name, Plmn},
};
use bitflags::bitflags;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `[eps]`: how the HSS behaves as a whole towards MMEs and SGSNs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Eps {
    /// Networks that are home, beside the one that a subscriber's IMSI begins with.
    pub home_plmns: Vec<Plmn>,
    /// True: a request may name another Origin-Host than the peer that brings it: it came through an agent.
    pub relayed: bool,
    /// Which realm serves in which networks: once there is one, a realm that is not named may ask for nobody.
    pub realms: BTreeMap<String, Vec<Plmn>>,
    /// Most vectors of a kind in one answer, to MMEs, SGSNs and AAA servers, 1 to 5 (TS 29.272 §7.3.14).
    pub vectors_per_air: u32,
    /// True: an error answer to a ULR carries ULA-Flags and the least Subscription-Data there can be. Open5GS' MME drops one that does not, and leaves
    /// the terminal waiting; the standard has neither in an error.
    pub subscription_data_in_errors: bool,
    /// The AAA servers that may ask over SWx, by their Origin-Host; any peer where none is named.
    pub aaa_servers: Vec<String>,
}

impl Default for Eps {
    fn default() -> Self {
        Self {
            home_plmns: Vec::new(),
            relayed: false,
            realms: BTreeMap::new(),
            vectors_per_air: 1,
            subscription_data_in_errors: false,
            aaa_servers: Vec::new(),
        }
    }
}

/// `[eps_profile.NAME]`: what an MME is told of every subscriber who has it (TS 29.272 §7.3.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EpsProfile {
    /// The aggregate maximum bit rate of the subscriber, bit/s.
    pub ambr: Ambr,
    /// In which networks it may attach.
    pub roaming: EpsRoaming,
    /// What it may not use.
    pub restricted: Vec<Restriction>,
    /// It may come by access that is not of 3GPP, such as WLAN with VoWiFi (TS 29.273 §8.2.3.3).
    pub non_3gpp: bool,
    /// By which; by any where none is named.
    pub non_3gpp_rats: Vec<Non3gppRat>,
    /// Packet switching alone, or circuit switching as well (§7.3.21).
    pub network_access: NetworkAccess,
    /// Seconds between periodic tracking area updates (§7.3.134).
    pub periodic_tau: Option<u32>,
    /// RAT-Frequency-Selection-Priority-ID, 1 to 256 (§7.3.46).
    pub rfsp: Option<u32>,
    /// 3GPP-Charging-Characteristics, four hexadecimal digits (TS 32.251 Annex A).
    pub charging_characteristics: Option<ChargingCharacteristics>,
    /// What the operator bars (TS 22.041).
    pub barred: Vec<Barring>,
    /// The zones of a regional subscription, 10 at most; anywhere without (§7.3.52).
    pub zones: Vec<ZoneCode>,
    /// UE-Usage-Type, 0 to 255: which dedicated core network serves (§7.3.202).
    pub ue_usage_type: Option<u8>,
    /// The APN that is used where the terminal names none; the first if absent.
    pub default_apn: Option<Name>,
    /// The APNs, in the order of their context identifiers, which count from 1.
    pub apn: Vec<Apn>,
}

/// One APN of a profile (§7.3.35).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Apn {
    /// Its network identifier (TS 23.003 §9.1.1), in lower case.
    pub name: Name,
    /// Which addresses it gives.
    #[serde(default)]
    pub pdn_type: PdnType,
    /// QoS class of the default bearer, 1 to 9, and 65, 66, 69, 70 (TS 23.203 Table 6.1.7).
    #[serde(default = "qci")]
    pub qci: u32,
    /// Allocation and retention priority, 1 (highest) to 15.
    #[serde(default = "priority")]
    pub priority: u32,
    /// The default bearer may take the resources of others.
    #[serde(default)]
    pub preempts: bool,
    /// Others may take the resources of the default bearer.
    #[serde(default = "yes")]
    pub preemptible: bool,
    /// The APN's aggregate maximum bit rate, bit/s; the subscriber's if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ambr: Option<Ambr>,
    /// The terminal may use a gateway of the visited network (§7.3.38).
    #[serde(default)]
    pub local_breakout: bool,
    /// Charging characteristics of this APN alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charging_characteristics: Option<ChargingCharacteristics>,
}

/// 3GPP-Charging-Characteristics: 16 bits, written as four hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ChargingCharacteristics(pub u16);

impl TryFrom<String> for ChargingCharacteristics {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let digits = text.len() == 4 && text.bytes().all(|digit| digit.is_ascii_hexdigit());
        let read = digits.then(|| u16::from_str_radix(&text, 16).ok()).flatten();
        read.map(Self).ok_or_else(|| format!("\"{}\" is not four hexadecimal digits", text.escape_debug()))
    }
}

impl From<ChargingCharacteristics> for String {
    fn from(value: ChargingCharacteristics) -> Self {
        format!("{:04x}", value.0)
    }
}

/// Which addresses an APN gives (PDN-Type, §7.3.62).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PdnType {
    /// IPv4 alone.
    Ipv4,
    /// IPv6 alone.
    Ipv6,
    /// Both at once.
    #[default]
    Ipv4v6,
    /// One of the two.
    Ipv4OrIpv6,
}

/// Network-Access-Mode (§7.3.21).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NetworkAccess {
    /// PACKET_AND_CIRCUIT.
    PacketAndCircuit,
    /// ONLY_PACKET.
    #[default]
    OnlyPacket,
}

/// Where attaching is allowed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EpsRoaming {
    /// In any network.
    #[default]
    Anywhere,
    /// In the home network alone.
    HomeOnly,
    /// In the home network and these.
    Networks(Vec<Plmn>),
}

impl EpsRoaming {
    /// Whether it is allowed in a network, which is `home` or not.
    pub fn allows(&self, plmn: Plmn, home: bool) -> bool {
        match self {
            Self::Anywhere => true,
            Self::HomeOnly => home,
            Self::Networks(networks) => home || networks.contains(&plmn),
        }
    }

    /// Whether it is allowed wherever it may be.
    pub fn allows_any(&self) -> bool {
        *self == Self::Anywhere
    }
}

/// Access that is not of 3GPP, by its RAT-Type (TS 29.212 §5.3.31).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Non3gppRat {
    /// WLAN.
    Wlan = 0,
    /// One that is not known.
    Virtual = 1,
    /// CDMA2000 1X.
    #[serde(rename = "cdma2000-1x")]
    Cdma20001x = 2000,
    /// HRPD.
    Hrpd = 2001,
    /// UMB.
    Umb = 2002,
    /// eHRPD.
    Ehrpd = 2003,
}

/// What Access-Restriction-Data can forbid (§7.3.31).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Restriction {
    /// UTRAN.
    Utran,
    /// GERAN.
    Geran,
    /// GAN.
    Gan,
    /// I-HSPA-Evolution.
    Ihspa,
    /// WB-E-UTRAN: LTE as phones have it.
    Eutran,
    /// Handing over to access that is not of 3GPP.
    Non3gpp,
    /// NB-IoT.
    NbIot,
    /// Enhanced coverage.
    EnhancedCoverage,
    /// NR as a secondary RAT beside E-UTRAN.
    NrSecondary,
}

bitflags! {
    /// Access-Restriction-Data, one bit each (§7.3.31).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct Restrictions: u32 {
        /// UTRAN not allowed.
        const UTRAN = 1;
        /// GERAN not allowed.
        const GERAN = 1 << 1;
        /// GAN not allowed.
        const GAN = 1 << 2;
        /// I-HSPA-Evolution not allowed.
        const IHSPA = 1 << 3;
        /// WB-E-UTRAN not allowed.
        const EUTRAN = 1 << 4;
        /// Handover to non-3GPP access not allowed.
        const NON_3GPP = 1 << 5;
        /// NB-IoT not allowed.
        const NB_IOT = 1 << 6;
        /// Enhanced coverage not allowed.
        const ENHANCED_COVERAGE = 1 << 7;
        /// NR as secondary RAT in E-UTRAN not allowed.
        const NR_SECONDARY = 1 << 8;
    }
}

impl Restriction {
    const fn bit(self) -> Restrictions {
        match self {
            Self::Utran => Restrictions::UTRAN,
            Self::Geran => Restrictions::GERAN,
            Self::Gan => Restrictions::GAN,
            Self::Ihspa => Restrictions::IHSPA,
            Self::Eutran => Restrictions::EUTRAN,
            Self::Non3gpp => Restrictions::NON_3GPP,
            Self::NbIot => Restrictions::NB_IOT,
            Self::EnhancedCoverage => Restrictions::ENHANCED_COVERAGE,
            Self::NrSecondary => Restrictions::NR_SECONDARY,
        }
    }
}

fn qci() -> u32 {
    9
}

fn priority() -> u32 {
    8
}

fn yes() -> bool {
    true
}

impl Default for EpsProfile {
    /// `internet` on QCI 9 and `ims` on QCI 5, as VoLTE wants them, with a gigabit down and half of that up.
    fn default() -> Self {
        let apn = |name, qci| Apn {
            name: Name::new(name),
            pdn_type: PdnType::Ipv4v6,
            qci,
            priority: priority(),
            preempts: false,
            preemptible: true,
            ambr: None,
            local_breakout: false,
            charging_characteristics: None,
        };
        Self {
            ambr: Ambr { downlink: 1_000_000_000, uplink: 500_000_000 },
            roaming: EpsRoaming::Anywhere,
            restricted: Vec::new(),
            non_3gpp: true,
            non_3gpp_rats: Vec::new(),
            network_access: NetworkAccess::OnlyPacket,
            periodic_tau: None,
            rfsp: None,
            charging_characteristics: None,
            barred: Vec::new(),
            zones: Vec::new(),
            ue_usage_type: None,
            default_apn: None,
            apn: vec![apn("internet", 9), apn("ims", 5)],
        }
    }
}

impl EpsProfile {
    /// Access-Restriction-Data.
    pub fn restrictions(&self) -> Restrictions {
        self.restricted.iter().map(|restriction| restriction.bit()).collect()
    }

    /// What is barred.
    pub fn barrings(&self) -> Barrings {
        self.barred.iter().copied().collect()
    }

    /// The context identifier of the default APN.
    pub fn default_context(&self) -> u32 {
        let default = self.default_apn.as_ref();
        let at = default.and_then(|name| self.apn.iter().position(|apn| apn.name == *name));
        at.unwrap_or(0) as u32 + 1
    }

    /// Everything that an MME would choke on, while a person is there to mend it.
    pub(in crate::domain) fn check(&self, name: &str, mistakes: &mut Vec<Mistake>) {
        let mut wrong = |setting: &str, problem: String| {
            mistakes.push(Mistake::new(format!("[eps_profile.{name}] {setting}"), problem));
        };
        if self.apn.is_empty() || self.apn.len() > MAX_APNS {
            wrong("apn", format!("a profile has 1 to {MAX_APNS} APNs: an MME attaches nobody without"));
        }
        for (at, apn) in self.apn.iter().enumerate() {
            let place = format!("apn {}", apn.name);
            if !is_apn(&apn.name) {
                wrong(&place, "an APN is labels of a-z, 0-9 and -, separated by dots, at most 62 characters (TS 23.003 §9.1)".into());
            }
            if self.apn[..at].iter().any(|other| other.name == apn.name) {
                wrong(&place, "it is there twice".into());
            }
            if !matches!(apn.qci, 1..=9 | 65 | 66 | 69 | 70) {
                wrong(&place, format!("there is no QCI {} (TS 23.203 Table 6.1.7)", apn.qci));
            }
            if !(1..=15).contains(&apn.priority) {
                wrong(&place, format!("the priority {} is not 1 to 15", apn.priority));
            }
        }
        if let Some(default) =
            self.default_apn.as_ref().filter(|name| !self.apn.iter().any(|apn| apn.name == **name))
        {
            wrong("default_apn", format!("the profile has no APN {default}"));
        }
        if self.rfsp.is_some_and(|rfsp| !(1..=256).contains(&rfsp)) {
            wrong("rfsp", "an RFSP index is 1 to 256 (TS 36.413 §9.2.1.39)".into());
        }
        if let Some(contradiction) = self.barrings().contradiction() {
            wrong("barred", contradiction.into());
        }
        if let Some(mistake) = ZoneCode::mistake(&self.zones.iter().map(|zone| zone.0).collect::<Vec<_>>()) {
            wrong("zones", mistake);
        }
        let rates = self.apn.iter().filter_map(|apn| apn.ambr).chain([self.ambr]);
        if rates.into_iter().any(|ambr| ambr.downlink == 0 || ambr.uplink == 0) {
            wrong("ambr", "a rate of 0 bit/s lets nothing through: leave the APN out instead".into());
        }
    }
}

/// As many APNs as a subscriber can have (TS 29.272 §7.3.35: context identifiers 1 to 50).
pub const MAX_APNS: usize = 50;

/// True for the network identifier of an APN (TS 23.003 §9.1.1).
pub fn is_apn(text: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 62 && text.split('.').all(label)
}

impl Eps {
    pub(in crate::domain::hss) fn check(&self, mistakes: &mut Vec<Mistake>) {
        if !(1..=5).contains(&self.vectors_per_air) {
            mistakes.push(Mistake::new(
                "[eps] vectors_per_air",
                "an AIA carries 1 to 5 vectors of a kind (TS 29.272 §7.3.14)",
            ));
        }
    }

    /// True if `plmn` is a home network of a SIM.
    pub fn is_home(&self, plmn: Plmn, imsi: crate::types::Imsi) -> bool {
        plmn.is_home_of(imsi) || self.home_plmns.contains(&plmn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistakes(toml: &str) -> Vec<String> {
        let profile: EpsProfile = toml::from_str(toml).unwrap();
        let mut found = Vec::new();
        profile.check("p", &mut found);
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_an_mme_would_choke_on_is_refused() {
        assert!(mistakes("").is_empty());
        for (toml, sentence) in [
            ("apn = []", "1 to 50 APNs"),
            ("apn = [{ name = 'Internet' }]", "labels of a-z"),
            ("apn = [{ name = 'a..b' }]", "labels of a-z"),
            ("apn = [{ name = 'a' }, { name = 'a' }]", "twice"),
            ("apn = [{ name = 'a', qci = 10 }]", "no QCI 10"),
            ("apn = [{ name = 'a', priority = 0 }]", "not 1 to 15"),
            ("default_apn = 'x'", "no APN x"),
            ("rfsp = 257", "1 to 256"),
            ("barred = ['outgoing-calls', 'international-calls']", "one at most"),
            ("zones = ['0001', '0001']", "twice"),
            ("ambr = { downlink = 0, uplink = 1 }", "0 bit/s"),
        ] {
            let found = mistakes(toml);
            assert_eq!(found.len(), 1, "{toml}: {found:?}");
            assert!(found[0].contains(sentence), "{toml}: {found:?}");
        }
    }

    #[test]
    fn charging_characteristics_are_four_hexadecimal_digits() {
        let read = |text: &str| ChargingCharacteristics::try_from(text.to_owned());
        assert_eq!(read("0800"), Ok(ChargingCharacteristics(0x0800)));
        for wrong in ["", "800", "08000", "+800", "08g0"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_default_context_is_that_of_the_default_apn() {
        let profile: EpsProfile = toml::from_str("default_apn = 'ims'").unwrap();
        assert_eq!((profile.default_context(), EpsProfile::default().default_context()), (2, 1));
    }
}
