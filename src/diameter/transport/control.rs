//! What a connection is told by others: the registry's directives, requests of ours to send, and when to stop.

use super::{
    connection::{Connection, Known, Last, Waiter},
    observer::{Direction, Done},
    outgoing::{Asked, RequestError},
    shared::Command,
};
use crate::diameter::{
    Application, From as Peer,
    codec::{Header, MAX_MESSAGE},
    peer::{
        DisconnectCause, limits,
        registry::{Directive, Happened},
    },
};
use std::{
    sync::atomic::Ordering,
    task::{Context, Poll},
    time::Instant,
};
use tokio::sync::oneshot;

impl Connection {
    /// Carries out what the registry decided about this link.
    pub(super) fn obey(&mut self, directive: Directive, now: Instant) {
        match directive {
            Directive::SendCer(_) => {
                let advertised = self.advertised();
                let (link, mut turn) = self.turn(now);
                link.send_cer(&advertised, &mut turn);
            }
            Directive::Open { reopened, .. } => self.open(reopened, now),
            Directive::Close(_) => self.end("closed by the peer state machine", Last::Answers, now),
            Directive::Reject(_) => {
                let (link, mut turn) = self.turn(now);
                link.reject(&mut turn);
                self.shared.observer.connection_refused("connected already");
                self.end("its peer has its connection already", Last::Written, now);
            }
            Directive::Probe(_) => {
                let (link, mut turn) = self.turn(now);
                link.probe(&mut turn);
            }
            Directive::Disconnect(_) => {
                self.disconnect(DisconnectCause::REBOOTING, now);
            }
        }
    }

    fn advertised(&self) -> Vec<Application> {
        let table = self.shared.table.load();
        let config = self.link.expected().and_then(|peer| table.get(peer));
        config.map_or_else(|| self.shared.served().to_vec(), |config| config.allowed(self.shared.served()))
    }

    fn open(&mut self, reopened: bool, now: Instant) {
        let Some(admitted) = self.link.peer().cloned() else { return };
        let (link, mut turn) = self.turn(now);
        link.open(reopened, &mut turn);
        let capabilities = &admitted.capabilities;
        let from = Peer { host: capabilities.host.clone(), realm: capabilities.realm.clone() };
        tracing::info!(peer = %from.host, address = %self.handle.address, product = capabilities.product, applications = ?admitted.common, "connection opens");
        self.shared.observer.peer_up(&from);
        let hash = self.shared.duplicates.host(from.host.as_bytes());
        self.shared.opened(&self.handle, &from.host);
        self.known = Some(Known { admitted, from, hash });
        self.opened = true;
    }

    fn disconnect(&mut self, cause: DisconnectCause, now: Instant) {
        if let Some(known) = &self.known {
            self.shared.closing(&self.handle, &known.from.host);
        }
        let (link, mut turn) = self.turn(now);
        link.disconnect(cause, &mut turn);
    }

    pub(super) fn poll_commands(&mut self, cx: &mut Context<'_>, now: Instant) -> bool {
        let mut progress = false;
        while let Poll::Ready(Some(command)) = self.commands.poll_recv(cx) {
            progress = true;
            match command {
                Command::Ask(asked) => self.ask(asked, now),
                Command::Directive(directive) => self.obey(directive, now),
                Command::Stop(cause) if self.link.is_open() => {
                    if let Some(known) = &self.known {
                        // The registry's directive would be the DPR that is sent here, with its cause.
                        let _ = self.shared.happened(&known.from.host, self.handle.id, Happened::Stop);
                    }
                    self.disconnect(cause, now);
                }
                Command::Stop(_) if self.link.carries_traffic() => {}
                Command::Stop(_) => self.end("the node stops", Last::Nothing, now),
                Command::Kill => self.end("the node stops at once", Last::Nothing, now),
            }
        }
        progress
    }

    /// Writes a request of ours.
    fn ask(&mut self, asked: Asked, now: Instant) {
        self.handle.queued.fetch_sub(1, Ordering::Relaxed);
        let Asked { outgoing, deadline, answer } = asked;
        let host = outgoing.destination_host;
        let fail = |answer: oneshot::Sender<_>, error| drop(answer.send(Err(error)));
        if !self.link.is_open() || self.is_ending() {
            return fail(answer, RequestError::NotConnected(host));
        }
        if self.out.len() >= limits::OUT_HIGH {
            return fail(answer, RequestError::TooMany(host));
        }
        let header = Header {
            length: 0,
            flags: outgoing.flags,
            code: outgoing.command,
            application: outgoing.application,
            hop_by_hop: self.pending.identifier(),
            end_to_end: self.shared.end_to_end(),
        };
        let start = self.out.len();
        (outgoing.encode)(&mut self.out, &header);
        if !(Header::LEN..=MAX_MESSAGE).contains(&(self.out.len() - start)) {
            self.out.truncate(start);
            return fail(answer, RequestError::TooLong(host));
        }
        let direction = Direction::Out;
        let done = Done {
            application: header.application,
            command: header.code,
            direction,
            result: None,
            since: now,
        };
        let waiter = Waiter { answer, done };
        if let Err(waiter) = self.pending.insert(header.hop_by_hop, deadline.into_std(), waiter) {
            self.out.truncate(start);
            return fail(waiter.answer, RequestError::TooMany(host));
        }
        self.sent(start);
    }
}
