//! The peer state machine (RFC 6733 §5.6), as a table that is code: every row of the standard stands above its arm.
//!
//! One machine per peer and instance; it sees two connections at most, the one we initiated (I) and the one the peer did (R). Nothing
//! here knows what a connection is: [`registry`](super::registry) turns the actions into directives for links.
//!
//! Where the RFC cannot be followed to the letter, and what is done instead:
//! - R-Accept has happened before the machine hears of a connection: who connects is known by its CER only (§5.6.1).
//! - Process-CER with another result than success never reaches the machine: the refusing CEA is sent and the connection closed.
//! - Message rows of the open states (Send-Message, Rcv-Message) are taken by the link itself, which knows that it is open: a lock per
//!   message would buy nothing. They stand here, and in the tests, so that the table is whole.
//! - The table has no row for a DPR in Closing (both ends stop at once). It is answered, and Closing goes on.
//! - "Timeout" closes everything. A dial or a CEA that takes too long while the peer's own connection waits is reported as
//!   I-Rcv-Conn-Nack or I-Peer-Disc instead, so that a firewall which swallows our SYN does not cost the connection that works.

/// The states of RFC 6733 §5.6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum State {
    /// No connection.
    #[default]
    Closed,
    /// Dialling.
    WaitConnAck,
    /// Our CER is out.
    WaitICea,
    /// Dialling, and the peer's CER is here.
    WaitConnAckElect,
    /// Our CER is out, the peer's CER is here, the peer decides.
    WaitReturns,
    /// Open on the peer's connection.
    ROpen,
    /// Open on our connection.
    IOpen,
    /// A DPR is out, or was answered.
    Closing,
}

impl State {
    /// The name the standard gives the state.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Closed => "Closed",
            Self::WaitConnAck => "Wait-Conn-Ack",
            Self::WaitICea => "Wait-I-CEA",
            Self::WaitConnAckElect => "Wait-Conn-Ack/Elect",
            Self::WaitReturns => "Wait-Returns",
            Self::ROpen => "R-Open",
            Self::IOpen => "I-Open",
            Self::Closing => "Closing",
        }
    }

    /// True in I-Open and R-Open.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::ROpen | Self::IOpen)
    }
}

/// The events of RFC 6733 §5.6.2, by their names there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// A connection should be initiated.
    Start,
    /// A connection was accepted and its CER found good.
    RConnCer,
    /// Our connection is up.
    IRcvConnAck,
    /// Our connection could not be made.
    IRcvConnNack,
    /// An intermediate state took too long.
    Timeout,
    /// The CEA came on our connection, and it was good.
    IRcvCea,
    /// Something else came first on our connection, or a CEA that refuses.
    IRcvNonCea,
    /// The peer closed our connection.
    IPeerDisc,
    /// The peer closed its own connection.
    RPeerDisc,
    /// We won the election.
    WinElection,
    /// A message is to be sent.
    SendMessage,
    /// A message other than those below came on our connection.
    IRcvMessage,
    /// A message other than those below came on the peer's.
    RRcvMessage,
    /// DWR on our connection.
    IRcvDwr,
    /// DWR on the peer's.
    RRcvDwr,
    /// DWA on our connection.
    IRcvDwa,
    /// DWA on the peer's.
    RRcvDwa,
    /// The connection should end.
    Stop,
    /// DPR on our connection.
    IRcvDpr,
    /// DPR on the peer's.
    RRcvDpr,
    /// DPA on our connection.
    IRcvDpa,
    /// DPA on the peer's.
    RRcvDpa,
}

/// The actions of RFC 6733 §5.6.3, by their names there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Dial.
    ISndConnReq,
    /// Keep the peer's connection.
    RAccept,
    /// Close the peer's new connection.
    RReject,
    /// Read the CER.
    ProcessCer,
    /// Read the CEA.
    ProcessCea,
    /// Forget what a failed dial left.
    Cleanup,
    /// Close whatever is open, as a local error.
    Error,
    /// Send CER on our connection.
    ISndCer,
    /// Send CEA on the peer's.
    RSndCea,
    /// Compare the identities ([`wins`]).
    Elect,
    /// Close our connection.
    IDisc,
    /// Close the peer's connection.
    RDisc,
    /// Send the message on our connection.
    ISndMessage,
    /// Send the message on the peer's.
    RSndMessage,
    /// Hand the message on.
    Process,
    /// Take note of the DWR.
    ProcessDwr,
    /// Take note of the DWA.
    ProcessDwa,
    /// Send DWA on our connection.
    ISndDwa,
    /// Send DWA on the peer's.
    RSndDwa,
    /// Send DPR on our connection.
    ISndDpr,
    /// Send DPR on the peer's.
    RSndDpr,
    /// Send DPA on our connection.
    ISndDpa,
    /// Send DPA on the peer's.
    RSndDpa,
}

