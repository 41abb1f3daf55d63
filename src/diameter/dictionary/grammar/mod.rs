//! The grammar of commands and groups (RFC 6733 §3.2, §4.4), written once: the struct, its decoder, its encoder and the table that the
//! tests lay beside the standard all come from the same rows.
//!
//! A row reads `required user_name: &'a str = USER_NAME;`. What stands in front is the standard's bracket:
//!
//! | row | standard | field | when decoding |
//! |---|---|---|---|
//! | `fixed` | `< X >` | `T` | 5005 without it |
//! | `required` | `{ X }` | `T` | 5005 without it |
//! | `optional` | `[ X ]` | `Option<T>` | |
//! | `boxed` | `[ X ]` | `Option<Box<T>>` | for a large group that most messages lack |
//! | `some` | `1*{ X }` | `Vec<T>` | 5005 without any |
//! | `first` | `{ X }` | `T` | 5005 without it; of several the first is read: real peers repeat it |
//! | `any` | `*[ X ]` | `Vec<T>` | |
//! | `either` | `[ X ] [ Y ]` | `T` | 5005 without one of the two, 5009 with both |
//! | `expected` | `{ X }` | `Option<T>` | accepted without it: real peers leave it out |
//! | `expected_some` | `1*{ X }` | `Vec<T>` | likewise |
//! | `surplus` | – | `Option<T>` | not in the grammar, but real peers put it there |
//!
//! A text that is required (a name, an identity, a Session-Id) and comes empty is refused with 5004: it names nothing, and an answer would go out without it,
//! for no empty AVP is written. Octets that are required may be none (RFC 6733 §4.2 sets no length): what they mean then is for who reads them, and so is
//! a text that is not required. Every other format has a length of its own, and is refused with 5014.
//!
//! An AVP that no row names is skipped (every grammar we speak ends in `*[ AVP ]`), with two exceptions: one with the M bit which this
//! dictionary does not define at all is refused with 5001, and in a request one that only answers carry with 5008. It stays readable in the message. M bits are not compared with the definition: clients set them at
//! will. The reserved bits and the P bit are ignored, as RFC 6733 §4.1 asks.

mod macros;
#[cfg(test)]
mod tests;

pub(crate) use macros::{avps, command, enumeration, flag_words, group, rows};

use super::base::avps;
use crate::diameter::codec::{
    Avp, AvpData, AvpDef, AvpFlags, Avps, CommandFlags, DecodeError, Encode, Message, ResultCode, Writer,
};
use bytes::BytesMut;
use std::fmt;

/// How often an AVP may stand in a command or group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occurs {
    /// `< X >`: once, at the front.
    Fixed,
    /// `{ X }`: once.
    Required,
    /// `[ X ]`: at most once.
    Optional,
    /// `1*{ X }`: once or more.
    Some,
    /// `*[ X ]`: any number of times.
    Any,
}

/// One row of a grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The AVP.
    pub avp: &'static AvpDef,
    /// How often, by the standard; `None` for an AVP that the standard's grammar does not name here.
    pub occurs: Option<Occurs>,
    /// True if its absence is accepted although the standard requires it.
    pub lenient: bool,
    /// True if further ones are skipped although the standard allows one only.
    pub repeats: bool,
}

/// The shape of a command.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    /// The standard's name, as `User-Authorization-Request`.
    pub name: &'static str,
    /// Its abbreviation, as `UAR`.
    pub short: &'static str,
    /// Command code.
    pub code: u32,
    /// Application-Id.
    pub application: u32,
    /// R and P as the grammar's first line says.
    pub flags: CommandFlags,
    /// Its AVPs, in the standard's order.
    pub rules: &'static [Rule],
    /// Decodes a message as this command and writes it again: in the standard's order, without what the grammar does not name.
    pub rewrite: fn(&Message, &mut BytesMut) -> Result<usize, DecodeError>,
}

/// The shape of a Grouped AVP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// The AVP.
    pub avp: &'static AvpDef,
    /// Its members, in the standard's order.
    pub rules: &'static [Rule],
}

/// What a field of a command or group can hold: a basic format, or a group.
pub trait Value<'a>: Sized {
    /// Reads an AVP's value.
    ///
    /// # Errors
    /// 5014 or 5004 with this AVP, or whatever a group's grammar finds inside.
    fn read(avp: &Avp<'a>) -> Result<Self, DecodeError>;

    /// Writes the value as the AVP `def`.
    fn write(&self, def: &AvpDef, writer: &mut Writer<'_>);
}

impl<'a, T: AvpData<'a> + Encode> Value<'a> for T {
    fn read(avp: &Avp<'a>) -> Result<Self, DecodeError> {
        avp.read()
    }

    fn write(&self, def: &AvpDef, writer: &mut Writer<'_>) {
        writer.put(def, self);
    }
}

