//! Rf over the service itself, octets in and octets out: what clients tell, and the charging data records that come of it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, loudly")]

use arc_swap::ArcSwap;
use bytes::BytesMut;
use innkeeper::{
    diameter::{
        Application, From, Reply, Service,
        codec::{CommandFlags, Message, ResultCode},
        dictionary::{
            base::AccountingRecordType,
            rf::{self, AccountingAnswer, AccountingRequest},
            ro::*,
        },
    },
    domain::charging::Charging,
    interfaces::{
        rf::Rf,
        shared::{Nobody, Origin},
    },
    procedures::lapses,
    records::{AccountingSession, ChargingRecord, Closing, Detail, Phase, Role},
    store::{Options, Store},
    telemetry::metrics::Metrics,
    types::{Name, Timestamp},
};
use std::{path::Path, sync::Arc, time::Duration};

struct Bench {
    store: Arc<Store>,
    metrics: Arc<Metrics>,
    rf: Rf,
}

impl Bench {
    fn new(store: Store) -> Self {
        let (store, metrics) = (Arc::new(store), Arc::new(Metrics::new()));
        let origin = Origin { host: Name::new("cdf.example"), realm: Name::new("example") };
        let charging = Arc::new(ArcSwap::from_pointee(Charging::lab()));
        let rf = Rf::new(charging, store.clone(), origin, Box::new(Nobody), metrics.clone());
        Self { store, metrics, rf }
    }

    fn at(path: &Path) -> Self {
        Self::new(Store::open(path, Options { reserve: 0, ..Options::default() }).unwrap())
    }

    /// Sends octets; hands the answer to `look`.
    fn send<T>(&self, request: Message, look: impl FnOnce(&Message) -> T) -> T {
        let from = From { host: Name::new("scscf.example"), realm: Name::new("example") };
        let mut out = BytesMut::new();
        let reply = self.rf.request(&from, &request, &mut out);
        let Reply::Written(lsn) = reply else { panic!("{reply:?}") };
        while !self.store.durable().covers(lsn) {
            std::thread::sleep(Duration::from_micros(100));
        }
        look(&Message::parse(out.freeze()).unwrap())
    }

    /// Result-Code and Acct-Interim-Interval.
    fn tell(&self, request: &AccountingRequest<'_>, flags: CommandFlags) -> (u32, Option<u32>) {
        self.send(message(request, flags), |answer| {
            let aca = AccountingAnswer::decode(answer).unwrap();
            assert_eq!(aca.session_id, request.session_id);
            assert_eq!(
                (aca.accounting_record_type, aca.accounting_record_number),
                (request.accounting_record_type, request.accounting_record_number)
            );
            assert_eq!(aca.vendor_specific_application_id, request.vendor_specific_application_id);
            (aca.outcome.0, aca.acct_interim_interval)
        })
    }

    fn records(&self) -> Vec<Detail> {
        let all = self.store.read_log::<ChargingRecord>(0, usize::MAX).unwrap();
        all.iter().map(|entry| entry.value.detail().clone()).collect()
    }
}

fn message(request: &AccountingRequest<'_>, flags: CommandFlags) -> Message {
    let mut octets = BytesMut::new();
    request.encode(7, 9, &mut octets);
    octets[4] |= flags.bits();
    Message::parse(octets.freeze()).unwrap()
}

const KEPT: (u32, Option<u32>) = (2001, Some(300));
const PANI: &[u8] = b"3GPP-E-UTRAN-FDD; utran-cell-id-3gpp=001010001000001a1";

/// A request of an S-CSCF, with everything that a record of a call needs.
fn acr<'a>(
    session: &'a str,
    kind: AccountingRecordType,
    number: u32,
    ims: ImsInformation<'a>,
) -> AccountingRequest<'a> {
    AccountingRequest {
        session_id: session,
        origin_host: "scscf.example",
        origin_realm: "example",
        destination_realm: "example",
        accounting_record_type: kind,
        accounting_record_number: number,
        acct_application_id: Some(rf::APPLICATION),
        user_name: Some("001010000000001@ims.example"),
        service_context_id: Some(ServiceContextId("32260@3gpp.org")),
        service_information: Some(ServiceInformation {
            subscription_id: vec![SubscriptionId {
                subscription_id_type: SubscriptionIdType::END_USER_SIP_URI,
                subscription_id_data: "sip:+15550001@ims.example",
            }],
            ims_information: Some(ims.into()),
            ..ServiceInformation::default()
        }),
        ..AccountingRequest::default()
    }
}

