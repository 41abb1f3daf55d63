//! One connection as the base protocol sees it: capabilities exchange, watchdog, disconnect. No socket, no clock.
//!
//! Messages go in, octets come out at the end of [`Turn::out`], and what the transport has to do is returned. A link does not know of other
//! links to the same peer: whether it may open is decided by the [`registry`](super::registry), whose directive arrives as
//! [`Link::open`] or as a close.

use super::{
    capabilities::{Admitted, Gate, Rejected, write_cea, write_cer, write_refusal},
    limits,
    messages::{self as avp, CER, DPR, DWR, DisconnectCause, Ids},
    node::Local,
    watchdog::{self, Watchdog},
};
use crate::{
    diameter::{
        Application,
        codec::{DecodeError, Header, Message, ResultCode},
    },
    types::Name,
};
use bytes::BytesMut;
use std::{
    net::IpAddr,
    sync::Arc,
    time::{Duration, Instant},
};

/// How long things may take; the defaults are those of [`limits`].
#[derive(Debug, Clone)]
pub struct Timers {
    /// Watchdog interval Tw.
    pub tw: Duration,
    /// For a dialled connection to come up.
    pub connect: Duration,
    /// For CER and CEA.
    pub handshake: Duration,
    /// For the rest of a message that has begun.
    pub message: Duration,
    /// For DPA, and for the peer to close after ours.
    pub disconnect: Duration,
    /// For a peer to take something off its socket.
    pub stall: Duration,
    /// First delay before dialling again.
    pub reconnect_first: Duration,
    /// Longest delay before dialling again.
    pub reconnect_last: Duration,
}

impl Default for Timers {
    fn default() -> Self {
        Self {
            tw: limits::TW,
            connect: limits::CONNECT_TIME,
            handshake: limits::HANDSHAKE_TIME,
            message: limits::MESSAGE_TIME,
            disconnect: limits::DISCONNECT_TIME,
            stall: limits::STALL_TIME,
            reconnect_first: limits::RECONNECT_FIRST,
            reconnect_last: limits::RECONNECT_LAST,
        }
    }
}

/// What a call needs from outside: the time, randomness, identifiers for a request of ours, and where octets go.
#[derive(Debug)]
pub struct Turn<'a> {
    /// Now.
    pub now: Instant,
    /// Any number.
    pub random: u32,
    /// Identifiers no other request has, in case one is sent.
    pub ids: Ids,
    /// Ourselves.
    pub local: &'a Local,
    /// The connection's output; messages are written at its end.
    pub out: &'a mut BytesMut,
}

/// Where a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Accepted; the CER has to come.
    WaitCer,
    /// The CER is good; the registry decides.
    Electing,
    /// Our CER is out.
    WaitCea,
    /// The CEA is good; the registry decides.
    Returned,
    Open,
    /// Our DPR is out.
    Disconnecting,
    /// The peer's DPR is answered; it closes.
    Leaving,
}

/// What a base protocol message came to.
#[derive(Debug)]
pub enum Heard {
    /// Dealt with.
    Nothing,
    /// A good CER: ask the registry (R-Conn-CER).
    Cer(Arc<Admitted>),
    /// A good CEA: ask the registry (I-Rcv-CEA).
    Cea(Arc<Admitted>),
    /// The capabilities will not do; a refusal has been written if one is due. Close after it.
    Rejected(Box<Rejected>),
    /// Something other than the capabilities came first. Close.
    OutOfTurn,
    /// A DPR, answered. The peer closes now.
    Goodbye(DisconnectCause),
    /// The DPA to our DPR. Close.
    Farewell,
    /// No message of the base protocol's connections: route it.
    NotOurs,
}

/// What time brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lapse {
    /// Nothing to do, or a DWR was written.
    Nothing,
    /// Close, for this reason.
    Close(&'static str),
}

/// One connection's base protocol state.
#[derive(Debug)]
pub struct Link {
    phase: Phase,
    /// The peer we meant to reach, when we dialled.
    expected: Option<Name>,
    addresses: Addresses,
    timers: Arc<Timers>,
    /// End of the phase, other than Open.
    until: Instant,
    watchdog: Watchdog,
    /// The CER to answer.
    cer: Option<Header>,
    admitted: Option<Arc<Admitted>>,
}

/// The two ends of a connection.
#[derive(Debug, Clone, Copy)]
pub struct Addresses {
    /// Ours: goes into Host-IP-Address.
    pub local: IpAddr,
    /// The peer's: must be among its configured ones.
    pub remote: IpAddr,
}

impl Link {
    /// A connection that was accepted: it has [`Timers::handshake`] to bring its CER.
    pub fn accepted(addresses: Addresses, timers: Arc<Timers>, now: Instant) -> Self {
        Self::new(Phase::WaitCer, None, addresses, timers, now)
    }

    /// A connection that was dialled to reach `peer`; [`send_cer`](Self::send_cer) comes next.
    pub fn dialled(peer: Name, addresses: Addresses, timers: Arc<Timers>, now: Instant) -> Self {
        Self::new(Phase::WaitCea, Some(peer), addresses, timers, now)
    }

