//! Whose tunnel a number is: learnt from the sessions that were overheard, forgotten with them.
//!
//! A mirrored message says who sent it and which tunnel of the receiver it is for, but not who the receiver is: the copy was sent to us. Two receivers may
//! give the same number to different users' tunnels; then the sender tells them apart, and where not even that does, nobody is named.

use super::{
    codec::{Ebi, FTeid},
    limits,
};
use crate::types::Imsi;
use hashbrown::HashMap;
use smallvec::SmallVec;
use std::{collections::VecDeque, net::IpAddr};

/// One side's end of a user's tunnel: the messages that the other side sends to it carry its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tunnel {
    /// Whose it is.
    pub(super) imsi: Imsi,
    /// Who sends to it: an MME, say.
    pub(super) sender: IpAddr,
    /// The sender's own end, which the responses carry.
    pub(super) sender_teid: u32,
    /// Whose end it is: an SGW's, say.
    pub(super) owner: IpAddr,
    /// The connections it serves, a bit for the default bearer of each; on S11 all of a user's.
    connections: u16,
    id: u64,
}

/// All tunnels that are known, by their numbers.
#[derive(Debug)]
pub(super) struct Tunnels {
    capacity: usize,
    known: HashMap<u32, SmallVec<[Tunnel; 1]>>,
    count: usize,
    next: u64,
    /// In the order in which they were learnt; those that are forgotten already are passed over.
    order: VecDeque<(u32, u64)>,
}

/// The address of a tunnel's end.
pub(super) fn address(end: &FTeid) -> Option<IpAddr> {
    end.v4.map(IpAddr::from).or(end.v6.map(IpAddr::from))
}

fn bit(connection: Option<Ebi>) -> u16 {
    connection.map_or(0, |Ebi(number)| 1 << (number & 15))
}

impl Tunnels {
    pub(super) fn new(capacity: usize) -> Self {
        Self { capacity, known: HashMap::new(), count: 0, next: 0, order: VecDeque::new() }
    }

    /// A session was agreed on: `sender` sends to `end`, about `imsi`.
    pub(super) fn learn(
        &mut self,
        imsi: Imsi,
        (sender, sender_teid): (IpAddr, u32),
        end: &FTeid,
        connection: Option<Ebi>,
    ) {
        let Some(owner) = address(end) else { return };
        let of_number = self.known.entry(end.teid).or_default();
        if let Some(tunnel) = of_number.iter_mut().find(|tunnel| tunnel.owner == owner) {
            // An owner has a number once: with another user, it was given anew and we missed the end of the first.
            let kept = if tunnel.imsi == imsi { tunnel.connections } else { 0 };
            *tunnel = Tunnel { imsi, sender, sender_teid, connections: kept | bit(connection), ..*tunnel };
            return;
        }
        if of_number.len() >= limits::NAMESAKES {
            of_number.remove(0);
            self.count -= 1;
        }
        let id = self.next;
        of_number.push(Tunnel { imsi, sender, sender_teid, owner, connections: bit(connection), id });
        self.next += 1;
        self.count += 1;
        self.order.push_back((end.teid, id));
        self.bound();
    }

    /// The tunnel of this number that `from` sends to. A sender that we do not know it by is believed where it says that it is `new`, and only one
    /// tunnel has the number.
    pub(super) fn find(&mut self, teid: u32, from: IpAddr, new: bool) -> Option<&mut Tunnel> {
        let of_number = self.known.get_mut(&teid)?;
        let own = of_number.iter().filter(|tunnel| tunnel.sender == from).count();
        match (own, of_number.len()) {
            (1, _) => of_number.iter_mut().find(|tunnel| tunnel.sender == from),
            (0, 1) if new => of_number.first_mut(),
            _ => None,
        }
    }

    /// A connection has ended; with a user's last one, so has the tunnel.
    pub(super) fn end(&mut self, teid: u32, owner: IpAddr, connection: Option<Ebi>) {
        let Some(of_number) = self.known.get_mut(&teid) else { return };
        let Some(at) = of_number.iter().position(|tunnel| tunnel.owner == owner) else { return };
        let tunnel = &mut of_number[at];
        tunnel.connections &= !bit(connection);
        if tunnel.connections == 0 {
            let id = tunnel.id;
            self.remove(teid, |tunnel| tunnel.id == id);
        }
    }

    /// A node has begun anew: its tunnels are gone (TS 23.007 §18).
    pub(super) fn restarted(&mut self, node: IpAddr) {
        let count = &mut self.count;
        self.known.retain(|_, of_number| {
            let before = of_number.len();
            of_number.retain(|tunnel| tunnel.owner != node && tunnel.sender != node);
            *count -= before - of_number.len();
            !of_number.is_empty()
        });
    }

    fn remove(&mut self, teid: u32, gone: impl Fn(&Tunnel) -> bool) {
        let Some(of_number) = self.known.get_mut(&teid) else { return };
        let before = of_number.len();
        of_number.retain(|tunnel| !gone(tunnel));
        self.count -= before - of_number.len();
        if of_number.is_empty() {
            self.known.remove(&teid);
        }
    }

