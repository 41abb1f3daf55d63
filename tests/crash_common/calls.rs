//! A call server: calls that are charged, each with one request in flight, until the daemon is gone.

use super::Random;
use bytes::BytesMut;
use innkeeper::{
    diameter::{
        Application,
        codec::{Message, ResultCode},
        dictionary::ro::*,
        transport::{Client, ClientConfig},
    },
    types::Imsi,
};
use std::{net::SocketAddr, time::Duration};

const REALM: &str = "ims.mnc001.mcc001.3gppnetwork.org";
/// So many accounts share the load.
pub const ACCOUNTS: u64 = 200;
/// What each has in the beginning, cents.
pub const OPENING: i64 = 10_000;
/// Calls at once.
const WINDOW: usize = 24;
/// Seconds asked for at a time.
const QUANTUM: u32 = 30;
/// A call has so many reports at most: a client may not report more time than has passed, and half a minute.
const REPORTS: u32 = 8;
/// The T bit in the fifth octet of a header.
const REPEATED: u8 = 0x10;

/// One call, as its server knows it.
#[derive(Debug, Clone)]
struct Call {
    id: u64,
    account: u64,
    kind: CcRequestType,
    number: u32,
    /// Seconds that the request in flight reports.
    used: u32,
    /// Seconds granted by the last answer.
    granted: u32,
    flying: bool,
}

/// What an account has to show.
#[derive(Debug, Clone, Copy, Default)]
pub struct Promise {
    /// Cents that were reported and answered.
    pub used: i64,
    /// Cents that open calls may still use.
    pub granted: i64,
}

/// A call server with its calls.
pub struct Calls {
    host: String,
    calls: Vec<Call>,
    begun: u64,
    random: Random,
    promised: Vec<Promise>,
    pub answered: u64,
    pub repeated: u64,
}

impl Calls {
    pub fn new(number: u64, random: Random) -> Self {
        let mut new = Self {
            host: format!("scscf{number}.{REALM}"),
            calls: Vec::new(),
            begun: 0,
            random,
            promised: vec![Promise::default(); ACCOUNTS as usize],
            answered: 0,
            repeated: 0,
        };
        new.calls = (0..WINDOW).map(|_| new.begin()).collect();
        new
    }

    /// Asks until the connection breaks. What was not answered then is in flight still.
    pub async fn run(mut self, to: SocketAddr) -> Self {
        let mut client = self.connect(to).await;
        let (mut batch, mut answers) = (BytesMut::new(), Vec::new());
        loop {
            for slot in 0..self.calls.len() {
                if !self.calls[slot].flying {
                    self.go_on(slot);
                    self.write(slot, false, &mut batch);
                }
            }
            if client.send_batch(&mut batch).is_err() {
                return self;
            }
            let read = client.read_answers(|_, answer| answers.push(answer)).await;
            answers.drain(..).for_each(|answer| self.landed(&answer));
            if read.is_err() {
                return self;
            }
        }
    }

    /// Asks again what was not answered, and once more, as if that answer were lost, too: it is the same.
    pub async fn repeat(&mut self, to: SocketAddr) {
        let mut client = self.connect(to).await;
        for slot in 0..WINDOW {
            if self.calls[slot].flying {
                let mut request = BytesMut::new();
                self.write(slot, true, &mut request);
                let (answer, again) =
                    (client.call(&request).await.unwrap(), client.call(&request).await.unwrap());
                assert_eq!(decision(&answer), decision(&again), "{:?}", self.calls[slot]);
                self.landed(&answer);
                self.repeated += 1;
            }
        }
        client.close().await;
    }

    /// Ends every call.
    pub async fn hang_up(&mut self, to: SocketAddr) {
        let mut client = self.connect(to).await;
        for slot in 0..WINDOW {
            let call = &mut self.calls[slot];
            if call.kind != CcRequestType::TERMINATION_REQUEST && call.granted > 0 {
                (call.kind, call.number, call.used) =
                    (CcRequestType::TERMINATION_REQUEST, call.number + 1, 1);
                let mut request = BytesMut::new();
                self.write(slot, false, &mut request);
                self.landed(&client.call(&request).await.unwrap());
            }
        }
        client.close().await;
    }

