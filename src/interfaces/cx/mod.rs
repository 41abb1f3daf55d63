//! Cx, the HSS's side (TS 29.229): UAR, SAR, LIR and MAR are answered, RTR and PPR sent ([`network`]).
//!
//! One file per command: decode, decide, encode. What they share is here ([`Cx::serve`]: load, decide, commit, again if a record changed
//! meanwhile), in [`load`] and in [`answer`].

mod answer;
mod foresee;
mod load;
mod location_info;
mod multimedia_auth;
pub mod network;
mod server_assignment;
mod user_authorization;
mod verdicts;

pub use verdicts::{Nobody, Verdict, Verdicts};

use crate::{
    diameter::{
        Application, From, Reply, Service,
        codec::{DecodeError, Message},
        dictionary::{TGPP, cx},
    },
    domain::{
        auth::Vault,
        hss::{Code, Decision, Hss, Loaded, Refusal, Subject},
    },
    procedures::outbox,
    records::{Subscriber, Task},
    store::{ChangeSet, CommitError, Store},
    types::{Lsn, Name, Timestamp, Watermark},
};
use arc_swap::ArcSwap;
use bytes::BytesMut;
use std::sync::Arc;

/// The HSS as its Cx peers see it.
#[derive(Debug)]
pub struct Cx {
    /// The configuration in force; replaced as a whole on a reload.
    pub hss: ArcSwap<Hss>,
    store: Arc<Store>,
    vault: Arc<Vault>,
    origin: Origin,
    verdicts: Box<dyn Verdicts>,
}

/// Who we are: the identity in our messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Origin-Host.
    pub host: Name,
    /// Origin-Realm.
    pub realm: Name,
}

/// How often a decision is taken again when its records changed meanwhile, before the request is answered with TOO_BUSY.
const ATTEMPTS: usize = 16;

const APPLICATIONS: [Application; 1] = [Application { id: cx::APPLICATION, vendor: TGPP }];

/// What an attempt to answer came to; its answer stands in the buffer.
struct Attempt {
    changes: ChangeSet,
    tasks: Vec<Task>,
    code: Code,
    refusal: Option<Refusal>,
}

/// What a handler is given to work with.
struct Exchange<'m> {
    command: &'static str,
    from: &'m From,
    message: &'m Message,
    now: Timestamp,
}

impl Cx {
    /// Serves `hss` from `store`.
    pub fn new(
        hss: Arc<Hss>,
        store: Arc<Store>,
        vault: Arc<Vault>,
        origin: Origin,
        verdicts: Box<dyn Verdicts>,
    ) -> Self {
        Self { hss: ArcSwap::new(hss), store, vault, origin, verdicts }
    }

    /// Loads what `subject` names, lets `attempt` decide and write its answer, and commits; all again if a record changed meanwhile. Given a
    /// refusal, `attempt` writes that one.
    fn serve(
        &self,
        exchange: &Exchange<'_>,
        subject: &Subject<'_>,
        out: &mut BytesMut,
        mut attempt: impl FnMut(&Loaded, Option<Refusal>, &mut BytesMut) -> Attempt,
    ) -> Lsn {
        let start = out.len();
        let mut busy = None;
        for _ in 0..ATTEMPTS {
            let loaded = load::load(&self.store, subject);
            let tried = attempt(&loaded, busy.take(), out);
            let committed = if tried.changes.is_empty() && tried.tasks.is_empty() {
                Ok(Lsn::ZERO)
            } else {
                outbox::commit(&self.store, under_contract(tried.changes, &loaded), tried.tasks, exchange.now)
            };
            match committed {
                Ok(lsn) => {
                    self.tell(exchange, subject, &loaded, tried.code, tried.refusal.as_ref());
                    return loaded.seen.max(lsn);
                }
                Err(CommitError::Stale { .. }) => {}
                Err(error) => busy = Some(Refusal::StoreBusy(error.to_string().into())),
            }
            out.truncate(start);
        }
        let loaded = Loaded::default();
        let refusal =
            busy.unwrap_or_else(|| Refusal::StoreBusy("the subscriber's records change too often".into()));
        let tried = attempt(&loaded, Some(refusal), out);
        self.tell(exchange, subject, &loaded, tried.code, tried.refusal.as_ref());
        Lsn::ZERO
    }

    fn tell(
        &self,
        exchange: &Exchange<'_>,
        subject: &Subject<'_>,
        loaded: &Loaded,
        code: Code,
        refusal: Option<&Refusal>,
    ) {
        self.verdicts.verdict(&Verdict {
            command: exchange.command,
            from: exchange.from,
            imsi: loaded.subscriber.as_deref().map(|subscriber| subscriber.imsi).or(subject.imsi()),
            private: subject.private_text(),
            public: subject.public_text(),
            code,
            refusal,
        });
    }
}

/// `changes`, to be committed only while the contract they were decided under holds: who is unsubscribed meanwhile must not end up registered.
fn under_contract(changes: ChangeSet, loaded: &Loaded) -> ChangeSet {
    match &loaded.subscriber {
        Some(subscriber) => changes.require::<Subscriber>(subscriber.imsi, loaded.subscriber_version),
        None => changes,
    }
}

/// The decision of the domain, or the refusal that is given instead of one.
fn decided<A>(refused: Option<Refusal>, decide: impl FnOnce() -> Decision<A>) -> Decision<A> {
    match refused {
        Some(refusal) => Decision::unchanged(Err(refusal)),
        None => decide(),
    }
}

impl Service for Cx {
    fn applications(&self) -> &[Application] {
        &APPLICATIONS
    }

    fn foresee(&self, messages: &mut dyn Iterator<Item = &[u8]>) {
        foresee::foresee(&self.store, messages);
    }

    fn request(&self, from: &From, message: &Message, out: &mut BytesMut) -> Reply {
        type Handler = fn(&Cx, &Exchange<'_>, &mut BytesMut) -> Result<Lsn, DecodeError>;
        let (command, handler): (_, Handler) = match message.header.code {
            300 => ("UAR", user_authorization::answer),
            301 => ("SAR", server_assignment::answer),
            302 => ("LIR", location_info::answer),
            303 => ("MAR", multimedia_auth::answer),
            _ => return Reply::UnknownCommand,
        };
        let exchange = Exchange { command, from, message, now: Timestamp::now() };
        Reply::Written(handler(self, &exchange, out).unwrap_or_else(|error| {
            answer::error(&self.origin, message, &error, out);
            self.verdicts.malformed(command, from, &error);
            Lsn::ZERO
        }))
    }

    fn durable(&self) -> &Watermark {
        self.store.durable()
    }
}
