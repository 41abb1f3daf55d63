//! ULR and ULA (TS 29.272 §7.2.3, §7.2.4).

use super::{
    Attempt, Exchange, S6a,
    answer::{self, answer},
    asker, subscription_data,
};
use crate::{
    diameter::{
        codec::{Address, DecodeError},
        dictionary::cx::SupportedFeatures,
        dictionary::s6a::{
            HomogeneousSupportOfImsVoiceOverPsSessions, UeSrvccCapability, UlaFlags, UlrFlags,
            UpdateLocationAnswer, UpdateLocationRequest,
        },
    },
    domain::hss::{
        Code, Refusal,
        eps::update_location::{Answer, FEATURES, Request, decide},
    },
    interfaces::shared::{
        self,
        apn::{gateways, terminal},
    },
    records::NodeLcs,
    types::{E164, Lsn},
};
use bytes::BytesMut;

/// Feature-List-ID of what came later (TS 29.272 Table 7.3.10/2), and its bit for Optimized-LCS-Proc-Support.
const LATER_FEATURES: u32 = 2;
const OPTIMIZED_LCS: u32 = 1 << 13;

/// Feature-List-ID whose features are kept (TS 29.272 §7.3.10).
const FEATURE_LIST: u32 = 1;

pub(super) fn answer(s6a: &S6a, exchange: &Exchange<'_>, out: &mut BytesMut) -> Result<Lsn, DecodeError> {
    let request = UpdateLocationRequest::decode(exchange.message)?;
    let hss = s6a.desk.hss.load();
    let flags = request.ulr_flags;
    let features = request.supported_features.iter().find(|list| list.feature_list_id == FEATURE_LIST);
    let asked = Request {
        user_name: request.user_name,
        asker: asker(exchange, request.origin_host, request.origin_realm),
        visited: answer::plmn(request.visited_plmn_id)?,
        rat_type: request.rat_type.0,
        mme: flags.contains(UlrFlags::S6A_S6D_INDICATOR),
        single_registration: flags.contains(UlrFlags::SINGLE_REGISTRATION_INDICATION),
        initial_attach: flags.contains(UlrFlags::INITIAL_ATTACH_INDICATOR),
        skip_data: flags.contains(UlrFlags::SKIP_SUBSCRIBER_DATA),
        features: features.map_or(0, |list| list.feature_list),
        terminal: request.terminal_information.as_ref().and_then(terminal),
        homogeneous_ims_voice: homogeneous(request.homogeneous_support_of_ims_voice_over_ps_sessions),
        srvcc: request
            .ue_srvcc_capability
            .map(|capability| capability == UeSrvccCapability::UE_SRVCC_SUPPORTED),
        lcs: lcs(&request),
        gateways: gateways(exchange.message, &request.active_apn),
    };
    let in_errors = hss.eps.subscription_data_in_errors;
    Ok(s6a.serve(exchange, request.user_name, out, |loaded, refused, out| {
        let decision = shared::decided(refused, || decide(loaded, &asked, &hss, exchange.now));
        let refusal = decision.reply.as_ref().err().cloned();
        let code = refusal.as_ref().map_or(Code::Success, Refusal::code);
        let reply = decision.reply.as_ref().ok();
        write(s6a, exchange, &request, (code, refusal.as_ref()), reply, in_errors, out);
        Attempt { changes: decision.changes, tasks: decision.tasks, code, refusal }
    }))
}

fn write(
    s6a: &S6a,
    exchange: &Exchange<'_>,
    request: &UpdateLocationRequest<'_>,
    (code, refusal): (Code, Option<&Refusal>),
    reply: Option<&Answer<'_>>,
    in_errors: bool,
    out: &mut BytesMut,
) {
    let texts = reply.and_then(|reply| reply.data.as_ref()).map(subscription_data::Texts::of);
    let error_diagnostic = answer::diagnostic(refusal);
    let mut answer = answer!(UpdateLocationAnswer, s6a, request, code; error_diagnostic);
    if reply.is_some() || in_errors {
        answer.ula_flags = Some(UlaFlags::SEPARATION_INDICATION);
    }
    // §7.3.10: who tells of its features is told which of them are served. The flag that a node is registered for SMS is never among the answers:
    // nobody here would tell an SMSC of it (S6c), and an MME that had it would leave SGs for nothing.
    if reply.is_some() {
        let own = request.supported_features.iter().filter(|list| list.feature_list_id == FEATURE_LIST);
        let common =
            own.map(|list| SupportedFeatures { feature_list: list.feature_list & FEATURES, ..*list });
        answer.supported_features = common.take(1).collect();
    }
    answer.subscription_data = match (reply, &texts) {
        (Some(Answer { data: Some(data) }), Some(texts)) => Some(subscription_data::told(data, texts)),
        (None, _) if in_errors => Some(subscription_data::least()),
        _ => None,
    };
    answer.encode(&exchange.message.header, out);
}

/// What GMLCs are told of the node; an address that is none of IP, or a number that is none, is as good as none.
fn lcs(request: &UpdateLocationRequest<'_>) -> NodeLcs {
    let later = request.supported_features.iter().find(|list| list.feature_list_id == LATER_FEATURES);
    NodeLcs {
        gmlc: request.gmlc_address.as_ref().and_then(|address| match address {
            Address::Ip(address) => Some(*address),
            _ => None,
        }),
        number: request.sgsn_number.and_then(E164::from_tbcd),
        optimized: later.is_some_and(|list| list.feature_list & OPTIMIZED_LCS != 0),
    }
}

pub(super) fn homogeneous(support: Option<HomogeneousSupportOfImsVoiceOverPsSessions>) -> Option<bool> {
    support.map(|support| support == HomogeneousSupportOfImsVoiceOverPsSessions::SUPPORTED)
}
