//! The watchdog of RFC 3539 §3.4.1: one machine per peer, every row of the standard above its arm.
//!
//! `now` and the randomness of the jitter are arguments. Two things are read into the table, as others do:
//! - Any DWA counts as the answer to our DWR, whatever its identifiers: it shows life, which is all it is for.
//! - Throwaway() in REOPEN keeps the message from counting as a sign of life. Requests are still answered: a server has nobody to leave
//!   them to. Requests of our own go over such a connection only when the peer has no better one.

use super::limits;
use std::time::{Duration, Instant};

/// The states of RFC 3539 §3.4.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum State {
    /// Created, never connected.
    #[default]
    Initial,
    /// Up.
    Okay,
    /// Failover has been initiated on the connection.
    Suspect,
    /// Closed.
    Down,
    /// Up again, not yet trusted.
    Reopen,
}

impl State {
    /// The name the standard gives the state.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Initial => "INITIAL",
            Self::Okay => "OKAY",
            Self::Suspect => "SUSPECT",
            Self::Down => "DOWN",
            Self::Reopen => "REOPEN",
        }
    }
}

/// The events of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The capabilities exchange succeeded.
    ConnectionUp,
    /// The transport failed or was closed.
    ConnectionDown,
    /// A DWA came.
    ReceiveDwa,
    /// Any other message came.
    ReceiveNonDwa,
    /// Tw is over.
    TimerExpires,
}

/// The actions of the table; SetWatchdog() is done inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Send a DWR.
    SendWatchdog,
    /// Prefer other connections for our requests.
    Failover,
    /// The connection is trusted again.
    Failback,
    /// Close it.
    CloseConnection,
    /// Dial again (for peers that are dialled).
    AttemptOpen,
    /// The message does not count.
    Throwaway,
}

/// One peer's watchdog.
#[derive(Debug, Clone)]
pub struct Watchdog {
    state: State,
    pending: bool,
    num_dwa: i8,
    tw: Duration,
    deadline: Option<Instant>,
}

impl Watchdog {
    /// A watchdog in INITIAL; `tw` is the interval before jitter.
    pub fn new(tw: Duration) -> Self {
        Self { state: State::Initial, pending: false, num_dwa: 0, tw, deadline: None }
    }

    /// A watchdog of a peer whose last connection failed: the next one goes through REOPEN.
    pub fn down(tw: Duration) -> Self {
        Self { state: State::Down, ..Self::new(tw) }
    }

    /// Where it stands.
    pub fn state(&self) -> State {
        self.state
    }

    /// True while a DWR of ours is unanswered.
    pub fn is_pending(&self) -> bool {
        self.pending
    }