/// The row for `event` in `state`: what to do, and the next state. `None` where the standard has no row: the event is ignored.
pub const fn step(state: State, event: Event) -> Option<(&'static [Action], State)> {
    match state {
        State::Closed => closed(event),
        State::WaitConnAck => wait_conn_ack(event),
        State::WaitICea => wait_i_cea(event),
        State::WaitConnAckElect => wait_conn_ack_elect(event),
        State::WaitReturns => wait_returns(event),
        State::ROpen => r_open(event),
        State::IOpen => i_open(event),
        State::Closing => closing(event),
    }
}

/// The election (RFC 6733 §5.6.4), held where the CER was received: true if we win, and the peer's connection survives.
///
/// Identities are compared as octet streams, ASCII letters without case.
pub fn wins(local: &str, peer: &str) -> bool {
    let lower = |text: &str| text.bytes().map(|byte| byte.to_ascii_lowercase()).collect::<Vec<_>>();
    lower(local) > lower(peer)
}

const fn closed(event: Event) -> Option<(&'static [Action], State)> {
    Some(match event {
        // Closed           Start            I-Snd-Conn-Req   Wait-Conn-Ack
        Event::Start => (&[Action::ISndConnReq], State::WaitConnAck),
        //                  R-Conn-CER       R-Accept,        R-Open
        //                                   Process-CER,
        //                                   R-Snd-CEA
        Event::RConnCer => (&[Action::RAccept, Action::ProcessCer, Action::RSndCea], State::ROpen),
        _ => return None,
    })
}

const fn wait_conn_ack(event: Event) -> Option<(&'static [Action], State)> {
    Some(match event {
        // Wait-Conn-Ack    I-Rcv-Conn-Ack   I-Snd-CER        Wait-I-CEA
        Event::IRcvConnAck => (&[Action::ISndCer], State::WaitICea),
        //                  I-Rcv-Conn-Nack  Cleanup          Closed
        Event::IRcvConnNack => (&[Action::Cleanup], State::Closed),
        //                  R-Conn-CER       R-Accept,        Wait-Conn-Ack/
        //                                   Process-CER      Elect
        Event::RConnCer => (&[Action::RAccept, Action::ProcessCer], State::WaitConnAckElect),
        //                  Timeout          Error            Closed
        Event::Timeout => (&[Action::Error], State::Closed),
        _ => return None,
    })
}

const fn wait_i_cea(event: Event) -> Option<(&'static [Action], State)> {
    Some(match event {
        // Wait-I-CEA       I-Rcv-CEA        Process-CEA      I-Open
        Event::IRcvCea => (&[Action::ProcessCea], State::IOpen),
        //                  R-Conn-CER       R-Accept,        Wait-Returns
        //                                   Process-CER,
        //                                   Elect
        Event::RConnCer => (&[Action::RAccept, Action::ProcessCer, Action::Elect], State::WaitReturns),
        //                  I-Peer-Disc      I-Disc           Closed
        Event::IPeerDisc => (&[Action::IDisc], State::Closed),
        //                  I-Rcv-Non-CEA    Error            Closed
        Event::IRcvNonCea => (&[Action::Error], State::Closed),
        //                  Timeout          Error            Closed
        Event::Timeout => (&[Action::Error], State::Closed),
        _ => return None,
    })
}

const fn wait_conn_ack_elect(event: Event) -> Option<(&'static [Action], State)> {
    Some(match event {
        // Wait-Conn-Ack/   I-Rcv-Conn-Ack   I-Snd-CER,Elect  Wait-Returns
        // Elect
        Event::IRcvConnAck => (&[Action::ISndCer, Action::Elect], State::WaitReturns),
        //                  I-Rcv-Conn-Nack  R-Snd-CEA        R-Open
        Event::IRcvConnNack => (&[Action::RSndCea], State::ROpen),
        //                  R-Peer-Disc      R-Disc           Wait-Conn-Ack
        Event::RPeerDisc => (&[Action::RDisc], State::WaitConnAck),
        //                  R-Conn-CER       R-Reject         Wait-Conn-Ack/
        //                                                    Elect
        Event::RConnCer => (&[Action::RReject], State::WaitConnAckElect),
        //                  Timeout          Error            Closed
        Event::Timeout => (&[Action::Error], State::Closed),
        _ => return None,
    })
}

