//! An HSS of the EPS and IMS over one store, with two MMEs, an SGSN and a SIM, in one thread.
#![allow(dead_code, reason = "each test binary uses its part")]

use arc_swap::ArcSwap;
use bytes::{Bytes, BytesMut};
use innkeeper::{
    diameter::{
        From, Reply, Service,
        codec::{Header, Message},
        dictionary::{
            base::{AuthSessionState, Outcome},
            s6a::{self, *},
            tgpp::RatType,
        },
    },
    domain::{
        auth::{SystemRandom, Vault, keyfile::KeyRing},
        hss::{Hss, HssConfig},
        subscribers::{
            Context, Order, Rules, Templates,
            provision::{Desk as Provisioning, Known, Refusal},
        },
    },
    interfaces::{
        Services,
        cx::Cx,
        s6a::S6a,
        shared::{
            Desk, Nobody, Origin,
            network::{Answering, Peers, Sending, Undelivered},
        },
        slh::Slh,
        swx::Swx,
    },
    procedures::outbox::{Persistence, Worker},
    records::{EpsRegistration, OutboxId},
    store::{ChangeSet, Store},
    types::{Imsi, Lsn, Name, Timestamp},
};
use parking_lot::Mutex;
use std::sync::Arc;

pub(crate) const REALM: &str = "epc.mnc001.mcc001.3gppnetwork.org";
pub(crate) const IMSI: &str = "001010000000001";
/// TS 35.208 test set 1.
pub(crate) const K: &str = "465b5ce8b199b49faa5f0a2ee238a6bc";
pub(crate) const OPC: &str = "cd63cb71954a9f4e48a5994e37a02baf";
/// 001/01 as octets.
pub(crate) const HOME: [u8; 3] = [0x00, 0xf1, 0x10];
/// 262/02.
pub(crate) const ABROAD: [u8; 3] = [0x62, 0xf2, 0x20];

/// A request of a node, as octets: what every request has, and the fields given.
macro_rules! from_node {
    ($host:expr, $type:ident { $($field:ident: $value:expr),* $(,)? }) => {{
        let host: &str = $host;
        let request = $type {
            session_id: "node;1;1",
            vendor_specific_application_id: Some(innkeeper::diameter::dictionary::s6a::VENDOR_SPECIFIC_APPLICATION_ID),
            auth_session_state: innkeeper::diameter::dictionary::base::AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: host,
            origin_realm: $crate::eps_common::REALM,
            destination_realm: $crate::eps_common::REALM,
            $($field: $value,)*
            ..Default::default()
        };
        let mut out = bytes::BytesMut::new();
        request.encode(7, 8, &mut out);
        innkeeper::diameter::codec::Message::parse(out.freeze()).unwrap()
    }};
}
#[allow(unused_imports, reason = "each test binary uses its part")]
pub(crate) use from_node;

pub(crate) struct Lab {
    pub(crate) services: Services,
    pub(crate) store: Arc<Store>,
    pub(crate) vault: Arc<Vault>,
    pub(crate) hss: Arc<Hss>,
    rules: Rules,
}