    /// When [`Event::TimerExpires`] is due. Changes with every [`handle`](Self::handle).
    pub fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Takes one event; `random` is any number, used for the jitter.
    pub fn handle(&mut self, event: Event, now: Instant, random: u32) -> &'static [Action] {
        match event {
            Event::ConnectionUp => self.up(now, random),
            Event::ConnectionDown => self.connection_down(now, random),
            Event::ReceiveDwa => self.dwa(now, random),
            Event::ReceiveNonDwa => self.non_dwa(now, random),
            Event::TimerExpires => self.expired(now, random),
        }
    }

    fn up(&mut self, now: Instant, random: u32) -> &'static [Action] {
        match self.state {
            // INITIAL       Connection up        SetWatchdog()        OKAY
            State::Initial => {
                self.set_watchdog(now, random);
                self.state = State::Okay;
                &[]
            }
            // DOWN          Connection up        NumDWA = 0
            //                                    SendWatchdog()
            //                                    SetWatchdog()
            //                                    Pending = TRUE       REOPEN
            State::Down => {
                self.num_dwa = 0;
                self.set_watchdog(now, random);
                self.pending = true;
                self.state = State::Reopen;
                &[Action::SendWatchdog]
            }
            State::Okay | State::Suspect | State::Reopen => &[],
        }
    }

    fn connection_down(&mut self, now: Instant, random: u32) -> &'static [Action] {
        let actions: &[Action] = match self.state {
            // OKAY          Connection down      CloseConnection()
            //                                    Failover()
            //                                    SetWatchdog()        DOWN
            State::Okay => &[Action::CloseConnection, Action::Failover],
            // SUSPECT       Connection down      CloseConnection()
            //                                    SetWatchdog()        DOWN
            // REOPEN        Connection down      CloseConnection()
            //                                    SetWatchdog()        DOWN
            State::Suspect | State::Reopen => &[Action::CloseConnection],
            State::Initial | State::Down => return &[],
        };
        self.set_watchdog(now, random);
        self.state = State::Down;
        actions
    }

    fn dwa(&mut self, now: Instant, random: u32) -> &'static [Action] {
        self.pending = false;
        match self.state {
            // INITIAL       Receive DWA          Pending = FALSE
            //                                    Throwaway()          INITIAL
            // DOWN          Receive DWA          Pending = FALSE
            //                                    Throwaway()          DOWN
            State::Initial | State::Down => &[Action::Throwaway],
            // OKAY          Receive DWA          Pending = FALSE
            //                                    SetWatchdog()        OKAY
            State::Okay => {
                self.set_watchdog(now, random);
                &[]
            }
            // SUSPECT       Receive DWA          Pending = FALSE
            //                                    Failback()
            //                                    SetWatchdog()        OKAY
            State::Suspect => {
                self.set_watchdog(now, random);
                self.state = State::Okay;
                &[Action::Failback]
            }
            // REOPEN        Receive DWA &        Pending = FALSE
            //               NumDWA == 2          NumDWA++
            //                                    Failback()           OKAY
            State::Reopen if self.num_dwa == 2 => {
                self.num_dwa += 1;
                self.state = State::Okay;
                &[Action::Failback]
            }
            // REOPEN        Receive DWA &        Pending = FALSE
            //               NumDWA < 2           NumDWA++             REOPEN
            State::Reopen => {
                self.num_dwa += 1;
                &[]
            }
        }
    }

    fn non_dwa(&mut self, now: Instant, random: u32) -> &'static [Action] {
        match self.state {
            // INITIAL       Receive non-DWA      Throwaway()          INITIAL
            // DOWN          Receive non-DWA      Throwaway()          DOWN
            // REOPEN        Receive non-DWA      Throwaway()          REOPEN
            State::Initial | State::Down | State::Reopen => &[Action::Throwaway],
            // OKAY          Receive non-DWA      SetWatchdog()        OKAY
            State::Okay => {
                self.set_watchdog(now, random);
                &[]
            }
            // SUSPECT       Receive non-DWA      Failback()
            //                                    SetWatchdog()        OKAY
            State::Suspect => {
                self.set_watchdog(now, random);
                self.state = State::Okay;
                &[Action::Failback]
            }
        }
    }

    fn expired(&mut self, now: Instant, random: u32) -> &'static [Action] {
        self.set_watchdog(now, random);
        match self.state {
            // INITIAL       Timer expires        AttemptOpen()
            //                                    SetWatchdog()        INITIAL
            // DOWN          Timer expires        AttemptOpen()
            //                                    SetWatchdog()        DOWN
            State::Initial | State::Down => &[Action::AttemptOpen],
            // OKAY          Timer expires &      SendWatchdog()
            //               !Pending             SetWatchdog()
            //                                    Pending = TRUE       OKAY
            // REOPEN        Timer expires &      SendWatchdog()
            //               !Pending             SetWatchdog()
            //                                    Pending = TRUE       REOPEN
            State::Okay | State::Reopen if !self.pending => {
                self.pending = true;
                &[Action::SendWatchdog]
            }
            // OKAY          Timer expires &      Failover()
            //               Pending              SetWatchdog()        SUSPECT
            State::Okay => {
                self.state = State::Suspect;
                &[Action::Failover]
            }
            // SUSPECT       Timer expires        CloseConnection()
            //                                    SetWatchdog()        DOWN
            State::Suspect => {
                self.state = State::Down;
                &[Action::CloseConnection]
            }
            // REOPEN        Timer expires &      CloseConnection()
            //               Pending &            SetWatchdog()
            //               NumDWA < 0                                DOWN
            State::Reopen if self.num_dwa < 0 => {
                self.state = State::Down;
                &[Action::CloseConnection]
            }
            // REOPEN        Timer expires &      NumDWA = -1
            //               Pending &            SetWatchdog()
            //               NumDWA >= 0                               REOPEN
            State::Reopen => {
                self.num_dwa = -1;
                &[]
            }
        }
    }

    /// SetWatchdog(): Tw and a jitter of ±2 s, or of a third of Tw where a test makes Tw shorter than the 6 s the RFC allows.
    fn set_watchdog(&mut self, now: Instant, random: u32) {
        let span = limits::TW_JITTER.min(self.tw / 3);
        let part = (u64::from(random) * (2 * span.as_micros() as u64)) >> 32;
        self.deadline = Some(now + self.tw - span + Duration::from_micros(part));
    }
}

