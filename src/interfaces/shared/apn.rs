//! What MMEs and AAA servers are told alike, and tell: APNs (TS 29.272 §7.3.35), their gateways, the terminal.

use crate::{
    diameter::{
        codec::{Address, Avps, Message},
        dictionary::{
            base::{Mip6AgentInfo, avps::MIP6_AGENT_INFO},
            grammar::Value,
            s6a::{
                ActiveApn, Ambr, ApnConfiguration, EpsSubscribedQosProfile, PdnType, TerminalInformation,
                VplmnDynamicAddressAllowed, avps,
            },
            tgpp::{
                AllocationRetentionPriority, PreEmptionCapability, PreEmptionVulnerability,
                QosClassIdentifier,
            },
        },
    },
    domain::hss::eps::{profile, subscription_data::ApnData, update_location::network_identifier},
    records::{self, Gateway, Terminal},
    types::Name,
};
use std::net::{IpAddr, Ipv6Addr};

/// The gateway of one APN, as a node told of it. `agent` is a whole MIP6-Agent-Info.
pub(crate) fn gateway(apn: &str, context: Option<u32>, agent: &[u8], visited: Option<&[u8]>) -> Gateway {
    Gateway {
        apn: Name::new(&network_identifier(apn)),
        context: context.unwrap_or(0),
        agent: agent.into(),
        visited: visited.and_then(|octets| std::str::from_utf8(octets).ok()).map(Name::new),
    }
}

/// The gateways of the APNs in use, each as it came.
pub(crate) fn gateways(message: &Message, active: &[ActiveApn<'_>]) -> Vec<Gateway> {
    let groups = message.avps().map_while(Result::ok).filter(|avp| avp.is(&avps::ACTIVE_APN));
    let with_agent = groups.zip(active).filter_map(|(avp, active)| {
        let agent = avp.group().ok()?.find(&MIP6_AGENT_INFO)?;
        Some(gateway(
            active.service_selection?,
            Some(active.context_identifier),
            agent.raw,
            active.visited_network_identifier,
        ))
    });
    with_agent.collect()
}

/// What the terminal is; nothing where the node does not know.
pub(crate) fn terminal(info: &TerminalInformation<'_>) -> Option<Terminal> {
    let digits = |text: &&str| text.len() <= 16 && text.bytes().all(|byte| byte.is_ascii_digit());
    let imei = info.imei.filter(digits)?;
    let version = info.software_version.filter(digits).unwrap_or_default();
    Some(Terminal { imei: imei.into(), software_version: version.into() })
}

/// One APN of a subscriber, with its gateway where the node is to know of one.
pub(crate) fn configuration<'a>(
    data: &ApnData<'a>,
    charging: Option<&'a str>,
    gateway: Option<&'a Gateway>,
) -> ApnConfiguration<'a> {
    let apn = data.apn;
    ApnConfiguration {
        context_identifier: data.context,
        served_party_ip_address: data.addresses.iter().map(|address| Address::Ip(served(*address))).collect(),
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
        mip6_agent_info: gateway.and_then(agent),
        visited_network_identifier: gateway
            .and_then(|gateway| gateway.visited.as_ref())
            .map(|name| name.as_bytes()),
        tgpp_charging_characteristics: charging,
        ambr: Some(ambr(data.ambr)),
        ..Default::default()
    }
}

/// A fixed address as it is told: of an IPv6 prefix the lower 64 bits are zero (TS 29.272 §7.3.35), whichever of its addresses was ordered.
fn served(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64).into(),
    }
}

/// The quality of a default bearer.
pub(crate) fn quality(qci: u32, priority: u32, preempts: bool, preemptible: bool) -> EpsSubscribedQosProfile {
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

/// Rates; those that need more than 32 bits go out twice: as much as fits, and all of it in kbit/s (TS 29.272 §7.3.41).
pub(crate) fn ambr(rates: records::Ambr) -> Ambr {
    let fits = |rate: u64| u32::try_from(rate).unwrap_or(u32::MAX);
    let extended = |rate: u64| (u32::try_from(rate).is_err()).then_some(fits(rate / 1000));
    Ambr {
        max_requested_bandwidth_ul: fits(rates.uplink),
        max_requested_bandwidth_dl: fits(rates.downlink),
        extended_max_requested_bw_ul: extended(rates.uplink),
        extended_max_requested_bw_dl: extended(rates.downlink),
    }
}

/// MIP6-Agent-Info, out of the octets it came as.
pub(crate) fn agent(gateway: &Gateway) -> Option<Mip6AgentInfo<'_>> {
    let avp = Avps::new(&gateway.agent).find(&MIP6_AGENT_INFO)?;
    Mip6AgentInfo::read(&avp).ok()
}

#[test]
fn of_an_ipv6_prefix_the_terminals_half_is_zero() {
    let told = |text: &str| served(text.parse().unwrap()).to_string();
    assert_eq!(
        ["10.45.0.9", "2001:db8:7:8:9:a:b:c", "2001:db8:7::"].map(told),
        ["10.45.0.9", "2001:db8:7:8::", "2001:db8:7::"]
    );
}
