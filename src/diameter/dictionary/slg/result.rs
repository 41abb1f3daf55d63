//! Experimental-Result codes of SLg (TS 29.172 §7.5).

use crate::diameter::dictionary::base::Outcome;
use crate::diameter::dictionary::{TGPP, grammar::enumeration};

enumeration! {
    /// Experimental-Result-Code of vendor 3GPP on SLg (§7.5).
    open SlgResult {
        /// The terminal does not answer.
        DIAMETER_ERROR_UNREACHABLE_USER = 4221,
        /// The user is suspended.
        DIAMETER_ERROR_SUSPENDED_USER = 4222,
        /// The user is detached.
        DIAMETER_ERROR_DETACHED_USER = 4223,
        /// The user is not to be located.
        DIAMETER_ERROR_POSITIONING_DENIED = 4224,
        /// Locating was tried and failed.
        DIAMETER_ERROR_POSITIONING_FAILED = 4225,
        /// The client of a report is unknown, or cannot be reached.
        DIAMETER_ERROR_UNKNOWN_UNREACHABLE_LCS_CLIENT = 4226,
        /// Nobody has this IMSI or number.
        DIAMETER_ERROR_USER_UNKNOWN = 5001,
        /// Whoever asks may not.
        DIAMETER_ERROR_UNAUTHORIZED_REQUESTING_NETWORK = 5490,
    }
}

impl From<SlgResult> for Outcome {
    fn from(code: SlgResult) -> Self {
        Self::experimental(TGPP, code.0)
    }
}
