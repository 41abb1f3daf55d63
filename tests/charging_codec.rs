//! Charging as real clients write it, octet by octet, and answers as strict ones read them. What is read here was not written by this project's encoder.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests may fail loudly, in their helpers too")]

use bytes::BytesMut;
use innkeeper::diameter::codec::{DecodeError, Header, Message, ResultCode};
use innkeeper::diameter::dictionary::Tree;
use innkeeper::diameter::dictionary::base::{AccountingRecordType, Echo, ErrorAnswer, TerminationCause};
use innkeeper::diameter::dictionary::rf::{self, AccountingAnswer, AccountingRequest};
use innkeeper::diameter::dictionary::ro::{self, *};
use innkeeper::diameter::dictionary::tgpp::QosClassIdentifier;
use innkeeper::types::Timestamp;

const TGPP: u32 = 10_415;
/// 2026-01-01T00:00:00Z as Diameter counts: seconds since 1900.
const NEW_YEAR: u32 = 1_767_225_600 + 2_208_988_800;

fn avp(code: u32, vendor: u32, flags: u8, data: &[u8]) -> Vec<u8> {
    let header = if vendor == 0 { 8 } else { 12 };
    let mut out = code.to_be_bytes().to_vec();
    out.push(if vendor == 0 { flags } else { flags | 0x80 });
    out.extend(&((header + data.len()) as u32).to_be_bytes()[1..]);
    if vendor != 0 {
        out.extend(vendor.to_be_bytes());
    }
    out.extend(data);
    out.resize(out.len().next_multiple_of(4), 0);
    out
}

/// An AVP of the IETF with M.
fn m(code: u32, data: &[u8]) -> Vec<u8> {
    avp(code, 0, 0x40, data)
}

/// An AVP of 3GPP with M.
fn v(code: u32, data: &[u8]) -> Vec<u8> {
    avp(code, TGPP, 0x40, data)
}

fn n(number: u32) -> [u8; 4] {
    number.to_be_bytes()
}

fn octets(number: u64) -> [u8; 8] {
    number.to_be_bytes()
}

fn message(code: u32, application: u32, avps: &[Vec<u8>]) -> Message {
    let body = avps.concat();
    let mut out = vec![1];
    out.extend(&((20 + body.len()) as u32).to_be_bytes()[1..]);
    out.push(0xc0);
    out.extend(&code.to_be_bytes()[1..]);
    out.extend([application, 7, 9].map(u32::to_be_bytes).concat());
    out.extend(body);
    Message::parse(out.into()).unwrap()
}

fn ccr(avps: &[Vec<u8>]) -> Message {
    message(272, 4, avps)
}

/// What ims_charging of Kamailio sends: its cdp writes Session-Id and Origin-* without M, and Origin-* twice where it is configured with them; the application stands in
/// Vendor-Specific-Application-Id alone; Accounting-Record-* are for its own state machine.
fn kamailio(kind: u32, number: u32, mscc: &[Vec<u8>], method: &str) -> Vec<Vec<u8>> {
    let subscription = [m(450, &n(0)), m(444, b"+8613800138000")].concat();
    let event = [v(824, method.as_bytes()), v(825, method.as_bytes()), v(888, &n(0))].concat();
    let ims = [
        v(823, &event),
        v(829, &n(0)),
        v(862, &n(0)),
        v(830, b"call-1@ue.example"),
        v(831, b"tel:+8613800138000"),
        v(832, b"tel:+8613900139000"),
        v(1263, b"3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=4600000010000101"),
        // In a CCR-T the time comes from a clock of microseconds.
        v(833, &v(834, &n(0x1234_5678))),
    ]
    .concat();
    let mut avps = vec![
        avp(263, 0, 0, b"scscf.ims.example;1;2"),
        avp(264, 0, 0, b"scscf.ims.example"),
        avp(296, 0, 0, b"ims.example"),
        m(283, b"ims.example"),
        m(480, &n(kind.min(3) + 1)),
        m(485, &n(number)),
        m(260, &[m(266, &n(TGPP)), m(258, &n(4))].concat()),
        m(264, b"configured.ims.example"),
        m(296, b"configured.example"),
        m(416, &n(kind)),
        m(415, &n(number)),
        avp(55, 0, 0, &n(NEW_YEAR)),
        m(1, b"+8613800138000"),
        m(461, b"ext.01.001.8.32260@3gpp.org"),
        m(443, &subscription),
        m(455, &n(1)),
        m(456, &mscc.concat()),
        m(458, &[m(459, &n(1)), m(460, b"00-00-00-00-00-00")].concat()),
        v(873, &[m(443, &subscription), v(876, &ims)].concat()),
        // vendor_specific_chargeinfo, as other stacks' additions: unknown, and without M.
        avp(1, 10, 0, b"cause"),
    ];
    if kind == 3 {
        avps.push(m(295, &n(1)));
    }
    avps
}

