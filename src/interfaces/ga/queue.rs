//! The queue of records to charging gateways (TS 32.295 §5.1): which packet goes where, again, as possibly duplicated, and what becomes of duplicates. Without sockets
//! and clock; it says what is to be sent, and that leaves when the queue is on disk as it is then.
//!
//! A packet is sent to one gateway, its home. Where that does not answer, the packet may be there all the same: it goes to another one as possibly duplicated, which
//! holds it. When home is there again it is asked: has it the packet, the copy is cancelled; has it not, the copy is released. So each record counts once.

use crate::{
    gtp::prime::codec::{Header, Message, PACKET_OVERHEAD, PACKET_RECORDS, Transfer, cause, decode, encode},
    records::{Fate, Sent, TransferPacket, TransferQueue},
    types::Timestamp,
};
use bytes::{Bytes, BytesMut};
use std::{
    collections::{HashMap, VecDeque},
    time::Duration,
};

/// Packets that are not done, at most: each is written whenever the queue is.
const MOST_PACKETS: usize = 1000;
/// How often a gateway that does not answer is asked whether it is there, at least.
const PROBE: Duration = Duration::from_secs(5);

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

    /// What was not answered in time is sent again, and at last taken for a gateway that is down.
    fn again(&mut self, now: Timestamp, out: &mut Vec<Out>) {
        let mut down = Vec::new();
        for flight in self.flights.iter_mut().filter(|flight| flight.due <= now) {
            if flight.tries >= self.timers.tries {
                down.push(flight.gateway);
                continue;
            }
            flight.tries += 1;
            if flight.what == What::Send {
                self.sent_home.insert(flight.packet, now);
            }
            flight.due = now.after(self.timers.answer);
            out.push((flight.gateway, flight.octets.clone()));
        }
        for gateway in down {
            self.down(gateway, "it does not answer", now);
        }
        out.retain(|(gateway, _)| self.gateways[*gateway].up);
    }

    /// The next step of a packet that nothing is under way for.
    fn step(&mut self, at: usize, now: Timestamp, log: Log<'_>, out: &mut Vec<Out>) {
        let first = self.state.packets[at].first;
        if self.is_under_way(first) {
            return;
        }
        let Some((gateway, sequence, what)) = self.next(at, now) else { return };
        let packet = &self.state.packets[at];
        let transfer = match what {
            What::Test => Transfer::Send(Vec::new()),
            What::Settle(number) => {
                match packet.copies.iter().find(|copy| copy.is(&self.gateways[gateway].name, number)) {
                    Some(Sent { fate: Fate::Release, .. }) => Transfer::Release(vec![number]),
                    _ => Transfer::Cancel(vec![number]),
                }
            }
            What::Send | What::Copy => {
                let most = usize::try_from(packet.last - packet.first + 1).unwrap_or(PACKET_RECORDS);
                let records = log(packet.first, most);
                return self.launch((gateway, sequence, what), first, &records, now, out);
            }
        };
        let octets = octets_of(Header::new(sequence), &Message::TransferRequest(transfer));
        self.fly((gateway, sequence, what), first, octets, now, out);
    }

    /// Whom a packet goes to next, under which number, and for what; `None` while that cannot be done.
    fn next(&mut self, at: usize, now: Timestamp) -> Option<(usize, u16, What)> {
        let packet = &self.state.packets[at];
        let settling = |copy: &&Sent| matches!(copy.fate, Fate::Cancel | Fate::Release);
        if packet.copies.iter().any(|copy| settling(&copy)) {
            let (copy, place) =
                packet.copies.iter().filter(settling).find_map(|copy| Some((copy, self.up(copy)?)))?;
            let number = copy.sequence;
            return Some((place, self.number(place), What::Settle(number)));
        }
        let home = self.up(&packet.home);
        if packet.copies.iter().any(|copy| copy.fate == Fate::Held) {
            if self.place(&packet.home.gateway).is_none() {
                // Its home is configured no more: nobody can be asked, and what is held there is all there is.
                self.settle(at, true);
                return self.next(at, now);
            }
            let home = home.filter(|_| self.quiet(packet.first) <= now);
            return home.map(|place| (place, packet.home.sequence, What::Test));
        }
        if let Some(place) = home {
            return Some((place, packet.home.sequence, What::Send));
        }
        let copy = packet.copies.iter().rev().find_map(|copy| Some((self.up(copy)?, copy.sequence)));
        if let Some((place, sequence)) = copy {
            return Some((place, sequence, What::Copy));
        }
        let known = |name: &str| {
            packet.home.gateway.as_ref() == name || packet.copies.iter().any(|copy| &*copy.gateway == name)
        };
        let other =
            (0..self.gateways.len()).find(|at| self.gateways[*at].up && !known(&self.gateways[*at].name))?;
        let sequence = self.number(other);
        let copy = Sent { gateway: self.gateways[other].name.clone(), sequence, fate: Fate::Unknown };
        let packet = &mut self.state.packets[at];
        packet.copies = packet.copies.iter().cloned().chain([copy]).collect();
        self.told.push_back(Told::Copied(other));
        Some((other, sequence, What::Copy))
    }

    /// Records that are in no packet, into packets for the gateway that is preferred.
    fn pack(&mut self, now: Timestamp, log: Log<'_>, out: &mut Vec<Out>) {
        // Room at every gateway, for a packet may have to go elsewhere.
        let Some(most) = self.gateways.iter().map(|gateway| gateway.most).min() else { return };
        while let Some(gateway) = self.active() {
            let under_way = self.flights.iter().filter(|flight| flight.gateway == gateway).count();
            if under_way >= self.timers.window || self.state.packets.len() >= MOST_PACKETS {
                return;
            }
            let mut records = log(self.state.next, PACKET_RECORDS);
            let (beside, each) = PACKET_OVERHEAD;
            let mut length = beside;
            let fits = records.iter().position(|(_, record)| {
                length += each + record.len();
                length > most
            });
            records.truncate(fits.unwrap_or(records.len()).max(1));
            let (Some(first), Some(last)) = (records.first(), records.last()) else { return };
            let (first, last) = (first.0, last.0);
            let sequence = self.number(gateway);
            let home = Sent { gateway: self.gateways[gateway].name.clone(), sequence, fate: Fate::Unknown };
            let packet = TransferPacket { first, last, home, copies: Box::default() };
            let packets = std::mem::take(&mut self.state.packets);
            self.state.packets = packets.into_iter().chain([packet]).collect();
            self.state.next = last + 1;
            self.launch((gateway, sequence, What::Send), first, &records, now, out);
        }
    }

    fn active(&self) -> Option<usize> {
        let up = |at: &usize| self.gateways[*at].up;
        self.preferred.filter(up).or_else(|| (0..self.gateways.len()).find(up))
    }

    fn launch(
        &mut self,
        to: (usize, u16, What),
        packet: u64,
        records: &[Numbered],
        now: Timestamp,
        out: &mut Vec<Out>,
    ) {
        let records: Vec<&[u8]> = records.iter().map(|(_, record)| &record[..]).collect();
        let transfer = match to.2 {
            What::Copy => Transfer::SendPossiblyDuplicated(records),
            _ => Transfer::Send(records),
        };
        let octets = octets_of(Header::new(to.1), &Message::TransferRequest(transfer));
        self.fly(to, packet, octets, now, out);
    }

    fn fly(
        &mut self,
        (gateway, sequence, what): (usize, u16, What),
        packet: u64,
        octets: Bytes,
        now: Timestamp,
        out: &mut Vec<Out>,
    ) {
        if what == What::Send {
            self.sent_home.insert(packet, now);
        }
        out.push((gateway, octets.clone()));
        let due = now.after(self.timers.answer);
        self.flights.push(Flight { gateway, sequence, what, packet, octets, tries: 1, due });
    }

    /// The answer to a request of ours.
    fn answered(&mut self, gateway: usize, sequence: u16, cause: u8, now: Timestamp) {
        let is_it = |flight: &Flight| flight.gateway == gateway && flight.sequence == sequence;
        let Some(at) = self.flights.iter().position(is_it) else { return };
        let Flight { what, packet, .. } = self.flights.swap_remove(at);
        let Some(at) = self.state.packets.iter().position(|each| each.first == packet) else { return };
        let fulfilled =
            matches!(cause, cause::ACCEPTED | cause::FULFILLED | cause::POSSIBLY_DUPLICATED_FULFILLED);
        match what {
            What::Send if fulfilled => self.arrived(at),
            What::Copy if fulfilled => self.held(at, gateway, sequence),
            What::Test if cause == cause::ACCEPTED => self.settle(at, true),
            What::Test if fulfilled => self.settle(at, false),
            What::Settle(number) if fulfilled || cause == cause::UNKNOWN_NUMBERS => {
                self.settled(at, gateway, number)
            }
            What::Send | What::Copy if is_refusal(cause) => {
                let TransferPacket { first, last, .. } = self.state.packets[at];
                self.told.push_back(Told::Refused(gateway, first, last, cause));
                self.done(at);
            }
            _ => self.down(gateway, "it cannot take records", now),
        }
    }

    /// Home has it.
    fn arrived(&mut self, at: usize) {
        let TransferPacket { first, last, ref copies, .. } = self.state.packets[at];
        if copies.is_empty() {
            self.told.push_back(Told::Arrived(last - first + 1));
            self.done(at);
        } else {
            self.settle(at, false);
        }
    }

    /// A gateway holds a copy.
    fn held(&mut self, at: usize, gateway: usize, sequence: u16) {
        let name = &self.gateways[gateway].name;
        let copies = self.state.packets[at].copies.iter_mut();
        copies.filter(|copy| copy.is(name, sequence)).for_each(|copy| copy.fate = Fate::Held);
        self.changed = true;
    }

    /// It is decided: copies are cancelled, or one that is held is released.
    fn settle(&mut self, at: usize, release: bool) {
        let copies = &mut self.state.packets[at].copies;
        let kept = copies.iter().rposition(|copy| copy.fate == Fate::Held).filter(|_| release);
        for (place, copy) in copies.iter_mut().enumerate() {
            copy.fate = if Some(place) == kept { Fate::Release } else { Fate::Cancel };
        }
        self.changed = true;
    }

    /// A copy is cancelled or released: without one the packet is done.
    fn settled(&mut self, at: usize, gateway: usize, number: u16) {
        let (packet, name) = (&mut self.state.packets[at], &self.gateways[gateway].name);
        packet.copies = packet.copies.iter().filter(|copy| !copy.is(name, number)).cloned().collect();
        self.changed = true;
        if packet.copies.is_empty() {
            self.told.push_back(Told::Arrived(packet.last - packet.first + 1));
            self.done(at);
        }
    }

    fn done(&mut self, at: usize) {
        let mut packets = std::mem::take(&mut self.state.packets).into_vec();
        let packet = packets.remove(at);
        self.sent_home.remove(&packet.first);
        self.state.packets = packets.into();
        self.changed = true;
    }

    /// The next sequence number to a gateway.
    fn number(&mut self, gateway: usize) -> u16 {
        let name = &self.gateways[gateway].name;
        self.changed = true;
        if let Some((_, next)) = self.state.numbers.iter_mut().find(|(known, _)| known == name) {
            let number = *next;
            *next = next.wrapping_add(1);
            return number;
        }
        let numbers = std::mem::take(&mut self.state.numbers);
        self.state.numbers = numbers.into_iter().chain([(name.clone(), 1)]).collect();
        0
    }

    fn is_under_way(&self, packet: u64) -> bool {
        self.flights.iter().any(|flight| flight.packet == packet)
    }

    /// From when on no answer of its home to a packet can come any more.
    fn quiet(&self, packet: u64) -> Timestamp {
        self.sent_home.get(&packet).map_or(Timestamp(0), |sent| sent.after(self.timers.lifetime))
    }

    /// The place of a gateway that something was sent to, where it is up.
    fn up(&self, sent: &Sent) -> Option<usize> {
        self.place(&sent.gateway).filter(|place| self.gateways[*place].up)
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.gateways.iter().position(|gateway| &*gateway.name == name)
    }

    /// Something was heard of a gateway.
    fn alive(&mut self, gateway: usize, now: Timestamp) {
        let found = &mut self.gateways[gateway];
        found.heard = now;
        if !found.up && found.away.is_none_or(|away| away <= now) {
            (found.up, found.away) = (true, None);
            self.told.push_back(Told::Up(gateway));
        }
    }

    /// A gateway takes nothing: what is under way to it may be there.
    fn down(&mut self, gateway: usize, why: &'static str, now: Timestamp) {
        self.flights.retain(|flight| flight.gateway != gateway);
        let found = &mut self.gateways[gateway];
        found.echo = None;
        found.probe = now.after(self.timers.echo.min(PROBE));
        if std::mem::replace(&mut found.up, false) {
            self.told.push_back(Told::Down(gateway, why));
        }
    }

    /// Gateways of which nothing was heard are asked whether they are there.
    fn probe(&mut self, now: Timestamp, out: &mut Vec<Out>) {
        for at in 0..self.gateways.len() {
            let gateway = &mut self.gateways[at];
            let (number, tries) = match gateway.echo {
                Some((_, _, due)) if due > now => continue,
                Some((_, tries, _)) if tries >= self.timers.tries => {
                    self.down(at, "it does not answer", now);
                    continue;
                }
                Some((number, tries, _)) => (number, tries + 1),
                None if gateway.up && gateway.heard.after(self.timers.echo) > now => continue,
                None if !gateway.up && gateway.probe > now => continue,
                None => {
                    self.echoes = self.echoes.wrapping_add(1);
                    (self.echoes, 1)
                }
            };
            gateway.echo = Some((number, tries, now.after(self.timers.answer)));
            out.push((at, octets_of(Header::new(number), &Message::EchoRequest)));
        }
    }
}

/// Whether sending the same again would be refused again.
const fn is_refusal(cause: u8) -> bool {
    !matches!(cause, cause::NO_RESOURCES | cause::FAILURE | cause::NOT_FULFILLED)
}

fn octets_of(header: Header, message: &Message<'_>) -> Bytes {
    let mut out = BytesMut::new();
    encode(header, message, &mut out);
    out.freeze()
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
