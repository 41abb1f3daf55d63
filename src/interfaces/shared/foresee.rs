//! Whom the next requests of a connection are about, before any of them is read in earnest.

use crate::{
    diameter::{
        FORESEEN,
        codec::{Avps, Header},
        dictionary::{
            base::avps::USER_NAME,
            cx::avps::PUBLIC_IDENTITY,
            ro::{self, CcRequestType, SubscriptionIdType, avps::credit_control::CC_REQUEST_TYPE},
            s6a, sh,
            sh::avps::USER_IDENTITY,
            slh, swx,
            swx::avps::{SUBSCRIPTION_ID, SUBSCRIPTION_ID_DATA, SUBSCRIPTION_ID_TYPE},
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
    let mut users = [(Ahead::Identity(""), Near::empty()); FORESEEN];
    let found = messages.take(FORESEEN).filter_map(|message| {
        let (header, avps) = (Header::peek(message)?, message.get(Header::LEN..)?);
        if header.application == ro::APPLICATION {
            charged(avps)
        } else {
            Some((named(avps)?, reads(&header)))
        }
    });
    let count = users.iter_mut().zip(found).map(|(slot, user)| *slot = user).count();
    store.bring_near(&users[..count]);
}

/// What a request reads.
fn reads(header: &Header) -> Near {
    let of_application = match header.application {
        s6a::APPLICATION | slh::APPLICATION => Near::EPS | Near::NODES,
        swx::APPLICATION => Near::EPS | Near::NODES | Near::WLAN,
        sh::APPLICATION => Near::PLACES,
        _ => Near::empty(),
    } | Near::SERVICES;
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

/// Whose service a credit control request is about: the IMSI in Subscription-Id, or a SIP URI where there is none; and what it reads, for where the user is
/// counts at the beginning alone.
fn charged(avps: &[u8]) -> Option<(Ahead<'_>, Near)> {
    let mut near = Near::CHARGING | Near::SUBSCRIBER | Near::NODES | Near::PLACES;
    let mut other = None;
    for avp in Avps::new(avps).map_while(Result::ok) {
        if avp.is(&CC_REQUEST_TYPE) {
            let goes_on = [CcRequestType::UPDATE_REQUEST, CcRequestType::TERMINATION_REQUEST];
            if avp.read().is_ok_and(|kind: CcRequestType| goes_on.contains(&kind)) {
                near = Near::CHARGING;
            }
        }
        if !avp.is(&SUBSCRIPTION_ID) {
            continue;
        }
        let group = avp.group().ok()?;
        let kind = group.find(&SUBSCRIPTION_ID_TYPE).and_then(|avp| avp.read().ok());
        let data = group.find(&SUBSCRIPTION_ID_DATA)?;
        match kind? {
            SubscriptionIdType::END_USER_IMSI => {
                return imsi(data.data).map(|imsi| (Ahead::Imsi(imsi), near));
            }
            SubscriptionIdType::END_USER_SIP_URI => other = data.read().ok().and_then(identity),
            _ => {}
        }
    }
    other.map(|user| (user, near))
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
            (cx::APPLICATION, 300, Near::SERVICES),
            (cx::APPLICATION, 303, Near::SERVICES | Near::SEQUENCES),
            (s6a::APPLICATION, 316, Near::SERVICES | Near::EPS | Near::NODES),
            (s6a::APPLICATION, 318, Near::SERVICES | Near::EPS | Near::NODES | Near::SEQUENCES),
            (swx::APPLICATION, 303, Near::SERVICES | Near::EPS | Near::NODES | Near::WLAN | Near::SEQUENCES),
            (slh::APPLICATION, 8_388_622, Near::SERVICES | Near::EPS | Near::NODES),
            (sh::APPLICATION, 306, Near::SERVICES | Near::PLACES),
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

    /// A client names who pays in several ways: the IMSI counts, in whatever order they come, then a SIP URI; a number is left alone.
    #[test]
    fn who_is_charged_is_found_by_imsi_or_sip_uri() {
        let subscription =
            |kind, data| ro::SubscriptionId { subscription_id_type: kind, subscription_id_data: data };
        let number = || subscription(SubscriptionIdType::END_USER_E164, "8613800000001");
        let uri = || subscription(SubscriptionIdType::END_USER_SIP_URI, "sip:a@example");
        let imsi = || subscription(SubscriptionIdType::END_USER_IMSI, "001010000000001");
        let found = |kind, names: Vec<ro::SubscriptionId<'_>>| {
            let request = ro::CreditControlRequest {
                session_id: "c;1;1",
                cc_request_type: kind,
                subscription_id: names,
                ..Default::default()
            };
            let mut out = BytesMut::new();
            request.encode(1, 2, &mut out);
            format!("{:?}", out.get(Header::LEN..).and_then(charged))
        };
        let initial = |names| found(CcRequestType::INITIAL_REQUEST, names);
        let begins = Near::CHARGING | Near::SUBSCRIBER | Near::NODES | Near::PLACES;
        let told = |user: Ahead<'_>, near| format!("{:?}", Some((user, near)));
        let one = Ahead::Imsi(Imsi::parse("001010000000001").unwrap());
        assert_eq!(initial(vec![number(), uri(), imsi()]), told(one, begins));
        assert_eq!(initial(vec![imsi(), uri()]), told(one, begins));
        assert_eq!(initial(vec![number(), uri()]), told(Ahead::Identity("sip:a@example"), begins));
        assert_eq!(initial(vec![number()]), "None");
        assert_eq!(initial(vec![]), "None");
        for (kind, near) in [
            (CcRequestType::UPDATE_REQUEST, Near::CHARGING),
            (CcRequestType::TERMINATION_REQUEST, Near::CHARGING),
            (CcRequestType::EVENT_REQUEST, begins),
        ] {
            assert_eq!(found(kind, vec![imsi()]), told(one, near), "{kind:?}");
        }
    }
}
