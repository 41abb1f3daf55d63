//! NOR and NOA (TS 29.272 §7.2.17, §7.2.18).

use super::{Attempt, Exchange, S6a, answer::answer, asker, update_location::homogeneous};
use crate::{
    diameter::{
        codec::DecodeError,
        dictionary::base::avps::MIP6_AGENT_INFO,
        dictionary::s6a::{NorFlags, NotifyAnswer, NotifyRequest},
    },
    domain::hss::{
        Code, Refusal,
        eps::{
            notify::{Request, decide},
            update_location::network_identifier,
        },
    },
    interfaces::shared::{
        self,
        apn::{gateway, terminal},
    },
    types::Lsn,
};
use bytes::BytesMut;

pub(super) fn answer(s6a: &S6a, exchange: &Exchange<'_>, out: &mut BytesMut) -> Result<Lsn, DecodeError> {
    let request = NotifyRequest::decode(exchange.message)?;
    let hss = s6a.desk.hss.load();
    let flags = request.nor_flags.unwrap_or_default();
    // Kept as it came: whoever is told of the gateway reads it.
    let agent = exchange.message.avps().find(&MIP6_AGENT_INFO);
    let apn = request.service_selection.map(network_identifier);
    let asked = Request {
        user_name: request.user_name,
        asker: asker(exchange, request.origin_host, request.origin_realm),
        gateway: apn.as_deref().zip(agent).map(|(apn, agent)| {
            gateway(apn, request.context_identifier, agent.raw, request.visited_network_identifier)
        }),
        gone: apn.as_deref().filter(|_| request.mip6_agent_info.is_none() && request.alert_reason.is_none()),
        delete_all: flags.contains(NorFlags::DELETE_ALL_APN_AND_PDN_GW_IDENTITY_PAIRS),
        single_registration: flags.contains(NorFlags::SINGLE_REGISTRATION_INDICATION),
        terminal: request.terminal_information.as_ref().and_then(terminal),
        homogeneous_ims_voice: homogeneous(request.homogeneous_support_of_ims_voice_over_ps_sessions),
    };
    Ok(s6a.serve(exchange, request.user_name, out, |loaded, refused, out| {
        let decision = shared::decided(refused, || decide(loaded, &asked, &hss));
        let refusal = decision.reply.as_ref().err().cloned();
        let code = refusal.as_ref().map_or(Code::Success, Refusal::code);
        answer!(NotifyAnswer, s6a, request, code;).encode(&exchange.message.header, out);
        Attempt { changes: decision.changes, tasks: decision.tasks, code, refusal }
    }))
}
