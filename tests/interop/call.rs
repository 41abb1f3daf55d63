//! A call that is going on: set up, answered, acknowledged; until somebody ends it.

use crate::{sip::Message, ue::Ue};
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

/// One call between two phones.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    caller: &'a Ue,
    callee: &'a Ue,
    invite: Message,
    reply: Message,
    begun: Instant,
    answered: Instant,
}

impl<'a> Call<'a> {
    /// `caller` calls, `callee` answers.
    pub(crate) fn begin(caller: &'a mut Ue, callee: &'a Ue) -> Self {
        let begun = Instant::now();
        let invite = caller.invite(&callee.impu);
        callee.accept("INVITE");
        let reply = caller.answered(&invite);
        assert_eq!(reply.status(), Some(200), "{reply}");
        let answered = Instant::now();
        callee.accept("ACK");
        Self { caller, callee, invite, reply, begun, answered }
    }

    /// Goes on until it has lasted so long.
    pub(crate) fn last(&self, seconds: f32) {
        let end = self.answered + Duration::from_secs_f32(seconds);
        std::thread::sleep(end.saturating_duration_since(Instant::now()));
    }

    /// The caller hangs up; between which times it has lasted, for whoever counts the seconds sees the beginning and the end a little later or earlier.
    pub(crate) fn hang_up(self) -> [f32; 2] {
        let least = self.answered.elapsed();
        let (bye, next): (_, SocketAddr) = self.caller.send_within(&self.invite, &self.reply, "BYE");
        self.callee.accept("BYE");
        assert_eq!(self.caller.final_response(&bye, next).status(), Some(200));
        [least, self.begun.elapsed()].map(|lasted| lasted.as_secs_f32())
    }

    /// Waits until the network ends it, on both sides; how long it has lasted then.
    pub(crate) fn until_it_is_ended(self, patience: Duration) -> Duration {
        // Kamailio sends one BYE after the other, and leaves the second out where the first was answered before: a phone that is no program takes longer.
        self.caller.accept_within("BYE", patience, Duration::from_millis(250));
        let lasted = self.answered.elapsed();
        self.callee.accept("BYE");
        lasted
    }
}
