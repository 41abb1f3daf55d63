//! The answer to a request that could not be served (RFC 6733 §7.2): one grammar for every command.

use super::avps::{
    AUTH_SESSION_STATE, ERROR_MESSAGE, FAILED_AVP, ORIGIN_HOST, ORIGIN_REALM, PROXY_INFO, RESULT_CODE,
    SESSION_ID, VENDOR_SPECIFIC_APPLICATION_ID,
};
use crate::diameter::codec::{Avp, Avps, DecodeError, Header, Writer};
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

    fn avps(&self) -> impl Iterator<Item = Avp<'a>> {
        Avps::new(self.0).map_while(Result::ok)
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
/// The E bit is set for protocol errors (3xxx) only. Without it the command's own grammar holds (RFC 6733 §7.1.5), so
/// Vendor-Specific-Application-Id and Auth-Session-State are given back too where the request had them: strict peers drop an answer that
/// lacks them.
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
        let protocol_error = self.error.result_code.is_protocol_error();
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

/// The first of each of these AVPs, as the request has it.
fn give_back(writer: &mut Writer<'_>, echo: Echo<'_>, defs: &[crate::diameter::codec::AvpDef]) {
    for def in defs {
        if let Some(avp) = echo.avps().find(|avp| avp.is(def)) {
            writer.raw(avp.raw);
        }
    }
}
