//! Enumerations and flag words of Cx (TS 29.229 §6.3), and its Experimental-Result codes (§6.2).

use crate::diameter::dictionary::base::Outcome;
use crate::diameter::dictionary::{
    TGPP,
    grammar::{enumeration, flag_words},
};
use bitflags::bitflags;

enumeration! {
    /// Server-Assignment-Type (§6.3.15).
    closed ServerAssignmentType {
        /// The profile is wanted, nothing changes.
        NO_ASSIGNMENT = 0,
        /// A first registration.
        REGISTRATION = 1,
        /// A registration again, or by another private identity.
        RE_REGISTRATION = 2,
        /// A call for somebody who is not registered.
        UNREGISTERED_USER = 3,
        /// The registration ran out.
        TIMEOUT_DEREGISTRATION = 4,
        /// The user deregistered.
        USER_DEREGISTRATION = 5,
        /// As 4, the S-CSCF wants to stay assigned.
        TIMEOUT_DEREGISTRATION_STORE_SERVER_NAME = 6,
        /// As 5, the S-CSCF wants to stay assigned.
        USER_DEREGISTRATION_STORE_SERVER_NAME = 7,
        /// The network deregistered the user.
        ADMINISTRATIVE_DEREGISTRATION = 8,
        /// The user failed to authenticate.
        AUTHENTICATION_FAILURE = 9,
        /// Authentication took too long.
        AUTHENTICATION_TIMEOUT = 10,
        /// The profile is larger than the S-CSCF can take.
        DEREGISTRATION_TOO_MUCH_DATA = 11,
        /// SWx only.
        AAA_USER_DATA_REQUEST = 12,
        /// SWx only.
        PGW_UPDATE = 13,
        /// SWx only.
        RESTORATION = 14,
    }
}

enumeration! {
    /// Reason-Code (§6.3.17).
    open ReasonCode {
        /// The subscription ended, or the identity is gone.
        PERMANENT_TERMINATION = 0,
        /// Another S-CSCF serves the user.
        NEW_SERVER_ASSIGNED = 1,
        /// Another S-CSCF has to be found.
        SERVER_CHANGE = 2,
        /// The S-CSCF goes, the user stays.
        REMOVE_S_CSCF = 3 "REMOVE_S-CSCF",
    }
}

enumeration! {
    /// User-Authorization-Type (§6.3.24).
    closed UserAuthorizationType {
        /// A registration; the meaning of its absence too.
        REGISTRATION = 0,
        /// A deregistration.
        DE_REGISTRATION = 1,
        /// A registration for which the S-CSCF's capabilities are wanted.
        REGISTRATION_AND_CAPABILITIES = 2,
    }
}

enumeration! {
    /// User-Data-Already-Available (§6.3.26).
    closed UserDataAlreadyAvailable {
        /// The S-CSCF needs the profile.
        USER_DATA_NOT_AVAILABLE = 0,
        /// It has it.
        USER_DATA_ALREADY_AVAILABLE = 1,
    }
}

enumeration! {
    /// Originating-Request (§6.3.34).
    closed OriginatingRequest {
        /// The request is about an originating call.
        ORIGINATING = 0,
    }
}

enumeration! {
    /// Loose-Route-Indication (§6.3.45).
    closed LooseRouteIndication {
        /// Not needed.
        LOOSE_ROUTE_NOT_REQUIRED = 0,
        /// The S-CSCF is to route loosely.
        LOOSE_ROUTE_REQUIRED = 1,
    }
}

enumeration! {
    /// Multiple-Registration-Indication (§6.3.51).
    closed MultipleRegistrationIndication {
        /// One at a time.
        NOT_MULTIPLE_REGISTRATION = 0,
        /// Several contacts of one private identity.
        MULTIPLE_REGISTRATION = 1,
    }
}

enumeration! {
    /// Session-Priority (§6.3.56).
    closed SessionPriority {
        /// The highest.
        PRIORITY_0 = 0 "PRIORITY-0",
        /// The second.
        PRIORITY_1 = 1 "PRIORITY-1",
        /// The third.
        PRIORITY_2 = 2 "PRIORITY-2",
        /// The fourth.
        PRIORITY_3 = 3 "PRIORITY-3",
        /// The lowest.
        PRIORITY_4 = 4 "PRIORITY-4",
    }
}

