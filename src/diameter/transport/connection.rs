//! One connection's task: a hand-written poll that reads, handles, and writes in batches. The seam for other transports is `stream`.
//!
//! A turn of the poll: commands from other tasks, then whatever the socket holds ([`incoming`](super::incoming)), finished futures, answers
//! that became durable, one write, timers; again while any of these got on. The clock is read once a turn.

use super::{
    held::Held,
    observer::Done,
    outgoing::RequestError,
    shared::{Command, LinkHandle, Shared},
    status::{Counters, Side, Traffic},
};
use crate::{
    diameter::{
        From as Peer,
        codec::{Header, Message},
        peer::{
            Admitted, DisconnectCause, limits,
            link::{Lapse, Link, Turn},
            messages::Ids,
            pending::Pending,
            registry::{Happened, LinkId},
        },
    },
    types::{Lsn, Name, Ticket, Timestamp},
};
use bytes::{Buf, Bytes, BytesMut};
use std::{
    collections::HashMap,
    future::{Future, poll_fn},
    net::SocketAddr,
    pin::{Pin, pin},
    sync::{Arc, OnceLock, atomic::AtomicUsize},
    task::{Context, Poll},
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWrite},
    net::TcpStream,
    sync::{mpsc, oneshot},
    task::JoinSet,
    time::Sleep,
};

/// How a connection ended.
#[derive(Debug)]
pub(super) struct End {
    /// It was open once.
    pub(super) opened: bool,
    /// The peer said goodbye.
    pub(super) goodbye: Option<DisconnectCause>,
}

/// Who waits for an answer to a request of ours.
#[derive(Debug)]
pub(super) struct Waiter {
    pub(super) answer: oneshot::Sender<Result<Message, RequestError>>,
    pub(super) done: Done,
}

/// The peer of a connection whose capabilities are known.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) admitted: Arc<Admitted>,
    pub(super) from: Peer,
    /// Of its Origin-Host, for the duplicates' table.
    pub(super) hash: u64,
}

/// What has still to go before the connection closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Last {
    /// Nothing.
    Nothing,
    /// What is written.
    Written,
    /// The answers to all requests taken.
    Answers,
}

/// A connection on its way out.
#[derive(Debug)]
struct Ending {
    last: Last,
    by: Instant,
    /// Our side is shut; what the peer still sends is thrown away.
    shut: bool,
}

/// A connection and everything its task knows.
pub(super) struct Connection {
    pub(super) shared: Arc<Shared>,
    pub(super) handle: Arc<LinkHandle>,
    pub(super) commands: mpsc::UnboundedReceiver<Command>,
    stream: TcpStream,
    pub(super) link: Link,
    pub(super) known: Option<Known>,
    /// What came and is not handled yet.
    pub(super) read: BytesMut,
    read_size: usize,
    /// Whole messages stand in `read` that back-pressure keeps there.
    pub(super) more: bool,
    /// What has to go.
    pub(super) out: BytesMut,
    pub(super) held: Held,
    ticket: Ticket,
    pub(super) laters: JoinSet<(Bytes, Lsn)>,
    pub(super) late: HashMap<tokio::task::Id, (Header, Done)>,
    pub(super) pending: Pending<Waiter>,
    pub(super) done: Vec<Done>,
    pub(super) traffic: Traffic,
    pub(super) goodbye: Option<DisconnectCause>,
    pub(super) opened: bool,
    random: u32,
    /// The turn whose messages the watchdog has heard of.
    pub(super) traffic_at: Option<Instant>,
    /// Since when the message at the end of `read` is incomplete.
    pub(super) partial_since: Option<Instant>,
    stalled_since: Option<Instant>,
    ending: Option<Ending>,
    sleep: Pin<Box<Sleep>>,
    armed: Instant,
}

impl LinkHandle {
    /// A connection's face to the other tasks, and the ear its own task has for them.
    pub(super) fn new(
        id: LinkId,
        side: Side,
        address: SocketAddr,
    ) -> (Arc<Self>, mpsc::UnboundedReceiver<Command>) {
        let (commands, receiver) = mpsc::unbounded_channel();
        let handle = Self {
            id,
            side,
            address,
            since: Timestamp::now(),
            peer: OnceLock::new(),
            commands,
            queued: AtomicUsize::new(0),
            counters: Counters::default(),
        };
        (Arc::new(handle), receiver)
    }
}

impl Connection {
    pub(super) fn new(
        shared: Arc<Shared>,
        handle: Arc<LinkHandle>,
        commands: mpsc::UnboundedReceiver<Command>,
        stream: TcpStream,
        link: Link,
    ) -> Self {
        let random = getrandom::u32().unwrap_or_default() | 1;
        let now = tokio::time::Instant::now();
        // Options that a kernel lacks are no reason to refuse a peer.
        if let Err(error) = super::socket::prepare(&stream) {
            tracing::debug!(address = %handle.address, %error, "cannot set socket options");
        }
        Self {
            ticket: shared.service.durable().ticket(),
            shared,
            handle,
            commands,
            stream,
            link,
            known: None,
            read: BytesMut::new(),
            read_size: limits::READ_BUFFER_FIRST,
            more: false,
            out: BytesMut::new(),
            held: Held::default(),
            laters: JoinSet::new(),
            late: HashMap::new(),
            pending: Pending::new(random, limits::PENDING),
            done: Vec::new(),
            traffic: Traffic::default(),
            goodbye: None,
            opened: false,
            random,
            traffic_at: None,
            partial_since: None,
            stalled_since: None,
            ending: None,
            sleep: Box::pin(tokio::time::sleep_until(now)),
            armed: now.into_std(),
        }
    }

