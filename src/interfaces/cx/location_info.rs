//! LIR and LIA (TS 29.229 §6.1.5, §6.1.6).

use super::{Attempt, Cx, Exchange, answer, answer::answer, decided};
use crate::{
    diameter::{
        codec::DecodeError,
        dictionary::cx::{LiaFlags, LocationInfoAnswer, LocationInfoRequest, UserAuthorizationType},
    },
    domain::hss::{
        Subject,
        location_info::{Request, decide},
    },
    types::Lsn,
};
use bytes::BytesMut;

pub(super) fn answer(cx: &Cx, exchange: &Exchange<'_>, out: &mut BytesMut) -> Result<Lsn, DecodeError> {
    let request = LocationInfoRequest::decode(exchange.message)?;
    let hss = cx.desk.hss.load();
    let features = answer::features(exchange.message, &request.supported_features);
    let subject = Subject::read(None, Some(request.public_identity), hss.ims.sic_length);
    let asked = Request {
        originating: request.originating_request.is_some(),
        capabilities: request.user_authorization_type
            == Some(UserAuthorizationType::REGISTRATION_AND_CAPABILITIES),
    };
    Ok(cx.serve(exchange, &subject, &hss, out, |loaded, refused, out| {
        let refused = refused.or_else(|| features.clone().err());
        let decision = decided(refused, || decide(loaded, &subject, asked, &hss, exchange.now));
        let (code, refusal) = match &decision.reply {
            Ok(reply) => (reply.code, None),
            Err(refusal) => (refusal.code(), Some(refusal.clone())),
        };
        let reply = decision.reply.ok();
        let (server_name, server_capabilities) =
            reply.as_ref().map_or((None, None), |reply| answer::server(reply.server));
        let wildcarded_public_identity = reply.as_ref().and_then(|reply| Some(reply.wildcard?.as_str()));
        let lia_flags = reply.as_ref().filter(|reply| reply.direct).map(|_| LiaFlags::PSI_DIRECT_ROUTING);
        answer!(
            LocationInfoAnswer, cx, request, code;
            server_name, server_capabilities, wildcarded_public_identity, lia_flags,
        )
        .encode(&exchange.message.header, out);
        Attempt { changes: decision.changes, tasks: decision.tasks, code, refusal }
    }))
}