/// Acceptance vector 7.
#[test]
fn a_call_of_kamailio_is_read_from_its_first_ccr_to_its_last() {
    let rsu = |seconds| m(437, &m(420, &n(seconds)));
    let usu = |seconds| m(446, &m(420, &n(seconds)));
    let ids = [m(439, &n(1000)), m(432, &n(100))].concat();
    let initial = ccr(&kamailio(1, 0, &[rsu(30), ids.clone()], "INVITE"));
    let read = CreditControlRequest::decode(&initial).unwrap();
    assert_eq!(
        (read.session_id, read.origin_host, read.origin_realm),
        ("scscf.ims.example;1;2", "scscf.ims.example", "ims.example")
    );
    assert_eq!(read.auth_application_id, None);
    assert_eq!(read.vendor_specific_application_id, Some(ro::VENDOR_SPECIFIC_APPLICATION_ID));
    assert_eq!((read.cc_request_type, read.cc_request_number), (CcRequestType::INITIAL_REQUEST, 0));
    assert_eq!(read.service_context_id.service(), ChargedService::Ims);
    assert_eq!(read.event_timestamp, Some(Timestamp(1_767_225_600_000)));
    assert_eq!(read.user_name, Some("+8613800138000"));
    let payer = SubscriptionId {
        subscription_id_type: SubscriptionIdType::END_USER_E164,
        subscription_id_data: "+8613800138000",
    };
    assert_eq!(read.subscription_id, std::slice::from_ref(&payer));
    let equipment = read.user_equipment_info.unwrap();
    assert_eq!(
        (equipment.user_equipment_info_type, equipment.user_equipment_info_value),
        (UserEquipmentInfoType::MAC, &b"00-00-00-00-00-00"[..])
    );
    assert_eq!(
        read.multiple_services_indicator,
        Some(MultipleServicesIndicator::MULTIPLE_SERVICES_SUPPORTED)
    );
    let [mscc] = &read.multiple_services_credit_control[..] else { panic!("one service") };
    assert_eq!((&mscc.service_identifier[..], mscc.rating_group), (&[1000][..], Some(100)));
    assert_eq!(mscc.requested_service_unit.unwrap().units(), Units { time: Some(30), ..Units::default() });
    assert!(mscc.used_service_unit.is_empty() && read.termination_cause.is_none());
    let service = read.service_information.unwrap();
    assert_eq!(service.subscription_id, [payer]);
    let ims = service.ims_information.unwrap();
    assert_eq!(ims.event_type.unwrap().sip_method, Some("INVITE"));
    assert_eq!(
        (ims.role_of_node, ims.node_functionality),
        (Some(RoleOfNode::ORIGINATING_ROLE), Some(NodeFunctionality::S_CSCF))
    );
    assert_eq!(
        (ims.user_session_id, ims.called_party_address),
        (Some("call-1@ue.example"), Some("tel:+8613900139000"))
    );
    assert_eq!(ims.calling_party_address, ["tel:+8613800138000"]);
    assert_eq!(
        ims.access_network_information,
        [&b"3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=4600000010000101"[..]]
    );

    let update = ccr(&kamailio(2, 1, &[rsu(30), ids.clone(), usu(30)], "dummy"));
    let read = CreditControlRequest::decode(&update).unwrap();
    assert_eq!((read.cc_request_type, read.cc_request_number), (CcRequestType::UPDATE_REQUEST, 1));
    assert_eq!(read.multiple_services_credit_control[0].used_service_unit[0].cc_time, Some(30));
    let last = ccr(&kamailio(3, 2, &[ids, usu(7)], "dummy"));
    let read = CreditControlRequest::decode(&last).unwrap();
    assert_eq!(read.termination_cause, Some(TerminationCause::DIAMETER_LOGOUT));
    let mscc = &read.multiple_services_credit_control[0];
    assert_eq!((mscc.requested_service_unit, mscc.used_service_unit[0].cc_time), (None, Some(7)));
    let ims = read.service_information.unwrap().ims_information.unwrap();
    assert_eq!(ims.event_type.unwrap().sip_method, Some("dummy"));
    assert!(ims.time_stamps.unwrap().sip_request_timestamp.is_some(), "nonsense, and no reason to refuse");
}

