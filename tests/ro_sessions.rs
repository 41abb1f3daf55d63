//! Ro and Gy over the service itself, octets in and octets out: sessions and events as clients write them, and answers that freeDiameter's rules let through.

use arc_swap::ArcSwap;
use bytes::BytesMut;
use innkeeper::{
    diameter::{
        From, Reply, Service,
        codec::{Message, ResultCode},
        dictionary::ro::*,
    },
    domain::charging::Charging,
    interfaces::{
        ro::Ro,
        shared::{Nobody, Origin},
    },
    records::{Account, AccountId, ChargingSubscription, Terms},
    store::{ChangeSet, Store},
    telemetry::metrics::Metrics,
    types::{Currency, Imsi, Lsn, Money, Name, Timestamp},
};
use std::sync::Arc;

const ACCOUNT: AccountId = AccountId(1);
const IMSI: &str = "001010000000001";

struct Bench {
    store: Arc<Store>,
    ro: Ro,
}

impl Bench {
    fn with(balance: i64) -> Self {
        let store = Arc::new(Store::in_memory());
        let imsi = Imsi::parse(IMSI).unwrap();
        let account = Account {
            id: ACCOUNT,
            currency: Currency::parse("EUR").unwrap(),
            terms: Terms::Prepaid { floor: Money(0) },
            plan: Name::new("lab"),
            active: true,
            opening: Money(balance),
            balance: Money(balance),
            reserved: Money(0),
            postings: 0,
            buckets: Box::default(),
            next_bucket: 1,
            sessions: 0,
            opened: Timestamp::now(),
        };
        let subscription = ChargingSubscription { imsi, account: ACCOUNT, home: None };
        store.commit(ChangeSet::new().put(account, Lsn::ZERO).put(subscription, Lsn::ZERO)).unwrap();
        let origin = Origin { host: Name::new("ocs.example"), realm: Name::new("example") };
        let charging = Arc::new(ArcSwap::from_pointee(Charging::lab()));
        let ro = Ro::new(charging, store.clone(), origin, Box::new(Nobody), Arc::new(Metrics::new()));
        Self { store, ro }
    }

    fn money(&self) -> (i64, i64) {
        let account = self.store.get::<Account>(&ACCOUNT).value.unwrap();
        (account.balance.0, account.reserved.0)
    }

    /// Sends a request; hands the answer to `look`.
    fn ask<T>(
        &self,
        request: &CreditControlRequest<'_>,
        look: impl FnOnce(&CreditControlAnswer<'_>) -> T,
    ) -> T {
        let mut octets = BytesMut::new();
        request.encode(7, 9, &mut octets);
        let request = Message::parse(octets.freeze()).unwrap();
        let from = From { host: Name::new("smf.example"), realm: Name::new("example") };
        let mut out = BytesMut::new();
        let reply = self.ro.request(&from, &request, &mut out);
        assert!(matches!(reply, Reply::Written(_)), "{reply:?}");
        let answer = Message::parse(out.freeze()).unwrap();
        look(&CreditControlAnswer::decode(&answer).unwrap())
    }
}

/// A request as Kamailio sends it, of a call.
fn voice<'a>(session: &'a str, kind: CcRequestType, number: u32) -> CreditControlRequest<'a> {
    CreditControlRequest {
        session_id: session,
        origin_host: "smf.example",
        origin_realm: "example",
        destination_realm: "example",
        auth_application_id: Some(4),
        service_context_id: ServiceContextId("ext.01.001.8.32260@3gpp.org"),
        cc_request_type: kind,
        cc_request_number: number,
        subscription_id: vec![SubscriptionId {
            subscription_id_type: SubscriptionIdType::END_USER_IMSI,
            subscription_id_data: IMSI,
        }],
        ..CreditControlRequest::default()
    }
}

fn seconds(requested: Option<u32>, used: Option<u32>) -> MultipleServicesCreditControl<'static> {
    let unit = |cc_time| RequestedServiceUnit { cc_time: Some(cc_time), ..RequestedServiceUnit::default() };
    let used = used.map(|time| UsedServiceUnit { cc_time: Some(time), ..UsedServiceUnit::default() });
    MultipleServicesCreditControl {
        requested_service_unit: requested.map(unit),
        used_service_unit: used.into_iter().collect(),
        service_identifier: vec![1000],
        rating_group: Some(100),
        ..MultipleServicesCreditControl::default()
    }
}

