//! VC-6: clients with open sessions hear that there is more credit (RAR), and that their service is to end (ASR); those that cannot be told lose nothing.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

mod roaming_common;

use arc_swap::ArcSwap;
use bytes::{Bytes, BytesMut};
use innkeeper::{
    diameter::{
        codec::{Message, ResultCode},
        dictionary::{base::ReAuthRequestType, ro::*},
    },
    domain::{
        auth::{SystemRandom, Vault, keyfile::KeyRing},
        hss::Hss,
        ledger::orders::{self, Movement, Order, Outcome},
        subscribers::{Rules, account::Said},
    },
    interfaces::shared::{
        Origin,
        network::{Answering, Peers, Sending, Undelivered},
    },
    procedures::outbox::{Persistence, Worker, commit, commit_and_tell},
    records::{Account, AccountId, Closing, End, LedgerOrder, Outbox, SessionKey, SessionOrder, Task},
    store::ChangeSet,
    types::{Name, Timestamp},
};
use parking_lot::Mutex;
use roaming_common::{Bench, HOST, IMSI, Leg, OTHER};
use std::{collections::VecDeque, sync::Arc, time::Duration};

/// Clients that answer by a script, and keep what they were told.
#[derive(Clone, Default)]
struct Clients {
    answers: Arc<Mutex<VecDeque<Result<ResultCode, Undelivered>>>>,
    told: Arc<Mutex<Vec<String>>>,
}

impl Peers for Clients {
    fn request(&self, host: &Name, realm: &Name, request: Bytes) -> Answering {
        let message = Message::parse(request).unwrap();
        let order = read(&message, (host, realm));
        self.told.lock().push(order);
        let answer = self.answers.lock().pop_front().expect("nothing more was to be told");
        Box::pin(async move {
            let outcome = answer?;
            let mut out = BytesMut::new();
            let (session_id, origin_host, origin_realm) = ("s", HOST, "example");
            if message.header.code == 258 {
                let all =
                    ReAuthAnswer { session_id, origin_host, origin_realm, outcome, ..Default::default() };
                all.encode(&message.header, &mut out);
            } else {
                let all = AbortSessionAnswer {
                    session_id,
                    origin_host,
                    origin_realm,
                    outcome,
                    ..Default::default()
                };
                all.encode(&message.header, &mut out);
            }
            Ok(Message::parse(out.freeze()).unwrap())
        })
    }
}

/// What a client is told, and of which session; all that clients look for has to be there.
fn read(message: &Message, (host, realm): (&Name, &Name)) -> String {
    assert_eq!((&**host, &**realm), (HOST, "example"));
    let (word, session, application, to) = match message.header.code {
        258 => {
            let rar = ReAuthRequest::decode(message).unwrap();
            assert_eq!(rar.re_auth_request_type, ReAuthRequestType::AUTHORIZE_ONLY);
            ("RAR", rar.session_id, rar.auth_application_id, (rar.destination_host, rar.destination_realm))
        }
        274 => {
            let asr = AbortSessionRequest::decode(message).unwrap();
            ("ASR", asr.session_id, asr.auth_application_id, (asr.destination_host, asr.destination_realm))
        }
        other => panic!("{other}"),
    };
    assert_eq!((application, message.header.application, to), (4, 4, (HOST, "example")));
    format!("{word} {}", session.strip_prefix(HOST).unwrap().trim_start_matches(';'))
}

impl Clients {
    /// What was told since the last look, in no order; then they answer so.
    fn told(&self) -> Vec<String> {
        let mut told = std::mem::take(&mut *self.told.lock());
        told.sort();
        told
    }

    fn say(&self, answers: impl IntoIterator<Item = Result<u32, Undelivered>>) {
        *self.answers.lock() = answers.into_iter().map(|answer| answer.map(ResultCode)).collect();
    }
}

struct House {
    bench: Bench,
    clients: Clients,
    worker: Worker<Sending<Clients>>,
}

impl House {
    fn new() -> Self {
        let (bench, clients) = (Bench::new(), Clients::default());
        let origin = Origin { host: Name::new("ocs.example"), realm: Name::new("example") };
        let network = Sending::new(clients.clone(), origin, Timestamp::now());
        let hss = Arc::new(ArcSwap::from_pointee(Hss::new(toml::from_str("").unwrap()).unwrap()));
        let vault = Arc::new(Vault::new(&KeyRing::ephemeral(&mut SystemRandom).unwrap()));
        let persistence = Persistence { attempts: 3, search: 1, ..Persistence::default() };
        let worker = Worker::new(bench.store.clone(), hss, vault, network, persistence)
            .with_charging(bench.charging.clone(), bench.metrics.clone());
        Self { bench, clients, worker }
    }

