//! A charging system with a map, a table of home places and a tariff that knows who roams; and calls over it.
#![allow(dead_code, clippy::unwrap_used, reason = "each test binary uses a part; tests fail loudly")]
#![expect(unreachable_pub, reason = "shared by test binaries")]

use arc_swap::ArcSwap;
use bytes::{Bytes, BytesMut};
use innkeeper::{
    diameter::{
        From, Reply, Service,
        codec::{DecodeError, Message},
        dictionary::{
            base::AccountingRecordType,
            place::PlaceInformation,
            rf::{self, AccountingAnswer, AccountingRequest},
            ro::*,
        },
    },
    domain::{
        charging::{
            Charging,
            roaming::{Homes, Roaming, Rules},
            session::Manners,
            tariff::Tariff,
        },
        hss::Hss,
        location::Privacy,
        places::{Format, Levels, Places},
    },
    interfaces::{
        rf::Rf,
        ro::Ro,
        shared::{
            Origin, Verdict, Verdicts,
            network::{Answering, Peers, Sending, Undelivered},
        },
    },
    procedures::location::Locator,
    records::{
        Account, AccountId, ChargingRecord, ChargingSession, ChargingSubscription, Detail, Fact, Location,
        SessionKey, Source, Subscriber, Terms,
    },
    store::{ChangeSet, Store},
    telemetry::metrics::Metrics,
    types::{Currency, Imsi, Lsn, Money, Name, Seen, Tai, Timestamp},
};
use std::sync::{Arc, Mutex};

/// At home in Springfield by its contract.
pub const IMSI: &str = "001010000000001";
/// At home in Shelbyville by its contract.
pub const OTHER: &str = "001010000000002";
/// A header with a cell of Springfield, and of Shelbyville.
pub const HOME: &str = "3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=0010100010000101";
pub const THERE: &str = "3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=0010100020000201";
pub const HOST: &str = "scscf.example";
pub const CONTEXT: &str = "ext.01.001.8.32260@3gpp.org";
const BALANCE: i64 = 100_000;

const MAP: &str = "match,city,province,country,zone
mcc 001,,,Labland,Etc/UTC
plmn 001010,,,Farland,Asia/Tokyo
tai 00101-0001,Springfield,Middle,Labland,
tai 00101-0002,Shelbyville,Middle,Labland,
";
const HOMES: &str = "number,place\n+15551,Springfield\n+15552,Shelbyville\n";
const TARIFF: &str = r#"
currency = "EUR"
[service.voice]
unit = "seconds"
context = 32260
[plan.lab]
[[plan.lab.rate]]
service = "voice"
step = 1
price = 0.01
[[plan.lab.rate]]
service = "voice"
roaming = true
step = 1
price = 0.05
[[plan.lab.rate]]
service = "voice"
visited = "Farland"
step = 1
price = 0.09
[[plan.lab.rate]]
service = "voice"
direction = "terminating"
roaming = true
step = 1
price = 0.02
"#;

pub fn map() -> Places {
    Places::read(MAP.as_bytes(), Format::Csv, Levels::default()).unwrap()
}

pub fn homes(text: &str) -> Homes {
    Homes::read(text.as_bytes(), &map()).unwrap()
}

/// A subscriber with nothing but an IMSI.
pub fn subscriber(imsi: Imsi) -> Subscriber {
    Subscriber {
        imsi,
        msisdn: None,
        domain: Name::new("example"),
        sim: None,
        services: Box::default(),
        roaming: innkeeper::records::Roaming::default(),
        template: None,
    }
}

/// Keeps the sentences of refusals.
#[derive(Debug, Clone, Default)]
pub struct Refusals(Arc<Mutex<Vec<String>>>);

impl Verdicts for Refusals {
    fn verdict(&self, verdict: &Verdict<'_>) {
        self.0.lock().unwrap().extend(verdict.refusal.map(ToString::to_string));
    }