enumeration! {
    /// Priviledged-Sender-Indication (§6.3.58), spelt as the standard spells it.
    closed PriviledgedSenderIndication {
        /// No.
        NOT_PRIVILEDGED_SENDER = 0,
        /// Yes.
        PRIVILEDGED_SENDER = 1,
    }
}

enumeration! {
    /// Experimental-Result-Code of vendor 3GPP on Cx (§6.2).
    open CxResult {
        /// §6.2.1.1: authorized, an S-CSCF is to be chosen.
        DIAMETER_FIRST_REGISTRATION = 2001,
        /// §6.2.1.2: authorized, an S-CSCF is assigned.
        DIAMETER_SUBSEQUENT_REGISTRATION = 2002,
        /// §6.2.1.3: not registered, but services wait for the call.
        DIAMETER_UNREGISTERED_SERVICE = 2003,
        /// §6.2.1.4: deregistered, and the S-CSCF's name is not kept.
        DIAMETER_SUCCESS_SERVER_NAME_NOT_STORED = 2004,
        /// §6.2.1.5: withdrawn from the standard.
        DIAMETER_SERVER_SELECTION = 2005,
        /// §6.2.2.1.
        DIAMETER_ERROR_USER_UNKNOWN = 5001,
        /// §6.2.2.2: this private identity does not own that public one.
        DIAMETER_ERROR_IDENTITIES_DONT_MATCH = 5002,
        /// §6.2.2.3.
        DIAMETER_ERROR_IDENTITY_NOT_REGISTERED = 5003,
        /// §6.2.2.4.
        DIAMETER_ERROR_ROAMING_NOT_ALLOWED = 5004,
        /// §6.2.2.5: at another S-CSCF.
        DIAMETER_ERROR_IDENTITY_ALREADY_REGISTERED = 5005,
        /// §6.2.2.6.
        DIAMETER_ERROR_AUTH_SCHEME_NOT_SUPPORTED = 5006,
        /// §6.2.2.7: the type does not fit the state.
        DIAMETER_ERROR_IN_ASSIGNMENT_TYPE = 5007,
        /// §6.2.2.8.
        DIAMETER_ERROR_TOO_MUCH_DATA = 5008,
        /// §6.2.2.9.
        DIAMETER_ERROR_NOT_SUPPORTED_USER_DATA = 5009,
        /// §6.2.2.10.
        DIAMETER_ERROR_FEATURE_UNSUPPORTED = 5011,
        /// §6.2.2.11.
        DIAMETER_ERROR_SERVING_NODE_FEATURE_UNSUPPORTED = 5012,
    }
}

impl From<CxResult> for Outcome {
    fn from(code: CxResult) -> Self {
        Self::experimental(TGPP, code.0)
    }
}

bitflags! {
    /// UAR-Flags (§6.3.44).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct UarFlags: u32 {
        /// The registration is for emergency calls: roaming and barring do not refuse it.
        const EMERGENCY_REGISTRATION = 1;
        const _ = !0;
    }
}

bitflags! {
    /// LIA-Flags (§6.3.59).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct LiaFlags: u32 {
        /// Server-Name is an application server that hosts the public service identity.
        const PSI_DIRECT_ROUTING = 1;
        const _ = !0;
    }
}

bitflags! {
    /// SAR-Flags (§6.3.63).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct SarFlags: u32 {
        /// The P-CSCF failed and is to be restored through the packet core.
        const P_CSCF_RESTORATION = 1;
        const _ = !0;
    }
}

bitflags! {
    /// RTR-Flags (§6.3.69).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct RtrFlags: u32 {
        /// The reference location of the line changed.
        const REFERENCE_LOCATION_CHANGE = 1;
        const _ = !0;
    }
}

flag_words!(UarFlags, LiaFlags, SarFlags, RtrFlags);
