//! UAR and UAA (TS 29.229 §6.1.1, §6.1.2).

use super::{Attempt, Cx, Exchange, answer, answer::answer, decided};
use crate::{
    diameter::{
        codec::DecodeError,
        dictionary::cx::{
            UarFlags, UserAuthorizationAnswer, UserAuthorizationRequest, UserAuthorizationType,
        },
    },
    domain::hss::{
        Subject,
        user_authorization::{Kind, Request, decide},
    },
    types::Lsn,
};
use bytes::BytesMut;

pub(super) fn answer(cx: &Cx, exchange: &Exchange<'_>, out: &mut BytesMut) -> Result<Lsn, DecodeError> {
    let request = UserAuthorizationRequest::decode(exchange.message)?;
    let hss = cx.desk.hss.load();
    let features = answer::features(exchange.message, &request.supported_features);
    let subject = Subject::read(Some(request.user_name), Some(request.public_identity), hss.ims.sic_length);
    let asked = Request {
        // An identifier that is no text is one that no policy names.
        visited_network: std::str::from_utf8(request.visited_network_identifier)
            .unwrap_or("(not UTF-8)")
            .trim(),
        kind: match request.user_authorization_type {
            Some(UserAuthorizationType::DE_REGISTRATION) => Kind::Deregistration,
            Some(UserAuthorizationType::REGISTRATION_AND_CAPABILITIES) => Kind::Capabilities,
            _ => Kind::Registration,
        },
        emergency: request.uar_flags.is_some_and(|flags| flags.contains(UarFlags::EMERGENCY_REGISTRATION)),
    };
    Ok(cx.serve(exchange, &subject, &hss, out, |loaded, refused, out| {
        let refused = refused.or_else(|| features.clone().err());
        let decision = decided(refused, || decide(loaded, &subject, asked, &hss, exchange.now));
        let (code, server, refusal) = match decision.reply {
            Ok(reply) => (reply.code, answer::server(reply.server), None),
            Err(refusal) => (refusal.code(), (None, None), Some(refusal)),
        };
        let (server_name, server_capabilities) = server;
        answer!(UserAuthorizationAnswer, cx, request, code; server_name, server_capabilities)
            .encode(&exchange.message.header, out);
        Attempt { changes: decision.changes, tasks: decision.tasks, code, refusal }
    }))
}