const ULI: [u8; 13] = [130, 0x64, 0xf0, 0x00, 0, 1, 0x64, 0xf0, 0x00, 0, 0, 1, 1];

/// What the SMF of Open5GS sends: no Rating-Group, octets by direction, an event's Requested-Action in every request, Multiple-Services-Indicator 0.
fn open5gs(kind: u32, number: u32, mscc: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let subscriptions = [
        m(443, &[m(450, &n(1)), m(444, b"460000000000001")].concat()),
        m(443, &[m(450, &n(0)), m(444, b"8613800138000")].concat()),
    ];
    let ps = [
        v(2, &n(17)),
        v(3, &n(0)),
        v(1227, &[0, 1, 10, 45, 0, 2]),
        v(1228, &[0, 1, 127, 0, 0, 3]),
        v(847, &[0, 1, 127, 0, 0, 4]),
        m(30, b"internet"),
        v(12, b"0"),
        v(13, b"0000"),
        v(18, b"46000"),
        v(10, b"\x05"),
        v(23, &[0x23, 0]),
        v(22, &ULI),
        v(21, &[6]),
        m(458, &[m(459, &n(0)), m(460, b"3560920407930112")].concat()),
    ]
    .concat();
    let mut avps = vec![
        m(263, b"smf.epc.example;1;1;app_gy"),
        m(264, b"smf.epc.example"),
        m(296, b"epc.example"),
        m(283, b"epc.example"),
        m(258, &n(4)),
        m(461, b"32251@3gpp.org"),
        m(416, &n(kind)),
        m(415, &n(number)),
        m(55, &n(NEW_YEAR)),
        subscriptions.concat(),
        m(436, &n(0)),
        v(2055, &n(1)),
        m(456, &mscc.concat()),
        v(873, &v(874, &ps)),
    ];
    match kind {
        1 => avps.push(m(455, &n(0))),
        3 => avps.push(m(295, &n(1))),
        _ => avps.push(m(293, b"ocs.epc.example")),
    }
    avps
}

