//! Operator determined barring (TS 22.041, TS 23.015), and the zones of a regional subscription (TS 23.003 §4.4): what an operator takes away
//! of a service that the subscriber otherwise has.

use bitflags::bitflags;
use serde::{Deserialize, Serialize};

/// One thing that is barred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Barring {
    /// All packet services.
    PacketServices,
    /// Access points at home, from a visited network.
    HomeApnsWhenRoaming,
    /// Access points of the visited network.
    VisitedApns,
    /// All outgoing calls.
    OutgoingCalls,
    /// Outgoing international calls.
    InternationalCalls,
    /// The same, but for those to the home country.
    InternationalCallsExceptHome,
    /// Outgoing calls to other zones.
    InterZonalCalls,
    /// The same, but for those to the home country.
    InterZonalCallsExceptHome,
    /// Outgoing international calls but for those to the home country, and calls to other zones.
    InternationalExceptHomeAndInterZonalCalls,
    /// What the home operator means by type 1.
    HomeSpecific1,
    /// By type 2.
    HomeSpecific2,
    /// By type 3.
    HomeSpecific3,
    /// By type 4.
    HomeSpecific4,
    /// Roaming outside the home network.
    RoamingOutsideHome,
    /// Roaming outside the country of the home network.
    RoamingOutsideHomeCountry,
}

bitflags! {
    /// What is barred, a bit each. The first nine are those of Operator-Determined-Barring (TS 29.272 §7.3.30), and so are those of the features of
    /// a node that enforces them (§7.3.10, list 1); the next four those of HPLMN-ODB (§7.3.22); about roaming the HSS decides alone.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct Barrings: u32 {
        /// All packet services.
        const PACKET_SERVICES = 1;
        /// Access points at home, for roamers.
        const HOME_APNS = 1 << 1;
        /// Access points of the visited network.
        const VISITED_APNS = 1 << 2;
        /// Calls, six ways: of these a subscriber has one at most (TS 22.041).
        const CALLS = 0b1_1111_1000;
        /// What Operator-Determined-Barring says.
        const ODB = 0b1_1111_1111;
        /// What HPLMN-ODB says, [`HPLMN_SHIFT`](Self::HPLMN_SHIFT) bits up.
        const HPLMN = 0b1111 << 16;
        /// Roaming outside the home network.
        const ROAMING = 1 << 24;
        /// Roaming outside the home country.
        const ROAMING_ABROAD = 1 << 25;
    }
}

impl Barrings {
    /// Where the bits of HPLMN-ODB begin.
    pub const HPLMN_SHIFT: u32 = 16;

    /// Every single thing, with its word in the configuration and in orders.
    fn single() -> impl Iterator<Item = Barring> {
        use Barring as B;
        [
            B::PacketServices,
            B::HomeApnsWhenRoaming,
            B::VisitedApns,
            B::OutgoingCalls,
            B::InternationalCalls,
            B::InternationalCallsExceptHome,
            B::InterZonalCalls,
            B::InterZonalCallsExceptHome,
            B::InternationalExceptHomeAndInterZonalCalls,
            B::HomeSpecific1,
            B::HomeSpecific2,
            B::HomeSpecific3,
            B::HomeSpecific4,
            B::RoamingOutsideHome,
            B::RoamingOutsideHomeCountry,
        ]
        .into_iter()
    }

    /// The things of a set, one by one.
    pub fn words(self) -> Vec<Barring> {
        Self::single().filter(|one| self.contains(one.bit())).collect()
    }

    /// Why the things cannot be barred together.
    pub fn contradiction(self) -> Option<&'static str> {
        if self.intersection(Self::CALLS).bits().count_ones() > 1 {
            return Some("of the ways to bar outgoing calls one at most can be in force (TS 22.041)");
        }
        self.contains(Self::ROAMING | Self::ROAMING_ABROAD).then_some(
            "roaming is barred outside the home network or outside its country, not both (TS 22.041)",
        )
    }
}