    fn malformed(&self, _: &'static str, _: &From, _: &DecodeError) {}
}

/// No node answers anything.
#[derive(Debug, Clone)]
struct Silent;

impl Peers for Silent {
    fn request(&self, _: &Name, _: &Name, _: Bytes) -> Answering {
        Box::pin(async { Err(Undelivered::NoConnection) })
    }
}

pub struct Bench {
    pub store: Arc<Store>,
    pub charging: Arc<ArcSwap<Charging>>,
    pub places: Arc<ArcSwap<Places>>,
    pub metrics: Arc<Metrics>,
    refusals: Refusals,
    ro: Ro,
    rf: Rf,
}

fn account(id: u64) -> Account {
    Account {
        id: AccountId(id),
        currency: Currency::parse("EUR").unwrap(),
        terms: Terms::Prepaid { floor: Money(0) },
        plan: Name::new("lab"),
        active: true,
        opening: Money(BALANCE),
        balance: Money(BALANCE),
        reserved: Money(0),
        postings: 0,
        buckets: Box::default(),
        next_bucket: 1,
        sessions: 0,
        opened: Timestamp::now(),
    }
}

impl Bench {
    pub fn new() -> Self {
        Self::with(|_, _| ())
    }

    /// With another configuration.
    pub fn with(change: impl FnOnce(&mut Roaming, &mut Manners)) -> Self {
        let store = Arc::new(Store::in_memory());
        for (id, imsi, home) in [(1, IMSI, "Springfield"), (2, OTHER, "Shelbyville")] {
            let imsi = Imsi::parse(imsi).unwrap();
            let home = Some(Name::new(home));
            let subscription = ChargingSubscription { imsi, account: AccountId(id), home };
            store.commit(ChangeSet::new().put(account(id), Lsn::ZERO).put(subscription, Lsn::ZERO)).unwrap();
        }
        Self::over(store, change)
    }

    /// Over a store that is there already.
    pub fn over(store: Arc<Store>, change: impl FnOnce(&mut Roaming, &mut Manners)) -> Self {
        let mut roaming = Roaming { homes: Some(homes(HOMES)), rules: Rules::default() };
        let mut manners = Manners::default();
        change(&mut roaming, &mut manners);
        let tariff = Tariff::read(TARIFF.as_bytes()).unwrap_or_else(|mistakes| panic!("{mistakes}"));
        let charging =
            Arc::new(ArcSwap::from_pointee(Charging { tariff, manners, roaming, ..Charging::lab() }));
        let places = Arc::new(ArcSwap::from_pointee(map()));
        let (refusals, metrics) = (Refusals::default(), Arc::new(Metrics::new()));
        let origin = Origin { host: Name::new("ocs.example"), realm: Name::new("example") };
        let ro =
            Ro::new(charging.clone(), store.clone(), origin, Box::new(refusals.clone()), metrics.clone());
        let ro = ro.with_places(places.clone());
        let origin = Origin { host: Name::new("cdf.example"), realm: Name::new("example") };
        let rf =
            Rf::new(charging.clone(), store.clone(), origin, Box::new(refusals.clone()), metrics.clone());
        let rf = rf.with_places(places.clone());
        Self { store, charging, places, metrics, refusals, ro, rf }
    }

    /// With a location service that remembers and can ask nobody.
    pub fn with_locator(mut self) -> Self {
        let origin = Origin { host: Name::new("hss.example"), realm: Name::new("example") };
        let network = Box::new(Sending::new(Silent, origin, Timestamp::now()));
        let hss = Arc::new(ArcSwap::from_pointee(Hss::new(toml::from_str("").unwrap()).unwrap()));
        let known = (self.store.clone(), hss);
        let locator = Locator::new(known, network, Privacy::default(), self.metrics.clone(), Timestamp::now);
        let locator = Arc::new(locator);
        self.ro = self.ro.with_locator(locator.clone());
        self.rf = self.rf.with_locator(locator);
        self
    }

