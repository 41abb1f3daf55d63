//! A call server: calls that are charged, each with one request in flight, until the daemon is gone.

use super::{Random, connect, sender};
use bytes::BytesMut;
use innkeeper::{
    cli::load::{
        Kind, Population, Sender,
        population::{Choice, Report},
    },
    diameter::{
        Application,
        codec::{CommandFlags, Message, ResultCode},
        dictionary::ro::{APPLICATION, CreditControlAnswer},
        transport::Client,
    },
};
use std::{net::SocketAddr, sync::Arc};

/// So many accounts share the load.
pub const ACCOUNTS: u64 = 200;
/// Calls at once.
const WINDOW: usize = 24;
/// A call has so many reports at most, of two seconds at most: nobody may report more time than has passed, and half a minute.
const REPORTS: u32 = 8;

/// One call, as its server knows it.
#[derive(Debug, Clone)]
struct Call {
    id: u64,
    account: u64,
    /// The request that is in flight, or was the last.
    kind: Kind,
    number: u32,
    /// Seconds that it reports.
    used: u32,
    flying: bool,
    /// Seconds granted by the last answer; `None` before the first.
    granted: Option<u32>,
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
    sender: Sender,
    users: Arc<Population>,
    calls: Vec<Call>,
    begun: u64,
    random: Random,
    promised: Vec<Promise>,
    pub answered: u64,
    pub repeated: u64,
}

impl Calls {
    pub fn new(number: u64, users: Arc<Population>, random: Random) -> Self {
        let mut new = Self {
            sender: sender(&format!("scscf{number}")),
            users,
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
            for slot in 0..WINDOW {
                if !self.calls[slot].flying {
                    self.go_on(slot);
                    self.write(slot, &mut batch);
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
                self.write(slot, &mut request);
                request[4] |= CommandFlags::RETRANSMIT.bits();
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
            if call.kind != Kind::Cct && call.granted.is_some() {
                (call.kind, call.number, call.used) = (Kind::Cct, call.number + 1, 1);
                let mut request = BytesMut::new();
                self.write(slot, &mut request);
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
            promised[call.account as usize].granted += i64::from(call.granted.unwrap_or(0));
        }
    }

    fn begin(&mut self) -> Call {
        self.begun += 1;
        let account = self.random.below(ACCOUNTS);
        Call { id: self.begun, account, kind: Kind::Cci, number: 0, used: 0, flying: false, granted: None }
    }

    /// The next request of a call that was answered, or the first of the next call.
    fn go_on(&mut self, slot: usize) {
        if self.calls[slot].kind == Kind::Cct {
            self.calls[slot] = self.begin();
        } else if let Some(granted) = self.calls[slot].granted {
            let ends = self.calls[slot].number >= REPORTS || self.random.below(4) == 0;
            let used = self.random.below(3) as u32;
            let call = &mut self.calls[slot];
            call.kind = if ends { Kind::Cct } else { Kind::Ccu };
            (call.number, call.used) = (call.number + 1, used.min(granted));
        }
    }

    fn write(&mut self, slot: usize, batch: &mut BytesMut) {
        let call = &mut self.calls[slot];
        call.flying = true;
        // A charged user is named by the IMSI, whichever service of it speaks.
        let user = self.users.client(call.account * self.users.services.len() as u64).unwrap();
        let session = format!("{};call;{}", self.sender.host, call.id);
        let report = Some(Report { number: call.number, used: call.used });
        let (choice, ids) = (Choice { report, ..Choice::default() }, (slot as u32, slot as u32));
        self.sender.write(call.kind, &user, choice, &session, ids, batch);
    }

    fn landed(&mut self, answer: &Message) {
        let call = &mut self.calls[answer.header.hop_by_hop as usize];
        let (outcome, granted) = decision(answer);
        assert_eq!(outcome, ResultCode::SUCCESS, "{call:?}");
        (call.flying, call.granted) = (false, Some(granted));
        self.promised[call.account as usize].used += i64::from(call.used);
        self.answered += 1;
    }

    async fn connect(&self, to: SocketAddr) -> Client {
        connect(to, &self.sender, Application { id: APPLICATION, vendor: 0 }).await
    }
}

/// The result, and the seconds that were granted.
fn decision(answer: &Message) -> (ResultCode, u32) {
    let answer = CreditControlAnswer::decode(answer).unwrap();
    let granted =
        answer.multiple_services_credit_control.iter().find_map(|one| one.granted_service_unit.as_ref());
    (answer.outcome, granted.and_then(|units| units.cc_time).unwrap_or(0))
}
