//! Grouped AVPs of Cx (TS 29.229 §6.3), except those of authentication and restoration.

use super::avps::{
    ALLOWED_WAF_WWSF_IDENTITIES, ASSOCIATED_IDENTITIES, ASSOCIATED_REGISTERED_IDENTITIES,
    CHARGING_INFORMATION, DEREGISTRATION_REASON, FAILED_PCSCF, FEATURE_LIST, FEATURE_LIST_ID,
    IDENTITY_WITH_EMERGENCY_REGISTRATION, MANDATORY_CAPABILITY, OPTIONAL_CAPABILITY, PCSCF_FQDN,
    PCSCF_IP_ADDRESS, PRIMARY_CHARGING_COLLECTION_FUNCTION_NAME, PRIMARY_EVENT_CHARGING_FUNCTION_NAME,
    PUBLIC_IDENTITY, REASON_CODE, REASON_INFO, SECONDARY_CHARGING_COLLECTION_FUNCTION_NAME,
    SECONDARY_EVENT_CHARGING_FUNCTION_NAME, SERVER_CAPABILITIES, SERVER_NAME, SUPPORTED_FEATURES,
    WEBRTC_AUTHENTICATION_FUNCTION_NAME, WEBRTC_WEB_SERVER_FUNCTION_NAME,
};
use super::enums::ReasonCode;
use crate::diameter::codec::Address;
use crate::diameter::dictionary::base::avps::{USER_NAME, VENDOR_ID};
use crate::diameter::dictionary::grammar::group;
use crate::types::DiameterUri;

group! {
    /// Server-Capabilities (§6.3.4): what an S-CSCF must and should be able to do, and which ones are preferred.
    ///
    /// ```text
    /// Server-Capabilities ::= < AVP header: 603 10415 >
    ///   * [ Mandatory-Capability ]
    ///   * [ Optional-Capability ]
    ///   * [ Server-Name ]
    ///   * [ AVP ]
    /// ```
    ServerCapabilities<'a> = SERVER_CAPABILITIES {
        /// All of these.
        any mandatory_capability: u32 = MANDATORY_CAPABILITY;
        /// As many of these as possible.
        any optional_capability: u32 = OPTIONAL_CAPABILITY;
        /// Preferred S-CSCFs, as SIP URIs.
        any server_name: &'a str = SERVER_NAME;
    }
}

group! {
    /// Deregistration-Reason (§6.3.16).
    ///
    /// ```text
    /// Deregistration-Reason ::= < AVP header: 615 10415 >
    ///     { Reason-Code }
    ///     [ Reason-Info ]
    ///   * [ AVP ]
    /// ```
    DeregistrationReason<'a> = DEREGISTRATION_REASON {
        /// Why.
        required reason_code: ReasonCode = REASON_CODE;
        /// A text for the user.
        optional reason_info: &'a str = REASON_INFO;
    }
}

group! {
    /// Charging-Information (§6.3.19). At least one of the primary names is there.
    ///
    /// ```text
    /// Charging-Information ::= < AVP Header: 618 10415 >
    ///     [ Primary-Event-Charging-Function-Name ]
    ///     [ Secondary-Event-Charging-Function-Name ]
    ///     [ Primary-Charging-Collection-Function-Name ]
    ///     [ Secondary-Charging-Collection-Function-Name ]
    ///   * [ AVP ]
    /// ```
    ChargingInformation<'a> = CHARGING_INFORMATION {
        /// The OCS.
        optional primary_event_charging_function_name: DiameterUri<'a> = PRIMARY_EVENT_CHARGING_FUNCTION_NAME;
        /// The OCS when the first is out of reach.
        optional secondary_event_charging_function_name: DiameterUri<'a> = SECONDARY_EVENT_CHARGING_FUNCTION_NAME;
        /// The CDF.
        optional primary_charging_collection_function_name: DiameterUri<'a> = PRIMARY_CHARGING_COLLECTION_FUNCTION_NAME;
        /// The CDF when the first is out of reach.
        optional secondary_charging_collection_function_name: DiameterUri<'a> = SECONDARY_CHARGING_COLLECTION_FUNCTION_NAME;
    }
}

