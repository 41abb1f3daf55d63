//! PNR: who watches is told, across restarts at any step, of the data as it is when it is told; until it is done or given up.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

mod hss_common;

use arc_swap::ArcSwap;
use hss_common::*;
use innkeeper::{
    diameter::{
        codec::Message,
        dictionary::{
            base::{AuthSessionState, Outcome},
            sh::*,
        },
    },
    domain::hss::Hss,
    interfaces::shared::{
        Origin,
        network::{Answering, Peers, Sending, Undelivered},
    },
    procedures::outbox::{Persistence, Worker, commit},
    records::*,
    store::{ChangeSet, Options, Store},
    types::{Impu, Lsn, Name, Timestamp},
};
use parking_lot::Mutex;
use std::{collections::VecDeque, sync::Arc};

/// An application server that answers by a script, and keeps what it was told.
#[derive(Clone, Default)]
struct Script {
    answers: Arc<Mutex<VecDeque<Result<Outcome, Undelivered>>>>,
    told: Arc<Mutex<Vec<Message>>>,
}

impl Peers for Script {
    fn request(&self, host: &Name, realm: &Name, request: bytes::Bytes) -> Answering {
        assert_eq!((&**host, &**realm), ("as.ims.example", REALM));
        let message = Message::parse(request).unwrap();
        self.told.lock().push(message.clone());
        let answer = self.answers.lock().pop_front().expect("nothing more was to be told");
        Box::pin(async move {
            answer.map(|outcome| {
                let mut out = bytes::BytesMut::new();
                let answer = PushNotificationAnswer {
                    session_id: "s;1;1",
                    vendor_specific_application_id: VENDOR_SPECIFIC_APPLICATION_ID,
                    outcome,
                    auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
                    origin_host: "as.ims.example",
                    origin_realm: REALM,
                    ..Default::default()
                };
                answer.encode(&message.header, &mut out);
                Message::parse(out.freeze()).unwrap()
            })
        })
    }
}

const DONE: Result<Outcome, Undelivered> = Ok(Outcome::SUCCESS);

impl Script {
    /// Carries out what is due by a worker as after a restart: it knows nothing but the store.
    async fn round(
        &self,
        store: &Arc<Store>,
        bench: &Bench,
        now: Timestamp,
        answers: &[Result<Outcome, Undelivered>],
    ) {
        *self.answers.lock() = answers.iter().copied().collect();
        let config = toml::from_str(include_str!("tables/hss/config.toml")).unwrap();
        let hss = Arc::new(ArcSwap::from_pointee(Hss::new(config).unwrap()));
        let origin = Origin { host: "hss.ims.example".into(), realm: REALM.into() };
        let network = Sending::new(self.clone(), origin, now);
        let persistence = Persistence { attempts: 2, ..Default::default() };
        let worker = Worker::new(store.clone(), hss, bench.vault.clone(), network, persistence);
        worker.round(now).await;
        assert_eq!(self.answers.lock().len(), 0, "all answers were asked for");
    }

    /// What was told last.
    fn last(&self) -> (String, String) {
        let told = self.told.lock();
        let request = PushNotificationRequest::decode(told.last().unwrap()).unwrap();
        assert_eq!((request.destination_host, request.destination_realm), ("as.ims.example", REALM));
        let identity = request.user_identity.public_identity.unwrap();
        (identity.into(), String::from_utf8(request.user_data.into()).unwrap())
    }
}

fn volte() -> Impu {
    Impu::parse(&impu("volte")).unwrap()
}

fn watch(store: &Store, watched: &[Watched]) {
    let entry = |watched: &Watched| ShSubscription {
        host: "as.ims.example".into(),
        realm: REALM.into(),
        watched: watched.clone(),
        private_identity: None,
        asked: "sip:Volte@ims.example".to_lowercase().as_str().into(),
        expires: None,
        one_time: false,
    };
    let all = ShSubscriptions {
        identity: volte(),
        holder: Some(imsi()),
        entries: watched.iter().map(entry).collect(),
    };
    store.commit(ChangeSet::new().put(all, Lsn::ZERO)).unwrap();
}