#[test]
fn vc_6_a_call_is_granted_debited_and_ended() {
    let bench = Bench::with(75);
    let initial = CreditControlRequest {
        multiple_services_credit_control: vec![seconds(Some(30), None)],
        ..voice("smf.example;1;1", CcRequestType::INITIAL_REQUEST, 0)
    };
    bench.ask(&initial, |answer| {
        assert_eq!((answer.outcome, answer.cc_request_number), (ResultCode(2001), 0));
        let [service] = &answer.multiple_services_credit_control[..] else { panic!("{answer:?}") };
        assert_eq!(service.granted_service_unit.unwrap().cc_time, Some(30));
        assert_eq!((service.rating_group, &service.service_identifier[..]), (Some(100), &[1000][..]));
        assert_eq!(service.result_code, Some(ResultCode(2001)));
        assert!(service.validity_time >= Some(30) && service.final_unit_indication.is_none());
    });
    assert_eq!(bench.money(), (75, 30));
    let end = CreditControlRequest {
        multiple_services_credit_control: vec![seconds(None, Some(12))],
        ..voice("smf.example;1;1", CcRequestType::TERMINATION_REQUEST, 1)
    };
    bench.ask(&end, |answer| assert_eq!(answer.outcome, ResultCode(2001)));
    assert_eq!(bench.money(), (63, 0));
}

/// A request that comes again after many others is not debited again, though nobody remembers what it was answered.
#[test]
fn vc_6_a_request_that_comes_again_much_later_is_not_debited_twice() {
    let bench = Bench::with(75);
    let report = |kind, number, used| CreditControlRequest {
        multiple_services_credit_control: vec![seconds(Some(10), used)],
        ..voice("smf.example;1;9", kind, number)
    };
    bench.ask(&report(CcRequestType::INITIAL_REQUEST, 0, None), |answer| {
        assert_eq!(answer.outcome, ResultCode(2001))
    });
    for number in 1..=9 {
        let update = report(CcRequestType::UPDATE_REQUEST, number, Some(2));
        bench.ask(&update, |answer| assert_eq!(answer.outcome, ResultCode(2001), "{number}"));
    }
    assert_eq!(bench.money(), (75 - 18, 10));
    for number in 1..=9 {
        let update = report(CcRequestType::UPDATE_REQUEST, number, Some(2));
        bench.ask(&update, |answer| assert!(matches!(answer.outcome.0, 2001 | 5012), "{number}: {answer:?}"));
        assert_eq!(bench.money(), (75 - 18, 10), "{number} was debited again");
    }
}

