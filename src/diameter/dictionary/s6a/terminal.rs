//! Grouped AVPs of devices and of the networks around (TS 29.272 §7.3).

use super::avps::{
    ACCESS_RESTRICTION_DATA, ADJACENT_ACCESS_RESTRICTION_DATA, ADJACENT_PLMNS, EQUIVALENT_PLMN_LIST, IMEI,
    SOFTWARE_VERSION, TERMINAL_INFORMATION, TGPP2_MEID, VISITED_PLMN_ID,
};
use super::flags::AccessRestrictionData;
use crate::diameter::dictionary::grammar::group;

group! {
    /// Terminal-Information (§7.3.3): the user's device.
    ///
    /// ```text
    /// Terminal-Information ::= < AVP Header: 1401 10415 >
    ///     [ IMEI ]
    ///     [ 3GPP2-MEID ]
    ///     [ Software-Version ]
    ///   * [ AVP ]
    /// ```
    TerminalInformation<'a> = TERMINAL_INFORMATION {
        /// Identity of the device.
        optional imei: &'a str = IMEI;
        /// 3GPP2-MEID (§7.3.6).
        optional tgpp2_meid: &'a [u8] = TGPP2_MEID;
        /// Software-Version: two digits.
        optional software_version: &'a str = SOFTWARE_VERSION;
    }
}

group! {
    /// Equivalent-PLMN-List (§7.3.151): networks that count as the visited one.
    ///
    /// ```text
    /// Equivalent-PLMN-List ::= < AVP Header: 1637 10415 >
    ///  1* { Visited-PLMN-Id }
    ///   * [ AVP ]
    /// ```
    EquivalentPlmnList<'a> = EQUIVALENT_PLMN_LIST {
        /// The network, three octets.
        some visited_plmn_id: &'a [u8] = VISITED_PLMN_ID;
    }
}

group! {
    /// Adjacent-PLMNs (§7.3.186): networks the user may be handed over to.
    ///
    /// ```text
    /// Adjacent-PLMNs ::= < AVP Header: 1672 10415 >
    ///  1* { Visited-PLMN-Id }
    ///   * [ AVP ]
    /// ```
    AdjacentPlmns<'a> = ADJACENT_PLMNS {
        /// The network, three octets.
        some visited_plmn_id: &'a [u8] = VISITED_PLMN_ID;
    }
}

group! {
    /// Adjacent-Access-Restriction-Data (§7.3.187): restrictions in a network beside the visited one.
    ///
    /// ```text
    /// Adjacent-Access-Restriction-Data ::= < AVP Header: 1673 10415 >
    ///     { Visited-PLMN-Id }
    ///     { Access-Restriction-Data }
    ///   * [ AVP ]
    /// ```
    AdjacentAccessRestrictionData<'a> = ADJACENT_ACCESS_RESTRICTION_DATA {
        /// The network, three octets.
        required visited_plmn_id: &'a [u8] = VISITED_PLMN_ID;
        /// Access-Restriction-Data (§7.3.31).
        required access_restriction_data: AccessRestrictionData = ACCESS_RESTRICTION_DATA;
    }
}