impl Barring {
    /// Its bit.
    pub const fn bit(self) -> Barrings {
        let at = match self {
            Self::PacketServices => 0,
            Self::HomeApnsWhenRoaming => 1,
            Self::VisitedApns => 2,
            Self::OutgoingCalls => 3,
            Self::InternationalCalls => 4,
            Self::InternationalCallsExceptHome => 5,
            Self::InterZonalCalls => 6,
            Self::InterZonalCallsExceptHome => 7,
            Self::InternationalExceptHomeAndInterZonalCalls => 8,
            Self::HomeSpecific1 => 16,
            Self::HomeSpecific2 => 17,
            Self::HomeSpecific3 => 18,
            Self::HomeSpecific4 => 19,
            Self::RoamingOutsideHome => 24,
            Self::RoamingOutsideHomeCountry => 25,
        };
        Barrings::from_bits_retain(1 << at)
    }
}

impl FromIterator<Barring> for Barrings {
    fn from_iter<I: IntoIterator<Item = Barring>>(all: I) -> Self {
        all.into_iter().fold(Self::empty(), |set, one| set | one.bit())
    }
}

/// A Regional Subscription Zone Code: two octets that the operator chose (TS 23.003 §4.4), written as four hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ZoneCode(pub u16);

/// As many zones as a node can be told of (TS 29.272 §7.3.2, TS 29.002).
const MOST_ZONES: usize = 10;

impl ZoneCode {
    /// What is wrong with a list of zones.
    pub fn mistake(zones: &[u16]) -> Option<String> {
        if zones.len() > MOST_ZONES {
            return Some(format!(
                "a regional subscription has at most {MOST_ZONES} zone codes (TS 29.272 §7.3.2)"
            ));
        }
        let twice = zones.iter().enumerate().find(|(at, zone)| zones[..*at].contains(zone));
        twice.map(|(_, zone)| format!("the zone code {zone:04x} is there twice"))
    }
}

impl TryFrom<String> for ZoneCode {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let digits = text.len() == 4 && text.bytes().all(|digit| digit.is_ascii_hexdigit());
        let read = digits.then(|| u16::from_str_radix(&text, 16).ok()).flatten();
        read.map(Self)
            .ok_or_else(|| format!("\"{}\" is no zone code: four hexadecimal digits", text.escape_debug()))
    }
}

impl From<ZoneCode> for String {
    fn from(zone: ZoneCode) -> Self {
        format!("{:04x}", zone.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_a_bit_of_its_own_and_is_found_again() {
        let all: Barrings = Barrings::single().collect();
        assert_eq!(all, Barrings::ODB | Barrings::HPLMN | Barrings::ROAMING | Barrings::ROAMING_ABROAD);
        assert_eq!(all.words().len(), Barrings::single().count());
        for one in Barrings::single() {
            assert_eq!(one.bit().words(), [one]);
        }
    }

    #[test]
    fn what_cannot_be_together_is_said() {
        let set = |all: &[Barring]| all.iter().copied().collect::<Barrings>().contradiction();
        assert_eq!(
            set(&[Barring::OutgoingCalls, Barring::PacketServices, Barring::RoamingOutsideHome]),
            None
        );
        assert!(set(&[Barring::OutgoingCalls, Barring::InterZonalCalls]).unwrap().contains("outgoing calls"));
        let roaming = [Barring::RoamingOutsideHome, Barring::RoamingOutsideHomeCountry];
        assert!(set(&roaming).unwrap().contains("not both"));
    }

    #[test]
    fn zones_are_two_octets_and_ten_at_most() {
        assert_eq!(ZoneCode::try_from("0a1F".to_owned()), Ok(ZoneCode(0x0a1f)));
        for wrong in ["", "1", "00001", "+001", "00g1"] {
            assert!(ZoneCode::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
        let ten: Vec<u16> = (0..10).collect();
        assert_eq!(ZoneCode::mistake(&ten), None);
        assert!(ZoneCode::mistake(&(0..11).collect::<Vec<_>>()).unwrap().contains("at most 10"));
        assert!(ZoneCode::mistake(&[1, 2, 1]).unwrap().contains("0001 is there twice"));
    }
}
