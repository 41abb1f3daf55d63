//! Enumerations of SLg (TS 29.172 §7.4).

use crate::diameter::dictionary::grammar::enumeration;

enumeration! {
    /// SLg-Location-Type (§7.4.2).
    open SlgLocationType {
        /// Where the user is now.
        CURRENT_LOCATION = 0,
        /// Where the user is now, or was last.
        CURRENT_OR_LAST_KNOWN_LOCATION = 1,
        /// Where an emergency call began.
        INITIAL_LOCATION = 2,
        /// Tell on an event.
        ACTIVATE_DEFERRED_LOCATION = 3,
        /// Tell no longer.
        CANCEL_DEFERRED_LOCATION = 4,
        /// Ask the user, and locate nobody.
        NOTIFICATION_VERIFICATION_ONLY = 5,
    }
}

enumeration! {
    /// Vertical-Requested (§7.4.9).
    open VerticalRequested {
        /// No altitude; the meaning of its absence too.
        VERTICAL_COORDINATE_IS_NOT_REQUESTED = 0,
        /// With the altitude.
        VERTICAL_COORDINATE_IS_REQUESTED = 1,
    }
}

enumeration! {
    /// Velocity-Requested (§7.4.10).
    open VelocityRequested {
        /// No velocity; the meaning of its absence too.
        VELOCITY_IS_NOT_REQUESTED = 0,
        /// With the velocity, as well as it can be told.
        BEST_VELOCITY_IS_REQUESTED = 1 "BEST VELOCITY_IS_REQUESTED",
    }
}

enumeration! {
    /// Response-Time (§7.4.11).
    open ResponseTime {
        /// Soon.
        LOW_DELAY = 0,
        /// Exact rather than soon.
        DELAY_TOLERANT = 1,
    }
}

enumeration! {
    /// LCS-Privacy-Check (§7.4.14).
    open LcsPrivacyCheck {
        /// The user is not told.
        ALLOWED_WITHOUT_NOTIFICATION = 0,
        /// The user is told.
        ALLOWED_WITH_NOTIFICATION = 1,
        /// The user is asked; silence is consent.
        ALLOWED_IF_NO_RESPONSE = 2,
        /// The user is asked; silence is none.
        RESTRICTED_IF_NO_RESPONSE = 3,
        /// Nobody is located.
        NOT_ALLOWED = 4,
    }
}

enumeration! {
    /// Accuracy-Fulfilment-Indicator (§7.4.15).
    open AccuracyFulfilmentIndicator {
        /// As exact as was asked.
        REQUESTED_ACCURACY_FULFILLED = 0,
        /// Less exact.
        REQUESTED_ACCURACY_NOT_FULFILLED = 1,
    }
}

enumeration! {
    /// Location-Event (§7.4.20).
    open LocationEvent {
        /// An emergency call began.
        EMERGENCY_CALL_ORIGINATION = 0,
        /// It ended.
        EMERGENCY_CALL_RELEASE = 1,
        /// The terminal asked.
        MO_LR = 2,
        /// An emergency call moved to another node.
        EMERGENCY_CALL_HANDOVER = 3,
        /// What was asked for earlier.
        DEFERRED_MT_LR_RESPONSE = 4,
        /// The terminal wants it told to a third party, later.
        DEFERRED_MO_LR_TTTP_INITIATION = 5,
        /// The terminal, which could not be reached, is back.
        DELAYED_LOCATION_REPORTING = 6,
    }
}

enumeration! {
    /// Pseudonym-Indicator (§7.4.21).
    open PseudonymIndicator {
        /// The user may be named.
        PSEUDONYM_NOT_REQUESTED = 0,
        /// A pseudonym is wanted.
        PSEUDONYM_REQUESTED = 1,
    }
}

enumeration! {
    /// LCS-QoS-Class (§7.4.27).
    open LcsQosClass {
        /// As exact as asked, or not at all.
        ASSURED = 0,
        /// Less exact will do.
        BEST_EFFORT = 1 "BEST EFFORT",
    }
}
