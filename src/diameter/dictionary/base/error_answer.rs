//! The answer to a request that could not be served (RFC 6733 §7.2): one grammar for every command.

use super::avps::{
    ACCOUNTING_RECORD_NUMBER, ACCOUNTING_RECORD_TYPE, ACCT_APPLICATION_ID, AUTH_APPLICATION_ID,
    AUTH_SESSION_STATE, ERROR_MESSAGE, FAILED_AVP, ORIGIN_HOST, ORIGIN_REALM, PROXY_INFO, RESULT_CODE,
    SESSION_ID, VENDOR_SPECIFIC_APPLICATION_ID,
};
use crate::diameter::codec::{Avp, AvpDef, Avps, DecodeError, Header, Writer};
use crate::diameter::dictionary::ro::avps::credit_control::{CC_REQUEST_NUMBER, CC_REQUEST_TYPE};
use crate::diameter::dictionary::{rf, ro};
use bytes::BytesMut;

/// What an answer gives back of its request, found without trusting the rest of it.
///
/// Reading stops at the first AVP that cannot be cut out; what stands before it is still given back.
#[derive(Debug, Clone, Copy)]
pub struct Echo<'a>(&'a [u8]);

impl<'a> Echo<'a> {
    /// Nothing to give back: the request's AVPs cannot be read at all.
    pub const NOTHING: Self = Self(&[]);

    /// From the octets of a request, header included; a short or broken message gives less, or nothing.
    pub fn of(message: &'a [u8]) -> Self {
        Self(message.get(Header::LEN..).unwrap_or_default())
    }

    /// The Session-Id, if there is one and it is text.
    pub fn session_id(&self) -> Option<&'a str> {
        self.avps().find(|avp| avp.is(&SESSION_ID)).and_then(|avp| avp.read().ok())
    }

    /// What is empty is not given back: some clients drop a message for it.
    fn avps(&self) -> impl Iterator<Item = Avp<'a>> {
        Avps::new(self.0).map_while(Result::ok).filter(|avp| !avp.data.is_empty())
    }
}

/// An error answer.
///
/// ```text
/// <answer-message> ::= < Diameter Header: code, ERR [, PXY] >
///   0*1 < Session-Id >
///       { Origin-Host }
///       { Origin-Realm }
///       { Result-Code }
///       [ Origin-State-Id ]
///       [ Error-Message ]
///       [ Error-Reporting-Host ]
///       [ Failed-AVP ]
///       [ Experimental-Result ]
///     * [ Proxy-Info ]
///     * [ AVP ]
/// ```
///
/// The E bit is set for protocol errors (3xxx), and where charging's own grammar cannot be kept because the request lacks what the answer is to give back (RFC 6733
/// §7.1.5 allows both). Without it the command's own grammar holds (RFC 6733 §7.1.5), so
/// Vendor-Specific-Application-Id and Auth-Session-State are given back too where the request had them: strict peers drop an answer that
/// lacks them. freeDiameter drops a Credit-Control-Answer without its application, type and number, so that the client waits in vain: they are given back, and the
/// application is said even to those who did not say it.
#[derive(Debug, Clone, Copy)]
pub struct ErrorAnswer<'a> {
    /// Our Origin-Host.
    pub origin_host: &'a str,
    /// Our Origin-Realm.
    pub origin_realm: &'a str,
    /// What was wrong, with the AVP at fault.
    pub error: &'a DecodeError,
    /// A sentence for people.
    pub error_message: Option<&'a str>,
}

impl ErrorAnswer<'_> {
    /// Writes the answer to the request with header `request` at the end of `out` and tells its length.
    pub fn encode(&self, request: &Header, echo: Echo<'_>, out: &mut BytesMut) -> usize {
        match self.write(request, echo, out) {
            // With all that the request wants back it is longer than a message can be.
            0 => self.write(request, Echo::NOTHING, out),
            length => length,
        }
    }

    fn write(&self, request: &Header, echo: Echo<'_>, out: &mut BytesMut) -> usize {
        let owed = owed(request);
        let lacking = owed.iter().any(|def| given(echo, def).is_none());
        let protocol_error = self.error.result_code.is_protocol_error() || lacking;
        let mut writer =
            if protocol_error { Writer::error_answer(out, request) } else { Writer::answer(out, request) };
        writer.put_some(&SESSION_ID, echo.session_id());
        if !protocol_error {
            give_back(&mut writer, echo, &[VENDOR_SPECIFIC_APPLICATION_ID, AUTH_SESSION_STATE]);
        }
        writer
            .put(&ORIGIN_HOST, self.origin_host)
            .put(&ORIGIN_REALM, self.origin_realm)
            .put(&RESULT_CODE, self.error.result_code)
            .put_some(&ERROR_MESSAGE, self.error_message);
        if !protocol_error && !owed.is_empty() {
            let application = if request.application == rf::APPLICATION {
                &ACCT_APPLICATION_ID
            } else {
                &AUTH_APPLICATION_ID
            };
            writer.put(application, request.application);
            for def in owed {
                writer.put_some(def, given(echo, def));
            }
        }
        if let Some(avp) = &self.error.failed_avp {
            writer.group(&FAILED_AVP, |group| {
                group.failed(avp);
            });
        }
        for avp in echo.avps().filter(|avp| avp.is(&PROXY_INFO)) {
            writer.raw(avp.raw);
        }
        writer.finish()
    }
}

