//! Device-Watchdog-Request and -Answer (RFC 6733 §5.5).

use super::avps::{ERROR_MESSAGE, FAILED_AVP, ORIGIN_HOST, ORIGIN_REALM, ORIGIN_STATE_ID, RESULT_CODE};
use crate::diameter::codec::{CommandFlags, ResultCode};
use crate::diameter::dictionary::{Raw, grammar::command};

command! {
    /// Device-Watchdog-Request (RFC 6733 §5.5.1).
    ///
    /// ```text
    /// <DWR> ::= < Diameter Header: 280, REQ >
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     [ Origin-State-Id ]
    ///   * [ AVP ]
    /// ```
    request DeviceWatchdogRequest<'a> =
        "Device-Watchdog-Request" "DWR", 280, super::APPLICATION, CommandFlags::empty();
    /// Who asks.
    required origin_host: &'a str = ORIGIN_HOST;
    /// Its realm.
    required origin_realm: &'a str = ORIGIN_REALM;
    /// Grows with every restart that loses state.
    optional origin_state_id: u32 = ORIGIN_STATE_ID;
}

command! {
    /// Device-Watchdog-Answer (RFC 6733 §5.5.2).
    ///
    /// ```text
    /// <DWA> ::= < Diameter Header: 280 >
    ///     { Result-Code }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     [ Error-Message ]
    ///     [ Failed-AVP ]
    ///     [ Origin-State-Id ]
    ///   * [ AVP ]
    /// ```
    answer DeviceWatchdogAnswer<'a> =
        "Device-Watchdog-Answer" "DWA", 280, super::APPLICATION, CommandFlags::empty();
    /// Result-Code.
    required outcome: ResultCode = RESULT_CODE;
    /// Who answers.
    required origin_host: &'a str = ORIGIN_HOST;
    /// Its realm.
    required origin_realm: &'a str = ORIGIN_REALM;
    /// For people.
    optional error_message: &'a str = ERROR_MESSAGE;
    /// What was wrong with the request.
    optional failed_avp: Raw<'a> = FAILED_AVP;
    /// Grows with every restart that loses state.
    optional origin_state_id: u32 = ORIGIN_STATE_ID;
}
