//! What became of a datagram, for whoever counts, and what the machines ask of the house above them.

use super::{
    codec::{CauseValue, Header, Ies, Mei, RatType, Uli, UliTimestamp},
    restarts::Restart,
};
use crate::types::Imsi;
use std::net::SocketAddr;

/// What a message told of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Report {
    /// Whom it is about.
    pub imsi: Imsi,
    /// With what device.
    pub mei: Option<Mei>,
    /// By what radio.
    pub rat: Option<RatType>,
    /// Where.
    pub uli: Option<Uli>,
    /// Since when that is known, where the message says so.
    pub uli_timestamp: Option<UliTimestamp>,
}

/// So many users are foreseen at once.
pub const FORESEEN: usize = 32;

/// Whom a message is about, where it says so first: requests about a user begin with the IMSI, as their tables do.
pub(in crate::gtp) fn named(datagram: &[u8]) -> Option<Imsi> {
    let (_, elements, _) = Header::parse(datagram).ok()?;
    Ies::glance(elements)
}

/// Who serves what the machines have read. Called between two datagrams: it must not block.
pub trait Service: Send + Sync + std::fmt::Debug {
    /// Whom the next messages are about, [`FORESEEN`] at most: a chance to bring what is known of them near, all at once, since one after the
    /// other each would wait for memory.
    fn foresee(&self, users: &[Imsi]);

    /// A Change Notification; the Cause of its answer.
    fn change_notification(&self, from: SocketAddr, report: &Report) -> CauseValue;

    /// What was overheard of a user whose place was told; nobody is answered.
    fn overheard(&self, from: SocketAddr, report: &Report);
}

/// What became of one datagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
    /// An Echo Request, answered.
    Echo,
    /// An Echo Response with this sequence number.
    EchoResponse(u32),
    /// A Change Notification Request, answered with this Cause.
    ChangeNotification(CauseValue),
    /// A request that came again: its response was sent again.
    Repeated,
    /// A message of another version; `told`: answered with Version Not Supported.
    OtherVersion {
        /// Whether the sender was told.
        told: bool,
    },
    /// No header that could be read, or elements that could not be where nobody is answered: discarded.
    Unreadable,
    /// Its sender may not speak to us: discarded unread.
    Stranger,
    /// A message of this type is not for us: discarded (TS 29.274 §7.7.4, §7.7.5).
    Unexpected(u8),
    /// A mirrored message of this type was read.
    Overheard(u8),
    /// A mirrored message of this type tells of a place, but of which user is not known.
    Missed(u8),
}

/// What became of one datagram, and what it told of its sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// What became of it.
    pub happened: Happened,
    /// Whether the sender has begun anew since it was heard last.
    pub restart: Option<Restart>,
}

impl From<Happened> for Turn {
    fn from(happened: Happened) -> Self {
        Self { happened, restart: None }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::messages::ChangeNotificationRequest, *};
    use bytes::BytesMut;

    /// Who is named first is found, whatever the rest is; what is cut off, or begins with something else, names nobody.
    #[test]
    fn whom_a_message_is_about_is_seen_at_a_glance() {
        let imsi = Imsi::parse("001010000000001");
        let header =
            Header { piggybacked: false, message_type: 38, teid: Some(0), sequence: 1, priority: None };
        let mei = Mei::parse("3511223344556670");
        let request = ChangeNotificationRequest {
            imsi,
            mei,
            indication: None,
            rat: RatType::EUTRAN,
            uli: None,
            uci: None,
            linked_ebi: None,
        };
        let encoded = |request: ChangeNotificationRequest| {
            let mut out = BytesMut::new();
            request.encode(&header, &mut out);
            out
        };
        let whole = encoded(request);
        assert_eq!(named(&whole), imsi);
        for end in 0..whole.len() {
            assert_eq!(named(&whole[..end]), None, "{end} octets");
        }
        assert_eq!(named(&encoded(ChangeNotificationRequest { imsi: None, ..request })), None);
        let mut wrong = whole.clone();
        wrong[16] = 0xaa;
        assert_eq!(named(&wrong), None, "digits that are none");
    }
}
