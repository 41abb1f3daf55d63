//! Home and visited place of a party (VC-1): a group of our own inside Service-Information, whose grammar ends in `*[ AVP ]`.
//!
//! None of these codes is registered. The vendor is the enterprise number that RFC 5612 keeps for examples: whoever takes the group out of a lab puts
//! it under a number of their own. No M bit is set, so a peer that does not know the group passes over it.

pub mod avps;

use super::{Group, grammar::group};
use avps::{HOME_PLACE, PLACE_INFORMATION, VISITED_PLACE};

/// The vendor of these AVPs: the enterprise number for examples (RFC 5612).
pub const VENDOR: u32 = 32473;

group! {
    /// Place-Information: where a party is at home, and where it is.
    ///
    /// ```text
    /// Place-Information ::= < AVP Header: 1 32473 >
    ///     [ Home-Place ]
    ///     [ Visited-Place ]
    ///   * [ AVP ]
    /// ```
    PlaceInformation<'a> = PLACE_INFORMATION {
        /// The home place; absent or empty where whoever asks does not know it.
        optional home_place: &'a str = HOME_PLACE;
        /// The visited place likewise.
        optional visited_place: &'a str = VISITED_PLACE;
    }
}

/// The Grouped AVPs whose members are known.
pub const GROUPS: &[Group] = &[PlaceInformation::GROUP];