    /// The location service heard so many seconds ago that the first subscriber is in a tracking area.
    pub fn remember(&self, area: &str, seconds: i64) {
        let at = Timestamp(Timestamp::now().0 - seconds * 1000);
        let fact = Fact {
            source: Source::Gtp,
            from: Name::new("mme"),
            at,
            heard: at,
            seen: Seen::from(area.parse::<Tai>().unwrap()),
            estimate: Box::default(),
            state: None,
        };
        let location = Location { imsi: Imsi::parse(IMSI).unwrap(), facts: vec![fact].into() };
        self.store.commit(ChangeSet::new().put(location, Lsn::ZERO)).unwrap();
    }

    pub fn metrics_text(&self) -> String {
        self.metrics.render()
    }

    pub fn refusals(&self) -> Vec<String> {
        self.refusals.0.lock().unwrap().clone()
    }

    /// What the first subscriber's account has paid.
    pub fn spent(&self) -> i64 {
        self.spent_by(IMSI)
    }

    pub fn spent_by(&self, imsi: &str) -> i64 {
        let id = if imsi == IMSI { 1 } else { 2 };
        BALANCE - self.store.get::<Account>(&AccountId(id)).value.unwrap().balance.0
    }

    pub fn find(&self, name: &str) -> Option<ChargingSession> {
        let key = SessionKey::of(HOST, &format!("{HOST};{name}"));
        self.store.get::<ChargingSession>(&key).value.map(|session| (*session).clone())
    }

    pub fn session(&self, name: &str) -> ChargingSession {
        self.find(name).unwrap()
    }

    /// A whole call of so many seconds.
    pub fn call(&self, name: &str, leg: &Leg<'_>, seconds: u32) {
        self.ask(&leg.request(name, CcRequestType::INITIAL_REQUEST, 0, Some(30), None), |answer| {
            assert_eq!(answer.outcome.0, 2001, "{answer:?} {:?}", self.refusals());
        });
        let end = leg.request(name, CcRequestType::TERMINATION_REQUEST, 1, None, Some(seconds));
        self.ask(&end, |answer| assert_eq!(answer.outcome.0, 2001));
    }

    /// Sends a request; hands the answer to `look`.
    pub fn ask<T>(&self, request: &Asking<'_>, look: impl FnOnce(&CreditControlAnswer<'_>) -> T) -> T {
        let session = format!("{HOST};{}", request.session);
        let ccr = CreditControlRequest { session_id: &session, ..request.ccr.clone() };
        let mut octets = BytesMut::new();
        ccr.encode(7, 9, &mut octets);
        let request = Message::parse(octets.freeze()).unwrap();
        look(&CreditControlAnswer::decode(&served(&self.ro, &request)).unwrap())
    }

    /// Tells something of a session that is charged by its records; it is kept.
    pub fn tell(&self, name: &str, leg: &Leg<'_>, kind: AccountingRecordType, number: u32) {
        let told = leg.request(name, CcRequestType::EVENT_REQUEST, 0, None, None).ccr;
        let service = told
            .service_information
            .map(|service| ServiceInformation { subscription_id: told.subscription_id.clone(), ..service });
        let acr = AccountingRequest {
            session_id: &format!("{HOST};{name}"),
            origin_host: HOST,
            origin_realm: "example",
            destination_realm: "example",
            accounting_record_type: kind,
            accounting_record_number: number,
            acct_application_id: Some(rf::APPLICATION),
            service_information: service,
            ..AccountingRequest::default()
        };
        let mut octets = BytesMut::new();
        acr.encode(7, 9, &mut octets);
        let answer = served(&self.rf, &Message::parse(octets.freeze()).unwrap());
        assert_eq!(AccountingAnswer::decode(&answer).unwrap().outcome.0, 2001);
    }

