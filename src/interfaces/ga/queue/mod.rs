//! The queue of records to charging gateways (TS 32.295 §5.1): which packet goes where, again, as possibly duplicated, and what becomes of duplicates. Without sockets
//! and clock; it says what is to be sent, and that leaves when the queue is on disk as it is then.
//!
//! A packet is sent to one gateway, its home. Where that does not answer, the packet may be there all the same: it goes to another one as possibly duplicated, which
//! holds it. When home is there again it is asked: has it the packet, the copy is cancelled; has it not, the copy is released. So each record counts once.

mod packets;
mod paths;

use crate::{
    gtp::prime::codec::{Header, Message, cause, decode, encode},
    records::{Fate, TransferPacket, TransferQueue},
    types::Timestamp,
};
use bytes::{Bytes, BytesMut};
use std::{
    collections::{HashMap, VecDeque},
    time::Duration,
};

/// How patient the queue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timers {
    /// So long is an answer waited for (T3-RESPONSE).
    pub answer: Duration,
    /// So often is a request sent (N3-REQUESTS).
    pub tries: u32,
    /// A gateway of which nothing was heard for so long is asked whether it is there.
    pub echo: Duration,
    /// A gateway that sent us away is left alone for so long.
    pub redirected: Duration,
    /// No message and its answer are under way for longer. An answer to a packet that comes late would be taken for the answer to the question whether it arrived, which has its number.
    pub lifetime: Duration,
    /// So many packets are under way to a gateway at once.
    pub window: usize,
}

impl Default for Timers {
    fn default() -> Self {
        Self {
            answer: Duration::from_secs(3),
            tries: 4,
            echo: Duration::from_secs(60),
            redirected: Duration::from_secs(60),
            lifetime: Duration::from_secs(30),
            window: 16,
        }
    }
}

/// A record and its number.
pub type Numbered = (u64, Vec<u8>);

/// Where records are: at most so many, beginning with a number.
pub type Log<'a> = &'a dyn Fn(u64, usize) -> Vec<Numbered>;

/// A message to the gateway of this place.
pub type Out = (usize, Bytes);

/// Something that a person may want to know, or a counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// A gateway does not answer, or sent us away.
    Down(usize, &'static str),
    /// It is there again.
    Up(usize),
    /// So many records arrived for good.
    Arrived(u64),
    /// A packet was sent as possibly duplicated.
    Copied(usize),
    /// A gateway refuses a packet, with this Cause: its records are sent no more.
    Refused(usize, u64, u64, u8),
}

/// The queue at work.
#[derive(Debug)]
pub struct Queue {
    state: TransferQueue,
    timers: Timers,
    gateways: Vec<Gateway>,
    flights: Vec<Flight>,
    /// When the packets that are elsewhere were sent to their homes last, by their first records.
    sent_home: HashMap<u64, Timestamp>,
    preferred: Option<usize>,
    echoes: u16,
    changed: bool,
    told: VecDeque<Told>,
}

#[derive(Debug)]
struct Gateway {
    name: Box<str>,
    /// The longest message that it is sent, unless a single record needs more.
    most: usize,
    up: bool,
    /// Until when it is left alone.
    away: Option<Timestamp>,
    heard: Timestamp,
    /// An Echo Request that was not answered: its number, how often it was sent, when it is sent again.
    echo: Option<(u16, u32, Timestamp)>,
    probe: Timestamp,
}

/// A request that is not answered.
#[derive(Debug)]
struct Flight {
    gateway: usize,
    sequence: u16,
    what: What,
    /// The first record of its packet.
    packet: u64,
    octets: Bytes,
    tries: u32,
    due: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// The packet, to its home.
    Send,
    /// The packet, as possibly duplicated.
    Copy,
    /// Whether home has it.
    Test,
    /// What becomes of the copy with this number.
    Settle(u16),
}