fn call() -> ImsInformation<'static> {
    ImsInformation {
        event_type: Some(EventType { sip_method: Some("INVITE"), ..EventType::default() }),
        role_of_node: Some(RoleOfNode::TERMINATING_ROLE),
        node_functionality: Some(NodeFunctionality::S_CSCF),
        user_session_id: Some("a84b4c76e66710@pc33"),
        calling_party_address: vec!["sip:+15550001@ims.example", "tel:+15550001"],
        called_party_address: Some("tel:+15550002"),
        requested_party_address: vec!["tel:0002;phone-context=ims.example"],
        time_stamps: Some(TimeStamps {
            sip_request_timestamp: Some(Timestamp(1_800_000_000_000)),
            sip_response_timestamp: Some(Timestamp(1_800_000_009_000)),
            sip_request_timestamp_fraction: Some(250),
            sip_response_timestamp_fraction: None,
        }),
        inter_operator_identifier: vec![InterOperatorIdentifier {
            originating_ioi: Some("home.example"),
            terminating_ioi: None,
        }],
        ims_charging_identifier: Some("icid-1"),
        number_portability_routing_information: Some("npdi;rn=+15559"),
        carrier_select_routing_information: Some("cic=+1288"),
        access_network_information: vec![PANI],
        ims_visited_network_identifier: Some("ims.mnc001.mcc001.3gppnetwork.org"),
        ..ImsInformation::default()
    }
}

fn bye(cause: i32) -> ImsInformation<'static> {
    ImsInformation {
        node_functionality: Some(NodeFunctionality::S_CSCF),
        time_stamps: Some(TimeStamps {
            sip_request_timestamp: Some(Timestamp(1_800_000_069_000)),
            ..TimeStamps::default()
        }),
        cause_code: Some(cause),
        ..ImsInformation::default()
    }
}

use AccountingRecordType as Type;

#[test]
fn vc_6_vc_3_a_call_told_by_an_s_cscf_becomes_one_record_with_everything_it_said() {
    let bench = Bench::new(Store::in_memory());
    assert_eq!(bench.rf.applications(), Application::ACCOUNTING);
    let plain = CommandFlags::empty();
    assert_eq!(bench.tell(&acr("s;1", Type::START_RECORD, 0, call()), plain), KEPT);
    let interim = acr("s;1", Type::INTERIM_RECORD, 1, ImsInformation::default());
    // The client heard no answer: the same again, with T, then twice.
    for flags in [plain, CommandFlags::RETRANSMIT, CommandFlags::RETRANSMIT] {
        assert_eq!(bench.tell(&interim, flags), KEPT);
    }
    assert!(bench.records().is_empty());
    for flags in [plain, CommandFlags::RETRANSMIT] {
        assert_eq!(bench.tell(&acr("s;1", Type::STOP_RECORD, 2, bye(0)), flags), KEPT);
    }
    let [record] = &bench.records()[..] else { panic!("{:?}", bench.records()) };
    assert_eq!((record.host.as_str(), &*record.session_id), ("scscf.example", "s;1"));
    assert_eq!((record.closing, record.partial, record.retransmitted), (Closing::Ended, None, false));
    assert!(!record.incomplete.any() && !record.online);
    let facts = &record.facts;
    assert_eq!((facts.role, facts.node, facts.cause), (Some(Role::Terminating), Some(0), Some(0)));
    let times = [facts.requested_at, facts.delivered_from, facts.delivered_until];
    assert_eq!(times.map(|time| time.unwrap().0 - 1_800_000_000_000), [250, 9_000, 69_000]);
    let texts = [
        &facts.method,
        &facts.call_id,
        &facts.icid,
        &facts.called,
        &facts.private,
        &facts.context,
        &facts.portability,
        &facts.carrier,
        &facts.visited_network,
    ];
    let expected = [
        "INVITE",
        "a84b4c76e66710@pc33",
        "icid-1",
        "tel:+15550002",
        "001010000000001@ims.example",
        "32260@3gpp.org",
        "npdi;rn=+15559",
        "cic=+1288",
        "ims.mnc001.mcc001.3gppnetwork.org",
    ];
    assert_eq!(texts.map(|text| text.as_deref().unwrap()), expected);
    assert_eq!((facts.calling.len(), &*facts.requested[0]), (2, "tel:0002;phone-context=ims.example"));
    assert_eq!(facts.access.as_deref(), Some(PANI), "as it came");
    assert_eq!((&*facts.operators[0].0.clone().unwrap(), &facts.operators[0].1), ("home.example", &None));
    assert_eq!(*facts.subscriptions, [(2, "sip:+15550001@ims.example".into())]);
    assert_eq!(bench.metrics.accounting_unusual.with_label_values(&["repeated"]).get(), 3);
}

