//! MAR and MAA (TS 29.229 §6.1.7, §6.1.8). User-Name and Public-Identity are given back octet by octet in errors too: without them S-CSCFs
//! do not look at the result.

use super::{Attempt, Cx, Exchange, answer, answer::answer, decided};
use crate::{
    diameter::{
        codec::{DecodeError, ResultCode},
        dictionary::cx::{
            EtsiSipAuthenticate, MultimediaAuthAnswer, MultimediaAuthRequest, SipAuthDataItem,
            SipDigestAuthenticate,
        },
    },
    domain::{
        auth::{Resync, SystemRandom},
        hss::{
            Code, Decision, Refusal, Subject,
            multimedia_auth::{Grant, Request, decide},
            vectors::{Items, make},
        },
    },
    interfaces::shared::Sequences,
    records::{AuthScheme, Scscf},
    types::{Lsn, Name},
};
use bytes::BytesMut;

pub(super) fn answer(cx: &Cx, exchange: &Exchange<'_>, out: &mut BytesMut) -> Result<Lsn, DecodeError> {
    let request = MultimediaAuthRequest::decode(exchange.message)?;
    let hss = cx.desk.hss.load();
    let features = answer::features(exchange.message, &request.supported_features);
    let subject = Subject::read(Some(request.user_name), Some(request.public_identity), hss.ims.sic_length);
    let resync = resync(&request)?;
    let asked = Request {
        server: Scscf {
            name: Name::new(request.server_name),
            host: Name::new(request.origin_host),
            realm: Name::new(request.origin_realm),
        },
        scheme: request.sip_auth_data_item.sip_authentication_scheme.unwrap_or("Unknown"),
        items: request.sip_number_auth_items,
        resync: resync.is_some(),
    };
    let sequences = Sequences::new(&cx.desk.store);
    let written = cx.serve(exchange, &subject, &hss, out, |loaded, refused, out| {
        let refused = refused.or_else(|| features.clone().err());
        let decision = decided(refused, || decide(loaded, &subject, &asked, &hss, exchange.now));
        let Decision { reply, changes, tasks } = decision;
        let made = reply.and_then(|grant| {
            let sequence = || sequences.of(Some(grant.party.imsi()));
            let (items, moved) = make(&grant, sequence, resync.as_ref(), &cx.desk.vault, &mut SystemRandom)?;
            Ok((grant, items, moved))
        });
        match made {
            Ok((grant, items, moved)) => {
                write(cx, exchange, &request, Ok((&grant, &items)), out);
                Attempt { changes: changes.and(moved), tasks, code: Code::Success, refusal: None }
            }
            Err(refusal) => {
                write(cx, exchange, &request, Err(&refusal), out);
                let (changes, code) = (Default::default(), refusal.code());
                Attempt { changes, tasks: Vec::new(), code, refusal: Some(refusal) }
            }
        }
    });
    Ok(written.max(sequences.seen()))
}

/// RAND and AUTS: inside SIP-Auth-Data-Item (Kamailio) or at the top level (OpenSIPS).
fn resync(request: &MultimediaAuthRequest<'_>) -> Result<Option<Resync>, DecodeError> {
    match request.sip_auth_data_item.sip_authorization.or(request.sip_authorization) {
        None | Some([]) => Ok(None),
        Some(octets) => match Resync::from_bytes(octets) {
            Ok(resync) => Ok(Some(resync)),
            Err(_) => Err(DecodeError::plain(ResultCode::INVALID_AVP_VALUE)),
        },
    }
}

fn write(
    cx: &Cx,
    exchange: &Exchange<'_>,
    request: &MultimediaAuthRequest<'_>,
    reply: Result<(&Grant<'_>, &Items), &Refusal>,
    out: &mut BytesMut,
) {
    let code = reply.as_ref().map_or_else(|refusal| refusal.code(), |_| Code::Success);
    let mut answer = answer!(
        MultimediaAuthAnswer, cx, request, code;
        user_name: Some(request.user_name), public_identity: Some(request.public_identity),
    );
    // A challenge (RAND ‖ AUTN) is put together from its vector, and has to live until it is written.
    let challenges: Vec<_> = match reply {
        Ok((_, Items::Aka(vectors))) => vectors.iter().map(|vector| vector.challenge()).collect(),
        _ => Vec::new(),
    };
    if let Ok((grant, made)) = reply {
        answer.sip_auth_data_item = items(grant.scheme, made);
        answer.sip_number_auth_items = u32::try_from(answer.sip_auth_data_item.len()).ok();
        for (item, challenge) in answer.sip_auth_data_item.iter_mut().zip(&challenges) {
            item.sip_authenticate = Some(challenge);
        }
    }
    answer.encode(&exchange.message.header, out);
}

fn items(scheme: AuthScheme, made: &Items) -> Vec<SipAuthDataItem<'_>> {
    let name = Some(scheme.name());
    let one = || SipAuthDataItem {
        sip_item_number: Some(1),
        sip_authentication_scheme: name,
        ..Default::default()
    };
    match made {
        Items::Aka(vectors) => vectors
            .iter()
            .zip(1..)
            .map(|(vector, number)| SipAuthDataItem {
                sip_item_number: Some(number),
                sip_authentication_scheme: name,
                sip_authorization: Some(&vector.xres),
                confidentiality_key: Some(&vector.ck),
                integrity_key: Some(&vector.ik),
                ..Default::default()
            })
            .collect(),
        Items::Digest { realm, ha1, nonce } => {
            let mut item = one();
            match nonce {
                Some(nonce) => {
                    item.etsi_sip_authenticate = Some(EtsiSipAuthenticate {
                        etsi_digest_realm: realm,
                        etsi_digest_nonce: nonce,
                        etsi_digest_ha1: Some(ha1.expose()),
                    });
                }
                None => {
                    item.sip_digest_authenticate = Some(sip_digest(realm, ha1.expose()));
                }
            }
            vec![item]
        }
        Items::Address { ip, prefix, interface } => vec![SipAuthDataItem {
            framed_ip_address: ip.as_ref().map(|octets| &octets[..]),
            framed_ipv6_prefix: prefix.as_deref(),
            framed_interface_id: *interface,
            ..one()
        }],
        Items::Lines(lines) => vec![SipAuthDataItem {
            line_identifier: lines.iter().map(|line| line.as_bytes()).collect(),
            ..one()
        }],
    }
}

/// SIP-Digest-Authenticate (TS 29.228 Table 6.3.7).
pub(super) fn sip_digest<'a>(realm: &'a str, ha1: &'a str) -> SipDigestAuthenticate<'a> {
    SipDigestAuthenticate {
        digest_realm: realm,
        digest_algorithm: Some("MD5"),
        digest_qop: "auth",
        digest_ha1: ha1,
        ..Default::default()
    }
}