#[test]
fn a_session_of_open5gs_is_read_from_its_first_ccr_to_its_last() {
    let rsu = m(437, &m(421, &octets(1_000_000)));
    let qos = v(1016, &[v(1028, &n(9)), v(1041, &n(1_000)), v(1040, &n(2_000))].concat());
    let used = |reason: Option<u32>| {
        let reason = reason.map(|reason| v(872, &n(reason))).unwrap_or_default();
        m(446, &[m(420, &n(61)), m(412, &octets(400)), m(414, &octets(600)), reason].concat())
    };
    let initial = ccr(&open5gs(1, 0, &[rsu.clone(), qos.clone()]));
    let read = CreditControlRequest::decode(&initial).unwrap();
    assert_eq!((read.auth_application_id, read.vendor_specific_application_id), (Some(4), None));
    assert_eq!(read.service_context_id.service(), ChargedService::Ps);
    let names: Vec<_> =
        read.subscription_id.iter().map(|id| (id.subscription_id_type, id.subscription_id_data)).collect();
    assert_eq!(
        names,
        [
            (SubscriptionIdType::END_USER_IMSI, "460000000000001"),
            (SubscriptionIdType::END_USER_E164, "8613800138000")
        ]
    );
    assert_eq!(
        (read.requested_action, read.aoc_request_type),
        (Some(RequestedAction::DIRECT_DEBITING), Some(AocRequestType::AOC_FULL))
    );
    assert_eq!(
        read.multiple_services_indicator,
        Some(MultipleServicesIndicator::MULTIPLE_SERVICES_NOT_SUPPORTED)
    );
    let [mscc] = &read.multiple_services_credit_control[..] else { panic!("one service") };
    assert_eq!((mscc.service_identifier.len(), mscc.rating_group), (0, None));
    assert_eq!(mscc.requested_service_unit.unwrap().units().octets(), Some(1_000_000));
    assert_eq!(mscc.qos_information.as_ref().unwrap().qos_class_identifier, Some(QosClassIdentifier::QCI_9));
    let ps = read.service_information.unwrap().ps_information.unwrap();
    assert_eq!(
        (ps.tgpp_charging_id, ps.tgpp_pdp_type, ps.called_station_id),
        (Some(&n(17)[..]), Some(0), Some("internet"))
    );
    assert_eq!(
        (ps.tgpp_sgsn_mcc_mnc, ps.tgpp_selection_mode, ps.tgpp_nsapi),
        (Some("46000"), Some("0"), Some("\x05"))
    );
    assert_eq!(
        (ps.tgpp_user_location_info, ps.tgpp_rat_type, ps.tgpp_ms_timezone),
        (Some(&ULI[..]), Some(&[6][..]), Some(&[0x23, 0][..]))
    );
    assert_eq!(ps.pdp_address.len() + ps.sgsn_address.len() + ps.ggsn_address.len(), 3);
    assert_eq!(ps.user_equipment_info.unwrap().user_equipment_info_type, UserEquipmentInfoType::IMEISV);

    let update = ccr(&open5gs(2, 1, &[rsu, used(Some(3)), qos.clone()]));
    let read = CreditControlRequest::decode(&update).unwrap();
    assert_eq!(read.destination_host, Some("ocs.epc.example"));
    let used_units = &read.multiple_services_credit_control[0].used_service_unit[0];
    assert_eq!(used_units.reporting_reason, Some(ReportingReason::QUOTA_EXHAUSTED));
    assert_eq!(
        (used_units.cc_total_octets, used_units.units().octets(), used_units.cc_time),
        (None, Some(1_000), Some(61))
    );

    let last = ccr(&open5gs(3, 2, &[used(None), v(872, &n(2)), qos]));
    let read = CreditControlRequest::decode(&last).unwrap();
    let mscc = &read.multiple_services_credit_control[0];
    assert_eq!(
        (&mscc.reporting_reason[..], mscc.requested_service_unit),
        (&[ReportingReason::FINAL][..], None)
    );
    assert_eq!(read.termination_cause, Some(TerminationCause::DIAMETER_LOGOUT));
}

/// The least that a CCR has.
fn least() -> Vec<Vec<u8>> {
    vec![
        m(263, b"s;1"),
        m(264, b"client.example"),
        m(296, b"example"),
        m(283, b"example"),
        m(461, b"32260@3gpp.org"),
        m(416, &n(2)),
        m(415, &n(1)),
    ]
}

#[test]
fn units_asked_for_without_an_amount_are_not_units_that_nobody_asked_for() {
    let with = |more: Vec<u8>| ccr(&[least(), vec![more]].concat());
    // At the root, as clients of RFC 4006 have them.
    let message = with([m(437, b""), m(446, &m(420, &n(5))), m(446, &m(420, &n(6)))].concat());
    let read = CreditControlRequest::decode(&message).unwrap();
    assert!(read.requested_service_unit.unwrap().units().is_empty());
    assert_eq!(read.used_service_unit.iter().map(|used| used.cc_time.unwrap()).sum::<u32>(), 11);
    let message = ccr(&least());
    let read = CreditControlRequest::decode(&message).unwrap();
    assert!(read.requested_service_unit.is_none() && read.used_service_unit.is_empty());
    // And of a service, with usage before and after a change of tariff.
    let usage = |when, total| m(446, &[m(452, &n(when)), m(421, &octets(total))].concat());
    let message = with(m(456, &[m(437, b""), usage(0, 10), usage(1, 20)].concat()));
    let read = CreditControlRequest::decode(&message).unwrap();
    let mscc = &read.multiple_services_credit_control[0];
    assert!(mscc.requested_service_unit.unwrap().units().is_empty());
    let used: Vec<_> = mscc
        .used_service_unit
        .iter()
        .map(|used| (used.tariff_change_usage.unwrap(), used.units().octets()))
        .collect();
    assert_eq!(
        used,
        [
            (TariffChangeUsage::UNIT_BEFORE_TARIFF_CHANGE, Some(10)),
            (TariffChangeUsage::UNIT_AFTER_TARIFF_CHANGE, Some(20))
        ]
    );
    let message = with(m(456, &usage(0, 10)));
    let read = CreditControlRequest::decode(&message).unwrap();
    assert!(read.multiple_services_credit_control[0].requested_service_unit.is_none());
}

