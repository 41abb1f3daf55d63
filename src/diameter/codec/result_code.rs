//! Result-Code values (RFC 6733 §7.1) as an open enumeration: unknown values pass through and print as numbers.

use std::fmt;

/// The value of a Result-Code or Experimental-Result-Code AVP.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ResultCode(pub u32);

macro_rules! result_codes {
    ($($(#[$doc:meta])* $name:ident = $value:literal $text:literal,)*) => {
        impl ResultCode {
            $($(#[$doc])* pub const $name: Self = Self($value);)*

            /// The name RFC 6733 gives the value, if it gives one.
            pub const fn name(self) -> Option<&'static str> {
                match self.0 { $($value => Some($text),)* _ => None }
            }
        }
    };
}

result_codes! {
    /// More round trips are needed.
    MULTI_ROUND_AUTH = 1001 "DIAMETER_MULTI_ROUND_AUTH",
    /// Done.
    SUCCESS = 2001 "DIAMETER_SUCCESS",
    /// Done, but the request was for less than what was asked.
    LIMITED_SUCCESS = 2002 "DIAMETER_LIMITED_SUCCESS",
    /// The command is not known (E bit set).
    COMMAND_UNSUPPORTED = 3001 "DIAMETER_COMMAND_UNSUPPORTED",
    /// The destination cannot be reached.
    UNABLE_TO_DELIVER = 3002 "DIAMETER_UNABLE_TO_DELIVER",
    /// The realm is not served here.
    REALM_NOT_SERVED = 3003 "DIAMETER_REALM_NOT_SERVED",
    /// Try later, or elsewhere.
    TOO_BUSY = 3004 "DIAMETER_TOO_BUSY",
    /// The message has been here before.
    LOOP_DETECTED = 3005 "DIAMETER_LOOP_DETECTED",
    /// Ask the host named in the answer.
    REDIRECT_INDICATION = 3006 "DIAMETER_REDIRECT_INDICATION",
    /// The application is not served.
    APPLICATION_UNSUPPORTED = 3007 "DIAMETER_APPLICATION_UNSUPPORTED",
    /// A flag in the header contradicts the command.
    INVALID_HDR_BITS = 3008 "DIAMETER_INVALID_HDR_BITS",
    /// A flag of an AVP contradicts its definition.
    INVALID_AVP_BITS = 3009 "DIAMETER_INVALID_AVP_BITS",
    /// The peer is not one we know.
    UNKNOWN_PEER = 3010 "DIAMETER_UNKNOWN_PEER",
    /// The user's credentials were wrong.
    AUTHENTICATION_REJECTED = 4001 "DIAMETER_AUTHENTICATION_REJECTED",
    /// No room to store the record.
    OUT_OF_SPACE = 4002 "DIAMETER_OUT_OF_SPACE",
    /// Lost the election of RFC 6733 §5.6.4.
    ELECTION_LOST = 4003 "DIAMETER_ELECTION_LOST",
    /// The service is not for this user (RFC 8506 §9.1).
    END_USER_SERVICE_DENIED = 4010 "DIAMETER_END_USER_SERVICE_DENIED",
    /// The service is given without credit control (RFC 8506 §9.1).
    CREDIT_CONTROL_NOT_APPLICABLE = 4011 "DIAMETER_CREDIT_CONTROL_NOT_APPLICABLE",
    /// The account does not cover the service (RFC 8506 §9.1).
    CREDIT_LIMIT_REACHED = 4012 "DIAMETER_CREDIT_LIMIT_REACHED",
    /// An AVP with the M bit is not known.
    AVP_UNSUPPORTED = 5001 "DIAMETER_AVP_UNSUPPORTED",
    /// No such session.
    UNKNOWN_SESSION_ID = 5002 "DIAMETER_UNKNOWN_SESSION_ID",
    /// The user may not do that.
    AUTHORIZATION_REJECTED = 5003 "DIAMETER_AUTHORIZATION_REJECTED",
    /// An AVP's value is not one it can have.
    INVALID_AVP_VALUE = 5004 "DIAMETER_INVALID_AVP_VALUE",
    /// A required AVP is missing.
    MISSING_AVP = 5005 "DIAMETER_MISSING_AVP",
    /// The user has used up what was granted.
    RESOURCES_EXCEEDED = 5006 "DIAMETER_RESOURCES_EXCEEDED",
    /// Two AVPs contradict one another.
    CONTRADICTING_AVPS = 5007 "DIAMETER_CONTRADICTING_AVPS",
    /// An AVP that must not be there.
    AVP_NOT_ALLOWED = 5008 "DIAMETER_AVP_NOT_ALLOWED",
    /// An AVP more often than allowed.
    AVP_OCCURS_TOO_MANY_TIMES = 5009 "DIAMETER_AVP_OCCURS_TOO_MANY_TIMES",
    /// The peers have no application in common.
    NO_COMMON_APPLICATION = 5010 "DIAMETER_NO_COMMON_APPLICATION",
    /// Another version of Diameter.
    UNSUPPORTED_VERSION = 5011 "DIAMETER_UNSUPPORTED_VERSION",
    /// Refused for a reason that has no code.
    UNABLE_TO_COMPLY = 5012 "DIAMETER_UNABLE_TO_COMPLY",
    /// A reserved header bit is set.
    INVALID_BIT_IN_HEADER = 5013 "DIAMETER_INVALID_BIT_IN_HEADER",
    /// An AVP's length is impossible.
    INVALID_AVP_LENGTH = 5014 "DIAMETER_INVALID_AVP_LENGTH",
    /// The message's length is impossible.
    INVALID_MESSAGE_LENGTH = 5015 "DIAMETER_INVALID_MESSAGE_LENGTH",
    /// The bits of an AVP's header are impossible.
    INVALID_AVP_BIT_COMBO = 5016 "DIAMETER_INVALID_AVP_BIT_COMBO",
    /// No security mechanism in common.
    NO_COMMON_SECURITY = 5017 "DIAMETER_NO_COMMON_SECURITY",
    /// Nobody knows the user (RFC 8506 §9.2).
    USER_UNKNOWN = 5030 "DIAMETER_USER_UNKNOWN",
    /// What the price depends on is missing or wrong: Failed-AVP says what (RFC 8506 §9.2).
    RATING_FAILED = 5031 "DIAMETER_RATING_FAILED",
}

impl ResultCode {
    /// 2xxx.
    pub const fn is_success(self) -> bool {
        self.0 / 1000 == 2
    }

    /// 3xxx: answered with the E bit and the grammar of RFC 6733 §7.2.
    pub const fn is_protocol_error(self) -> bool {
        self.0 / 1000 == 3
    }
}

/// DIAMETER_SUCCESS: an answer says otherwise only where it has a reason.
impl Default for ResultCode {
    fn default() -> Self {
        Self::SUCCESS
    }
}

impl fmt::Display for ResultCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => write!(f, "{name} ({})", self.0),
            None => self.0.fmt(f),
        }
    }
}

impl fmt::Debug for ResultCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
