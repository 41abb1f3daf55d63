//! DB-1: two nodes' pure machines against each other in one thread, with a clock the test moves, delay, and a network that swallows
//! what is sent. No socket, no waiting.

// Helpers of tests fail as loudly as the tests themselves.
#![allow(clippy::unwrap_used, clippy::panic)]

mod peer_support;

use bytes::BytesMut;
use innkeeper::{
    diameter::{
        codec::{Frame, Message},
        peer::{
            DisconnectCause, Local, PeerConfig, PeerTable, Timers,
            capabilities::Gate,
            limits,
            link::{Addresses, Heard, Lapse, Link, Turn},
            messages::Ids,
            registry::{Directive, Happened, LinkId, Registry},
            state::State,
            watchdog,
        },
    },
    types::Name,
};
use peer_support::{CX, REALM};
use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
    time::{Duration, Instant},
};

const ADDRESSES: Addresses =
    Addresses { local: IpAddr::V4(Ipv4Addr::LOCALHOST), remote: IpAddr::V4(Ipv4Addr::LOCALHOST) };

/// One node.
struct End {
    local: Local,
    table: PeerTable,
    registry: Registry,
    links: BTreeMap<LinkId, Link>,
    dwrs: usize,
}

/// What is under way to an end.
enum Event {
    Arrive(LinkId, BytesMut),
    Connected(LinkId),
    Gone(LinkId),
}

/// Two nodes and the network between them; a connection has the same number on both ends.
struct Pair {
    ends: [End; 2],
    now: Instant,
    delay: Duration,
    /// The network swallows everything.
    dark: bool,
    under_way: BTreeMap<(Instant, u64), (usize, Event)>,
    count: u64,
    random: u32,
}

impl Pair {
    fn new(hosts: [&str; 2]) -> Self {
        let end = |own: &str, other: &str| End {
            local: Local {
                host: own.into(),
                realm: REALM.into(),
                vendor_id: 0,
                product: "pair".into(),
                firmware: 1,
                state_id: 1,
            },
            table: PeerTable::new([PeerConfig::new(other, REALM)], false).unwrap(),
            registry: Registry::new(own.into()),
            links: BTreeMap::new(),
            dwrs: 0,
        };
        Self {
            ends: [end(hosts[0], hosts[1]), end(hosts[1], hosts[0])],
            now: Instant::now(),
            delay: Duration::from_millis(10),
            dark: false,
            under_way: BTreeMap::new(),
            count: 100,
            random: 0x2545_f491,
        }
    }

    fn host(&self, end: usize) -> Name {
        self.ends[end].local.host.clone()
    }