#[test]
fn octets_are_added_up_where_no_sum_is_told() {
    let of = |total_octets, input_octets, output_octets| Units {
        total_octets,
        input_octets,
        output_octets,
        ..Units::default()
    };
    assert_eq!(of(Some(7), Some(1), Some(2)).octets(), Some(7));
    assert_eq!(of(None, Some(1), Some(2)).octets(), Some(3));
    assert_eq!(of(None, None, Some(2)).octets(), Some(2));
    assert_eq!(of(None, Some(u64::MAX), Some(2)).octets(), Some(u64::MAX));
    assert_eq!(of(None, None, None).octets(), None);
}

#[test]
fn a_place_at_the_root_and_additions_without_m_are_no_reason_to_refuse() {
    let more = [
        v(22, &ULI),
        avp(99_999, TGPP, 0, b"x"),
        avp(4_000, 999, 0, b"y"),
        v(1247, &n(0)),
        m(443, &[m(450, &n(1)), m(444, b"4600")].concat()),
    ];
    // Older gateways have the addresses as RADIUS has them, with M.
    let older = v(873, &v(874, &[v(6, &[127, 0, 0, 3]), v(5, b"99-0b"), v(1, b"460000000000001")].concat()));
    let more = [more.to_vec(), vec![older]].concat();
    let message = ccr(&[least(), more].concat());
    let read = CreditControlRequest::decode(&message).unwrap();
    assert_eq!((read.tgpp_user_location_info, read.subscription_id.len()), (Some(&ULI[..]), 1));
    let refused = ccr(&[least(), vec![avp(99_999, TGPP, 0x40, b"x")]].concat());
    assert_eq!(CreditControlRequest::decode(&refused).unwrap_err().result_code, ResultCode::AVP_UNSUPPORTED);
}

#[test]
fn a_ccr_without_what_every_ccr_has_is_5005_and_says_what() {
    for missing in [263, 461, 416, 415] {
        let avps: Vec<_> = least().into_iter().filter(|avp| avp[..4] != n(missing)).collect();
        let error = CreditControlRequest::decode(&ccr(&avps)).unwrap_err();
        assert_eq!((error.result_code, error.failed_avp.unwrap().code()), (ResultCode::MISSING_AVP, missing));
    }
    // 0 is reserved, and 5 is nothing.
    for wrong in [0, 5] {
        let mut avps = least();
        avps[5] = m(416, &n(wrong));
        let error = CreditControlRequest::decode(&ccr(&avps)).unwrap_err();
        assert_eq!(
            (error.result_code, error.failed_avp.unwrap().code()),
            (ResultCode::INVALID_AVP_VALUE, 416)
        );
    }
}

fn written(encode: impl FnOnce(&Header, &mut BytesMut) -> usize, request: &Message) -> Message {
    let mut out = BytesMut::new();
    assert_eq!(encode(&request.header, &mut out), out.len());
    Message::parse(out.freeze()).unwrap()
}

fn codes(message: &Message) -> Vec<u32> {
    message.avps().map(|avp| avp.unwrap().code).collect()
}