impl Lab {
    /// With one subscriber, as the template `lab` makes it, and this configuration.
    pub(crate) fn with(config: &str) -> Self {
        let lab = Self::over(Store::in_memory(), config);
        lab.order(&format!(r#"{{"imsi": "{IMSI}", "msisdn": "15550000001", "k": "{K}", "opc": "{OPC}"}}"#))
            .unwrap();
        lab
    }

    pub(crate) fn over(store: Store, config: &str) -> Self {
        let config: HssConfig = toml::from_str(config).unwrap();
        let mut rules = Rules::default();
        for (name, profile) in &config.eps_profile {
            rules.eps_profiles.insert(Name::new(name), profile.into());
        }
        let hss = Arc::new(Hss::new(config).unwrap_or_else(|mistakes| panic!("{mistakes:?}")));
        let (store, vault) =
            (Arc::new(store), Arc::new(Vault::new(&KeyRing::ephemeral(&mut SystemRandom).unwrap())));
        let origin = Origin { host: "hss.example".into(), realm: REALM.into() };
        let desk = Arc::new(Desk::new(hss.clone(), store.clone(), vault.clone(), origin, Box::new(Nobody)));
        let services = Services::new(
            Arc::new(Cx::new(desk.clone())),
            vec![
                Arc::new(S6a::new(desk.clone())),
                Arc::new(Slh::new(desk.clone())),
                Arc::new(Swx::new(desk)),
            ],
        );
        Self { services, store, vault, hss, rules }
    }

    /// Puts what an order says in the place of what there is.
    pub(crate) fn order(&self, json: &str) -> Result<(), Refusal> {
        let order: Order = serde_json::from_str(json).unwrap();
        self.provision(&order.imsi.clone(), |desk, known| desk.replace(known, &order))
    }

    pub(crate) fn provision(
        &self,
        imsi: &str,
        decide: impl FnOnce(&Provisioning<'_>, &Known) -> Result<ChangeSet, Refusal>,
    ) -> Result<(), Refusal> {
        let ids = || -> OutboxId { self.store.next_outbox_id() };
        let templates = Templates::built_in();
        let context = Context { templates: &templates, rules: &self.rules, vault: &self.vault };
        let desk = Provisioning { context, now: Timestamp::now(), outbox_ids: &ids, store: &self.store };
        let changes = decide(&desk, &Known::load(&self.store, Imsi::parse(imsi).unwrap()))?;
        self.store.commit(changes).unwrap();
        Ok(())
    }

    /// Sends `message` as the peer `host`.
    pub(crate) fn send(&self, host: &str, message: &Message) -> Message {
        self.send_and_wait_for(host, message).0
    }

    /// The same, and what has to be durable before the answer leaves.
    pub(crate) fn send_and_wait_for(&self, host: &str, message: &Message) -> (Message, Lsn) {
        let from = From { host: host.into(), realm: REALM.into() };
        let mut out = BytesMut::new();
        let Reply::Written(lsn) = self.services.request(&from, message, &mut out) else {
            panic!("not answered at once")
        };
        (Message::parse(out.freeze()).unwrap(), lsn)
    }

    pub(crate) fn registration(&self) -> EpsRegistration {
        let imsi = Imsi::parse(IMSI).unwrap();
        let read = self.store.get::<EpsRegistration>(&imsi).value;
        read.map_or_else(|| EpsRegistration::empty(imsi), |registration| (*registration).clone())
    }

    /// A ULR of `host`, with these flags beside that of S6a.
    pub(crate) fn ulr(&self, host: &str, visited: [u8; 3], flags: UlrFlags) -> Message {
        let message = from_node!(
            host,
            UpdateLocationRequest {
                user_name: IMSI,
                visited_plmn_id: &visited,
                rat_type: RatType::EUTRAN,
                ulr_flags: flags,
            }
        );
        self.send(host, &message)
    }

    /// A ULR of the MME `host` for another than the usual subscriber.
    pub(crate) fn ulr_of(&self, imsi: &str, host: &str) -> Message {
        let message = from_node!(
            host,
            UpdateLocationRequest {
                user_name: imsi,
                visited_plmn_id: &HOME,
                rat_type: RatType::EUTRAN,
                ulr_flags: UlrFlags::S6A_S6D_INDICATOR,
            }
        );
        self.send(host, &message)
    }

    /// Attaches at `host`.
    pub(crate) fn attach(&self, host: &str) {
        let answer = self.ulr(host, HOME, UlrFlags::S6A_S6D_INDICATOR | UlrFlags::INITIAL_ATTACH_INDICATOR);
        assert_eq!(code(&UpdateLocationAnswer::decode(&answer).unwrap().outcome), "2001");
    }

    /// Carries out what is owed; gives what was asked of the network.
    pub(crate) fn carry_out(&self, script: &Script) -> Vec<(Name, Message)> {
        self.carry_out_at(script, Timestamp::now())
    }

    /// The same at another time.
    pub(crate) fn carry_out_at(&self, script: &Script, now: Timestamp) -> Vec<(Name, Message)> {
        let origin = Origin { host: "hss.example".into(), realm: REALM.into() };
        let hss = Arc::new(ArcSwap::new(self.hss.clone()));
        let network = Sending::new(script.clone(), origin, Timestamp::now());
        let worker =
            Worker::new(self.store.clone(), hss, self.vault.clone(), network, Persistence::default());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(worker.round(now));
        std::mem::take(&mut *script.asked.lock())
    }
}

/// Nodes that answer everything with the same, except one, and keep what they were asked.
#[derive(Debug, Clone)]
pub(crate) struct Script {
    pub(crate) says: Result<Outcome, Undelivered>,
    pub(crate) but: Option<(&'static str, Result<Outcome, Undelivered>)>,
    pub(crate) asked: Arc<Mutex<Vec<(Name, Message)>>>,
}

impl Script {
    pub(crate) fn saying(says: Result<Outcome, Undelivered>) -> Self {
        Self { says, but: None, asked: Arc::default() }
    }

    /// The same, but for what `host` says.
    pub(crate) fn but(self, host: &'static str, says: Result<Outcome, Undelivered>) -> Self {
        Self { but: Some((host, says)), ..self }
    }
}

impl Peers for Script {
    fn request(&self, host: &Name, _: &Name, request: Bytes) -> Answering {
        let message = Message::parse(request).unwrap();
        self.asked.lock().push((host.clone(), message.clone()));
        let says = self.but.filter(|(but, _)| **host == **but).map_or(self.says, |(_, says)| says);
        Box::pin(async move { says.map(|outcome| answered(&message.header, outcome)) })
    }
}

fn answered(header: &Header, outcome: Outcome) -> Message {
    let mut out = BytesMut::new();
    let answer = CancelLocationAnswer {
        session_id: "s",
        vendor_specific_application_id: Some(s6a::VENDOR_SPECIFIC_APPLICATION_ID),
        outcome,
        auth_session_state: Some(AuthSessionState::NO_STATE_MAINTAINED),
        origin_host: "mme",
        origin_realm: REALM,
        ..Default::default()
    };
    answer.encode(header, &mut out);
    Message::parse(out.freeze()).unwrap()
}

/// `2001` for a Result-Code, `E5001` for an Experimental-Result.
pub(crate) fn code(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Base(code) => code.0.to_string(),
        Outcome::Experimental(result) => format!("E{}", result.code),
    }
}
