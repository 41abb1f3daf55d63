//! Experimental-Result codes of SLh (TS 29.173 §6.3).

use crate::diameter::dictionary::base::Outcome;
use crate::diameter::dictionary::{TGPP, grammar::enumeration};

enumeration! {
    /// Experimental-Result-Code of vendor 3GPP on SLh (§6.3).
    open SlhResult {
        /// No node serves the user.
        DIAMETER_ERROR_ABSENT_USER = 4201,
        /// Nobody has this IMSI or number.
        DIAMETER_ERROR_USER_UNKNOWN = 5001,
        /// Whoever asks may not.
        DIAMETER_ERROR_UNAUTHORIZED_REQUESTING_NETWORK = 5490,
    }
}

impl From<SlhResult> for Outcome {
    fn from(code: SlhResult) -> Self {
        Self::experimental(TGPP, code.0)
    }
}
