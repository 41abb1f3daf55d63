//! From what was decided to a CCA: strictly, for freeDiameter drops what breaks its rules, and a client without an answer hangs.

use super::{Ro, places::filled, request::refund_information};
use crate::{
    diameter::{
        codec::{DecodeError, Header, Message, ResultCode, Writer},
        dictionary::{
            Raw,
            base::avps::FAILED_AVP,
            ro::{
                CcSessionFailover, CheckBalanceResult, CostInformation, CreditControlAnswer,
                CreditControlFailureHandling, CreditControlRequest, FinalUnitAction, FinalUnitIndication,
                GrantedServiceUnit, MultipleServicesCreditControl, RedirectAddressType, RedirectServer,
                ServiceInformation, UnitValue,
                avps::credit_control::{
                    MULTIPLE_SERVICES_CREDIT_CONTROL, RATING_GROUP, SERVICE_CONTEXT_ID, SERVICE_IDENTIFIER,
                },
            },
        },
    },
    domain::charging::session::{Action, Decision, Kind, Loaded, Request},
    interfaces::shared::places::said,
    records::{FinalUnits, ServiceAnswer, UnitKind},
    types::{Currency, Money},
};
use bytes::BytesMut;

/// Writes the answer.
pub(super) fn write(
    ro: &Ro,
    message: &Message,
    (ccr, asked): (&CreditControlRequest<'_>, &Request<'_>),
    decision: &Decision,
    loaded: &Loaded,
    out: &mut BytesMut,
) {
    let decided = &decision.answer;
    let mut cca = CreditControlAnswer::to(ccr, ResultCode(decided.code), &ro.origin.host, &ro.origin.realm);
    let refundable = asked.kind == Kind::Event && asked.action == Action::Debit && decided.code == 2001;
    let refunds = refundable.then(|| refund_information(loaded.key, asked.number));
    if ccr.multiple_services_credit_control.is_empty() {
        if let Some(only) = decided.services.first() {
            cca.granted_service_unit = granted(only);
            cca.validity_time = only.validity;
            cca.final_unit_indication = only.last.as_ref().map(last);
        }
    } else {
        cca.multiple_services_credit_control = ccr
            .multiple_services_credit_control
            .iter()
            .zip(&decided.services)
            .map(|(asked, decided)| MultipleServicesCreditControl {
                refund_information: refunds.as_deref().map(str::as_bytes),
                ..service(asked, decided)
            })
            .collect();
    }
    let currency = loaded.payer().map(|account| account.currency);
    let cost = decided.cost.zip(currency);
    cca.cost_information = cost.map(|(cost, currency)| CostInformation {
        unit_value: unit_value(cost, currency),
        currency_code: currency.numeric().into(),
        ..CostInformation::default()
    });
    cca.check_balance_result = decided
        .enough
        .map(|enough| if enough { CheckBalanceResult::ENOUGH_CREDIT } else { CheckBalanceResult::NO_CREDIT });
    if asked.kind == Kind::Initial && decided.code == 2001 {
        // State is on disk before the answer is: another connection, or a restart, goes on where this one was.
        cca.cc_session_failover = Some(CcSessionFailover::FAILOVER_SUPPORTED);
        cca.credit_control_failure_handling = Some(CreditControlFailureHandling::TERMINATE);
    }
    // A session that goes on says what was decided when it began.
    let told = said(ccr.service_information.as_ref()).is_some();
    let kept = loaded.session.value.as_deref().filter(|_| told).map(|session| session.call.open());
    cca.service_information = filled(ccr, kept.as_ref().unwrap_or(&asked.call)).map(|places| {
        ServiceInformation { place_information: Some(places), ..ServiceInformation::default() }
    });
    let failed = (decided.code == 5031).then(|| unrated(message)).flatten();
    cca.failed_avp.extend(failed.as_deref().map(Raw));
    cca.encode(&message.header, out);
}