    /// Adds what was promised of each account.
    pub fn add_to(&self, promised: &mut [Promise]) {
        for (sum, own) in promised.iter_mut().zip(&self.promised) {
            sum.used += own.used;
        }
        for call in &self.calls {
            promised[call.account as usize].granted += i64::from(call.granted);
        }
    }

    fn begin(&mut self) -> Call {
        self.begun += 1;
        let account = self.random.below(ACCOUNTS);
        let kind = CcRequestType::INITIAL_REQUEST;
        Call { id: self.begun, account, kind, number: 0, used: 0, granted: 0, flying: false }
    }

    /// The next request of a call, or the first of the next call.
    fn go_on(&mut self, slot: usize) {
        if self.calls[slot].kind == CcRequestType::TERMINATION_REQUEST {
            self.calls[slot] = self.begin();
        } else if self.calls[slot].granted > 0 {
            let ends = self.calls[slot].number >= REPORTS || self.random.below(4) == 0;
            let used = self.random.below(3) as u32;
            let call = &mut self.calls[slot];
            call.kind = if ends { CcRequestType::TERMINATION_REQUEST } else { CcRequestType::UPDATE_REQUEST };
            (call.number, call.used) = (call.number + 1, used);
        }
    }

    fn write(&mut self, slot: usize, repeated: bool, batch: &mut BytesMut) {
        let call = &mut self.calls[slot];
        call.flying = true;
        let imsi = Imsi::parse("460011000000000").unwrap().offset(call.account).unwrap().to_string();
        let session = format!("{};call;{}", self.host, call.id);
        let asked = RequestedServiceUnit { cc_time: Some(QUANTUM), ..Default::default() };
        let used = UsedServiceUnit { cc_time: Some(call.used), ..Default::default() };
        let (begins, ends) =
            (call.kind == CcRequestType::INITIAL_REQUEST, call.kind == CcRequestType::TERMINATION_REQUEST);
        let begin = batch.len();
        CreditControlRequest {
            session_id: &session,
            origin_host: &self.host,
            origin_realm: REALM,
            destination_realm: REALM,
            auth_application_id: Some(APPLICATION),
            service_context_id: ServiceContextId("32260@3gpp.org"),
            cc_request_type: call.kind,
            cc_request_number: call.number,
            subscription_id: vec![SubscriptionId {
                subscription_id_type: SubscriptionIdType::END_USER_IMSI,
                subscription_id_data: &imsi,
            }],
            multiple_services_indicator: Some(MultipleServicesIndicator::MULTIPLE_SERVICES_SUPPORTED),
            multiple_services_credit_control: vec![MultipleServicesCreditControl {
                requested_service_unit: (!ends).then_some(asked),
                used_service_unit: (!begins).then_some(used).into_iter().collect(),
                rating_group: Some(100),
                ..Default::default()
            }],
            ..Default::default()
        }
        .encode(slot as u32, slot as u32, batch);
        if repeated {
            batch[begin + 4] |= REPEATED;
        }
    }

    fn landed(&mut self, answer: &Message) {
        let call = &mut self.calls[answer.header.hop_by_hop as usize];
        let (outcome, granted) = decision(answer);
        assert_eq!(outcome, ResultCode::SUCCESS, "{call:?}");
        (call.flying, call.granted) = (false, granted);
        self.promised[call.account as usize].used += i64::from(call.used);
        call.used = 0;
        self.answered += 1;
    }

    async fn connect(&self, to: SocketAddr) -> Client {
        let config = ClientConfig {
            origin_host: self.host.clone(),
            origin_realm: REALM.into(),
            applications: vec![Application { id: APPLICATION, vendor: 0 }],
            product: "crash test".into(),
            timeout: Duration::from_secs(30),
        };
        Client::connect(to, config).await.unwrap()
    }
}

/// The result, and the seconds that were granted.
fn decision(answer: &Message) -> (ResultCode, u32) {
    let answer = CreditControlAnswer::decode(answer).unwrap();
    let granted =
        answer.multiple_services_credit_control.iter().find_map(|one| one.granted_service_unit.as_ref());
    (answer.outcome, granted.and_then(|units| units.cc_time).unwrap_or(0))
}
