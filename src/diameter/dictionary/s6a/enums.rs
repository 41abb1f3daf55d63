//! Enumerations of S6a and S6d (TS 29.272 §7.3).

use crate::diameter::dictionary::grammar::enumeration;

enumeration! {
    /// Network-Access-Mode (§7.3.21).
    open NetworkAccessMode {
        /// Both domains.
        PACKET_AND_CIRCUIT = 0,
        /// Not used.
        RESERVED = 1 "Reserved",
        /// The packet domain alone.
        ONLY_PACKET = 2,
    }
}

enumeration! {
    /// Cancellation-Type (§7.3.24).
    open CancellationType {
        /// Another MME serves the user.
        MME_UPDATE_PROCEDURE = 0,
        /// Another SGSN serves the user.
        SGSN_UPDATE_PROCEDURE = 1,
        /// The subscription ended: the user is detached.
        SUBSCRIPTION_WITHDRAWAL = 2,
        /// As seen by an interworking function.
        UPDATE_PROCEDURE_IWF = 3,
        /// The user attached anew.
        INITIAL_ATTACH_PROCEDURE = 4,
    }
}

enumeration! {
    /// Subscriber-Status (§7.3.29).
    open SubscriberStatus {
        /// No barring by the operator.
        SERVICE_GRANTED = 0,
        /// Operator-Determined-Barring says what is barred.
        OPERATOR_DETERMINED_BARRING = 1,
    }
}

enumeration! {
    /// All-APN-Configurations-Included-Indicator (§7.3.33).
    open AllApnConfigurationsIncludedIndicator {
        /// What is not listed is gone.
        ALL_APN_CONFIGURATIONS_INCLUDED = 0,
        /// What is not listed stays.
        MODIFIED_ADDED_APN_CONFIGURATIONS_INCLUDED = 1 "MODIFIED/ADDED_APN_CONFIGURATIONS_INCLUDED",
    }
}

enumeration! {
    /// VPLMN-Dynamic-Address-Allowed (§7.3.38).
    open VplmnDynamicAddressAllowed {
        /// A gateway at home only.
        NOTALLOWED = 0,
        /// A gateway of the visited network too.
        ALLOWED = 1,
    }
}

enumeration! {
    /// Alert-Reason (§7.3.83).
    open AlertReason {
        /// The user is back.
        UE_PRESENT = 0,
        /// There is room for messages again.
        UE_MEMORY_AVAILABLE = 1,
    }
}

enumeration! {
    /// PDN-GW-Allocation-Type (§7.3.44).
    open PdnGwAllocationType {
        /// The gateway was provisioned.
        STATIC = 0,
        /// Another node chose it.
        DYNAMIC = 1,
    }
}

enumeration! {
    /// PDN-Type (§7.3.62).
    open PdnType {
        /// IPv4 alone.
        IPV4 = 0 "IPv4",
        /// IPv6 alone.
        IPV6 = 1 "IPv6",
        /// Both at once.
        IPV4V6 = 2 "IPv4v6",
        /// Either, not both at once.
        IPV4_OR_IPV6 = 3 "IPv4_OR_IPv6",
    }
}

enumeration! {
    /// Roaming-Restricted-Due-To-Unsupported-Feature (§7.3.81).
    open RoamingRestrictedDueToUnsupportedFeature {
        /// The serving node lacks what the subscription needs.
        ROAMING_RESTRICTED_DUE_TO_UNSUPPORTED_FEATURE = 0 "Roaming-Restricted-Due-To-Unsupported-Feature",
    }
}

enumeration! {
    /// ICS-Indicator (§7.3.104).
    open IcsIndicator {
        /// No.
        FALSE = 0,
        /// Yes.
        TRUE = 1,
    }
}

enumeration! {
    /// IMS-Voice-Over-PS-Sessions-Supported (§7.3.106).
    open ImsVoiceOverPsSessionsSupported {
        /// Not where the user is.
        NOT_SUPPORTED = 0,
        /// Where the user is.
        SUPPORTED = 1,
    }
}

enumeration! {
    /// Homogeneous-Support-of-IMS-Voice-Over-PS-Sessions (§7.3.107).
    open HomogeneousSupportOfImsVoiceOverPsSessions {
        /// In no area of the node.
        NOT_SUPPORTED = 0,
        /// In every area of the node.
        SUPPORTED = 1,
    }
}

enumeration! {
    /// User-State (§7.3.114).
    open UserState {
        /// Not attached; some MMEs say so of an idle user.
        DETACHED = 0,
        /// Attached, idle, out of reach.
        ATTACHED_NOT_REACHABLE_FOR_PAGING = 1,
        /// Attached and idle, without a connection.
        ATTACHED_REACHABLE_FOR_PAGING = 2,
        /// With a connection, out of reach.
        CONNECTED_NOT_REACHABLE_FOR_PAGING = 3,
        /// With a connection.
        CONNECTED_REACHABLE_FOR_PAGING = 4,
        /// The network knows of no way to the user.
        NETWORK_DETERMINED_NOT_REACHABLE = 5,
    }
}