    /// A connection that was dialled to reach whoever listens there.
    pub fn caller(addresses: Addresses, timers: Arc<Timers>, now: Instant) -> Self {
        Self::new(Phase::WaitCea, None, addresses, timers, now)
    }

    fn new(
        phase: Phase,
        expected: Option<Name>,
        addresses: Addresses,
        timers: Arc<Timers>,
        now: Instant,
    ) -> Self {
        let (until, watchdog) = (now + timers.handshake, Watchdog::new(timers.tw));
        Self { phase, expected, addresses, timers, until, watchdog, cer: None, admitted: None }
    }

    /// Writes our CER with `applications` (I-Snd-CER).
    pub fn send_cer(&mut self, applications: &[Application], turn: &mut Turn<'_>) {
        write_cer(turn.out, turn.ids, turn.local, applications, self.addresses.local);
        self.until = turn.now + self.timers.handshake;
    }

    /// True while requests may be taken and sent: also while a disconnect is under way, so that what is in flight gets its answer.
    pub fn carries_traffic(&self) -> bool {
        matches!(self.phase, Phase::Open | Phase::Disconnecting | Phase::Leaving)
    }

    /// True between the capabilities exchange and the first DPR.
    pub fn is_open(&self) -> bool {
        self.phase == Phase::Open
    }

    /// The peer, once its capabilities were good.
    pub fn peer(&self) -> Option<&Arc<Admitted>> {
        self.admitted.as_ref()
    }

    /// Whom we meant to reach, when we dialled.
    pub fn expected(&self) -> Option<&Name> {
        self.expected.as_ref()
    }

    /// The watchdog's state.
    pub fn watchdog(&self) -> watchdog::State {
        self.watchdog.state()
    }

    /// When [`lapse`](Self::lapse) is due; changes with every other call.
    pub fn deadline(&self) -> Instant {
        match self.phase {
            Phase::Open => self.watchdog.deadline().unwrap_or(self.until),
            _ => self.until,
        }
    }

    /// True for the commands that belong to connections, whatever application a peer puts on them.
    pub fn owns(header: &Header) -> bool {
        matches!(header.code, CER | DWR | DPR)
    }

    /// Takes a message: every message until the link is open, then those it [`owns`](Self::owns).
    pub fn receive(&mut self, message: &Message, gate: Gate<'_>, turn: &mut Turn<'_>) -> Heard {
        let header = &message.header;
        match (self.phase, header.code, header.is_request()) {
            (Phase::WaitCer, CER, true) => self.cer(message, gate, turn),
            (Phase::WaitCea, CER, false) => self.cea(message, gate),
            (Phase::WaitCer | Phase::Electing | Phase::WaitCea | Phase::Returned, ..) => Heard::OutOfTurn,
            (_, DWR, true) => {
                self.watchdog.handle(watchdog::Event::ReceiveNonDwa, turn.now, turn.random);
                avp::write_dwa(turn.out, header, turn.local);
                Heard::Nothing
            }
            (_, DWR, false) => {
                self.watchdog.handle(watchdog::Event::ReceiveDwa, turn.now, turn.random);
                Heard::Nothing
            }
            (_, DPR, true) => self.dpr(message, turn),
            // A DPA needs no Result-Code: Kamailio's has none.
            (Phase::Disconnecting, DPR, false) => Heard::Farewell,
            (_, CER, true) => {
                let error = DecodeError::plain(ResultCode::UNABLE_TO_COMPLY);
                let reason = "capabilities were exchanged before on this connection".into();
                let why = Rejected { error, reason, refused: None };
                write_refusal(turn.out, header, turn.local, self.addresses.local, &why);
                Heard::Nothing
            }
            // Stray answers to nothing we asked.
            (_, CER | DPR, false) => Heard::Nothing,
            _ => Heard::NotOurs,
        }
    }

    /// Takes note that messages other than DWA came; once per batch is enough.
    pub fn traffic(&mut self, now: Instant, random: u32) {
        self.watchdog.handle(watchdog::Event::ReceiveNonDwa, now, random);
    }

    /// The registry's directive to open: R-Snd-CEA on the peer's connection, nothing to send on ours. `reopened` if the peer's last connection
    /// failed: the watchdog then goes through REOPEN.
    pub fn open(&mut self, reopened: bool, turn: &mut Turn<'_>) {
        if let Some((cer, admitted)) = self.cer.take().zip(self.admitted.as_ref()) {
            write_cea(turn.out, &cer, turn.local, &admitted.advertised, self.addresses.local);
        }
        self.phase = Phase::Open;
        if reopened {
            self.watchdog = Watchdog::down(self.timers.tw);
        }
        let actions = self.watchdog.handle(watchdog::Event::ConnectionUp, turn.now, turn.random);
        self.act(actions, turn);
    }

