//! Grouped AVPs of authentication (TS 29.272 §7.3).

use super::avps::{
    AUTHENTICATION_INFO, AUTN, E_UTRAN_VECTOR, GERAN_VECTOR, IMMEDIATE_RESPONSE_PREFERRED, ITEM_NUMBER,
    KASME, KC, NUMBER_OF_REQUESTED_VECTORS, RAND, RE_SYNCHRONIZATION_INFO,
    REQUESTED_EUTRAN_AUTHENTICATION_INFO, REQUESTED_UTRAN_GERAN_AUTHENTICATION_INFO, SRES, UTRAN_VECTOR,
    XRES,
};
use crate::diameter::dictionary::cx::avps::{CONFIDENTIALITY_KEY, INTEGRITY_KEY};
use crate::diameter::dictionary::grammar::group;

group! {
    /// Requested-EUTRAN-Authentication-Info (§7.3.11): what E-UTRAN vectors an AIR wants.
    ///
    /// ```text
    /// Requested-EUTRAN-Authentication-Info ::= < AVP Header: 1408 10415 >
    ///     [ Number-Of-Requested-Vectors ]
    ///     [ Immediate-Response-Preferred ]
    ///     [ Re-Synchronization-Info ]
    ///   * [ AVP ]
    /// ```
    RequestedEutranAuthenticationInfo<'a> = REQUESTED_EUTRAN_AUTHENTICATION_INFO {
        /// How many are wanted.
        optional number_of_requested_vectors: u32 = NUMBER_OF_REQUESTED_VECTORS;
        /// Present if one is needed at once.
        optional immediate_response_preferred: u32 = IMMEDIATE_RESPONSE_PREFERRED;
        /// RAND and AUTS, 30 octets.
        optional re_synchronization_info: &'a [u8] = RE_SYNCHRONIZATION_INFO;
    }
}

group! {
    /// Requested-UTRAN-GERAN-Authentication-Info (§7.3.12): what UTRAN or GERAN vectors an AIR wants.
    ///
    /// ```text
    /// Requested-UTRAN-GERAN-Authentication-Info ::= < AVP Header: 1409 10415 >
    ///     [ Number-Of-Requested-Vectors ]
    ///     [ Immediate-Response-Preferred ]
    ///     [ Re-Synchronization-Info ]
    ///   * [ AVP ]
    /// ```
    RequestedUtranGeranAuthenticationInfo<'a> = REQUESTED_UTRAN_GERAN_AUTHENTICATION_INFO {
        /// How many are wanted.
        optional number_of_requested_vectors: u32 = NUMBER_OF_REQUESTED_VECTORS;
        /// Present if one is needed at once.
        optional immediate_response_preferred: u32 = IMMEDIATE_RESPONSE_PREFERRED;
        /// RAND and AUTS, 30 octets.
        optional re_synchronization_info: &'a [u8] = RE_SYNCHRONIZATION_INFO;
    }
}

group! {
    /// Authentication-Info (§7.3.17): the vectors of an AIA, of one kind each.
    ///
    /// ```text
    /// Authentication-Info ::= < AVP Header: 1413 10415 >
    ///   * [ E-UTRAN-Vector ]
    ///   * [ UTRAN-Vector ]
    ///   * [ GERAN-Vector ]
    ///   * [ AVP ]
    /// ```
    AuthenticationInfo<'a> = AUTHENTICATION_INFO {
        /// E-UTRAN-Vector (§7.3.18).
        any e_utran_vector: EUtranVector<'a> = E_UTRAN_VECTOR;
        /// UTRAN-Vector (§7.3.19).
        any utran_vector: UtranVector<'a> = UTRAN_VECTOR;
        /// GERAN-Vector (§7.3.20).
        any geran_vector: GeranVector<'a> = GERAN_VECTOR;
    }
}

group! {
    /// E-UTRAN-Vector (§7.3.18): a vector for LTE.
    ///
    /// ```text
    /// E-UTRAN-Vector ::= < AVP Header: 1414 10415 >
    ///     [ Item-Number ]
    ///     { RAND }
    ///     { XRES }
    ///     { AUTN }
    ///     { KASME }
    ///   * [ AVP ]
    /// ```
    EUtranVector<'a> = E_UTRAN_VECTOR {
        /// Which of several; the lowest is used first.
        optional item_number: u32 = ITEM_NUMBER;
        /// RAND, 16 octets.
        required rand: &'a [u8] = RAND;
        /// XRES, 4 to 16 octets.
        required xres: &'a [u8] = XRES;
        /// AUTN, 16 octets.
        required autn: &'a [u8] = AUTN;
        /// KASME, 32 octets, for the visited network of the request.
        required kasme: &'a [u8] = KASME;
    }
}

group! {
    /// UTRAN-Vector (§7.3.19): a vector for 3G.
    ///
    /// ```text
    /// UTRAN-Vector ::= < AVP Header: 1415 10415 >
    ///     [ Item-Number ]
    ///     { RAND }
    ///     { XRES }
    ///     { AUTN }
    ///     { Confidentiality-Key }
    ///     { Integrity-Key }
    ///   * [ AVP ]
    /// ```
    UtranVector<'a> = UTRAN_VECTOR {
        /// Which of several; the lowest is used first.
        optional item_number: u32 = ITEM_NUMBER;
        /// RAND, 16 octets.
        required rand: &'a [u8] = RAND;
        /// XRES, 4 to 16 octets.
        required xres: &'a [u8] = XRES;
        /// AUTN, 16 octets.
        required autn: &'a [u8] = AUTN;
        /// CK, 16 octets.
        required confidentiality_key: &'a [u8] = CONFIDENTIALITY_KEY;
        /// IK, 16 octets.
        required integrity_key: &'a [u8] = INTEGRITY_KEY;
    }
}

group! {
    /// GERAN-Vector (§7.3.20): a vector for 2G.
    ///
    /// ```text
    /// GERAN-Vector ::= < AVP Header: 1416 10415 >
    ///     [ Item-Number ]
    ///     { RAND }
    ///     { SRES }
    ///     { Kc }
    ///   * [ AVP ]
    /// ```
    GeranVector<'a> = GERAN_VECTOR {
        /// Which of several; the lowest is used first.
        optional item_number: u32 = ITEM_NUMBER;
        /// RAND, 16 octets.
        required rand: &'a [u8] = RAND;
        /// SRES, 4 octets.
        required sres: &'a [u8] = SRES;
        /// Kc, 8 octets.
        required kc: &'a [u8] = KC;
    }
}
