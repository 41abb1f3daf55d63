//! Enumerations and flag words of Sh (TS 29.329 §6.3), and its Experimental-Result codes (§6.2).

use crate::diameter::dictionary::base::Outcome;
use crate::diameter::dictionary::{
    TGPP,
    grammar::{enumeration, flag_words},
};
use bitflags::bitflags;

enumeration! {
    /// Data-Reference (§6.3.4). Open: a reference of a later release is refused as one that is not served, not as no value.
    open DataReference {
        /// What application servers keep here.
        REPOSITORY_DATA = 0 "RepositoryData",
        /// Public identities.
        IMS_PUBLIC_IDENTITY = 10 "IMSPublicIdentity",
        /// Registered or not.
        IMS_USER_STATE = 11 "IMSUserState",
        /// Which S-CSCF serves the user.
        S_CSCF_NAME = 12 "S-CSCFName",
        /// The filter criteria of one application server.
        INITIAL_FILTER_CRITERIA = 13 "InitialFilterCriteria",
        /// Where the user is.
        LOCATION_INFORMATION = 14 "LocationInformation",
        /// Whether the user can be reached.
        USER_STATE = 15 "UserState",
        /// Charging functions.
        CHARGING_INFORMATION = 16 "ChargingInformation",
        /// Telephone numbers.
        MSISDN = 17 "MSISDN",
        /// Whether a public service is active.
        PSI_ACTIVATION = 18 "PSIActivation",
        /// Dynamic service activation.
        DSAI = 19 "DSAI",
        /// Tracing.
        SERVICE_LEVEL_TRACE_INFO = 21 "ServiceLevelTraceInfo",
        /// The address of GIBA.
        IP_ADDRESS_SECURE_BINDING_INFORMATION = 22 "IPAddressSecureBindingInformation",
        /// Priority.
        SERVICE_PRIORITY_LEVEL = 23 "ServicePriorityLevel",
        /// Short messages over IP.
        SMS_REGISTRATION_INFO = 24 "SMSRegistrationInfo",
        /// Whether the terminal can be reached over IP.
        UE_REACHABILITY_FOR_IP = 25 "UEReachabilityForIP",
        /// Domain selection of terminating calls.
        TADS_INFORMATION = 26 "TADSinformation",
        /// Session transfer number.
        STN_SR = 27 "STN-SR",
        /// Voice continuity.
        UE_SRVCC_CAPABILITY = 28 "UE-SRVCC-Capability",
        /// Priority, extended.
        EXTENDED_PRIORITY = 29 "ExtendedPriority",
        /// Routing number for the circuit switched domain.
        CSRN = 30,
        /// The line's location.
        REFERENCE_LOCATION_INFORMATION = 31 "ReferenceLocationInformation",
        /// The IMSI.
        IMSI = 32,
        /// Private identities.
        IMS_PRIVATE_USER_IDENTITY = 33 "IMSPrivateUserIdentity",
        /// The terminal.
        IMEISV = 34,
    }
}

enumeration! {
    /// Subs-Req-Type (§6.3.6).
    closed SubsReqType {
        /// To hear of changes.
        SUBSCRIBE = 0 "Subscribe",
        /// To hear of them no more.
        UNSUBSCRIBE = 1 "Unsubscribe",
    }
}

enumeration! {
    /// Requested-Domain (§6.3.7).
    closed RequestedDomain {
        /// Circuit switched.
        CS = 0 "CS-Domain",
        /// Packet switched, EPS included.
        PS = 1 "PS-Domain",
    }
}

enumeration! {
    /// Current-Location (§6.3.8).
    closed CurrentLocation {
        /// What is known will do.
        NOT_NEEDED = 0 "DoNotNeedInitiateActiveLocationRetrieval",
        /// The network is to be asked.
        INITIATE = 1 "InitiateActiveLocationRetrieval",
    }
}

enumeration! {
    /// Identity-Set (§6.3.10).
    closed IdentitySet {
        /// Those of the subscription; the meaning of its absence too.
        ALL_IDENTITIES = 0,
        /// Those that are registered.
        REGISTERED_IDENTITIES = 1,
        /// Those of the implicit registration set.
        IMPLICIT_IDENTITIES = 2,
        /// The aliases.
        ALIAS_IDENTITIES = 3,
    }
}

