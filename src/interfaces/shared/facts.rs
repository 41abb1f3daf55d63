//! What a charging request tells of its service, for the record that is written of it: the same in Ro and Rf.

use crate::{
    diameter::{
        codec::Address,
        dictionary::ro::{
            ImsInformation, PsInformation, RoleOfNode, ServiceContextId, ServiceInformation, SubscriptionId,
        },
    },
    records::{Bearer, FactsRef, Role},
    types::Timestamp,
};

/// Longer texts are cut: no name or address that means anything is longer.
const TEXT: usize = 1024;
/// Longer lists, likewise.
const LIST: usize = 16;

/// What stands beside Service-Information in the command.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Beside<'a> {
    /// User-Name.
    pub(crate) user_name: Option<&'a str>,
    /// Service-Context-Id.
    pub(crate) context: Option<ServiceContextId<'a>>,
    /// Subscription-Id.
    pub(crate) subscriptions: &'a [SubscriptionId<'a>],
    /// 3GPP-User-Location-Info.
    pub(crate) location: Option<&'a [u8]>,
}

/// Gathers everything but the times of the service, which mean something else in every kind of request ([`sip_times`]).
pub(crate) fn facts<'a>(service: Option<&'a ServiceInformation<'a>>, beside: Beside<'a>) -> FactsRef<'a> {
    let inside = service.map_or(&[][..], |service| &service.subscription_id);
    let subscriptions = beside.subscriptions.iter().chain(inside).take(LIST);
    let own = FactsRef {
        private: beside.user_name.map(text),
        context: beside.context.map(|context| text(context.0)),
        subscriptions: subscriptions
            .map(|one| (one.subscription_id_type.0, text(one.subscription_id_data)))
            .collect(),
        location: beside.location.map(octets),
        ..FactsRef::default()
    };
    let mut facts = match service.and_then(|service| service.ims_information.as_deref()) {
        Some(told) => ims(told, own),
        None => own,
    };
    if let Some(told) = service.and_then(|service| service.ps_information.as_deref()) {
        ps(told, &mut facts);
    }
    facts
}

/// When the SIP request and its response were, to the millisecond.
pub(crate) fn sip_times(service: Option<&ServiceInformation<'_>>) -> (Option<Timestamp>, Option<Timestamp>) {
    let stamps = service.and_then(|service| service.ims_information.as_deref()?.time_stamps.as_ref());
    let Some(stamps) = stamps else { return (None, None) };
    let exact = |seconds: Option<Timestamp>, fraction: Option<u32>| {
        let fraction = fraction.filter(|fraction| *fraction < 1000).unwrap_or(0);
        seconds.map(|seconds| Timestamp(seconds.0.saturating_add(fraction.into())))
    };
    (
        exact(stamps.sip_request_timestamp, stamps.sip_request_timestamp_fraction),
        exact(stamps.sip_response_timestamp, stamps.sip_response_timestamp_fraction),
    )
}

fn ims<'a>(told: &'a ImsInformation<'a>, own: FactsRef<'a>) -> FactsRef<'a> {
    let event = told.event_type.as_ref();
    let operators = told.inter_operator_identifier.iter().take(LIST);
    FactsRef {
        role: told.role_of_node.map(|role| match role {
            RoleOfNode::TERMINATING_ROLE => Role::Terminating,
            RoleOfNode::FORWARDING_ROLE => Role::Forwarding,
            _ => Role::Originating,
        }),
        node: told.node_functionality.map(|node| node.0),
        method: event.and_then(|event| event.sip_method).map(text),
        event: event.and_then(|event| event.event).map(text),
        expires: event.and_then(|event| event.expires),
        call_id: told.user_session_id.map(text),
        outgoing_call_id: told.outgoing_session_id.map(text),
        icid: told.ims_charging_identifier.map(text),
        calling: texts(&told.calling_party_address),
        called: told.called_party_address.map(text),
        requested: texts(&told.requested_party_address),
        asserted: texts(&told.called_asserted_identity),
        operators: operators
            .map(|ioi| (ioi.originating_ioi.map(text), ioi.terminating_ioi.map(text)))
            .collect(),
        portability: told.number_portability_routing_information.map(text),
        carrier: told.carrier_select_routing_information.map(text),
        access: told.access_network_information.first().map(|header| octets(header)),
        cellular: told.cellular_network_information.map(octets),
        visited_network: told.ims_visited_network_identifier.map(text),
        cause: told.cause_code,
        ..own
    }
}

fn ps<'a>(told: &PsInformation<'a>, facts: &mut FactsRef<'a>) {
    let network = told.tgpp_sgsn_mcc_mnc.map(text);
    facts.complete(&FactsRef {
        location: told.tgpp_user_location_info.map(octets),
        visited_network: network,
        apn: told.called_station_id.map(text),
        charging_id: told.tgpp_charging_id.and_then(|id| id.try_into().ok()).map(u32::from_be_bytes),
        bearer: Some(bearer(told)).filter(|bearer| *bearer != Bearer::default()).map(Box::new),
        ..FactsRef::default()
    });
}

fn bearer(told: &PsInformation<'_>) -> Bearer {
    let text = |one| Box::from(text(one));
    let addresses = |all: &[Address]| {
        let ip = |address: &Address| match address {
            Address::Ip(ip) => Some(*ip),
            _ => None,
        };
        all.iter().filter_map(ip).take(LIST).collect::<Box<[_]>>()
    };
    Bearer {
        gateway: addresses(&told.ggsn_address).first().copied(),
        serving: addresses(&told.sgsn_address),
        serving_type: told.serving_node_type,
        addresses: addresses(&told.pdp_address),
        kind: told.tgpp_pdp_type,
        network: told.tgpp_ggsn_mcc_mnc.map(text),
        characteristics: told.tgpp_charging_characteristics.map(text),
        selection: told.tgpp_selection_mode.map(text),
        rat: told.tgpp_rat_type.and_then(|rat| rat.first().copied()),
        zone: told.tgpp_ms_timezone.map(|zone| octets(zone).into()),
    }
}

fn texts<'a>(all: &[&'a str]) -> Box<[&'a str]> {
    all.iter().take(LIST).map(|one| text(one)).collect()
}

fn text(text: &str) -> &str {
    &text[..text.floor_char_boundary(TEXT)]
}

fn octets(octets: &[u8]) -> &[u8] {
    &octets[..octets.len().min(TEXT)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diameter::dictionary::ro::TimeStamps;

    #[test]
    fn vc_3_facts_are_taken_as_they_came_and_no_longer_than_they_mean_anything() {
        let long = "\u{e9}".repeat(TEXT);
        let told = ServiceInformation {
            ims_information: Some(Box::new(ImsInformation {
                calling_party_address: vec!["tel:+1"; 40],
                user_session_id: Some(&long),
                time_stamps: Some(TimeStamps {
                    sip_request_timestamp: Some(Timestamp(1_000)),
                    sip_request_timestamp_fraction: Some(999),
                    sip_response_timestamp: Some(Timestamp(9_000)),
                    sip_response_timestamp_fraction: Some(1_000),
                }),
                ..ImsInformation::default()
            })),
            ..ServiceInformation::default()
        };
        let found = facts(Some(&told), Beside::default());
        assert_eq!(found.calling.len(), LIST);
        assert_eq!(found.call_id.map(|id| id.len()), Some(TEXT));
        assert_eq!(sip_times(Some(&told)), (Some(Timestamp(1_999)), Some(Timestamp(9_000))));
        assert_eq!(sip_times(None), (None, None));
    }
}
