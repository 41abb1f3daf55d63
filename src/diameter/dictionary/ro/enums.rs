//! Enumerations of charging that decisions depend on (RFC 8506 §8, TS 32.299 §7.2). The others are numbers, named where their AVP is defined.

use crate::diameter::dictionary::grammar::enumeration;

enumeration! {
    /// CC-Request-Type (RFC 8506 §8.3): why the request is sent.
    closed CcRequestType {
        /// A session begins.
        INITIAL_REQUEST = 1,
        /// It goes on: more units, or a report.
        UPDATE_REQUEST = 2,
        /// It is over.
        TERMINATION_REQUEST = 3,
        /// There is no session.
        EVENT_REQUEST = 4,
    }
}

enumeration! {
    /// CC-Session-Failover (RFC 8506 §8.4).
    open CcSessionFailover {
        /// The meaning of its absence too.
        FAILOVER_NOT_SUPPORTED = 0,
        /// Requests may go to another server.
        FAILOVER_SUPPORTED = 1,
    }
}

enumeration! {
    /// CC-Unit-Type (RFC 8506 §8.32).
    open CcUnitType {
        /// Seconds.
        TIME = 0,
        /// Money.
        MONEY = 1,
        /// Octets in both directions.
        TOTAL_OCTETS = 2 "TOTAL-OCTETS",
        /// Octets from the user.
        INPUT_OCTETS = 3 "INPUT-OCTETS",
        /// Octets to the user.
        OUTPUT_OCTETS = 4 "OUTPUT-OCTETS",
        /// Units of the service.
        SERVICE_SPECIFIC_UNITS = 5 "SERVICE-SPECIFIC-UNITS",
    }
}

enumeration! {
    /// Check-Balance-Result (RFC 8506 §8.6).
    open CheckBalanceResult {
        /// The account covers the service.
        ENOUGH_CREDIT = 0,
        /// It does not.
        NO_CREDIT = 1,
    }
}

enumeration! {
    /// Credit-Control-Failure-Handling (RFC 8506 §8.14).
    open CreditControlFailureHandling {
        /// The service ends; the meaning of its absence too.
        TERMINATE = 0,
        /// The service goes on.
        CONTINUE = 1,
        /// Another server is tried, then the service ends.
        RETRY_AND_TERMINATE = 2,
    }
}

enumeration! {
    /// Direct-Debiting-Failure-Handling (RFC 8506 §8.15).
    open DirectDebitingFailureHandling {
        /// No service, unless the request may be resent later; the meaning of its absence too.
        TERMINATE_OR_BUFFER = 0,
        /// The service is given.
        CONTINUE = 1,
    }
}

enumeration! {
    /// Final-Unit-Action (RFC 8506 §8.35).
    open FinalUnitAction {
        /// The service ends.
        TERMINATE = 0,
        /// The user is sent elsewhere.
        REDIRECT = 1,
        /// The user reaches only what the rules name.
        RESTRICT_ACCESS = 2,
    }
}

enumeration! {
    /// Redirect-Address-Type (RFC 8506 §8.38).
    open RedirectAddressType {
        /// Dotted.
        IPV4_ADDRESS = 0 "IPv4 Address",
        /// As RFC 4291 writes it.
        IPV6_ADDRESS = 1 "IPv6 Address",
        /// A URL.
        URL = 2,
        /// A SIP URI; the one kind that Kamailio exports.
        SIP_URI = 3 "SIP URI",
    }
}

enumeration! {
    /// Requested-Action (RFC 8506 §8.41). Open5GS puts the first into session requests, too.
    open RequestedAction {
        /// Debit at once.
        DIRECT_DEBITING = 0,
        /// Give back.
        REFUND_ACCOUNT = 1,
        /// Say whether the account covers it; nothing is debited.
        CHECK_BALANCE = 2,
        /// Say what it costs; nothing is debited.
        PRICE_ENQUIRY = 3,
    }
}

enumeration! {
    /// Tariff-Change-Usage (RFC 8506 §8.27).
    open TariffChangeUsage {
        /// Used before the change.
        UNIT_BEFORE_TARIFF_CHANGE = 0,
        /// Used after it.
        UNIT_AFTER_TARIFF_CHANGE = 1,
        /// Nobody can tell.
        UNIT_INDETERMINATE = 2,
    }
}

enumeration! {
    /// Multiple-Services-Indicator (RFC 8506 §8.40). Open5GS says no, and uses Multiple-Services-Credit-Control all the same.
    open MultipleServicesIndicator {
        /// The meaning of its absence too.
        MULTIPLE_SERVICES_NOT_SUPPORTED = 0,
        /// The client handles several services in one session.
        MULTIPLE_SERVICES_SUPPORTED = 1,
    }
}

enumeration! {
    /// User-Equipment-Info-Type (RFC 8506 §8.50).
    open UserEquipmentInfoType {
        /// IMEI and software version.
        IMEISV = 0,
        /// A MAC address; Kamailio sends one as text.
        MAC = 1,
        /// An EUI-64.
        EUI64 = 2,
        /// A modified EUI-64.
        MODIFIED_EUI64 = 3,
    }
}