    fn random(&mut self) -> u32 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 17;
        self.random ^= self.random << 5;
        self.random
    }

    fn post(&mut self, to: usize, event: Event) {
        self.count += 1;
        if !self.dark {
            self.under_way.insert((self.now + self.delay, self.count), (to, event));
        }
    }

    /// `end` dials; the connection is up after a round trip.
    fn dial(&mut self, end: usize) {
        self.count += 1;
        let (link, peer) = (self.count, self.host(1 - end));
        if self.ends[end].registry.start(&peer, link) {
            self.under_way.insert((self.now + 2 * self.delay, self.count), (end, Event::Connected(link)));
        }
    }

    /// Does something with a link, and sends what it wrote.
    fn with<T>(
        &mut self,
        end: usize,
        link: LinkId,
        act: impl FnOnce(&mut Link, Gate<'_>, &mut Turn<'_>) -> T,
    ) -> Option<T> {
        self.count += 1;
        let (random, ids) =
            (self.random(), Ids { hop_by_hop: self.count as u32, end_to_end: self.count as u32 });
        let (mut out, now) = (BytesMut::new(), self.now);
        let this = &mut self.ends[end];
        let gate = Gate { local: &this.local, table: &this.table, served: &[CX] };
        let mut turn = Turn { now, random, ids, local: &this.local, out: &mut out };
        let done = act(this.links.get_mut(&link)?, gate, &mut turn);
        if !out.is_empty() {
            self.post(1 - end, Event::Arrive(link, out));
        }
        Some(done)
    }

    fn happened(&mut self, end: usize, link: LinkId, happened: Happened) {
        let peer = self.host(1 - end);
        let directives = self.ends[end].registry.happened(&peer, link, happened);
        self.obey(end, directives);
    }

    fn obey(&mut self, end: usize, directives: Vec<Directive>) {
        for directive in directives {
            let link = directive.link();
            match directive {
                Directive::SendCer(_) => _ = self.with(end, link, |link, _, turn| link.send_cer(&[CX], turn)),
                Directive::Open { reopened, .. } => {
                    _ = self.with(end, link, |link, _, turn| link.open(reopened, turn))
                }
                Directive::Probe(_) => _ = self.with(end, link, |link, _, turn| link.probe(turn)),
                Directive::Disconnect(_) => {
                    _ = self
                        .with(end, link, |link, _, turn| link.disconnect(DisconnectCause::REBOOTING, turn));
                }
                Directive::Reject(_) => {
                    self.with(end, link, |link, _, turn| link.reject(turn));
                    self.close(end, link);
                }
                Directive::Close(_) => self.close(end, link),
            }
        }
    }

    fn close(&mut self, end: usize, link: LinkId) {
        if self.ends[end].links.remove(&link).is_some() {
            self.post(1 - end, Event::Gone(link));
            self.happened(end, link, Happened::Gone);
        }
    }

    fn arrive(&mut self, end: usize, link: LinkId, mut octets: BytesMut) {
        while let Ok(Frame::Whole(message)) = Frame::cut(&mut octets) {
            let message = Message::parse(message).unwrap();
            self.ends[end].dwrs += usize::from(message.header.code == 280 && message.header.is_request());
            let heard = self.with(end, link, |link, gate, turn| link.receive(&message, gate, turn));
            match heard {
                None | Some(Heard::Nothing | Heard::NotOurs) => {}
                Some(Heard::Cer(_)) => {
                    let peer = self.host(1 - end);
                    let directives = self.ends[end].registry.incoming(&peer, link, 1);
                    self.obey(end, directives);
                }
                Some(Heard::Cea(_)) => self.happened(end, link, Happened::Cea),
                Some(Heard::Goodbye(_)) => self.happened(end, link, Happened::Dpr),
                Some(Heard::Farewell) => self.happened(end, link, Happened::Dpa),
                Some(Heard::Rejected(_) | Heard::OutOfTurn) => {
                    self.happened(end, link, Happened::NonCea);
                    self.close(end, link);
                }
            }
        }
    }

    /// Lets everything happen that is due until `until`.
    fn run(&mut self, time: Duration) {
        let until = self.now + time;
        loop {
            let timers = (0..2).flat_map(|end| {
                self.ends[end].links.iter().map(move |(id, link)| (link.deadline(), end, *id))
            });
            let timer = timers.min();
            let arrival = self.under_way.keys().next().copied();
            match (timer, arrival) {
                (timer, Some(at)) if at.0 <= until && timer.is_none_or(|(due, ..)| at.0 <= due) => {
                    self.now = self.now.max(at.0);
                    let (end, event) = self.under_way.remove(&at).unwrap();
                    self.event(end, event);
                }
                (Some((due, end, link)), _) if due <= until => {
                    self.now = self.now.max(due);
                    let lapse = self.with(end, link, |link, _, turn| link.lapse(turn));
                    if let Some(Lapse::Close(_)) = lapse {
                        self.close(end, link);
                    }
                }
                _ => break,
            }
        }
        self.now = until;
    }

    fn event(&mut self, end: usize, event: Event) {
        match event {
            Event::Arrive(link, octets) => self.arrive(end, link, octets),
            Event::Connected(link) if self.dark => self.happened(end, link, Happened::NotConnected),
            Event::Connected(link) => {
                let (now, peer) = (self.now, self.host(1 - end));
                let timers = || Arc::new(Timers::default());
                self.ends[end].links.insert(link, Link::dialled(peer, ADDRESSES, timers(), now));
                self.ends[1 - end].links.insert(link, Link::accepted(ADDRESSES, timers(), now));
                self.happened(end, link, Happened::Connected);
            }
            Event::Gone(link) => self.close(end, link),
        }
    }

    /// The open connections of an end.
    fn open(&self, end: usize) -> Vec<LinkId> {
        self.ends[end].links.iter().filter(|(_, link)| link.is_open()).map(|(id, _)| *id).collect()
    }

    fn watchdogs(&self) -> [Vec<watchdog::State>; 2] {
        [0, 1].map(|end| self.ends[end].links.values().map(Link::watchdog).collect())
    }

    /// Exactly one connection, open on both ends, and nothing else.
    fn assert_one(&self, what: &str) {
        assert_eq!(self.open(0), self.open(1), "{what}");
        assert_eq!(
            (self.open(0).len(), self.ends[0].links.len(), self.ends[1].links.len()),
            (1, 1, 1),
            "{what}"
        );
        for end in 0..2 {
            assert!(self.ends[end].registry.state(&self.host(1 - end), self.open(0)[0]).is_open(), "{what}");
        }
    }
}

#[test]
fn whenever_both_dial_one_connection_survives_and_the_higher_identity_keeps_the_one_it_answered() {
    for hosts in [["a.example.org", "z.example.org"], ["z.example.org", "a.example.org"]] {
        for offset in 0..60 {
            let mut pair = Pair::new(hosts);
            pair.dial(0);
            let first = pair.count;
            pair.run(Duration::from_millis(offset));
            pair.dial(1);
            let second = pair.count;
            pair.run(Duration::from_secs(1));
            pair.assert_one(&format!("{hosts:?}, {offset} ms apart"));
            if offset == 0 {
                let kept = if hosts[0] > hosts[1] { second } else { first };
                assert_eq!(pair.open(0), [kept], "the responder connection of the higher identity");
            }
        }
    }
}

