//! Re-Auth-Request and -Answer (RFC 6733 §8.3, RFC 8506 §5.5): the server has the client ask anew, as after a top-up.

use super::avps::credit_control::{CC_SUB_SESSION_ID, GSU_POOL_IDENTIFIER, RATING_GROUP, SERVICE_IDENTIFIER};
use crate::diameter::codec::{CommandFlags, ResultCode};
use crate::diameter::dictionary::Raw;
use crate::diameter::dictionary::base::avps::{
    AUTH_APPLICATION_ID, DESTINATION_HOST, DESTINATION_REALM, ERROR_MESSAGE, ERROR_REPORTING_HOST,
    FAILED_AVP, ORIGIN_HOST, ORIGIN_REALM, ORIGIN_STATE_ID, PROXY_INFO, RE_AUTH_REQUEST_TYPE, REDIRECT_HOST,
    REDIRECT_HOST_USAGE, REDIRECT_MAX_CACHE_TIME, RESULT_CODE, ROUTE_RECORD, SESSION_ID, USER_NAME,
};
use crate::diameter::dictionary::base::{ReAuthRequestType, RedirectHostUsage};
use crate::diameter::dictionary::grammar::command;
use crate::types::DiameterUri;

command! {
    /// Re-Auth-Request (RFC 6733 §8.3.1, with what RFC 8506 §5.5 adds).
    ///
    /// ```text
    /// < Re-Auth-Request > ::= < Diameter Header: 258, REQ, PXY, 4 >
    ///     < Session-Id >
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     { Destination-Realm }
    ///     { Destination-Host }
    ///     { Auth-Application-Id }
    ///     { Re-Auth-Request-Type }
    ///     [ User-Name ]
    ///     [ Origin-State-Id ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    ///     [ CC-Sub-Session-Id ]
    ///     [ G-S-U-Pool-Identifier ]
    ///     [ Service-Identifier ]
    ///     [ Rating-Group ]
    ///   * [ AVP ]
    /// ```
    request ReAuthRequest<'a> =
        "Re-Auth-Request" "RAR", 258, super::APPLICATION, CommandFlags::PROXIABLE;
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
    /// AUTHORIZE_ONLY.
    required re_auth_request_type: ReAuthRequestType = RE_AUTH_REQUEST_TYPE;
    /// The user.
    optional user_name: &'a str = USER_NAME;
    /// Grows with every restart that loses state.
    optional origin_state_id: u32 = ORIGIN_STATE_ID;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
    /// The part of the session to ask anew for (RFC 8506 §5.5).
    optional cc_sub_session_id: u64 = CC_SUB_SESSION_ID;
    /// The pool to ask anew for.
    optional gsu_pool_identifier: u32 = GSU_POOL_IDENTIFIER;
    /// The service to ask anew for.
    optional service_identifier: u32 = SERVICE_IDENTIFIER;
    /// The rating group to ask anew for.
    optional rating_group: u32 = RATING_GROUP;
}

command! {
    /// Re-Auth-Answer (RFC 6733 §8.3.2).
    ///
    /// ```text
    /// < Re-Auth-Answer > ::= < Diameter Header: 258, PXY, 4 >
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
    ///
    /// Open5GS says 2001 and does nothing.
    answer ReAuthAnswer<'a> =
        "Re-Auth-Answer" "RAA", 258, super::APPLICATION, CommandFlags::PROXIABLE;
    /// Names the session.
    fixed session_id: &'a str = SESSION_ID;
    /// 2002 where a CCR follows, 2001 where none will, 5002 where the session is not known.
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
