//! A charging data record as JSON: one object, absent members left out, times in RFC 3339, money in minor units.

use crate::{
    records::{Bearer, Charges, ChargingRecord, Closing, Detail, Facts, Usage},
    types::Timestamp,
};
use serde_json::{Map, Value, json};

/// The object of a record; `number` is its local sequence number.
pub fn document(number: u64, record: &ChargingRecord) -> Value {
    let Detail { facts, used, charges, .. } = record.detail();
    let detail = record.detail();
    let mut all = service(facts);
    let own = json!({
        "number": number,
        "charging": if detail.online { "online" } else { "offline" },
        "host": detail.host.as_str(),
        "realm": detail.realm.as_str(),
        "session_id": detail.session_id,
        "opened": time(Some(detail.opened)),
        "closed": time(Some(detail.closed)),
        "closing": detail.closing,
        "cause_for_record_closing": cause(detail.closing),
        "acr_start_lost": detail.incomplete.start.then_some(true),
        "acr_interim_lost": detail.incomplete.interim.then_some(true),
        "acr_stop_lost": detail.incomplete.stop.then_some(true),
        "partial": detail.partial,
        "retransmitted": detail.retransmitted.then_some(true),
        "used": used.iter().map(usage).collect::<Vec<_>>(),
        "charges": charges.as_ref().map(cost),
        "home_place": detail.home,
        "visited_place": detail.visited,
        "roaming": detail.roaming.then_some(true),
    });
    if let Value::Object(own) = own {
        all.extend(own);
    }
    bare(Value::Object(all))
}

/// causeForRecordClosing of IMS records (TS 32.298 §5.1.3.1.3).
pub const fn cause(closing: Closing) -> u8 {
    match closing {
        Closing::Ended | Closing::Late => 0,
        Closing::Failed | Closing::Silence => 1,
        Closing::Time => 3,
        // A record of the IMS has no cause for its volume.
        Closing::Volume => 4,
        Closing::Management => 5,
    }
}

fn time(at: Option<Timestamp>) -> Option<String> {
    at.map(|at| at.to_string())
}

/// A header as text where it is one, as `hex:…` otherwise.
fn octets(octets: Option<&[u8]>) -> Option<String> {
    let octets = octets?;
    Some(std::str::from_utf8(octets).map_or_else(|_| hex(octets), str::to_owned))
}

fn hex(octets: &[u8]) -> String {
    octets.iter().fold(String::from("hex:"), |text, octet| text + &format!("{octet:02x}"))
}

fn service(facts: &Facts) -> Map<String, Value> {
    let ioi =
        |(from, to): &(Option<Box<str>>, Option<Box<str>>)| json!({"originating": from, "terminating": to});
    let subscription = |(kind, text): &(u32, Box<str>)| json!({"type": kind, "data": text});
    let all = json!({
        "role_of_node": facts.role,
        "node_functionality": facts.node,
        "sip_method": facts.method,
        "event": facts.event,
        "expires": facts.expires,
        "call_id": facts.call_id,
        "outgoing_call_id": facts.outgoing_call_id,
        "ims_charging_identifier": facts.icid,
        "calling_party": facts.calling,
        "called_party": facts.called,
        "requested_party": facts.requested,
        "called_asserted_identity": facts.asserted,
        "private_user_id": facts.private,
        "subscription_id": facts.subscriptions.iter().map(subscription).collect::<Vec<_>>(),
        "service_context_id": facts.context,
        "service_request": time(facts.requested_at),
        "service_delivery_start": time(facts.delivered_from),
        "service_delivery_end": time(facts.delivered_until),
        "inter_operator_identifiers": facts.operators.iter().map(ioi).collect::<Vec<_>>(),
        "number_portability_routing": facts.portability,
        "carrier_select_routing": facts.carrier,
        "access_network_information": octets(facts.access.as_deref()),
        "cellular_network_information": octets(facts.cellular.as_deref()),
        "user_location_information": facts.location.as_deref().map(hex),
        "visited_network": facts.visited_network,
        "apn": facts.apn,
        "charging_id": facts.charging_id,
        "service_reason_return_code": facts.cause,
        "bearer": facts.bearer.as_deref().map(bearer),
    });
    match all {
        Value::Object(all) => all,
        _ => Map::new(),
    }
}

fn bearer(bearer: &Bearer) -> Value {
    json!({
        "gateway_address": bearer.gateway,
        "gateway_network": bearer.network,
        "serving_node_addresses": bearer.serving,
        "serving_node_type": bearer.serving_type,
        "user_addresses": bearer.addresses,
        "pdp_type": bearer.kind,
        "charging_characteristics": bearer.characteristics,
        "selection_mode": bearer.selection,
        "rat_type": bearer.rat,
        "time_zone": bearer.zone.as_deref().map(hex),
    })
}

fn usage(usage: &Usage) -> Value {
    let some = |units: u64| (units > 0).then_some(units);
    json!({
        "rating_group": usage.service.rating_group,
        "service_identifier": usage.service.service_identifier,
        "seconds": some(usage.time),
        "input_octets": some(usage.input),
        "output_octets": some(usage.output),
        "total_octets": some(usage.octets()),
        "events": some(usage.events),
    })
}

fn cost(charges: &Charges) -> Value {
    let service = |charge: &crate::records::Charge| {
        let rule = charge.rule.as_ref();
        json!({
            "rating_group": charge.service.rating_group,
            "service_identifier": charge.service.service_identifier,
            "unit": charge.unit,
            "units": charge.units,
            "amount": charge.amount.0,
            "uncollected": (charge.uncollected.0 != 0).then_some(charge.uncollected.0),
            "plan": rule.map(|rule| rule.plan.as_str()),
            "service": rule.map(|rule| rule.service.as_str()),
            "tariff_line": rule.and_then(|rule| rule.line),
        })
    };
    json!({
        "account": charges.account.0,
        "currency": charges.currency.alphabetic(),
        "decimals": charges.currency.decimals(),
        "services": charges.services.iter().map(service).collect::<Vec<_>>(),
    })
}

/// Without members that say nothing.
fn bare(value: Value) -> Value {
    match value {
        Value::Object(all) => {
            let all = all.into_iter().map(|(name, value)| (name, bare(value)));
            Value::Object(all.filter(|(_, value)| !value.is_null() && *value != json!([])).collect())
        }
        Value::Array(all) => Value::Array(all.into_iter().map(bare).collect()),
        other => other,
    }
}
