//! Grouped AVPs of Sh (TS 29.329 §6.3).

use super::avps::{
    AS_NUMBER, CALL_REFERENCE_INFO, CALL_REFERENCE_NUMBER, REPOSITORY_DATA_ID, SEQUENCE_NUMBER,
    SERVICE_INDICATION, USER_IDENTITY,
};
use crate::diameter::dictionary::cx::avps::PUBLIC_IDENTITY;
use crate::diameter::dictionary::{
    grammar::group,
    tgpp::avps::{EXTERNAL_IDENTIFIER, MSISDN},
};

group! {
    /// User-Identity (§6.3.1): one of the three.
    ///
    /// ```text
    /// User-Identity ::= < AVP header: 700 10415 >
    ///     [ Public-Identity ]
    ///     [ MSISDN ]
    ///     [ External-Identifier ]
    ///   * [ AVP ]
    /// ```
    UserIdentity<'a> = USER_IDENTITY {
        /// A public identity, of a user or a service.
        optional public_identity: &'a str = PUBLIC_IDENTITY;
        /// A telephone number, in TBCD digits.
        optional msisdn: &'a [u8] = MSISDN;
        /// An identity outside the network.
        optional external_identifier: &'a str = EXTERNAL_IDENTIFIER;
    }
}

group! {
    /// Repository-Data-ID (§6.3.24): which of several repository data in one PUR failed.
    ///
    /// ```text
    /// Repository-Data-ID ::= < AVP header: 715 10415 >
    ///     { Service-Indication }
    ///     { Sequence-Number }
    ///   * [ AVP ]
    /// ```
    RepositoryDataId<'a> = REPOSITORY_DATA_ID {
        /// Which.
        required service_indication: &'a [u8] = SERVICE_INDICATION;
        /// The number it came with.
        required sequence_number: u32 = SEQUENCE_NUMBER;
    }
}

group! {
    /// Call-Reference-Info (§6.3.29).
    ///
    /// ```text
    /// Call-Reference-Info ::= < AVP header: 720 10415 >
    ///     { Call-Reference-Number }
    ///     { AS-Number }
    ///   * [ AVP ]
    /// ```
    CallReferenceInfo<'a> = CALL_REFERENCE_INFO {
        /// Which call.
        required call_reference_number: &'a [u8] = CALL_REFERENCE_NUMBER;
        /// Whose number.
        required as_number: &'a [u8] = AS_NUMBER;
    }
}
