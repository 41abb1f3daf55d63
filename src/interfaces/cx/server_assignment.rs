//! SAR and SAA (TS 29.229 §6.1.3, §6.1.4).

use super::{Attempt, Cx, Exchange, answer, answer::answer};
use crate::{
    diameter::{
        codec::DecodeError,
        dictionary::Raw,
        dictionary::cx::{
            AssociatedIdentities, AssociatedRegisteredIdentities, ChargingInformation, LooseRouteIndication,
            MultipleRegistrationIndication, SarFlags, ScscfRestorationInfo, ServerAssignmentAnswer,
            ServerAssignmentRequest, ServerAssignmentType, UserDataAlreadyAvailable, avps,
        },
    },
    domain::hss::{
        Code, Decision, Features, Refusal, Subject,
        config::ChargingFunctions,
        features::feature_tags,
        server_assignment::{Answer, Assignment, Request, decide},
    },
    interfaces::shared,
    records::Scscf,
    types::{DiameterUri, Lsn, Name},
};
use bytes::BytesMut;
use std::borrow::Cow;

pub(super) fn answer(cx: &Cx, exchange: &Exchange<'_>, out: &mut BytesMut) -> Result<Lsn, DecodeError> {
    let request = ServerAssignmentRequest::decode(exchange.message)?;
    let hss = cx.desk.hss.load();
    let asked = answer::features(exchange.message, &request.supported_features)
        .and_then(|features| read(exchange, &request, features));
    let (public, others) = match request.public_identity.split_first() {
        Some((first, others)) => (Some(*first), others),
        None => (None, &[][..]),
    };
    let subject = Subject::read(request.user_name, public, hss.ims.sic_length);
    Ok(cx.serve(exchange, &subject, &hss, out, |loaded, refused, out| {
        let decision = match (refused, &asked) {
            (None, Ok(asked)) => decide(loaded, &subject, others, asked, &hss, exchange.now),
            (Some(refusal), _) => Decision::unchanged(Err(refusal)),
            (None, Err(refusal)) => Decision::unchanged(Err(refusal.clone())),
        };
        let (code, refusal) = match &decision.reply {
            Ok(reply) => (reply.code, None),
            Err(refusal) => (refusal.code(), Some(refusal.clone())),
        };
        match refusal.as_ref().and_then(answer::with_failed_avp) {
            Some(error) => shared::answer::error(&cx.desk.origin, exchange.message, &error, out),
            None => write(cx, exchange, &request, code, decision.reply.as_ref(), out),
        }
        Attempt { changes: decision.changes, tasks: decision.tasks, code, refusal }
    }))
}

fn read<'a>(
    exchange: &Exchange<'a>,
    request: &ServerAssignmentRequest<'a>,
    features: Features,
) -> Result<Request<'a>, Refusal> {
    let restoration = request.scscf_restoration_info.as_ref();
    Ok(Request {
        kind: Assignment::new(request.server_assignment_type.0)?,
        server: Scscf {
            name: Name::new(request.server_name),
            host: Name::new(request.origin_host),
            realm: Name::new(request.origin_realm),
        },
        has_data: request.user_data_already_available
            == UserDataAlreadyAvailable::USER_DATA_ALREADY_AVAILABLE,
        restoration: restoration
            .and_then(|_| exchange.message.avps().find(&avps::SCSCF_RESTORATION_INFO))
            .map(|avp| avp.raw),
        capabilities: restoration.map(capabilities).unwrap_or_default(),
        multiple: request.server_assignment_type == ServerAssignmentType::REGISTRATION
            && request.multiple_registration_indication
                == Some(MultipleRegistrationIndication::MULTIPLE_REGISTRATION),
        pcscf_restoration: request
            .sar_flags
            .is_some_and(|flags| flags.contains(SarFlags::P_CSCF_RESTORATION)),
        features,
    })
}

/// What the client registered with (SC-6).
fn capabilities(restoration: &ScscfRestorationInfo<'_>) -> Box<[Name]> {
    let contacts =
        restoration.restoration_info.iter().filter_map(|info| std::str::from_utf8(info.contact).ok());
    feature_tags(contacts)
}

fn write(
    cx: &Cx,
    exchange: &Exchange<'_>,
    request: &ServerAssignmentRequest<'_>,
    code: Code,
    reply: Result<&Answer<'_>, &Refusal>,
    out: &mut BytesMut,
) {
    let mut answer = answer!(
        ServerAssignmentAnswer, cx, request, code;
        user_name: request.user_name,
        // TS 29.228 Table 6.1.2.2: with IDENTITY_ALREADY_REGISTERED, the S-CSCF that serves the user.
        server_name: match reply { Err(Refusal::OtherServer(name)) => Some(name.as_str()), _ => None },
    );
    if let Ok(reply) = reply {
        answer.user_name = Some(&reply.private);
        answer.user_data = reply.user_data.as_deref().map(str::as_bytes);
        answer.charging_information = reply.charging.map(charging);
        answer.associated_identities = (!reply.associated.is_empty())
            .then(|| AssociatedIdentities { user_name: names(&reply.associated) });
        answer.associated_registered_identities = (!reply.associated_registered.is_empty())
            .then(|| AssociatedRegisteredIdentities { user_name: names(&reply.associated_registered) });
        answer.loose_route_indication =
            reply.loose_route.then_some(LooseRouteIndication::LOOSE_ROUTE_REQUIRED);
        answer.scscf_restoration_info = reply.restoration.iter().copied().map(Raw).collect();
        answer.wildcarded_public_identity = reply.wildcard.map(|wildcard| wildcard.as_str());
    }
    answer.encode(&exchange.message.header, out);
}

fn names<'a>(all: &'a [Cow<'a, str>]) -> Vec<&'a str> {
    all.iter().map(|private| &**private).collect()
}

pub(super) fn charging(functions: &ChargingFunctions) -> ChargingInformation<'_> {
    // What is none was refused with the configuration.
    fn uri(text: &Option<String>) -> Option<DiameterUri<'_>> {
        text.as_deref().and_then(DiameterUri::parse)
    }
    ChargingInformation {
        primary_event_charging_function_name: uri(&functions.primary_ecf),
        secondary_event_charging_function_name: uri(&functions.secondary_ecf),
        primary_charging_collection_function_name: uri(&functions.primary_ccf),
        secondary_charging_collection_function_name: uri(&functions.secondary_ccf),
    }
}
