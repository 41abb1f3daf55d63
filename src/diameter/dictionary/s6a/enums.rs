//! Enumerations of S6a (TS 29.272 §7.3), and its Experimental-Result codes (§7.4).

use crate::diameter::dictionary::base::Outcome;
use crate::diameter::dictionary::{TGPP, grammar::enumeration};

enumeration! {
    /// QoS-Class-Identifier (TS 29.212 §5.3.17: any QCI; these have names).
    open QosClassIdentifier {
        /// QCI 1.
        QCI_1 = 1,
        /// QCI 2.
        QCI_2 = 2,
        /// QCI 3.
        QCI_3 = 3,
        /// QCI 4.
        QCI_4 = 4,
        /// QCI 5.
        QCI_5 = 5,
        /// QCI 6.
        QCI_6 = 6,
        /// QCI 7.
        QCI_7 = 7,
        /// QCI 8.
        QCI_8 = 8,
        /// QCI 9.
        QCI_9 = 9,
    }
}

enumeration! {
    /// RAT-Type (TS 29.212 §5.3.31).
    open RatType {
        /// Wlan.
        WLAN = 0,
        /// Virtual.
        VIRTUAL = 1,
        /// Utran.
        UTRAN = 1000,
        /// Geran.
        GERAN = 1001,
        /// Gan.
        GAN = 1002,
        /// Hspa evolution.
        HSPA_EVOLUTION = 1003,
        /// Eutran.
        EUTRAN = 1004,
        /// Eutran nb iot.
        EUTRAN_NB_IOT = 1005,
    }
}

enumeration! {
    /// Pre-emption-Capability (TS 29.212 §5.3.46).
    open PreEmptionCapability {
        /// Pre emption capability enabled.
        PRE_EMPTION_CAPABILITY_ENABLED = 0 "PRE-EMPTION_CAPABILITY_ENABLED",
        /// Pre emption capability disabled.
        PRE_EMPTION_CAPABILITY_DISABLED = 1 "PRE-EMPTION_CAPABILITY_DISABLED",
    }
}

enumeration! {
    /// Pre-emption-Vulnerability (TS 29.212 §5.3.47).
    open PreEmptionVulnerability {
        /// Pre emption vulnerability enabled.
        PRE_EMPTION_VULNERABILITY_ENABLED = 0 "PRE-EMPTION_VULNERABILITY_ENABLED",
        /// Pre emption vulnerability disabled.
        PRE_EMPTION_VULNERABILITY_DISABLED = 1 "PRE-EMPTION_VULNERABILITY_DISABLED",
    }
}

enumeration! {
    /// Network-Access-Mode (§7.3.21).
    open NetworkAccessMode {
        /// Packet and circuit.
        PACKET_AND_CIRCUIT = 0,
        /// Reserved.
        RESERVED = 1 "Reserved",
        /// Only packet.
        ONLY_PACKET = 2,
    }
}

enumeration! {
    /// Cancellation-Type (§7.3.24).
    open CancellationType {
        /// Mme update procedure.
        MME_UPDATE_PROCEDURE = 0,
        /// Sgsn update procedure.
        SGSN_UPDATE_PROCEDURE = 1,
        /// Subscription withdrawal.
        SUBSCRIPTION_WITHDRAWAL = 2,
        /// Update procedure iwf.
        UPDATE_PROCEDURE_IWF = 3,
        /// Initial attach procedure.
        INITIAL_ATTACH_PROCEDURE = 4,
    }
}

enumeration! {
    /// Subscriber-Status (§7.3.29).
    open SubscriberStatus {
        /// Service granted.
        SERVICE_GRANTED = 0,
        /// Operator determined barring.
        OPERATOR_DETERMINED_BARRING = 1,
    }
}

enumeration! {
    /// All-APN-Configurations-Included-Indicator (§7.3.33).
    open AllApnConfigurationsIncludedIndicator {
        /// All apn configurations included.
        ALL_APN_CONFIGURATIONS_INCLUDED = 0 "All_APN_CONFIGURATIONS_INCLUDED",
        /// Modified added apn configurations included.
        MODIFIED_ADDED_APN_CONFIGURATIONS_INCLUDED = 1 "MODIFIED/ADDED_APN_CONFIGURATIONS_INCLUDED",
    }
}