enumeration! {
    /// Current-Location-Retrieved (§7.3.125).
    open CurrentLocationRetrieved {
        /// The user was paged for it.
        ACTIVE_LOCATION_RETRIEVAL = 0 "ACTIVE-LOCATION-RETRIEVAL",
    }
}

enumeration! {
    /// SIPTO-Permission (§7.3.135).
    open SiptoPermission {
        /// Traffic may leave near the radio network.
        SIPTO_ALLOWED = 0 "SIPTO above RAN ALLOWED",
        /// It may not.
        SIPTO_NOTALLOWED = 1 "SIPTO above RAN NOTALLOWED",
    }
}

enumeration! {
    /// Error-Diagnostic (§7.3.128).
    open ErrorDiagnostic {
        /// With 5420: there is GPRS data.
        GPRS_DATA_SUBSCRIBED = 0,
        /// With 5420: there is none.
        NO_GPRS_DATA_SUBSCRIBED = 1,
        /// With 5004: all packet services are barred.
        ODB_ALL_APN = 2,
        /// With 5004: gateways at home are barred to roamers.
        ODB_HPLMN_APN = 3,
        /// With 5004: gateways of the visited network are barred.
        ODB_VPLMN_APN = 4,
    }
}

enumeration! {
    /// UE-SRVCC-Capability (§7.3.130).
    open UeSrvccCapability {
        /// The terminal cannot.
        UE_SRVCC_NOT_SUPPORTED = 0 "UE-SRVCC-NOT-SUPPORTED",
        /// It can.
        UE_SRVCC_SUPPORTED = 1 "UE-SRVCC-SUPPORTED",
    }
}

enumeration! {
    /// VPLMN-LIPA-Allowed (§7.3.132).
    open VplmnLipaAllowed {
        /// No.
        LIPA_NOTALLOWED = 0 "LIPA-NOTALLOWED",
        /// Yes.
        LIPA_ALLOWED = 1 "LIPA-ALLOWED",
    }
}

enumeration! {
    /// LIPA-Permission (§7.3.133).
    open LipaPermission {
        /// Never.
        LIPA_PROHIBITED = 0 "LIPA-PROHIBITED",
        /// Only so.
        LIPA_ONLY = 1 "LIPA-ONLY",
        /// Either way.
        LIPA_CONDITIONAL = 2 "LIPA-CONDITIONAL",
    }
}

enumeration! {
    /// Relay-Node-Indicator (§7.3.147).
    open RelayNodeIndicator {
        /// A user.
        NOT_RELAY_NODE = 0,
        /// A relay node.
        RELAY_NODE = 1,
    }
}

enumeration! {
    /// MDT-User-Consent (§7.3.148).
    open MdtUserConsent {
        /// No.
        CONSENT_NOT_GIVEN = 0,
        /// Yes.
        CONSENT_GIVEN = 1,
    }
}

enumeration! {
    /// Subscribed-VSRVCC (§7.3.150).
    open SubscribedVsrvcc {
        /// Video may be handed over to the circuit domain.
        VSRVCC_SUBSCRIBED = 0,
    }
}

enumeration! {
    /// SMS-Register-Request (§7.3.162).
    open SmsRegisterRequest {
        /// The node has to be registered for SMS.
        SMS_REGISTRATION_REQUIRED = 0,
        /// Rather not.
        SMS_REGISTRATION_NOT_PREFERRED = 1,
        /// Either way.
        NO_PREFERENCE = 2,
    }
}

enumeration! {
    /// Daylight-Saving-Time (§7.3.164).
    open DaylightSavingTime {
        /// None.
        NO_ADJUSTMENT = 0,
        /// One hour.
        PLUS_ONE_HOUR_ADJUSTMENT = 1,
        /// Two hours.
        PLUS_TWO_HOURS_ADJUSTMENT = 2,
    }
}

enumeration! {
    /// Non-IP-PDN-Type-Indicator (§7.3.204).
    open NonIpPdnTypeIndicator {
        /// No.
        FALSE = 0,
        /// Yes.
        TRUE = 1,
    }
}

enumeration! {
    /// RDS-Indicator (§7.3.222).
    open RdsIndicator {
        /// No.
        DISABLED = 0,
        /// Yes.
        ENABLED = 1,
    }
}

enumeration! {
    /// Interworking-5GS-Indicator (§7.3.231).
    open Interworking5gsIndicator {
        /// No.
        NOT_SUBSCRIBED = 0 "NOT-SUBSCRIBED",
        /// Yes.
        SUBSCRIBED = 1,
    }
}