enumeration! {
    /// Reporting-Reason (TS 32.299 §7.2.175): why usage is reported.
    open ReportingReason {
        /// The threshold was reached.
        THRESHOLD = 0,
        /// The quota was held too long.
        QHT = 1,
        /// The service ended.
        FINAL = 2,
        /// The quota is used up.
        QUOTA_EXHAUSTED = 3,
        /// The grant expired.
        VALIDITY_TIME = 4,
        /// The quota of another unit is used up.
        OTHER_QUOTA_TYPE = 5,
        /// Something changed that the price may depend on.
        RATING_CONDITION_CHANGE = 6,
        /// The server asked.
        FORCED_REAUTHORISATION = 7,
        /// The pool is used up.
        POOL_EXHAUSTED = 8,
        /// The quota was not used for long.
        UNUSED_QUOTA_TIMER = 9,
    }
}

enumeration! {
    /// Envelope-Reporting (TS 32.299 §7.2).
    open EnvelopeReporting {
        /// No envelopes.
        DO_NOT_REPORT_ENVELOPES = 0,
        /// Envelopes.
        REPORT_ENVELOPES = 1,
        /// With octets.
        REPORT_ENVELOPES_WITH_VOLUME = 2,
        /// With events.
        REPORT_ENVELOPES_WITH_EVENTS = 3,
        /// With both.
        REPORT_ENVELOPES_WITH_VOLUME_AND_EVENTS = 4,
    }
}

enumeration! {
    /// Time-Quota-Type (TS 32.299 §7.2).
    open TimeQuotaType {
        /// In whole periods.
        DISCRETE_TIME_PERIOD = 0,
        /// As long as there is traffic.
        CONTINUOUS_TIME_PERIOD = 1,
    }
}

enumeration! {
    /// Low-Balance-Indication (TS 32.299 §7.2).
    open LowBalanceIndication {
        /// Not below the threshold.
        NOT_APPLICABLE = 0 "NOT-APPLICABLE",
        /// Below it.
        YES = 1,
    }
}

enumeration! {
    /// AoC-Request-Type (TS 32.299 §7.2). Open5GS asks for the full advice in every request and reads none.
    open AocRequestType {
        /// None.
        AOC_NOT_REQUESTED = 0 "AoC_NOT_REQUESTED",
        /// Cost and tariff.
        AOC_FULL = 1 "AoC_FULL",
        /// The cost.
        AOC_COST_ONLY = 2 "AoC_COST_ONLY",
        /// The tariff.
        AOC_TARIFF_ONLY = 3 "AoC_TARIFF_ONLY",
    }
}

enumeration! {
    /// Charge-Reason-Code (TS 32.299 §7.2).
    open ChargeReasonCode {
        /// Nobody said.
        UNKNOWN = 0,
        /// For use.
        USAGE = 1,
        /// For trying.
        COMMUNICATION_ATTEMPT_CHARGE = 2 "COMMUNICATION-ATTEMPT-CHARGE",
        /// For the set-up.
        SETUP_CHARGE = 3 "SETUP-CHARGE",
        /// In addition.
        ADD_ON_CHARGE = 4 "ADD-ON-CHARGE",
    }
}

enumeration! {
    /// Role-Of-Node (TS 32.299 §7.2). Up to release 8 the value 2 was PROXY_ROLE and 3 B2BUA_ROLE.
    open RoleOfNode {
        /// For the calling side.
        ORIGINATING_ROLE = 0,
        /// For the called side.
        TERMINATING_ROLE = 1,
        /// For whoever forwards.
        FORWARDING_ROLE = 2,
    }
}

enumeration! {
    /// Node-Functionality (TS 32.299 §7.2).
    open NodeFunctionality {
        /// S-CSCF.
        S_CSCF = 0 "S-CSCF",
        /// P-CSCF.
        P_CSCF = 1 "P-CSCF",
        /// I-CSCF.
        I_CSCF = 2 "I-CSCF",
        /// Media resources.
        MRFC = 3,
        /// The gateway to circuits.
        MGCF = 4,
        /// The choice of that gateway.
        BGCF = 5,
        /// An application server.
        AS = 6,
        /// The border to other networks.
        IBCF = 7,
        /// Serving gateway.
        S_GW = 8 "S-GW",
        /// PDN gateway.
        P_GW = 9 "P-GW",
        /// Serving gateway of eHRPD.
        HSGW = 10,
        /// Emergency calls.
        E_CSCF = 11 "E-CSCF",
        /// MME.
        MME = 12,
        /// Transit and roaming.
        TRF = 13,
        /// Transit.
        TF = 14,
        /// Access transfer.
        ATCF = 15,
        /// A proxy.
        PROXY = 16,
        /// Evolved packet data gateway.
        EPDG = 17 "ePDG",
    }
}
