//! VC-6: many sessions at once with loss, duplication, reordering, late answers, crashes at every step and disks that fail or are full, by a clock of the test's
//! own. After each step the invariants of a ledger hold: no prepaid account below its floor, what is reserved is what open sessions hold, a request decided once stays decided, what a client
//! was answered is on disk, nothing outlives Tcc, and what was debited is what was used, by the tariff.
//!
//! `INNKEEPER_CHARGING_RUNS` (40) makes a soak of it. A failing run tells its seed; `INNKEEPER_CHARGING_SEED` runs that one alone.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, loudly")]

use innkeeper::{
    domain::{
        charging::{
            Charging,
            session::{Action, Kind, Loaded, Request, Requested, ServiceRequest, Used, decide},
        },
        ledger::verify::Audit,
    },
    procedures::lapses,
    records::{
        Account, AccountId, Answer, Call, CallPlaces, ChargingRecord, ChargingSession, ChargingSubscription,
        FactsRef, House, Role, ServiceKey, SessionKey, Side, Terms, Transfer, UnitKind,
    },
    store::{ChangeSet, CommitError, MemoryDisk, Options, Store},
    types::{Currency, Imsi, Lsn, Money, Name, Seen, Timestamp},
};
use std::{
    collections::{HashMap, HashSet},
    pin::pin,
    task::{Context, Waker},
    time::Duration,
};

/// A generator whose numbers a seed decides (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (word ^ (word >> 31)) % bound
    }
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

const HOST: &str = "scscf.ims.example";
const ACCOUNTS: u64 = 3;
const USERS: u64 = 5;
/// Seconds of one grant that a client asks for.
const QUANTUM: u64 = 30;

/// What a client sends: a copy of it may be sent again, and arrive in any order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Message {
    session: u64,
    user: u64,
    kind: u8,
    number: u32,
    used: u64,
    wants: bool,
    at: i64,
}

/// One call as its client sees it.
#[derive(Debug, Clone)]
struct Client {
    session: u64,
    user: u64,
    next: u32,
    granted: u64,
    since: i64,
    /// Under way, or lost: sent again until it is answered.
    waiting: Option<Message>,
    over: bool,
}

struct World {
    random: Random,
    disk: MemoryDisk,
    store: Option<Store>,
    now: Timestamp,
    charging: Charging,
    clients: Vec<Client>,
    network: Vec<Message>,
    sessions: u64,
    /// What clients were answered.
    answered: HashMap<(u64, u8, u32), Answer>,
    /// Usage that was reported in an answered request, by session: it is charged, whatever crashes.
    reported: HashMap<u64, HashSet<(u8, u32, u64)>>,
    /// The next write fails, or has failed.
    fails: bool,
    /// The disk has no room.
    full: bool,
    happened: Happened,
}

/// How often what a simulation is made for happened.
#[derive(Debug, Default, Clone, Copy)]
struct Happened {
    heard: u32,
    crashes: u32,
    repeats: u32,
    faults: u32,
    refused: u32,
}

fn imsi(user: u64) -> Imsi {
    Imsi::parse("001010000000000").unwrap().offset(user).unwrap()
}

fn name(session: u64) -> String {
    format!("{HOST};{session}")
}

fn key(session: u64) -> SessionKey {
    SessionKey::of(HOST, &name(session))
}

impl World {
    fn new(seed: u64) -> Self {
        let mut random = Random(seed);
        let disk = MemoryDisk::new();
        let now = Timestamp(1_800_000_000_000);
        let store = open(&disk);
        let mut changes = ChangeSet::new();
        for id in 0..ACCOUNTS {
            let balance = Money(random.below(400) as i64);
            let terms = match id {
                0 => Terms::Postpaid { limit: Money(random.below(200) as i64) },
                _ => Terms::Prepaid { floor: Money(0) },
            };
            let account = Account {
                id: AccountId(id),
                currency: Currency::parse("EUR").unwrap(),
                terms,
                plan: Name::new("lab"),
                active: true,
                opening: balance,
                balance,
                reserved: Money(0),
                postings: 0,
                buckets: Box::default(),
                next_bucket: 1,
                sessions: 0,
                opened: now,
            };
            changes = changes.put(account, Lsn::ZERO);
        }
        for user in 0..USERS {
            let account = AccountId(user % ACCOUNTS);
            changes = changes.put(ChargingSubscription { imsi: imsi(user), account, home: None }, Lsn::ZERO);
        }
        wait(&store, store.commit(changes).unwrap());
        Self {
            random,
            disk,
            store: Some(store),
            now,
            charging: Charging::lab(),
            clients: Vec::new(),
            network: Vec::new(),
            sessions: 0,
            answered: HashMap::new(),
            reported: HashMap::new(),
            fails: false,
            full: false,
            happened: Happened::default(),
        }
    }

