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
//! | `some` | `1*{ X }` | `Vec<T>` | 5005 without any |
//! | `any` | `*[ X ]` | `Vec<T>` | |
//! | `either` | `[ X ] [ Y ]` | `T` | 5005 without one of the two, 5009 with both |
//! | `expected` | `{ X }` | `Option<T>` | accepted without it: real peers leave it out |
//! | `expected_some` | `1*{ X }` | `Vec<T>` | likewise |
//! | `surplus` | – | `Option<T>` | not in the grammar, but real peers put it there |
//!
//! An AVP that no row names is skipped (every grammar we speak ends in `*[ AVP ]`), except that one with the M bit which this dictionary does
//! not define at all is refused with 5001. It stays readable in the message. M bits are not compared with the definition: clients set them at
//! will. The reserved bits and the P bit are ignored, as RFC 6733 §4.1 asks.

use crate::diameter::codec::{
    Avp, AvpData, AvpDef, AvpFlags, CommandFlags, DecodeError, Encode, ResultCode, Writer,
};

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
}

/// The shape of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Raw<'a>(pub &'a [u8]);

impl<'a> Value<'a> for Raw<'a> {
    fn read(avp: &Avp<'a>) -> Result<Self, DecodeError> {
        Ok(Self(avp.raw))
    }

    fn write(&self, _: &AvpDef, writer: &mut Writer<'_>) {
        writer.raw(self.0);
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

/// What to do with an AVP that the grammar does not name: 5001 if it must be understood and nobody here defines it.
#[inline]
pub(super) fn check_unnamed(avp: &Avp<'_>) -> Result<(), DecodeError> {
    if avp.flags.contains(AvpFlags::MANDATORY) && super::avp(avp.code, avp.vendor).is_none() {
        return Err(avp.error(ResultCode::AVP_UNSUPPORTED));
    }
    Ok(())
}

/// Definitions of AVPs: a constant each, and the list of them all.
macro_rules! avps {
    ($($(#[$doc:meta])* $const:ident: $name:literal = $code:literal, $vendor:expr, $m:tt, $format:ident $(($names:expr))?;)*) => {
        $($(#[$doc])* pub const $const: AvpDef = AvpDef {
            name: $name,
            code: $code,
            vendor: $vendor,
            mandatory: $crate::diameter::dictionary::grammar::avps!(@mandatory $m),
            format: Format::$format $(($names))?,
        };)*

        /// Every AVP defined here.
        pub const ALL: &[&AvpDef] = &[$(&$const),*];
    };
    (@mandatory M) => { true };
    (@mandatory -) => { false };
}
pub(crate) use avps;

/// An enumeration that any number can be a value of. `closed`: the standard fixes the set, and reading another number is 5004.
macro_rules! enumeration {
    ($(#[$doc:meta])* $kind:ident $type:ident { $($(#[$vdoc:meta])* $name:ident = $value:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
        pub struct $type(pub u32);

        impl $type {
            $($(#[$vdoc])* pub const $name: Self = Self($value);)*

            /// The values and their names.
            pub const NAMES: &'static [(u32, &'static str)] = &[$(($value, stringify!($name))),*];

            /// The standard's name of the value, if it has one.
            pub const fn name(self) -> Option<&'static str> {
                match self.0 { $($value => Some(stringify!($name)),)* _ => None }
            }
        }

        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self.name() {
                    Some(name) => f.write_str(name),
                    None => write!(f, concat!(stringify!($type), "({})"), self.0),
                }
            }
        }

        impl $crate::diameter::codec::AvpData<'_> for $type {
            fn from_data(data: &[u8]) -> Result<Self, $crate::diameter::codec::ResultCode> {
                let value = Self(u32::from_data(data)?);
                $crate::diameter::dictionary::grammar::enumeration!(@check $kind value);
                Ok(value)
            }
        }

        impl $crate::diameter::codec::Encode for $type {
            fn encode(&self, out: &mut bytes::BytesMut) {
                self.0.encode(out);
            }
        }
    };
    (@check open $value:ident) => {};
    (@check closed $value:ident) => {
        if $value.name().is_none() {
            return Err($crate::diameter::codec::ResultCode::INVALID_AVP_VALUE);
        }
    };
}
pub(crate) use enumeration;