    /// Begins as the initiator: I-Rcv-Conn-Ack, and the CER.
    pub(super) fn dialled(mut self, peer: &Name) -> Self {
        let now = self.now();
        for directive in self.shared.happened(peer, self.handle.id, Happened::Connected) {
            self.obey(directive, now);
        }
        self
    }

    /// Runs to the connection's end.
    pub(super) async fn run(mut self) -> End {
        poll_fn(|cx| self.poll(cx)).await;
        self.leave()
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            let now = self.now();
            let mut progress = self.poll_commands(cx, now);
            progress |= self.poll_read(cx, now);
            progress |= self.poll_later(cx, now);
            self.poll_held(cx);
            progress |= self.poll_write(cx, now);
            progress |= self.poll_timer(cx, now);
            self.report();
            if self.poll_end(cx, now).is_ready() {
                return Poll::Ready(());
            }
            if !progress {
                return Poll::Pending;
            }
        }
    }

    fn now(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }

    /// Any number (xorshift: it only spreads timers).
    pub(super) fn random(&mut self) -> u32 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 17;
        self.random ^= self.random << 5;
        self.random
    }

    /// What a call of the link needs, and the link.
    pub(super) fn turn(&mut self, now: Instant) -> (&mut Link, Turn<'_>) {
        let ids = Ids { hop_by_hop: self.pending.identifier(), end_to_end: self.shared.end_to_end() };
        let random = self.random();
        (&mut self.link, Turn { now, random, ids, local: &self.shared.local, out: &mut self.out })
    }

    /// Requests are not read while their answers have nowhere to go.
    pub(super) fn blocked(&self) -> bool {
        self.out.len() >= limits::OUT_HIGH
            || self.held.octets() >= limits::HELD_HIGH
            || self.late.len() >= limits::LATER
    }

    /// True once it is on its way out.
    pub(super) fn is_ending(&self) -> bool {
        self.ending.is_some()
    }

    /// Begins to end, after `last` has gone. The first reason stands; a later call can only make it shorter.
    pub(super) fn end(&mut self, reason: &str, last: Last, now: Instant) {
        if let Some(ending) = &mut self.ending {
            if last == Last::Nothing {
                ending.last = last;
            }
            return;
        }
        if let Some(known) = &self.known {
            self.shared.closing(&self.handle, &known.from.host);
            if self.opened {
                tracing::info!(peer = %known.from.host, address = %self.handle.address, "connection ends: {reason}");
                self.shared.observer.peer_down(&known.from, reason);
            }
        }
        if !self.opened {
            tracing::debug!(address = %self.handle.address, "connection ends before it opened: {reason}");
        }
        self.ending = Some(Ending { last, by: now + self.shared.timers.disconnect, shut: false });
    }

    fn poll_read(&mut self, cx: &mut Context<'_>, now: Instant) -> bool {
        if self.is_ending() {
            return false;
        }
        let mut progress = false;
        if self.more && !self.blocked() {
            self.frames(now);
            progress = true;
        }
        if self.more || self.blocked() || self.is_ending() {
            return progress;
        }
        self.read.reserve(self.read_size);
        let room = self.read.capacity() - self.read.len();
        match pin!(self.stream.read_buf(&mut self.read)).poll(cx) {
            Poll::Pending => return progress,
            // It says nothing more, which is not that it hears nothing: what it asked is answered. If it is gone altogether, writing tells.
            Poll::Ready(Ok(0)) => self.end("the peer closed it", Last::Answers, now),
            Poll::Ready(Err(error)) => self.end(&format!("reading failed: {error}"), Last::Nothing, now),
            Poll::Ready(Ok(octets)) => {
                if octets == room {
                    self.read_size = (self.read_size * 2).min(limits::READ_BUFFER);
                }
                self.traffic.octets_in += octets as u64;
                self.frames(now);
            }
        }
        true
    }

    /// Answers that are covered by now; the task is woken when the first of the others is.
    fn poll_held(&mut self, cx: &mut Context<'_>) {
        while let Some(lsn) = self.held.waits_for() {
            let watermark = self.shared.service.durable();
            if watermark.poll_reached(lsn, &mut self.ticket, cx).is_pending() {
                return;
            }
            let start = self.out.len();
            self.held.release(watermark.get(), &mut self.out, &mut self.done);
            self.sent(start);
        }
    }

    fn poll_write(&mut self, cx: &mut Context<'_>, now: Instant) -> bool {
        let mut progress = false;
        while !self.out.is_empty() {
            match Pin::new(&mut self.stream).poll_write(cx, &self.out) {
                Poll::Pending => {
                    self.stalled_since.get_or_insert(now);
                    return progress;
                }
                Poll::Ready(Ok(octets)) => {
                    self.out.advance(octets);
                    self.traffic.octets_out += octets as u64;
                    self.stalled_since = None;
                    progress = true;
                }
                Poll::Ready(Err(error)) => {
                    self.out.clear();
                    self.end(&format!("writing failed: {error}"), Last::Nothing, now);
                    return true;
                }
            }
        }
        progress
    }

    fn deadline(&self) -> Instant {
        if let Some(ending) = &self.ending {
            return ending.by;
        }
        let timers = &self.shared.timers;
        let partial = self.partial_since.map(|since| since + timers.message);
        let stalled = self.stalled_since.map(|since| since + timers.stall);
        [partial, stalled, self.pending.deadline()]
            .into_iter()
            .flatten()
            .fold(self.link.deadline(), Instant::min)
    }

    fn poll_timer(&mut self, cx: &mut Context<'_>, now: Instant) -> bool {
        let due = self.deadline();
        if due <= now {
            self.lapse(now);
            return true;
        }
        // A timer that fires too early is re-armed then: cheaper than moving it with every batch.
        if due < self.armed || self.armed <= now {
            self.sleep.as_mut().reset(due.into());
            self.armed = due;
            return self.sleep.as_mut().poll(cx).is_ready();
        }
        false
    }

    fn lapse(&mut self, now: Instant) {
        if let Some(ending) = &mut self.ending {
            ending.last = Last::Nothing;
            return;
        }
        while let Some(waiter) = self.pending.expire(now) {
            self.done.push(waiter.done);
            let host = self.known.as_ref().map_or_else(|| Name::new(""), |known| known.from.host.clone());
            // Whoever waited may have gone.
            let _ = waiter.answer.send(Err(RequestError::Timeout(host)));
        }
        let timers = self.shared.timers.clone();
        let over = |since: Option<Instant>, time: Duration| since.is_some_and(|since| since + time <= now);
        if over(self.partial_since, timers.message) {
            self.end("the rest of a message did not come in time", Last::Nothing, now);
        } else if over(self.stalled_since, timers.stall) {
            self.end("the peer does not read", Last::Nothing, now);
        } else {
            let (link, mut turn) = self.turn(now);
            if let Lapse::Close(reason) = link.lapse(&mut turn) {
                self.end(reason, Last::Nothing, now);
            }
        }
    }

    /// What was done goes to the observer, and the counters where others can see them.
    fn report(&mut self) {
        self.traffic.held = self.held.len() as u64;
        self.traffic.pending = self.pending.len() as u64;
        self.handle.counters.store(&self.traffic, self.link.watchdog() as u64);
        if let Some(known) = self.known.as_ref().filter(|_| !self.done.is_empty()) {
            self.shared.observer.requests_done(&known.from, &self.done, self.now());
        }
        self.done.clear();
    }

    fn poll_end(&mut self, cx: &mut Context<'_>, now: Instant) -> Poll<()> {
        let Some(ending) = &mut self.ending else { return Poll::Pending };
        let gone = match ending.last {
            Last::Nothing => return Poll::Ready(()),
            Last::Written => self.out.is_empty(),
            Last::Answers => self.out.is_empty() && self.held.is_empty() && self.late.is_empty(),
        };
        if !gone {
            return Poll::Pending;
        }
        if !ending.shut {
            let _ = Pin::new(&mut self.stream).poll_shutdown(cx);
            ending.shut = true;
            ending.by = now + limits::LINGER_TIME.min(self.shared.timers.disconnect);
            self.sleep.as_mut().reset(ending.by.into());
            self.armed = ending.by;
            let _ = self.sleep.as_mut().poll(cx);
        }
        // Closing with octets unread would reset the connection, and the peer might never see the last answer.
        let mut octets = [0; 4096];
        loop {
            match pin!(self.stream.read(&mut octets)).poll(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Ok(0) | Err(_)) => return Poll::Ready(()),
                Poll::Ready(Ok(_)) => {}
            }
        }
    }

    fn leave(mut self) -> End {
        if let Some(known) = &self.known {
            let host = &known.from.host;
            let done: Vec<_> = self
                .pending
                .drain()
                .map(|waiter| {
                    let _ = waiter.answer.send(Err(RequestError::ConnectionLost(host.clone())));
                    waiter.done
                })
                .collect();
            if !done.is_empty() {
                self.shared.observer.requests_done(
                    &known.from,
                    &done,
                    tokio::time::Instant::now().into_std(),
                );
            }
        }
        self.shared.service.durable().forget(&mut self.ticket);
        // What was begun is finished, though nobody hears of it.
        self.laters.detach_all();
        let peer = self.link.expected().or_else(|| self.link.peer().map(|peer| &peer.capabilities.host));
        self.shared.left(&self.handle, peer);
        End { opened: self.opened, goodbye: self.goodbye }
    }
}
