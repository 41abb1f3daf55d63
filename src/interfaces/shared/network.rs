//! The client direction: how a request of ours reaches a peer, and what its answer comes to.

use super::Origin;
use crate::{
    diameter::{
        codec::{Message, ResultCode},
        dictionary::base::Outcome,
    },
    domain::hss::Code,
    procedures::network::{Heard, Hearing},
    types::{Name, Timestamp},
};
use bytes::{Bytes, BytesMut};
use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

/// The answer to a request that is on its way.
pub type Answering = Pin<Box<dyn Future<Output = Result<Message, Undelivered>> + Send>>;

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Undelivered {
    /// No open connection leads to the peer, or it was lost before the answer: to be tried again.
    #[error("no connection to the peer is open")]
    NoConnection,
    /// It was sent, and nothing came back in time.
    #[error("the peer did not answer in time")]
    NoAnswer,
    /// An answer came that cannot be read.
    #[error("the answer cannot be read")]
    Unreadable,
}

/// The Diameter node, as far as it is needed to send requests.
pub trait Peers: Send + Sync + 'static {
    /// Sends a whole request to the node `host` of `realm`. Hop-by-Hop and End-to-End Identifier are the node's to fill in; it also limits the time
    /// an answer may take.
    fn request(&self, host: &Name, realm: &Name, request: Bytes) -> Answering;
}

/// Sends requests as one node, each with a Session-Id of its own, whichever clone sends it.
#[derive(Debug, Clone)]
pub struct Sending<P> {
    peers: P,
    pub(crate) origin: Origin,
    started: u32,
    sessions: Arc<AtomicU32>,
}

impl<P: Peers> Sending<P> {
    /// Sends as `origin` through `peers`.
    pub fn new(peers: P, origin: Origin, now: Timestamp) -> Self {
        // RFC 6733 §8.8: the high half of a Session-Id is the time of the start, so that none comes twice after a restart.
        let started = (now.0 / 1000) as u32;
        Self { peers, origin, started, sessions: Arc::default() }
    }

    /// The same node with another way to its peers.
    pub fn through<Q: Peers>(&self, peers: Q) -> Sending<Q> {
        let (origin, sessions) = (self.origin.clone(), self.sessions.clone());
        Sending { peers, origin, started: self.started, sessions }
    }

    /// A Session-Id that was never used before.
    pub(crate) fn session_id(&self) -> String {
        let low = self.sessions.fetch_add(1, Ordering::Relaxed);
        format!("{};{};{low}", self.origin.host, self.started)
    }

    /// Sends a request; `read` takes the result out of its answer.
    pub(crate) fn send(
        &self,
        host: &Name,
        realm: &Name,
        out: BytesMut,
        read: fn(&Message) -> Option<Outcome>,
    ) -> Hearing {
        let asking = self.ask(host, realm, out, read);
        Box::pin(async move { asking.await.map_or_else(Heard::from, heard) })
    }

    /// Sends a request; `read` takes what is wanted out of its answer.
    pub(crate) fn ask<T: Send + 'static>(
        &self,
        host: &Name,
        realm: &Name,
        out: BytesMut,
        read: fn(&Message) -> Option<T>,
    ) -> Pin<Box<dyn Future<Output = Result<T, Undelivered>> + Send>> {
        let answering = self.peers.request(host, realm, out.freeze());
        Box::pin(async move { read(&answering.await?).ok_or(Undelivered::Unreadable) })
    }
}

impl From<Undelivered> for Heard {
    fn from(error: Undelivered) -> Self {
        match error {
            Undelivered::NoConnection => Self::Unreachable,
            Undelivered::NoAnswer => Self::Silence,
            Undelivered::Unreadable => Self::Refused(error.to_string().into()),
        }
    }
}

/// What a result comes to.
pub(crate) fn heard(outcome: Outcome) -> Heard {
    match outcome {
        outcome if outcome.is_success() => Heard::Done,
        Outcome::Experimental(result) if result.code == Code::UserUnknown.number() => Heard::UnknownUser,
        Outcome::Experimental(result) if result.code == Code::TooMuchData.number() => Heard::TooMuchData,
        Outcome::Base(ResultCode::UNKNOWN_SESSION_ID) => Heard::UnknownUser,
        // The peer, or a node on the way to it, cannot just now.
        Outcome::Base(code) if code.is_protocol_error() && code != ResultCode::COMMAND_UNSUPPORTED => {
            Heard::Unreachable
        }
        Outcome::Base(ResultCode::COMMAND_UNSUPPORTED) => Heard::NotServed,
        Outcome::Base(code) => Heard::Refused(code.to_string().into()),
        Outcome::Experimental(result) => {
            let named = Code::ALL.iter().find(|code| code.is_experimental() && code.number() == result.code);
            Heard::Refused(named.map_or_else(|| result.code.to_string(), |code| code.to_string()).into())
        }
    }
}
