//! What a connection does with what it read: messages are cut off, given to the link, the router and the service, and answered.

use super::{
    connection::{Connection, Last},
    observer::{Direction, Done},
    status::Side,
};
use crate::{
    diameter::{
        FORESEEN, Reply,
        codec::{CommandFlags, DecodeError, Frame, Header, Message, ResultCode},
        peer::{
            link::{Heard, Link},
            registry::Happened,
            routing::{Route, result_of, write_error},
        },
    },
    types::Lsn,
};
use bytes::Bytes;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    task::{Context, Poll},
    time::Instant,
};

/// So many messages gain more by being foreseen together than it costs to look at them twice.
const WORTH_FORESEEING: usize = 4;

impl Connection {
    /// Handles every whole message in `read`, until the answers have nowhere to go.
    pub(super) fn frames(&mut self, now: Instant) {
        let durable = self.shared.service.durable().get();
        let traces = self.shared.observer.traces();
        let (mut count, mut foreseen) = (0, 0);
        loop {
            if self.blocked() {
                self.more = true;
                break;
            }
            if foreseen == 0 {
                foreseen = self.foresee();
            }
            foreseen -= 1;
            match Frame::cut(&mut self.read) {
                Ok(Frame::Whole(octets)) => {
                    count += 1;
                    self.message(octets, durable, traces, now);
                }
                Ok(Frame::Partial(wanted)) => {
                    self.more = false;
                    self.read.reserve(wanted.saturating_sub(self.read.len()));
                    break;
                }
                Err(error) => {
                    self.lost_step(&error, now);
                    break;
                }
            }
            if self.is_ending() {
                break;
            }
        }
        self.traffic.messages_in += count;
        let partial = !self.more && !self.read.is_empty() && !self.is_ending();
        self.partial_since =
            if partial { self.partial_since.filter(|_| count == 0).or(Some(now)) } else { None };
    }

    /// Shows the service what comes next, if that is enough to be worth it; tells how many were seen, at least the one at hand.
    fn foresee(&self) -> usize {
        let messages = || Frame::ahead(&self.read).take(FORESEEN);
        let count = if self.link.carries_traffic() { messages().count() } else { 0 };
        if count >= WORTH_FORESEEING {
            // What goes wrong here goes wrong once more with the message itself, and is answered then.
            let _ = catch_unwind(AssertUnwindSafe(|| self.shared.service.foresee(&mut messages())));
        }
        count.max(1)
    }

    /// The stream is out of step: the answer says why, if there is a request to answer, and nothing after it can be trusted.
    fn lost_step(&mut self, error: &DecodeError, now: Instant) {
        let head = self.read.get(..Header::LEN).and_then(Header::peek);
        if head.is_some_and(|header| header.is_request()) {
            let start = self.out.len();
            let (octets, local) = (&self.read[..Header::LEN], &self.shared.local);
            write_error(&mut self.out, octets, local, error, None);
            self.sent(start);
        }
        self.read.clear();
        self.more = false;
        self.end(&format!("octets that are no message: {error}"), Last::Answers, now);
    }

    fn message(&mut self, octets: Bytes, durable: Lsn, traces: bool, now: Instant) {
        if let Err(error) = Header::parse(&octets) {
            if Header::peek(&octets).is_some_and(|header| header.is_request()) {
                self.refuse(&octets, &error, None);
            }
            return;
        }
        // The same header again: it is cheaper to read it twice than to count another reference to the octets.
        let Ok(message) = Message::parse(octets) else { return };
        if traces && let Some(known) = &self.known {
            self.shared.observer.message_in(&known.from, &message);
        }
        if !self.link.carries_traffic() || Link::owns(&message.header) {
            self.base(&message, now);
            return;
        }
        if self.traffic_at != Some(now) {
            // Any message is a sign of life; one of a batch is enough.
            self.traffic_at = Some(now);
            let random = self.random();
            self.link.traffic(now, random);
        }
        if message.header.is_request() {
            self.request(message, durable, now);
        } else {
            self.answer(&message);
        }
    }

    /// A message of the base protocol itself.
    fn base(&mut self, message: &Message, now: Instant) {
        let start = self.out.len();
        let table = self.shared.table.load_full();
        let shared = self.shared.clone();
        let (link, mut turn) = self.turn(now);
        let heard = link.receive(message, shared.gate(&table), &mut turn);
        self.sent(start);
        let id = self.handle.id;
        let directives = match heard {
            Heard::Nothing | Heard::NotOurs => return,
            Heard::Cer(admitted) => {
                shared.identified(&self.handle, &admitted);
                let (host, most) = (&admitted.capabilities.host, admitted.config.connections);
                shared.decide(id, |registry| registry.incoming(host, id, most))
            }
            Heard::Cea(admitted) => {
                shared.identified(&self.handle, &admitted);
                shared.happened(&admitted.capabilities.host, id, Happened::Cea)
            }
            Heard::Rejected(why) => {
                shared.refused(&why, self.handle.address, self.handle.side);
                self.end(&why.reason, Last::Written, now);
                self.expected_failed()
            }
            Heard::OutOfTurn => {
                shared.observer.connection_refused("no capabilities exchange");
                self.end("a message came before the capabilities exchange", Last::Nothing, now);
                self.expected_failed()
            }
            Heard::Goodbye(cause) => {
                self.goodbye = Some(cause);
                self.peer_happened(Happened::Dpr)
            }
            Heard::Farewell => self.peer_happened(Happened::Dpa),
        };
        for directive in directives {
            let start = self.out.len();
            self.obey(directive, now);
            self.sent(start);
        }
    }

    fn expected_failed(&self) -> Vec<crate::diameter::peer::registry::Directive> {
        match self.link.expected().filter(|_| self.handle.side == Side::Initiator) {
            Some(peer) => self.shared.happened(peer, self.handle.id, Happened::NonCea),
            None => Vec::new(),
        }
    }

