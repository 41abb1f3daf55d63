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
    /// Inband-Security-Id (RFC 6733 §6.10).
    open InbandSecurityId {
        /// None, or before Diameter starts.
        NO_INBAND_SECURITY = 0,
        /// TLS after the capabilities exchange.
        TLS = 1,
    }
}

enumeration! {
    /// Redirect-Host-Usage (RFC 6733 §6.14).
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