    /// An open session of a subscriber with a grant of 30 s.
    fn opens(&self, name: &str, imsi: &str) {
        let leg = Leg { imsi, ..Leg::default() };
        self.asks(&leg, name, (CcRequestType::INITIAL_REQUEST, 0), (Some(30), None), 2001);
    }

    fn asks(
        &self,
        leg: &Leg<'_>,
        name: &str,
        (kind, number): (CcRequestType, u32),
        (wants, used): (Option<u32>, Option<u32>),
        code: u32,
    ) {
        let request = leg.request(name, kind, number, wants, used);
        self.bench.ask(&request, |answer| assert_eq!(answer.outcome.0, code, "{answer:?}"));
    }

    /// An order as the admin API carries it out.
    fn order(&self, movement: Movement, amount: &str, key: &str) {
        let (store, account) = (&self.bench.store, AccountId(1));
        let order = Order { account, movement, amount, currency: None, reason: "cash", key, client: "desk" };
        let decided = order.decide(&store.get(&account), &store.get::<LedgerOrder>(&key.into()), soon());
        let Outcome::Moved(changes, _, _, told) = decided.unwrap() else { panic!("it was there") };
        commit_and_tell(store, changes, (account, told), soon()).unwrap();
    }

    fn change(&self, said: &Said) {
        let (store, account) = (&self.bench.store, AccountId(1));
        let (changes, told) = orders::change(account, &store.get(&account), said, &Rules::default()).unwrap();
        commit_and_tell(store, changes, (account, told), soon()).unwrap();
    }

    fn abort(&self, name: &str) {
        let session = SessionKey::of(HOST, &format!("{HOST};{name}"));
        let task = Task::TellClient { session, order: SessionOrder::Abort, at: soon() };
        commit(&self.bench.store, ChangeSet::new(), vec![task], soon()).unwrap();
    }

    /// Rounds of the outbox, each when the next entry is due, until it is empty.
    async fn carried_out(&self) {
        for _ in 0..200 {
            let Some(due) = self.bench.store.outbox_next_due() else { return };
            self.worker.round(due.max(soon())).await;
        }
        panic!("there is no end of it: {:?}", self.bench.store.page::<Outbox>(None, 9));
    }

    fn reserved(&self) -> (i64, u32) {
        let account = self.bench.store.get::<Account>(&AccountId(1)).value.unwrap();
        (account.reserved.0, account.sessions)
    }

    fn counted(&self, order: &str, outcome: &str) -> u64 {
        self.bench.metrics.charging_orders.with_label_values(&[order, outcome]).get()
    }
}

/// After everything that was asked until now.
fn soon() -> Timestamp {
    Timestamp::now().after(Duration::from_millis(2))
}

#[tokio::test]
async fn vc_6_after_a_top_up_every_open_session_of_the_account_is_asked_to_come_again() {
    let house = House::new();
    for (name, imsi) in [("a", IMSI), ("b", IMSI), ("c", IMSI), ("theirs", OTHER)] {
        house.opens(name, imsi);
    }
    house.asks(&Leg::default(), "c", (CcRequestType::TERMINATION_REQUEST, 1), (None, Some(1)), 2001);
    // What takes credit away, or changes nothing, tells nobody.
    house.order(Movement::Adjust, "-1.00", "1");
    house.change(&Said { active: Some(true), ..Said::default() });
    house.carried_out().await;
    assert_eq!(house.clients.told(), [""; 0]);
    house.clients.say([Ok(2002), Ok(2001)]);
    house.order(Movement::TopUp, "10.00", "2");
    house.carried_out().await;
    assert_eq!(house.clients.told(), ["RAR a", "RAR b"]);
    assert_eq!((house.counted("reauthorize", "done"), house.reserved().1), (2, 2), "both go on");
    house.clients.say([Ok(2002), Ok(2002)]);
    house.order(Movement::Adjust, "0.01", "3");
    house.carried_out().await;
    assert_eq!(house.clients.told(), ["RAR a", "RAR b"], "a correction upwards is more credit, too");
}

