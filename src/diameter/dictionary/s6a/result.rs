//! Experimental-Result codes of S6a and S6d (TS 29.272 §7.4).

use crate::diameter::dictionary::base::Outcome;
use crate::diameter::dictionary::{TGPP, grammar::enumeration};

enumeration! {
    /// Experimental-Result-Code of vendor 3GPP on S6a (§7.4).
    open S6aResult {
        /// §7.4.4.1: vectors cannot be made now.
        DIAMETER_AUTHENTICATION_DATA_UNAVAILABLE = 4181,
        /// §7.4.4.2: the user has CAMEL services, which the SGSN does not support.
        DIAMETER_ERROR_CAMEL_SUBSCRIPTION_PRESENT = 4182,
        /// §7.4.3.1.
        DIAMETER_ERROR_USER_UNKNOWN = 5001,
        /// §7.4.3.4: not in this network.
        DIAMETER_ERROR_ROAMING_NOT_ALLOWED = 5004,
        /// §7.4.3.2: the user has no subscription to EPS.
        DIAMETER_ERROR_UNKNOWN_EPS_SUBSCRIPTION = 5420,
        /// §7.4.3.3: not over this access.
        DIAMETER_ERROR_RAT_NOT_ALLOWED = 5421,
        /// §7.4.3.5: the equipment register does not know the device.
        DIAMETER_ERROR_EQUIPMENT_UNKNOWN = 5422,
        /// §7.4.3.6: the node that asks is not the one that serves the user.
        DIAMETER_ERROR_UNKNOWN_SERVING_NODE = 5423,
    }
}

impl From<S6aResult> for Outcome {
    fn from(code: S6aResult) -> Self {
        Self::experimental(TGPP, code.0)
    }
}
