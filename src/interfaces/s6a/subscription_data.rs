//! Subscription-Data on the wire (TS 29.272 §7.3.2), as strict MMEs want it: every APN with its quality, no empty AVP, rates that fit.

use crate::{
    diameter::dictionary::s6a::{
        AccessRestrictionData, AllApnConfigurationsIncludedIndicator, ApnConfiguration,
        ApnConfigurationProfile, HplmnOdb, NetworkAccessMode, OperatorDeterminedBarring, PdnType,
        RoamingRestrictedDueToUnsupportedFeature, SubscriberStatus, SubscriptionData,
    },
    domain::hss::eps::{barring::Barrings, profile::NetworkAccess, subscription_data as domain},
    interfaces::shared::apn::{ambr, configuration, quality},
    records,
};
use smallvec::SmallVec;

/// What the AVPs of one subscriber's data borrow.
pub(super) struct Texts {
    msisdn: Option<SmallVec<[u8; 8]>>,
    additional: Option<SmallVec<[u8; 8]>>,
    charging: Option<String>,
    zones: Vec<[u8; 2]>,
    apn_charging: Vec<Option<String>>,
}

impl Texts {
    /// The texts of `data`.
    pub(super) fn of(data: &domain::SubscriptionData<'_>) -> Self {
        Self {
            msisdn: data.msisdn.map(|number| number.tbcd()),
            // The grammar has one A-MSISDN.
            additional: data.additional_msisdns.first().map(|number| number.tbcd()),
            charging: data.charging.map(String::from),
            zones: data.zones.iter().map(|zone| zone.to_be_bytes()).collect(),
            apn_charging: data
                .apns
                .iter()
                .map(|apn| apn.apn.charging_characteristics.map(String::from))
                .collect(),
        }
    }
}

/// The AVPs of `data`.
pub(super) fn told<'a>(data: &domain::SubscriptionData<'a>, texts: &'a Texts) -> SubscriptionData<'a> {
    let apns = data.apns.iter().zip(&texts.apn_charging);
    SubscriptionData {
        regional_subscription_zone_code: texts.zones.iter().map(|zone| &zone[..]).collect(),
        roaming_restricted_due_to_unsupported_feature: data.roaming_restricted.then_some(
            RoamingRestrictedDueToUnsupportedFeature::ROAMING_RESTRICTED_DUE_TO_UNSUPPORTED_FEATURE,
        ),
        msisdn: texts.msisdn.as_deref(),
        a_msisdn: texts.additional.as_deref(),
        network_access_mode: Some(match data.network_access {
            NetworkAccess::PacketAndCircuit => NetworkAccessMode::PACKET_AND_CIRCUIT,
            NetworkAccess::OnlyPacket => NetworkAccessMode::ONLY_PACKET,
        }),
        // Sent where it forbids nothing, too: after a restriction was lifted its absence would leave the old one in force.
        access_restriction_data: Some(AccessRestrictionData::from_bits_retain(data.restrictions.bits())),
        tgpp_charging_characteristics: texts.charging.as_deref(),
        ambr: Some(ambr(data.ambr)),
        apn_configuration_profile: Some(ApnConfigurationProfile {
            context_identifier: data.default_context,
            additional_context_identifier: None,
            all_apn_configurations_included_indicator:
                AllApnConfigurationsIncludedIndicator::ALL_APN_CONFIGURATIONS_INCLUDED,
            apn_configuration: apns
                .map(|(apn, charging)| configuration(apn, charging.as_deref(), None))
                .collect(),
        }),
        rat_frequency_selection_priority_id: data.rfsp,
        subscribed_periodic_rau_tau_timer: data.periodic_tau,
        ue_usage_type: data.ue_usage_type.map(u32::from),
        ..status(data.barred)
    }
}

/// Whether the service is granted, and what is barred. Told again as it stands it changes nothing: what an IDR has that only asks (TS 29.272 §7.2.9 wants
/// Subscription-Data in each). An MME that is told its bit rates again modifies the terminal's context at the eNodeB, and one that is told the APNs ends
/// their sessions.
pub(super) fn status<'a>(barred: Barrings) -> SubscriptionData<'a> {
    let odb = OperatorDeterminedBarring::from_bits_retain((barred & Barrings::ODB).bits());
    let hplmn = HplmnOdb::from_bits_retain((barred & Barrings::HPLMN).bits() >> Barrings::HPLMN_SHIFT);
    SubscriptionData {
        // SERVICE_GRANTED ends what was barred before (§7.3.29).
        subscriber_status: Some(match barred.is_empty() {
            true => SubscriberStatus::SERVICE_GRANTED,
            false => SubscriberStatus::OPERATOR_DETERMINED_BARRING,
        }),
        operator_determined_barring: (!barred.is_empty()).then_some(odb),
        hplmn_odb: (!hplmn.is_empty()).then_some(hplmn),
        ..Default::default()
    }
}

/// The least that can be read: for peers that want some even beside an error.
pub(super) fn least<'a>() -> SubscriptionData<'a> {
    let context = 1;
    let apn = ApnConfiguration {
        context_identifier: context,
        pdn_type: PdnType::IPV4,
        service_selection: "none",
        eps_subscribed_qos_profile: Some(quality(9, 15, false, true)),
        ..Default::default()
    };
    SubscriptionData {
        network_access_mode: Some(NetworkAccessMode::ONLY_PACKET),
        ambr: Some(ambr(records::Ambr { downlink: 1, uplink: 1 })),
        apn_configuration_profile: Some(ApnConfigurationProfile {
            context_identifier: context,
            additional_context_identifier: None,
            all_apn_configurations_included_indicator:
                AllApnConfigurationsIncludedIndicator::ALL_APN_CONFIGURATIONS_INCLUDED,
            apn_configuration: vec![apn],
        }),
        ..Default::default()
    }
}