/// An answer as an OCS gives it, with all that it may have to say.
fn grant<'a>(request: &CreditControlRequest<'a>) -> CreditControlAnswer<'a> {
    let money = |digits| UnitValue { value_digits: digits, exponent: Some(-2) };
    CreditControlAnswer {
        cc_session_failover: Some(CcSessionFailover::FAILOVER_SUPPORTED),
        multiple_services_credit_control: vec![MultipleServicesCreditControl {
            granted_service_unit: Some(GrantedServiceUnit {
                tariff_time_change: Some(Timestamp(1_767_225_600_000)),
                ..Units { total_octets: Some(1 << 40), ..Units::default() }.into()
            }),
            rating_group: Some(100),
            gsu_pool_reference: vec![GsuPoolReference {
                gsu_pool_identifier: 1,
                cc_unit_type: CcUnitType::TOTAL_OCTETS,
                unit_value: money(1),
            }],
            validity_time: Some(600),
            result_code: Some(ResultCode::SUCCESS),
            final_unit_indication: Some(FinalUnitIndication {
                final_unit_action: FinalUnitAction::REDIRECT,
                redirect_server: Some(RedirectServer {
                    redirect_address_type: RedirectAddressType::SIP_URI,
                    redirect_server_address: "sip:topup@ims.example",
                }),
                ..FinalUnitIndication::default()
            }),
            volume_quota_threshold: Some(1 << 20),
            quota_holding_time: Some(300),
            trigger: Some(Trigger { trigger_type: vec![3, 4] }),
            refund_information: Some(b"refund"),
            ..MultipleServicesCreditControl::default()
        }],
        cost_information: Some(CostInformation {
            unit_value: money(1_234),
            currency_code: 156,
            cost_unit: Some("call"),
        }),
        check_balance_result: Some(CheckBalanceResult::ENOUGH_CREDIT),
        credit_control_failure_handling: Some(CreditControlFailureHandling::CONTINUE),
        direct_debiting_failure_handling: Some(DirectDebitingFailureHandling::CONTINUE),
        low_balance_indication: Some(LowBalanceIndication::YES),
        remaining_balance: Some(RemainingBalance { unit_value: money(-1), currency_code: 156 }),
        service_information: Some(ServiceInformation {
            aoc_information: Some(Box::new(AocInformation {
                aoc_cost_information: Some(AocCostInformation {
                    accumulated_cost: Some(AccumulatedCost { value_digits: 7, exponent: None }),
                    ..AocCostInformation::default()
                }),
                ..AocInformation::default()
            })),
            ..ServiceInformation::default()
        }),
        ..CreditControlAnswer::to(request, ResultCode::SUCCESS, "ocs.example", "example")
    }
}

const ERRORS: [u32; 8] = [3004, 4010, 4011, 4012, 5003, 5012, 5030, 5031];

/// Every kind of CCA: grants, denials by the charging system, and refusals by the codec.
fn every_cca() -> Vec<Message> {
    let request = ccr(&least());
    let read = CreditControlRequest::decode(&request).unwrap();
    let mut answers = vec![written(|header, out| grant(&read).encode(header, out), &request)];
    for code in ERRORS {
        let answer = CreditControlAnswer::to(&read, ResultCode(code), "ocs.example", "example");
        answers.push(written(|header, out| answer.encode(header, out), &request));
    }
    for error in [
        DecodeError::missing(&ro::avps::credit_control::SERVICE_CONTEXT_ID),
        DecodeError::plain(ResultCode::UNABLE_TO_COMPLY),
    ] {
        answers.push(refusal(&request, &error));
    }
    answers
}

fn refusal(request: &Message, error: &DecodeError) -> Message {
    let answer =
        ErrorAnswer { origin_host: "ocs.example", origin_realm: "example", error, error_message: Some("no") };
    written(|header, out| answer.encode(header, Echo::of(request.as_bytes()), out), request)
}

#[test]
fn a_cca_is_written_with_the_bits_of_the_standards_and_read_back() {
    let request = ccr(&least());
    let read = CreditControlRequest::decode(&request).unwrap();
    let message = &every_cca()[0];
    assert_eq!(CreditControlAnswer::decode(message).unwrap(), grant(&read));
    assert_eq!(
        (message.header.flags.bits(), message.header.hop_by_hop, message.header.end_to_end),
        (0x40, 7, 9)
    );
    // RFC 8506 §8 and TS 32.299 Table 7.2: all of these have M, and those of 3GPP V.
    for avp in message.avps().map(Result::unwrap) {
        assert_eq!(avp.flags.bits(), if avp.vendor == 0 { 0x40 } else { 0xc0 }, "{avp:?}");
    }
    let mscc = message.avps().map(Result::unwrap).find(|avp| avp.code == 456).unwrap();
    let grant = mscc.group().unwrap().map(Result::unwrap).find(|avp| avp.code == 431).unwrap();
    let expected = [m(451, &n(NEW_YEAR)), m(421, &octets(1 << 40))].concat();
    assert_eq!(grant.data, expected);
}

