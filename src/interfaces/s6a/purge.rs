//! PUR and PUA (TS 29.272 §7.2.13, §7.2.14).

use super::{Attempt, Exchange, S6a, answer::answer, asker};
use crate::{
    diameter::{
        codec::DecodeError,
        dictionary::s6a::{PuaFlags, PurFlags, PurgeUeAnswer, PurgeUeRequest},
    },
    domain::hss::{
        Code, Refusal,
        eps::purge::{Request, decide},
    },
    interfaces::shared,
    types::Lsn,
};
use bytes::BytesMut;

pub(super) fn answer(s6a: &S6a, exchange: &Exchange<'_>, out: &mut BytesMut) -> Result<Lsn, DecodeError> {
    let request = PurgeUeRequest::decode(exchange.message)?;
    let hss = s6a.desk.hss.load();
    // Without PUR-Flags the node is what it is registered as (§7.3.149: the flags are a combined node's).
    let flags = request.pur_flags.unwrap_or(PurFlags::UE_PURGED_IN_MME | PurFlags::UE_PURGED_IN_SGSN);
    let asked = Request {
        user_name: request.user_name,
        asker: asker(exchange, request.origin_host, request.origin_realm),
        mme: flags.contains(PurFlags::UE_PURGED_IN_MME),
        sgsn: flags.contains(PurFlags::UE_PURGED_IN_SGSN),
    };
    Ok(s6a.serve(exchange, request.user_name, out, |loaded, refused, out| {
        let decision = shared::decided(refused, || decide(loaded, &asked, &hss));
        let refusal = decision.reply.as_ref().err().cloned();
        let code = refusal.as_ref().map_or(Code::Success, Refusal::code);
        let pua_flags = decision.reply.ok().map(|reply| {
            let mut flags = PuaFlags::empty();
            flags.set(PuaFlags::FREEZE_M_TMSI, reply.freeze_m_tmsi);
            flags.set(PuaFlags::FREEZE_P_TMSI, reply.freeze_p_tmsi);
            flags
        });
        answer!(PurgeUeAnswer, s6a, request, code; pua_flags).encode(&exchange.message.header, out);
        Attempt { changes: decision.changes, tasks: decision.tasks, code, refusal }
    }))
}
