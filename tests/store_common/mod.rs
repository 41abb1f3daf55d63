//! Records the store's tests put.
#![allow(dead_code, reason = "each test program uses its part")]

use innkeeper::{
    records::{
        Algorithm, AuthScheme, Identity, Log, Loggable, Logged, Outbox, OutboxId, PublicService,
        Registration, Requester, ResLength, Roaming, Scscf, Sealed, Sequence, Service, ServiceState,
        SetState, Share, Sim, State, Subscriber, Task, TuakParameters,
    },
    store::{ChangeSet, MemoryDisk, Options, Overtaken, Store},
    types::{E164, Impu, Imsi, Lsn, Name, Sic, Timestamp},
};
use std::{num::NonZeroU8, time::Duration};

/// The change set that adds a subscriber: what an import stages.
pub(crate) fn new(subscriber: Subscriber) -> ChangeSet {
    ChangeSet::new().put(subscriber, Lsn::ZERO)
}

/// For a switch at which no live change overtook anybody.
pub(crate) fn nobody(overtaken: &Overtaken) -> ChangeSet {
    panic!("nobody was registered meanwhile: {overtaken:?}")
}

pub(crate) const DOMAIN: &str = "mnc010.mcc460.3gppnetwork.org";

pub(crate) fn imsi(number: u64) -> Imsi {
    Imsi::parse("460010000000000").unwrap().offset(number).unwrap()
}

pub(crate) fn impu(text: &str) -> Impu {
    Impu::parse(text).unwrap()
}

fn identity(text: &str, set: u8) -> Identity {
    Identity { impu: impu(text), barred: false, set, alias: 0, profile: Name::new("default") }
}

/// A service with these public identities.
pub(crate) fn service(sic: Option<&str>, identities: &[&str]) -> Service {
    Service {
        sic: sic.map(|sic| Sic::parse(sic).unwrap()),
        impi: None,
        scheme: AuthScheme::AkaV1,
        also: Box::new([]),
        password: None,
        enabled: true,
        identities: identities.iter().map(|text| identity(text, 0)).collect(),
        scscf: None,
        charging: None,
        capabilities: Box::new([Name::new("urn:urn-7:3gpp-service.ims.icsi.mmtel")]),
    }
}

/// A subscriber whose one service has these public identities.
pub(crate) fn subscriber_with(number: u64, identities: &[&str]) -> Subscriber {
    Subscriber {
        imsi: imsi(number),
        msisdn: None,
        domain: Name::new(DOMAIN),
        sim: None,
        services: Box::new([service(None, identities)]),
        roaming: Roaming::Anywhere,
        template: None,
    }
}

/// Every fourth SIM speaks TUAK, each set up in another way.
fn algorithm(number: u64) -> Algorithm {
    let lengths = [ResLength::Bits32, ResLength::Bits64, ResLength::Bits128];
    let Some(iterations) = NonZeroU8::new(number as u8).filter(|_| number % 4 == 3) else {
        return Algorithm::Milenage;
    };
    Algorithm::Tuak(TuakParameters { res: lengths[number as usize % 3], iterations })
}

/// A subscriber as they come by the million: SIM, telephone number, two services, five identities.
pub(crate) fn subscriber(number: u64) -> Subscriber {
    let msisdn = E164::parse("8613800000000").unwrap().offset(number).unwrap();
    let imsi = imsi(number);
    let texts =
        [format!("sip:{imsi}@ims.{DOMAIN}"), format!("sip:+{msisdn}@ims.{DOMAIN}"), format!("tel:+{msisdn}")];
    let rcs = [format!("sip:+{msisdn}@rcs.{DOMAIN}"), format!("sip:{imsi}@rcs.{DOMAIN}")];
    let all = |texts: &[String]| texts.iter().map(|text| identity(text, 0)).collect();
    Subscriber {
        imsi,
        msisdn: Some(msisdn),
        domain: Name::new(DOMAIN),
        sim: Some(Sim {
            algorithm: algorithm(number),
            amf: [0x80, 0],
            keys: Sealed::new(vec![number as u8; 61]),
        }),
        services: Box::new([
            Service { identities: all(&texts), ..service(Some("001"), &[]) },
            Service { identities: all(&rcs), ..service(Some("002"), &[]) },
        ]),
        roaming: Roaming::Networks(Box::new([Name::new("visited.example")])),
        template: Some(Name::new("volte")),
    }
}