/// A change of the registration as any procedure commits it.
fn register(store: &Store, text: &str) {
    let read = store.get::<Registration>(&imsi());
    let changes = ChangeSet::new().put(state(text, Timestamp::now()), read.version);
    commit(store, changes, Vec::new(), Timestamp(0)).unwrap();
}

const REGISTERED: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Sh-Data><Sh-IMS-Data><IMSUserState>1</IMSUserState></Sh-IMS-Data></Sh-Data>";

/// SC-6, ST-1: the notification is on disk with the change, and survives the process between any two steps.
#[tokio::test]
async fn sc_6_a_notification_survives_a_restart_between_any_two_steps() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("store");
    let open = || Arc::new(Store::open(&path, Options::default()).unwrap());
    let script = Script::default();
    let bench =
        Bench::over(Store::open(&path, Options::default()).unwrap(), include_str!("tables/hss/config.toml"));
    watch(&bench.store, &[Watched::UserState]);
    register(&bench.store, "001:1R@B");
    bench.store.durable().reached(bench.store.last()).await;
    let vault = Bench::new();
    drop(bench);
    let store = open();
    script.round(&store, &vault, Timestamp(0), &[Err(Undelivered::NoConnection)]).await;
    store.durable().reached(store.last()).await;
    drop(store);
    let store = open();
    script.round(&store, &vault, Timestamp(999), &[]).await;
    script.round(&store, &vault, Timestamp(1_000), &[DONE]).await;
    assert_eq!(script.last(), (impu("volte"), REGISTERED.into()));
    assert_eq!((script.told.lock().len(), store.count::<Outbox>()), (2, 0));
}

/// What waited is told as it is now; what is not another state, as a pending authentication, is told to nobody.
#[tokio::test]
async fn sc_6_the_newest_state_is_told_and_nothing_that_is_none() {
    let (bench, script) = (Bench::new(), Script::default());
    watch(&bench.store, &[Watched::UserState]);
    register(&bench.store, "001:1P@B");
    assert!(bench.outbox().is_empty(), "pending is no state to tell of");
    register(&bench.store, "001:1R@B 002:1R@C");
    register(&bench.store, "001:1R@B");
    assert_eq!(bench.outbox().len(), 1, "another service's registration is nothing to this identity");
    register(&bench.store, "001:1U@B");
    script.round(&bench.store, &bench, Timestamp(0), &[DONE, DONE]).await;
    assert_eq!(script.last().1, REGISTERED.replace('1', "2").replace("2.0", "1.0"));
}

/// TS 29.328 §6.1.4: an application server that does not know the user watches nothing of it any more; one that is away for too long misses it.
#[tokio::test]
async fn who_does_not_know_the_user_is_told_no_more() {
    let (bench, script) = (Bench::new(), Script::default());
    watch(&bench.store, &[Watched::UserState, Watched::Scscf]);
    register(&bench.store, "001:1R@B");
    assert_eq!(bench.outbox().len(), 2);
    let away = [Err(Undelivered::NoAnswer); 2];
    script.round(&bench.store, &bench, Timestamp(0), &away).await;
    script.round(&bench.store, &bench, Timestamp(1_000), &away).await;
    assert!(bench.outbox().is_empty(), "given up");
    assert!(bench.store.get::<ShSubscriptions>(&volte()).value.is_some());
    register(&bench.store, "001:1U@B");
    script
        .round(&bench.store, &bench, Timestamp(2_000), &[Ok(ShResult::DIAMETER_ERROR_USER_UNKNOWN.into())])
        .await;
    assert_eq!(bench.store.get::<ShSubscriptions>(&volte()).value, None);
    register(&bench.store, "001:1R@C");
    assert!(bench.outbox().is_empty());
}