    fn store(&self) -> &Store {
        self.store.as_ref().unwrap()
    }

    fn step(&mut self) {
        match self.random.below(100) {
            0..15 => self.call(),
            15..45 => self.clients_act(),
            45..85 => self.deliver(),
            85..94 => self.now = self.now.after(Duration::from_secs(self.random.below(20))),
            94..96 => self.now = self.now.after(Duration::from_secs(self.random.below(1500))),
            96..98 => self.sweep(),
            98 => self.crash(),
            _ if self.random.below(2) == 0 => {
                self.disk.fail_next("input/output error");
                self.fails = true;
            }
            _ => self.fill(!self.full),
        }
        // The disk has failed: whoever waited for it was told nothing, and the daemon ends.
        if self.fails && (!self.is_durable(self.store().last()) || self.has_failed()) {
            self.happened.faults += 1;
            self.restart();
        }
    }

    /// From now on the disk is full, or has room again.
    fn fill(&mut self, full: bool) {
        self.disk.set_free(if full { 0 } else { u64::MAX });
        self.full = full;
        while self.store().stats().full != full {
            std::thread::yield_now();
        }
    }

    /// Waits until all up to `lsn` is on disk; false where the disk fails before.
    fn is_durable(&self, lsn: Lsn) -> bool {
        while !self.store().durable().covers(lsn) {
            if self.has_failed() {
                return false;
            }
            std::thread::yield_now();
        }
        true
    }

    fn has_failed(&self) -> bool {
        pin!(self.store().failed()).poll(&mut Context::from_waker(Waker::noop())).is_ready()
    }

    /// A new call begins.
    fn call(&mut self) {
        if self.clients.iter().filter(|client| !client.over).count() >= 12 {
            return;
        }
        self.sessions += 1;
        let (session, user) = (self.sessions, self.random.below(USERS));
        let at = self.now.0;
        let first = Message { session, user, kind: 1, number: 0, used: 0, wants: true, at };
        self.network.push(first.clone());
        self.clients.push(Client {
            session,
            user,
            next: 1,
            granted: 0,
            since: at,
            waiting: Some(first),
            over: false,
        });
    }

    /// Every client sends what it waits for once more, or the next request, or nothing.
    fn clients_act(&mut self) {
        let now = self.now.0;
        for client in self.clients.iter_mut().filter(|client| !client.over) {
            if let Some(waiting) = &client.waiting {
                if self.random.below(3) == 0 {
                    self.network.push(waiting.clone());
                    self.happened.repeats += 1;
                }
                // Some do not wait for the answer before they end (kamailio#2143).
                if self.random.below(12) > 0 {
                    continue;
                }
            }
            let passed = ((now - client.since) / 1000).max(0) as u64;
            let used = passed.min(client.granted + self.random.below(3));
            let ends = used >= client.granted || self.random.below(4) == 0 || client.waiting.is_some();
            let kind = if ends { 3 } else { 2 };
            let (session, user, number) = (client.session, client.user, client.next);
            let message = Message { session, user, kind, number, used, wants: !ends, at: now };
            client.next += 1;
            client.granted = client.granted.saturating_sub(used);
            client.since = now;
            client.waiting = Some(message.clone());
            self.network.push(message);
            // Some never hear, and never ask again.
            client.over = self.random.below(40) == 0;
        }
    }

    /// One message arrives, or is lost; its answer arrives, or is lost.
    fn deliver(&mut self) {
        if self.network.is_empty() {
            return;
        }
        let at = self.random.below(self.network.len() as u64) as usize;
        let message = self.network.swap_remove(at);
        if self.random.below(8) == 0 {
            return;
        }
        let Some((answer, lsn)) = self.serve(&message) else {
            self.happened.refused += 1;
            return;
        };
        // The daemon may die between the decision and the answer.
        if self.random.below(25) == 0 {
            return self.crash();
        }
        if self.is_durable(lsn) && self.random.below(8) > 0 {
            self.hear(&message, answer);
        }
    }

    /// What the daemon does with a message: the answer, and what has to be durable before it leaves.
    fn serve(&self, message: &Message) -> Option<(Answer, Lsn)> {
        let store = self.store();
        let session_id = name(message.session);
        for _ in 0..8 {
            let request = self.request(message, &session_id);
            let loaded = load(store, &request, message.user);
            let decision = decide(&request, &loaded, &self.charging.tariff, &self.charging.manners, self.now);
            let seen = loaded.seen;
            if decision.changes.is_empty() {
                return Some((decision.answer, seen));
            }
            match store.commit(decision.changes) {
                Ok(lsn) => return Some((decision.answer, lsn.max(seen))),
                Err(CommitError::Stale { .. }) => {}
                Err(CommitError::Full) if self.full => return None,
                Err(CommitError::Stopped) if self.fails => return None,
                Err(other) => panic!("{other}"),
            }
        }
        panic!("nobody competes here");
    }

