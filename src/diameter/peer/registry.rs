//! All peers' state machines, and which links they hold: where R-Conn-CER meets a dial, and elections are decided. Pure.
//!
//! The transport asks here about every change in a link's life and carries out the [`Directive`]s; messages of open links do not come by.

use super::state::{Action, Event, State, step, wins};
use crate::types::Name;
use std::collections::HashMap;

/// Names a connection within one node, for ever.
pub type LinkId = u64;

/// What a link is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Directive {
    /// Send the CER.
    SendCer(LinkId),
    /// Open (and send the CEA where the peer connected); `reopened` if the peer's last connection failed.
    Open {
        /// Which.
        link: LinkId,
        /// Whether the watchdog goes through REOPEN.
        reopened: bool,
    },
    /// Close, the other connection won or the peer is given up.
    Close(LinkId),
    /// Turn the newcomer away: the peer has its connections.
    Reject(LinkId),
    /// Ask for a sign of life: a newcomer was turned away, perhaps because this one is dead without knowing.
    Probe(LinkId),
    /// Send DPR.
    Disconnect(LinkId),
}

impl Directive {
    /// The link that is meant.
    pub fn link(self) -> LinkId {
        match self {
            Self::SendCer(link) | Self::Open { link, .. } | Self::Close(link) => link,
            Self::Reject(link) | Self::Probe(link) | Self::Disconnect(link) => link,
        }
    }
}

/// What happened to a link that the registry knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
    /// The dial succeeded.
    Connected,
    /// The dial failed, or took too long.
    NotConnected,
    /// A good CEA came.
    Cea,
    /// Something other than a good CEA came.
    NonCea,
    /// The connection is gone, or its handshake took too long.
    Gone,
    /// It should end.
    Stop,
    /// A DPR came.
    Dpr,
    /// A DPA came.
    Dpa,
}

/// One state machine and its links.
#[derive(Debug, Default)]
struct Instance {
    state: State,
    initiated: Option<LinkId>,
    responded: Option<LinkId>,
    /// The last open connection ended without a goodbye.
    failed: bool,
}

/// The state machines of all peers.
#[derive(Debug)]
pub struct Registry {
    host: Name,
    peers: HashMap<Name, Vec<Instance>>,
}

impl Registry {
    /// Nobody is connected; `host` is our identity, for elections.
    pub fn new(host: Name) -> Self {
        Self { host, peers: HashMap::new() }
    }

    /// The state of the link's machine.
    pub fn state(&self, peer: &str, link: LinkId) -> State {
        let instances = self.peers.get(peer).map_or(&[][..], |instances| instances);
        instances.iter().find(|instance| instance.has(link)).map_or(State::Closed, |instance| instance.state)
    }

    /// Start: `link` is about to be dialled. False when the peer is connected or being dialled already.
    pub fn start(&mut self, peer: &Name, link: LinkId) -> bool {
        let instances = self.peers.entry(peer.clone()).or_default();
        if instances.iter().any(|instance| instance.state != State::Closed) {
            return false;
        }
        if instances.is_empty() {
            instances.push(Instance::default());
        }
        instances[0].initiated = Some(link);
        instances[0].advance(Event::Start, false, &mut Vec::new());
        true
    }

    /// R-Conn-CER: a good CER of `peer` came on `link`; the peer may have `limit` connections.
    pub fn incoming(&mut self, peer: &Name, link: LinkId, limit: usize) -> Vec<Directive> {
        let won = wins(&self.host, peer);
        let instances = self.peers.entry(peer.clone()).or_default();
        let waits = |instance: &Instance| matches!(instance.state, State::WaitConnAck | State::WaitICea);
        let closed = |instance: &Instance| instance.state == State::Closed;
        let place = instances.iter().position(waits).or_else(|| instances.iter().position(closed));
        let place = match place {
            Some(place) => place,
            None if instances.len() < limit => {
                instances.push(Instance::default());
                instances.len() - 1
            }
            None => {
                // R-Reject, and a look whether those who hold the places are alive.
                let holders =
                    instances.iter().filter_map(|instance| instance.initiated.or(instance.responded));
                return holders.map(Directive::Probe).chain([Directive::Reject(link)]).collect();
            }
        };
        let mut directives = Vec::new();
        instances[place].responded = Some(link);
        instances[place].advance(Event::RConnCer, won, &mut directives);
        directives
    }

