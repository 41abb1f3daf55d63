//! Notify-Request and -Answer: something changed at the node (TS 29.272 §7.2.17, §7.2.18).

use super::avps::{
    ALERT_REASON, CONTEXT_IDENTIFIER, HOMOGENEOUS_SUPPORT_OF_IMS_VOICE_OVER_PS_SESSIONS, NOR_FLAGS,
    TERMINAL_INFORMATION, UE_SRVCC_CAPABILITY,
};
use super::enums::{AlertReason, HomogeneousSupportOfImsVoiceOverPsSessions, UeSrvccCapability};
use super::flags::NorFlags;
use super::terminal::TerminalInformation;
use crate::diameter::codec::CommandFlags;
use crate::diameter::dictionary::Raw;
use crate::diameter::dictionary::base::avps::{
    AUTH_SESSION_STATE, DESTINATION_HOST, DESTINATION_REALM, DRMP, EXPERIMENTAL_RESULT, FAILED_AVP, LOAD,
    MIP6_AGENT_INFO, OC_OLR, OC_SUPPORTED_FEATURES, ORIGIN_HOST, ORIGIN_REALM, PROXY_INFO, RESULT_CODE,
    ROUTE_RECORD, SERVICE_SELECTION, SESSION_ID, USER_NAME, VENDOR_SPECIFIC_APPLICATION_ID,
};
use crate::diameter::dictionary::base::{
    AuthSessionState, Mip6AgentInfo, Outcome, VendorSpecificApplicationId,
};
use crate::diameter::dictionary::cx::SupportedFeatures;
use crate::diameter::dictionary::cx::avps::{SUPPORTED_FEATURES, VISITED_NETWORK_IDENTIFIER};
use crate::diameter::dictionary::grammar::command;
use crate::diameter::dictionary::tgpp::avps::{
    EMERGENCY_SERVICES, MAXIMUM_UE_AVAILABILITY_TIME, MONITORING_EVENT_CONFIG_STATUS,
};
use crate::types::Timestamp;

command! {
    /// Notify-Request (TS 29.272 §7.2.17).
    ///
    /// ```text
    /// < Notify-Request > ::= < Diameter Header: 323, REQ, PXY, 16777251 >
    ///     < Session-Id >
    ///     [ Vendor-Specific-Application-Id ]
    ///     [ DRMP ]
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     [ Destination-Host ]
    ///     { Destination-Realm }
    ///     { User-Name }
    ///     [ OC-Supported-Features ]
    ///   * [ Supported-Features ]
    ///     [ Terminal-Information ]
    ///     [ MIP6-Agent-Info ]
    ///     [ Visited-Network-Identifier ]
    ///     [ Context-Identifier ]
    ///     [ Service-Selection ]
    ///     [ Alert-Reason ]
    ///     [ UE-SRVCC-Capability ]
    ///     [ NOR-Flags ]
    ///     [ Homogeneous-Support-of-IMS-Voice-Over-PS-Sessions ]
    ///     [ Maximum-UE-Availability-Time ]
    ///   * [ Monitoring-Event-Config-Status ]
    ///     [ Emergency-Services ]
    ///   * [ AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    request NotifyRequest<'a> =
        "Notify-Request" "NOR", 323, super::APPLICATION, CommandFlags::PROXIABLE;
    /// Names the transaction: S6a keeps no session.
    fixed session_id: &'a str = SESSION_ID;
    /// S6a.
    optional vendor_specific_application_id: VendorSpecificApplicationId = VENDOR_SPECIFIC_APPLICATION_ID;
    /// Priority of the message (RFC 7944); known, not acted on.
    optional drmp: u32 = DRMP;
    /// NO_STATE_MAINTAINED.
    required auth_session_state: AuthSessionState = AUTH_SESSION_STATE;
    /// Who sends the message.
    required origin_host: &'a str = ORIGIN_HOST;
    /// Its realm.
    required origin_realm: &'a str = ORIGIN_REALM;
    /// Who is to answer.
    optional destination_host: &'a str = DESTINATION_HOST;
    /// The realm that is to answer.
    required destination_realm: &'a str = DESTINATION_REALM;
    /// The IMSI.
    required user_name: &'a str = USER_NAME;
    /// Overload control (RFC 7683); known, not acted on.
    optional oc_supported_features: Raw<'a> = OC_SUPPORTED_FEATURES;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// Terminal-Information (§7.3.3).
    optional terminal_information: TerminalInformation<'a> = TERMINAL_INFORMATION;
    /// MIP6-Agent-Info: a PDN gateway.
    optional mip6_agent_info: Mip6AgentInfo<'a> = MIP6_AGENT_INFO;
    /// The network of the gateway.
    optional visited_network_identifier: &'a [u8] = VISITED_NETWORK_IDENTIFIER;
    /// Names the APN within the subscription.
    optional context_identifier: u32 = CONTEXT_IDENTIFIER;
    /// The APN; `*` for any.
    optional service_selection: &'a str = SERVICE_SELECTION;
    /// Alert-Reason (§7.3.83).
    optional alert_reason: AlertReason = ALERT_REASON;
    /// UE-SRVCC-Capability (§7.3.130).
    optional ue_srvcc_capability: UeSrvccCapability = UE_SRVCC_CAPABILITY;
    /// NOR-Flags (§7.3.49).
    optional nor_flags: NorFlags = NOR_FLAGS;
    /// Homogeneous-Support-of-IMS-Voice-Over-PS-Sessions (§7.3.107).
    optional homogeneous_support_of_ims_voice_over_ps_sessions: HomogeneousSupportOfImsVoiceOverPsSessions = HOMOGENEOUS_SUPPORT_OF_IMS_VOICE_OVER_PS_SESSIONS;
    /// Maximum-UE-Availability-Time (TS 29.338).
    optional maximum_ue_availability_time: Timestamp = MAXIMUM_UE_AVAILABILITY_TIME;
    /// Monitoring-Event-Config-Status (TS 29.336), kept as it is: nothing in it is acted on.
    any monitoring_event_config_status: Raw<'a> = MONITORING_EVENT_CONFIG_STATUS;
    /// Emergency-Services: bit 0: an emergency attach.
    optional emergency_services: u32 = EMERGENCY_SERVICES;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}

