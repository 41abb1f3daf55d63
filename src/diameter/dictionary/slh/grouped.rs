//! Grouped AVPs of SLh (TS 29.173 §6.4).

use super::avps::{
    ADDITIONAL_SERVING_NODE, LCS_CAPABILITIES_SETS, MME_NAME, MME_REALM, MSC_NUMBER, SERVING_NODE, SGSN_NAME,
    SGSN_REALM,
};
use super::flags::LcsCapabilitiesSets;
use crate::diameter::codec::Address;
use crate::diameter::dictionary::grammar::group;
use crate::diameter::dictionary::s6a::avps::SGSN_NUMBER;
use crate::diameter::dictionary::tgpp::avps::{GMLC_ADDRESS, TGPP_AAA_SERVER_NAME};

group! {
    /// Serving-Node (§6.4.3): a node that serves the user.
    ///
    /// ```text
    /// Serving-Node ::= < AVP Header: 2401 10415 >
    ///     [ SGSN-Number ]
    ///     [ SGSN-Name ]
    ///     [ SGSN-Realm ]
    ///     [ MME-Name ]
    ///     [ MME-Realm ]
    ///     [ MSC-Number ]
    ///     [ 3GPP-AAA-Server-Name ]
    ///     [ LCS-Capabilities-Sets ]
    ///     [ GMLC-Address ]
    ///   * [ AVP ]
    /// ```
    ServingNode<'a> = SERVING_NODE {
        /// SGSN-Number: an international number as TBCD.
        optional sgsn_number: &'a [u8] = SGSN_NUMBER;
        /// The SGSN.
        optional sgsn_name: &'a str = SGSN_NAME;
        /// Its realm.
        optional sgsn_realm: &'a str = SGSN_REALM;
        /// The MME.
        optional mme_name: &'a str = MME_NAME;
        /// Its realm.
        optional mme_realm: &'a str = MME_REALM;
        /// MSC-Number: an international number as TBCD.
        optional msc_number: &'a [u8] = MSC_NUMBER;
        /// The AAA server.
        optional aaa_server_name: &'a str = TGPP_AAA_SERVER_NAME;
        /// What the node can do for location services.
        optional lcs_capabilities_sets: LcsCapabilitiesSets = LCS_CAPABILITIES_SETS;
        /// The GMLC of the node.
        optional gmlc_address: Address = GMLC_ADDRESS;
    }
}

group! {
    /// Additional-Serving-Node (§6.4.8): a further node that serves the user.
    ///
    /// ```text
    /// Additional-Serving-Node ::= < AVP Header: 2406 10415 >
    ///     [ SGSN-Number ]
    ///     [ MME-Name ]
    ///     [ SGSN-Name ]
    ///     [ SGSN-Realm ]
    ///     [ MME-Realm ]
    ///     [ MSC-Number ]
    ///     [ 3GPP-AAA-Server-Name ]
    ///     [ LCS-Capabilities-Sets ]
    ///     [ GMLC-Address ]
    ///   * [ AVP ]
    /// ```
    AdditionalServingNode<'a> = ADDITIONAL_SERVING_NODE {
        /// SGSN-Number: an international number as TBCD.
        optional sgsn_number: &'a [u8] = SGSN_NUMBER;
        /// The MME.
        optional mme_name: &'a str = MME_NAME;
        /// The SGSN.
        optional sgsn_name: &'a str = SGSN_NAME;
        /// Its realm.
        optional sgsn_realm: &'a str = SGSN_REALM;
        /// Its realm.
        optional mme_realm: &'a str = MME_REALM;
        /// MSC-Number: an international number as TBCD.
        optional msc_number: &'a [u8] = MSC_NUMBER;
        /// The AAA server.
        optional aaa_server_name: &'a str = TGPP_AAA_SERVER_NAME;
        /// What the node can do for location services.
        optional lcs_capabilities_sets: LcsCapabilitiesSets = LCS_CAPABILITIES_SETS;
        /// The GMLC of the node.
        optional gmlc_address: Address = GMLC_ADDRESS;
    }
}