    /// Something happened to `link`, which [`start`](Self::start) or [`incoming`](Self::incoming) brought here.
    pub fn happened(&mut self, peer: &Name, link: LinkId, happened: Happened) -> Vec<Directive> {
        let won = wins(&self.host, peer);
        let mut directives = Vec::new();
        let Some(instances) = self.peers.get_mut(peer) else { return directives };
        let Some(instance) = instances.iter_mut().find(|instance| instance.has(link)) else {
            return directives;
        };
        if let Some(event) = instance.event(link, happened) {
            instance.advance(event, won, &mut directives);
        }
        if matches!(happened, Happened::Gone | Happened::NotConnected) {
            instance.forget(link);
        }
        // One closed instance is kept for the memory of a failure; whoever leaves in peace is forgotten.
        if instances.iter().filter(|instance| instance.state == State::Closed).count() > 1 {
            let keep = instances.iter().position(|instance| instance.state != State::Closed).unwrap_or(0);
            let mut at = 0;
            instances.retain(|instance| {
                at += 1;
                at - 1 == keep || instance.state != State::Closed
            });
        }
        if instances.iter().all(|instance| instance.state == State::Closed && !instance.failed) {
            self.peers.remove(peer);
        }
        directives
    }

    /// Forgets the failures of peers that are not connected and that `keep` does not name: strangers must not fill the memory.
    pub fn sweep(&mut self, keep: impl Fn(&Name) -> bool) {
        self.peers.retain(|peer, instances| {
            keep(peer) || instances.iter().any(|instance| instance.state != State::Closed)
        });
    }

    /// Peers remembered.
    pub fn len(&self) -> usize {
        self.peers.len()
    }

    /// True when nobody is remembered.
    pub fn is_empty(&self) -> bool {
        self.peers.is_empty()
    }
}

impl Instance {
    fn has(&self, link: LinkId) -> bool {
        self.initiated == Some(link) || self.responded == Some(link)
    }

    fn forget(&mut self, link: LinkId) {
        self.initiated = self.initiated.filter(|initiated| *initiated != link);
        self.responded = self.responded.filter(|responded| *responded != link);
    }

    /// The standard's event for what happened, by which of the two connections it happened to.
    fn event(&self, link: LinkId, happened: Happened) -> Option<Event> {
        let initiated = self.initiated == Some(link);
        Some(match (happened, initiated) {
            (Happened::Connected, true) => Event::IRcvConnAck,
            (Happened::NotConnected, true) => Event::IRcvConnNack,
            (Happened::Cea, true) => Event::IRcvCea,
            // Wait-Returns has no row for I-Rcv-Non-CEA: the connection is of no use, as if the peer had closed it.
            (Happened::NonCea, true) if self.state == State::WaitReturns => Event::IPeerDisc,
            (Happened::NonCea, true) => Event::IRcvNonCea,
            (Happened::Gone, true) => Event::IPeerDisc,
            (Happened::Gone, false) => Event::RPeerDisc,
            (Happened::Dpr, true) => Event::IRcvDpr,
            (Happened::Dpr, false) => Event::RRcvDpr,
            (Happened::Dpa, true) => Event::IRcvDpa,
            (Happened::Dpa, false) => Event::RRcvDpa,
            (Happened::Stop, _) => Event::Stop,
            (Happened::Connected | Happened::NotConnected | Happened::Cea | Happened::NonCea, false) => {
                return None;
            }
        })
    }

