//! What is answered: Echo Requests and Change Notifications; and other versions, which are told so (TS 29.274 §7.1, §7.3.14, §7.6, §7.7).
//!
//! Only requests are answered, and no answer is a request: whatever two nodes send each other in somebody's name, it ends.

use super::{
    codec::{
        Cause, CauseValue, Fault, Header, Ies, MAX_MESSAGE, Recovery, Unreadable,
        message_type::{
            CHANGE_NOTIFICATION_REQUEST, CHANGE_NOTIFICATION_RESPONSE, ECHO_REQUEST, ECHO_RESPONSE,
            VERSION_NOT_SUPPORTED,
        },
    },
    limits,
    messages::{ChangeNotificationRequest, ChangeNotificationResponse, Echo, version_not_supported},
    recent::Recent,
    restarts::Restarts,
    service::{Happened, Report, Service, Turn},
};
use bytes::BytesMut;
use hashbrown::DefaultHashBuilder;
use std::{hash::BuildHasher, net::SocketAddr, time::Instant};

/// One local address that answers.
#[derive(Debug)]
pub struct Responder {
    recovery: Recovery,
    /// What was decided on requests that may come again, by a hash of what makes one the same as another (§7.6): its sender, its sequence
    /// number, its type.
    decided: Recent<u64, Decided>,
    restarts: Restarts,
    hasher: DefaultHashBuilder,
}

/// What was decided, and on which octets, as a hash: a peer that has restarted begins its sequence numbers anew, and what it asks then is no
/// repetition.
#[derive(Debug, Clone, Copy)]
struct Decided {
    request: u64,
    cause: Cause,
}

impl Responder {
    /// Answers with `recovery` as our restart counter.
    pub fn new(recovery: Recovery) -> Self {
        Self {
            recovery,
            decided: Recent::new(limits::REPEATED_FOR, limits::DECIDED),
            restarts: Restarts::new(limits::PEERS),
            hasher: DefaultHashBuilder::default(),
        }
    }

    /// Handles a datagram; the answer, if it gets one, is appended to `out`.
    pub fn datagram(
        &mut self,
        from: SocketAddr,
        datagram: &[u8],
        now: Instant,
        service: &dyn Service,
        out: &mut BytesMut,
    ) -> Turn {
        let (header, elements) = match Header::parse(datagram) {
            // §7.7.3: but for a piggybacked message, nothing follows.
            Ok((header, _, rest)) if !rest.is_empty() && !header.piggybacked => {
                return invalid_length(&header, out).into();
            }
            Ok((header, elements, _)) if datagram.len() <= MAX_MESSAGE => (header, elements),
            Err(Unreadable::Length(header)) => return invalid_length(&header, out).into(),
            Err(Unreadable::Version(version)) => return other_version(version, datagram, out).into(),
            Ok(_) | Err(Unreadable::TooShort) => return Happened::Unreadable.into(),
        };
        match header.message_type {
            ECHO_REQUEST => self.echo(from, &header, elements, now, out),
            ECHO_RESPONSE => {
                let restart = self.heard(from, elements, now);
                Turn { happened: Happened::EchoResponse(header.sequence), restart }
            }
            CHANGE_NOTIFICATION_REQUEST => {
                let key = self.hasher.hash_one((from, header.sequence, header.message_type));
                let request = self.hasher.hash_one(datagram);
                let decide = || decide(&header, elements, from, service);
                let (cause, again) = self.once(key, request, now, decide);
                let happened = respond(&header, elements, cause, out);
                if again { Happened::Repeated } else { happened }.into()
            }
            // §7.7.4, §7.7.5: unknown and unexpected messages are discarded.
            other => Happened::Unexpected(other).into(),
        }
    }

    /// §7.1.1: answered even where its Recovery is missing: an Echo Response has no Cause to say so with, and that we live is true.
    fn echo(
        &mut self,
        from: SocketAddr,
        header: &Header,
        elements: &[u8],
        now: Instant,
        out: &mut BytesMut,
    ) -> Turn {
        let restart = self.heard(from, elements, now);
        Echo { recovery: self.recovery }.encode(&header.response(ECHO_RESPONSE, None), out);
        Turn { happened: Happened::Echo, restart }
    }

    fn heard(&mut self, from: SocketAddr, elements: &[u8], now: Instant) -> Option<super::Restart> {
        let echo = Echo::decode(elements).ok()?;
        self.restarts.heard(from.ip(), echo.recovery, now)
    }

    /// §7.6: a request that comes again is not carried out again. Its response, which it makes with the cause, is the same as before.
    fn once(
        &mut self,
        key: u64,
        request: u64,
        now: Instant,
        decide: impl FnOnce() -> Cause,
    ) -> (Cause, bool) {
        let before = self.decided.get(&key, now).copied();
        if let Some(before) = before.filter(|before| before.request == request) {
            return (before.cause, true);
        }
        let cause = decide();
        let decided = Decided { request, cause };
        match before {
            Some(_) => self.decided.put(key, decided, now),
            None => self.decided.add(key, decided, now),
        }
        (cause, false)
    }
}