    /// The registry's directive to turn the peer's connection away (R-Reject): the CER gets its answer all the same.
    pub fn reject(&mut self, turn: &mut Turn<'_>) {
        if let Some(cer) = self.cer.take() {
            let error = DecodeError::plain(ResultCode::UNABLE_TO_COMPLY);
            let reason = "this identity has its connection already; more are allowed by connections in its [[diameter.peer]]";
            let why = Rejected { error, reason: reason.into(), refused: None };
            write_refusal(turn.out, &cer, turn.local, self.addresses.local, &why);
        }
    }

    /// Says goodbye (Stop): writes a DPR, if the link is open.
    pub fn disconnect(&mut self, cause: DisconnectCause, turn: &mut Turn<'_>) {
        if self.phase == Phase::Open {
            avp::write_dpr(turn.out, turn.ids, turn.local, cause);
            self.phase = Phase::Disconnecting;
            self.until = turn.now + self.timers.disconnect;
        }
    }

    /// Asks for a sign of life now: another connection of the same peer wants to take this one's place. Once asked, the answer has its time:
    /// newcomers by the dozen make nobody suspect.
    pub fn probe(&mut self, turn: &mut Turn<'_>) {
        let trusted = self.watchdog.state() == watchdog::State::Okay && !self.watchdog.is_pending();
        if self.phase == Phase::Open && trusted {
            let actions = self.watchdog.handle(watchdog::Event::TimerExpires, turn.now, turn.random);
            self.act(actions, turn);
        }
    }

    /// To be called at [`deadline`](Self::deadline); earlier calls do nothing.
    pub fn lapse(&mut self, turn: &mut Turn<'_>) -> Lapse {
        if turn.now < self.deadline() {
            return Lapse::Nothing;
        }
        match self.phase {
            Phase::WaitCer => Lapse::Close("no CER came in time"),
            Phase::Electing | Phase::Returned => Lapse::Close("the election took too long"),
            Phase::WaitCea => Lapse::Close("no CEA came in time"),
            Phase::Disconnecting => Lapse::Close("no DPA came in time"),
            Phase::Leaving => Lapse::Close("closed after its DPR"),
            Phase::Open => {
                let actions = self.watchdog.handle(watchdog::Event::TimerExpires, turn.now, turn.random);
                self.act(actions, turn)
            }
        }
    }

    fn act(&mut self, actions: &[watchdog::Action], turn: &mut Turn<'_>) -> Lapse {
        for action in actions {
            match action {
                watchdog::Action::SendWatchdog => avp::write_dwr(turn.out, turn.ids, turn.local),
                watchdog::Action::CloseConnection => return Lapse::Close("the watchdog had no answer"),
                // Failover and failback are the choice of a connection by its watchdog's state; dialling is the dialler's.
                watchdog::Action::Failover
                | watchdog::Action::Failback
                | watchdog::Action::AttemptOpen
                | watchdog::Action::Throwaway => {}
            }
        }
        Lapse::Nothing
    }

    fn cer(&mut self, message: &Message, gate: Gate<'_>, turn: &mut Turn<'_>) -> Heard {
        match gate.admit(message, self.addresses.remote) {
            Ok(admitted) => {
                let admitted = Arc::new(admitted);
                (self.cer, self.admitted) = (Some(message.header), Some(admitted.clone()));
                self.phase = Phase::Electing;
                Heard::Cer(admitted)
            }
            Err(rejected) => {
                write_refusal(turn.out, &message.header, turn.local, self.addresses.local, &rejected);
                Heard::Rejected(Box::new(rejected))
            }
        }
    }

    fn cea(&mut self, message: &Message, gate: Gate<'_>) -> Heard {
        let admitted = match gate.admit(message, self.addresses.remote) {
            Ok(admitted) => Arc::new(admitted),
            Err(rejected) => return Heard::Rejected(Box::new(rejected)),
        };
        let host = &admitted.capabilities.host;
        if let Some(expected) = self.expected.as_ref().filter(|expected| *expected != host) {
            let reason =
                format!("dialled {expected}, but {host} answered: one of identity and connect is wrong");
            let error = DecodeError::plain(ResultCode::UNKNOWN_PEER);
            return Heard::Rejected(Box::new(Rejected { error, reason, refused: None }));
        }
        self.admitted = Some(admitted.clone());
        self.phase = Phase::Returned;
        Heard::Cea(admitted)
    }

    fn dpr(&mut self, message: &Message, turn: &mut Turn<'_>) -> Heard {
        avp::write_dpa(turn.out, &message.header, turn.local);
        // Both ends may say goodbye at once: then the peer's DPA to ours is still waited for.
        if self.phase != Phase::Disconnecting {
            self.phase = Phase::Leaving;
            self.until = turn.now + self.timers.disconnect;
        }
        let cause = message.avps().find(&avp::DISCONNECT_CAUSE).and_then(|found| found.read().ok());
        Heard::Goodbye(cause.unwrap_or(DisconnectCause::REBOOTING))
    }
}
