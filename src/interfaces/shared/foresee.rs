//! Whom the next requests of a connection are about, before any of them is read in earnest.

use crate::{
    diameter::{
        FORESEEN,
        codec::{Avps, Header},
        dictionary::{
            base::avps::USER_NAME, cx::avps::PUBLIC_IDENTITY, s6a, sh, sh::avps::USER_IDENTITY, slh, swx,
        },
    },
    store::{Ahead, Near, Store},
    types::{Impu, Imsi},
};
use std::borrow::Cow;

/// The codes of commands that move a SIM's sequence number: MAR, AIR.
const MOVES_SEQUENCE: [u32; 2] = [303, 318];

/// Brings the records of those whom `messages` name near. A glance, not a check: the first IMSI or public identity will do.
pub(crate) fn foresee(store: &Store, messages: &mut dyn Iterator<Item = &[u8]>) {
    let mut users = [const { None }; FORESEEN];
    let mut near = Near::SERVICES;
    for (user, message) in users.iter_mut().zip(messages) {
        near |= Header::peek(message).map(|header| reads(&header)).unwrap_or_default();
        *user = message.get(Header::LEN..).and_then(named);
    }
    let mut known = [Ahead::Identity(""); FORESEEN];
    let pairs = known.iter_mut().zip(users.into_iter().flatten());
    let count = pairs.map(|(slot, user)| *slot = user).count();
    store.bring_near(&known[..count], near);
}

/// What a request reads beside subscriber and registration state.
fn reads(header: &Header) -> Near {
    let of_application = match header.application {
        s6a::APPLICATION | slh::APPLICATION => Near::EPS,
        swx::APPLICATION => Near::EPS | Near::WLAN,
        sh::APPLICATION => Near::PLACES,
        _ => Near::empty(),
    };
    let moves = MOVES_SEQUENCE.contains(&header.code);
    of_application | if moves { Near::SEQUENCES } else { Near::empty() }
}

fn named(avps: &[u8]) -> Option<Ahead<'_>> {
    for avp in Avps::new(avps).map_while(Result::ok) {
        if avp.is(&USER_NAME) {
            return imsi(avp.data).map(Ahead::Imsi);
        }
        if avp.is(&USER_IDENTITY) {
            // Of Sh: what it names stands within.
            return avp.group().ok()?.find(&PUBLIC_IDENTITY).and_then(|avp| identity(avp.read().ok()?));
        }
        if avp.is(&PUBLIC_IDENTITY) {
            return identity(avp.read().ok()?);
        }
    }
    None
}

/// What is not canonical is not worth a copy.
fn identity(text: &str) -> Option<Ahead<'_>> {
    match Impu::canonical(text) {
        Ok(Cow::Borrowed(text)) => Some(Ahead::Identity(text)),
        _ => None,
    }
}

/// The IMSI that a private identity is made from, that it is (S6a), or that a NAI has (SWx), if it looks like one.
fn imsi(private: &[u8]) -> Option<Imsi> {
    let end = private.iter().take(17).position(|byte| *byte == b'@').unwrap_or(private.len());
    // Of sixteen digits the first says how to authenticate (SWx).
    let begin = usize::from(end == 16);
    Imsi::parse(std::str::from_utf8(&private[begin..end]).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diameter::{
        codec::CommandFlags,
        dictionary::{cx, sh::UserIdentity},
    };
    use bytes::BytesMut;

    /// Whom a request of each kind names, and what it will read.
    #[test]
    fn each_application_brings_near_what_it_reads() {
        let header = |application, code| Header {
            length: 0,
            flags: CommandFlags::REQUEST,
            code,
            application,
            hop_by_hop: 0,
            end_to_end: 0,
        };
        for (application, code, near) in [
            (cx::APPLICATION, 300, Near::empty()),
            (cx::APPLICATION, 303, Near::SEQUENCES),
            (s6a::APPLICATION, 316, Near::EPS),
            (s6a::APPLICATION, 318, Near::EPS | Near::SEQUENCES),
            (swx::APPLICATION, 303, Near::EPS | Near::WLAN | Near::SEQUENCES),
            (slh::APPLICATION, 8_388_622, Near::EPS),
            (sh::APPLICATION, 306, Near::PLACES),
        ] {
            assert_eq!(reads(&header(application, code)), near, "{application} {code}");
        }
    }

    /// An application server names a user within User-Identity.
    #[test]
    fn the_identity_of_a_request_of_sh_is_found() {
        let request = sh::UserDataRequest {
            session_id: "as;1;1",
            vendor_specific_application_id: sh::VENDOR_SPECIFIC_APPLICATION_ID,
            origin_host: "as.example",
            origin_realm: "example",
            destination_realm: "example",
            user_identity: UserIdentity { public_identity: Some("sip:a@example"), ..Default::default() },
            ..Default::default()
        };
        let mut out = BytesMut::new();
        request.encode(1, 2, &mut out);
        let found = out.get(Header::LEN..).and_then(named);
        assert!(matches!(found, Some(Ahead::Identity("sip:a@example"))), "{found:?}");
    }
}
