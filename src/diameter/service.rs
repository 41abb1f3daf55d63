//! The one seam between the base protocol and what is served over it.

use super::{
    codec::Message,
    dictionary::{TGPP, rf, ro},
};
use crate::types::{Lsn, Name, Watermark};
use bytes::{Bytes, BytesMut};
use std::{future::Future, pin::Pin};

/// So many messages are foreseen at once.
pub const FORESEEN: usize = 32;

/// An application as it is advertised in CER/CEA.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Application {
    /// Application-Id.
    pub id: u32,
    /// Vendor-Id: 0 for an IETF application (advertised bare), else advertised in Vendor-Specific-Application-Id.
    pub vendor: u32,
}

impl Application {
    /// Credit control (Ro, Gy) as both kinds of clients look for it: freeDiameter for the bare Application-Id of RFC 8506, Kamailio for that of 3GPP, without which it sends nothing.
    pub const CREDIT_CONTROL: [Self; 2] = Self::both(ro::APPLICATION);
    /// Accounting (Rf), likewise.
    pub const ACCOUNTING: [Self; 2] = Self::both(rf::APPLICATION);

    /// An application of the IETF that 3GPP's clients name with 3GPP as its vendor.
    const fn both(id: u32) -> [Self; 2] {
        [Self { id, vendor: 0 }, Self { id, vendor: TGPP }]
    }
}

/// Who sent a request, as the base protocol knows it: the peer of the connection, authenticated by its capabilities exchange.
#[derive(Debug, Clone)]
pub struct From {
    /// The peer's Origin-Host, in lower case.
    pub host: Name,
    /// The peer's Origin-Realm, in lower case.
    pub realm: Name,
}

/// What became of a request.
pub enum Reply {
    /// The answer stands at the end of the buffer; it may leave once everything up to this LSN is durable.
    Written(Lsn),
    /// The answer will come: the connection polls this among its other work.
    Later(Pin<Box<dyn Future<Output = (Bytes, Lsn)> + Send>>),
    /// The application is served, the command is not: the base protocol answers 3001.
    UnknownCommand,
}

impl std::fmt::Debug for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Written(lsn) => write!(f, "Written({lsn:?})"),
            Self::Later(_) => f.write_str("Later"),
            Self::UnknownCommand => f.write_str("UnknownCommand"),
        }
    }
}

/// What is served on top of the base protocol.
///
/// The node calls [`request`](Self::request) for every sound request of an advertised application, on the connection's own task. It must not
/// block. Requests of other applications have been answered 3007, those of a wrong realm or host 3003 or 3002, duplicates handed the
/// same way again: what must not happen twice is the service's to recognise.
pub trait Service: Send + Sync + 'static {
    /// The applications to advertise and accept.
    fn applications(&self) -> &[Application];

    /// Hears which messages (whole ones, as they came, not checked) will be given to [`request`](Self::request) next, at most
    /// [`FORESEEN`]: a chance to bring what they name near, all at once, since one after the other each would wait for memory. What it
    /// finds decides nothing.
    fn foresee(&self, messages: &mut dyn Iterator<Item = &[u8]>) {
        let _ = messages;
    }

    /// Answers `message` by writing one whole answer at the end of `out`, or says why not.
    fn request(&self, from: &From, message: &Message, out: &mut BytesMut) -> Reply;

    /// What is durable: answers wait for it.
    fn durable(&self) -> &Watermark;
}