    fn peer_happened(&self, happened: Happened) -> Vec<crate::diameter::peer::registry::Directive> {
        let Some(known) = &self.known else { return Vec::new() };
        self.shared.closing(&self.handle, &known.from.host);
        self.shared.happened(&known.from.host, self.handle.id, happened)
    }

    /// A request: answered by the router or the service, at once, held, or later.
    fn request(&mut self, message: Message, durable: Lsn, now: Instant) {
        let Some(known) = &self.known else { return };
        let header = message.header;
        let origin_host = match self.shared.router.route(&message, &known.admitted) {
            Ok(Route::Local { origin_host }) => origin_host,
            Err(error) => return self.refuse_counted(message.as_bytes(), &error, now),
        };
        let same = origin_host == known.from.host.as_bytes();
        let host = if same { known.hash } else { self.shared.duplicates.host(origin_host) };
        let before = self.shared.duplicates.seen(host, header.end_to_end, now);
        if before && header.flags.contains(CommandFlags::RETRANSMIT) {
            self.traffic.duplicates += 1;
            self.shared.observer.duplicate(&known.from);
        }
        let start = self.out.len();
        let (service, out) = (&self.shared.service, &mut self.out);
        // One handler's bug is one 5012: what it wrote is taken back, and its own state is the service's to keep whole.
        let reply = catch_unwind(AssertUnwindSafe(|| service.request(&known.from, &message, out)));
        match reply {
            Ok(Reply::Written(lsn)) if self.out.len() > start => {
                let done = done(&header, now).with(&self.out[start..]);
                if lsn <= durable {
                    self.done.push(done);
                    self.sent(start);
                } else {
                    self.held.hold(lsn, &mut self.out, start, Some(done));
                }
            }
            Ok(Reply::Later(answer)) => {
                self.out.truncate(start);
                let id = self.laters.spawn(answer).id();
                self.late.insert(id, (header, done(&header, now)));
            }
            Ok(Reply::UnknownCommand) => {
                self.out.truncate(start);
                let error = DecodeError::plain(ResultCode::COMMAND_UNSUPPORTED);
                self.refuse_counted(message.as_bytes(), &error, now);
            }
            Ok(Reply::Written(_)) | Err(_) => {
                self.shared.observer.handler_panicked(&known.from, header.code);
                tracing::error!(peer = %known.from.host, command = header.code, "the handler failed; answered 5012");
                self.out.truncate(start);
                let error = DecodeError::plain(ResultCode::UNABLE_TO_COMPLY);
                self.refuse_counted(message.as_bytes(), &error, now);
            }
        }
    }

    /// An answer to a request of ours.
    fn answer(&mut self, message: &Message) {
        let Some(waiter) = self.pending.take(message.header.hop_by_hop) else {
            self.traffic.stray_answers += 1;
            return;
        };
        self.done.push(waiter.done.with(message.as_bytes()));
        // A copy, so that whoever keeps the answer does not keep the whole read buffer with it.
        let copy = Message::parse(Bytes::copy_from_slice(message.as_bytes()));
        if let Ok(copy) = copy {
            let _ = waiter.answer.send(Ok(copy));
        }
    }

    fn refuse_counted(&mut self, request: &[u8], error: &DecodeError, now: Instant) {
        if let Some(header) = Header::peek(request) {
            self.done.push(Done { result: Some(error.result_code.into()), ..done(&header, now) });
        }
        self.refuse(request, error, None);
    }

    fn refuse(&mut self, request: &[u8], error: &DecodeError, words: Option<&str>) {
        let start = self.out.len();
        write_error(&mut self.out, request, &self.shared.local, error, words);
        self.sent(start);
    }

    /// Answers that were promised for later and are there.
    pub(super) fn poll_later(&mut self, cx: &mut Context<'_>, now: Instant) -> bool {
        let mut progress = false;
        while let Poll::Ready(Some(joined)) = self.laters.poll_join_next_with_id(cx) {
            progress = true;
            let id = joined.as_ref().map_or_else(|error| error.id(), |(id, _)| *id);
            let Some((header, done)) = self.late.remove(&id) else { continue };
            let start = self.out.len();
            match joined {
                Ok((_, (octets, lsn))) if !octets.is_empty() => {
                    self.out.extend_from_slice(&octets);
                    self.held.hold(lsn, &mut self.out, start, Some(done.with(&octets)));
                }
                Ok(_) | Err(_) => {
                    if let Some(known) = &self.known {
                        self.shared.observer.handler_panicked(&known.from, header.code);
                    }
                    let error = DecodeError::plain(ResultCode::UNABLE_TO_COMPLY);
                    self.refuse_counted(&header.encode(), &error, now);
                }
            }
        }
        progress
    }

    /// Messages were written from `start` on: they are counted, and shown to whoever looks.
    pub(super) fn sent(&mut self, start: usize) {
        let mut rest = &self.out[start..];
        let traced = self.known.as_ref().filter(|_| self.shared.observer.traces());
        while let Some(header) = Header::peek(rest) {
            let (message, after) = rest.split_at((header.length as usize).clamp(Header::LEN, rest.len()));
            self.traffic.messages_out += 1;
            if let Some(known) = traced {
                self.shared.observer.message_out(&known.from, message);
            }
            rest = after;
        }
    }
}

/// A request that came, not answered yet.
fn done(header: &Header, now: Instant) -> Done {
    let direction = Direction::In;
    Done { application: header.application, command: header.code, direction, result: None, since: now }
}

impl Done {
    /// The same with the result of `answer`.
    fn with(self, answer: &[u8]) -> Self {
        Self { result: result_of(answer), ..self }
    }
}