/// Acceptance vector 13, as octets: what is lost is told, a failed call has its own record, and 3GPP's clients may name the application their way.
#[test]
fn vc_6_what_was_lost_is_told_and_a_failed_call_has_a_record() {
    let bench = Bench::new(Store::in_memory());
    let own_way = |request: AccountingRequest<'static>| AccountingRequest {
        acct_application_id: None,
        vendor_specific_application_id: Some(rf::VENDOR_SPECIFIC_APPLICATION_ID),
        ..request
    };
    let plain = CommandFlags::empty();
    // The START was lost; then the INTERIM of another; the STOP of a third.
    bench.tell(&own_way(acr("s;1", Type::STOP_RECORD, 1, bye(0))), plain);
    bench.tell(&acr("s;2", Type::START_RECORD, 0, call()), CommandFlags::RETRANSMIT);
    bench.tell(&acr("s;2", Type::STOP_RECORD, 2, bye(0)), plain);
    bench.tell(&acr("s;3", Type::START_RECORD, 0, call()), plain);
    for (number, cause) in [(0, 486), (1, -486)] {
        let busy = ImsInformation { cause_code: Some(cause), ..call() };
        assert_eq!(bench.tell(&acr("s;4", Type::EVENT_RECORD, number, busy), plain), KEPT);
    }
    let charging = bench.rf.charging.load_full();
    let later = Timestamp::now().after(charging.accounting.patience());
    let sweep = |now| -> u64 {
        let parts = 0..bench.store.shards();
        parts.map(|part| lapses::sweep_accounting(&bench.store, part, &charging.accounting, now)).sum()
    };
    assert_eq!((sweep(Timestamp::now()), sweep(later), sweep(later)), (0, 1, 0));
    let told: Vec<_> = bench
        .records()
        .iter()
        .map(|record| {
            let lost = record.incomplete;
            let cause = record.facts.cause;
            (record.session_id.to_string(), record.closing, [lost.start, lost.interim, lost.stop], cause)
        })
        .collect();
    let row = |session: &str, closing, lost, cause| (session.to_owned(), closing, lost, cause);
    assert_eq!(
        told,
        [
            row("s;1", Closing::Ended, [true, false, false], Some(0)),
            row("s;2", Closing::Ended, [false, true, false], Some(0)),
            row("s;4", Closing::Failed, [false; 3], Some(486)),
            row("s;4", Closing::Failed, [false; 3], Some(-486)),
            row("s;3", Closing::Silence, [false, false, true], None),
        ]
    );
    assert!(bench.records()[1].retransmitted, "the T flag is noted where it was the first that was heard");
}

/// Octets of a data session are added up, by service, and told in partial records.
#[test]
fn vc_6_a_data_session_tells_its_octets_by_service() {
    let bench = Bench::new(Store::in_memory());
    let container = |group, input, output| ServiceDataContainer {
        rating_group: Some(group),
        accounting_input_octets: Some(input),
        accounting_output_octets: Some(output),
        ..ServiceDataContainer::default()
    };
    let data = |kind, number, containers: Vec<ServiceDataContainer<'static>>| AccountingRequest {
        service_context_id: Some(ServiceContextId("32251@3gpp.org")),
        service_information: Some(ServiceInformation {
            ps_information: Some(Box::new(PsInformation {
                called_station_id: Some("internet"),
                tgpp_charging_id: Some(&[0, 0, 1, 2]),
                service_data_container: containers,
                // The same octets again, by bearer.
                traffic_data_volumes: vec![TrafficDataVolumes {
                    accounting_input_octets: Some(9_999),
                    ..TrafficDataVolumes::default()
                }],
                ..PsInformation::default()
            })),
            ..ServiceInformation::default()
        }),
        ..acr("p;1", kind, number, ImsInformation::default())
    };
    let plain = CommandFlags::empty();
    bench.tell(&data(Type::START_RECORD, 0, vec![container(1, 0, 1)]), plain);
    bench.tell(&data(Type::INTERIM_RECORD, 1, vec![container(1, 100, 20), container(2, 5, 0)]), plain);
    bench.tell(&data(Type::STOP_RECORD, 2, vec![container(1, 1, 2)]), plain);
    let [record] = &bench.records()[..] else { panic!("{:?}", bench.records()) };
    let used: Vec<_> =
        record.used.iter().map(|one| (one.service.rating_group, one.input, one.output)).collect();
    assert_eq!(used, [(Some(1), 101, 23), (Some(2), 5, 0)]);
    assert_eq!((record.facts.apn.as_deref(), record.facts.charging_id), (Some("internet"), Some(258)));
}