/// One service: named as the client named it.
fn service<'a>(
    asked: &MultipleServicesCreditControl<'a>,
    decided: &'a ServiceAnswer,
) -> MultipleServicesCreditControl<'a> {
    let octets = decided.granted.is_some_and(|(unit, _)| unit == UnitKind::Octets);
    let time = decided.granted.is_some_and(|(unit, _)| unit == UnitKind::Time);
    let events = decided.granted.is_some_and(|(unit, _)| unit == UnitKind::Events);
    MultipleServicesCreditControl {
        granted_service_unit: granted(decided),
        service_identifier: asked.service_identifier.clone(),
        rating_group: asked.rating_group,
        validity_time: decided.validity,
        result_code: Some(ResultCode(decided.code)),
        final_unit_indication: decided.last.as_ref().map(last),
        time_quota_threshold: decided.threshold.filter(|_| time),
        volume_quota_threshold: decided.threshold.filter(|_| octets),
        unit_quota_threshold: decided.threshold.filter(|_| events),
        quota_holding_time: decided.holding,
        ..MultipleServicesCreditControl::default()
    }
}

fn granted(decided: &ServiceAnswer) -> Option<GrantedServiceUnit> {
    let (unit, units) = decided.granted?;
    let of = |kind| (unit == kind).then_some(units);
    Some(GrantedServiceUnit {
        tariff_time_change: decided.tariff_change,
        cc_time: of(UnitKind::Time).map(|seconds| u32::try_from(seconds).unwrap_or(u32::MAX)),
        cc_total_octets: of(UnitKind::Octets),
        cc_service_specific_units: of(UnitKind::Events),
        ..GrantedServiceUnit::default()
    })
}

/// What the client does when the last units are used up (RFC 8506 §5.6). TERMINATE carries nothing else.
fn last(action: &FinalUnits) -> FinalUnitIndication<'_> {
    match action {
        FinalUnits::Terminate => FinalUnitIndication {
            final_unit_action: FinalUnitAction::TERMINATE,
            ..FinalUnitIndication::default()
        },
        FinalUnits::Redirect(address) => FinalUnitIndication {
            final_unit_action: FinalUnitAction::REDIRECT,
            redirect_server: Some(RedirectServer {
                redirect_address_type: if is_sip(address) {
                    RedirectAddressType::SIP_URI
                } else {
                    RedirectAddressType::URL
                },
                redirect_server_address: address,
            }),
            ..FinalUnitIndication::default()
        },
        FinalUnits::Restrict(filters) => FinalUnitIndication {
            final_unit_action: FinalUnitAction::RESTRICT_ACCESS,
            filter_id: filters.iter().map(|filter| &**filter).collect(),
            ..FinalUnitIndication::default()
        },
    }
}

fn is_sip(address: &str) -> bool {
    let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme);
    scheme.eq_ignore_ascii_case("sip") || scheme.eq_ignore_ascii_case("sips")
}

fn unit_value(money: Money, currency: Currency) -> UnitValue {
    let value = money.unit_value(currency);
    UnitValue { value_digits: value.digits, exponent: Some(value.exponent) }
}

/// Failed-AVP with what could not be rated (RFC 8506 §9.1): what named the service.
fn unrated(message: &Message) -> Option<BytesMut> {
    let several = message.avps().find(&MULTIPLE_SERVICES_CREDIT_CONTROL).and_then(|avp| avp.group().ok());
    let inside =
        several.and_then(|group| group.find(&RATING_GROUP).or_else(|| group.find(&SERVICE_IDENTIFIER)));
    let root =
        || message.avps().find(&SERVICE_IDENTIFIER).or_else(|| message.avps().find(&SERVICE_CONTEXT_ID));
    let named = inside.or_else(root)?;
    let mut out = BytesMut::new();
    let failed = DecodeError::at(ResultCode(5031), named.raw).failed_avp?;
    let mut writer = Writer::answer(&mut out, &message.header);
    writer.group(&FAILED_AVP, |writer| {
        writer.failed(&failed);
    });
    writer.finish();
    Some(out.split_off(Header::LEN))
}
