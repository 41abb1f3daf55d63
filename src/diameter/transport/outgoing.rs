//! Requests of our own, to a peer over whatever connection it has with us.

use crate::{
    diameter::codec::{CommandFlags, Header, Message},
    types::Name,
};
use bytes::BytesMut;
use std::{fmt, time::Duration};
use tokio::{sync::oneshot, time::Instant};

/// Writes a request behind the header it is given, at the end of the buffer: one whole message.
type Encode = Box<dyn FnOnce(&mut BytesMut, &Header) + Send>;

/// A request to a peer.
pub struct Outgoing {
    pub(super) destination_host: Name,
    pub(super) application: u32,
    pub(super) command: u32,
    pub(super) flags: CommandFlags,
    pub(super) timeout: Duration,
    pub(super) encode: Encode,
}

impl Outgoing {
    /// A request with `command` of `application` to the peer whose Origin-Host is `destination_host`, to be answered within `timeout`.
    ///
    /// `encode` is given the header (R and P set, identifiers chosen) and writes the whole message, with
    /// [`Writer::new`](crate::diameter::codec::Writer::new); it runs on the connection's task.
    pub fn new(
        destination_host: &str,
        application: u32,
        command: u32,
        timeout: Duration,
        encode: impl FnOnce(&mut BytesMut, &Header) + Send + 'static,
    ) -> Self {
        Self {
            destination_host: Name::new(&destination_host.to_ascii_lowercase()),
            application,
            command,
            flags: CommandFlags::REQUEST | CommandFlags::PROXIABLE,
            timeout,
            encode: Box::new(encode),
        }
    }

    /// The same with the T flag: it was sent before, perhaps in vain (RFC 6733 §3).
    pub fn retransmitted(mut self) -> Self {
        self.flags |= CommandFlags::RETRANSMIT;
        self
    }
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Outgoing({} of {} to {})", self.command, self.application, self.destination_host)
    }
}

/// Why a request of ours has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// No open connection.
    #[error("the peer {0} is not connected")]
    NotConnected(Name),
    /// The peer has not advertised the application.
    #[error("the peer {0} does not serve application {1}")]
    NoApplication(Name, u32),
    /// As many requests wait as may.
    #[error("too many requests to {0} are waiting already")]
    TooMany(Name),
    /// The request could not be written.
    #[error("the request to {0} is longer than a message can be")]
    TooLong(Name),
    /// The deadline passed.
    #[error("{0} did not answer in time")]
    Timeout(Name),
    /// The connection went down before the answer came; the peer may have got the request.
    #[error("the connection to {0} ended before its answer came")]
    ConnectionLost(Name),
}

/// A request on its way to a connection's task.
pub(super) struct Asked {
    pub(super) outgoing: Outgoing,
    pub(super) deadline: Instant,
    pub(super) answer: oneshot::Sender<Result<Message, RequestError>>,
}

impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.outgoing.fmt(f)
    }
}
