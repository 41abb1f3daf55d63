//! Disconnect-Peer-Request and -Answer (RFC 6733 §5.4).

use super::DisconnectCause;
use super::avps::{DISCONNECT_CAUSE, ERROR_MESSAGE, FAILED_AVP, ORIGIN_HOST, ORIGIN_REALM, RESULT_CODE};
use crate::diameter::codec::{CommandFlags, ResultCode};
use crate::diameter::dictionary::{Raw, grammar::command};

command! {
    /// Disconnect-Peer-Request (RFC 6733 §5.4.1).
    ///
    /// ```text
    /// <DPR> ::= < Diameter Header: 282, REQ >
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     { Disconnect-Cause }
    ///   * [ AVP ]
    /// ```
    request DisconnectPeerRequest<'a> =
        "Disconnect-Peer-Request" "DPR", 282, super::APPLICATION, CommandFlags::empty();
    /// Who leaves.
    required origin_host: &'a str = ORIGIN_HOST;
    /// Its realm.
    required origin_realm: &'a str = ORIGIN_REALM;
    /// Why.
    required disconnect_cause: DisconnectCause = DISCONNECT_CAUSE;
}

command! {
    /// Disconnect-Peer-Answer (RFC 6733 §5.4.2). Kamailio's has no Result-Code.
    ///
    /// ```text
    /// <DPA> ::= < Diameter Header: 282 >
    ///     { Result-Code }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     [ Error-Message ]
    ///     [ Failed-AVP ]
    ///   * [ AVP ]
    /// ```
    answer DisconnectPeerAnswer<'a> =
        "Disconnect-Peer-Answer" "DPA", 282, super::APPLICATION, CommandFlags::empty();
    /// Result-Code.
    expected outcome: ResultCode = RESULT_CODE;
    /// Who answers.
    required origin_host: &'a str = ORIGIN_HOST;
    /// Its realm.
    required origin_realm: &'a str = ORIGIN_REALM;
    /// For people.
    optional error_message: &'a str = ERROR_MESSAGE;
    /// What was wrong with the request.
    optional failed_avp: Raw<'a> = FAILED_AVP;
}
