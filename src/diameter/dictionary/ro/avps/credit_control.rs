//! AVPs of the Diameter Credit-Control Application (RFC 8506 §8).

use crate::diameter::codec::{AvpDef, Format};
use crate::diameter::dictionary::grammar::avps;
use crate::diameter::dictionary::ro::enums::{
    CcRequestType, CcSessionFailover, CcUnitType, CheckBalanceResult, CreditControlFailureHandling,
    DirectDebitingFailureHandling, FinalUnitAction, MultipleServicesIndicator, RedirectAddressType,
    RequestedAction, TariffChangeUsage, UserEquipmentInfoType,
};

avps! {
    /// Ties requests about parts of one service together.
    CC_CORRELATION_ID: "CC-Correlation-Id" = 411, 0, -, OctetString;
    /// Octets from the user.
    CC_INPUT_OCTETS: "CC-Input-Octets" = 412, 0, M, Unsigned64;
    /// An amount of money.
    CC_MONEY: "CC-Money" = 413, 0, M, Grouped;
    /// Octets to the user.
    CC_OUTPUT_OCTETS: "CC-Output-Octets" = 414, 0, M, Unsigned64;
    /// The request within its session.
    CC_REQUEST_NUMBER: "CC-Request-Number" = 415, 0, M, Unsigned32;
    /// Why the request is sent.
    CC_REQUEST_TYPE: "CC-Request-Type" = 416, 0, M, Enumerated(CcRequestType::NAMES);
    /// Units of the service, as messages.
    CC_SERVICE_SPECIFIC_UNITS: "CC-Service-Specific-Units" = 417, 0, M, Unsigned64;
    /// Whether requests may go to another server.
    CC_SESSION_FAILOVER: "CC-Session-Failover" = 418, 0, M, Enumerated(CcSessionFailover::NAMES);
    /// The part of the session; 3GPP uses none.
    CC_SUB_SESSION_ID: "CC-Sub-Session-Id" = 419, 0, M, Unsigned64;
    /// Seconds.
    CC_TIME: "CC-Time" = 420, 0, M, Unsigned32;
    /// Octets in both directions.
    CC_TOTAL_OCTETS: "CC-Total-Octets" = 421, 0, M, Unsigned64;
    /// Whether the account covers the service.
    CHECK_BALANCE_RESULT: "Check-Balance-Result" = 422, 0, M, Enumerated(CheckBalanceResult::NAMES);
    /// What the service costs.
    COST_INFORMATION: "Cost-Information" = 423, 0, M, Grouped;
    /// What the cost is for, as `minute`.
    COST_UNIT: "Cost-Unit" = 424, 0, M, Utf8String;
    /// The currency, a number of ISO 4217.
    CURRENCY_CODE: "Currency-Code" = 425, 0, M, Unsigned32;
    /// What the client does while no server answers.
    CREDIT_CONTROL_FAILURE_HANDLING: "Credit-Control-Failure-Handling" = 427, 0, M, Enumerated(CreditControlFailureHandling::NAMES);
    /// What the client does while no server answers a direct debit.
    DIRECT_DEBITING_FAILURE_HANDLING: "Direct-Debiting-Failure-Handling" = 428, 0, M, Enumerated(DirectDebitingFailureHandling::NAMES);
    /// The power of ten that the digits are multiplied by.
    EXPONENT: "Exponent" = 429, 0, M, Integer32;
    /// What follows when the units are used up, as they are the last.
    FINAL_UNIT_INDICATION: "Final-Unit-Indication" = 430, 0, M, Grouped;
    /// Units that may be used.
    GRANTED_SERVICE_UNIT: "Granted-Service-Unit" = 431, 0, M, Grouped;
    /// Services that cost the same.
    RATING_GROUP: "Rating-Group" = 432, 0, M, Unsigned32;
    /// How the redirect server's address is written.
    REDIRECT_ADDRESS_TYPE: "Redirect-Address-Type" = 433, 0, M, Enumerated(RedirectAddressType::NAMES);
    /// Where the user is sent.
    REDIRECT_SERVER: "Redirect-Server" = 434, 0, M, Grouped;
    /// The redirect server's address.
    REDIRECT_SERVER_ADDRESS: "Redirect-Server-Address" = 435, 0, M, Utf8String;
    /// What an event request asks for.
    REQUESTED_ACTION: "Requested-Action" = 436, 0, M, Enumerated(RequestedAction::NAMES);
    /// Units that are asked for; without members: as many as the server likes.
    REQUESTED_SERVICE_UNIT: "Requested-Service-Unit" = 437, 0, M, Grouped;
    /// What the user may still reach, a rule of RFC 6733 §4.3.1.
    RESTRICTION_FILTER_RULE: "Restriction-Filter-Rule" = 438, 0, M, IpFilterRule;
    /// The service.
    SERVICE_IDENTIFIER: "Service-Identifier" = 439, 0, M, Unsigned32;
    /// Input to rating.
    SERVICE_PARAMETER_INFO: "Service-Parameter-Info" = 440, 0, -, Grouped;
    /// What kind of input.
    SERVICE_PARAMETER_TYPE: "Service-Parameter-Type" = 441, 0, -, Unsigned32;
    /// The input.
    SERVICE_PARAMETER_VALUE: "Service-Parameter-Value" = 442, 0, -, OctetString;
    /// Digits and an exponent.
    UNIT_VALUE: "Unit-Value" = 445, 0, M, Grouped;
    /// Units used since the last report.
    USED_SERVICE_UNIT: "Used-Service-Unit" = 446, 0, M, Grouped;
    /// The significant digits.
    VALUE_DIGITS: "Value-Digits" = 447, 0, M, Integer64;
    /// Seconds that the grant is good for.
    VALIDITY_TIME: "Validity-Time" = 448, 0, M, Unsigned32;
    /// What the client does when the last units are used up.
    FINAL_UNIT_ACTION: "Final-Unit-Action" = 449, 0, M, Enumerated(FinalUnitAction::NAMES);
    /// When the next tariff begins.
    TARIFF_TIME_CHANGE: "Tariff-Time-Change" = 451, 0, M, Time;
    /// Before the change of tariff or after it.
    TARIFF_CHANGE_USAGE: "Tariff-Change-Usage" = 452, 0, M, Enumerated(TariffChangeUsage::NAMES);
    /// The pool.
    GSU_POOL_IDENTIFIER: "G-S-U-Pool-Identifier" = 453, 0, M, Unsigned32;
    /// The unit.
    CC_UNIT_TYPE: "CC-Unit-Type" = 454, 0, M, Enumerated(CcUnitType::NAMES);
    /// Whether the client handles several services in one session.
    MULTIPLE_SERVICES_INDICATOR: "Multiple-Services-Indicator" = 455, 0, M, Enumerated(MultipleServicesIndicator::NAMES);
    /// One service or rating group: asked for, granted, used.
    MULTIPLE_SERVICES_CREDIT_CONTROL: "Multiple-Services-Credit-Control" = 456, 0, M, Grouped;
    /// The pool that the grant draws from.
    GSU_POOL_REFERENCE: "G-S-U-Pool-Reference" = 457, 0, M, Grouped;
    /// The terminal.
    USER_EQUIPMENT_INFO: "User-Equipment-Info" = 458, 0, -, Grouped;
    /// Which kind of identity.
    USER_EQUIPMENT_INFO_TYPE: "User-Equipment-Info-Type" = 459, 0, -, Enumerated(UserEquipmentInfoType::NAMES);
    /// The identity.
    USER_EQUIPMENT_INFO_VALUE: "User-Equipment-Info-Value" = 460, 0, -, OctetString;
    /// The document that says what the service's AVPs mean.
    SERVICE_CONTEXT_ID: "Service-Context-Id" = 461, 0, M, Utf8String;
    /// The terminal, an AVP for each kind of identity.
    USER_EQUIPMENT_INFO_EXTENSION: "User-Equipment-Info-Extension" = 653, 0, -, Grouped;
    /// IMEI and software version.
    USER_EQUIPMENT_INFO_IMEISV: "User-Equipment-Info-IMEISV" = 654, 0, -, OctetString;
    /// The MAC address.
    USER_EQUIPMENT_INFO_MAC: "User-Equipment-Info-MAC" = 655, 0, -, OctetString;
    /// The EUI-64.
    USER_EQUIPMENT_INFO_EUI64: "User-Equipment-Info-EUI64" = 656, 0, -, OctetString;
    /// The modified EUI-64.
    USER_EQUIPMENT_INFO_MODIFIED_EUI64: "User-Equipment-Info-ModifiedEUI64" = 657, 0, -, OctetString;
    /// The IMEI.
    USER_EQUIPMENT_INFO_IMEI: "User-Equipment-Info-IMEI" = 658, 0, -, OctetString;
    /// Who pays, an AVP for each kind of name.
    SUBSCRIPTION_ID_EXTENSION: "Subscription-Id-Extension" = 659, 0, -, Grouped;
    /// An international number.
    SUBSCRIPTION_ID_E164: "Subscription-Id-E164" = 660, 0, -, Utf8String;
    /// An IMSI.
    SUBSCRIPTION_ID_IMSI: "Subscription-Id-IMSI" = 661, 0, -, Utf8String;
    /// A SIP URI.
    SUBSCRIPTION_ID_SIP_URI: "Subscription-Id-SIP-URI" = 662, 0, -, Utf8String;
    /// A network access identifier.
    SUBSCRIPTION_ID_NAI: "Subscription-Id-NAI" = 663, 0, -, Utf8String;
    /// A name that is only known here.
    SUBSCRIPTION_ID_PRIVATE: "Subscription-Id-Private" = 664, 0, -, Utf8String;
    /// Where the user is sent, an AVP for each kind of address.
    REDIRECT_SERVER_EXTENSION: "Redirect-Server-Extension" = 665, 0, -, Grouped;
    /// An IP address.
    REDIRECT_ADDRESS_IP_ADDRESS: "Redirect-Address-IPAddress" = 666, 0, -, Address;
    /// A URL.
    REDIRECT_ADDRESS_URL: "Redirect-Address-URL" = 667, 0, -, Utf8String;
    /// A SIP URI.
    REDIRECT_ADDRESS_SIP_URI: "Redirect-Address-SIP-URI" = 668, 0, -, Utf8String;
    /// What follows when the last units are used up, with rules for quality.
    QOS_FINAL_UNIT_INDICATION: "QoS-Final-Unit-Indication" = 669, 0, -, Grouped;
}
