//! Update-Location-Request and -Answer: this node serves the user, and wants the profile (TS 29.272 §7.2.3, §7.2.4).

use super::apn::ActiveApn;
use super::avps::{
    ACTIVE_APN, ADJACENT_PLMNS, COUPLED_NODE_DIAMETER_ID, EQUIVALENT_PLMN_LIST, ERROR_DIAGNOSTIC,
    HOMOGENEOUS_SUPPORT_OF_IMS_VOICE_OVER_PS_SESSIONS, MME_NUMBER_FOR_MT_SMS, RESET_ID, SGS_MME_IDENTITY,
    SGSN_NUMBER, SMS_REGISTER_REQUEST, SUBSCRIPTION_DATA, TERMINAL_INFORMATION, UE_SRVCC_CAPABILITY,
    ULA_FLAGS, ULR_FLAGS, VISITED_PLMN_ID,
};
use super::enums::{
    ErrorDiagnostic, HomogeneousSupportOfImsVoiceOverPsSessions, SmsRegisterRequest, UeSrvccCapability,
};
use super::flags::{UlaFlags, UlrFlags};
use super::subscription_data::SubscriptionData;
use super::terminal::{AdjacentPlmns, EquivalentPlmnList, TerminalInformation};
use crate::diameter::codec::{Address, CommandFlags};
use crate::diameter::dictionary::Raw;
use crate::diameter::dictionary::base::avps::{
    AUTH_SESSION_STATE, DESTINATION_HOST, DESTINATION_REALM, DRMP, EXPERIMENTAL_RESULT, FAILED_AVP, LOAD,
    OC_OLR, OC_SUPPORTED_FEATURES, ORIGIN_HOST, ORIGIN_REALM, PROXY_INFO, RESULT_CODE, ROUTE_RECORD,
    SESSION_ID, USER_NAME, VENDOR_SPECIFIC_APPLICATION_ID,
};
use crate::diameter::dictionary::base::{AuthSessionState, Outcome, VendorSpecificApplicationId};
use crate::diameter::dictionary::cx::SupportedFeatures;
use crate::diameter::dictionary::cx::avps::SUPPORTED_FEATURES;
use crate::diameter::dictionary::grammar::command;
use crate::diameter::dictionary::tgpp::RatType;
use crate::diameter::dictionary::tgpp::avps::{GMLC_ADDRESS, RAT_TYPE, SUPPORTED_SERVICES};