    fn request<'a>(&self, message: &Message, session_id: &'a str) -> Request<'a> {
        let kind = [Kind::Initial, Kind::Update, Kind::Termination][usize::from(message.kind) - 1];
        let used = (message.kind != 1).then(|| Used { time: Some(message.used), ..Used::default() });
        Request {
            kind,
            number: message.number,
            action: Action::Debit,
            session_id,
            host: HOST,
            realm: "ims.example",
            context: 32260,
            at: Timestamp(message.at),
            call: Call {
                role: Role::Originating,
                calling: "tel:+1".into(),
                called: "tel:+2".into(),
                correlation: "c".into(),
                seen: Seen::default(),
                roaming: false,
                places: CallPlaces::default(),
            },
            facts: FactsRef::default(),
            services: vec![ServiceRequest {
                service: ServiceKey { rating_group: Some(100), service_identifier: None },
                requested: message.wants.then_some(Requested::Units(UnitKind::Time, QUANTUM)),
                used: used.into_iter().collect(),
            }],
            wants_cost: false,
            refunds: None,
        }
    }

    /// The answer reaches its client.
    fn hear(&mut self, message: &Message, answer: Answer) {
        self.happened.heard += 1;
        let what = (message.session, message.kind, message.number);
        if let Some(before) = self.answered.get(&what)
            && self.still_remembered(message)
        {
            assert_eq!(*before, answer, "one request, one answer: {message:?}");
        }
        self.answered.insert(what, answer.clone());
        // An answer that refuses to look at a request (too old, of no session) moves nothing.
        if !matches!(answer.code, 5002 | 5012) {
            let report = (message.kind, message.number, message.used);
            self.reported.entry(message.session).or_default().insert(report);
        }
        let Some(client) = self.clients.iter_mut().find(|client| client.session == message.session) else {
            return;
        };
        if client.waiting.as_ref() != Some(message) {
            return;
        }
        client.waiting = None;
        client.over |= answer.code != 2001 || message.kind == 3;
        let granted =
            answer.services.first().and_then(|service| service.granted).map_or(0, |(_, units)| units);
        client.granted = granted;
    }

    /// A session keeps its last decisions, and is forgotten some time after its end: what comes later is another matter.
    fn still_remembered(&self, message: &Message) -> bool {
        let session = self.store().get::<ChargingSession>(&key(message.session)).value;
        session.is_some_and(|session| {
            session.decided.iter().any(|one| one.kind == message.kind && one.number == message.number)
        })
    }

    fn sweep(&mut self) {
        for part in 0..self.store().shards() {
            lapses::sweep(self.store(), part, &self.charging, self.now);
        }
        // Of what is forgotten nothing is promised any more.
        let store = self.store.as_ref().unwrap();
        let kept = |session: u64| store.get::<ChargingSession>(&key(session)).value.is_some();
        self.answered.retain(|(session, ..), _| kept(*session));
        self.reported.retain(|session, _| kept(*session));
    }

    /// kill -9: what was not on disk is gone, and nobody was told of it.
    fn crash(&mut self) {
        self.happened.crashes += 1;
        self.restart();
    }

    fn restart(&mut self) {
        self.disk.cut();
        self.fails = false;
        self.store = None;
        self.store = Some(open(&self.disk));
        self.fill(self.full);
    }

    /// Everything that must hold at every step.
    fn check(&self) {
        let store = self.store();
        let mut reserved: HashMap<AccountId, i64> = HashMap::new();
        let mut open: HashMap<AccountId, u32> = HashMap::new();
        for (session, _) in store.scan::<ChargingSession>() {
            let held: i64 = session.grants.iter().map(|grant| grant.reserved.0).sum();
            assert!(session.ended.is_none() || held == 0, "an ended session holds {held}");
            *reserved.entry(session.account).or_default() += held;
            *open.entry(session.account).or_default() += u32::from(session.ended.is_none());
            for grant in &session.grants {
                let price = i64::try_from(grant.used).unwrap();
                assert_eq!(grant.charged.0 + grant.uncollected.0, price, "a cent a second: {session:?}");
            }
        }
        for (account, _) in store.scan::<Account>() {
            assert!(account.balance.0 - account.reserved.0 >= account.terms.floor().0, "{account:?}");
            assert_eq!(account.reserved.0, reserved.get(&account.id).copied().unwrap_or(0), "{account:?}");
            assert_eq!(account.sessions, open.get(&account.id).copied().unwrap_or(0), "{account:?}");
        }
        // What was answered is on disk: each usage that a client knows to be reported is among the session's, once.
        for (session, reports) in &self.reported {
            let Some(kept) = store.get::<ChargingSession>(&key(*session)).value else { continue };
            let known: u64 = reports.iter().map(|(_, _, used)| *used).sum();
            let used: u64 = kept.grants.iter().map(|grant| grant.used).sum();
            assert!(used >= known, "{used} s of {known} s that were answered: {kept:?}");
        }
    }

    /// The log proves the balances.
    fn prove(&mut self) {
        if !self.is_durable(self.store().last()) {
            self.restart();
        }
        let store = self.store();
        let mut audit = Audit::new(true);
        for entry in store.read_log::<Transfer>(0, usize::MAX).unwrap() {
            audit.transfer(entry.number, &entry.value);
        }
        let ahead: Vec<_> = store.scan::<Account>().filter(|(account, _)| !audit.account(account)).collect();
        assert!(ahead.is_empty() && audit.faults().is_empty(), "{ahead:?} {:?}", audit.faults());
    }

    /// In the end all clients fall silent: no reservation outlives its time.
    fn end(&mut self) {
        self.network.clear();
        self.restart();
        self.fill(false);
        self.now = self.now.after(Duration::from_secs(2 * 600 + 60));
        self.sweep();
        self.check();
        for (account, _) in self.store().scan::<Account>() {
            assert_eq!((account.reserved, account.sessions), (Money(0), 0), "{account:?}");
        }
        self.now = self.now.after(self.charging.manners.remembered);
        self.sweep();
        assert_eq!(self.store().count::<ChargingSession>(), 0, "what ended is forgotten");
        self.prove();
        self.compare();
    }

    /// What was debited stands in the records, once.
    fn compare(&self) {
        let store = self.store();
        let mut billed = 0;
        for entry in store.read_log::<ChargingRecord>(0, usize::MAX).unwrap() {
            let charges = entry.value.detail().charges.as_ref();
            billed += charges.map_or(0, |all| all.services.iter().map(|one| one.amount.0).sum());
        }
        let mut debited = 0;
        for entry in store.read_log::<Transfer>(0, usize::MAX).unwrap() {
            if matches!(entry.value.credit, Side::House(House::Usage(_))) {
                debited += i64::try_from(entry.value.amount).unwrap();
            }
        }
        assert_eq!(billed, debited);
    }
}