/// Acceptance vector 6: SMFs of Open5GS name neither rating group nor service, and report octets each way.
#[test]
fn vc_6_a_data_session_without_a_rating_group_is_charged_by_both_directions() {
    let bench = Bench::with(3);
    let data = |kind, number, requested: bool, used: Option<(u64, u64)>| CreditControlRequest {
        service_context_id: ServiceContextId("32251@3gpp.org"),
        requested_action: Some(RequestedAction::DIRECT_DEBITING),
        aoc_request_type: Some(AocRequestType::AOC_FULL),
        multiple_services_indicator: Some(MultipleServicesIndicator::MULTIPLE_SERVICES_NOT_SUPPORTED),
        multiple_services_credit_control: vec![MultipleServicesCreditControl {
            requested_service_unit: requested.then(|| RequestedServiceUnit {
                cc_total_octets: Some(1_000_000),
                ..RequestedServiceUnit::default()
            }),
            used_service_unit: used
                .map(|(input, output)| UsedServiceUnit {
                    cc_time: Some(10),
                    cc_input_octets: Some(input),
                    cc_output_octets: Some(output),
                    ..UsedServiceUnit::default()
                })
                .into_iter()
                .collect(),
            ..MultipleServicesCreditControl::default()
        }],
        ..voice("smf.example;2;2", kind, number)
    };
    let granted = |answer: &CreditControlAnswer<'_>| {
        let [service] = &answer.multiple_services_credit_control[..] else { panic!("{answer:?}") };
        assert_eq!((service.rating_group, service.service_identifier.len()), (None, 0));
        let last = service.final_unit_indication.as_ref().map(|last| last.final_unit_action);
        (answer.outcome.0, service.granted_service_unit.and_then(|unit| unit.cc_total_octets), last)
    };
    assert_eq!(
        bench.ask(&data(CcRequestType::INITIAL_REQUEST, 0, true, None), granted),
        (2001, Some(1_000_000), None)
    );
    let update = data(CcRequestType::UPDATE_REQUEST, 1, true, Some((900_000, 600_000)));
    assert_eq!(bench.ask(&update, granted), (2001, Some(1_000_000), None));
    assert_eq!(bench.money(), (1, 1));
    // 500,000 octets of the second million are left, and one cent.
    let update = data(CcRequestType::UPDATE_REQUEST, 2, true, Some((400_000, 600_000)));
    let last = bench.ask(&update, |answer| {
        let cost = answer
            .cost_information
            .as_ref()
            .map(|cost| (cost.unit_value.value_digits, cost.unit_value.exponent));
        assert_eq!(cost, Some((3, Some(-2))), "advice of charge was asked for");
        granted(answer)
    });
    assert_eq!(last, (2001, Some(500_000), Some(FinalUnitAction::TERMINATE)));
    bench.ask(&data(CcRequestType::TERMINATION_REQUEST, 3, false, Some((500_000, 0))), |answer| {
        assert_eq!(answer.outcome, ResultCode(2001));
    });
    assert_eq!(bench.money(), (0, 0));
    let again = CreditControlRequest {
        session_id: "smf.example;2;3",
        ..data(CcRequestType::INITIAL_REQUEST, 0, true, None)
    };
    bench.ask(&again, |answer| {
        assert_eq!(answer.outcome, ResultCode(4012));
        assert_eq!(answer.multiple_services_credit_control[0].result_code, Some(ResultCode(4012)));
    });
}

/// Clients of RFC 4006 put units into the command itself, and get them there.
#[test]
fn vc_6_a_client_without_multiple_services_is_answered_at_the_root() {
    let bench = Bench::with(20);
    let initial = CreditControlRequest {
        requested_service_unit: Some(RequestedServiceUnit {
            cc_time: Some(60),
            ..RequestedServiceUnit::default()
        }),
        ..voice("old;1;1", CcRequestType::INITIAL_REQUEST, 0)
    };
    bench.ask(&initial, |answer| {
        assert!(answer.multiple_services_credit_control.is_empty());
        assert_eq!(answer.granted_service_unit.unwrap().cc_time, Some(20));
        assert_eq!(
            answer.final_unit_indication.as_ref().unwrap().final_unit_action,
            FinalUnitAction::TERMINATE
        );
    });
}

/// Whoever is not rated or not known is told so in the grammar, and what could not be rated is named (RFC 8506 §9.1).
#[test]
fn vc_6_refusals_carry_what_their_code_asks_for() {
    let bench = Bench::with(20);
    let unrated = CreditControlRequest {
        service_context_id: ServiceContextId("32299@3gpp.org"),
        multiple_services_credit_control: vec![seconds(Some(30), None)],
        ..voice("a;1;1", CcRequestType::INITIAL_REQUEST, 0)
    };
    bench.ask(&unrated, |answer| {
        assert_eq!((answer.outcome, answer.failed_avp.len()), (ResultCode(5031), 1));
    });
    let nobody = CreditControlRequest {
        subscription_id: vec![SubscriptionId {
            subscription_id_type: SubscriptionIdType::END_USER_E164,
            subscription_id_data: "15559999",
        }],
        ..voice("a;1;2", CcRequestType::INITIAL_REQUEST, 0)
    };
    bench.ask(&nobody, |answer| assert_eq!(answer.outcome, ResultCode(5030)));
    let event = voice("a;1;3", CcRequestType::EVENT_REQUEST, 0);
    bench.ask(&event, |answer| assert_eq!(answer.outcome, ResultCode(5005), "without a Requested-Action"));
    assert_eq!(bench.money(), (20, 0));
}
