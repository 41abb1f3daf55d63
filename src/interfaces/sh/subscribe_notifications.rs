//! SNR and SNA (TS 29.329 §6.1.5, §6.1.6).

use super::{Attempt, Exchange, Sh, answer, answer::answer};
use crate::{
    diameter::{
        codec::DecodeError,
        dictionary::sh::{
            SendDataIndication, SubsReqType, SubscribeNotificationsAnswer, SubscribeNotificationsRequest,
        },
    },
    domain::hss::{
        Code, Decision, Refusal,
        sh::{
            Unknown,
            pull::Request,
            subscribe::{Wish, decide},
        },
    },
    interfaces::shared,
    types::Lsn,
};
use bytes::BytesMut;

pub(super) fn answer(sh: &Sh, exchange: &Exchange<'_>, out: &mut BytesMut) -> Result<Lsn, DecodeError> {
    let request = SubscribeNotificationsRequest::decode(exchange.message)?;
    let hss = sh.desk.hss.load();
    let whom = answer::whom(&request.user_identity, request.user_name);
    let asked = answer::features(exchange.message, &request.supported_features).map(|features| Request {
        host: request.origin_host,
        references: request.data_reference.iter().map(|reference| reference.0).collect(),
        services: answer::services(&request.service_indication),
        identity_sets: request.identity_set.iter().map(|set| set.0).collect(),
        server_name: request.server_name,
        dsai_tags: answer::services(&request.dsai_tag),
        features,
        ..Request::default()
    });
    let wish = Wish {
        realm: request.origin_realm,
        subscribe: request.subs_req_type == SubsReqType::SUBSCRIBE,
        expires: request.expiry_time,
        one_time: request.one_time_notification.is_some(),
        send_data: request.send_data_indication == Some(SendDataIndication::USER_DATA_REQUESTED),
    };
    Ok(sh.serve(exchange, whom.as_ref(), &hss, out, |records, refused, out| {
        let decision = match (refused, &whom, &asked) {
            (None, Ok(whom), Ok(asked)) => decide(records, whom, asked, wish, &hss, &Unknown, exchange.now),
            (Some(refusal), ..) => Decision::unchanged(Err(refusal)),
            (None, Err(refusal), _) | (None, _, Err(refusal)) => Decision::unchanged(Err(refusal.clone())),
        };
        let reply = decision.reply;
        let code = reply.as_ref().map_or_else(Refusal::code, |_| Code::Success);
        let refused = reply.as_ref().err();
        match refused.and_then(|refusal| answer::with_failed_avp(refusal, exchange.message)) {
            Some(error) => shared::answer::error(&sh.desk.origin, exchange.message, &error, out),
            None => {
                let told = reply.as_ref().ok();
                answer!(
                    SubscribeNotificationsAnswer, sh, request, code;
                    wildcarded_public_identity: told.and_then(|told| told.wildcarded_service),
                    wildcarded_impu: told.and_then(|told| told.wildcarded_user),
                    user_data: told.and_then(|told| told.user_data.as_deref()).map(str::as_bytes),
                    expiry_time: told.and_then(|told| told.expires),
                )
                .encode(&exchange.message.header, out);
            }
        }
        Attempt { changes: decision.changes, tasks: decision.tasks, code, refusal: reply.err() }
    }))
}
