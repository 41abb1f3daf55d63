//! How a request is served, whatever the reference point: load, decide, commit, and again if a record changed meanwhile.

use super::{Origin, Verdict, Verdicts, answer};
use crate::{
    diameter::{
        From, Reply,
        codec::{DecodeError, Message},
    },
    domain::{
        auth::Vault,
        hss::{Code, Decision, Hss, Refusal},
    },
    procedures::outbox,
    records::Task,
    store::{ChangeSet, CommitError, Store},
    types::{Imsi, Lsn, Timestamp},
};
use arc_swap::ArcSwap;
use bytes::BytesMut;
use std::sync::Arc;

/// How often a decision is taken again when its records changed meanwhile, before the request is answered with TOO_BUSY.
const ATTEMPTS: usize = 16;

/// What the interfaces of the HSS work with.
#[derive(Debug)]
pub struct Desk {
    /// The configuration in force; replaced as a whole on a reload.
    pub hss: ArcSwap<Hss>,
    pub(crate) store: Arc<Store>,
    pub(crate) vault: Arc<Vault>,
    pub(crate) origin: Origin,
    verdicts: Box<dyn Verdicts>,
}

/// What an attempt to answer came to; its answer stands in the buffer.
pub(crate) struct Attempt {
    pub(crate) changes: ChangeSet,
    pub(crate) tasks: Vec<Task>,
    pub(crate) code: Code,
    pub(crate) refusal: Option<Refusal>,
}

/// What a handler is given to work with.
pub(crate) struct Exchange<'m> {
    pub(crate) command: &'static str,
    pub(crate) from: &'m From,
    pub(crate) message: &'m Message,
    pub(crate) now: Timestamp,
}

/// The records a request names, as they were read; the default is what is read of nobody.
pub(crate) trait Reads: Default {
    /// Whose they are, where somebody was found.
    fn imsi(&self) -> Option<Imsi>;

    /// `changes`, to be committed only while the contract that was found holds: who is unsubscribed meanwhile must not end up registered.
    fn under_contract(&self, changes: ChangeSet) -> ChangeSet;

    /// The largest version read: the answer waits for it.
    fn seen(&self) -> Lsn;
}

/// The identities of a request, as received.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Named<'a> {
    pub(crate) imsi: Option<Imsi>,
    pub(crate) private: Option<&'a str>,
    pub(crate) public: Option<&'a str>,
}

impl Desk {
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

    /// Who we are.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Loads, lets `attempt` decide and write its answer, and commits; all again if a record changed meanwhile. Given a refusal, `attempt`
    /// writes that one.
    pub(crate) fn serve<R: Reads>(
        &self,
        exchange: &Exchange<'_>,
        named: Named<'_>,
        out: &mut BytesMut,
        load: impl Fn(&Store) -> R,
        mut attempt: impl FnMut(&R, Option<Refusal>, &mut BytesMut) -> Attempt,
    ) -> Lsn {
        let start = out.len();
        let mut busy = None;
        for _ in 0..ATTEMPTS {
            let loaded = load(&self.store);
            let tried = attempt(&loaded, busy.take(), out);
            let committed = if tried.changes.is_empty() && tried.tasks.is_empty() {
                Ok(Lsn::ZERO)
            } else {
                outbox::commit(&self.store, loaded.under_contract(tried.changes), tried.tasks, exchange.now)
            };
            match committed {
                Ok(lsn) => {
                    self.tell(exchange, named, &loaded, tried.code, tried.refusal.as_ref());
                    return loaded.seen().max(lsn);
                }
                Err(CommitError::Stale { .. }) => {}
                Err(error) => busy = Some(Refusal::StoreBusy(error.to_string().into())),
            }
            out.truncate(start);
        }
        let loaded = R::default();
        let refusal = busy.unwrap_or(Refusal::Contended);
        let tried = attempt(&loaded, Some(refusal), out);
        self.tell(exchange, named, &loaded, tried.code, tried.refusal.as_ref());
        Lsn::ZERO
    }

    /// What a handler wrote, or the answer to a request that it could not read.
    pub(crate) fn replied(
        &self,
        exchange: &Exchange<'_>,
        written: Result<Lsn, DecodeError>,
        out: &mut BytesMut,
    ) -> Reply {
        Reply::Written(written.unwrap_or_else(|error| {
            answer::error(&self.origin, exchange.message, &error, out);
            self.verdicts.malformed(exchange.command, exchange.from, &error);
            Lsn::ZERO
        }))
    }

    fn tell(
        &self,
        exchange: &Exchange<'_>,
        named: Named<'_>,
        loaded: &impl Reads,
        code: Code,
        refusal: Option<&Refusal>,
    ) {
        self.verdicts.verdict(&Verdict {
            application: exchange.message.header.application,
            command: exchange.command,
            from: exchange.from,
            imsi: loaded.imsi().or(named.imsi),
            private: named.private,
            public: named.public,
            code: &code,
            refusal: refusal.map(|refusal| refusal as &dyn std::fmt::Display),
            // A call to a user who is not registered.
            everyday: exchange.command == "LIR" && code == Code::IdentityNotRegistered,
        });
    }
}

/// The decision of the domain, or the refusal that is given instead of one.
pub(crate) fn decided<A>(refused: Option<Refusal>, decide: impl FnOnce() -> Decision<A>) -> Decision<A> {
    match refused {
        Some(refusal) => Decision::unchanged(Err(refusal)),
        None => decide(),
    }
}