pub(crate) fn scscf() -> Scscf {
    Scscf {
        name: Name::new("sip:scscf.ims.example:6060"),
        host: Name::new("scscf.ims.example"),
        realm: Name::new("ims.example"),
    }
}

/// A registration whose `since` is `tick`: what the crash tests count by.
pub(crate) fn registration(number: u64, tick: i64) -> Registration {
    let set = SetState {
        set: 0,
        state: State::Registered,
        pending_until: Some(Timestamp(tick)),
        since: Timestamp(tick),
    };
    Registration {
        imsi: imsi(number),
        services: Box::new([ServiceState {
            sic: Sic::parse("001"),
            scscf: Some(scscf()),
            replaced: None,
            reassignment_until: None,
            sets: Box::new([set]),
            capabilities: Box::new([]),
            restoration: Some(vec![0, 0, 2, 0x7f, 0xc0].into()),
        }]),
    }
}

pub(crate) fn sequence(number: u64, seq: u64) -> Sequence {
    Sequence {
        imsi: imsi(number),
        seq,
        requesters: [Requester::Mme, Requester::Wlan]
            .map(|requester| Share { requester, last_seq: seq })
            .into(),
        ..Sequence::new(imsi(number))
    }
}

pub(crate) fn public_service(identity: &str) -> PublicService {
    PublicService {
        identity: impu(identity),
        private_identity: "chat@example.com".into(),
        profile: Name::new("default"),
        active: true,
        application_server: None,
        scscf_set: Some(Name::new("standard")),
        scscf: None,
    }
}

pub(crate) fn outbox(id: OutboxId, due: i64) -> Outbox {
    Outbox {
        id,
        task: Task::Deregister {
            imsi: imsi(1),
            sic: Sic::parse("001"),
            impi: "x@y".into(),
            associated: Box::new(["a@b".into()]),
            impus: Box::new([impu("sip:a@b")]),
            scscf: scscf(),
            reason: 0,
            info: "by the operator".into(),
        },
        attempts: 0,
        due: Timestamp(due),
    }
}

/// An entry of a log: who, which step, and some text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Posting {
    pub(crate) number: u64,
    pub(crate) tick: u64,
    pub(crate) text: String,
}

impl Loggable for Posting {
    const LOG: Log = Log::Transfers;
}

impl Logged for Posting {}

pub(crate) fn posting(number: u64, tick: u64) -> Posting {
    Posting { number, tick, text: "for a call".into() }
}

/// An entry of the other log.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Detail(pub(crate) u64);

impl Loggable for Detail {
    const LOG: Log = Log::Records;
}

impl Logged for Detail {}

/// Where a store of a test is kept, so that it can be opened again.
pub(crate) enum Place {
    Memory(MemoryDisk),
    Sqlite(tempfile::TempDir),
}

impl Place {
    pub(crate) fn memory() -> Self {
        Self::Memory(MemoryDisk::new())
    }

    pub(crate) fn sqlite() -> Self {
        Self::Sqlite(tempfile::tempdir().unwrap())
    }

    /// Opens it with a sweep that is always at work, so that even small tests go through tables and journal.
    pub(crate) fn open(&self) -> Store {
        self.open_with(eager())
    }

    /// Opens it so that it writes what is committed, and nothing while it idles: a fault of the disk meets the next commit.
    pub(crate) fn open_without_chores(&self) -> Store {
        self.open_with(Options { idle: Duration::from_hours(1), ..eager() })
    }

    pub(crate) fn open_with(&self, options: Options) -> Store {
        match self {
            Self::Memory(disk) => Store::open_memory(disk, options).unwrap(),
            Self::Sqlite(dir) => Store::open(&dir.path().join("store.db"), options).unwrap(),
        }
    }
}

/// Sweeps as soon as there is something to sweep.
pub(crate) fn eager() -> Options {
    Options { reserve: 0, sweep_every: 20, idle: Duration::from_millis(2), ..Options::default() }
}

/// Waits until `lsn` is durable.
pub(crate) fn wait(store: &Store, lsn: Lsn) {
    wait_until(|| store.durable().covers(lsn));
}

/// Waits until something is so; fails after a minute.
pub(crate) fn wait_until(mut so: impl FnMut() -> bool) {
    let begun = std::time::Instant::now();
    while !so() {
        assert!(begun.elapsed() < Duration::from_secs(60), "it never came to be");
        std::thread::sleep(Duration::from_micros(200));
    }
}
