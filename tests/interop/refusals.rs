//! Every way in which credit control is refused, in a live exchange: freeDiameter's dictionaries and rules let each answer through, and tshark finds nothing in it.

use crate::{
    capture::Capture,
    charges::Charges,
    gateway::subscriber,
    hss::{Hss, Peer},
    lab::{DOMAIN, Directory, Shared, free_address},
    prober::{self, Prober},
    programs::{DUMPCAP, TSHARK, present},
};
use innkeeper::diameter::dictionary::ro::{
    CcRequestType, CreditControlRequest, MultipleServicesCreditControl, RequestedServiceUnit,
    ServiceContextId, SubscriptionId, SubscriptionIdType, UsedServiceUnit,
};

const RICH: &str = "001010000000061";
const POOR: &str = "001010000000062";
const OFF: &str = "001010000000063";
const NOBODY: &str = "001010000000069";
/// IMS, and one that no tariff knows.
const IMS: &str = "ext.01.001.8.32260@3gpp.org";
const UNKNOWN: &str = "32299@3gpp.org";

fn request<'a>(
    session: &'a str,
    kind: CcRequestType,
    number: u32,
    imsi: &'a str,
) -> CreditControlRequest<'a> {
    CreditControlRequest {
        session_id: session,
        origin_host: "prober.ims.mnc001.mcc001.3gppnetwork.org",
        origin_realm: DOMAIN,
        destination_realm: DOMAIN,
        auth_application_id: Some(4),
        service_context_id: ServiceContextId(IMS),
        cc_request_type: kind,
        cc_request_number: number,
        subscription_id: vec![SubscriptionId {
            subscription_id_type: SubscriptionIdType::END_USER_IMSI,
            subscription_id_data: imsi,
        }],
        multiple_services_credit_control: vec![service(Some(30), None)],
        ..CreditControlRequest::default()
    }
}

fn service(requested: Option<u32>, used: Option<u32>) -> MultipleServicesCreditControl<'static> {
    let used = used.map(|time| UsedServiceUnit { cc_time: Some(time), ..UsedServiceUnit::default() });
    MultipleServicesCreditControl {
        requested_service_unit: requested
            .map(|time| RequestedServiceUnit { cc_time: Some(time), ..RequestedServiceUnit::default() }),
        used_service_unit: used.into_iter().collect(),
        service_identifier: vec![1000],
        rating_group: Some(100),
        ..MultipleServicesCreditControl::default()
    }
}

/// Asks in every way that is refused, and in one that is not; the results, in order.
fn ask(prober: &mut Prober) -> Vec<u32> {
    let initial = |session, imsi| request(session, CcRequestType::INITIAL_REQUEST, 0, imsi);
    let update = |number, used| CreditControlRequest {
        multiple_services_credit_control: vec![service(Some(30), Some(used))],
        ..request("prober;6;1", CcRequestType::UPDATE_REQUEST, number, RICH)
    };
    let octets = RequestedServiceUnit { cc_total_octets: Some(1_000_000), ..RequestedServiceUnit::default() };
    let wrong_unit =
        MultipleServicesCreditControl { requested_service_unit: Some(octets), ..service(None, None) };
    let lost = request("prober;6;9", CcRequestType::UPDATE_REQUEST, 1, NOBODY);
    [
        initial("prober;6;2", POOR),
        initial("prober;6;3", OFF),
        initial("prober;6;4", NOBODY),
        CreditControlRequest { service_context_id: ServiceContextId(UNKNOWN), ..initial("prober;6;5", RICH) },
        CreditControlRequest {
            multiple_services_credit_control: vec![wrong_unit],
            ..initial("prober;6;6", RICH)
        },
        request("prober;6;7", CcRequestType::EVENT_REQUEST, 0, RICH),
        initial("prober;6;1", RICH),
        update(1, 0),
        // The same number, with other contents.
        update(1, 1),
        lost,
        // The second session of an account that may have one.
        initial("prober;6;8", RICH),
    ]
    .iter()
    .map(|request| prober.credit_control(request))
    .collect()
}

/// VC-6: acceptance vector 6: error answers, too, have everything that freeDiameter asks of a CCA; a client never waits in vain.
#[test]
fn vc_6_freediameter_accepts_every_refusal() {
    if !present(&[TSHARK, DUMPCAP]) {
        return;
    }
    let _shared = Shared::keep();
    let (directory, address) = (Directory::new(), free_address());
    let capture = Capture::start(directory.path(), &address);
    let one = "\n[charging]\nsessions_per_account = 1\n";
    let hss = Hss::start_with(directory.path(), &address, &[Peer::dialling(prober::NAME)], &[], one);
    for (imsi, balance) in [(RICH, "10.00"), (POOR, "0.00"), (OFF, "10.00")] {
        subscriber(&hss, &directory, (imsi, &imsi[3..]), balance);
    }
    hss.run(&["account", "change", OFF, "--active", "false"]);
    let (mut prober, result) = Prober::connect(&address, prober::NAME, 4);
    assert_eq!(result, 2001);
    assert_eq!(ask(&mut prober), [4012, 4010, 5030, 5031, 5004, 5005, 2001, 2001, 5012, 5002, 5006]);
    assert_eq!(hss.money(RICH), (1000, 30));
    let Some(charges) = Charges::when(&capture, |all| all.has(5006)) else { return };
    let results = charges.judged_by_freediameter();
    let wanted = [2001, 4010, 4012, 5002, 5004, 5005, 5006, 5012, 5030, 5031];
    assert!(results.is_none_or(|results| results.into_iter().eq(wanted)));
}