const fn wait_returns(event: Event) -> Option<(&'static [Action], State)> {
    Some(match event {
        // Wait-Returns     Win-Election     I-Disc,R-Snd-CEA R-Open
        Event::WinElection => (&[Action::IDisc, Action::RSndCea], State::ROpen),
        //                  I-Peer-Disc      I-Disc,          R-Open
        //                                   R-Snd-CEA
        Event::IPeerDisc => (&[Action::IDisc, Action::RSndCea], State::ROpen),
        //                  I-Rcv-CEA        R-Disc           I-Open
        Event::IRcvCea => (&[Action::RDisc], State::IOpen),
        //                  R-Peer-Disc      R-Disc           Wait-I-CEA
        Event::RPeerDisc => (&[Action::RDisc], State::WaitICea),
        //                  R-Conn-CER       R-Reject         Wait-Returns
        Event::RConnCer => (&[Action::RReject], State::WaitReturns),
        //                  Timeout          Error            Closed
        Event::Timeout => (&[Action::Error], State::Closed),
        _ => return None,
    })
}

const fn r_open(event: Event) -> Option<(&'static [Action], State)> {
    Some(match event {
        // R-Open           Send-Message     R-Snd-Message    R-Open
        Event::SendMessage => (&[Action::RSndMessage], State::ROpen),
        //                  R-Rcv-Message    Process          R-Open
        Event::RRcvMessage => (&[Action::Process], State::ROpen),
        //                  R-Rcv-DWR        Process-DWR,     R-Open
        //                                   R-Snd-DWA
        Event::RRcvDwr => (&[Action::ProcessDwr, Action::RSndDwa], State::ROpen),
        //                  R-Rcv-DWA        Process-DWA      R-Open
        Event::RRcvDwa => (&[Action::ProcessDwa], State::ROpen),
        //                  R-Conn-CER       R-Reject         R-Open
        Event::RConnCer => (&[Action::RReject], State::ROpen),
        //                  Stop             R-Snd-DPR        Closing
        Event::Stop => (&[Action::RSndDpr], State::Closing),
        //                  R-Rcv-DPR        R-Snd-DPA        Closing
        Event::RRcvDpr => (&[Action::RSndDpa], State::Closing),
        //                  R-Peer-Disc      R-Disc           Closed
        Event::RPeerDisc => (&[Action::RDisc], State::Closed),
        _ => return None,
    })
}

const fn i_open(event: Event) -> Option<(&'static [Action], State)> {
    Some(match event {
        // I-Open           Send-Message     I-Snd-Message    I-Open
        Event::SendMessage => (&[Action::ISndMessage], State::IOpen),
        //                  I-Rcv-Message    Process          I-Open
        Event::IRcvMessage => (&[Action::Process], State::IOpen),
        //                  I-Rcv-DWR        Process-DWR,     I-Open
        //                                   I-Snd-DWA
        Event::IRcvDwr => (&[Action::ProcessDwr, Action::ISndDwa], State::IOpen),
        //                  I-Rcv-DWA        Process-DWA      I-Open
        Event::IRcvDwa => (&[Action::ProcessDwa], State::IOpen),
        //                  R-Conn-CER       R-Reject         I-Open
        Event::RConnCer => (&[Action::RReject], State::IOpen),
        //                  Stop             I-Snd-DPR        Closing
        Event::Stop => (&[Action::ISndDpr], State::Closing),
        //                  I-Rcv-DPR        I-Snd-DPA        Closing
        Event::IRcvDpr => (&[Action::ISndDpa], State::Closing),
        //                  I-Peer-Disc      I-Disc           Closed
        Event::IPeerDisc => (&[Action::IDisc], State::Closed),
        _ => return None,
    })
}

