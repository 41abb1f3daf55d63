//! Whether a request is for us (RFC 6733 §6.1), and the answers of the base protocol to those that are not (§6.2, §7.2).

use super::{capabilities::Admitted, messages as avp, node::Local};
use crate::{
    diameter::{
        codec::{Avps, CommandFlags, DecodeError, Header, Message, ResultCode},
        dictionary::base::{Echo, ErrorAnswer, Outcome},
    },
    types::Name,
};
use bytes::BytesMut;

/// Where a request goes. Agents add their own ways here: to a peer, or back with a redirect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route<'a> {
    /// It is served here.
    Local {
        /// Origin-Host as it stands in the request: the other half of a duplicate's name.
        origin_host: &'a [u8],
    },
}

const ORIGIN_HOST: u64 = avp::ORIGIN_HOST.key();
const ORIGIN_REALM: u64 = avp::ORIGIN_REALM.key();
const DESTINATION_HOST: u64 = avp::DESTINATION_HOST.key();
const DESTINATION_REALM: u64 = avp::DESTINATION_REALM.key();
const ROUTE_RECORD: u64 = avp::ROUTE_RECORD.key();

/// What is ours.
#[derive(Debug, Clone)]
pub struct Router {
    host: Name,
    realms: Vec<Name>,
}

/// The AVPs of a request that routing looks at.
#[derive(Default)]
struct Routing<'a> {
    origin_host: &'a [u8],
    origin_realm: &'a [u8],
    destination_host: Option<&'a [u8]>,
    destination_realm: Option<&'a [u8]>,
    looped: bool,
}

impl Router {
    /// Serves `local`'s host and realm, and `realms` besides.
    pub fn new(local: &Local, realms: &[Name]) -> Self {
        Self { host: local.host.clone(), realms: [std::slice::from_ref(&local.realm), realms].concat() }
    }

    /// Decides where `message`, a sound request that came from `peer`, goes.
    ///
    /// # Errors
    /// 5013 for reserved header bits, 3007 for an application not in common, 5014 for AVPs that cannot be cut, 3005 for a loop, 3003 for
    /// a foreign realm, 3002 for another host of ours, 5003 for an Origin-Realm that the peer may not bring.
    pub fn route<'m>(&self, message: &'m Message, peer: &Admitted) -> Result<Route<'m>, DecodeError> {
        let header = &message.header;
        let known =
            CommandFlags::REQUEST | CommandFlags::PROXIABLE | CommandFlags::ERROR | CommandFlags::RETRANSMIT;
        if !known.contains(header.flags) {
            return Err(DecodeError::plain(ResultCode::INVALID_BIT_IN_HEADER));
        }
        if header.application == 0 {
            // Of the common application, CER, DWR and DPR were taken by the link; the others (ASR, STR, RAR, ACR) are not served bare.
            return Err(DecodeError::plain(ResultCode::COMMAND_UNSUPPORTED));
        }
        if peer.common.binary_search(&header.application).is_err() {
            return Err(DecodeError::plain(ResultCode::APPLICATION_UNSUPPORTED));
        }
        let routing = self.read(message)?;
        if routing.looped {
            return Err(DecodeError::plain(ResultCode::LOOP_DETECTED));
        }
        if routing.destination_realm.is_some_and(|realm| !self.is_our_realm(realm)) {
            return Err(DecodeError::plain(ResultCode::REALM_NOT_SERVED));
        }
        if routing.destination_host.is_some_and(|host| !same(host, &self.host)) {
            return Err(DecodeError::plain(ResultCode::UNABLE_TO_DELIVER));
        }
        if !self.may_bring(peer, routing.origin_realm) {
            return Err(DecodeError::plain(ResultCode::AUTHORIZATION_REJECTED));
        }
        Ok(Route::Local { origin_host: routing.origin_host })
    }

    fn read<'m>(&self, message: &'m Message) -> Result<Routing<'m>, DecodeError> {
        let mut found = Routing::default();
        for avp in message.avps() {
            let avp = avp?;
            match u64::from(avp.vendor) << 32 | u64::from(avp.code) {
                ORIGIN_HOST => found.origin_host = avp.data,
                ORIGIN_REALM => found.origin_realm = avp.data,
                DESTINATION_HOST => found.destination_host = Some(avp.data),
                DESTINATION_REALM => found.destination_realm = Some(avp.data),
                ROUTE_RECORD => found.looped |= same(avp.data, &self.host),
                _ => {}
            }
        }
        Ok(found)
    }

    fn is_our_realm(&self, realm: &[u8]) -> bool {
        self.realms.iter().any(|ours| same(realm, ours))
    }

    /// A missing Origin-Realm passes: the command's own grammar answers it, 5005 with its Failed-AVP.
    fn may_bring(&self, peer: &Admitted, origin_realm: &[u8]) -> bool {
        origin_realm.is_empty()
            || same(origin_realm, &peer.capabilities.realm)
            || self.is_our_realm(origin_realm)
            || std::str::from_utf8(origin_realm).is_ok_and(|realm| peer.config.may_bring(realm))
    }
}