/// A store that knows within a millisecond whether its disk has room.
fn open(disk: &MemoryDisk) -> Store {
    let options = Options { reserve: 1, look_at_disk: Duration::from_millis(1), ..Options::default() };
    Store::open_memory(disk, options).unwrap()
}

fn load(store: &Store, request: &Request<'_>, user: u64) -> Loaded {
    let session = store.get::<ChargingSession>(&request.key());
    let subscription = store.get::<ChargingSubscription>(&imsi(user));
    let account = store.get::<Account>(&AccountId(user % ACCOUNTS));
    let seen = session.version.max(subscription.version).max(account.version);
    Loaded {
        key: request.key(),
        session,
        subscription: Some(subscription),
        account: Some(account),
        refunded: None,
        held: Some(store.get(&request.key())),
        refunded_held: None,
        seen,
    }
}

fn wait(store: &Store, lsn: Lsn) {
    while !store.durable().covers(lsn) {
        std::thread::yield_now();
    }
}

#[test]
fn vc_6_sessions_survive_loss_repetition_disorder_and_crashes() {
    let one = setting("INNKEEPER_CHARGING_SEED");
    let runs = one.map_or(0..setting("INNKEEPER_CHARGING_RUNS").unwrap_or(40), |seed| seed..seed + 1);
    let mut all = Happened::default();
    for seed in runs {
        let run = std::panic::catch_unwind(|| {
            let mut world = World::new(seed);
            for at in 0..600 {
                world.step();
                world.check();
                if at % 100 == 99 {
                    world.prove();
                }
            }
            world.end();
            world.happened
        });
        match run {
            Ok(one) => {
                all.heard += one.heard;
                all.crashes += one.crashes;
                all.repeats += one.repeats;
                all.faults += one.faults;
                all.refused += one.refused;
            }
            Err(why) => {
                println!("INNKEEPER_CHARGING_SEED={seed} shows it");
                std::panic::resume_unwind(why);
            }
        }
    }
    // A simulation in which nothing happens proves nothing.
    let enough = all.heard > 1000 && all.crashes > 100 && all.repeats > 100;
    assert!(one.is_some() || enough && all.faults > 20 && all.refused > 20, "{all:?}");
}
