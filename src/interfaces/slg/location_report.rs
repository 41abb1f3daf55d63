//! LRR and LRA (TS 29.172 §7.3.3, §7.3.4).

use super::{Exchange, Slg, network::cell};
use crate::{
    diameter::{
        codec::DecodeError,
        dictionary::{
            base::avps::USER_NAME,
            slg::{
                LocationEvent, LocationReportAnswer, LocationReportRequest, VENDOR_SPECIFIC_APPLICATION_ID,
            },
        },
    },
    domain::hss::{
        Code, Refusal,
        eps::{Asker, EpsLoaded},
        lcs,
        location_report::{Believed, Event, Report, decide},
    },
    interfaces::shared::{self, Attempt, Named},
    procedures::positioning::Located,
    store::ChangeSet,
    types::{E164, Imsi, Lsn, geo::Shape},
};
use bytes::BytesMut;

pub(super) fn answer(slg: &Slg, exchange: &Exchange<'_>, out: &mut BytesMut) -> Result<Lsn, DecodeError> {
    let request = LocationReportRequest::decode(exchange.message)?;
    let hss = slg.desk.hss.load();
    let settings = &slg.locator.privacy.load().settings;
    let client =
        request.lcs_eps_client_name.as_ref().map(|client| client.lcs_name_string.unwrap_or_default());
    let report = Report {
        asker: Asker { host: request.origin_host, realm: request.origin_realm, peer: &exchange.from.host },
        speaks_slg: settings.speaks_slg(request.origin_host),
        user: lcs::Target { user_name: request.user_name, number: request.msisdn.map(E164::from_tbcd) },
        imei: request.imei.is_some(),
        event: event(request.location_event),
        for_another: client.is_some_and(|client| client != settings.slg_client),
    };
    let imsi = request.user_name.and_then(Imsi::parse);
    let named = Named { imsi, private: request.user_name, public: None };
    let load = |store: &_| report.user.load(store);
    Ok(slg.desk.serve(exchange, named, out, load, |loaded: &EpsLoaded, refused, out| {
        let (believed, refusal) = match refused {
            Some(refusal) => (None, Some(refusal)),
            None => decide(loaded, &report, &hss),
        };
        if let Some(believed) = believed {
            hear(slg, believed, &request);
        }
        let code = refusal.as_ref().map_or(Code::Success, Refusal::code);
        if let Some(Refusal::Missing(_)) = refusal {
            let missing = DecodeError::missing(&USER_NAME);
            shared::answer::error(&slg.desk.origin, exchange.message, &missing, out);
        } else {
            // GMLC-Address, LRA-Flags, Reporting-PLMN-List and LCS-Reference-Number are about periodic and deferred location for third parties
            // (§6.3.2), which is not served.
            shared::answer::answer!(
                LocationReportAnswer, Some(VENDOR_SPECIFIC_APPLICATION_ID), slg.desk, request, code;
            )
            .encode(&exchange.message.header, out);
        }
        Attempt { changes: ChangeSet::new(), tasks: Vec::new(), code, refusal }
    }))
}

/// What the report tells of the place, if it does.
fn hear(slg: &Slg, believed: Believed<'_>, request: &LocationReportRequest<'_>) {
    let located = Located {
        shape: request.location_estimate.and_then(|octets| Shape::from_octets(octets).ok()),
        accurate: None,
        age: request.age_of_location_estimate,
        ecgi: cell(request.ecgi, request.esmlc_cell_info.as_ref()),
    };
    if located.shape.is_some() || located.ecgi.is_some() {
        slg.locator.report(believed.imsi, believed.mme, &located);
        slg.metrics.location_reports.with_label_values(&[word(request.location_event)]).inc();
    }
}

const fn event(event: LocationEvent) -> Event {
    match event {
        LocationEvent::MO_LR => Event::OfTheTerminal,
        LocationEvent::DEFERRED_MT_LR_RESPONSE
        | LocationEvent::DEFERRED_MO_LR_TTTP_INITIATION
        | LocationEvent::DELAYED_LOCATION_REPORTING => Event::OfARequest,
        // An event that is not known is a report all the same.
        _ => Event::OfTheNetwork,
    }
}

/// The event as the metrics know it.
const fn word(event: LocationEvent) -> &'static str {
    match event {
        LocationEvent::EMERGENCY_CALL_ORIGINATION => "emergency-call-origination",
        LocationEvent::EMERGENCY_CALL_RELEASE => "emergency-call-release",
        LocationEvent::MO_LR => "mo-lr",
        LocationEvent::EMERGENCY_CALL_HANDOVER => "emergency-call-handover",
        LocationEvent::DEFERRED_MT_LR_RESPONSE => "deferred-mt-lr-response",
        LocationEvent::DEFERRED_MO_LR_TTTP_INITIATION => "deferred-mo-lr-tttp-initiation",
        LocationEvent::DELAYED_LOCATION_REPORTING => "delayed-location-reporting",
        _ => "other",
    }
}
