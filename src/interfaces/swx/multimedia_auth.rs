//! MAR and MAA (TS 29.273 §8.2.2.1).

use super::{
    Attempt, Exchange, Swx,
    answer::{self, answer},
    asker,
};
use crate::{
    diameter::{
        codec::{DecodeError, ResultCode},
        dictionary::{
            cx::{SipAuthDataItem, avps::SIP_AUTHENTICATION_SCHEME},
            swx::{AaaFailureIndication, MultimediaAuthAnswer, MultimediaAuthRequest},
        },
    },
    domain::{
        auth::{Resync, SystemRandom},
        hss::{
            Code, Refusal,
            wlan::multimedia_auth::{EAP_AKA, EAP_AKA_PRIME, Request, Vectors, decide},
        },
    },
    interfaces::shared::{self, Sequences, apn::terminal},
    types::Lsn,
};
use bytes::BytesMut;

pub(super) fn answer(swx: &Swx, exchange: &Exchange<'_>, out: &mut BytesMut) -> Result<Lsn, DecodeError> {
    let request = MultimediaAuthRequest::decode(exchange.message)?;
    let hss = swx.desk.hss.load();
    let resync = resync(request.sip_auth_data_item.sip_authorization)?;
    let scheme = request.sip_auth_data_item.sip_authentication_scheme;
    let failure = request.aaa_failure_indication.unwrap_or_default();
    let asked = Request {
        user_name: request.user_name,
        asker: asker(exchange, request.origin_host, request.origin_realm),
        visited: request.visited_network_identifier.map(answer::network_name),
        rat_type: request.rat_type.map(|rat| rat.0),
        scheme: scheme.ok_or_else(|| DecodeError::missing(&SIP_AUTHENTICATION_SCHEME))?,
        access_network: request.anid,
        items: request.sip_number_auth_items,
        resync: resync.as_ref(),
        aaa_failure: failure.contains(AaaFailureIndication::AAA_FAILURE),
        terminal: request.terminal_information.as_ref().and_then(terminal),
    };
    let sequences = Sequences::new(&swx.desk.store);
    let written = swx.serve(exchange, request.user_name, out, |loaded, refused, out| {
        let imsi = loaded.eps.subscriber.as_deref().map(|subscriber| subscriber.imsi);
        let sequence = || sequences.of(imsi);
        let decision = shared::decided(refused, || {
            decide(loaded, &asked, sequence, &swx.desk.vault, &mut SystemRandom, &hss, exchange.now)
        });
        let refusal = decision.reply.as_ref().err().cloned();
        let code = refusal.as_ref().map_or(Code::Success, Refusal::code);
        match refusal.as_ref().and_then(answer::with_failed_avp) {
            Some(error) => shared::answer::error(&swx.desk.origin, exchange.message, &error, out),
            None => write(swx, exchange, &request, code, decision.reply.as_ref(), out),
        }
        Attempt { changes: decision.changes, tasks: decision.tasks, code, refusal }
    });
    Ok(written.max(sequences.seen()))
}

/// RAND and AUTS.
fn resync(octets: Option<&[u8]>) -> Result<Option<Resync>, DecodeError> {
    match octets {
        None | Some([]) => Ok(None),
        Some(octets) => match Resync::from_bytes(octets) {
            Ok(resync) => Ok(Some(resync)),
            Err(_) => Err(DecodeError::plain(ResultCode::INVALID_AVP_VALUE)),
        },
    }
}

/// A vector as its AVPs borrow it.
struct Item<'v> {
    challenge: [u8; 32],
    xres: &'v [u8],
    ck: &'v [u8],
    ik: &'v [u8],
}

impl<'v> Item<'v> {
    fn new(rand: &[u8; 16], autn: &[u8; 16], xres: &'v [u8], ck: &'v [u8], ik: &'v [u8]) -> Self {
        let mut challenge = [0; 32];
        challenge[..16].copy_from_slice(rand);
        challenge[16..].copy_from_slice(autn);
        Self { challenge, xres, ck, ik }
    }
}

fn write(
    swx: &Swx,
    exchange: &Exchange<'_>,
    request: &MultimediaAuthRequest<'_>,
    code: Code,
    reply: Result<&Vectors, &Refusal>,
    out: &mut BytesMut,
) {
    let (scheme, items): (_, Vec<Item<'_>>) = match reply {
        Ok(Vectors::Aka(vectors)) => (
            EAP_AKA,
            vectors.iter().map(|one| Item::new(&one.rand, &one.autn, &one.xres, &one.ck, &one.ik)).collect(),
        ),
        Ok(Vectors::AkaPrime(vectors)) => (
            EAP_AKA_PRIME,
            vectors.iter().map(|one| Item::new(&one.rand, &one.autn, &one.xres, &one.ck, &one.ik)).collect(),
        ),
        Err(_) => ("", Vec::new()),
    };
    let data = items.iter().zip(1..).map(|(item, number)| SipAuthDataItem {
        sip_item_number: Some(number),
        sip_authentication_scheme: Some(scheme),
        sip_authenticate: Some(&item.challenge),
        sip_authorization: Some(item.xres),
        confidentiality_key: Some(item.ck),
        integrity_key: Some(item.ik),
        ..Default::default()
    });
    let sip_auth_data_item: Vec<_> = data.collect();
    answer!(
        MultimediaAuthAnswer, swx, request, code;
        user_name: request.user_name,
        sip_number_auth_items: u32::try_from(sip_auth_data_item.len()).ok().filter(|count| *count > 0),
        sip_auth_data_item,
        tgpp_aaa_server_name: answer::server_name(reply.err()),
    )
    .encode(&exchange.message.header, out);
}
