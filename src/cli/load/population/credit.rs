//! What call servers ask about a SIM over Ro: the credit control of a call.

use super::{Client, Kind, Report, Sender};
use crate::diameter::dictionary::ro::{
    self, CcRequestType, CreditControlRequest, MultipleServicesCreditControl, MultipleServicesIndicator,
    RequestedServiceUnit, ServiceContextId, SubscriptionId, SubscriptionIdType, UsedServiceUnit,
};
use bytes::BytesMut;

/// Seconds asked for at a time.
const QUANTUM: u32 = 30;

/// Writes one request at the end of `out`, and tells its length; nothing for what no call server sends over Ro.
pub(super) fn write(
    sender: &Sender,
    kind: Kind,
    (client, report): (&Client, Option<Report>),
    session: &str,
    (hop_by_hop, end_to_end): (u32, u32),
    out: &mut BytesMut,
) -> usize {
    let imsi = client.imsi.map(|imsi| imsi.to_string()).unwrap_or_default();
    let (request, place) = match kind {
        Kind::Cci => (CcRequestType::INITIAL_REQUEST, 0),
        Kind::Ccu => (CcRequestType::UPDATE_REQUEST, 1),
        Kind::Cct => (CcRequestType::TERMINATION_REQUEST, 2),
        _ => return 0,
    };
    let report = report.unwrap_or(Report { number: place, used: 1 });
    let asked = RequestedServiceUnit { cc_time: Some(QUANTUM), ..Default::default() };
    let used = UsedServiceUnit { cc_time: Some(report.used), ..Default::default() };
    CreditControlRequest {
        session_id: session,
        origin_host: &sender.host,
        origin_realm: &sender.realm,
        destination_realm: &sender.destination_realm,
        auth_application_id: Some(ro::APPLICATION),
        service_context_id: ServiceContextId("32260@3gpp.org"),
        cc_request_type: request,
        cc_request_number: report.number,
        subscription_id: vec![SubscriptionId {
            subscription_id_type: SubscriptionIdType::END_USER_IMSI,
            subscription_id_data: &imsi,
        }],
        multiple_services_indicator: Some(MultipleServicesIndicator::MULTIPLE_SERVICES_SUPPORTED),
        multiple_services_credit_control: vec![MultipleServicesCreditControl {
            requested_service_unit: (kind != Kind::Cct).then_some(asked),
            used_service_unit: (kind != Kind::Cci).then_some(used).into_iter().collect(),
            service_identifier: vec![1000],
            rating_group: Some(100),
            ..Default::default()
        }],
        ..Default::default()
    }
    .encode(hop_by_hop, end_to_end, out)
}
