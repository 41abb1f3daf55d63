//! Abort-Session-Request and -Answer (RFC 6733 §8.5): the server has the client end the session.

use crate::diameter::codec::{CommandFlags, ResultCode};
use crate::diameter::dictionary::Raw;
use crate::diameter::dictionary::base::RedirectHostUsage;
use crate::diameter::dictionary::base::avps::{
    AUTH_APPLICATION_ID, DESTINATION_HOST, DESTINATION_REALM, ERROR_MESSAGE, ERROR_REPORTING_HOST,
    FAILED_AVP, ORIGIN_HOST, ORIGIN_REALM, ORIGIN_STATE_ID, PROXY_INFO, REDIRECT_HOST, REDIRECT_HOST_USAGE,
    REDIRECT_MAX_CACHE_TIME, RESULT_CODE, ROUTE_RECORD, SESSION_ID, USER_NAME,
};
use crate::diameter::dictionary::grammar::command;
use crate::types::DiameterUri;

command! {
    /// Abort-Session-Request (RFC 6733 §8.5.1).
    ///
    /// ```text
    /// < Abort-Session-Request > ::= < Diameter Header: 274, REQ, PXY, 4 >
    ///     < Session-Id >
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     { Destination-Realm }
    ///     { Destination-Host }
    ///     { Auth-Application-Id }
    ///     [ User-Name ]
    ///     [ Origin-State-Id ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    ///   * [ AVP ]
    /// ```
    request AbortSessionRequest<'a> =
        "Abort-Session-Request" "ASR", 274, super::APPLICATION, CommandFlags::PROXIABLE;
    /// Names the session.
    fixed session_id: &'a str = SESSION_ID;
    /// Who asks.
    required origin_host: &'a str = ORIGIN_HOST;
    /// Its realm.
    required origin_realm: &'a str = ORIGIN_REALM;
    /// The realm that is to answer.
    required destination_realm: &'a str = DESTINATION_REALM;
    /// Who is to answer.
    required destination_host: &'a str = DESTINATION_HOST;
    /// 4.
    required auth_application_id: u32 = AUTH_APPLICATION_ID;
    /// The user.
    optional user_name: &'a str = USER_NAME;
    /// Grows with every restart that loses state.
    optional origin_state_id: u32 = ORIGIN_STATE_ID;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}

command! {
    /// Abort-Session-Answer (RFC 6733 §8.5.2).
    ///
    /// ```text
    /// < Abort-Session-Answer > ::= < Diameter Header: 274, PXY, 4 >
    ///     < Session-Id >
    ///     { Result-Code }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     [ User-Name ]
    ///     [ Origin-State-Id ]
    ///     [ Error-Message ]
    ///     [ Error-Reporting-Host ]
    ///     [ Failed-AVP ]
    ///   * [ Redirect-Host ]
    ///     [ Redirect-Host-Usage ]
    ///     [ Redirect-Max-Cache-Time ]
    ///   * [ Proxy-Info ]
    ///   * [ AVP ]
    /// ```
    answer AbortSessionAnswer<'a> =
        "Abort-Session-Answer" "ASA", 274, super::APPLICATION, CommandFlags::PROXIABLE;
    /// Names the session.
    fixed session_id: &'a str = SESSION_ID;
    /// What became of the request.
    required outcome: ResultCode = RESULT_CODE;
    /// Who answers.
    required origin_host: &'a str = ORIGIN_HOST;
    /// Its realm.
    required origin_realm: &'a str = ORIGIN_REALM;
    /// The user.
    optional user_name: &'a str = USER_NAME;
    /// Grows with every restart that loses state.
    optional origin_state_id: u32 = ORIGIN_STATE_ID;
    /// For people.
    optional error_message: &'a str = ERROR_MESSAGE;
    /// Who saw the error, if not the sender.
    optional error_reporting_host: &'a str = ERROR_REPORTING_HOST;
    /// What was wrong with the request.
    optional failed_avp: Raw<'a> = FAILED_AVP;
    /// Where to ask instead.
    any redirect_host: DiameterUri<'a> = REDIRECT_HOST;
    /// What to ask there.
    optional redirect_host_usage: RedirectHostUsage = REDIRECT_HOST_USAGE;
    /// Seconds to go on asking there.
    optional redirect_max_cache_time: u32 = REDIRECT_MAX_CACHE_TIME;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
}