/// Identities are compared without case (RFC 6733 §5.6.4); nearly all are spelt alike, and then one comparison of memory will do.
fn same(theirs: &[u8], ours: &str) -> bool {
    theirs == ours.as_bytes() || theirs.eq_ignore_ascii_case(ours.as_bytes())
}

/// Writes the answer that refuses `request` (its octets, whose header may be unsound) with `error`: see [`ErrorAnswer`]. Session-Id and
/// Proxy-Info come back as far as the request can be read (RFC 6733 §6.2). Nothing is written for less than a header.
pub fn write_error(
    out: &mut BytesMut,
    request: &[u8],
    local: &Local,
    error: &DecodeError,
    words: Option<&str>,
) {
    let Some(header) = Header::peek(request) else { return };
    let answer =
        ErrorAnswer { origin_host: &local.host, origin_realm: &local.realm, error, error_message: words };
    answer.encode(&header, Echo::of(request), out);
}

/// The result of an answer that we or a peer wrote: Result-Code or Experimental-Result, whose numbers mean different things (RFC 6733 §7.6).
pub fn result_of(answer: &[u8]) -> Option<Outcome> {
    let octets = answer.get(Header::LEN..)?;
    let mut avps = Avps::new(octets).map_while(Result::ok);
    let found = avps.find(|found| found.is(&avp::RESULT_CODE) || found.is(&avp::EXPERIMENTAL_RESULT))?;
    if found.is(&avp::RESULT_CODE) {
        return found.read().ok().map(Outcome::Base);
    }
    let group = found.group().ok()?;
    let code = group.find(&avp::EXPERIMENTAL_RESULT_CODE)?.read().ok()?;
    // A peer that forgot the Vendor-Id still gave a code.
    let vendor = group.find(&avp::VENDOR_ID).and_then(|vendor| vendor.read().ok()).unwrap_or_default();
    Some(Outcome::experimental(vendor, code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diameter::codec::Writer;
    use crate::diameter::peer::{capabilities::Capabilities, table::PeerConfig};
    use std::sync::Arc;

    const CX: u32 = 16_777_216;

    fn local() -> Local {
        Local {
            host: "hss.example.org".into(),
            realm: "example.org".into(),
            vendor_id: 32_473,
            product: "Innkeeper".into(),
            firmware: 1,
            state_id: 7,
        }
    }

    fn peer() -> Admitted {
        let mut config = PeerConfig::new("icscf.ims.example", "ims.example");
        config.realms = vec!["brought.example".into()];
        let capabilities = Capabilities {
            host: config.identity.clone(),
            realm: config.realm.clone(),
            vendor_id: 0,
            product: String::new(),
            firmware: None,
            state_id: None,
            applications: vec![CX],
            result: None,
            error_message: None,
        };
        Admitted { config: Arc::new(config), capabilities, advertised: Vec::new(), common: vec![CX] }
    }

    fn request(flags: u8, application: u32, members: impl FnOnce(&mut Writer<'_>)) -> Message {
        let flags = CommandFlags::from_bits_retain(flags);
        let header = Header { length: 0, flags, code: 300, application, hop_by_hop: 5, end_to_end: 6 };
        let mut out = BytesMut::new();
        let mut writer = Writer::new(&mut out, &header);
        writer.put(&avp::SESSION_ID, "client;1;2").put(&avp::ORIGIN_HOST, "icscf.ims.example");
        members(&mut writer);
        writer.finish();
        Message::parse(out.freeze()).unwrap()
    }

    fn code(message: &Message) -> u32 {
        let router = Router::new(&local(), &["other.example".into()]);
        match router.route(message, &peer()) {
            Ok(Route::Local { origin_host }) => {
                assert_eq!(origin_host, b"icscf.ims.example");
                0
            }
            Err(error) => error.result_code.0,
        }
    }

    /// DB-6: each wrong address of a request has its code.
    #[test]
    fn requests_are_for_us_or_get_the_code_that_says_why_not() {
        let plain = |members: fn(&mut Writer<'_>)| code(&request(0xc0, CX, members));
        assert_eq!(plain(|_| {}), 0, "neither host nor realm named");
        assert_eq!(plain(|w| _ = w.put(&avp::DESTINATION_REALM, "EXAMPLE.org")), 0);
        assert_eq!(
            plain(|w| _ = w.put(&avp::DESTINATION_REALM, "other.example")),
            0,
            "a realm served besides"
        );
        assert_eq!(plain(|w| _ = w.put(&avp::DESTINATION_REALM, "foreign.example")), 3003);
        assert_eq!(plain(|w| _ = w.put(&avp::DESTINATION_HOST, "Hss.Example.Org")), 0);
        assert_eq!(plain(|w| _ = w.put(&avp::DESTINATION_HOST, "hss2.example.org")), 3002);
        assert_eq!(plain(|w| _ = w.put(&avp::ROUTE_RECORD, "dra.example")), 0);
        assert_eq!(plain(|w| _ = w.put(&avp::ROUTE_RECORD, "hss.example.org")), 3005);
        assert_eq!(plain(|w| _ = w.put(&avp::ORIGIN_REALM, "ims.example")), 0);
        assert_eq!(plain(|w| _ = w.put(&avp::ORIGIN_REALM, "brought.example")), 0);
        assert_eq!(plain(|w| _ = w.put(&avp::ORIGIN_REALM, "forged.example")), 5003);
        assert_eq!(code(&request(0xc0, CX + 1, |_| {})), 3007);
        assert_eq!(code(&request(0x80, 0, |_| {})), 3001, "a session command of the common application");
        assert_eq!(code(&request(0xc1, CX, |_| {})), 5013);
    }

    #[test]
    fn a_refusal_gives_session_proxy_info_and_failed_avp_back() {
        let message = request(0xc0, CX, |writer| {
            writer.group(&avp::PROXY_INFO, |writer| {
                writer.put(&avp::PROXY_HOST, "dra.example");
            });
        });
        let mut out = BytesMut::new();
        let error = DecodeError::missing(&avp::DESTINATION_REALM);
        write_error(&mut out, message.as_bytes(), &local(), &error, Some("no realm"));
        let answer = Message::parse(out.freeze()).unwrap();
        assert_eq!(answer.header.flags, CommandFlags::PROXIABLE);
        assert_eq!((answer.header.hop_by_hop, answer.header.end_to_end, answer.header.code), (5, 6, 300));
        let codes: Vec<_> = answer.avps().map(|found| found.unwrap().code).collect();
        assert_eq!(codes, [263, 264, 296, 268, 281, 279, 284]);
        assert_eq!(result_of(answer.as_bytes()), Some(ResultCode::MISSING_AVP.into()));
        let given_back = answer.avps().find(&avp::PROXY_INFO).unwrap().raw;
        assert_eq!(given_back, message.avps().find(&avp::PROXY_INFO).unwrap().raw);
    }

    #[test]
    fn the_result_of_an_answer_is_found_in_either_form() {
        let answer = request(0x40, CX, |writer| {
            writer.group(&avp::EXPERIMENTAL_RESULT, |writer| {
                writer.put(&avp::VENDOR_ID, 10_415u32).put(&avp::EXPERIMENTAL_RESULT_CODE, 5001u32);
            });
        });
        assert_eq!(result_of(answer.as_bytes()), Some(Outcome::experimental(10_415, 5001)));
        assert_eq!(result_of(&[0; 7]), None);
    }
}
