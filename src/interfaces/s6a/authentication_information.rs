//! AIR and AIA (TS 29.272 §7.2.5, §7.2.6).

use super::{
    Attempt, Exchange, S6a,
    answer::{self, answer},
    asker,
};
use crate::{
    diameter::{
        codec::{DecodeError, ResultCode},
        dictionary::s6a::{
            AirFlags, AuthenticationInfo, AuthenticationInformationAnswer, AuthenticationInformationRequest,
            EUtranVector, GeranVector, UtranVector,
        },
    },
    domain::{
        auth::{Resync, SystemRandom},
        hss::{
            Code, Refusal,
            eps::authentication_information::{Answer, Request, decide},
        },
    },
    interfaces::shared::{self, Sequences},
    types::Lsn,
};
use bytes::BytesMut;

pub(super) fn answer(s6a: &S6a, exchange: &Exchange<'_>, out: &mut BytesMut) -> Result<Lsn, DecodeError> {
    let request = AuthenticationInformationRequest::decode(exchange.message)?;
    let hss = s6a.desk.hss.load();
    let resync = resync(&request)?;
    let (eps, utran) =
        (&request.requested_eutran_authentication_info, &request.requested_utran_geran_authentication_info);
    let asked = Request {
        user_name: request.user_name,
        asker: asker(exchange, request.origin_host, request.origin_realm),
        visited: answer::plmn(request.visited_plmn_id)?,
        eps: eps.as_ref().map(|info| info.number_of_requested_vectors.unwrap_or(1)),
        utran: utran.as_ref().map(|info| info.number_of_requested_vectors.unwrap_or(1)),
        usage_type: request.air_flags.unwrap_or_default().contains(AirFlags::SEND_UE_USAGE_TYPE),
        resync: resync.as_ref(),
    };
    let sequences = Sequences::new(&s6a.desk.store);
    let written = s6a.serve(exchange, request.user_name, out, |loaded, refused, out| {
        let imsi = loaded.subscriber.as_deref().map(|subscriber| subscriber.imsi);
        let sequence = || sequences.of(imsi);
        let decision = shared::decided(refused, || {
            decide(loaded, &asked, sequence, &s6a.desk.vault, &mut SystemRandom, &hss)
        });
        let refusal = decision.reply.as_ref().err().cloned();
        let code = refusal.as_ref().map_or(Code::Success, Refusal::code);
        match refusal.as_ref().and_then(answer::with_failed_avp) {
            Some(error) => shared::answer::error(&s6a.desk.origin, exchange.message, &error, out),
            None => {
                write(s6a, exchange, &request, (code, refusal.as_ref()), decision.reply.as_ref().ok(), out)
            }
        }
        Attempt { changes: decision.changes, tasks: decision.tasks, code, refusal }
    });
    Ok(written.max(sequences.seen()))
}

/// RAND and AUTS, from whichever of the two asks.
fn resync(request: &AuthenticationInformationRequest<'_>) -> Result<Option<Resync>, DecodeError> {
    let eps = request.requested_eutran_authentication_info.as_ref();
    let utran = request.requested_utran_geran_authentication_info.as_ref();
    let octets = eps
        .and_then(|info| info.re_synchronization_info)
        .or_else(|| utran.and_then(|info| info.re_synchronization_info));
    match octets.map(Resync::from_bytes) {
        None => Ok(None),
        Some(Ok(resync)) => Ok(Some(resync)),
        Some(Err(_)) => Err(DecodeError::plain(ResultCode::INVALID_AVP_VALUE)),
    }
}

fn write(
    s6a: &S6a,
    exchange: &Exchange<'_>,
    request: &AuthenticationInformationRequest<'_>,
    (code, refusal): (Code, Option<&Refusal>),
    made: Option<&Answer>,
    out: &mut BytesMut,
) {
    let vectors = |made: &&Answer| !(made.eps.is_empty() && made.utran.is_empty() && made.gsm.is_empty());
    let authentication_info = made.filter(vectors).map(|made| {
        // Item-Number says which goes first, where there are several of a kind (TS 29.272 §5.2.3.1.3).
        let number = |of: usize, at: usize| (of > 1).then_some(at as u32 + 1);
        let eps = made.eps.iter().enumerate().map(|(at, vector)| EUtranVector {
            item_number: number(made.eps.len(), at),
            rand: &vector.rand,
            xres: &vector.xres,
            autn: &vector.autn,
            kasme: &vector.kasme,
        });
        let utran = made.utran.iter().enumerate().map(|(at, vector)| UtranVector {
            item_number: number(made.utran.len(), at),
            rand: &vector.rand,
            xres: &vector.xres,
            autn: &vector.autn,
            confidentiality_key: &vector.ck,
            integrity_key: &vector.ik,
        });
        let gsm = made.gsm.iter().enumerate().map(|(at, vector)| GeranVector {
            item_number: number(made.gsm.len(), at),
            rand: &vector.rand,
            sres: &vector.sres,
            kc: &vector.kc,
        });
        AuthenticationInfo {
            e_utran_vector: eps.collect(),
            utran_vector: utran.collect(),
            geran_vector: gsm.collect(),
        }
    });
    let ue_usage_type = made.and_then(|made| made.ue_usage_type).map(u32::from);
    let error_diagnostic = answer::diagnostic(refusal);
    answer!(AuthenticationInformationAnswer, s6a, request, code; authentication_info, ue_usage_type, error_diagnostic)
        .encode(&exchange.message.header, out);
}
