//! Enumerations of the base protocol.

use crate::diameter::dictionary::grammar::enumeration;

enumeration! {
    /// Auth-Session-State (RFC 6733 §8.11).
    closed AuthSessionState {
        /// The server keeps a session until it is terminated.
        STATE_MAINTAINED = 0,
        /// It does not; what Cx uses.
        NO_STATE_MAINTAINED = 1,
    }
}

enumeration! {
    /// Disconnect-Cause (RFC 6733 §5.4.3).
    open DisconnectCause {
        /// A restart is due: come back.
        REBOOTING = 0,
        /// Internal resources are scarce.
        BUSY = 1,
        /// No traffic is expected: do not come back unasked.
        DO_NOT_WANT_TO_TALK_TO_YOU = 2,
    }
}

enumeration! {
    /// Redirect-Host-Usage (RFC 6733 §6.13).
    open RedirectHostUsage {
        /// Not to be cached.
        DONT_CACHE = 0,
        /// For the session.
        ALL_SESSION = 1,
        /// For the realm.
        ALL_REALM = 2,
        /// For the realm and application.
        REALM_AND_APPLICATION = 3,
        /// For the application.
        ALL_APPLICATION = 4,
        /// For the host.
        ALL_HOST = 5,
        /// For the user.
        ALL_USER = 6,
    }
}

/// DRMP (RFC 7944 §9.1): the highest priority first.
pub(super) const DRMP: &[(u32, &str)] = &[
    (0, "PRIORITY_0"),
    (1, "PRIORITY_1"),
    (2, "PRIORITY_2"),
    (3, "PRIORITY_3"),
    (4, "PRIORITY_4"),
    (5, "PRIORITY_5"),
    (6, "PRIORITY_6"),
    (7, "PRIORITY_7"),
    (8, "PRIORITY_8"),
    (9, "PRIORITY_9"),
    (10, "PRIORITY_10"),
    (11, "PRIORITY_11"),
    (12, "PRIORITY_12"),
    (13, "PRIORITY_13"),
    (14, "PRIORITY_14"),
    (15, "PRIORITY_15"),
];

enumeration! {
    /// Termination-Cause (RFC 6733 §8.15). Kamailio says DIAMETER_LOGOUT whatever the cause.
    open TerminationCause {
        /// The user ended it.
        DIAMETER_LOGOUT = 1,
        /// The service was not given.
        DIAMETER_SERVICE_NOT_PROVIDED = 2,
        /// The answer was of no use.
        DIAMETER_BAD_ANSWER = 3,
        /// An operator ended it.
        DIAMETER_ADMINISTRATIVE = 4,
        /// The connection broke.
        DIAMETER_LINK_BROKEN = 5,
        /// The authorization expired.
        DIAMETER_AUTH_EXPIRED = 6,
        /// The user is elsewhere now.
        DIAMETER_USER_MOVED = 7,
        /// The session's time is over.
        DIAMETER_SESSION_TIMEOUT = 8,
    }
}

enumeration! {
    /// Re-Auth-Request-Type (RFC 6733 §8.12).
    open ReAuthRequestType {
        /// Authorize again.
        AUTHORIZE_ONLY = 0,
        /// Authenticate again, too.
        AUTHORIZE_AUTHENTICATE = 1,
    }
}

enumeration! {
    /// Accounting-Record-Type (RFC 6733 §9.8.1).
    closed AccountingRecordType {
        /// One event.
        EVENT_RECORD = 1,
        /// A session begins.
        START_RECORD = 2,
        /// It goes on.
        INTERIM_RECORD = 3,
        /// It is over.
        STOP_RECORD = 4,
    }
}

enumeration! {
    /// Accounting-Realtime-Required (RFC 6733 §9.8.7).
    open AccountingRealtimeRequired {
        /// Service only while records arrive.
        DELIVER_AND_GRANT = 1,
        /// Service while records can be stored.
        GRANT_AND_STORE = 2,
        /// Service whatever becomes of records.
        GRANT_AND_LOSE = 3,
    }
}