/// A struct whose fields are the rows of a grammar, with its table, its decoder and its encoder.
macro_rules! rows {
    // Without a lifetime of its own.
    ($(#[$doc:meta])* $type:ident<> { $($rows:tt)* }) => {
        $crate::diameter::dictionary::grammar::rows! { @struct [$(#[$doc])*] $type [] 'm { $($rows)* } }
    };
    ($(#[$doc:meta])* $type:ident<$lt:lifetime> { $($rows:tt)* }) => {
        $crate::diameter::dictionary::grammar::rows! { @struct [$(#[$doc])*] $type [<$lt>] $lt { $($rows)* } }
    };
    (@struct [$(#[$doc:meta])*] $type:ident [$($generics:tt)*] $lt:lifetime {
        $($(#[$fdoc:meta])* $rule:ident $field:ident: $value:ty = $def:ident $(| $other:ident)?;)*
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Default)]
        pub struct $type $($generics)* {
            $($(#[$fdoc])* pub $field: $crate::diameter::dictionary::grammar::rows!(@type $rule $value),)*
        }

        impl $($generics)* $type $($generics)* {
            /// The AVPs in the standard's order.
            pub const RULES: &'static [$crate::diameter::dictionary::grammar::Rule] = &[
                $($crate::diameter::dictionary::grammar::rows!(@rule $rule $def),
                  $($crate::diameter::dictionary::grammar::rows!(@rule $rule $other),)?)*
            ];
        }

        impl<$lt> $crate::diameter::dictionary::grammar::Rows<$lt> for $type $($generics)* {
            fn read_rows(avps: $crate::diameter::codec::Avps<$lt>) -> Result<Self, $crate::diameter::codec::DecodeError> {
                use $crate::diameter::dictionary::grammar::{Value, check_bits, check_unnamed, rows};
                $(let mut $field: rows!(@local $rule $value) = Default::default();)*
                for avp in avps {
                    let avp = avp?;
                    check_bits(&avp)?;
                    let key = avp.key();
                    // The comparisons are with constants: the compiler makes one switch of them.
                    $(if key == const { $def.key() } $(|| key == const { $other.key() })? {
                        rows!(@store $rule $field avp);
                        continue;
                    })*
                    check_unnamed(&avp)?;
                }
                Ok(Self { $($field: rows!(@take $rule $field $def),)* })
            }

            fn write_rows(&self, writer: &mut $crate::diameter::codec::Writer<'_>) {
                use $crate::diameter::dictionary::grammar::{Value, rows};
                $(rows!(@emit $rule (self.$field) $def writer);)*
            }
        }
    };

    (@type fixed $value:ty) => { $value };
    (@type required $value:ty) => { $value };
    (@type either $value:ty) => { $value };
    (@type optional $value:ty) => { Option<$value> };
    (@type expected $value:ty) => { Option<$value> };
    (@type surplus $value:ty) => { Option<$value> };
    (@type $list:ident $value:ty) => { Vec<$value> };

    (@local any $value:ty) => { Vec<$value> };
    (@local some $value:ty) => { Vec<$value> };
    (@local expected_some $value:ty) => { Vec<$value> };
    (@local $single:ident $value:ty) => { Option<$value> };

    (@store any $field:ident $avp:ident) => { $field.push(Value::read(&$avp)?) };
    (@store some $field:ident $avp:ident) => { $field.push(Value::read(&$avp)?) };
    (@store expected_some $field:ident $avp:ident) => { $field.push(Value::read(&$avp)?) };
    (@store $single:ident $field:ident $avp:ident) => {
        if $field.is_some() {
            return Err($avp.error($crate::diameter::codec::ResultCode::AVP_OCCURS_TOO_MANY_TIMES));
        }
        $field = Some(Value::read(&$avp)?)
    };

    (@take fixed $field:ident $def:ident) => { rows!(@take required $field $def) };
    (@take either $field:ident $def:ident) => { rows!(@take required $field $def) };
    (@take required $field:ident $def:ident) => {
        match $field {
            Some(value) => value,
            None => return Err($crate::diameter::codec::DecodeError::missing(&$def)),
        }
    };
    (@take some $field:ident $def:ident) => {
        if $field.is_empty() {
            return Err($crate::diameter::codec::DecodeError::missing(&$def));
        } else {
            $field
        }
    };
    (@take $absent:ident $field:ident $def:ident) => { $field };

    (@emit fixed ($value:expr) $def:ident $writer:ident) => { $value.write(&$def, $writer) };
    (@emit required ($value:expr) $def:ident $writer:ident) => { $value.write(&$def, $writer) };
    (@emit either ($value:expr) $def:ident $writer:ident) => { $value.write(&$def, $writer) };
    (@emit $many:ident ($value:expr) $def:ident $writer:ident) => {
        for value in $value.iter() {
            value.write(&$def, $writer);
        }
    };

    (@rule fixed $def:ident) => { $crate::diameter::dictionary::grammar::rows!(@rule Fixed, false, $def) };
    (@rule required $def:ident) => { $crate::diameter::dictionary::grammar::rows!(@rule Required, false, $def) };
    (@rule expected $def:ident) => { $crate::diameter::dictionary::grammar::rows!(@rule Required, true, $def) };
    (@rule optional $def:ident) => { $crate::diameter::dictionary::grammar::rows!(@rule Optional, false, $def) };
    (@rule either $def:ident) => { $crate::diameter::dictionary::grammar::rows!(@rule Optional, false, $def) };
    (@rule any $def:ident) => { $crate::diameter::dictionary::grammar::rows!(@rule Any, false, $def) };
    (@rule some $def:ident) => { $crate::diameter::dictionary::grammar::rows!(@rule Some, false, $def) };
    (@rule expected_some $def:ident) => { $crate::diameter::dictionary::grammar::rows!(@rule Some, true, $def) };
    (@rule surplus $def:ident) => {
        $crate::diameter::dictionary::grammar::Rule { avp: &$def, occurs: None, lenient: true }
    };
    (@rule $occurs:ident, $lenient:literal, $def:ident) => {
        $crate::diameter::dictionary::grammar::Rule {
            avp: &$def,
            occurs: Some($crate::diameter::dictionary::grammar::Occurs::$occurs),
            lenient: $lenient,
        }
    };
}
pub(crate) use rows;

/// What [`rows!`] gives a struct.
pub trait Rows<'a>: Sized {
    /// Reads the AVPs of a command or group, in one pass.
    ///
    /// # Errors
    /// The first fault in the order of the message, then the first missing AVP in the order of the grammar.
    fn read_rows(avps: crate::diameter::codec::Avps<'a>) -> Result<Self, DecodeError>;

    /// Writes the AVPs in the standard's order.
    fn write_rows(&self, writer: &mut Writer<'_>);
}

/// A Grouped AVP.
macro_rules! group {
    ($(#[$doc:meta])* $type:ident<$($lt:lifetime)?> = $def:ident { $($rows:tt)* }) => {
        $crate::diameter::dictionary::grammar::rows! { $(#[$doc])* $type<$($lt)?> { $($rows)* } }
        $crate::diameter::dictionary::grammar::group! { @impl $type<$($lt)?> $def }
    };
    (@impl $type:ident<> $def:ident) => {
        $crate::diameter::dictionary::grammar::group! { @value $type [] 'm $def }
    };
    (@impl $type:ident<$lt:lifetime> $def:ident) => {
        $crate::diameter::dictionary::grammar::group! { @value $type [<$lt>] $lt $def }
    };
    (@value $type:ident [$($generics:tt)*] $lt:lifetime $def:ident) => {
        impl $($generics)* $type $($generics)* {
            /// The shape of the group.
            pub const GROUP: $crate::diameter::dictionary::Group =
                $crate::diameter::dictionary::Group { avp: &$def, rules: Self::RULES };
        }

        impl<$lt> $crate::diameter::dictionary::grammar::Value<$lt> for $type $($generics)* {
            fn read(avp: &$crate::diameter::codec::Avp<$lt>) -> Result<Self, $crate::diameter::codec::DecodeError> {
                $crate::diameter::dictionary::grammar::Rows::read_rows(avp.group()?)
            }

            fn write(&self, def: &$crate::diameter::codec::AvpDef, writer: &mut $crate::diameter::codec::Writer<'_>) {
                writer.group(def, |writer| $crate::diameter::dictionary::grammar::Rows::write_rows(self, writer));
            }
        }
    };
}
pub(crate) use group;

/// A command: `request Name<'a> = "User-Authorization-Request" "UAR", 300, application, PROXIABLE { rows }`, or `answer`.
macro_rules! command {
    ($(#[$doc:meta])* $kind:ident $type:ident<$lt:lifetime> = $name:literal $short:literal, $code:expr, $app:expr, $flags:expr; $($rows:tt)*) => {
        $crate::diameter::dictionary::grammar::rows! { $(#[$doc])* $type<$lt> { $($rows)* } }

        impl<$lt> $type<$lt> {
            /// The shape of the command.
            pub const COMMAND: $crate::diameter::dictionary::Command = $crate::diameter::dictionary::Command {
                name: $name,
                short: $short,
                code: $code,
                application: $app,
                flags: $crate::diameter::dictionary::grammar::command!(@flags $kind $flags),
                rules: Self::RULES,
            };

            /// Reads the command out of a message that has its code and application.
            ///
            /// # Errors
            /// 5005 for a missing AVP, 5009 for one too many, 5001 for an unknown one with the M bit, 5014 and 5004 for impossible lengths
            /// and values, 3009 for a V bit without a vendor.
            pub fn decode(message: &$lt $crate::diameter::codec::Message) -> Result<Self, $crate::diameter::codec::DecodeError> {
                $crate::diameter::dictionary::grammar::Rows::read_rows(message.avps())
            }
        }

        $crate::diameter::dictionary::grammar::command! { @encode $kind $type<$lt> }
    };
    (@flags request $flags:expr) => { $crate::diameter::codec::CommandFlags::REQUEST.union($flags) };
    (@flags answer $flags:expr) => { $flags };
    (@encode request $type:ident<$lt:lifetime>) => {
        impl<$lt> $type<$lt> {
            /// Writes the request at the end of `out` and tells its length.
            pub fn encode(&self, hop_by_hop: u32, end_to_end: u32, out: &mut bytes::BytesMut) -> usize {
                let header = $crate::diameter::codec::Header {
                    length: 0,
                    flags: Self::COMMAND.flags,
                    code: Self::COMMAND.code,
                    application: Self::COMMAND.application,
                    hop_by_hop,
                    end_to_end,
                };
                let mut writer = $crate::diameter::codec::Writer::new(out, &header);
                $crate::diameter::dictionary::grammar::Rows::write_rows(self, &mut writer);
                writer.finish()
            }
        }
    };
    (@encode answer $type:ident<$lt:lifetime>) => {
        impl<$lt> $type<$lt> {
            /// Writes the answer to the request with this header at the end of `out` and tells its length. A protocol error (3xxx) takes
            /// the E bit.
            pub fn encode(&self, request: &$crate::diameter::codec::Header, out: &mut bytes::BytesMut) -> usize {
                let mut writer = if $crate::diameter::dictionary::grammar::Verdict::is_protocol_error(&self.outcome) {
                    $crate::diameter::codec::Writer::error_answer(out, request)
                } else {
                    $crate::diameter::codec::Writer::answer(out, request)
                };
                $crate::diameter::dictionary::grammar::Rows::write_rows(self, &mut writer);
                writer.finish()
            }
        }
    };
}
pub(crate) use command;

#[cfg(test)]
mod tests {
    use crate::diameter::codec::{AvpFlags, Header, Message, ResultCode, Writer};
    use crate::diameter::dictionary::base::avps::{ORIGIN_HOST, SESSION_ID};
    use crate::diameter::dictionary::base::{AuthSessionState, Outcome};
    use crate::diameter::dictionary::cx::{
        self, CxResult, UserAuthorizationAnswer, UserAuthorizationRequest,
    };
    use crate::diameter::dictionary::{Raw, avp, avps};
    use bytes::BytesMut;

    const PROXY_INFO: &[u8] =
        b"\0\0\x01\x1c\x40\0\0\x20\0\0\x01\x18\x40\0\0\x0cprxy\0\0\0\x21\x40\0\0\x0cback";

    fn request() -> UserAuthorizationRequest<'static> {
        UserAuthorizationRequest {
            session_id: "icscf.example;1;1",
            vendor_specific_application_id: cx::VENDOR_SPECIFIC_APPLICATION_ID,
            auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: "icscf.example",
            origin_realm: "example",
            destination_realm: "example",
            user_name: "460011100612345@ims.sic001.mnc010.mcc460.3gppnetwork.org",
            public_identity: "sip:volte@example",
            visited_network_identifier: b"example",
            proxy_info: vec![Raw(PROXY_INFO)],
            ..Default::default()
        }
    }

    fn parse(out: BytesMut) -> Message {
        Message::parse(out.freeze()).unwrap()
    }

    /// The request with one more AVP.
    fn with(raw: &[u8]) -> Message {
        let mut out = BytesMut::new();
        request().encode(1, 2, &mut out);
        out.extend_from_slice(raw);
        let length = out.len() as u32;
        out[1..4].copy_from_slice(&length.to_be_bytes()[1..]);
        parse(out)
    }

    /// The request without the AVP of this code.
    fn without(code: u32) -> Message {
        let mut whole = BytesMut::new();
        request().encode(1, 2, &mut whole);
        let whole = parse(whole);
        let mut out = BytesMut::new();
        let mut writer = Writer::new(&mut out, &whole.header);
        for avp in whole.avps().map(Result::unwrap).filter(|avp| avp.code != code) {
            writer.raw(avp.raw);
        }
        writer.finish();
        parse(out)
    }

    #[test]
    fn what_is_encoded_is_decoded() {
        let mut out = BytesMut::new();
        let length = request().encode(7, 9, &mut out);
        assert_eq!(length, out.len());
        let message = parse(out);
        assert_eq!((message.header.code, message.header.application), (300, cx::APPLICATION));
        assert_eq!(message.header.flags.bits(), 0xc0);
        assert_eq!(UserAuthorizationRequest::decode(&message).unwrap(), request());

        let answer = UserAuthorizationAnswer {
            session_id: "icscf.example;1;1",
            vendor_specific_application_id: cx::VENDOR_SPECIFIC_APPLICATION_ID,
            outcome: CxResult::DIAMETER_FIRST_REGISTRATION.into(),
            auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: "hss.example",
            origin_realm: "example",
            server_name: Some("sip:scscf.example:6060"),
            proxy_info: request().proxy_info,
            ..Default::default()
        };
        let mut out = BytesMut::new();
        answer.encode(&message.header, &mut out);
        let message = parse(out);
        assert_eq!(
            message.header,
            Header { length: message.header.length, hop_by_hop: 7, end_to_end: 9, ..message.header }
        );
        assert_eq!(message.header.flags.bits(), 0x40);
        assert_eq!(UserAuthorizationAnswer::decode(&message).unwrap(), answer);
        let last = message.avps().map(Result::unwrap).last().unwrap();
        assert_eq!(last.raw, PROXY_INFO, "proxies get back what they sent, last");
    }

    #[test]
    fn a_protocol_error_takes_the_e_bit_and_no_other_result_does() {
        let header = with(&[]).header;
        for (outcome, flags) in [
            (Outcome::Base(ResultCode::TOO_BUSY), 0x60),
            (Outcome::Base(ResultCode::UNABLE_TO_COMPLY), 0x40),
            (Outcome::experimental(10415, 3001), 0x40),
        ] {
            let mut out = BytesMut::new();
            UserAuthorizationAnswer {
                outcome,
                session_id: "a",
                origin_host: "b",
                origin_realm: "c",
                ..Default::default()
            }
            .encode(&header, &mut out);
            assert_eq!(parse(out).header.flags.bits(), flags, "{outcome:?}");
        }
    }

    /// DB-6.
    #[test]
    fn db_6_every_required_avp_is_missed_with_an_example_of_it() {
        for rule in UserAuthorizationRequest::RULES {
            let required = matches!(rule.occurs, Some(super::Occurs::Fixed | super::Occurs::Required));
            let message = without(rule.avp.code);
            let result = UserAuthorizationRequest::decode(&message);
            assert_eq!(result.is_err(), required, "{}", rule.avp.name);
            if let Err(error) = result {
                assert_eq!(error.result_code, ResultCode::MISSING_AVP);
                let failed = error.failed_avp.unwrap();
                assert_eq!((failed.code(), failed.vendor()), (rule.avp.code, rule.avp.vendor));
            }
        }
    }

    /// DB-6.
    #[test]
    fn db_6_surplus_unknown_and_ill_formed_avps_are_told_apart() {
        type Case = (&'static [u8], Option<(ResultCode, u32)>);
        let cases: &[Case] = &[
            // A second Origin-Host.
            (b"\0\0\x01\x08\x40\0\0\x0ahi\0\0", Some((ResultCode::AVP_OCCURS_TOO_MANY_TIMES, 264))),
            // AVP 9999 of the IETF with M, and without.
            (b"\0\0\x27\x0f\x40\0\0\x0ahi\0\0", Some((ResultCode::AVP_UNSUPPORTED, 9999))),
            (b"\0\0\x27\x0f\x00\0\0\x0ahi\0\0", None),
            // Call-Id of vendor 50, as Kamailio sends it.
            (b"\0\0\x01\xee\x80\0\0\x10\0\0\0\x32abcd", None),
            // The same with M.
            (b"\0\0\x01\xee\xc0\0\0\x10\0\0\0\x32abcd", Some((ResultCode::AVP_UNSUPPORTED, 494))),
            // Server-Name: known, but not named by the grammar of UAR.
            (b"\0\0\x02\x5a\xc0\0\0\x10\0\0\x28\xafsip:", None),
            // Destination-Host with a V bit and vendor 0.
            (b"\0\0\x01\x25\xc0\0\0\x10\0\0\0\0host", Some((ResultCode::INVALID_AVP_BITS, 293))),
            // User-Authorization-Type of 9, of three octets, and of 1.
            (b"\0\0\x02\x6f\xc0\0\0\x10\0\0\x28\xaf\0\0\0\x09", Some((ResultCode::INVALID_AVP_VALUE, 623))),
            (b"\0\0\x02\x6f\xc0\0\0\x0f\0\0\x28\xaf\0\0\0\0", Some((ResultCode::INVALID_AVP_LENGTH, 623))),
            (b"\0\0\x02\x6f\x80\0\0\x10\0\0\x28\xaf\0\0\0\x01", None),
            // Destination-Host that is not text.
            (b"\0\0\x01\x25\x40\0\0\x0c\xff\xff\xff\xff", Some((ResultCode::INVALID_AVP_VALUE, 293))),
            // Supported-Features without Feature-List, and with an AVP that runs out of the group.
            (
                b"\0\0\x02\x74\x80\0\0\x18\0\0\x28\xaf\0\0\x01\x0a\x40\0\0\x0c\0\0\x28\xaf",
                Some((ResultCode::MISSING_AVP, 629)),
            ),
            (
                b"\0\0\x02\x74\x80\0\0\x18\0\0\x28\xaf\0\0\x01\x0a\x40\0\0\x0d\0\0\x28\xaf",
                Some((ResultCode::INVALID_AVP_LENGTH, 266)),
            ),
        ];
        for (raw, expected) in cases {
            let message = with(raw);
            let error = UserAuthorizationRequest::decode(&message).err();
            let found = error.map(|error| (error.result_code, error.failed_avp.unwrap().code()));
            assert_eq!(found, *expected, "{raw:02x?}");
        }
    }

    #[test]
    fn avps_are_found_by_code_and_vendor_and_defined_once() {
        assert_eq!(avp(263, 0), Some(&SESSION_ID));
        assert_eq!(avp(263, 10415), None);
        assert_eq!(ORIGIN_HOST.flags(), AvpFlags::MANDATORY);
        let keys: Vec<_> = avps().map(|avp| avp.key()).collect();
        assert!(keys.is_sorted_by(|a, b| a < b));
    }
}