/// A session goes on where it was after a start of the daemon, and a repetition is one then, too. The parts of a session are sessions.
#[test]
fn vc_6_a_restart_forgets_nothing_that_was_acknowledged() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("store.db");
    let plain = CommandFlags::empty();
    let part = |number: u64, kind, of| AccountingRequest {
        accounting_sub_session_id: Some(number),
        ..acr("s;1", kind, of, call())
    };
    {
        let bench = Bench::at(&path);
        assert_eq!(bench.tell(&part(1, Type::START_RECORD, 0), plain), KEPT);
        assert_eq!(bench.tell(&part(2, Type::START_RECORD, 0), plain), KEPT);
        assert_eq!(bench.tell(&part(1, Type::STOP_RECORD, 1), plain), KEPT);
    }
    let bench = Bench::at(&path);
    assert_eq!(bench.store.count::<AccountingSession>(), 2);
    let phases: Vec<_> = bench.store.scan::<AccountingSession>().map(|(session, _)| session.phase).collect();
    assert!(phases.contains(&Phase::Open) && phases.contains(&Phase::Stopped), "{phases:?}");
    assert_eq!(bench.tell(&part(1, Type::STOP_RECORD, 1), CommandFlags::RETRANSMIT), KEPT);
    assert_eq!(bench.tell(&part(2, Type::STOP_RECORD, 1), plain), KEPT);
    let records = bench.records();
    let sessions: Vec<&str> = records.iter().map(|record| &*record.session_id).collect();
    assert_eq!(sessions, ["s;1#1", "s;1#2"]);
    assert_eq!(records[1].facts.icid.as_deref(), Some("icid-1"), "what the START said outlived the restart");
}

/// A store that takes no changes: the client is told to keep what it has (RFC 6733 §9.4), and nothing is remembered of it.
#[test]
fn vc_6_without_room_the_client_keeps_its_record() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("store.db");
    let event = acr("s;1", Type::EVENT_RECORD, 0, call());
    let full = Bench::new(Store::open(&path, Options { reserve: u64::MAX, ..Options::default() }).unwrap());
    let none = CommandFlags::empty();
    assert_eq!(full.tell(&event, none), (ResultCode::OUT_OF_SPACE.0, None));
    assert!(full.records().is_empty());
    drop(full);
    let bench = Bench::at(&path);
    assert_eq!(bench.tell(&event, CommandFlags::RETRANSMIT), KEPT);
    assert_eq!((bench.records().len(), bench.records()[0].retransmitted), (1, true));
}

/// What cannot be read is answered with what is wrong, and makes no record.
#[test]
fn vc_6_a_request_that_cannot_be_read_is_told_why() {
    let bench = Bench::new(Store::in_memory());
    let good = message(&acr("s;1", Type::START_RECORD, 0, call()), CommandFlags::empty());
    let octets = good.as_bytes();
    // Accounting-Record-Type 480 becomes one of no type; then it is not there at all.
    let at = octets.windows(4).position(|code| code == 480_u32.to_be_bytes()).unwrap();
    let mut unknown = octets.to_vec();
    unknown[at + 11] = 9;
    let mut missing = octets.to_vec();
    missing.drain(at..at + 12);
    let length = u32::try_from(missing.len()).unwrap().to_be_bytes();
    missing[1..4].copy_from_slice(&length[1..]);
    for (octets, code) in [(unknown, 5004), (missing, 5005)] {
        let request = Message::parse(octets.into()).unwrap();
        bench.send(request, |answer| {
            let found = answer.avps().map_while(Result::ok).find(|avp| avp.code == 268).unwrap();
            assert_eq!(found.read::<u32>().unwrap(), code);
        });
    }
    assert!(bench.records().is_empty() && bench.store.count::<AccountingSession>() == 0);
}
