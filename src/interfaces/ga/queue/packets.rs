//! Packets: which is made of which records, where it goes next, and what an answer to it comes to.

use super::{Flight, Log, Numbered, Out, Queue, Told, What, octets_of};
use crate::{
    gtp::prime::codec::{Header, Message, PACKET_OVERHEAD, PACKET_RECORDS, Transfer, cause},
    records::{Fate, Sent, TransferPacket},
    types::Timestamp,
};
use bytes::Bytes;

/// Packets that are not done, at most: each is written whenever the queue is.
const MOST_PACKETS: usize = 1000;

impl Queue {
    /// The next step of a packet that nothing is under way for.
    pub(super) fn step(&mut self, at: usize, now: Timestamp, log: Log<'_>, out: &mut Vec<Out>) {
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
                // A packet without its records would be a question whether it arrived.
                if records.len() != most {
                    return;
                }
                return self.launch((gateway, sequence, what), first, &records, now, out);
            }
        };
        let octets = octets_of(Header::new(sequence), &Message::TransferRequest(transfer));
        self.fly((gateway, sequence, what), first, octets, now, out);
    }

    /// Whom a packet goes to next, under which number, and for what; `None` while that cannot be done.
    pub(super) fn next(&mut self, at: usize, now: Timestamp) -> Option<(usize, u16, What)> {
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
    pub(super) fn pack(&mut self, now: Timestamp, log: Log<'_>, out: &mut Vec<Out>) {
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

    pub(super) fn active(&self) -> Option<usize> {
        let up = |at: &usize| self.gateways[*at].up;
        self.preferred.filter(up).or_else(|| (0..self.gateways.len()).find(up))
    }

    pub(super) fn launch(
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

    pub(super) fn fly(
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
    pub(super) fn answered(&mut self, gateway: usize, sequence: u16, cause: u8, now: Timestamp) {
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
    pub(super) fn arrived(&mut self, at: usize) {
        let TransferPacket { first, last, ref copies, .. } = self.state.packets[at];
        if copies.is_empty() {
            self.told.push_back(Told::Arrived(last - first + 1));
            self.done(at);
        } else {
            self.settle(at, false);
        }
    }

    /// A gateway holds a copy.
    pub(super) fn held(&mut self, at: usize, gateway: usize, sequence: u16) {
        let name = &self.gateways[gateway].name;
        let copies = self.state.packets[at].copies.iter_mut();
        copies.filter(|copy| copy.is(name, sequence)).for_each(|copy| copy.fate = Fate::Held);
        self.changed = true;
    }

    /// It is decided: copies are cancelled, or one that is held is released.
    pub(super) fn settle(&mut self, at: usize, release: bool) {
        let copies = &mut self.state.packets[at].copies;
        let kept = copies.iter().rposition(|copy| copy.fate == Fate::Held).filter(|_| release);
        for (place, copy) in copies.iter_mut().enumerate() {
            copy.fate = if Some(place) == kept { Fate::Release } else { Fate::Cancel };
        }
        self.changed = true;
    }

    /// A copy is cancelled or released: without one the packet is done.
    pub(super) fn settled(&mut self, at: usize, gateway: usize, number: u16) {
        let (packet, name) = (&mut self.state.packets[at], &self.gateways[gateway].name);
        packet.copies = packet.copies.iter().filter(|copy| !copy.is(name, number)).cloned().collect();
        self.changed = true;
        if packet.copies.is_empty() {
            self.told.push_back(Told::Arrived(packet.last - packet.first + 1));
            self.done(at);
        }
    }

    pub(super) fn done(&mut self, at: usize) {
        let mut packets = std::mem::take(&mut self.state.packets).into_vec();
        let packet = packets.remove(at);
        self.sent_home.remove(&packet.first);
        self.state.packets = packets.into();
        self.changed = true;
    }

    /// The next sequence number to a gateway.
    pub(super) fn number(&mut self, gateway: usize) -> u16 {
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

    pub(super) fn is_under_way(&self, packet: u64) -> bool {
        self.flights.iter().any(|flight| flight.packet == packet)
    }

    /// From when on no answer of its home to a packet can come any more.
    pub(super) fn quiet(&self, packet: u64) -> Timestamp {
        self.sent_home.get(&packet).map_or(Timestamp(0), |sent| sent.after(self.timers.lifetime))
    }

    /// The place of a gateway that something was sent to, where it is up.
    pub(super) fn up(&self, sent: &Sent) -> Option<usize> {
        self.place(&sent.gateway).filter(|place| self.gateways[*place].up)
    }

    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.gateways.iter().position(|gateway| &*gateway.name == name)
    }
}

/// Whether sending the same again would be refused again.
const fn is_refusal(cause: u8) -> bool {
    !matches!(cause, cause::NO_RESOURCES | cause::FAILURE | cause::NOT_FULFILLED)
}
