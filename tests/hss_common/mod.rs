//! An HSS over a store in memory, spoken to by encoded messages; and the notation of states in the tables under `tests/tables/hss`.
#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    unreachable_pub,
    reason = "each test binary uses its part"
)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail loudly")]

mod fixture;
pub(crate) mod states;
mod table;

pub use fixture::{DOMAIN, IMSI, REALM, impi, impu, imsi, services};
pub use states::{render, state};
pub use table::rows;

use bytes::BytesMut;
use innkeeper::{
    diameter::{
        From, Reply, Service,
        codec::Message,
        dictionary::{
            self,
            base::{AuthSessionState, Outcome},
            cx::*,
        },
    },
    domain::{
        auth::{
            SystemRandom, Vault, digest, hex,
            keyfile::KeyRing,
            provision::{OperatorKey, sim_keys},
        },
        hss::{Hss, HssConfig},
    },
    interfaces::{
        cx::Cx,
        sh::Sh,
        shared::{Desk, Origin, Verdict, Verdicts},
    },
    records::*,
    store::{ChangeSet, Store},
    types::Timestamp,
};
use std::sync::{Arc, Mutex};

/// A request of an S-CSCF, as octets: what every request has, and the fields given.
macro_rules! request {
    ($type:ident { $($field:ident: $value:expr),* $(,)? }) => {{
        let request = $type {
            session_id: "scscf.ims.example;1;1",
            vendor_specific_application_id: VENDOR_SPECIFIC_APPLICATION_ID,
            auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: "a.ims.example",
            origin_realm: REALM,
            destination_realm: REALM,
            $($field: $value,)*
            ..Default::default()
        };
        let mut out = BytesMut::new();
        request.encode(1, 2, &mut out);
        out
    }};
}
pub(crate) use request;

/// An HSS and its store.
pub struct Bench {
    pub cx: Cx,
    pub sh: Sh,
    /// What it serves from.
    pub desk: Arc<Desk>,
    pub store: Arc<Store>,
    pub vault: Arc<Vault>,
    pub why: Arc<Mutex<Vec<String>>>,
    pub last_lsn: std::sync::atomic::AtomicU64,
}

#[derive(Debug)]
struct Listener(Arc<Mutex<Vec<String>>>);

impl Verdicts for Listener {
    fn verdict(&self, verdict: &Verdict<'_>) {
        let why = verdict.refusal.map(ToString::to_string).unwrap_or_default();
        self.0.lock().unwrap().push(format!("{} {}: {why}", verdict.command, verdict.code));
    }
    fn malformed(&self, command: &'static str, _: &From, error: &innkeeper::diameter::codec::DecodeError) {
        self.0.lock().unwrap().push(format!("{command} {error}"));
    }
}

/// K and OPc of every SIM here: TS 35.208 test set 1.
pub const K: &str = "465b5ce8b199b49faa5f0a2ee238a6bc";
pub const OPC: &str = "cd63cb71954a9f4e48a5994e37a02baf";
pub const PASSWORD: &str = "open sesame";

impl Bench {
    /// With the subscribers of the fixture.
    pub fn new() -> Self {
        Self::with(include_str!("../tables/hss/config.toml"))
    }

    /// With the fixture and this configuration.
    pub fn with(config: &str) -> Self {
        Self::over(Store::in_memory(), config)
    }

    /// Over a store, which is filled if it is empty.
    pub fn over(store: Store, config: &str) -> Self {
        let config: HssConfig = toml::from_str(config).unwrap();
        let hss = Hss::new(config).unwrap_or_else(|mistakes| panic!("{mistakes:?}"));
        let store = Arc::new(store);
        let empty = store.count::<Subscriber>() == 0;
        let vault = Arc::new(Vault::new(&KeyRing::ephemeral(&mut SystemRandom).unwrap()));
        for mut subscriber in fixture::subscribers().into_iter().filter(|_| empty) {
            let keys = sim_keys(K, OperatorKey::Opc(OPC)).unwrap();
            let sealed = vault.seal_sim(subscriber.imsi, &keys, &mut SystemRandom).unwrap();
            subscriber.sim = Some(Sim { algorithm: Algorithm::Milenage, amf: [0x80, 0], keys: sealed });
            for service in
                subscriber.services.iter_mut().filter(|service| service.scheme == AuthScheme::SipDigest)
            {
                let private = service.impi.as_deref().unwrap();
                let ha1 = digest::ha1(private, "ims.example", PASSWORD.as_bytes());
                service.password = Some(vault.seal_ha1(private, &ha1, &mut SystemRandom).unwrap());
            }
            assert!(hss.check_subscriber(&subscriber).is_empty());
            let read = store.get::<Subscriber>(&subscriber.imsi);
            store.commit(ChangeSet::new().put(subscriber, read.version)).unwrap();
        }
        for service in fixture::public_services().into_iter().filter(|_| empty) {
            let read = store.get::<PublicService>(&service.key());
            store.commit(ChangeSet::new().put(service, read.version)).unwrap();
        }
        let why = Arc::new(Mutex::new(Vec::new()));
        let origin = Origin { host: "hss.ims.example".into(), realm: REALM.into() };
        let listener = Box::new(Listener(why.clone()));
        let desk = Arc::new(Desk::new(Arc::new(hss), store.clone(), vault.clone(), origin, listener));
        Self {
            cx: Cx::new(desk.clone()),
            sh: Sh::new(desk.clone()),
            desk,
            store,
            vault,
            why,
            last_lsn: Default::default(),
        }
    }