enumeration! {
    /// Send-Data-Indication (§6.3.17).
    closed SendDataIndication {
        /// No; the meaning of its absence too.
        USER_DATA_NOT_REQUESTED = 0,
        /// Yes.
        USER_DATA_REQUESTED = 1,
    }
}

enumeration! {
    /// One-Time-Notification (§6.3.22).
    closed OneTimeNotification {
        /// The subscription ends with the first notification.
        ONE_TIME_NOTIFICATION_REQUESTED = 0,
    }
}

enumeration! {
    /// Serving-Node-Indication (§6.3.23).
    closed ServingNodeIndication {
        /// No location beyond the serving node's address.
        ONLY_SERVING_NODES_REQUIRED = 0,
    }
}

enumeration! {
    /// Pre-paging-Supported (§6.3.26).
    closed PrePagingSupported {
        /// No; the meaning of its absence too.
        PREPAGING_NOT_SUPPORTED = 0,
        /// Yes.
        PREPAGING_SUPPORTED = 1,
    }
}

enumeration! {
    /// Local-Time-Zone-Indication (§6.3.27).
    closed LocalTimeZoneIndication {
        /// Nothing but the time zone.
        ONLY_LOCAL_TIME_ZONE_REQUESTED = 0,
        /// The time zone beside the location.
        LOCAL_TIME_ZONE_WITH_LOCATION_INFO_REQUESTED = 1,
    }
}

enumeration! {
    /// Experimental-Result-Code of vendor 3GPP on Sh (§6.2).
    open ShResult {
        /// §6.2.3.1.
        DIAMETER_USER_DATA_NOT_AVAILABLE = 4100,
        /// §6.2.3.2.
        DIAMETER_PRIOR_UPDATE_IN_PROGRESS = 4101,
        /// TS 29.229 §6.2.2.1.
        DIAMETER_ERROR_USER_UNKNOWN = 5001,
        /// TS 29.229 §6.2.2.2.
        DIAMETER_ERROR_IDENTITIES_DONT_MATCH = 5002,
        /// TS 29.229 §6.2.2.8.
        DIAMETER_ERROR_TOO_MUCH_DATA = 5008,
        /// TS 29.229 §6.2.2.10.
        DIAMETER_ERROR_FEATURE_UNSUPPORTED = 5011,
        /// §6.2.2.1.
        DIAMETER_ERROR_USER_DATA_NOT_RECOGNIZED = 5100,
        /// §6.2.2.2.
        DIAMETER_ERROR_OPERATION_NOT_ALLOWED = 5101,
        /// §6.2.2.3.
        DIAMETER_ERROR_USER_DATA_CANNOT_BE_READ = 5102,
        /// §6.2.2.4.
        DIAMETER_ERROR_USER_DATA_CANNOT_BE_MODIFIED = 5103,
        /// §6.2.2.5.
        DIAMETER_ERROR_USER_DATA_CANNOT_BE_NOTIFIED = 5104,
        /// §6.2.2.7.
        DIAMETER_ERROR_TRANSPARENT_DATA_OUT_OF_SYNC = 5105,
        /// §6.2.2.9.
        DIAMETER_ERROR_SUBS_DATA_ABSENT = 5106,
        /// §6.2.2.10.
        DIAMETER_ERROR_NO_SUBSCRIPTION_TO_DATA = 5107,
        /// §6.2.2.11.
        DIAMETER_ERROR_DSAI_NOT_AVAILABLE = 5108,
    }
}

impl From<ShResult> for Outcome {
    fn from(code: ShResult) -> Self {
        Self::experimental(TGPP, code.0)
    }
}

bitflags! {
    /// Requested-Nodes (§6.3.7A).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct RequestedNodes: u32 {
        /// The MME.
        const MME = 1;
        /// The SGSN.
        const SGSN = 1 << 1;
        /// The AAA server of a trusted WLAN.
        const AAA_SERVER_TWAN = 1 << 2;
        const _ = !0;
    }
}

bitflags! {
    /// UDR-Flags (TS 29.328 §7.20).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct UdrFlags: u32 {
        /// EPSLocationInformation is understood.
        const LOCATION_INFORMATION_EPS_SUPPORTED = 1;
        /// The RAT type is wanted.
        const RAT_TYPE_REQUESTED = 1 << 1;
        const _ = !0;
    }
}

flag_words!(RequestedNodes, UdrFlags);
