//! A listener without a socket, and a store with one subscriber behind it.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses its part")]

use bytes::BytesMut;
use innkeeper::{
    gtp::v2::{
        Mirror, Responder, Turn,
        codec::{Header, Recovery},
    },
    interfaces::s11::{Hint, Hints, S11},
    records::{Roaming, Subscriber},
    store::{ChangeSet, Store},
    types::{Imsi, Lsn},
};

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

/// The subscriber.
pub const IMSI: &str = "001010000000001";
/// Our restart counter.
pub const COUNTER: u8 = 9;

/// Keeps what it is told.
#[derive(Debug, Default)]
pub struct Told(Mutex<Vec<Hint>>);

impl Hints for Told {
    fn hint(&self, hint: Hint) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(hint);
    }
}

impl Told {
    /// What was told since it was asked last.
    pub fn take(&self) -> Vec<Hint> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Machines over one store.
pub struct Bench {
    pub store: Arc<Store>,
    pub told: Arc<Told>,
    pub s11: S11,
    pub responder: Responder,
    pub mirror: Mirror,
    pub out: BytesMut,
}

impl Default for Bench {
    fn default() -> Self {
        Self::new()
    }
}

impl Bench {
    pub fn new() -> Self {
        let store = Arc::new(Store::in_memory());
        let subscriber = Subscriber {
            imsi: Imsi::parse(IMSI).unwrap(),
            msisdn: None,
            domain: "mnc001.mcc001.3gppnetwork.org".into(),
            sim: None,
            services: Box::default(),
            roaming: Roaming::Anywhere,
            template: None,
        };
        store.commit(ChangeSet::new().put(subscriber, Lsn::ZERO)).unwrap();
        let told = Arc::new(Told::default());
        Self {
            s11: S11::new(store.clone(), told.clone()),
            store,
            told,
            responder: Responder::new(Recovery(COUNTER)),
            mirror: Mirror::default(),
            out: BytesMut::new(),
        }
    }

    /// A datagram that is meant for us: what became of it, and the answer.
    pub fn asked(&mut self, from: SocketAddr, datagram: &[u8], now: Instant) -> (Turn, Vec<u8>) {
        self.out.clear();
        let turn = self.responder.datagram(from, datagram, now, &self.s11, &mut self.out);
        (turn, self.out.to_vec())
    }

    /// A datagram between others.
    pub fn overheard(&mut self, from: SocketAddr, datagram: &[u8], now: Instant) -> Turn {
        self.mirror.datagram(from, datagram, now, &self.s11)
    }
}

/// An address to come from: `192.0.2.LAST:2123`.
pub fn from(last: u8) -> SocketAddr {
    ([192, 0, 2, last], 2123).into()
}

/// Octets written in hexadecimal, with blanks anywhere.
pub fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u32> =
        text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_digit(16).expect("a digit")).collect();
    assert!(digits.len().is_multiple_of(2), "{text}");
    digits.chunks(2).map(|pair| (pair[0] << 4 | pair[1]) as u8).collect()
}

/// The header and elements of a message that is all there is.
pub fn message(octets: &[u8]) -> (Header, &[u8]) {
    let (header, elements, rest) = Header::parse(octets).expect("a message");
    assert!(rest.is_empty());
    (header, elements)
}
