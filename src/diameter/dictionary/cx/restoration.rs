//! Grouped AVPs of the restoration procedures (TS 23.380, TS 29.229 §6.3.46).

use super::avps::{
    CALL_ID_SIP_HEADER, CONTACT, FROM_SIP_HEADER, INITIAL_CSEQ_SEQUENCE_NUMBER, P_CSCF_SUBSCRIPTION_INFO,
    PATH, RECORD_ROUTE, REGISTRATION_TIME_OUT, RESTORATION_INFO, SCSCF_RESTORATION_INFO,
    SIP_AUTHENTICATION_SCHEME, SUBSCRIPTION_INFO, TO_SIP_HEADER,
};
use crate::diameter::dictionary::base::avps::USER_NAME;
use crate::diameter::dictionary::grammar::group;
use crate::types::Timestamp;

group! {
    /// SCSCF-Restoration-Info (§6.3.46): what another S-CSCF needs to go on where one failed, per private identity.
    ///
    /// ```text
    /// SCSCF-Restoration-Info ::= < AVP Header: 639, 10415 >
    ///     { User-Name }
    ///  1* { Restoration-Info }
    ///     [ Registration-Time-Out ]
    ///     [ SIP-Authentication-Scheme ]
    ///   * [ AVP ]
    /// ```
    ScscfRestorationInfo<'a> = SCSCF_RESTORATION_INFO {
        /// The private identity.
        required user_name: &'a str = USER_NAME;
        /// One per contact.
        some restoration_info: RestorationInfo<'a> = RESTORATION_INFO;
        /// When the registration ends.
        optional registration_time_out: Timestamp = REGISTRATION_TIME_OUT;
        /// How the user was authenticated.
        optional sip_authentication_scheme: &'a str = SIP_AUTHENTICATION_SCHEME;
    }
}

group! {
    /// Restoration-Info (§6.3.52).
    ///
    /// ```text
    /// Restoration-Info ::= < AVP Header: 649, 10415 >
    ///     { Path }
    ///     { Contact }
    ///     [ Initial-CSeq-Sequence-Number ]
    ///     [ Call-ID-SIP-Header ]
    ///     [ Subscription-Info ]
    ///     [ P-CSCF-Subscription-Info ]
    ///   * [ AVP ]
    /// ```
    RestorationInfo<'a> = RESTORATION_INFO {
        /// The Path headers.
        required path: &'a [u8] = PATH;
        /// The contact's address.
        required contact: &'a [u8] = CONTACT;
        /// CSeq of the first REGISTER.
        optional initial_cseq_sequence_number: u32 = INITIAL_CSEQ_SEQUENCE_NUMBER;
        /// Call-ID of the registration.
        optional call_id_sip_header: &'a [u8] = CALL_ID_SIP_HEADER;
        /// The terminal's subscription to the registration state.
        optional subscription_info: SubscriptionInfo<'a> = SUBSCRIPTION_INFO;
        /// The P-CSCF's.
        optional p_cscf_subscription_info: PCscfSubscriptionInfo<'a> = P_CSCF_SUBSCRIPTION_INFO;
    }
}

group! {
    /// Subscription-Info (§6.3.49).
    ///
    /// ```text
    /// Subscription-Info ::= < AVP Header: 642, 10415 >
    ///     { Call-ID-SIP-Header }
    ///     { From-SIP-Header }
    ///     { To-SIP-Header }
    ///     { Record-Route }
    ///     { Contact }
    ///   * [ AVP ]
    /// ```
    SubscriptionInfo<'a> = SUBSCRIPTION_INFO {
        /// Call-ID of the dialogue.
        required call_id_sip_header: &'a [u8] = CALL_ID_SIP_HEADER;
        /// From.
        required from_sip_header: &'a [u8] = FROM_SIP_HEADER;
        /// To.
        required to_sip_header: &'a [u8] = TO_SIP_HEADER;
        /// Record-Route, separated by commas.
        required record_route: &'a [u8] = RECORD_ROUTE;
        /// Contact.
        required contact: &'a [u8] = CONTACT;
    }
}

group! {
    /// P-CSCF-Subscription-Info (§6.3.70).
    ///
    /// ```text
    /// P-CSCF-Subscription-Info ::= < AVP Header: 660, 10415 >
    ///     { Call-ID-SIP-Header }
    ///     { From-SIP-Header }
    ///     { To-SIP-Header }
    ///     { Contact }
    ///   * [ AVP ]
    /// ```
    PCscfSubscriptionInfo<'a> = P_CSCF_SUBSCRIPTION_INFO {
        /// Call-ID of the dialogue.
        required call_id_sip_header: &'a [u8] = CALL_ID_SIP_HEADER;
        /// From.
        required from_sip_header: &'a [u8] = FROM_SIP_HEADER;
        /// To.
        required to_sip_header: &'a [u8] = TO_SIP_HEADER;
        /// Contact.
        required contact: &'a [u8] = CONTACT;
    }
}