command! {
    /// Notify-Answer (TS 29.272 §7.2.18).
    ///
    /// ```text
    /// < Notify-Answer > ::= < Diameter Header: 323, PXY, 16777251 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     [ Vendor-Specific-Application-Id ]
    ///     [ Result-Code ]
    ///     [ Experimental-Result ]
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     [ OC-Supported-Features ]
    ///     [ OC-OLR ]
    ///   * [ Load ]
    ///   * [ Supported-Features ]
    ///   * [ AVP ]
    ///     [ Failed-AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    answer NotifyAnswer<'a> =
        "Notify-Answer" "NOA", 323, super::APPLICATION, CommandFlags::PROXIABLE;
    /// Names the transaction: S6a keeps no session.
    fixed session_id: &'a str = SESSION_ID;
    /// Priority of the message (RFC 7944); known, not acted on.
    optional drmp: u32 = DRMP;
    /// S6a.
    optional vendor_specific_application_id: VendorSpecificApplicationId = VENDOR_SPECIFIC_APPLICATION_ID;
    /// What became of the request.
    either outcome: Outcome = RESULT_CODE | EXPERIMENTAL_RESULT;
    /// NO_STATE_MAINTAINED.
    required auth_session_state: AuthSessionState = AUTH_SESSION_STATE;
    /// Who sends the message.
    required origin_host: &'a str = ORIGIN_HOST;
    /// Its realm.
    required origin_realm: &'a str = ORIGIN_REALM;
    /// Overload control (RFC 7683); known, not acted on.
    optional oc_supported_features: Raw<'a> = OC_SUPPORTED_FEATURES;
    /// Overload report (RFC 7683).
    optional oc_olr: Raw<'a> = OC_OLR;
    /// Load report (RFC 8583).
    any load: Raw<'a> = LOAD;
    /// Features of the sender.
    any supported_features: SupportedFeatures = SUPPORTED_FEATURES;
    /// What was wrong with the request.
    optional failed_avp: Raw<'a> = FAILED_AVP;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}