    /// Puts the state that `text` says in the place of the one there is.
    pub fn set(&self, text: &str) {
        let read = self.store.get::<Registration>(&imsi());
        self.store.commit(ChangeSet::new().put(state(text, Timestamp::now()), read.version)).unwrap();
    }

    /// The state there is.
    pub fn state(&self) -> String {
        let read = self.store.get::<Registration>(&imsi());
        read.value.map_or_else(|| "-".into(), |registration| render(&registration, Timestamp::now()))
    }

    /// The last sentence that said why.
    pub fn last_why(&self) -> String {
        self.why.lock().unwrap().last().cloned().unwrap_or_default()
    }

    /// What is in the outbox, in order.
    pub fn outbox(&self) -> Vec<Arc<Outbox>> {
        self.store.page(None, 100)
    }

    /// What has to be durable for all that is in the outbox, or was, to be.
    pub fn outbox_version(&self) -> innkeeper::types::Lsn {
        self.store.get::<Outbox>(&OutboxId(1)).version
    }

    /// Sends what `encode` writes, as the S-CSCF or I-CSCF `host`.
    pub fn send(&self, host: &str, encode: impl FnOnce(&mut BytesMut)) -> Message {
        let mut request = BytesMut::new();
        encode(&mut request);
        self.send_raw(host, Message::parse(request.freeze()).unwrap())
    }

    pub fn send_raw(&self, host: &str, message: Message) -> Message {
        let mut out = BytesMut::from(&b"before"[..]);
        let from = From { host: host.into(), realm: REALM.into() };
        let application_server = message.header.application == dictionary::sh::APPLICATION;
        let service: &dyn Service = if application_server { &self.sh } else { &self.cx };
        let Reply::Written(lsn) = service.request(&from, &message, &mut out) else {
            panic!("not answered at once")
        };
        self.last_lsn.store(lsn.0, std::sync::atomic::Ordering::Relaxed);
        let answer = out.split_off(6).freeze();
        assert_eq!(&out[..], b"before");
        let answer = Message::parse(answer).unwrap();
        assert_eq!(answer.header.hop_by_hop, message.header.hop_by_hop);
        assert_eq!(answer.header.end_to_end, message.header.end_to_end);
        assert!(!answer.header.is_request());
        answer
    }

    pub fn uar(&self, request: UserAuthorizationRequest<'_>) -> Message {
        let request = UserAuthorizationRequest {
            session_id: "icscf.ims.example;1;1",
            vendor_specific_application_id: VENDOR_SPECIFIC_APPLICATION_ID,
            auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: "icscf.ims.example",
            origin_realm: REALM,
            destination_realm: REALM,
            ..request
        };
        self.send("icscf.ims.example", |out| _ = request.encode(7, 8, out))
    }

    pub fn lir(&self, request: LocationInfoRequest<'_>) -> Message {
        let request = LocationInfoRequest {
            session_id: "icscf.ims.example;1;2",
            vendor_specific_application_id: VENDOR_SPECIFIC_APPLICATION_ID,
            auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: "icscf.ims.example",
            origin_realm: REALM,
            destination_realm: REALM,
            ..request
        };
        self.send("icscf.ims.example", |out| _ = request.encode(7, 8, out))
    }

    /// `scscf` is a letter: `A` is `sip:a.ims.example:6060` on the Diameter node `a.ims.example`.
    pub fn mar(&self, scscf: &str, request: MultimediaAuthRequest<'_>) -> Message {
        let (name, host) = (states::server_name(scscf), states::server_host(scscf));
        let request = MultimediaAuthRequest {
            session_id: "scscf.ims.example;1;3",
            vendor_specific_application_id: VENDOR_SPECIFIC_APPLICATION_ID,
            auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: &host,
            origin_realm: REALM,
            destination_realm: REALM,
            server_name: &name,
            ..request
        };
        self.send(&host, |out| _ = request.encode(7, 8, out))
    }

    pub fn sar(&self, scscf: &str, request: ServerAssignmentRequest<'_>) -> Message {
        let (name, host) = (states::server_name(scscf), states::server_host(scscf));
        let request = ServerAssignmentRequest {
            session_id: "scscf.ims.example;1;4",
            vendor_specific_application_id: VENDOR_SPECIFIC_APPLICATION_ID,
            auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: &host,
            origin_realm: REALM,
            destination_realm: REALM,
            server_name: &name,
            ..request
        };
        self.send(&host, |out| _ = request.encode(7, 8, out))
    }
}

/// `2001` for a Result-Code, `E5001` for an Experimental-Result.
pub fn code(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Base(code) => code.0.to_string(),
        Outcome::Experimental(result) => format!("E{}", result.code),
    }
}

/// The server part of an answer: the S-CSCF's letter or name, or the capabilities.
pub fn server(name: Option<&str>, capabilities: Option<&ServerCapabilities<'_>>) -> String {
    match (name, capabilities) {
        (None, None) => "-".into(),
        (Some(name), None) => states::letter(name),
        (None, Some(group)) => {
            let names: Vec<_> = group.server_name.iter().map(|name| states::letter(name)).collect();
            format!(
                "caps({:?} {:?} {})",
                group.mandatory_capability,
                group.optional_capability,
                names.join(",")
            )
        }
        (Some(_), Some(_)) => "both".into(),
    }
}

pub fn hex16(octets: &[u8]) -> String {
    hex::encode(octets).to_string()
}
