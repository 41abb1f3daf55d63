//! Service-Information (TS 32.299 §7.2): what is known of the service; and multimedia telephony's part of it.

use super::avps::ims::{IMS_INFORMATION, SERVICE_ID};
use super::avps::ps::PS_INFORMATION;
use super::avps::service::{
    ASSOCIATED_PARTY_ADDRESS, CHANGE_TIME, CPDT_INFORMATION, CUG_INFORMATION, DCD_INFORMATION,
    IM_INFORMATION, LCS_INFORMATION, MBMS_INFORMATION, MMS_INFORMATION, MMTEL_INFORMATION,
    MMTEL_SERVICE_TYPE, NUMBER_OF_DIVERSIONS, NUMBER_OF_PARTICIPANTS, PARTICIPANT_ACTION_TYPE,
    POC_INFORMATION, PROSE_INFORMATION, SERVICE_GENERIC_INFORMATION, SERVICE_INFORMATION, SERVICE_MODE,
    SUPPLEMENTARY_SERVICE, VCS_INFORMATION,
};
use super::avps::sms::SMS_INFORMATION;
use super::avps::tariff::AOC_INFORMATION;
use super::ims::ImsInformation;
use super::ps::PsInformation;
use super::sms::SmsInformation;
use super::tariff::AocInformation;
use super::vcs::VcsInformation;
use crate::diameter::dictionary::Raw;
use crate::diameter::dictionary::grammar::group;
use crate::diameter::dictionary::place::{PlaceInformation, avps::PLACE_INFORMATION};
use crate::diameter::dictionary::swx::SubscriptionId;
use crate::diameter::dictionary::swx::avps::SUBSCRIPTION_ID;
use crate::types::Timestamp;

group! {
    /// Service-Information: what is known of the service. Parts of services that are not charged here are kept as they came.
    ///
    /// ```text
    /// Service-Information ::= < AVP Header: 873 10415 >
    ///   * [ Subscription-Id ]
    ///     [ AoC-Information ]
    ///     [ PS-Information ]
    ///     [ IMS-Information ]
    ///     [ MMS-Information ]
    ///     [ LCS-Information ]
    ///     [ PoC-Information ]
    ///     [ MBMS-Information ]
    ///     [ SMS-Information ]
    ///     [ VCS-Information ]
    ///     [ MMTel-Information ]
    ///     [ ProSe-Information ]
    ///     [ Service-Generic-Information ]
    ///     [ IM-Information ]
    ///     [ DCD-Information ]
    ///     [ CPDT-Information ]
    ///   * [ AVP ]
    /// ```
    ServiceInformation<'a> = SERVICE_INFORMATION {
        /// Who pays, in one of the user's names.
        any subscription_id: SubscriptionId<'a> = SUBSCRIPTION_ID;
        /// Advice of charge.
        boxed aoc_information: AocInformation = AOC_INFORMATION;
        /// A PDN connection.
        boxed ps_information: PsInformation<'a> = PS_INFORMATION;
        /// An IMS session or event.
        boxed ims_information: ImsInformation<'a> = IMS_INFORMATION;
        /// Multimedia messaging; kept as it came.
        optional mms_information: Raw<'a> = MMS_INFORMATION;
        /// A location service; kept as it came.
        optional lcs_information: Raw<'a> = LCS_INFORMATION;
        /// Push to talk; kept as it came.
        optional poc_information: Raw<'a> = POC_INFORMATION;
        /// Broadcast and multicast; kept as it came.
        optional mbms_information: Raw<'a> = MBMS_INFORMATION;
        /// A short message.
        boxed sms_information: SmsInformation<'a> = SMS_INFORMATION;
        /// A voice call over circuits.
        boxed vcs_information: VcsInformation<'a> = VCS_INFORMATION;
        /// Supplementary services of multimedia telephony.
        boxed mmtel_information: MmtelInformation<'a> = MMTEL_INFORMATION;
        /// Proximity services; kept as it came.
        optional prose_information: Raw<'a> = PROSE_INFORMATION;
        /// An OMA service; kept as it came.
        optional service_generic_information: Raw<'a> = SERVICE_GENERIC_INFORMATION;
        /// Instant messaging; kept as it came.
        optional im_information: Raw<'a> = IM_INFORMATION;
        /// Dynamic content delivery; kept as it came.
        optional dcd_information: Raw<'a> = DCD_INFORMATION;
        /// Control-plane data transfer; kept as it came.
        optional cpdt_information: Raw<'a> = CPDT_INFORMATION;
        /// Home and visited place: our own, in no standard.
        surplus place_information: PlaceInformation<'a> = PLACE_INFORMATION;
    }
}

group! {
    /// MMTel-Information: supplementary services (TS 32.275).
    ///
    /// ```text
    /// MMTel-Information ::= < AVP Header: 2030 10415 >
    ///   * [ Supplementary-Service ]
    ///   * [ AVP ]
    /// ```
    MmtelInformation<'a> = MMTEL_INFORMATION {
        /// A supplementary service.
        any supplementary_service: SupplementaryService<'a> = SUPPLEMENTARY_SERVICE;
    }
}

group! {
    /// Supplementary-Service: a supplementary service.
    ///
    /// ```text
    /// Supplementary-Service ::= < AVP Header: 2048 10415 >
    ///     [ MMTel-Service-Type ]
    ///     [ Service-Mode ]
    ///     [ Number-Of-Diversions ]
    ///     [ Associated-Party-Address ]
    ///     [ Service-Id ]
    ///     [ Change-Time ]
    ///     [ Number-Of-Participants ]
    ///     [ Participant-Action-Type ]
    ///     [ CUG-Information ]
    ///     [ AoC-Information ]
    ///   * [ AVP ]
    /// ```
    SupplementaryService<'a> = SUPPLEMENTARY_SERVICE {
        /// Which supplementary service.
        optional mmtel_service_type: u32 = MMTEL_SERVICE_TYPE;
        /// How it was used.
        optional service_mode: u32 = SERVICE_MODE;
        /// How often the call was diverted.
        optional number_of_diversions: u32 = NUMBER_OF_DIVERSIONS;
        /// The party it concerns.
        optional associated_party_address: &'a str = ASSOCIATED_PARTY_ADDRESS;
        /// The service that the application server names.
        optional service_id: &'a str = SERVICE_ID;
        /// When it changed.
        optional change_time: Timestamp = CHANGE_TIME;
        /// Participants of the conference.
        optional number_of_participants: i32 = NUMBER_OF_PARTICIPANTS;
        /// What was done in the conference.
        optional participant_action_type: u32 = PARTICIPANT_ACTION_TYPE;
        /// The closed user group, its interlock code.
        optional cug_information: &'a [u8] = CUG_INFORMATION;
        /// Advice of charge.
        optional aoc_information: AocInformation = AOC_INFORMATION;
    }
}