/// Repository data that is gone is told by the number of the change that removed it.
#[tokio::test]
async fn removed_data_is_told_by_its_number() {
    let (bench, script) = (Bench::new(), Script::default());
    let subscription = ShSubscription {
        host: "as.ims.example".into(),
        realm: REALM.into(),
        watched: Watched::Repository("mmtel".into()),
        private_identity: Some(impi("001").into()),
        asked: impu("volte").into(),
        expires: None,
        one_time: false,
    };
    let subscription = Box::new(subscription);
    let task = Task::Notify { identity: volte(), imsi: Some(imsi()), subscription, sequence: Some(9) };
    commit(&bench.store, ChangeSet::new(), vec![task], Timestamp(0)).unwrap();
    script.round(&bench.store, &bench, Timestamp(0), &[DONE]).await;
    let gone = "<RepositoryData><ServiceIndication>mmtel</ServiceIndication><SequenceNumber>9</SequenceNumber></RepositoryData>";
    assert!(script.last().1.contains(gone), "{}", script.last().1);
}

/// TS 29.328 §6.2: an application server that may not watch any more is told nothing; its subscription stands.
#[tokio::test]
async fn who_lost_the_permission_is_told_nothing() {
    let (bench, script) = (Bench::new(), Script::default());
    watch(&bench.store, &[Watched::UserState]);
    let read = bench.store.get::<ShSubscriptions>(&volte());
    let mut all = ShSubscriptions::clone(&read.value.unwrap());
    all.entries[0].host = "poor.ims.example".into();
    bench.store.commit(ChangeSet::new().put(all, read.version)).unwrap();
    register(&bench.store, "001:1R@B");
    assert_eq!(bench.outbox().len(), 1);
    script.round(&bench.store, &bench, Timestamp(0), &[]).await;
    assert!(bench.outbox().is_empty());
    assert!(bench.store.get::<ShSubscriptions>(&volte()).value.is_some());
}

/// TS 29.328 §6.1.4, One-Time-Notification: of a user and of a public service, several changes while the application server is away are told once; and whoever
/// subscribes again before it is told is not forgotten.
#[tokio::test]
async fn what_is_watched_once_is_told_once_whatever_changes_meanwhile() {
    let conference = Impu::parse(&impu("conference")).unwrap();
    for (identity, holder) in [(volte(), Some(imsi())), (conference, None)] {
        let (bench, script) = (Bench::new(), Script::default());
        let entry = |watched, one_time| ShSubscription {
            host: "as.ims.example".into(),
            realm: REALM.into(),
            watched,
            private_identity: None,
            asked: identity.as_str().into(),
            expires: None,
            one_time,
        };
        let always = entry(Watched::Dsai { server: MMTEL.into(), tag: "forwarding".into() }, false);
        let once = entry(Watched::FilterCriteria(MMTEL.into()), true);
        let all =
            ShSubscriptions { identity: identity.clone(), holder, entries: [once.clone(), always].into() };
        bench.store.commit(ChangeSet::new().put(all.clone(), Lsn::ZERO)).unwrap();
        let change = || {
            let criteria = [(Name::new("default"), MMTEL.into())].into();
            let task = Task::NotifyConfigured { criteria, charging: Box::default(), after: None };
            commit(&bench.store, ChangeSet::new(), vec![task], Timestamp(0)).unwrap();
        };
        let owed = || {
            let entries = bench.outbox();
            let of = |entry: &&Arc<Outbox>| match &entry.task {
                Task::Notify { subscription, .. } => subscription.one_time,
                other => panic!("{other:?}"),
            };
            (entries.iter().filter(of).count(), entries.len())
        };
        change();
        change();
        script.round(&bench.store, &bench, Timestamp(0), &[]).await;
        assert_eq!(owed(), (1, 3), "{identity}");
        change();
        script.round(&bench.store, &bench, Timestamp(0), &[Err(Undelivered::NoConnection); 3]).await;
        assert_eq!(owed(), (1, 4));
        let read = bench.store.get::<ShSubscriptions>(&identity);
        assert!(!read.value.unwrap().entries.contains(&once));
        bench.store.commit(ChangeSet::new().put(all, read.version)).unwrap();
        script.round(&bench.store, &bench, Timestamp(1_000), &[DONE; 4]).await;
        assert_eq!(owed(), (0, 0));
        assert!(bench.store.get::<ShSubscriptions>(&identity).value.unwrap().entries.contains(&once));
    }
}