enumeration! {
    /// VPLMN-Dynamic-Address-Allowed (§7.3.38).
    open VplmnDynamicAddressAllowed {
        /// Notallowed.
        NOTALLOWED = 0,
        /// Allowed.
        ALLOWED = 1,
    }
}

enumeration! {
    /// Alert-Reason (§7.3.83).
    open AlertReason {
        /// Ue present.
        UE_PRESENT = 0,
        /// Ue memory available.
        UE_MEMORY_AVAILABLE = 1,
    }
}

enumeration! {
    /// PDN-GW-Allocation-Type (§7.3.44).
    open PdnGwAllocationType {
        /// Static.
        STATIC = 0,
        /// Dynamic.
        DYNAMIC = 1,
    }
}

enumeration! {
    /// PDN-Type (§7.3.62).
    open PdnType {
        /// Ipv4.
        IPV4 = 0 "IPv4",
        /// Ipv6.
        IPV6 = 1 "IPv6",
        /// Ipv4v6.
        IPV4V6 = 2 "IPv4v6",
        /// Ipv4 or ipv6.
        IPV4_OR_IPV6 = 3 "IPv4_OR_IPv6",
    }
}

enumeration! {
    /// Roaming-Restricted-Due-To-Unsupported-Feature (§7.3.81).
    open RoamingRestricted {
        /// Roaming restricted.
        ROAMING_RESTRICTED = 0 "Roaming-Restricted-Due-To-Unsupported-Feature",
    }
}

enumeration! {
    /// ICS-Indicator (§7.3.104).
    open IcsIndicator {
        /// False.
        FALSE = 0,
        /// True.
        TRUE = 1,
    }
}

enumeration! {
    /// IMS-Voice-Over-PS-Sessions-Supported (§7.3.106).
    open ImsVoiceOverPsSessionsSupported {
        /// Not supported.
        NOT_SUPPORTED = 0,
        /// Supported.
        SUPPORTED = 1,
    }
}

enumeration! {
    /// Homogeneous-Support-of-IMS-Voice-Over-PS-Sessions (§7.3.107).
    open HomogeneousSupport {
        /// Not supported.
        NOT_SUPPORTED = 0,
        /// Supported.
        SUPPORTED = 1,
    }
}

enumeration! {
    /// User-State (§7.3.114. An idle terminal is DETACHED to some MMEs: it says little).
    open UserState {
        /// Detached.
        DETACHED = 0,
        /// Attached not reachable for paging.
        ATTACHED_NOT_REACHABLE_FOR_PAGING = 1,
        /// Attached reachable for paging.
        ATTACHED_REACHABLE_FOR_PAGING = 2,
        /// Connected not reachable for paging.
        CONNECTED_NOT_REACHABLE_FOR_PAGING = 3,
        /// Connected reachable for paging.
        CONNECTED_REACHABLE_FOR_PAGING = 4,
        /// Reserved.
        RESERVED = 5,
    }
}

enumeration! {
    /// Current-Location-Retrieved (§7.3.125).
    open CurrentLocationRetrieved {
        /// Active location retrieval.
        ACTIVE_LOCATION_RETRIEVAL = 0 "ACTIVE-LOCATION-RETRIEVAL",
    }
}

enumeration! {
    /// SIPTO-Permission (§7.3.135).
    open SiptoPermission {
        /// Sipto above ran allowed.
        SIPTO_ABOVE_RAN_ALLOWED = 0 "SIPTO_above_RAN_ALLOWED",
        /// Sipto above ran notallowed.
        SIPTO_ABOVE_RAN_NOTALLOWED = 1 "SIPTO_above_RAN_NOTALLOWED",
    }
}

enumeration! {
    /// Error-Diagnostic (§7.3.128).
    open ErrorDiagnostic {
        /// Gprs data subscribed.
        GPRS_DATA_SUBSCRIBED = 0,
        /// No gprs data subscribed.
        NO_GPRS_DATA_SUBSCRIBED = 1,
        /// Odb all apn.
        ODB_ALL_APN = 2 "ODB-ALL-APN",
        /// Odb hplmn apn.
        ODB_HPLMN_APN = 3 "ODB-HPLMN-APN",
        /// Odb vplmn apn.
        ODB_VPLMN_APN = 4 "ODB-VPLMN-APN",
    }
}

