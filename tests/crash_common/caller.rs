//! One connection of the load: assignments, challenges and looks, a window of them in flight, until the daemon is gone.

use super::{
    Random, connect,
    ledger::{self, Ledger, Shared},
    sender,
};
use bytes::BytesMut;
use innkeeper::{
    cli::load::{Client as User, Kind, Population, Sender, population::Choice},
    diameter::{
        Application,
        codec::Message,
        dictionary::{
            TGPP,
            base::Outcome,
            cx::{
                self, LocationInfoAnswer, MultimediaAuthAnswer, ServerAssignmentAnswer, ServerAssignmentType,
            },
        },
        transport::Client,
    },
};
use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

/// Requests in flight.
const WINDOW: usize = 64;
/// SIMs that all connections challenge: the last ones, which no ledger has.
pub const SHARED: u64 = 8;

#[derive(Debug, Clone, Copy)]
enum Flight {
    Assignment { subscriber: u64, number: u32 },
    Look { subscriber: u64, floor: u32 },
    Challenge { subscriber: u64 },
}

/// A CSCF.
pub struct Caller {
    client: Client,
    sender: Sender,
    population: Arc<Population>,
    pub ledger: Ledger,
    shared: Arc<Mutex<Shared>>,
    random: Random,
    flying: Vec<Option<Flight>>,
    free: Vec<u32>,
}

impl Caller {
    pub async fn connect(
        to: SocketAddr,
        number: usize,
        population: Arc<Population>,
        ledger: Ledger,
        shared: Arc<Mutex<Shared>>,
        random: Random,
    ) -> Self {
        let sender = sender(&format!("cscf{number}"));
        let client = connect(to, &sender, Application { id: cx::APPLICATION, vendor: TGPP }).await;
        let (flying, free) = (vec![None; WINDOW], (0..WINDOW as u32).collect());
        Self { client, sender, population, ledger, shared, random, flying, free }
    }

    /// Asks until the connection breaks.
    pub async fn run(mut self) -> Ledger {
        let mut batch = BytesMut::new();
        let (mut sent, mut answers) = (0, Vec::new());
        loop {
            while let Some(slot) = self.free.pop() {
                let flight = self.choose();
                self.write(flight, slot, sent, &mut batch);
                self.flying[slot as usize] = Some(flight);
                sent += 1;
            }
            if self.client.send_batch(&mut batch).is_err() {
                break;
            }
            let read = self.client.read_answers(|_, answer| answers.push(answer)).await;
            for answer in answers.drain(..) {
                self.landed(&answer);
            }
            if read.is_err() {
                break;
            }
        }
        self.ledger
    }

    fn choose(&mut self) -> Flight {
        let subscriber = self.ledger.any(&mut self.random);
        match self.random.below(20) {
            0..=8 => {
                let known = self.ledger.of(subscriber);
                known.issued += 1;
                let number = known.issued;
                self.ledger.touched.insert(subscriber);
                Flight::Assignment { subscriber, number }
            }
            9..=13 => Flight::Challenge { subscriber },
            14 => {
                let all = self.population.subscribers;
                Flight::Challenge { subscriber: all - 1 - self.random.below(SHARED) }
            }
            _ => Flight::Look { subscriber, floor: self.ledger.of(subscriber).floor },
        }
    }

    /// Assignments and looks go to the subscriber's first service, challenges to the second: they share the SIM alone.
    fn write(&mut self, flight: Flight, slot: u32, number: u32, batch: &mut BytesMut) {
        let mut choice = Choice::default();
        let (kind, subscriber, service) = match flight {
            Flight::Assignment { subscriber, number } => {
                self.sender.server_name = ledger::server(number);
                if number % 2 == 0 {
                    choice.assignment = ServerAssignmentType::USER_DEREGISTRATION;
                }
                (Kind::Sar, subscriber, 0)
            }
            Flight::Look { subscriber, .. } => (Kind::Lir, subscriber, 0),
            Flight::Challenge { subscriber } => {
                self.sender.server_name = format!("sip:{}:6060", self.sender.host);
                (Kind::Mar, subscriber, 1)
            }
        };
        let session = format!("{};{number}", self.sender.host);
        let user = self.user(subscriber, service);
        self.sender.write(kind, &user, choice, &session, (slot, number), batch);
    }

