//! From a CCR to what it asks, in the domain's words: leniently, as real clients write it.

use crate::{
    diameter::{
        codec::DecodeError,
        dictionary::ro::{
            AocRequestType, CcRequestType, CreditControlRequest, MultipleServicesCreditControl,
            RequestedAction, RequestedServiceUnit, TariffChangeUsage, UsedServiceUnit,
            avps::credit_control::REQUESTED_ACTION,
        },
    },
    domain::charging::session::{Action, Kind, Request, Requested, ServiceRequest, Used},
    interfaces::shared::facts::{Beside, facts, sip_times},
    records::{Call, FactsRef, ServiceKey, SessionKey, UnitKind},
    types::{Timestamp, UnitValue},
};
use std::time::Duration;

/// How far Event-Timestamp may be from our clock to be believed: Kamailio's is garbage in a termination.
const CREDIBLE: Duration = Duration::from_secs(600);

/// Reads a request.
///
/// # Errors
/// An event without a Requested-Action that is known.
pub(super) fn read<'a>(
    ccr: &'a CreditControlRequest<'_>,
    now: Timestamp,
) -> Result<Request<'a>, DecodeError> {
    let kind = match ccr.cc_request_type {
        CcRequestType::INITIAL_REQUEST => Kind::Initial,
        CcRequestType::UPDATE_REQUEST => Kind::Update,
        CcRequestType::TERMINATION_REQUEST => Kind::Termination,
        _ => Kind::Event,
    };
    let action = match (kind, ccr.requested_action) {
        (Kind::Event, None) => return Err(DecodeError::missing(&REQUESTED_ACTION)),
        (Kind::Event, Some(RequestedAction::REFUND_ACCOUNT)) => Action::Refund,
        (Kind::Event, Some(RequestedAction::CHECK_BALANCE)) => Action::CheckBalance,
        (Kind::Event, Some(RequestedAction::PRICE_ENQUIRY)) => Action::PriceEnquiry,
        // In sessions Open5GS says DIRECT_DEBITING, which means nothing there.
        _ => Action::Debit,
    };
    let context = ccr.service_context_id.document().and_then(|digits| digits.parse().ok());
    let credible = |at: &Timestamp| at.since(now).max(now.since(*at)) <= CREDIBLE;
    let at = ccr.event_timestamp.filter(credible).unwrap_or(now);
    let refunds = ccr.multiple_services_credit_control.iter().find_map(|service| service.refund_information);
    Ok(Request {
        kind,
        number: ccr.cc_request_number,
        action,
        session_id: ccr.session_id,
        host: ccr.origin_host,
        realm: ccr.origin_realm,
        context: context.unwrap_or_default(),
        at,
        // What it tells is taken where the session begins.
        call: Call::default(),
        facts: told(ccr, kind, at),
        services: services(ccr),
        wants_cost: matches!(
            ccr.aoc_request_type,
            Some(AocRequestType::AOC_FULL | AocRequestType::AOC_COST_ONLY)
        ),
        refunds: refunds.and_then(debit),
    })
}

/// What we gave out as Refund-Information: session and number.
pub(super) fn refund_information(session: SessionKey, number: u32) -> String {
    format!("{session}/{number}")
}

fn debit(octets: &[u8]) -> Option<(SessionKey, u32)> {
    let (session, number) = std::str::from_utf8(octets).ok()?.split_once('/')?;
    Some((SessionKey(u64::from_str_radix(session, 16).ok()?), number.parse().ok()?))
}

/// The services of the request: one for each Multiple-Services-Credit-Control, or, of a client that knows none, what stands in the command itself.
fn services(ccr: &CreditControlRequest<'_>) -> Vec<ServiceRequest> {
    let several = &ccr.multiple_services_credit_control;
    if !several.is_empty() {
        return several.iter().map(service).collect();
    }
    if ccr.requested_service_unit.is_none()
        && ccr.used_service_unit.is_empty()
        && ccr.service_identifier.is_none()
    {
        return Vec::new();
    }
    vec![ServiceRequest {
        service: ServiceKey { rating_group: None, service_identifier: ccr.service_identifier },
        requested: ccr.requested_service_unit.as_ref().map(requested),
        used: ccr.used_service_unit.iter().map(used).collect(),
    }]
}

fn service(asked: &MultipleServicesCreditControl<'_>) -> ServiceRequest {
    ServiceRequest {
        service: ServiceKey {
            rating_group: asked.rating_group,
            service_identifier: asked.service_identifier.first().copied(),
        },
        requested: asked.requested_service_unit.as_ref().map(requested),
        used: asked.used_service_unit.iter().map(used).collect(),
    }
}

/// One unit is asked for at a time; octets each way are asked for together.
fn requested(unit: &RequestedServiceUnit) -> Requested {
    let octets = unit.cc_total_octets.or_else(|| together(unit.cc_input_octets, unit.cc_output_octets));
    let units = unit.cc_time.map(|time| (UnitKind::Time, u64::from(time)));
    let units = units
        .or(octets.map(|octets| (UnitKind::Octets, octets)))
        .or(unit.cc_service_specific_units.map(|events| (UnitKind::Events, events)));
    let money = unit.cc_money.map(|money| {
        let (digits, exponent) = (money.unit_value.value_digits, money.unit_value.exponent.unwrap_or(0));
        Requested::Money(UnitValue { digits, exponent })
    });
    units.map(|(unit, units)| Requested::Units(unit, units)).or(money).unwrap_or(Requested::Any)
}

fn used(unit: &UsedServiceUnit) -> Used {
    Used {
        time: unit.cc_time.map(u64::from),
        octets: unit.cc_total_octets.or_else(|| together(unit.cc_input_octets, unit.cc_output_octets)),
        events: unit.cc_service_specific_units,
        before: unit.tariff_change_usage == Some(TariffChangeUsage::UNIT_BEFORE_TARIFF_CHANGE),
    }
}

fn together(input: Option<u64>, output: Option<u64>) -> Option<u64> {
    (input.is_some() || output.is_some())
        .then(|| input.unwrap_or_default().saturating_add(output.unwrap_or_default()))
}

/// What stands beside Service-Information.
pub(super) fn beside<'c, 'a>(ccr: &'c CreditControlRequest<'a>) -> Beside<'c> {
    Beside {
        user_name: ccr.user_name,
        context: Some(ccr.service_context_id),
        subscriptions: &ccr.subscription_id,
        location: ccr.tgpp_user_location_info,
    }
}

/// What is told for the record, with the times of the service by what they mean in a request of this kind (TS 32.260 §5.3.2). A grant is asked for before the call is
/// answered: when that was is known only where the client says it.
fn told<'a>(ccr: &'a CreditControlRequest<'_>, kind: Kind, at: Timestamp) -> FactsRef<'a> {
    let service = ccr.service_information.as_ref();
    let (request, response) = sip_times(service);
    let facts = facts(service, beside(ccr));
    match kind {
        Kind::Initial | Kind::Event => {
            FactsRef { requested_at: request.or(Some(at)), delivered_from: response, ..facts }
        }
        Kind::Update => FactsRef { delivered_from: response, ..facts },
        Kind::Termination => FactsRef { delivered_until: request.or(Some(at)), ..facts },
    }
}