/// What the answer of charging is to say again of its request (RFC 8506 §3.2, RFC 6733 §9.7.2).
fn owed(request: &Header) -> &'static [AvpDef] {
    match (request.application, request.code) {
        (ro::APPLICATION, 272) => &[CC_REQUEST_TYPE, CC_REQUEST_NUMBER],
        (rf::APPLICATION, 271) => &[ACCOUNTING_RECORD_TYPE, ACCOUNTING_RECORD_NUMBER],
        _ => &[],
    }
}

/// The first value of this AVP in the request, a number.
fn given(echo: Echo<'_>, def: &AvpDef) -> Option<u32> {
    echo.avps().find(|avp| avp.is(def)).and_then(|avp| avp.read().ok())
}

/// Writes the first of each of these AVPs, as the request has it.
fn give_back(writer: &mut Writer<'_>, echo: Echo<'_>, defs: &[AvpDef]) {
    for def in defs {
        if let Some(avp) = echo.avps().find(|avp| avp.is(def)) {
            writer.raw(avp.raw);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diameter::codec::{CommandFlags, MAX_MESSAGE, Message, ResultCode};

    const HEADER: Header = Header {
        length: 0,
        flags: CommandFlags::REQUEST.union(CommandFlags::PROXIABLE),
        code: 300,
        application: 16_777_216,
        hop_by_hop: 7,
        end_to_end: 9,
    };
    const SESSION: &[u8] = b"\0\0\x01\x07\x40\0\0\x0bs;1\0";
    const STATE: &[u8] = b"\0\0\x01\x15\x40\0\0\x0c\0\0\0\x01";
    const PROXY: &[u8] = b"\0\0\x01\x1c\x40\0\0\x20\0\0\x01\x18\x40\0\0\x0cprxy\0\0\0\x21\x40\0\0\x0cback";

    /// The answer to a request of these AVPs: its flags, and the codes of its AVPs.
    fn answer(error: &DecodeError, avps: &[u8]) -> (u8, Vec<u32>) {
        let request = [&HEADER.encode()[..], avps].concat();
        let mut out = BytesMut::new();
        let answer =
            ErrorAnswer { origin_host: "hss", origin_realm: "example", error, error_message: Some("no") };
        let length = answer.encode(&HEADER, Echo::of(&request), &mut out);
        assert_eq!(length, out.len());
        let message = Message::parse(out.freeze()).unwrap();
        assert_eq!((message.header.hop_by_hop, message.header.end_to_end), (7, 9));
        let codes = message.avps().map(|avp| avp.unwrap().code).collect();
        (message.header.flags.bits(), codes)
    }

    /// RFC 6733 §7.2: the order of the grammar, E for a protocol error only, what proxies want back last.
    #[test]
    fn every_request_can_be_answered() {
        let whole = [SESSION, STATE, PROXY].concat();
        let missing = DecodeError::missing(&ORIGIN_HOST);
        assert_eq!(answer(&missing, &whole), (0x40, vec![263, 277, 264, 296, 268, 281, 279, 284]));
        let unknown = DecodeError::plain(ResultCode::COMMAND_UNSUPPORTED);
        assert_eq!(answer(&unknown, &whole), (0x60, vec![263, 264, 296, 268, 281, 284]));
        assert_eq!(answer(&unknown, b""), (0x60, vec![264, 296, 268, 281]));
    }

    /// DB-6: reading stops where the request breaks; what stands before is given back.
    #[test]
    fn db_6_a_broken_request_gives_back_what_can_be_read() {
        let error = DecodeError::plain(ResultCode::INVALID_AVP_LENGTH);
        let broken = [SESSION, b"\0\0\x01\x08\x40\0\0\x03", PROXY].concat();
        assert_eq!(answer(&error, &broken), (0x40, vec![263, 264, 296, 268, 281]));
        let not_text = b"\0\0\x01\x07\x40\0\0\x0c\xff\xff\xff\xff";
        assert_eq!(answer(&error, not_text), (0x40, vec![264, 296, 268, 281]));
        assert_eq!(Echo::of(b"short").session_id(), None);
    }

    /// DB-6: a request that wants more back than a message can hold is answered all the same.
    #[test]
    fn db_6_too_much_to_give_back_is_left_out() {
        let proxies = [SESSION, &PROXY.repeat(MAX_MESSAGE / PROXY.len() - 1)[..]].concat();
        let error = DecodeError::plain(ResultCode::COMMAND_UNSUPPORTED);
        assert_eq!(answer(&error, &proxies), (0x60, vec![264, 296, 268, 281]));
    }
}
