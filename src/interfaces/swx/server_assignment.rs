//! SAR and SAA (TS 29.273 §8.2.2.3).

use super::{
    Attempt, Exchange, Swx,
    answer::{self, answer},
    asker, user_data,
};
use crate::{
    diameter::{
        codec::DecodeError,
        dictionary::{
            base::avps::MIP6_AGENT_INFO,
            swx::{EmergencyServices, ServerAssignmentAnswer, ServerAssignmentRequest},
        },
    },
    domain::hss::{
        Code, Refusal,
        eps::update_location::network_identifier,
        wlan::{
            server_assignment::{Request, decide},
            user_data::EMERGENCY,
        },
    },
    interfaces::shared::{
        self,
        apn::{gateway, gateways, terminal},
    },
    types::Lsn,
};
use bytes::BytesMut;

pub(super) fn answer(swx: &Swx, exchange: &Exchange<'_>, out: &mut BytesMut) -> Result<Lsn, DecodeError> {
    let request = ServerAssignmentRequest::decode(exchange.message)?;
    let hss = swx.desk.hss.load();
    let apn = request.service_selection.map(network_identifier);
    let emergency = request
        .emergency_services
        .is_some_and(|flags| flags.contains(EmergencyServices::EMERGENCY_INDICATION));
    let named = if emergency { Some(EMERGENCY) } else { apn.as_deref() };
    // Kept as it came: whoever is told of the gateway reads it.
    let agent = exchange.message.avps().find(&MIP6_AGENT_INFO);
    let asked = Request {
        user_name: request.user_name,
        asker: asker(exchange, request.origin_host, request.origin_realm),
        kind: request.server_assignment_type.0,
        emergency,
        gateway: named.zip(agent).map(|(apn, agent)| {
            gateway(apn, request.context_identifier, agent.raw, request.visited_network_identifier)
        }),
        apn: apn.as_deref(),
        active: gateways(exchange.message, &request.active_apn),
        terminal: request.terminal_information.as_ref().and_then(terminal),
    };
    Ok(swx.serve(exchange, request.user_name, out, |loaded, refused, out| {
        let decision = shared::decided(refused, || decide(loaded, &asked, &hss, exchange.now));
        let refusal = decision.reply.as_ref().err().cloned();
        let code = refusal.as_ref().map_or(Code::Success, Refusal::code);
        let data = decision.reply.as_ref().ok().and_then(|answer| answer.data.as_ref());
        let texts = data.map(user_data::Texts::of);
        match refusal.as_ref().and_then(answer::with_failed_avp) {
            Some(error) => shared::answer::error(&swx.desk.origin, exchange.message, &error, out),
            None => {
                answer!(
                    ServerAssignmentAnswer, swx, request, code;
                    user_name: request.user_name,
                    non_3gpp_user_data: data.zip(texts.as_ref()).map(|(data, texts)| user_data::told(data, texts)),
                    tgpp_aaa_server_name: answer::server_name(refusal.as_ref()),
                )
                .encode(&exchange.message.header, out);
            }
        }
        drop(texts);
        Attempt { changes: decision.changes, tasks: decision.tasks, code, refusal }
    }))
}