/// An AVP kept as it came, header and all: what is only handed on (Proxy-Info, RFC 6733 §6.2) or only shown (Failed-AVP).
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Raw<'a>(pub &'a [u8]);

/// Without the octets: nobody here knows what they mean.
impl fmt::Debug for Raw<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Raw({} octets)", self.0.len())
    }
}

impl<'a> Value<'a> for Raw<'a> {
    fn read(avp: &Avp<'a>) -> Result<Self, DecodeError> {
        Ok(Self(avp.raw))
    }

    /// An empty one is left out, like any empty AVP.
    fn write(&self, _: &AvpDef, writer: &mut Writer<'_>) {
        if Avps::new(self.0).flatten().next().is_some_and(|avp| !avp.data.is_empty()) {
            writer.raw(self.0);
        }
    }
}

/// What an answer's result field tells its encoder.
pub trait Verdict {
    /// True if the answer takes the E bit (RFC 6733 §7.1.3).
    fn is_protocol_error(&self) -> bool;
}

impl Verdict for ResultCode {
    fn is_protocol_error(&self) -> bool {
        ResultCode::is_protocol_error(*self)
    }
}

impl Verdict for Option<ResultCode> {
    fn is_protocol_error(&self) -> bool {
        self.is_some_and(ResultCode::is_protocol_error)
    }
}

/// Refuses an AVP whose V bit contradicts its Vendor-Id: zero names the IETF, whose AVPs have no V bit (RFC 6733 §4.1, §7.1.3).
#[inline]
pub(super) fn check_bits(avp: &Avp<'_>) -> Result<(), DecodeError> {
    if avp.vendor == 0 && avp.flags.contains(AvpFlags::VENDOR) {
        return Err(avp.error(ResultCode::INVALID_AVP_BITS));
    }
    Ok(())
}

/// Refuses a required AVP that comes empty, where it is a text.
#[inline]
pub(super) fn check_filled(avp: &Avp<'_>, is_text: bool) -> Result<(), DecodeError> {
    if is_text && avp.data.is_empty() {
        return Err(avp.error(ResultCode::INVALID_AVP_VALUE));
    }
    Ok(())
}

/// True if the grammar is that of an answer: it has a result.
pub(super) const fn has_result(rules: &[Rule]) -> bool {
    let mut at = 0;
    while at < rules.len() {
        if matches!(rules[at].avp.key(), RESULT_CODE | EXPERIMENTAL_RESULT) {
            return true;
        }
        at += 1;
    }
    false
}

const RESULT_CODE: u64 = avps::RESULT_CODE.key();
const EXPERIMENTAL_RESULT: u64 = avps::EXPERIMENTAL_RESULT.key();
const ERROR_MESSAGE: u64 = avps::ERROR_MESSAGE.key();
const ERROR_REPORTING_HOST: u64 = avps::ERROR_REPORTING_HOST.key();
const FAILED_AVP: u64 = avps::FAILED_AVP.key();

/// What to do with an AVP that the grammar does not name: 5001 if it must be understood and nobody here defines it; 5008 if it says how a
/// request went, and stands in one (RFC 6733 §7.1.5, and the zeros of its table in §10.1).
#[inline]
pub(super) fn check_unnamed(avp: &Avp<'_>, answer: bool) -> Result<(), DecodeError> {
    let of_answers = matches!(
        avp.key(),
        RESULT_CODE | EXPERIMENTAL_RESULT | ERROR_MESSAGE | ERROR_REPORTING_HOST | FAILED_AVP
    );
    if of_answers && !answer && !avp.is_grouped_in_another() {
        return Err(avp.error(ResultCode::AVP_NOT_ALLOWED));
    }
    if avp.flags.contains(AvpFlags::MANDATORY) && super::avp(avp.code, avp.vendor).is_none() {
        return Err(avp.error(ResultCode::AVP_UNSUPPORTED));
    }
    Ok(())
}

/// What a grammar gives a struct.
pub trait Rows<'a>: Sized {
    /// Reads the AVPs of a command or group, in one pass.
    ///
    /// # Errors
    /// The first fault in the order of the message, then the first missing AVP in the order of the grammar.
    fn read_rows(avps: Avps<'a>) -> Result<Self, DecodeError>;

    /// Writes the AVPs in the standard's order.
    fn write_rows(&self, writer: &mut Writer<'_>);
}
