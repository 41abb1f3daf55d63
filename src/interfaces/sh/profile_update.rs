//! PUR and PUA (TS 29.329 §6.1.3, §6.1.4).

use super::{Attempt, Exchange, Sh, answer, answer::answer};
use crate::{
    diameter::{
        codec::DecodeError,
        dictionary::sh::{ProfileUpdateAnswer, ProfileUpdateRequest, RepositoryDataId},
    },
    domain::hss::{
        Code, Decision, Refusal,
        sh::{
            parse::parse,
            update::{Request, decide},
        },
    },
    interfaces::shared,
    types::Lsn,
};
use bytes::BytesMut;

pub(super) fn answer(sh: &Sh, exchange: &Exchange<'_>, out: &mut BytesMut) -> Result<Lsn, DecodeError> {
    let request = ProfileUpdateRequest::decode(exchange.message)?;
    let hss = sh.desk.hss.load();
    let whom = answer::whom(&request.user_identity, request.user_name);
    let asked = answer::features(exchange.message, &request.supported_features).map(|features| Request {
        host: request.origin_host,
        references: request.data_reference.iter().map(|reference| reference.0).collect(),
        data: parse(request.user_data),
        features,
    });
    Ok(sh.serve(exchange, whom.as_ref(), &hss, out, |records, refused, out| {
        let (decision, failed) = match (refused, &whom, &asked) {
            (None, Ok(whom), Ok(asked)) => decide(records, whom, asked, &hss, exchange.now),
            // 5. Others change the same data at this moment, again and again (4101).
            (Some(Refusal::Contended), ..) => (Decision::unchanged(Err(Refusal::PriorUpdate)), None),
            (Some(refusal), ..) => (Decision::unchanged(Err(refusal)), None),
            (None, Err(refusal), _) | (None, _, Err(refusal)) => {
                (Decision::unchanged(Err(refusal.clone())), None)
            }
        };
        let reply = decision.reply;
        let code = reply.as_ref().map_or_else(Refusal::code, |_| Code::Success);
        let refused = reply.as_ref().err();
        match refused.and_then(|refusal| answer::with_failed_avp(refusal, exchange.message)) {
            Some(error) => shared::answer::error(&sh.desk.origin, exchange.message, &error, out),
            None => {
                let told = reply.as_ref().ok();
                answer!(
                    ProfileUpdateAnswer, sh, request, code;
                    wildcarded_public_identity: told.and_then(|told| told.wildcarded_service),
                    wildcarded_impu: told.and_then(|told| told.wildcarded_user),
                    repository_data_id: failed.map(|piece| RepositoryDataId {
                        service_indication: piece.service_indication.as_bytes(),
                        sequence_number: piece.sequence,
                    }),
                )
                .encode(&exchange.message.header, out);
            }
        }
        Attempt { changes: decision.changes, tasks: decision.tasks, code, refusal: reply.err() }
    }))
}
