//! UDR and UDA (TS 29.329 §6.1.1, §6.1.2).

use super::{Attempt, Exchange, Sh, answer, answer::answer, whereabouts::Seen};
use crate::{
    diameter::dictionary::sh::{DataReference, RequestedDomain, UdrFlags, UserDataAnswer, UserDataRequest},
    domain::hss::{
        Code, Refusal,
        sh::{
            Unknown, Whereabouts,
            pull::{Request, decide},
        },
    },
    interfaces::shared,
    store::ChangeSet,
    types::Lsn,
};
use bytes::BytesMut;

/// Answers with what is known; tells what the answer has to wait for.
pub(super) fn answer(
    sh: &Sh,
    exchange: &Exchange<'_>,
    request: &UserDataRequest<'_>,
    out: &mut BytesMut,
) -> Lsn {
    let hss = sh.desk.hss.load();
    let whom = answer::whom(&request.user_identity, request.user_name);
    let asked = answer::features(exchange.message, &request.supported_features).map(|features| Request {
        host: request.origin_host,
        references: request.data_reference.iter().map(|reference| reference.0).collect(),
        services: answer::services(&request.service_indication),
        identity_sets: request.identity_set.iter().map(|set| set.0).collect(),
        server_name: request.server_name,
        circuit: request.requested_domain.map(|domain| domain == RequestedDomain::CS),
        eps: request
            .udr_flags
            .is_some_and(|flags| flags.contains(UdrFlags::LOCATION_INFORMATION_EPS_SUPPORTED)),
        dsai_tags: answer::services(&request.dsai_tag),
        features,
    });
    let seen = sh.locator.as_deref().map(|locator| Seen::new(locator, request.origin_host, exchange.now));
    let whereabouts: &dyn Whereabouts = seen.as_ref().map_or(&Unknown, |seen| seen);
    let asks_place = request.data_reference.contains(&DataReference::LOCATION_INFORMATION);
    let mut journal = Lsn::ZERO;
    let answered = sh.serve(exchange, whom.as_ref(), &hss, out, |records, refused, out| {
        let decided = match (refused, &whom, &asked) {
            (None, Ok(whom), Ok(asked)) => decide(records, whom, asked, &hss, whereabouts, exchange.now),
            (Some(refusal), ..) => Err(refusal),
            (None, Err(refusal), _) | (None, _, Err(refusal)) => Err(refusal.clone()),
        };
        // LQ-5: who asked, and what was said, is written down before it is said; what cannot be written down is not said.
        let holder = whom.as_ref().ok().and_then(|whom| records.target(whom).ok()?.holder());
        let decided = match (decided, &seen, holder) {
            (Ok(told), Some(seen), Some(imsi)) if asks_place => match seen.write(imsi) {
                Ok(lsn) => {
                    journal = lsn;
                    Ok(told)
                }
                Err(error) => Err(Refusal::StoreBusy(error.to_string().into())),
            },
            (decided, ..) => decided,
        };
        let code = decided.as_ref().map_or_else(Refusal::code, |_| Code::Success);
        let failed =
            decided.as_ref().err().and_then(|refusal| answer::with_failed_avp(refusal, exchange.message));
        match &failed {
            Some(error) => shared::answer::error(&sh.desk.origin, exchange.message, error, out),
            None => {
                let told = decided.as_ref().ok();
                answer!(
                    UserDataAnswer, sh, request, code;
                    wildcarded_public_identity: told.and_then(|told| told.wildcarded_service),
                    wildcarded_impu: told.and_then(|told| told.wildcarded_user),
                    user_data: told.and_then(|told| told.user_data.as_deref()).map(str::as_bytes),
                )
                .encode(&exchange.message.header, out);
            }
        }
        Attempt { changes: ChangeSet::new(), tasks: Vec::new(), code, refusal: decided.err() }
    });
    answered.max(journal)
}