    fn advance(&mut self, event: Event, won: bool, directives: &mut Vec<Directive>) {
        let Some((actions, next)) = step(self.state, event) else { return };
        let before = std::mem::replace(&mut self.state, next);
        let reopened = self.failed;
        let mut elect = false;
        for action in actions {
            match action {
                Action::ISndCer => directives.extend(self.initiated.map(Directive::SendCer)),
                Action::RSndCea => {
                    directives.extend(self.responded.map(|link| Directive::Open { link, reopened }))
                }
                Action::RReject => directives.extend(self.responded.map(Directive::Reject)),
                Action::IDisc => directives.extend(self.initiated.take().map(Directive::Close)),
                Action::RDisc => directives.extend(self.responded.take().map(Directive::Close)),
                Action::Error => {
                    directives.extend(self.initiated.take().map(Directive::Close));
                    directives.extend(self.responded.take().map(Directive::Close));
                }
                Action::Cleanup => self.initiated = None,
                Action::ISndDpr => directives.extend(self.initiated.map(Directive::Disconnect)),
                Action::RSndDpr => directives.extend(self.responded.map(Directive::Disconnect)),
                Action::Elect => elect = true,
                // Done before the machine heard of it (dialling, accepting, reading), or by the link itself (answers).
                _ => {}
            }
        }
        if event == Event::IRcvCea {
            directives.extend(self.initiated.map(|link| Directive::Open { link, reopened }));
        }
        match (before.is_open(), next) {
            (true, State::Closed) => self.failed = true,
            (_, State::Closing) => self.failed = false,
            _ => {}
        }
        if elect && won {
            self.advance(Event::WinElection, won, directives);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: fn(LinkId) -> Directive = |link| Directive::Open { link, reopened: false };

    fn registry(host: &str) -> (Registry, Name) {
        (Registry::new(host.into()), "m.example".into())
    }

    /// DB-1: both dial at once; the responder connection of the higher identity survives, on both ends the same one.
    #[test]
    fn of_two_simultaneous_dials_one_survives() {
        let (mut high, peer) = registry("z.example");
        assert!(
            high.start(&peer, 1) && high.happened(&peer, 1, Happened::Connected) == [Directive::SendCer(1)]
        );
        assert_eq!(high.incoming(&peer, 2, 1), [Directive::Close(1), OPEN(2)]);
        let (mut low, peer) = registry("a.example");
        assert!(
            low.start(&peer, 1) && low.happened(&peer, 1, Happened::Connected) == [Directive::SendCer(1)]
        );
        assert_eq!(low.incoming(&peer, 2, 1), [], "we lost: the peer decides");
        assert_eq!(low.happened(&peer, 1, Happened::Cea), [Directive::Close(2), OPEN(1)]);
        assert_eq!(low.state("m.example", 1), State::IOpen);
    }

    #[test]
    fn a_dial_that_fails_leaves_the_connection_of_the_peer() {
        let (mut registry, peer) = registry("a.example");
        assert!(registry.start(&peer, 1));
        assert_eq!(registry.incoming(&peer, 2, 1), []);
        assert_eq!(registry.happened(&peer, 1, Happened::NotConnected), [OPEN(2)]);
        assert!(!registry.start(&peer, 3), "no second dial while connected");
    }

    #[test]
    fn a_lost_election_is_won_when_the_other_connection_dies() {
        let (mut registry, peer) = registry("a.example");
        registry.start(&peer, 1);
        registry.happened(&peer, 1, Happened::Connected);
        registry.incoming(&peer, 2, 1);
        assert_eq!(registry.happened(&peer, 1, Happened::Gone), [Directive::Close(1), OPEN(2)]);
    }

    #[test]
    fn a_second_connection_is_rejected_and_the_first_one_probed_unless_instances_are_allowed() {
        let (mut registry, peer) = registry("a.example");
        assert_eq!(registry.incoming(&peer, 1, 1), [OPEN(1)]);
        assert_eq!(registry.incoming(&peer, 2, 1), [Directive::Probe(1), Directive::Reject(2)]);
        assert_eq!(registry.incoming(&peer, 3, 2), [OPEN(3)]);
        assert_eq!(registry.happened(&peer, 1, Happened::Gone), [Directive::Close(1)]);
        assert_eq!(registry.incoming(&peer, 4, 2), [Directive::Open { link: 4, reopened: true }]);
    }

    #[test]
    fn a_peer_that_said_goodbye_is_forgotten_and_one_that_failed_comes_back_by_reopen() {
        let (mut registry, peer) = registry("a.example");
        registry.incoming(&peer, 1, 1);
        registry.happened(&peer, 1, Happened::Dpr);
        registry.happened(&peer, 1, Happened::Gone);
        assert!(registry.is_empty());
        registry.incoming(&peer, 2, 1);
        registry.happened(&peer, 2, Happened::Gone);
        assert_eq!(registry.incoming(&peer, 3, 1), [Directive::Open { link: 3, reopened: true }]);
        registry.happened(&peer, 3, Happened::Gone);
        registry.sweep(|_| false);
        assert!(registry.is_empty());
    }

    #[test]
    fn stop_sends_dpr_and_dpa_closes() {
        let (mut registry, peer) = registry("a.example");
        registry.incoming(&peer, 1, 1);
        assert_eq!(registry.happened(&peer, 1, Happened::Stop), [Directive::Disconnect(1)]);
        assert_eq!(registry.happened(&peer, 1, Happened::Dpa), [Directive::Close(1)]);
    }
}