/// What freeDiameter's dictionary requires of a CCA, and what it allows once (its dict_dcca): without it the SMF never learns that there was an answer.
#[test]
fn every_cca_errors_included_keeps_freediameters_rules() {
    for answer in every_cca() {
        let codes = codes(&answer);
        let count = |code| codes.iter().filter(|found| **found == code).count();
        assert_eq!(codes[0], 263, "Session-Id is first");
        let always = [263, 268, 264, 296, 258, 416, 415];
        assert!(always.iter().all(|code| count(*code) == 1), "{codes:?}");
        let once = [1, 418, 419, 50, 278, 55, 431, 423, 430, 422, 427, 428, 448, 261, 262];
        assert!(once.iter().all(|code| count(*code) <= 1), "{codes:?}");
        let read = CreditControlAnswer::decode(&answer).unwrap();
        assert_eq!(
            (read.auth_application_id, read.cc_request_type, read.cc_request_number),
            (4, CcRequestType::UPDATE_REQUEST, 1)
        );
        // Only a protocol error has the E bit (RFC 6733 §7.1.3).
        assert_eq!(answer.header.flags.bits() & 0x20 != 0, read.outcome.0 / 1000 == 3);
    }
}

/// The same by freeDiameter itself, where it is installed.
#[test]
fn freediameter_itself_accepts_every_cca_and_refuses_one_without_its_type() {
    use std::{io::Write, process};
    if !std::path::Path::new("/usr/lib/freeDiameter/dict_dcca_3gpp.fdx").exists() {
        let advice = "freeDiameter's dictionaries are missing: apt-get install freediameter-extensions";
        assert!(std::env::var_os("INNKEEPER_REQUIRE_PEERS").is_none(), "{advice}");
        println!("not compared: {advice}");
        return;
    }
    let mut messages = every_cca();
    let whole = messages[4].as_bytes().to_vec();
    let cut: Vec<_> = messages[4]
        .avps()
        .map(Result::unwrap)
        .filter(|avp| avp.code != 416)
        .map(|avp| avp.raw.to_vec())
        .collect();
    let cut: Vec<_> = cut
        .into_iter()
        .map(|mut raw| {
            raw.resize(raw.len().next_multiple_of(4), 0);
            raw
        })
        .collect();
    let mut without = message(272, 4, &cut).as_bytes().to_vec();
    without[4] = whole[4] & !0x20;
    messages.push(Message::parse(without.into()).unwrap());
    // A request that lacks what its answer has to say again is answered with the E bit.
    let nothing = ccr(&least()[..4]);
    messages.push(refusal(&nothing, &DecodeError::missing(&ro::avps::credit_control::CC_REQUEST_TYPE)));
    let text: String = messages
        .iter()
        .map(|message| {
            message.as_bytes().iter().map(|octet| format!("{octet:02x}")).collect::<String>() + "\n"
        })
        .collect();

    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/freediameter_rules.py");
    let mut reader = process::Command::new("python3")
        .arg(script)
        .stdin(process::Stdio::piped())
        .stdout(process::Stdio::piped())
        .spawn()
        .unwrap();
    reader.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = reader.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let verdicts: Vec<_> = said.lines().filter_map(|line| line.strip_prefix("= ")).collect();
    let mut expected = vec!["ok"; messages.len()];
    expected[messages.len() - 2] = "refused (74)";
    assert_eq!(verdicts, expected, "{said}");
}

