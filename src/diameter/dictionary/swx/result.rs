//! Experimental-Result codes of SWx (TS 29.273 §10).

use crate::diameter::dictionary::base::Outcome;
use crate::diameter::dictionary::{TGPP, grammar::enumeration};

enumeration! {
    /// Experimental-Result-Code of vendor 3GPP on SWx (§10.3, and those that SWx takes from Cx and S6a).
    open SwxResult {
        /// TS 29.272 §7.4.4.1: vectors cannot be made now.
        DIAMETER_AUTHENTICATION_DATA_UNAVAILABLE = 4181,
        /// TS 29.229 §6.2.2.1.
        DIAMETER_ERROR_USER_UNKNOWN = 5001,
        /// TS 29.229 §6.2.2.3: no AAA server serves the user.
        DIAMETER_ERROR_IDENTITY_NOT_REGISTERED = 5003,
        /// TS 29.229 §6.2.2.4: not in this network.
        DIAMETER_ERROR_ROAMING_NOT_ALLOWED = 5004,
        /// TS 29.229 §6.2.2.5: another AAA server serves the user.
        DIAMETER_ERROR_IDENTITY_ALREADY_REGISTERED = 5005,
        /// TS 29.229 §6.2.2.6: neither EAP-AKA nor EAP-AKA'.
        DIAMETER_ERROR_AUTH_SCHEME_NOT_SUPPORTED = 5006,
        /// TS 29.229 §6.2.2.7: not a type that SWx has.
        DIAMETER_ERROR_IN_ASSIGNMENT_TYPE = 5007,
        /// The user may not come by such an access.
        DIAMETER_ERROR_USER_NO_NON_3GPP_SUBSCRIPTION = 5450,
        /// The user does not have the APN.
        DIAMETER_ERROR_USER_NO_APN_SUBSCRIPTION = 5451,
        /// The user may not come by this access.
        DIAMETER_ERROR_RAT_TYPE_NOT_ALLOWED = 5452,
    }
}

impl From<SwxResult> for Outcome {
    fn from(code: SwxResult) -> Self {
        Self::experimental(TGPP, code.0)
    }
}