    /// Forgets the oldest of too many, and takes what is forgotten out of the order when that has become most of it.
    fn bound(&mut self) {
        while self.count > self.capacity
            && let Some((teid, id)) = self.order.pop_front()
        {
            self.remove(teid, |tunnel| tunnel.id == id);
        }
        if self.order.len() > 2 * self.capacity {
            let known = &self.known;
            self.order.retain(|(teid, id)| {
                known.get(teid).is_some_and(|same| same.iter().any(|tunnel| tunnel.id == *id))
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
    const OTHER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 2));

    fn end(teid: u32, last: u8) -> FTeid {
        FTeid { interface: 11, teid, v4: Some([198, 51, 100, last].into()), v6: None }
    }

    fn imsi(number: u64) -> Imsi {
        Imsi::parse("001010000000000").unwrap().offset(number).unwrap()
    }

    fn whose(tunnels: &mut Tunnels, teid: u32, from: IpAddr) -> Option<Imsi> {
        tunnels.find(teid, from, false).map(|tunnel| tunnel.imsi)
    }

    /// LQ-2: two SGWs may give one number to two users; nobody's place is told as another's.
    #[test]
    fn lq_2_a_number_that_two_have_is_told_apart_by_its_sender_or_names_nobody() {
        let mut tunnels = Tunnels::new(100);
        tunnels.learn(imsi(1), (MME, 1), &end(7, 1), Some(Ebi(5)));
        assert_eq!(whose(&mut tunnels, 7, MME), Some(imsi(1)));
        assert_eq!(whose(&mut tunnels, 8, MME), None);
        assert_eq!(whose(&mut tunnels, 7, OTHER), None, "perhaps a number of another SGW");
        assert_eq!(tunnels.find(7, OTHER, true).unwrap().imsi, imsi(1), "it says that it is new");
        tunnels.learn(imsi(2), (OTHER, 1), &end(7, 2), Some(Ebi(5)));
        assert_eq!([MME, OTHER].map(|from| whose(&mut tunnels, 7, from)), [Some(imsi(1)), Some(imsi(2))]);
        tunnels.learn(imsi(3), (MME, 2), &end(7, 3), Some(Ebi(5)));
        assert_eq!([MME, OTHER].map(|from| whose(&mut tunnels, 7, from)), [None, Some(imsi(2))]);
        assert_eq!(tunnels.find(7, [192, 0, 2, 9].into(), true), None);
        // An owner that gives a number to another user has taken it from the first.
        tunnels.learn(imsi(4), (OTHER, 9), &end(7, 2), Some(Ebi(5)));
        assert_eq!(whose(&mut tunnels, 7, OTHER), Some(imsi(4)));
    }

    /// LQ-2, TS 29.274 §5.5.1: a user's connections share a tunnel on S11, which ends with the last of them.
    #[test]
    fn lq_2_a_tunnel_ends_with_its_last_connection_or_with_its_node() {
        let mut tunnels = Tunnels::new(100);
        let owner = address(&end(7, 1)).unwrap();
        for connection in [5, 6] {
            tunnels.learn(imsi(1), (MME, 1), &end(7, 1), Some(Ebi(connection)));
        }
        tunnels.end(7, owner, Some(Ebi(5)));
        assert_eq!(whose(&mut tunnels, 7, MME), Some(imsi(1)));
        tunnels.end(7, owner, Some(Ebi(6)));
        assert_eq!(whose(&mut tunnels, 7, MME), None);
        for number in 1..5 {
            let sender = if number < 3 { MME } else { OTHER };
            tunnels.learn(imsi(number), (sender, 1), &end(number as u32, number as u8 & 1), None);
        }
        tunnels.restarted(MME);
        assert_eq!([1, 2, 3].map(|teid| whose(&mut tunnels, teid, MME)), [None; 3]);
        tunnels.restarted(address(&end(0, 1)).unwrap());
        assert_eq!([3, 4].map(|teid| whose(&mut tunnels, teid, OTHER)), [None, Some(imsi(4))]);
        assert_eq!(tunnels.count, 1);
    }

    /// LQ-2: whatever is overheard, memory is bounded; who stays long is not pushed out by those who come and go.
    #[test]
    fn lq_2_tunnels_are_bounded() {
        let mut tunnels = Tunnels::new(16);
        tunnels.learn(imsi(1), (MME, 1), &end(0, 1), Some(Ebi(5)));
        for teid in 1..1000 {
            tunnels.learn(imsi(2), (MME, 1), &end(teid, 1), Some(Ebi(5)));
            tunnels.end(teid, address(&end(teid, 1)).unwrap(), Some(Ebi(5)));
            assert!(tunnels.order.len() <= 33);
        }
        assert_eq!(whose(&mut tunnels, 0, MME), Some(imsi(1)));
        for teid in 0..1000 {
            tunnels.learn(imsi(2), (MME, 1), &end(teid, (teid % 50) as u8), None);
            tunnels.learn(imsi(2), (MME, 1), &end(3, (teid % 250) as u8), None);
            let known: usize = tunnels.known.values().map(|same| same.len()).sum();
            assert!(tunnels.count == known && known <= 16 && tunnels.order.len() <= 33);
        }
    }
}
