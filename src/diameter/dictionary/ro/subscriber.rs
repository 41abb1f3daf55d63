//! Who pays, and with which terminal (RFC 8506 §8.43 to §8.63).

use super::avps::credit_control::{
    SERVICE_PARAMETER_INFO, SERVICE_PARAMETER_TYPE, SERVICE_PARAMETER_VALUE, SUBSCRIPTION_ID_E164,
    SUBSCRIPTION_ID_EXTENSION, SUBSCRIPTION_ID_IMSI, SUBSCRIPTION_ID_NAI, SUBSCRIPTION_ID_PRIVATE,
    SUBSCRIPTION_ID_SIP_URI, USER_EQUIPMENT_INFO, USER_EQUIPMENT_INFO_EUI64, USER_EQUIPMENT_INFO_EXTENSION,
    USER_EQUIPMENT_INFO_IMEI, USER_EQUIPMENT_INFO_IMEISV, USER_EQUIPMENT_INFO_MAC,
    USER_EQUIPMENT_INFO_MODIFIED_EUI64, USER_EQUIPMENT_INFO_TYPE, USER_EQUIPMENT_INFO_VALUE,
};
use super::enums::UserEquipmentInfoType;
use crate::diameter::dictionary::grammar::group;

group! {
    /// Subscription-Id-Extension: one of the user's names, an AVP for each kind (§8.58).
    ///
    /// ```text
    /// Subscription-Id-Extension ::= < AVP Header: 659 >
    ///     [ Subscription-Id-E164 ]
    ///     [ Subscription-Id-IMSI ]
    ///     [ Subscription-Id-SIP-URI ]
    ///     [ Subscription-Id-NAI ]
    ///     [ Subscription-Id-Private ]
    ///   * [ AVP ]
    /// ```
    SubscriptionIdExtension<'a> = SUBSCRIPTION_ID_EXTENSION {
        /// An international number.
        optional subscription_id_e164: &'a str = SUBSCRIPTION_ID_E164;
        /// An IMSI.
        optional subscription_id_imsi: &'a str = SUBSCRIPTION_ID_IMSI;
        /// A SIP URI.
        optional subscription_id_sip_uri: &'a str = SUBSCRIPTION_ID_SIP_URI;
        /// A network access identifier.
        optional subscription_id_nai: &'a str = SUBSCRIPTION_ID_NAI;
        /// A name that is only known here.
        optional subscription_id_private: &'a str = SUBSCRIPTION_ID_PRIVATE;
    }
}

group! {
    /// User-Equipment-Info: the terminal (§8.49).
    ///
    /// ```text
    /// User-Equipment-Info ::= < AVP Header: 458 >
    ///     { User-Equipment-Info-Type }
    ///     { User-Equipment-Info-Value }
    ///   * [ AVP ]
    /// ```
    UserEquipmentInfo<'a> = USER_EQUIPMENT_INFO {
        /// Which kind of identity.
        required user_equipment_info_type: UserEquipmentInfoType = USER_EQUIPMENT_INFO_TYPE;
        /// The identity.
        required user_equipment_info_value: &'a [u8] = USER_EQUIPMENT_INFO_VALUE;
    }
}

group! {
    /// User-Equipment-Info-Extension: the terminal, an AVP for each kind of identity (§8.52).
    ///
    /// ```text
    /// User-Equipment-Info-Extension ::= < AVP Header: 653 >
    ///     [ User-Equipment-Info-IMEISV ]
    ///     [ User-Equipment-Info-MAC ]
    ///     [ User-Equipment-Info-EUI64 ]
    ///     [ User-Equipment-Info-ModifiedEUI64 ]
    ///     [ User-Equipment-Info-IMEI ]
    ///   * [ AVP ]
    /// ```
    UserEquipmentInfoExtension<'a> = USER_EQUIPMENT_INFO_EXTENSION {
        /// IMEI and software version.
        optional user_equipment_info_imeisv: &'a [u8] = USER_EQUIPMENT_INFO_IMEISV;
        /// The MAC address.
        optional user_equipment_info_mac: &'a [u8] = USER_EQUIPMENT_INFO_MAC;
        /// The EUI-64.
        optional user_equipment_info_eui64: &'a [u8] = USER_EQUIPMENT_INFO_EUI64;
        /// The modified EUI-64.
        optional user_equipment_info_modified_eui64: &'a [u8] = USER_EQUIPMENT_INFO_MODIFIED_EUI64;
        /// The IMEI.
        optional user_equipment_info_imei: &'a [u8] = USER_EQUIPMENT_INFO_IMEI;
    }
}

group! {
    /// Service-Parameter-Info: input to rating (§8.43).
    ///
    /// ```text
    /// Service-Parameter-Info ::= < AVP Header: 440 >
    ///     { Service-Parameter-Type }
    ///     { Service-Parameter-Value }
    ///   * [ AVP ]
    /// ```
    ServiceParameterInfo<'a> = SERVICE_PARAMETER_INFO {
        /// What kind of input.
        required service_parameter_type: u32 = SERVICE_PARAMETER_TYPE;
        /// The input.
        required service_parameter_value: &'a [u8] = SERVICE_PARAMETER_VALUE;
    }
}