/// TS 23.008 §3.1: what aliases share may have moved when the notification is sent.
#[tokio::test]
async fn what_moved_to_another_alias_is_told_from_there() {
    let (bench, script) = (Bench::new(), Script::default());
    let tel = Impu::parse("tel:+8618612345678").unwrap();
    let subscription = Box::new(ShSubscription {
        host: "as.ims.example".into(),
        realm: REALM.into(),
        watched: Watched::Repository("mmtel".into()),
        private_identity: None,
        asked: tel.as_str().into(),
        expires: None,
        one_time: false,
    });
    let task = Task::Notify {
        identity: volte(),
        imsi: Some(imsi()),
        subscription: subscription.clone(),
        sequence: Some(3),
    };
    commit(&bench.store, ChangeSet::new(), vec![task], Timestamp(0)).unwrap();
    let read = bench.store.get::<Subscriber>(&imsi());
    let mut subscriber = Subscriber::clone(&read.value.unwrap());
    for service in &mut subscriber.services {
        let others = service.identities.iter().filter(|identity| identity.impu != volte());
        service.identities = others.cloned().collect();
    }
    let mut data = RepositoryData::empty(tel.clone(), Some(imsi()));
    let entry = RepositoryEntry {
        service_indication: "mmtel".into(),
        sequence: 3,
        data: "<ServiceData>moved</ServiceData>".into(),
    };
    data.set("mmtel", Some(entry));
    let watching =
        ShSubscriptions { identity: tel.clone(), holder: Some(imsi()), entries: [*subscription].into() };
    let moved = ChangeSet::new().put(subscriber, read.version).put(data, Lsn::ZERO).put(watching, Lsn::ZERO);
    bench.store.commit(moved).unwrap();
    script
        .round(&bench.store, &bench, Timestamp(0), &[Ok(ShResult::DIAMETER_ERROR_USER_UNKNOWN.into())])
        .await;
    assert!(script.last().1.contains("<ServiceData>moved</ServiceData>"), "{}", script.last().1);
    assert_eq!(
        bench.store.get::<ShSubscriptions>(&tel).value,
        None,
        "and who knows the user no more is forgotten there"
    );
}

const MMTEL: &str = "sip:mmtel.ims.example:5060";

/// OP-6: a reload finds who watches what it changed, and nobody else; and which criteria are others is told by comparing the configurations.
#[tokio::test]
async fn op_6_a_reload_tells_who_watches_what_it_changed() {
    let config = include_str!("tables/hss/config.toml");
    let hss = |config: &str| Hss::new(toml::from_str(config).unwrap()).unwrap();
    let before = hss(config);
    let of_mmtel = [(Name::new("default"), Box::from(MMTEL))];
    for changed in ["priority = 10 => priority = 11", "dsai = [\"forwarding\"] => dsai = [\"barring\"]"] {
        let (from, to) = changed.split_once(" => ").unwrap();
        assert_eq!(*hss(&config.replace(from, to)).criteria_changed_since(&before), of_mmtel, "{changed}");
    }
    assert!(hss(config).criteria_changed_since(&before).is_empty());
    let (bench, script) = (Bench::new(), Script::default());
    watch(
        &bench.store,
        &[
            Watched::FilterCriteria("SIP:mmtel.ims.example:5060".into()),
            Watched::FilterCriteria("sip:other.ims.example".into()),
            Watched::Dsai { server: MMTEL.into(), tag: "forwarding".into() },
            Watched::UserState,
        ],
    );
    let task = |name: &str| Task::NotifyConfigured {
        criteria: [(Name::new(name), MMTEL.into())].into(),
        charging: Box::default(),
        after: None,
    };
    commit(&bench.store, ChangeSet::new(), vec![task("voicemail")], Timestamp(0)).unwrap();
    script.round(&bench.store, &bench, Timestamp(0), &[]).await;
    assert!(bench.outbox().is_empty(), "no profile of this identity changed");
    commit(&bench.store, ChangeSet::new(), vec![task("default")], Timestamp(0)).unwrap();
    script.round(&bench.store, &bench, Timestamp(0), &[]).await;
    assert_eq!(bench.outbox().len(), 2);
    script.round(&bench.store, &bench, Timestamp(0), &[DONE, DONE]).await;
    assert!(script.last().1.contains("<DSAI-Tag>forwarding</DSAI-Tag><DSAI-Value>0</DSAI-Value>"));
}