#[test]
fn a_ccr_that_cannot_be_read_is_answered_with_what_can_be_given_back() {
    let error = DecodeError::missing(&ro::avps::credit_control::SERVICE_CONTEXT_ID);
    // Kamailio does not say Auth-Application-Id, and is told.
    let answer = refusal(&ccr(&kamailio(1, 0, &[], "INVITE")), &error);
    assert_eq!(answer.header.flags.bits(), 0x40);
    assert_eq!(codes(&answer), [263, 260, 264, 296, 268, 281, 258, 416, 415, 279]);
    // Where there is no type to give back, or no number, the grammar of errors holds, whose mark is the E bit (RFC 6733 §7.1.5).
    for (at, lacking) in [(5, m(1, b"x")), (6, m(415, b"abc"))] {
        let mut avps = least();
        avps[at] = lacking;
        let answer = refusal(&ccr(&avps), &error);
        assert_eq!((answer.header.flags.bits(), codes(&answer)), (0x60, vec![263, 264, 296, 268, 281, 279]));
    }
}

#[test]
fn an_acr_is_read_and_its_aca_written_and_read_back() {
    let stamps =
        [v(834, &n(NEW_YEAR)), v(835, &n(NEW_YEAR + 9)), v(2301, &n(250)), v(2302, &n(750))].concat();
    let ims = [
        v(829, &n(1)),
        v(862, &n(6)),
        v(833, &stamps),
        v(841, b"icid-1"),
        v(861, &(-3i32).to_be_bytes()),
        v(838, &[v(839, b"home.example"), v(840, b"other.example")].concat()),
    ]
    .concat();
    let request = message(
        271,
        3,
        &[
            m(263, b"as;1"),
            m(264, b"as.example"),
            m(296, b"example"),
            m(283, b"example"),
            m(480, &n(2)),
            m(485, &n(0)),
            m(260, &[m(266, &n(TGPP)), m(259, &n(3))].concat()),
            m(55, &n(NEW_YEAR)),
            m(461, b"32260@3gpp.org"),
            v(873, &v(876, &ims)),
        ],
    );
    let read = AccountingRequest::decode(&request).unwrap();
    assert_eq!(
        (read.accounting_record_type, read.accounting_record_number),
        (AccountingRecordType::START_RECORD, 0)
    );
    assert_eq!(
        (read.acct_application_id, read.vendor_specific_application_id),
        (None, Some(rf::VENDOR_SPECIFIC_APPLICATION_ID))
    );
    assert_eq!(read.service_context_id.unwrap().service(), ChargedService::Ims);
    let ims = read.service_information.clone().unwrap().ims_information.unwrap();
    assert_eq!((ims.cause_code, ims.ims_charging_identifier), (Some(-3), Some("icid-1")));
    let stamps = ims.time_stamps.unwrap();
    assert_eq!(stamps.sip_response_timestamp.unwrap().0 - stamps.sip_request_timestamp.unwrap().0, 9_000);
    assert_eq!(
        (stamps.sip_request_timestamp_fraction, stamps.sip_response_timestamp_fraction),
        (Some(250), Some(750))
    );
    assert_eq!(ims.inter_operator_identifier[0].terminating_ioi, Some("other.example"));

    let answer = AccountingAnswer {
        acct_interim_interval: Some(300),
        ..AccountingAnswer::to(&read, ResultCode::SUCCESS, "cdf.example", "example")
    };
    let out = written(|header, out| answer.encode(header, out), &request);
    assert_eq!(AccountingAnswer::decode(&out).unwrap(), answer);
    assert_eq!(codes(&out), [263, 268, 264, 296, 480, 485, 259, 85]);
    let error = DecodeError::plain(ResultCode::OUT_OF_SPACE);
    assert_eq!(codes(&refusal(&request, &error)), [263, 260, 264, 296, 268, 281, 259, 480, 485]);
}

/// What `innkeeper decode` shows.
#[test]
fn a_ccr_is_shown_by_the_names_of_its_avps_and_values() {
    let shown = Tree::of(ccr(&kamailio(1, 0, &[m(437, &m(420, &n(30)))], "INVITE")).as_bytes()).to_string();
    for expected in [
        "Credit-Control-Request",
        "CC-Request-Type [M] INITIAL_REQUEST",
        "Multiple-Services-Credit-Control [M]",
        "CC-Time [M] 30",
        "Role-Of-Node [VM] ORIGINATING_ROLE",
        "Service-Context-Id [M] \"ext.01.001.8.32260@3gpp.org\"",
    ] {
        assert!(shown.contains(expected), "{expected}: {shown}");
    }
}
