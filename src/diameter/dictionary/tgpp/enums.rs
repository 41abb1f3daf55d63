//! Enumerations that several interfaces of 3GPP use.

use crate::diameter::dictionary::grammar::enumeration;

enumeration! {
    /// QoS-Class-Identifier (TS 29.212 §5.3.17).
    open QosClassIdentifier {
        /// Conversational voice.
        QCI_1 = 1,
        /// Conversational video.
        QCI_2 = 2,
        /// Real-time gaming.
        QCI_3 = 3,
        /// Buffered video, guaranteed rate.
        QCI_4 = 4,
        /// IMS signalling.
        QCI_5 = 5,
        /// Buffered video, TCP.
        QCI_6 = 6,
        /// Voice and video, live streaming.
        QCI_7 = 7,
        /// TCP, preferred users.
        QCI_8 = 8,
        /// TCP, the default bearer of most.
        QCI_9 = 9,
    }
}

enumeration! {
    /// RAT-Type (TS 29.212 §5.3.31, TS 29.272 §7.3.13).
    open RatType {
        /// Wi-Fi.
        WLAN = 0,
        /// Not known.
        VIRTUAL = 1,
        /// 3G.
        UTRAN = 1000,
        /// 2G.
        GERAN = 1001,
        /// Generic access.
        GAN = 1002,
        /// 3G without an RNC.
        HSPA_EVOLUTION = 1003,
        /// LTE.
        EUTRAN = 1004,
        /// Narrow-band LTE.
        EUTRAN_NB_IOT = 1005 "EUTRAN-NB-IoT",
    }
}

enumeration! {
    /// Pre-emption-Capability (TS 29.212 §5.3.46).
    open PreEmptionCapability {
        /// May take from others.
        PRE_EMPTION_CAPABILITY_ENABLED = 0 "PRE-EMPTION_CAPABILITY_ENABLED",
        /// May not; the meaning of its absence too.
        PRE_EMPTION_CAPABILITY_DISABLED = 1 "PRE-EMPTION_CAPABILITY_DISABLED",
    }
}

enumeration! {
    /// Pre-emption-Vulnerability (TS 29.212 §5.3.47).
    open PreEmptionVulnerability {
        /// Others may take from it; the meaning of its absence too.
        PRE_EMPTION_VULNERABILITY_ENABLED = 0 "PRE-EMPTION_VULNERABILITY_ENABLED",
        /// They may not.
        PRE_EMPTION_VULNERABILITY_DISABLED = 1 "PRE-EMPTION_VULNERABILITY_DISABLED",
    }
}

enumeration! {
    /// LCS-Format-Indicator (TS 32.299 §7.2): how the name of a location service's client is written.
    open LcsFormatIndicator {
        /// A name.
        LOGICAL_NAME = 0,
        /// user@domain.
        EMAIL_ADDRESS = 1,
        /// A number.
        MSISDN = 2,
        /// A URL.
        URL = 3,
        /// A SIP URL.
        SIP_URL = 4,
    }
}

enumeration! {
    /// LCS-Client-Type (TS 32.299 §7.2): what the client of a location service wants to know for.
    open LcsClientType {
        /// To help somebody.
        EMERGENCY_SERVICES = 0,
        /// To offer something.
        VALUE_ADDED_SERVICES = 1,
        /// To run the network.
        PLMN_OPERATOR_SERVICES = 2,
        /// Because the law says so.
        LAWFUL_INTERCEPT_SERVICES = 3,
    }
}
