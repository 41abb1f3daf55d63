//! From an ACR to what it tells, in the domain's words.

use crate::{
    diameter::{
        codec::{CommandFlags, Header},
        dictionary::{
            base::AccountingRecordType,
            rf::AccountingRequest,
            ro::{PsInformation, UsedServiceUnit},
        },
    },
    domain::charging::accounting::{Kind, Request},
    interfaces::shared::{
        facts::{Beside, facts, sip_times},
        party::call,
    },
    records::{ServiceKey, Usage},
    types::Timestamp,
};
use std::{borrow::Cow, time::Duration};

/// Event-Timestamp may lie so far ahead of our clock to be believed. Behind it, any time may: a client that could not deliver kept its requests.
const AHEAD: Duration = Duration::from_secs(600);

/// Reads a request.
pub(super) fn read<'a>(acr: &AccountingRequest<'a>, header: &Header, now: Timestamp) -> Request<'a> {
    let service = acr.service_information.as_ref();
    let (sip_request, sip_response) = sip_times(service);
    let believed = |at: &Timestamp| at.since(now) <= AHEAD;
    Request {
        kind: match acr.accounting_record_type {
            AccountingRecordType::START_RECORD => Kind::Start,
            AccountingRecordType::INTERIM_RECORD => Kind::Interim,
            AccountingRecordType::STOP_RECORD => Kind::Stop,
            _ => Kind::Event,
        },
        number: acr.accounting_record_number,
        session_id: match acr.accounting_sub_session_id {
            Some(part) => Cow::Owned(format!("{}#{part}", acr.session_id)),
            None => Cow::Borrowed(acr.session_id),
        },
        host: acr.origin_host,
        realm: acr.origin_realm,
        at: acr.event_timestamp.filter(believed).unwrap_or(now),
        sip_request,
        sip_response,
        retransmitted: header.flags.contains(CommandFlags::RETRANSMIT),
        facts: facts(service, beside(acr)).kept(),
        imsi: None,
        call: call(service, None),
        used: service.and_then(|service| service.ps_information.as_deref()).map(used).unwrap_or_default(),
    }
}

/// What stands beside Service-Information.
pub(super) fn beside<'a>(acr: &AccountingRequest<'a>) -> Beside<'a> {
    Beside { user_name: acr.user_name, context: acr.service_context_id, ..Beside::default() }
}

/// What a data session used since its last request: by service where it is told so, by bearer otherwise. Both are the same octets.
fn used(ps: &PsInformation<'_>) -> Vec<Usage> {
    let offline = ps.offline_charging.iter().flat_map(|offline| &offline.multiple_services_credit_control);
    let units = offline.flat_map(|service| {
        let key = ServiceKey {
            rating_group: service.rating_group,
            service_identifier: service.service_identifier.first().copied(),
        };
        service.used_service_unit.iter().map(move |unit| of_unit(key, unit))
    });
    let containers = ps.service_data_container.iter().map(|container| Usage {
        service: ServiceKey {
            rating_group: container.rating_group,
            service_identifier: container.service_identifier,
        },
        time: container.time_usage.unwrap_or_default().into(),
        input: container.accounting_input_octets.unwrap_or_default(),
        output: container.accounting_output_octets.unwrap_or_default(),
        ..Usage::default()
    });
    let by_service: Vec<Usage> = containers.chain(units).filter(|usage| !usage.is_empty()).collect();
    if !by_service.is_empty() {
        return by_service;
    }
    let bearers = ps.traffic_data_volumes.iter().map(|volumes| Usage {
        input: volumes.accounting_input_octets.unwrap_or_default(),
        output: volumes.accounting_output_octets.unwrap_or_default(),
        ..Usage::default()
    });
    bearers.filter(|usage| !usage.is_empty()).collect()
}

fn of_unit(service: ServiceKey, unit: &UsedServiceUnit) -> Usage {
    let parts = unit.cc_input_octets.is_some() || unit.cc_output_octets.is_some();
    Usage {
        service,
        time: unit.cc_time.unwrap_or_default().into(),
        input: unit.cc_input_octets.unwrap_or_default(),
        output: unit.cc_output_octets.unwrap_or_default(),
        total: unit.cc_total_octets.filter(|_| !parts).unwrap_or_default(),
        events: unit.cc_service_specific_units.unwrap_or_default(),
    }
}
