//! Subscription-Data on the wire (TS 29.272 §7.3.2), as strict MMEs want it: every APN with its quality, no empty AVP, rates that fit.

use crate::{
    diameter::{
        codec::Address,
        dictionary::s6a::{
            AccessRestrictionData, AllApnConfigurationsIncludedIndicator, Ambr, ApnConfiguration,
            ApnConfigurationProfile, EpsSubscribedQosProfile, NetworkAccessMode, PdnType, SubscriberStatus,
            SubscriptionData, VplmnDynamicAddressAllowed,
        },
        dictionary::tgpp::{
            AllocationRetentionPriority, PreEmptionCapability, PreEmptionVulnerability, QosClassIdentifier,
        },
    },
    domain::hss::eps::{
        profile::{self, NetworkAccess},
        subscription_data as domain,
    },
    records,
};
use smallvec::SmallVec;

/// What the AVPs of one subscriber's data borrow.
pub(super) struct Texts {
    msisdn: Option<SmallVec<[u8; 8]>>,
    additional: Option<SmallVec<[u8; 8]>>,
    charging: Option<String>,
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
        subscriber_status: Some(SubscriberStatus::SERVICE_GRANTED),
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
            apn_configuration: apns.map(|(apn, charging)| configuration(apn, charging.as_deref())).collect(),
        }),
        rat_frequency_selection_priority_id: data.rfsp,
        subscribed_periodic_rau_tau_timer: data.periodic_tau,
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

fn configuration<'a>(data: &domain::ApnData<'a>, charging: Option<&'a str>) -> ApnConfiguration<'a> {
    let apn = data.apn;
    ApnConfiguration {
        context_identifier: data.context,
        served_party_ip_address: data.addresses.iter().copied().map(Address::Ip).collect(),
        pdn_type: match apn.pdn_type {
            profile::PdnType::Ipv4 => PdnType::IPV4,
            profile::PdnType::Ipv6 => PdnType::IPV6,
            profile::PdnType::Ipv4v6 => PdnType::IPV4V6,
            profile::PdnType::Ipv4OrIpv6 => PdnType::IPV4_OR_IPV6,
        },
        service_selection: &apn.name,
        eps_subscribed_qos_profile: Some(quality(apn.qci, apn.priority, apn.preempts, apn.preemptible)),
        vplmn_dynamic_address_allowed: Some(match apn.local_breakout {
            true => VplmnDynamicAddressAllowed::ALLOWED,
            false => VplmnDynamicAddressAllowed::NOTALLOWED,
        }),
        tgpp_charging_characteristics: charging,
        ambr: Some(ambr(data.ambr)),
        ..Default::default()
    }
}

fn quality(qci: u32, priority: u32, preempts: bool, preemptible: bool) -> EpsSubscribedQosProfile {
    EpsSubscribedQosProfile {
        qos_class_identifier: QosClassIdentifier(qci),
        allocation_retention_priority: AllocationRetentionPriority {
            priority_level: priority,
            pre_emption_capability: Some(match preempts {
                true => PreEmptionCapability::PRE_EMPTION_CAPABILITY_ENABLED,
                false => PreEmptionCapability::PRE_EMPTION_CAPABILITY_DISABLED,
            }),
            pre_emption_vulnerability: Some(match preemptible {
                true => PreEmptionVulnerability::PRE_EMPTION_VULNERABILITY_ENABLED,
                false => PreEmptionVulnerability::PRE_EMPTION_VULNERABILITY_DISABLED,
            }),
        },
    }
}

/// Rates that need more than 32 bits go out twice: as much as fits, and all of it in kbit/s (TS 29.272 §7.3.41).
fn ambr(rates: records::Ambr) -> Ambr {
    let fits = |rate: u64| u32::try_from(rate).unwrap_or(u32::MAX);
    let extended = |rate: u64| (u32::try_from(rate).is_err()).then_some(fits(rate / 1000));
    Ambr {
        max_requested_bandwidth_ul: fits(rates.uplink),
        max_requested_bandwidth_dl: fits(rates.downlink),
        extended_max_requested_bw_ul: extended(rates.uplink),
        extended_max_requested_bw_dl: extended(rates.downlink),
    }
}
