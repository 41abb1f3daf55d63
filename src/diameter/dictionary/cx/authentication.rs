//! Grouped AVPs of authentication (TS 29.229 §6.3.13, §6.3.36), and ETSI's of the same purpose.

use super::avps::{
    ALTERNATE_DIGEST_ALGORITHM, ALTERNATE_DIGEST_HA1, CONFIDENTIALITY_KEY, ETSI_DIGEST_HA1,
    ETSI_DIGEST_NONCE, ETSI_DIGEST_REALM, ETSI_SIP_AUTHENTICATE, INTEGRITY_KEY, LINE_IDENTIFIER,
    SIP_AUTH_DATA_ITEM, SIP_AUTHENTICATE, SIP_AUTHENTICATION_CONTEXT, SIP_AUTHENTICATION_SCHEME,
    SIP_AUTHORIZATION, SIP_DIGEST_AUTHENTICATE, SIP_ITEM_NUMBER,
};
use crate::diameter::dictionary::base::avps::{
    DIGEST_ALGORITHM, DIGEST_HA1, DIGEST_QOP, DIGEST_REALM, FRAMED_INTERFACE_ID, FRAMED_IP_ADDRESS,
    FRAMED_IPV6_PREFIX,
};
use crate::diameter::dictionary::grammar::group;

group! {
    /// SIP-Auth-Data-Item (§6.3.13): in a request the scheme wanted and, to resynchronise, RAND and AUTS; in an answer a vector.
    ///
    /// ```text
    /// SIP-Auth-Data-Item ::= < AVP Header : 612 10415 >
    ///     [ SIP-Item-Number ]
    ///     [ SIP-Authentication-Scheme ]
    ///     [ SIP-Authenticate ]
    ///     [ SIP-Authorization ]
    ///     [ SIP-Authentication-Context ]
    ///     [ Confidentiality-Key ]
    ///     [ Integrity-Key ]
    ///     [ SIP-Digest-Authenticate ]
    ///     [ Framed-IP-Address ]
    ///     [ Framed-IPv6-Prefix ]
    ///     [ Framed-Interface-Id ]
    ///   * [ Line-Identifier ]
    ///   * [ AVP ]
    /// ```
    ///
    /// Clients that ask for `HTTP_DIGEST_MD5` read ETSI-SIP-Authenticate instead of SIP-Digest-Authenticate.
    SipAuthDataItem<'a> = SIP_AUTH_DATA_ITEM {
        /// Which of several; the lowest is used first.
        optional sip_item_number: u32 = SIP_ITEM_NUMBER;
        /// `Digest-AKAv1-MD5`, `SIP Digest`, `Unknown` …
        optional sip_authentication_scheme: &'a str = SIP_AUTHENTICATION_SCHEME;
        /// RAND and AUTN, 32 octets.
        optional sip_authenticate: &'a [u8] = SIP_AUTHENTICATE;
        /// XRES in an answer; RAND and AUTS, 30 octets, in a request.
        optional sip_authorization: &'a [u8] = SIP_AUTHORIZATION;
        /// Digest parameters of the SIP request, where the HSS checks them.
        optional sip_authentication_context: &'a [u8] = SIP_AUTHENTICATION_CONTEXT;
        /// CK, 16 octets.
        optional confidentiality_key: &'a [u8] = CONFIDENTIALITY_KEY;
        /// IK, 16 octets.
        optional integrity_key: &'a [u8] = INTEGRITY_KEY;
        /// What SIP Digest needs.
        optional sip_digest_authenticate: SipDigestAuthenticate<'a> = SIP_DIGEST_AUTHENTICATE;
        /// The terminal's IPv4 address (GIBA).
        optional framed_ip_address: &'a [u8] = FRAMED_IP_ADDRESS;
        /// The terminal's IPv6 prefix (GIBA).
        optional framed_ipv6_prefix: &'a [u8] = FRAMED_IPV6_PREFIX;
        /// The terminal's interface within the prefix (GIBA).
        optional framed_interface_id: u64 = FRAMED_INTERFACE_ID;
        /// The lines the user may be on (NASS-bundled).
        any line_identifier: &'a [u8] = LINE_IDENTIFIER;
        /// What ETSI's digest needs.
        surplus etsi_sip_authenticate: EtsiSipAuthenticate<'a> = ETSI_SIP_AUTHENTICATE;
    }
}

group! {
    /// SIP-Digest-Authenticate (§6.3.36).
    ///
    /// ```text
    /// SIP-Digest-Authenticate ::= < AVP Header: 635 10415 >
    ///     { Digest-Realm }
    ///     [ Digest-Algorithm ]
    ///     { Digest-QoP }
    ///     { Digest-HA1 }
    ///     [ Alternate-Digest-Algorithm ]
    ///     [ Alternate-Digest-HA1 ]
    ///   * [ AVP ]
    /// ```
    SipDigestAuthenticate<'a> = SIP_DIGEST_AUTHENTICATE {
        /// The realm of the challenge.
        required digest_realm: &'a str = DIGEST_REALM;
        /// `MD5`; the meaning of its absence too.
        optional digest_algorithm: &'a str = DIGEST_ALGORITHM;
        /// `auth`.
        required digest_qop: &'a str = DIGEST_QOP;
        /// H(A1), 32 lower-case hexadecimal digits.
        required digest_ha1: &'a str = DIGEST_HA1;
        /// A stronger algorithm, as `SHA-256`.
        optional alternate_digest_algorithm: &'a str = ALTERNATE_DIGEST_ALGORITHM;
        /// H(A1) by that algorithm.
        optional alternate_digest_ha1: &'a str = ALTERNATE_DIGEST_HA1;
    }
}

group! {
    /// ETSI-SIP-Authenticate (ETSI TS 183 033), as far as it is used here.
    ///
    /// ```text
    /// SIP-Authenticate ::= < AVP Header: 501 13019 >
    ///     { Digest-Realm }
    ///     { Digest-Nonce }
    ///     [ Digest-HA1 ]
    ///   * [ AVP ]
    /// ```
    EtsiSipAuthenticate<'a> = ETSI_SIP_AUTHENTICATE {
        /// The realm of the challenge.
        required etsi_digest_realm: &'a str = ETSI_DIGEST_REALM;
        /// The nonce of the challenge.
        required etsi_digest_nonce: &'a str = ETSI_DIGEST_NONCE;
        /// H(A1), 32 lower-case hexadecimal digits.
        optional etsi_digest_ha1: &'a str = ETSI_DIGEST_HA1;
    }
}