#[test]
fn an_idle_connection_is_probed_by_both_and_stays() {
    let mut pair = Pair::new(["a.example.org", "z.example.org"]);
    pair.dial(0);
    pair.run(Duration::from_secs(3600));
    pair.assert_one("after an hour");
    // Each DWR resets the other end's timer, so the two ends share the probing: one in Tw - 2 s at most, in Tw + 2 s at least.
    let dwrs = pair.ends[0].dwrs + pair.ends[1].dwrs;
    assert!((3600 / 32 - 2..=2 * 3600 / 28).contains(&dwrs), "{dwrs}");
}

#[test]
fn a_dark_network_is_noticed_by_both_watchdogs_and_the_way_back_leads_through_reopen() {
    let mut pair = Pair::new(["a.example.org", "z.example.org"]);
    pair.dial(0);
    pair.run(Duration::from_secs(1));
    pair.dark = true;
    // DWR after Tw, SUSPECT after another; the jitter is two seconds each.
    pair.run(2 * limits::TW + Duration::from_secs(5));
    assert_eq!(pair.watchdogs(), [[watchdog::State::Suspect], [watchdog::State::Suspect]]);
    pair.run(limits::TW + Duration::from_secs(3));
    assert_eq!(pair.watchdogs(), [[], []], "closed");
    pair.dial(0);
    pair.run(Duration::from_secs(1));
    assert!(pair.open(0).is_empty(), "a dial into the dark");
    pair.dark = false;
    pair.dial(0);
    pair.run(Duration::from_secs(1));
    pair.assert_one("light again");
    assert_eq!(pair.watchdogs(), [[watchdog::State::Reopen], [watchdog::State::Reopen]]);
    pair.run(3 * limits::TW);
    assert_eq!(pair.watchdogs(), [[watchdog::State::Okay], [watchdog::State::Okay]], "three answers later");
}

/// Whoever comes again and again under a connected peer's name makes its connection answer, once, and not suspect.
#[test]
fn newcomers_under_the_same_name_do_not_make_a_living_connection_suspect() {
    let mut pair = Pair::new(["a.example.org", "z.example.org"]);
    pair.dial(0);
    pair.run(Duration::from_secs(1));
    let (link, peer) = (pair.open(0)[0], pair.host(1));
    for newcomer in 1..=20 {
        let directives = pair.ends[0].registry.incoming(&peer, newcomer, 1);
        assert_eq!(directives, [Directive::Probe(link), Directive::Reject(newcomer)]);
        pair.obey(0, directives);
        assert_eq!(pair.watchdogs()[0], [watchdog::State::Okay]);
    }
    pair.run(Duration::from_secs(1));
    assert_eq!(pair.ends[1].dwrs, 1);
    pair.assert_one("after all of them");
}

#[test]
fn a_goodbye_leaves_nothing_behind() {
    let mut pair = Pair::new(["a.example.org", "z.example.org"]);
    pair.dial(0);
    pair.run(Duration::from_secs(1));
    let link = pair.open(0)[0];
    pair.happened(1, link, Happened::Stop);
    pair.run(Duration::from_secs(1));
    assert!((0..2).all(|end| pair.ends[end].links.is_empty() && pair.ends[end].registry.is_empty()));
}

#[test]
fn both_saying_goodbye_at_once_end_too() {
    let mut pair = Pair::new(["a.example.org", "z.example.org"]);
    pair.dial(0);
    pair.run(Duration::from_secs(1));
    let link = pair.open(0)[0];
    pair.happened(0, link, Happened::Stop);
    pair.happened(1, link, Happened::Stop);
    pair.run(Duration::from_secs(1));
    assert!((0..2).all(|end| pair.ends[end].links.is_empty()));
    assert_eq!(pair.ends[0].registry.state("z.example.org", link), State::Closed);
}

#[test]
fn whatever_breaks_and_whoever_dials_the_pair_finds_one_connection_again() {
    for seed in 1..200 {
        let mut pair = Pair::new(["a.example.org", "z.example.org"]);
        pair.random = 0x9e37_79b9u32.wrapping_mul(seed);
        for _ in 0..40 {
            let choice = pair.random();
            let end = (choice >> 8) as usize % 2;
            match choice % 5 {
                0 | 1 => pair.dial(end),
                2 => pair.dark = !pair.dark,
                3 => {
                    if let Some(link) = pair.ends[end].links.keys().next().copied() {
                        pair.close(end, link);
                    }
                }
                _ => pair.delay = Duration::from_millis(u64::from(choice >> 16) % 400),
            }
            let time = Duration::from_millis(u64::from(pair.random() % 20_000));
            pair.run(time);
        }
        pair.dark = false;
        // Half-open leftovers of the dark are the watchdogs' and the handshake timers' to clear.
        pair.run(4 * limits::TW);
        for end in [0, 1] {
            pair.dial(end);
            pair.run(Duration::from_secs(30));
        }
        pair.assert_one(&format!("seed {seed}"));
    }
}
