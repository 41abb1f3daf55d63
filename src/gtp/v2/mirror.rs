//! What others say to each other about sessions, read without a word (LQ-2): Create Session, Modify Bearer, Delete Session and Change Notification
//! (TS 29.274 §7.2.1, §7.2.7, §7.2.9.1, §7.3.14), as copied to us from S11, S4 or S5/S8.

use super::{
    codec::{
        CauseValue, Ebi, Header, Ies, MAX_MESSAGE, Recovery, Unreadable,
        message_type::{
            CHANGE_NOTIFICATION_REQUEST, CREATE_SESSION_REQUEST, CREATE_SESSION_RESPONSE,
            DELETE_SESSION_REQUEST, DELETE_SESSION_RESPONSE, ECHO_REQUEST, ECHO_RESPONSE,
            MODIFY_BEARER_REQUEST,
        },
    },
    limits,
    messages::{ChangeNotificationRequest, Session, SessionAnswer},
    recent::Recent,
    restarts::{Restart, Restarts},
    service::{Happened, Report, Service, Turn},
    tunnels::Tunnels,
};
use crate::types::Imsi;
use std::{
    net::{IpAddr, SocketAddr},
    time::Instant,
};

/// One local address that listens and never speaks.
#[derive(Debug)]
pub struct Mirror {
    tunnels: Tunnels,
    /// By the requester's end of the tunnel and the sequence number, which are what a response carries.
    asked: Recent<(u32, u32), Asked>,
    restarts: Restarts,
}

/// A request whose response says whether it came true.
#[derive(Debug, Clone, Copy)]
enum Asked {
    Create { imsi: Imsi, sender: IpAddr, connection: Option<Ebi> },
    Delete { teid: u32, owner: IpAddr, connection: Option<Ebi> },
}

impl Default for Mirror {
    fn default() -> Self {
        Self::with_room_for(limits::TUNNELS)
    }
}

impl Mirror {
    /// Knows `tunnels` tunnels at most.
    pub fn with_room_for(tunnels: usize) -> Self {
        Self {
            tunnels: Tunnels::new(tunnels),
            // The response may belong to the last repetition of the request, and take as long itself.
            asked: Recent::new(2 * limits::REPEATED_FOR, limits::PENDING),
            restarts: Restarts::new(limits::PEERS),
        }
    }

    /// Reads a datagram that was sent to somebody else.
    pub fn datagram(
        &mut self,
        from: SocketAddr,
        datagram: &[u8],
        now: Instant,
        service: &dyn Service,
    ) -> Turn {
        let (header, elements) = match Header::parse(datagram) {
            // A message that is piggybacked on another tells of no place: Create Bearer Request (§5.5.1).
            Ok((header, elements, _)) if datagram.len() <= MAX_MESSAGE => (header, elements),
            Err(Unreadable::Version(_)) => return Happened::OtherVersion { told: false }.into(),
            Ok(_) | Err(_) => return Happened::Unreadable.into(),
        };
        let restart = self.heard(from.ip(), elements, now);
        let teid = header.teid.unwrap_or_default();
        let happened = match header.message_type {
            CREATE_SESSION_REQUEST | MODIFY_BEARER_REQUEST | DELETE_SESSION_REQUEST => {
                match Session::decode(elements) {
                    Ok(session) => self.session(from, &header, &session, now, service),
                    Err(_) => Happened::Unreadable,
                }
            }
            CREATE_SESSION_RESPONSE | DELETE_SESSION_RESPONSE => {
                if let Some(asked) = self.asked.take(&(teid, header.sequence), now) {
                    self.answered(teid, asked, elements);
                }
                Happened::Overheard(header.message_type)
            }
            CHANGE_NOTIFICATION_REQUEST => match ChangeNotificationRequest::decode(elements) {
                Ok(request) => self.changed(from, teid, &request, service),
                Err(_) => Happened::Unreadable,
            },
            ECHO_REQUEST | ECHO_RESPONSE => Happened::Overheard(header.message_type),
            other => Happened::Unexpected(other),
        };
        Turn { happened, restart }
    }