/// Who comes by itself needs not be told; who knows no RAR comes when its grant is over; who is away is told later, and at last not at all.
#[tokio::test]
async fn vc_6_clients_that_cannot_be_told_of_credit_lose_nothing() {
    let house = House::new();
    house.opens("a", IMSI);
    house.order(Movement::TopUp, "10.00", "1");
    std::thread::sleep(Duration::from_millis(4));
    house.asks(&Leg::default(), "a", (CcRequestType::UPDATE_REQUEST, 1), (Some(30), Some(1)), 2001);
    house.carried_out().await;
    assert_eq!((house.clients.told(), house.counted("reauthorize", "needless")), (vec![], 1));
    let away = Err(Undelivered::NoConnection);
    for (key, answers, tries, outcome) in [
        ("2", &[Ok(3001)][..], 1, "not-served"),
        ("3", &[Ok(5002)], 1, "unknown"),
        ("4", &[Ok(5012)], 1, "refused"),
        ("5", &[Err(Undelivered::NoAnswer)], 1, "silent"),
        ("6", &[away, Ok(3004), Ok(2002)], 3, "done"),
        ("7", &[away, away, away], 3, "unreachable"),
    ] {
        let before = house.counted("reauthorize", outcome);
        house.clients.say(answers.iter().copied());
        house.order(Movement::TopUp, "1.00", key);
        house.carried_out().await;
        assert_eq!(house.clients.told(), vec!["RAR a"; tries], "{outcome}");
        assert!(house.counted("reauthorize", outcome) > before, "{outcome}");
    }
    assert_eq!(house.bench.session("a").ended, None, "a session that is paid for goes on");
    assert_eq!(house.reserved().1, 1);
}

#[tokio::test]
async fn vc_6_an_account_that_is_switched_off_has_its_sessions_ended_by_their_clients() {
    let house = House::new();
    house.opens("a", IMSI);
    house.opens("theirs", OTHER);
    house.clients.say([Ok(2001)]);
    house.change(&Said { active: Some(false), ..Said::default() });
    house.carried_out().await;
    assert_eq!(house.clients.told(), ["ASR a"]);
    assert_eq!((house.bench.session("a").ended, house.reserved().1), (None, 1), "until its client says so");
    house.asks(&Leg::default(), "a", (CcRequestType::TERMINATION_REQUEST, 1), (None, Some(7)), 2001);
    assert_eq!((house.reserved(), house.bench.spent()), ((0, 0), 7), "what was used is debited");
    assert_eq!(house.bench.log()[0].closing, Closing::Ended);
    // A top-up of an account that is off is no reason to come.
    house.order(Movement::TopUp, "1.00", "1");
    house.carried_out().await;
    assert_eq!(house.clients.told(), [""; 0]);
}

/// Where the client cannot be told, the session is ended here: nothing stays reserved, the record says why, and what is reported late is debited.
#[tokio::test]
async fn vc_6_a_session_whose_client_cannot_be_told_is_ended_here() {
    let away = Err(Undelivered::NoConnection);
    let silence = Err(Undelivered::NoAnswer);
    for (answers, outcome) in [
        (&[Ok(3001)][..], "not-served"),
        (&[Ok(5002)], "unknown"),
        (&[Ok(5012)], "refused"),
        (&[silence, silence], "silent"),
        (&[away, away, away], "unreachable"),
    ] {
        let house = House::new();
        house.opens("a", IMSI);
        assert_ne!(house.reserved(), (0, 0));
        house.clients.say(answers.iter().copied());
        house.abort("a");
        house.carried_out().await;
        assert_eq!(house.clients.told(), vec!["ASR a"; answers.len()], "{outcome}");
        assert_eq!(house.counted("abort", outcome), answers.len() as u64);
        assert_eq!(house.bench.session("a").ended, Some(End::Cut), "{outcome}");
        assert_eq!(house.reserved(), (0, 0), "{outcome}");
        assert_eq!(house.bench.log()[0].closing, Closing::Management);
        // It never heard of it: its report is debited, and it gets nothing more.
        house.asks(&Leg::default(), "a", (CcRequestType::UPDATE_REQUEST, 1), (Some(30), Some(12)), 5002);
        assert_eq!((house.bench.spent(), house.reserved()), (12, (0, 0)), "{outcome}");
        // Over, it is not told again.
        house.abort("a");
        house.carried_out().await;
        assert_eq!((house.clients.told(), house.counted("abort", "needless")), (vec![], 1));
    }
}

/// A crash after any step has the order carried out: what is not known to be done is in the store.
#[tokio::test]
async fn vc_6_orders_to_clients_outlive_a_crash() {
    let house = House::new();
    house.opens("a", IMSI);
    house.order(Movement::TopUp, "10.00", "1");
    house.bench.written();
    let found = house.bench.store.page::<Outbox>(None, 9);
    assert_eq!(found.len(), 1);
    // One round finds the session, and goes on looking for others; its client would be told with the next.
    house.worker.round(soon()).await;
    let found = house.bench.store.page::<Outbox>(None, 9);
    let told =
        |entry: &Arc<Outbox>| matches!(entry.task, Task::TellClient { order: SessionOrder::Reauthorize, .. });
    assert!(found.iter().any(told), "{found:?}");
    assert_eq!(house.clients.told(), [""; 0]);
    house.clients.say([Ok(2002)]);
    house.carried_out().await;
    assert_eq!(house.clients.told(), ["RAR a"]);
}