    /// Waits until all is on disk: logs are read from there.
    pub fn written(&self) {
        let last = self.store.last();
        while !self.store.durable().covers(last) {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
    }

    /// The records in the log.
    pub fn log(&self) -> Vec<Detail> {
        self.written();
        let all = self.store.read_log::<ChargingRecord>(0, usize::MAX).unwrap();
        all.into_iter().map(|entry| entry.value.into_detail()).collect()
    }

    /// Another table of home places.
    pub fn correct_the_table(&self, text: &str) {
        let now = self.charging.load_full();
        let mut roaming = now.roaming.clone();
        roaming.homes = Some(homes(text));
        self.charging.store(Arc::new(Charging { roaming, ..(*now).clone() }));
    }
}

/// The answer of a service to a request.
fn served(service: &dyn Service, request: &Message) -> Message {
    let from = From { host: Name::new(HOST), realm: Name::new("example") };
    let mut out = BytesMut::new();
    let reply = service.request(&from, request, &mut out);
    assert!(matches!(reply, Reply::Written(_)), "{reply:?}");
    Message::parse(out.freeze()).unwrap()
}

/// A request, and the name of its session.
pub struct Asking<'a> {
    session: &'a str,
    pub ccr: CreditControlRequest<'a>,
}

/// One party's side of a call.
#[derive(Clone)]
pub struct Leg<'a> {
    pub role: RoleOfNode,
    pub imsi: &'a str,
    /// In Subscription-Id; empty: the side's own address is looked at.
    pub number: &'a str,
    pub calling: &'a str,
    pub called: &'a str,
    pub pani: Option<&'a str>,
    /// IMS-Charging-Identifier.
    pub icid: Option<&'a str>,
    /// Place-Information.
    pub said: Option<(Option<&'a str>, Option<&'a str>)>,
}

impl Default for Leg<'_> {
    fn default() -> Self {
        Self {
            role: RoleOfNode::ORIGINATING_ROLE,
            imsi: IMSI,
            number: "",
            calling: "tel:+15551001",
            called: "tel:+49301",
            pani: None,
            icid: None,
            said: None,
        }
    }
}

impl<'a> Leg<'a> {
    pub fn from_cell(pani: &'a str) -> Self {
        Self { pani: Some(pani), ..Self::default() }
    }

    pub fn request(
        &self,
        session: &'a str,
        kind: CcRequestType,
        number: u32,
        wants: Option<u32>,
        used: Option<u32>,
    ) -> Asking<'a> {
        let id = |subscription_id_type, subscription_id_data| SubscriptionId {
            subscription_id_type,
            subscription_id_data,
        };
        let number_id = (!self.number.is_empty()).then(|| id(SubscriptionIdType::END_USER_E164, self.number));
        let imsi_id = (!self.imsi.is_empty()).then(|| id(SubscriptionIdType::END_USER_IMSI, self.imsi));
        let ids = imsi_id.into_iter().chain(number_id);
        let unit =
            |cc_time| RequestedServiceUnit { cc_time: Some(cc_time), ..RequestedServiceUnit::default() };
        let used = used.map(|time| UsedServiceUnit { cc_time: Some(time), ..UsedServiceUnit::default() });
        let addresses = [self.calling].into_iter().filter(|text| !text.is_empty());
        let ims = ImsInformation {
            role_of_node: Some(self.role),
            calling_party_address: addresses.collect(),
            called_party_address: Some(self.called).filter(|text| !text.is_empty()),
            ims_charging_identifier: self.icid,
            access_network_information: self.pani.map(str::as_bytes).into_iter().collect(),
            ..ImsInformation::default()
        };
        let place = |(home_place, visited_place)| PlaceInformation { home_place, visited_place };
        Asking {
            session,
            ccr: CreditControlRequest {
                origin_host: HOST,
                origin_realm: "example",
                destination_realm: "example",
                auth_application_id: Some(4),
                service_context_id: ServiceContextId(CONTEXT),
                cc_request_type: kind,
                cc_request_number: number,
                subscription_id: ids.collect(),
                service_information: Some(ServiceInformation {
                    ims_information: Some(ims.into()),
                    place_information: self.said.map(place),
                    ..ServiceInformation::default()
                }),
                multiple_services_credit_control: vec![MultipleServicesCreditControl {
                    requested_service_unit: wants.map(unit),
                    used_service_unit: used.into_iter().collect(),
                    rating_group: Some(100),
                    ..MultipleServicesCreditControl::default()
                }],
                ..CreditControlRequest::default()
            },
        }
    }
}
