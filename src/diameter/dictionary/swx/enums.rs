//! Enumerations of SWx (TS 29.273 §8.2.3).

use crate::diameter::dictionary::grammar::enumeration;

enumeration! {
    /// Non-3GPP-IP-Access (§8.2.3.3).
    closed Non3gppIpAccess {
        /// The user may come by access that is not of 3GPP.
        NON_3GPP_SUBSCRIPTION_ALLOWED = 0,
        /// The user may not.
        NON_3GPP_SUBSCRIPTION_BARRED = 1,
    }
}

enumeration! {
    /// Non-3GPP-IP-Access-APN (§8.2.3.4).
    closed Non3gppIpAccessApn {
        /// The APNs may be used from such an access.
        NON_3GPP_APNS_ENABLE = 0,
        /// None of them may.
        NON_3GPP_APNS_DISABLE = 1,
    }
}

enumeration! {
    /// AN-Trusted (§5.2.3.9).
    closed AnTrusted {
        /// The terminal needs no ePDG.
        TRUSTED = 0,
        /// It comes through an ePDG.
        UNTRUSTED = 1,
    }
}

enumeration! {
    /// Subscription-Id-Type (RFC 4006 §8.47).
    open SubscriptionIdType {
        /// An international number, digits alone.
        END_USER_E164 = 0,
        /// An IMSI.
        END_USER_IMSI = 1,
        /// A SIP URI.
        END_USER_SIP_URI = 2,
        /// A network access identifier.
        END_USER_NAI = 3,
        /// Anything.
        END_USER_PRIVATE = 4,
    }
}