enumeration! {
    /// UE-SRVCC-Capability (§7.3.130).
    open UeSrvccCapability {
        /// Ue srvcc not supported.
        UE_SRVCC_NOT_SUPPORTED = 0 "UE-SRVCC-NOT-SUPPORTED",
        /// Ue srvcc supported.
        UE_SRVCC_SUPPORTED = 1 "UE-SRVCC-SUPPORTED",
    }
}

enumeration! {
    /// VPLMN-LIPA-Allowed (§7.3.132).
    open VplmnLipaAllowed {
        /// Lipa notallowed.
        LIPA_NOTALLOWED = 0 "LIPA-NOTALLOWED",
        /// Lipa allowed.
        LIPA_ALLOWED = 1 "LIPA-ALLOWED",
    }
}

enumeration! {
    /// LIPA-Permission (§7.3.133).
    open LipaPermission {
        /// Lipa prohibited.
        LIPA_PROHIBITED = 0 "LIPA-PROHIBITED",
        /// Lipa only.
        LIPA_ONLY = 1 "LIPA-ONLY",
        /// Lipa conditional.
        LIPA_CONDITIONAL = 2 "LIPA-CONDITIONAL",
    }
}

enumeration! {
    /// Relay-Node-Indicator (§7.3.154).
    open RelayNodeIndicator {
        /// Not relay node.
        NOT_RELAY_NODE = 0,
        /// Relay node.
        RELAY_NODE = 1,
    }
}

enumeration! {
    /// MDT-User-Consent (§7.3.143).
    open MdtUserConsent {
        /// Consent not given.
        CONSENT_NOT_GIVEN = 0,
        /// Consent given.
        CONSENT_GIVEN = 1,
    }
}

enumeration! {
    /// Subscribed-VSRVCC (§7.3.150).
    open SubscribedVsrvcc {
        /// Vsrvcc subscribed.
        VSRVCC_SUBSCRIBED = 0,
    }
}

enumeration! {
    /// SMS-Register-Request (§7.3.162).
    open SmsRegisterRequest {
        /// Sms registration required.
        SMS_REGISTRATION_REQUIRED = 0,
        /// Sms registration not preferred.
        SMS_REGISTRATION_NOT_PREFERRED = 1,
        /// No preference.
        NO_PREFERENCE = 2,
    }
}

enumeration! {
    /// Daylight-Saving-Time (§7.3.164).
    open DaylightSavingTime {
        /// No adjustment.
        NO_ADJUSTMENT = 0,
        /// Plus one hour adjustment.
        PLUS_ONE_HOUR_ADJUSTMENT = 1,
        /// Plus two hours adjustment.
        PLUS_TWO_HOURS_ADJUSTMENT = 2,
    }
}

enumeration! {
    /// Experimental-Result-Code of vendor 3GPP on S6a (§7.4).
    open S6aResult {
        /// §7.4.4.1: no vector can be made just now.
        DIAMETER_AUTHENTICATION_DATA_UNAVAILABLE = 4181,
        /// §7.4.4.2: the camel subscription is not supported by the node.
        DIAMETER_ERROR_CAMEL_SUBSCRIPTION_PRESENT = 4182,
        /// §7.4.3.1.
        DIAMETER_ERROR_USER_UNKNOWN = 5001,
        /// §7.4.3.4.
        DIAMETER_ERROR_ROAMING_NOT_ALLOWED = 5004,
        /// §7.4.3.2.
        DIAMETER_ERROR_UNKNOWN_EPS_SUBSCRIPTION = 5420,
        /// §7.4.3.3.
        DIAMETER_ERROR_RAT_NOT_ALLOWED = 5421,
        /// §7.4.3.5.
        DIAMETER_ERROR_EQUIPMENT_UNKNOWN = 5422,
        /// §7.4.3.6.
        DIAMETER_ERROR_UNKNOWN_SERVING_NODE = 5423,
    }
}

impl From<S6aResult> for Outcome {
    fn from(code: S6aResult) -> Self {
        Self::experimental(TGPP, code.0)
    }
}