#[cfg(test)]
mod tests {
    use super::{Action::*, Event::*, State::*, *};

    fn at(state: State, pending: bool, num_dwa: i8) -> Watchdog {
        Watchdog { state, pending, num_dwa, ..Watchdog::new(limits::TW) }
    }

    /// DB-1: the table of RFC 3539 §3.4.1, row by row. Columns: state, Pending, NumDWA, event → actions, state, Pending, NumDWA, timer set.
    #[test]
    fn every_row_of_the_standard() {
        type Row = (State, bool, i8, Event, &'static [Action], State, bool, i8, bool);
        let rows: &[Row] = &[
            (Initial, false, 0, ConnectionUp, &[], Okay, false, 0, true),
            (Initial, false, 0, TimerExpires, &[AttemptOpen], Initial, false, 0, true),
            (Initial, true, 0, ReceiveDwa, &[Throwaway], Initial, false, 0, false),
            (Initial, true, 0, ReceiveNonDwa, &[Throwaway], Initial, true, 0, false),
            (Okay, true, 0, ReceiveDwa, &[], Okay, false, 0, true),
            (Okay, true, 0, ReceiveNonDwa, &[], Okay, true, 0, true),
            (Okay, true, 0, TimerExpires, &[Failover], Suspect, true, 0, true),
            (Okay, false, 0, TimerExpires, &[SendWatchdog], Okay, true, 0, true),
            (Okay, false, 0, ConnectionDown, &[CloseConnection, Failover], Down, false, 0, true),
            (Suspect, true, 0, ReceiveDwa, &[Failback], Okay, false, 0, true),
            (Suspect, true, 0, ReceiveNonDwa, &[Failback], Okay, true, 0, true),
            (Suspect, true, 0, TimerExpires, &[CloseConnection], Down, true, 0, true),
            (Suspect, true, 0, ConnectionDown, &[CloseConnection], Down, true, 0, true),
            (Reopen, true, 2, ReceiveDwa, &[Failback], Okay, false, 3, false),
            (Reopen, true, 1, ReceiveDwa, &[], Reopen, false, 2, false),
            (Reopen, true, -1, ReceiveDwa, &[], Reopen, false, 0, false),
            (Reopen, true, 1, ReceiveNonDwa, &[Throwaway], Reopen, true, 1, false),
            (Reopen, true, -1, TimerExpires, &[CloseConnection], Down, true, -1, true),
            (Reopen, true, 0, TimerExpires, &[], Reopen, true, -1, true),
            (Reopen, false, 1, TimerExpires, &[SendWatchdog], Reopen, true, 1, true),
            (Reopen, true, 1, ConnectionDown, &[CloseConnection], Down, true, 1, true),
            (Down, false, 2, ConnectionUp, &[SendWatchdog], Reopen, true, 0, true),
            (Down, true, 0, ReceiveDwa, &[Throwaway], Down, false, 0, false),
            (Down, true, 0, ReceiveNonDwa, &[Throwaway], Down, true, 0, false),
            (Down, true, 0, TimerExpires, &[AttemptOpen], Down, true, 0, true),
        ];
        let now = Instant::now();
        for row @ (state, pending, num, event, actions, next, then_pending, then_num, timer) in rows {
            let mut dog = at(*state, *pending, *num);
            assert_eq!(dog.handle(*event, now, 0), *actions, "{row:?}");
            let found = (dog.state, dog.pending, dog.num_dwa, dog.deadline.is_some());
            assert_eq!(found, (*next, *then_pending, *then_num, *timer), "{row:?}");
        }
    }

    #[test]
    fn jitter_stays_within_two_seconds_of_tw() {
        let now = Instant::now();
        for random in [0, 1, u32::MAX / 2, u32::MAX] {
            let mut dog = Watchdog::new(limits::TW);
            dog.handle(ConnectionUp, now, random);
            let wait = dog.deadline().unwrap() - now;
            assert!((28_000..=32_000).contains(&wait.as_millis()), "{wait:?}");
        }
    }
}