const fn closing(event: Event) -> Option<(&'static [Action], State)> {
    Some(match event {
        // Closing          I-Rcv-DPA        I-Disc           Closed
        Event::IRcvDpa => (&[Action::IDisc], State::Closed),
        //                  R-Rcv-DPA        R-Disc           Closed
        Event::RRcvDpa => (&[Action::RDisc], State::Closed),
        //                  Timeout          Error            Closed
        Event::Timeout => (&[Action::Error], State::Closed),
        //                  I-Peer-Disc      I-Disc           Closed
        Event::IPeerDisc => (&[Action::IDisc], State::Closed),
        //                  R-Peer-Disc      R-Disc           Closed
        Event::RPeerDisc => (&[Action::RDisc], State::Closed),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Action::*, Event::*, State::*, *};

    /// DB-1: the table of RFC 6733 §5.6, row by row.
    #[test]
    fn every_row_of_the_standard() {
        let rows: &[(State, Event, &[Action], State)] = &[
            (Closed, Start, &[ISndConnReq], WaitConnAck),
            (Closed, RConnCer, &[RAccept, ProcessCer, RSndCea], ROpen),
            (WaitConnAck, IRcvConnAck, &[ISndCer], WaitICea),
            (WaitConnAck, IRcvConnNack, &[Cleanup], Closed),
            (WaitConnAck, RConnCer, &[RAccept, ProcessCer], WaitConnAckElect),
            (WaitConnAck, Timeout, &[Error], Closed),
            (WaitICea, IRcvCea, &[ProcessCea], IOpen),
            (WaitICea, RConnCer, &[RAccept, ProcessCer, Elect], WaitReturns),
            (WaitICea, IPeerDisc, &[IDisc], Closed),
            (WaitICea, IRcvNonCea, &[Error], Closed),
            (WaitICea, Timeout, &[Error], Closed),
            (WaitConnAckElect, IRcvConnAck, &[ISndCer, Elect], WaitReturns),
            (WaitConnAckElect, IRcvConnNack, &[RSndCea], ROpen),
            (WaitConnAckElect, RPeerDisc, &[RDisc], WaitConnAck),
            (WaitConnAckElect, RConnCer, &[RReject], WaitConnAckElect),
            (WaitConnAckElect, Timeout, &[Error], Closed),
            (WaitReturns, WinElection, &[IDisc, RSndCea], ROpen),
            (WaitReturns, IPeerDisc, &[IDisc, RSndCea], ROpen),
            (WaitReturns, IRcvCea, &[RDisc], IOpen),
            (WaitReturns, RPeerDisc, &[RDisc], WaitICea),
            (WaitReturns, RConnCer, &[RReject], WaitReturns),
            (WaitReturns, Timeout, &[Error], Closed),
            (ROpen, SendMessage, &[RSndMessage], ROpen),
            (ROpen, RRcvMessage, &[Process], ROpen),
            (ROpen, RRcvDwr, &[ProcessDwr, RSndDwa], ROpen),
            (ROpen, RRcvDwa, &[ProcessDwa], ROpen),
            (ROpen, RConnCer, &[RReject], ROpen),
            (ROpen, Stop, &[RSndDpr], Closing),
            (ROpen, RRcvDpr, &[RSndDpa], Closing),
            (ROpen, RPeerDisc, &[RDisc], Closed),
            (IOpen, SendMessage, &[ISndMessage], IOpen),
            (IOpen, IRcvMessage, &[Process], IOpen),
            (IOpen, IRcvDwr, &[ProcessDwr, ISndDwa], IOpen),
            (IOpen, IRcvDwa, &[ProcessDwa], IOpen),
            (IOpen, RConnCer, &[RReject], IOpen),
            (IOpen, Stop, &[ISndDpr], Closing),
            (IOpen, IRcvDpr, &[ISndDpa], Closing),
            (IOpen, IPeerDisc, &[IDisc], Closed),
            (Closing, IRcvDpa, &[IDisc], Closed),
            (Closing, RRcvDpa, &[RDisc], Closed),
            (Closing, Timeout, &[Error], Closed),
            (Closing, IPeerDisc, &[IDisc], Closed),
            (Closing, RPeerDisc, &[RDisc], Closed),
        ];
        for (state, event, actions, next) in rows {
            assert_eq!(step(*state, *event), Some((*actions, *next)), "{} {event:?}", state.name());
        }
        let states = [Closed, WaitConnAck, WaitICea, WaitConnAckElect, WaitReturns, ROpen, IOpen, Closing];
        let events = [
            Start,
            RConnCer,
            IRcvConnAck,
            IRcvConnNack,
            Timeout,
            IRcvCea,
            IRcvNonCea,
            IPeerDisc,
            RPeerDisc,
            WinElection,
            SendMessage,
            IRcvMessage,
            RRcvMessage,
            IRcvDwr,
            RRcvDwr,
            IRcvDwa,
            RRcvDwa,
            Stop,
            IRcvDpr,
            RRcvDpr,
            IRcvDpa,
            RRcvDpa,
        ];
        let all = states.iter().flat_map(|state| events.iter().map(move |event| (*state, *event)));
        assert_eq!(
            all.filter(|(state, event)| step(*state, *event).is_some()).count(),
            rows.len(),
            "a row too many"
        );
    }

    #[test]
    fn the_higher_identity_wins_the_election_whatever_its_case() {
        assert!(wins("hss2.example", "HSS1.example"));
        assert!(!wins("HSS1.example", "hss2.example"));
        assert!(!wins("hss.example", "HSS.example"), "one's own name is no winner");
        assert!(wins("hss.example.org", "hss.example"), "the longer one succeeds its prefix");
    }
}
