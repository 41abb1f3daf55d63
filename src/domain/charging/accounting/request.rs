//! An accounting request in the domain's words.

use crate::{
    records::{Call, Facts, SessionKey, Usage},
    types::{Imsi, Timestamp},
};
use std::borrow::Cow;

/// Accounting-Record-Type (RFC 6733 §9.8.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// EVENT_RECORD.
    Event = 1,
    /// START_RECORD.
    Start = 2,
    /// INTERIM_RECORD.
    Interim = 3,
    /// STOP_RECORD.
    Stop = 4,
}

/// What a client tells.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// The type.
    pub kind: Kind,
    /// Accounting-Record-Number.
    pub number: u32,
    /// Session-Id, with the sub-session's number after `#` where there is one.
    pub session_id: Cow<'a, str>,
    /// Origin-Host.
    pub host: &'a str,
    /// Origin-Realm.
    pub realm: &'a str,
    /// When it happened, as far as the client says (Event-Timestamp); else when the request came.
    pub at: Timestamp,
    /// When the SIP request was that it tells of.
    pub sip_request: Option<Timestamp>,
    /// When the SIP response was.
    pub sip_response: Option<Timestamp>,
    /// True with the T flag.
    pub retransmitted: bool,
    /// What it tells, but for the times of the service.
    pub facts: Facts,
    /// Whose service it is, as far as that is known.
    pub imsi: Option<Imsi>,
    /// The call; with home and visited place of its party unless the session knows them.
    pub call: Call,
    /// What was used since the last request, by service.
    pub used: Vec<Usage>,
}

impl Request<'_> {
    /// The key of its session.
    pub fn key(&self) -> SessionKey {
        SessionKey::accounting(self.host, &self.session_id)
    }

    /// What it tells, with the times of the service by what they mean in a request of this type (TS 32.260 §5.2.2). A client that leaves out when the
    /// call was answered is believed that it was when the START says, never when the call was set up: ringing costs nothing.
    pub(super) fn facts(&self) -> Facts {
        let mut facts = self.facts.clone();
        match self.kind {
            Kind::Start => {
                facts.requested_at = self.sip_request;
                facts.delivered_from = self.sip_response.or(Some(self.at));
            }
            Kind::Event => {
                facts.requested_at = self.sip_request.or(Some(self.at));
                facts.delivered_from = self.sip_response.filter(|_| !facts.failed());
            }
            Kind::Interim => {}
            Kind::Stop => facts.delivered_until = self.sip_request.or(Some(self.at)),
        }
        facts
    }
}

/// Why a request is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Two sessions share a key: one in 2^64.
    #[error("another session has the same key")]
    KeyTaken,
    /// Nothing can be kept now: the client keeps it and sends it again (RFC 6733 §9.4).
    #[error("the record cannot be kept: {0}")]
    NoRoom(Box<str>),
}

impl Refusal {
    /// Result-Code: 4002 OUT_OF_SPACE or 5012 UNABLE_TO_COMPLY.
    pub const fn code(&self) -> u32 {
        match self {
            Self::KeyTaken => 5012,
            Self::NoRoom(_) => 4002,
        }
    }
}