impl Queue {
    /// Goes on with `state`, to gateways by their names and the longest messages they are sent, the first preferred.
    pub fn new(state: TransferQueue, gateways: &[(Box<str>, usize)], timers: Timers, now: Timestamp) -> Self {
        let gateway = |(name, most): &(Box<str>, usize)| Gateway {
            name: name.clone(),
            most: *most,
            up: true,
            away: None,
            heard: now,
            echo: None,
            probe: now,
        };
        let sent_home = state.packets.iter().map(|packet| (packet.first, now)).collect();
        Self {
            state,
            timers,
            gateways: gateways.iter().map(gateway).collect(),
            flights: Vec::new(),
            sent_home,
            preferred: None,
            echoes: 0,
            changed: false,
            told: VecDeque::new(),
        }
    }

    /// What is to be on disk before anything leaves.
    pub const fn state(&self) -> &TransferQueue {
        &self.state
    }

    /// Whether that changed since this was asked last.
    pub const fn changed(&mut self) -> bool {
        std::mem::replace(&mut self.changed, false)
    }

    /// What happened.
    pub fn told(&mut self) -> Option<Told> {
        self.told.pop_front()
    }

    /// Whether a gateway answers, as far as is known.
    pub fn is_up(&self, gateway: usize) -> bool {
        self.gateways.get(gateway).is_some_and(|gateway| gateway.up)
    }

    /// When [`turn`](Self::turn) has something to do at the latest.
    pub fn due(&self) -> Option<Timestamp> {
        let flights = self.flights.iter().map(|flight| flight.due);
        let gateways = self.gateways.iter().map(|gateway| match gateway.echo {
            Some((_, _, due)) => due,
            None if gateway.up => gateway.heard.after(self.timers.echo),
            None => gateway.probe,
        });
        let held = |packet: &&TransferPacket| packet.copies.iter().any(|copy| copy.fate == Fate::Held);
        let tests = self.state.packets.iter().filter(held).filter(|packet| self.up(&packet.home).is_some());
        let tests =
            tests.filter(|packet| !self.is_under_way(packet.first)).map(|packet| self.quiet(packet.first));
        flights.chain(gateways).chain(tests).min()
    }

    /// Everything that is to be done at `now`.
    pub fn turn(&mut self, now: Timestamp, log: Log<'_>) -> Vec<Out> {
        let mut out = Vec::new();
        self.again(now, &mut out);
        for at in 0..self.state.packets.len() {
            self.step(at, now, log, &mut out);
        }
        self.pack(now, log, &mut out);
        self.probe(now, &mut out);
        out
    }

    /// A message of a gateway; the answer to it.
    pub fn message(&mut self, gateway: usize, octets: &[u8], now: Timestamp) -> Option<Bytes> {
        let (Some(header), Ok(message)) = decode(octets) else { return None };
        let answer = match message {
            Message::EchoRequest => Message::EchoResponse(self.state.restarts),
            Message::NodeAliveRequest(_) => {
                self.gateways[gateway].away = None;
                self.alive(gateway, now);
                Message::NodeAliveResponse
            }
            Message::RedirectionRequest(_, nodes) => {
                let named =
                    |at: &usize| nodes.iter().any(|node| self.gateways[*at].name.contains(&node.to_string()));
                self.preferred = (0..self.gateways.len()).filter(|at| *at != gateway).find(named);
                self.gateways[gateway].away = Some(now.after(self.timers.redirected));
                self.down(gateway, "it sends us away", now);
                Message::RedirectionResponse(cause::ACCEPTED)
            }
            Message::EchoResponse(_) => {
                self.gateways[gateway].echo = None;
                self.alive(gateway, now);
                return None;
            }
            Message::TransferResponse(cause, numbers) => {
                self.alive(gateway, now);
                numbers.into_iter().for_each(|number| self.answered(gateway, number, cause, now));
                return None;
            }
            Message::VersionNotSupported => {
                self.down(gateway, "it knows no version 2 of GTP′", now);
                return None;
            }
            _ => return None,
        };
        Some(octets_of(header, &answer))
    }
}

fn octets_of(header: Header, message: &Message<'_>) -> Bytes {
    let mut out = BytesMut::new();
    encode(header, message, &mut out);
    out.freeze()
}

#[cfg(test)]
mod tests;