    fn user(&self, subscriber: u64, service: u64) -> User {
        self.population.client(subscriber * self.population.services.len() as u64 + service).unwrap()
    }

    fn landed(&mut self, answer: &Message) {
        let slot = answer.header.hop_by_hop;
        let flight = self.flying[slot as usize].take().unwrap();
        self.free.push(slot);
        match flight {
            Flight::Assignment { subscriber, number } => {
                let answer = ServerAssignmentAnswer::decode(answer).unwrap();
                assert_eq!(
                    answer.outcome,
                    Outcome::SUCCESS,
                    "assignment {number} of subscriber {subscriber}"
                );
                let known = self.ledger.of(subscriber);
                known.floor = known.floor.max(number);
                self.ledger.assignments += 1;
            }
            Flight::Look { subscriber, floor } => {
                let shown = looked(answer);
                let told = self.ledger.of(subscriber).shown(shown.as_deref(), floor);
                told.unwrap_or_else(|why| panic!("subscriber {subscriber}: {why}"));
                self.ledger.touched.insert(subscriber);
                self.ledger.looks += 1;
            }
            Flight::Challenge { subscriber } => self.challenged(subscriber, answer),
        }
    }

    fn challenged(&mut self, subscriber: u64, answer: &Message) {
        let answer = MultimediaAuthAnswer::decode(answer).unwrap();
        // The shared SIMs may be too contended for an answer; nothing else may be refused.
        let is_shared = subscriber >= self.population.subscribers - SHARED;
        if is_shared && !answer.outcome.is_success() {
            return;
        }
        assert_eq!(answer.outcome, Outcome::SUCCESS, "challenge of subscriber {subscriber}");
        let challenge = answer.sip_auth_data_item[0].sip_authenticate.unwrap();
        let seq = ledger::seq(&self.population, subscriber, challenge);
        self.ledger.challenges += 1;
        if is_shared {
            let told = self.shared.lock().unwrap().challenged(subscriber, seq);
            return told.unwrap_or_else(|why| panic!("subscriber {subscriber}: {why}"));
        }
        let known = self.ledger.of(subscriber);
        assert!(seq > known.seq, "subscriber {subscriber}: SEQ {seq} after SEQ {}", known.seq);
        known.seq = seq;
    }

    /// Asks for all of `subscribers` where they are, and compares; gives the ledger back.
    pub async fn check(mut self, mut subscribers: Vec<u64>) -> Ledger {
        let (mut batch, mut asked, mut answers) = (BytesMut::new(), 0, Vec::new());
        let mut left = subscribers.len();
        while left > 0 {
            while !subscribers.is_empty()
                && let Some(slot) = self.free.pop()
                && let Some(subscriber) = subscribers.pop()
            {
                let flight = Flight::Look { subscriber, floor: 0 };
                self.write(flight, slot, asked, &mut batch);
                self.flying[slot as usize] = Some(flight);
                asked += 1;
            }
            self.client.send_batch(&mut batch).unwrap();
            self.client.read_answers(|_, answer| answers.push(answer)).await.unwrap();
            for answer in answers.drain(..) {
                let slot = answer.header.hop_by_hop;
                let Some(Flight::Look { subscriber, .. }) = self.flying[slot as usize].take() else {
                    panic!()
                };
                self.free.push(slot);
                left -= 1;
                let settled = self.ledger.of(subscriber).settled(looked(&answer).as_deref());
                settled.unwrap_or_else(|why| panic!("subscriber {subscriber} after the kill: {why}"));
            }
        }
        self.client.close().await;
        self.ledger
    }
}

/// The S-CSCF of an LIA; none for DIAMETER_ERROR_IDENTITY_NOT_REGISTERED.
fn looked(answer: &Message) -> Option<String> {
    let answer = LocationInfoAnswer::decode(answer).unwrap();
    if answer.outcome == Outcome::experimental(TGPP, 5003) {
        return None;
    }
    assert_eq!(answer.outcome, Outcome::SUCCESS);
    Some(answer.server_name.unwrap().to_owned())
}