command! {
    /// Update-Location-Request (TS 29.272 §7.2.3).
    ///
    /// ```text
    /// < Update-Location-Request > ::= < Diameter Header: 316, REQ, PXY, 16777251 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     [ Vendor-Specific-Application-Id ]
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     [ Destination-Host ]
    ///     { Destination-Realm }
    ///     { User-Name }
    ///     [ OC-Supported-Features ]
    ///   * [ Supported-Features ]
    ///     [ Terminal-Information ]
    ///     { RAT-Type }
    ///     { ULR-Flags }
    ///     [ UE-SRVCC-Capability ]
    ///     { Visited-PLMN-Id }
    ///     [ SGSN-Number ]
    ///     [ Homogeneous-Support-of-IMS-Voice-Over-PS-Sessions ]
    ///     [ GMLC-Address ]
    ///   * [ Active-APN ]
    ///     [ Equivalent-PLMN-List ]
    ///     [ MME-Number-for-MT-SMS ]
    ///     [ SMS-Register-Request ]
    ///     [ SGs-MME-Identity ]
    ///     [ Coupled-Node-Diameter-ID ]
    ///     [ Adjacent-PLMNs ]
    ///     [ Supported-Services ]
    ///   * [ AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    request UpdateLocationRequest<'a> =
        "Update-Location-Request" "ULR", 316, super::APPLICATION, CommandFlags::PROXIABLE;
    /// Names the transaction: S6a keeps no session.
    fixed session_id: &'a str = SESSION_ID;
    /// Priority of the message (RFC 7944); known, not acted on.
    optional drmp: u32 = DRMP;
    /// S6a.
    optional vendor_specific_application_id: VendorSpecificApplicationId = VENDOR_SPECIFIC_APPLICATION_ID;
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
    /// The access.
    required rat_type: RatType = RAT_TYPE;
    /// ULR-Flags (§7.3.7).
    required ulr_flags: UlrFlags = ULR_FLAGS;
    /// UE-SRVCC-Capability (§7.3.130).
    optional ue_srvcc_capability: UeSrvccCapability = UE_SRVCC_CAPABILITY;
    /// The network, three octets.
    required visited_plmn_id: &'a [u8] = VISITED_PLMN_ID;
    /// SGSN-Number: an international number as TBCD.
    optional sgsn_number: &'a [u8] = SGSN_NUMBER;
    /// Homogeneous-Support-of-IMS-Voice-Over-PS-Sessions (§7.3.107).
    optional homogeneous_support_of_ims_voice_over_ps_sessions: HomogeneousSupportOfImsVoiceOverPsSessions = HOMOGENEOUS_SUPPORT_OF_IMS_VOICE_OVER_PS_SESSIONS;
    /// GMLC-Address (TS 29.173 §6.4.7).
    optional gmlc_address: Address = GMLC_ADDRESS;
    /// Active-APN (§7.3.127).
    any active_apn: ActiveApn<'a> = ACTIVE_APN;
    /// Equivalent-PLMN-List (§7.3.151).
    optional equivalent_plmn_list: EquivalentPlmnList<'a> = EQUIVALENT_PLMN_LIST;
    /// MME-Number-for-MT-SMS: an international number as TBCD.
    optional mme_number_for_mt_sms: &'a [u8] = MME_NUMBER_FOR_MT_SMS;
    /// SMS-Register-Request (§7.3.162).
    optional sms_register_request: SmsRegisterRequest = SMS_REGISTER_REQUEST;
    /// SGs-MME-Identity (§7.3.175).
    optional sgs_mme_identity: &'a str = SGS_MME_IDENTITY;
    /// Coupled-Node-Diameter-ID (§7.3.177).
    optional coupled_node_diameter_id: &'a str = COUPLED_NODE_DIAMETER_ID;
    /// Adjacent-PLMNs (§7.3.186).
    optional adjacent_plmns: AdjacentPlmns<'a> = ADJACENT_PLMNS;
    /// Supported-Services (TS 29.336), kept as it is: nothing in it is acted on.
    optional supported_services: Raw<'a> = SUPPORTED_SERVICES;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}

command! {
    /// Update-Location-Answer (TS 29.272 §7.2.4).
    ///
    /// ```text
    /// < Update-Location-Answer > ::= < Diameter Header: 316, PXY, 16777251 >
    ///     < Session-Id >
    ///     [ DRMP ]
    ///     [ Vendor-Specific-Application-Id ]
    ///     [ Result-Code ]
    ///     [ Experimental-Result ]
    ///     [ Error-Diagnostic ]
    ///     { Auth-Session-State }
    ///     { Origin-Host }
    ///     { Origin-Realm }
    ///     [ OC-Supported-Features ]
    ///     [ OC-OLR ]
    ///   * [ Load ]
    ///   * [ Supported-Features ]
    ///     [ ULA-Flags ]
    ///     [ Subscription-Data ]
    ///   * [ Reset-ID ]
    ///   * [ AVP ]
    ///     [ Failed-AVP ]
    ///   * [ Proxy-Info ]
    ///   * [ Route-Record ]
    /// ```
    answer UpdateLocationAnswer<'a> =
        "Update-Location-Answer" "ULA", 316, super::APPLICATION, CommandFlags::PROXIABLE;
    /// Names the transaction: S6a keeps no session.
    fixed session_id: &'a str = SESSION_ID;
    /// Priority of the message (RFC 7944); known, not acted on.
    optional drmp: u32 = DRMP;
    /// S6a.
    optional vendor_specific_application_id: VendorSpecificApplicationId = VENDOR_SPECIFIC_APPLICATION_ID;
    /// What became of the request.
    either outcome: Outcome = RESULT_CODE | EXPERIMENTAL_RESULT;
    /// More about the error.
    optional error_diagnostic: ErrorDiagnostic = ERROR_DIAGNOSTIC;
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
    /// ULA-Flags (§7.3.8).
    optional ula_flags: UlaFlags = ULA_FLAGS;
    /// The profile; one that would be empty is not written.
    optional subscription_data: SubscriptionData<'a> = SUBSCRIPTION_DATA;
    /// Parts of the HSS that a reset may name.
    any reset_id: &'a [u8] = RESET_ID;
    /// What was wrong with the request.
    optional failed_avp: Raw<'a> = FAILED_AVP;
    /// What proxies want back, in order.
    any proxy_info: Raw<'a> = PROXY_INFO;
    /// Where the message has been.
    any route_record: &'a str = ROUTE_RECORD;
}
