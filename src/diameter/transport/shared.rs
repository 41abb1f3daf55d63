//! What all connections of a node share. Locks are taken when a connection changes its state, never for a message.

use super::{
    node::NodeConfig,
    observer::Observer,
    outgoing::{Asked, RequestError},
    status::{Counters, PeerStatus, Side},
};
use crate::{
    diameter::{
        Application, Service,
        peer::{
            Admitted, DisconnectCause, Local, PeerTable, Timers,
            capabilities::{Gate, Rejected},
            duplicates::Duplicates,
            limits,
            registry::{Directive, Happened, LinkId, Registry},
            routing::Router,
            state::State,
            watchdog,
        },
    },
    types::{Name, Timestamp},
};
use arc_swap::ArcSwap;
use parking_lot::Mutex;
use std::{
    collections::HashMap,
    io,
    net::{IpAddr, SocketAddr},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering},
    },
};
use tokio::{
    sync::{Notify, mpsc},
    time::Instant,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// What a connection's task is told.
#[derive(Debug)]
pub(super) enum Command {
    /// Send a request of ours.
    Ask(Asked),
    /// What the registry decided.
    Directive(Directive),
    /// Say goodbye and close.
    Stop(DisconnectCause),
    /// Close at once.
    Kill,
}

/// One connection, as others see it.
#[derive(Debug)]
pub(super) struct LinkHandle {
    pub(super) id: LinkId,
    pub(super) side: Side,
    pub(super) address: SocketAddr,
    pub(super) since: Timestamp,
    /// Set by the capabilities exchange.
    pub(super) peer: OnceLock<Arc<Admitted>>,
    pub(super) commands: mpsc::UnboundedSender<Command>,
    /// Requests in `commands`: what bounds it.
    pub(super) queued: AtomicUsize,
    pub(super) counters: Counters,
}

/// A dialler that runs.
#[derive(Debug)]
pub(super) struct Dialled {
    pub(super) address: String,
    pub(super) cancel: CancellationToken,
}

/// Who is connected.
#[derive(Debug)]
pub(super) struct Links {
    pub(super) registry: Registry,
    pub(super) all: HashMap<LinkId, Arc<LinkHandle>>,
    /// The open ones of each peer.
    open: HashMap<Name, Vec<Arc<LinkHandle>>>,
    /// Connections without capabilities, by source address.
    strangers: HashMap<IpAddr, usize>,
    /// Peers for which a dialler runs.
    pub(super) dialled: HashMap<Name, Dialled>,
    /// Refusals logged lately.
    refusals: HashMap<(Name, IpAddr), Instant>,
}

/// What all tasks of a node hold.
pub(super) struct Shared {
    pub(super) local: Local,
    pub(super) service: Arc<dyn Service>,
    pub(super) observer: Arc<dyn Observer>,
    pub(super) timers: Arc<Timers>,
    pub(super) router: Router,
    pub(super) duplicates: Duplicates,
    pub(super) table: ArcSwap<PeerTable>,
    pub(super) links: Mutex<Links>,
    pub(super) tasks: TaskTracker,
    /// No new connections.
    pub(super) draining: CancellationToken,
    /// A peer's connection ended: its dialler may be wanted.
    pub(super) closed: Notify,
    next_link: AtomicU64,
    end_to_end: AtomicU32,
    turn: AtomicUsize,
}

impl Shared {
    pub(super) fn new(config: NodeConfig, service: Arc<dyn Service>) -> io::Result<Self> {
        let local = config.local();
        let links = Links {
            registry: Registry::new(local.host.clone()),
            all: HashMap::new(),
            open: HashMap::new(),
            strangers: HashMap::new(),
            dialled: HashMap::new(),
            refusals: HashMap::new(),
        };
        // RFC 6733 §3: the high 12 bits are the low ones of the time, the low 20 random, so that a restart does not repeat identifiers.
        let seconds = Timestamp::now().0 / 1000;
        let end_to_end = (seconds as u32) << 20 | getrandom::u32().map_err(io::Error::other)? >> 12;
        Ok(Self {
            router: Router::new(&local, &config.realms),
            local,
            service,
            observer: config.observer,
            timers: Arc::new(config.timers),
            duplicates: Duplicates::new(limits::DUPLICATES, Instant::now().into_std()),
            table: ArcSwap::from_pointee(config.peers),
            links: Mutex::new(links),
            tasks: TaskTracker::new(),
            draining: CancellationToken::new(),
            closed: Notify::new(),
            next_link: AtomicU64::new(1),
            end_to_end: AtomicU32::new(end_to_end),
            turn: AtomicUsize::new(0),
        })
    }

    /// The next End-to-End identifier.
    pub(super) fn end_to_end(&self) -> u32 {
        self.end_to_end.fetch_add(1, Ordering::Relaxed)
    }

    /// What we advertise to a peer.
    pub(super) fn served(&self) -> &[Application] {
        self.service.applications()
    }

    pub(super) fn next_link(&self) -> LinkId {
        self.next_link.fetch_add(1, Ordering::Relaxed)
    }

    /// Decides on capabilities with what holds now.
    pub(super) fn gate<'a>(&'a self, table: &'a PeerTable) -> Gate<'a> {
        Gate { local: &self.local, table, served: self.served() }
    }

    /// Takes a connection in, unless there are too many; `false` then, or while draining.
    pub(super) fn enter(&self, handle: &Arc<LinkHandle>) -> bool {
        let mut links = self.links.lock();
        if self.draining.is_cancelled() || links.all.len() >= limits::CONNECTIONS {
            return false;
        }
        if handle.side == Side::Responder {
            let strangers = links.strangers.entry(handle.address.ip()).or_default();
            if *strangers >= limits::STRANGERS_PER_ADDRESS {
                return false;
            }
            *strangers += 1;
        }
        links.all.insert(handle.id, handle.clone());
        true
    }

    /// The connection's capabilities are known.
    pub(super) fn identified(&self, handle: &LinkHandle, admitted: &Arc<Admitted>) {
        if handle.peer.set(admitted.clone()).is_ok() && handle.side == Side::Responder {
            self.links.lock().no_stranger(handle.address.ip());
        }
    }

    /// Asks the registry, passes its directives on, and returns those for `own`.
    pub(super) fn decide(
        &self,
        own: LinkId,
        ask: impl FnOnce(&mut Registry) -> Vec<Directive>,
    ) -> Vec<Directive> {
        let mut links = self.links.lock();
        let mut directives = ask(&mut links.registry);
        directives.retain(|directive| {
            let other = links.all.get(&directive.link()).filter(|other| other.id != own);
            if let Some(other) = other {
                // A closed channel is a connection that is ending anyway.
                let _ = other.commands.send(Command::Directive(*directive));
            }
            directive.link() == own
        });
        directives
    }

    /// Tells the registry what happened to a link, as [`decide`](Self::decide).
    pub(super) fn happened(&self, peer: &Name, own: LinkId, happened: Happened) -> Vec<Directive> {
        self.decide(own, |registry| registry.happened(peer, own, happened))
    }

    /// The connection is open: requests may be sent on it.
    pub(super) fn opened(&self, handle: &Arc<LinkHandle>, peer: &Name) {
        self.links.lock().open.entry(peer.clone()).or_default().push(handle.clone());
    }

    /// The connection takes no more requests.
    pub(super) fn closing(&self, handle: &LinkHandle, peer: &Name) {
        let mut links = self.links.lock();
        if let Some(open) = links.open.get_mut(peer) {
            open.retain(|other| other.id != handle.id);
            if open.is_empty() {
                links.open.remove(peer);
            }
        }
    }

    /// The connection is gone.
    pub(super) fn left(&self, handle: &LinkHandle, peer: Option<&Name>) {
        if let Some(peer) = peer {
            self.closing(handle, peer);
            self.happened(peer, handle.id, Happened::Gone);
        }
        let mut links = self.links.lock();
        links.all.remove(&handle.id);
        if handle.side == Side::Responder && handle.peer.get().is_none() {
            links.no_stranger(handle.address.ip());
        }
        if links.registry.len() > limits::CONNECTIONS {
            let table = self.table.load();
            links.registry.sweep(|peer| table.get(peer).is_some());
        }
        drop(links);
        self.closed.notify_waiters();
    }

    /// Hands a request to the best connection of its peer: one that the watchdog trusts, in turn where there are several.
    pub(super) fn ask(&self, asked: Asked) -> Result<(), RequestError> {
        let (host, application) = (asked.outgoing.destination_host.clone(), asked.outgoing.application);
        let links = self.links.lock();
        let open = links.open.get(&host).map_or(&[][..], |open| open);
        if open.is_empty() {
            return Err(RequestError::NotConnected(host));
        }
        let serves = |link: &&Arc<LinkHandle>| {
            link.peer.get().is_some_and(|peer| peer.common.binary_search(&application).is_ok())
        };
        let turn = self.turn.fetch_add(1, Ordering::Relaxed) % open.len();
        let (after, before) = (open[turn..].iter(), open[..turn].iter());
        let best = after.chain(before).filter(serves).min_by_key(|link| preference(link.counters.watchdog()));
        let Some(link) = best else { return Err(RequestError::NoApplication(host, application)) };
        if link.queued.fetch_add(1, Ordering::Relaxed) >= limits::COMMANDS {
            link.queued.fetch_sub(1, Ordering::Relaxed);
            return Err(RequestError::TooMany(host));
        }
        link.commands.send(Command::Ask(asked)).map_err(|_| RequestError::NotConnected(host))
    }

    pub(super) fn is_connected(&self, host: &Name) -> bool {
        self.links.lock().open.contains_key(host)
    }

    pub(super) fn statuses(&self) -> Vec<PeerStatus> {
        let table = self.table.load();
        let links = self.links.lock();
        let mut statuses: Vec<_> = links.all.values().map(|link| links.status(link)).collect();
        for peer in table.iter().filter(|peer| !links.all.values().any(|link| link.is_of(&peer.identity))) {
            statuses.push(PeerStatus::closed(peer));
        }
        statuses.sort_by(|one, other| (&one.identity, one.since).cmp(&(&other.identity, other.since)));
        statuses
    }

    pub(super) fn reload(&self, table: PeerTable) {
        let mut links = self.links.lock();
        for link in links.all.values() {
            let Some(peer) = link.peer.get() else { continue };
            let capabilities = &peer.capabilities;
            let cause = match table.admit(&capabilities.host, &capabilities.realm, link.address.ip()) {
                Ok(config) if config == peer.config => continue,
                // What is advertised may be another: the peer should come again and see.
                Ok(_) => DisconnectCause::REBOOTING,
                Err(_) => DisconnectCause::DO_NOT_WANT_TO_TALK_TO_YOU,
            };
            let _ = link.commands.send(Command::Stop(cause));
        }
        links.dialled.retain(|peer, dialled| {
            let wanted = table.get(peer).and_then(|peer| peer.connect.as_ref());
            let stays = wanted == Some(&dialled.address);
            if !stays {
                dialled.cancel.cancel();
            }
            stays
        });
        self.table.store(Arc::new(table));
    }

    /// No new connections; DPR to all.
    pub(super) fn stop(&self) {
        let links = self.links.lock();
        self.draining.cancel();
        self.tasks.close();
        for link in links.all.values() {
            let _ = link.commands.send(Command::Stop(DisconnectCause::REBOOTING));
        }
    }

    /// Closes what is left.
    pub(super) fn kill(&self) {
        for link in self.links.lock().all.values() {
            let _ = link.commands.send(Command::Kill);
        }
    }

    /// Logs why a connection was refused, an unknown peer with the lines that would let it in; repetitions are counted by the observer only.
    pub(super) fn refused(&self, rejected: &Rejected, address: SocketAddr, side: Side) {
        self.observer.connection_refused(label(rejected));
        let about = Name::new(rejected.reason.split_whitespace().nth(1).unwrap_or_default());
        let mut links = self.links.lock();
        let now = Instant::now();
        if links.refusals.len() >= limits::REFUSALS {
            links.refusals.clear();
        }
        let last = links.refusals.insert((about, address.ip()), now);
        drop(links);
        if last.is_some_and(|last| now - last < limits::REFUSAL_LOG) {
            return;
        }
        let (reason, code) = (&rejected.reason, rejected.error.result_code);
        match (&rejected.refused, side) {
            (Some(refused), _) => {
                let what = if refused.replaces { "make its section" } else { "add" };
                // No field beside the message: it would stand behind the last line, which then is no TOML.
                tracing::warn!(
                    "{address}: {reason}; refused with {code}. To let it in, {what}:\n{}",
                    refused.toml
                );
            }
            (None, Side::Responder) => tracing::warn!(%address, "{reason}; refused with {code}"),
            (None, Side::Initiator) => tracing::warn!(%address, "{reason}"),
        }
    }
}

impl Links {
    fn no_stranger(&mut self, address: IpAddr) {
        if let Some(count) = self.strangers.get_mut(&address) {
            *count -= 1;
            if *count == 0 {
                self.strangers.remove(&address);
            }
        }
    }

    fn status(&self, link: &LinkHandle) -> PeerStatus {
        let peer = link.peer.get();
        let state = peer.map_or(State::Closed, |peer| self.registry.state(&peer.capabilities.host, link.id));
        PeerStatus {
            identity: peer.map_or_else(|| Name::new(""), |peer| peer.capabilities.host.clone()),
            realm: peer.map_or_else(|| Name::new(""), |peer| peer.capabilities.realm.clone()),
            address: Some(link.address),
            side: Some(link.side),
            state: state.name(),
            watchdog: watchdog_name(link.counters.watchdog()),
            applications: peer.map_or_else(Vec::new, |peer| peer.common.clone()),
            product: peer.map_or_else(String::new, |peer| peer.capabilities.product.clone()),
            vendor_id: peer.map_or(0, |peer| peer.capabilities.vendor_id),
            since: Some(link.since),
            traffic: link.counters.load(),
        }
    }
}

impl LinkHandle {
    fn is_of(&self, identity: &Name) -> bool {
        self.peer.get().is_some_and(|peer| peer.capabilities.host == *identity)
    }
}

/// Lower is better for requests of our own.
fn preference(watchdog: u64) -> u8 {
    match watchdog {
        OKAY => 0,
        REOPEN => 1,
        _ => 2,
    }
}

const OKAY: u64 = watchdog::State::Okay as u64;
const REOPEN: u64 = watchdog::State::Reopen as u64;

fn watchdog_name(index: u64) -> &'static str {
    use watchdog::State::{Down, Initial, Okay, Reopen, Suspect};
    let states = [Initial, Okay, Suspect, Down, Reopen];
    states.into_iter().find(|state| *state as u64 == index).unwrap_or_default().name()
}

/// The refusal as a metric's label.
fn label(rejected: &Rejected) -> &'static str {
    rejected.error.result_code.name().unwrap_or("refused by the peer")
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Shared({})", self.local.host)
    }
}
