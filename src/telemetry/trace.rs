//! The live trace of subscribers: whoever watches one gets every event of it; nobody watching costs one atomic load.

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use std::sync::{
    Arc,
    atomic::{AtomicU64, AtomicUsize, Ordering},
};
use tokio::sync::mpsc;

/// How many traces may run at once: each costs a comparison per message.
pub const MAX_LISTENERS: usize = 16;

/// How many events wait for a slow listener before further ones are dropped (and counted).
const BUFFER: usize = 256;

/// One thing that happened with a subscriber. Secrets (vectors, HA1) were taken out before it came here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// RFC 3339, UTC.
    pub time: String,
    /// `received` or `sent`.
    pub direction: String,
    /// The peer: a Diameter identity, or a GTP node's address.
    pub peer: String,
    /// The command, e.g. `UAR` or `UAA`; over GTP the message.
    pub command: String,
    /// Of an answer: the result and its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
    /// Of a refusal: why, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The identities it names: IMSI, IMPI, IMPUs.
    pub identities: Vec<String>,
    /// The whole message as a readable tree.
    pub message: String,
}

/// Where events are published and traces listen.
#[derive(Debug, Default)]
pub struct Bus {
    listening: AtomicUsize,
    dropped: AtomicU64,
    listeners: Mutex<Vec<Listener>>,
}

#[derive(Debug)]
struct Listener {
    identities: Vec<String>,
    events: mpsc::Sender<Arc<Event>>,
}

/// All places are taken: [`MAX_LISTENERS`] traces run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{MAX_LISTENERS} traces run already; end one first")]
pub struct TooManyTraces;

impl Bus {
    /// True if anybody listens to anything: ask this before working on an event.
    pub fn is_watched(&self) -> bool {
        self.listening.load(Ordering::Relaxed) > 0
    }

    /// How many listen.
    pub fn listeners(&self) -> usize {
        self.listening.load(Ordering::Relaxed)
    }

    /// How many events slow listeners missed.
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    /// Listens to everything that names one of `identities` (in canonical form). Ends when the receiver is dropped.
    ///
    /// # Errors
    /// [`TooManyTraces`].
    pub fn listen(&self, identities: Vec<String>) -> Result<mpsc::Receiver<Arc<Event>>, TooManyTraces> {
        let mut listeners = self.listeners.lock();
        self.forget_gone(&mut listeners);
        if listeners.len() >= MAX_LISTENERS {
            return Err(TooManyTraces);
        }
        let (events, receiver) = mpsc::channel(BUFFER);
        listeners.push(Listener { identities, events });
        self.listening.store(listeners.len(), Ordering::Relaxed);
        Ok(receiver)
    }

    /// True if somebody listens to one of `identities`.
    pub fn wants<S: AsRef<str>>(&self, identities: &[S]) -> bool {
        self.is_watched() && self.listeners.lock().iter().any(|listener| listener.wants(identities))
    }

    /// Hands `event` to those who listen to an identity it names. Never waits: a listener whose buffer is full misses it.
    pub fn publish(&self, event: Event) {
        let mut listeners = self.listeners.lock();
        let event = Arc::new(event);
        for listener in listeners.iter().filter(|listener| listener.wants(&event.identities)) {
            if let Err(mpsc::error::TrySendError::Full(_)) = listener.events.try_send(event.clone()) {
                self.dropped.fetch_add(1, Ordering::Relaxed);
            }
        }
        self.forget_gone(&mut listeners);
    }

    fn forget_gone(&self, listeners: &mut Vec<Listener>) {
        listeners.retain(|listener| !listener.events.is_closed());
        self.listening.store(listeners.len(), Ordering::Relaxed);
    }
}

impl Listener {
    fn wants<S: AsRef<str>>(&self, identities: &[S]) -> bool {
        identities.iter().any(|identity| self.identities.iter().any(|wanted| wanted == identity.as_ref()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(identity: &str) -> Event {
        Event {
            time: "2026-11-21T20:00:00Z".into(),
            direction: "received".into(),
            peer: "scscf.example".into(),
            command: "UAR".into(),
            result: None,
            reason: None,
            identities: vec![identity.into()],
            message: String::new(),
        }
    }

    /// OP-4: a trace gets its subscriber's events and no others.
    #[tokio::test]
    async fn op_4_a_listener_gets_its_own_subscriber_alone() {
        let bus = Bus::default();
        assert!(!bus.is_watched());
        let mut events = bus.listen(vec!["001010000000001".into(), "sip:a@x".into()]).unwrap();
        assert!(bus.is_watched() && bus.wants(&["sip:a@x"]) && !bus.wants(&["sip:b@x"]));
        bus.publish(event("sip:b@x"));
        bus.publish(event("sip:a@x"));
        assert_eq!(events.recv().await.unwrap().identities, ["sip:a@x"]);
        drop(events);
        bus.publish(event("sip:a@x"));
        assert!(!bus.is_watched(), "a listener that went away is forgotten");
    }

    #[tokio::test]
    async fn buffers_and_listeners_are_bounded() {
        let bus = Bus::default();
        let held: Vec<_> = (0..MAX_LISTENERS).map(|_| bus.listen(vec!["x".into()]).unwrap()).collect();
        assert_eq!(bus.listen(vec!["x".into()]).unwrap_err(), TooManyTraces);
        for _ in 0..BUFFER + 3 {
            bus.publish(event("x"));
        }
        assert_eq!(bus.dropped(), 3 * MAX_LISTENERS as u64);
        assert_eq!(held[0].len(), BUFFER);
    }
}