/// Steps of §7.7, in the order in which a message is read.
fn decide(header: &Header, elements: &[u8], from: SocketAddr, service: &dyn Service) -> Cause {
    match accepted(header, elements) {
        Ok(report) => Cause::new(service.change_notification(from, &report), None),
        Err(fault) => Cause::new(fault.cause, fault.offending),
    }
}

/// What the request tells, if it tells it to us.
fn accepted(header: &Header, elements: &[u8]) -> Result<Report, Fault> {
    let cause = |cause| Fault { cause, offending: None };
    match header.teid {
        Some(0) => {}
        // §5.5.2: we have no tunnels, so a tunnel's number is nobody's.
        Some(_) => return Err(cause(CauseValue::CONTEXT_NOT_FOUND)),
        // §5.5.1: only Echo and Version Not Supported have no TEID.
        None => return Err(cause(CauseValue::INVALID_MESSAGE_FORMAT)),
    }
    let request = ChangeNotificationRequest::decode(elements)?;
    let imsi = match (request.user(), request.mei) {
        // Table 7.3.14-1: who makes an emergency call without a SIM has a device only, and is no subscriber of ours.
        (Err(_), Some(_)) => return Err(cause(CauseValue::CONTEXT_NOT_FOUND)),
        (user, _) => user?,
    };
    let ChangeNotificationRequest { mei, rat, uli, .. } = request;
    Ok(Report { imsi, mei, rat: Some(rat), uli, uli_timestamp: None })
}

/// §7.7.3: the Length does not fit the datagram. Who sent a request that has a response with a Cause is told.
fn invalid_length(header: &Header, out: &mut BytesMut) -> Happened {
    if header.message_type != CHANGE_NOTIFICATION_REQUEST {
        return Happened::Unreadable;
    }
    respond(header, &[], Cause::new(CauseValue::INVALID_LENGTH, None), out)
}

fn respond(header: &Header, elements: &[u8], cause: Cause, out: &mut BytesMut) -> Happened {
    // Table 7.3.15-1: the user and the device of the request, as far as they can be read.
    let ies = Ies::new(elements).ok();
    let ies = ies.as_ref();
    let (imsi, mei) = (ies.and_then(|ies| ies.optional(0)), ies.and_then(|ies| ies.optional(0)));
    let response = ChangeNotificationResponse { imsi, mei, cause };
    // §5.5.2: the request does not say which tunnel its sender has, if it has one.
    response.encode(&header.response(CHANGE_NOTIFICATION_RESPONSE, Some(0)), out);
    Happened::ChangeNotification(cause.value)
}

/// §7.7.2: told, unless it could be an answer itself.
fn other_version(version: u8, datagram: &[u8], out: &mut BytesMut) -> Happened {
    let told = asks(version, datagram);
    if told {
        version_not_supported(sequence(version, datagram), out);
    }
    Happened::OtherVersion { told }
}

/// Whether this is a request of GTP in another version: nothing that is shorter than a header, no GTP′ (TS 32.295 §6.1.1: PT clear), no response, no indication.
fn asks(version: u8, datagram: &[u8]) -> bool {
    let [flags, kind, _, _, _, _, _, _, ..] = *datagram else { return false };
    match version {
        // Versions 0 and 1 (TS 29.060 Table 1): responses, acknowledgements, what the user plane sends.
        0 | 1 => {
            let answers =
                matches!(kind, 5 | 7 | 17 | 19 | 21 | 23 | 25 | 28 | 30 | 33 | 35 | 37 | 49 | 51 | 52)
                    || matches!(
                        kind,
                        54 | 57 | 59 | 60 | 97 | 99 | 101 | 103 | 105 | 113 | 115 | 117 | 119 | 121
                    );
            let indicates = matches!(kind, 26 | 31 | 254 | 255);
            flags & 0x10 != 0
                && !answers
                && !indicates
                && !matches!(kind, ECHO_RESPONSE | VERSION_NOT_SUPPORTED)
        }
        _ => !matches!(kind, ECHO_RESPONSE | VERSION_NOT_SUPPORTED),
    }
}

/// The sequence number where versions 0 and 1 have it; 0 where there is none that we could find.
fn sequence(version: u8, datagram: &[u8]) -> u32 {
    let at = match (version, datagram) {
        (0, _) => 4,
        // S of version 1.
        (1, [flags, ..]) if flags & 2 != 0 => 8,
        _ => return 0,
    };
    let octets = datagram.get(at..).and_then(<[u8]>::first_chunk);
    octets.map_or(0, |octets| u16::from_be_bytes(*octets).into())
}