    /// Recovery stands in Echo messages, and in others where a node tells a peer for the first time (§8.5).
    fn heard(&mut self, from: IpAddr, elements: &[u8], now: Instant) -> Option<Restart> {
        let counter: Recovery = Ies::new(elements).ok()?.optional(0)?;
        let restart = self.restarts.heard(from, counter, now)?;
        self.tunnels.restarted(restart.peer);
        Some(restart)
    }

    fn session(
        &mut self,
        from: SocketAddr,
        header: &Header,
        session: &Session,
        now: Instant,
        service: &dyn Service,
    ) -> Happened {
        let teid = header.teid.unwrap_or_default();
        let connection = session.default_bearer;
        let mut imsi = session.imsi;
        if header.message_type == CREATE_SESSION_REQUEST {
            if let (Some(imsi), Some(end)) = (imsi, session.sender) {
                let asked = Asked::Create { imsi, sender: from.ip(), connection };
                self.asked.put((end.teid, header.sequence), asked, now);
            }
        } else if let Some(tunnel) = self.tunnels.find(teid, from.ip(), session.sender.is_some()) {
            // Table 7.2.7-1: an MME that has taken a user over says where its own end is.
            if let Some(end) = session.sender {
                (tunnel.sender, tunnel.sender_teid) = (from.ip(), end.teid);
            }
            imsi = Some(tunnel.imsi);
            if header.message_type == DELETE_SESSION_REQUEST {
                let asked = Asked::Delete { teid, owner: tunnel.owner, connection };
                self.asked.put((tunnel.sender_teid, header.sequence), asked, now);
            }
        }
        let Session { mei, rat, uli, uli_timestamp, .. } = *session;
        let report = imsi.map(|imsi| Report { imsi, mei, rat, uli, uli_timestamp });
        overheard(from, header.message_type, uli.is_some(), report, service)
    }

    fn changed(
        &mut self,
        from: SocketAddr,
        teid: u32,
        request: &ChangeNotificationRequest,
        service: &dyn Service,
    ) -> Happened {
        let ChangeNotificationRequest { mei, rat, uli, .. } = *request;
        let known = || self.tunnels.find(teid, from.ip(), false).map(|tunnel| tunnel.imsi);
        let imsi = request.imsi.or_else(known);
        let report = imsi.map(|imsi| Report { imsi, mei, rat: Some(rat), uli, uli_timestamp: None });
        overheard(from, CHANGE_NOTIFICATION_REQUEST, uli.is_some(), report, service)
    }

    /// A response to what was asked from the tunnel's end `teid`.
    fn answered(&mut self, teid: u32, asked: Asked, elements: &[u8]) {
        let Ok(answer) = SessionAnswer::decode(elements) else { return };
        match asked {
            Asked::Create { imsi, sender, connection } if answer.cause.value.is_accepted() => {
                // Table 7.2.2-1: the sender's F-TEID stands on S11 and S4, on S5 and S8 the PGW's is the only one.
                if let Some(end) = answer.sender.or(answer.gateway) {
                    self.tunnels.learn(imsi, (sender, teid), &end, connection);
                }
            }
            // Who has no such context needs none to be deleted.
            Asked::Delete { teid, owner, connection }
                if answer.cause.value.is_accepted()
                    || answer.cause.value == CauseValue::CONTEXT_NOT_FOUND =>
            {
                self.tunnels.end(teid, owner, connection);
            }
            Asked::Create { .. } | Asked::Delete { .. } => {}
        }
    }
}

/// Hands a place on, if there is one, and if it is known whose.
fn overheard(
    from: SocketAddr,
    message_type: u8,
    placed: bool,
    report: Option<Report>,
    service: &dyn Service,
) -> Happened {
    match report {
        None if placed => return Happened::Missed(message_type),
        Some(report) if placed => service.overheard(from, &report),
        _ => {}
    }
    Happened::Overheard(message_type)
}