group! {
    /// Supported-Features (§6.3.29).
    ///
    /// ```text
    /// Supported-Features ::= < AVP header: 628 10415 >
    ///     { Vendor-Id }
    ///     { Feature-List-ID }
    ///     { Feature-List }
    ///   * [ AVP ]
    /// ```
    SupportedFeatures<> = SUPPORTED_FEATURES {
        /// Who defined the features.
        required vendor_id: u32 = VENDOR_ID;
        /// Which list of features.
        required feature_list_id: u32 = FEATURE_LIST_ID;
        /// The features, one bit each (§7.1.1 for list 1 of 3GPP).
        required feature_list: u32 = FEATURE_LIST;
    }
}

impl Copy for SupportedFeatures {}

group! {
    /// Associated-Identities (§6.3.33): the other private identities of the subscription.
    ///
    /// ```text
    /// Associated-Identities ::= < AVP header: 632, 10415 >
    ///   * [ User-Name ]
    ///   * [ AVP ]
    /// ```
    AssociatedIdentities<'a> = ASSOCIATED_IDENTITIES {
        /// Private identities.
        any user_name: &'a str = USER_NAME;
    }
}

group! {
    /// Associated-Registered-Identities (§6.3.50): the private identities registered with the public one.
    ///
    /// ```text
    /// Associated-Registered-Identities ::= < AVP header: 647, 10415 >
    ///   * [ User-Name ]
    ///   * [ AVP ]
    /// ```
    AssociatedRegisteredIdentities<'a> = ASSOCIATED_REGISTERED_IDENTITIES {
        /// Private identities.
        any user_name: &'a str = USER_NAME;
    }
}

group! {
    /// Identity-with-Emergency-Registration (§6.3.57): a pair that was not deregistered, because of its emergency registration.
    ///
    /// ```text
    /// Identity-with-Emergency-Registration ::= < AVP header: 651, 10415 >
    ///     { User-Name }
    ///     { Public-Identity }
    ///   * [ AVP ]
    /// ```
    IdentityWithEmergencyRegistration<'a> = IDENTITY_WITH_EMERGENCY_REGISTRATION {
        /// The private identity.
        required user_name: &'a str = USER_NAME;
        /// The public identity.
        required public_identity: &'a str = PUBLIC_IDENTITY;
    }
}

group! {
    /// Allowed-WAF-WWSF-Identities (§6.3.64).
    ///
    /// ```text
    /// Allowed-WAF-WWSF-Identities ::= < AVP header: 656, 10415 >
    ///   * [ WebRTC-Authentication-Function-Name ]
    ///   * [ WebRTC-Web-Server-Function-Name ]
    ///   * [ AVP ]
    /// ```
    AllowedWafWwsfIdentities<'a> = ALLOWED_WAF_WWSF_IDENTITIES {
        /// Authentication functions.
        any webrtc_authentication_function_name: &'a str = WEBRTC_AUTHENTICATION_FUNCTION_NAME;
        /// Web server functions.
        any webrtc_web_server_function_name: &'a str = WEBRTC_WEB_SERVER_FUNCTION_NAME;
    }
}

group! {
    /// Failed-PCSCF (§6.3.74).
    ///
    /// ```text
    /// Failed-PCSCF ::= < AVP header: 664, 10415 >
    ///     [ PCSCF-FQDN ]
    ///   * [ PCSCF-IP-Address ]
    ///   * [ AVP ]
    /// ```
    FailedPcscf<'a> = FAILED_PCSCF {
        /// Its name.
        optional pcscf_fqdn: &'a str = PCSCF_FQDN;
        /// Its addresses.
        any pcscf_ip_address: Address = PCSCF_IP_ADDRESS;
    }
}
