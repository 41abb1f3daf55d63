//! The macros behind the dictionary's files: definitions of AVPs, enumerations, groups and commands.

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
    ($(#[$doc:meta])* $kind:ident $type:ident { $($(#[$vdoc:meta])* $name:ident = $value:literal $($text:literal)?,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
        pub struct $type(pub u32);

        impl $type {
            $($(#[$vdoc])* pub const $name: Self = Self($value);)*

            /// The values and their names.
            pub const NAMES: &'static [(u32, &'static str)] = &[$(($value, $crate::diameter::dictionary::grammar::enumeration!(@text $name $($text)?))),*];

            /// The standard's name of the value, if it has one.
            pub const fn name(self) -> Option<&'static str> {
                match self.0 { $($value => Some($crate::diameter::dictionary::grammar::enumeration!(@text $name $($text)?)),)* _ => None }
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
    (@text $name:ident) => { stringify!($name) };
    (@text $name:ident $text:literal) => { $text };
    (@check open $value:ident) => {};
    (@check closed $value:ident) => {
        if $value.name().is_none() {
            return Err($crate::diameter::codec::ResultCode::INVALID_AVP_VALUE);
        }
    };
}
pub(crate) use enumeration;

/// How flag words are read and written: as Unsigned32, every bit kept.
macro_rules! flag_words {
    ($($type:ty),*) => {$(
        impl $crate::diameter::codec::AvpData<'_> for $type {
            fn from_data(data: &[u8]) -> Result<Self, $crate::diameter::codec::ResultCode> {
                u32::from_data(data).map(Self::from_bits_retain)
            }
        }

        impl $crate::diameter::codec::Encode for $type {
            fn encode(&self, out: &mut bytes::BytesMut) {
                self.bits().encode(out);
            }
        }
    )*};
}
pub(crate) use flag_words;

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
        #[derive(Clone, PartialEq, Eq, Default)]
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

        /// Secrets are not shown.
        impl $($generics)* std::fmt::Debug for $type $($generics)* {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut shown = f.debug_struct(stringify!($type));
                $(if $crate::diameter::dictionary::is_secret(&$def) {
                    shown.field(stringify!($field), &format_args!("<not shown>"));
                } else {
                    shown.field(stringify!($field), &self.$field);
                })*
                shown.finish()
            }
        }

        impl<$lt> $crate::diameter::dictionary::grammar::Rows<$lt> for $type $($generics)* {
            fn read_rows(avps: $crate::diameter::codec::Avps<$lt>) -> Result<Self, $crate::diameter::codec::DecodeError> {
                use $crate::diameter::dictionary::grammar::{Value, check_bits, check_unnamed, has_result, rows};
                $(let mut $field: rows!(@local $rule $value) = Default::default();)*
                for avp in avps {
                    let avp = avp?;
                    check_bits(&avp)?;
                    let key = avp.key();
                    // The comparisons are with constants: the compiler makes one switch of them.
                    $(if key == const { $def.key() } $(|| key == const { $other.key() })? {
                        rows!(@filled $rule $def avp);
                        rows!(@store $rule $field avp);
                        continue;
                    })*
                    check_unnamed(&avp, const { has_result(Self::RULES) })?;
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
    (@type first $value:ty) => { $value };
    (@type either $value:ty) => { $value };
    (@type optional $value:ty) => { Option<$value> };
    (@type boxed $value:ty) => { Option<Box<$value>> };
    (@type expected $value:ty) => { Option<$value> };
    (@type surplus $value:ty) => { Option<$value> };
    (@type $list:ident $value:ty) => { Vec<$value> };

    (@local any $value:ty) => { Vec<$value> };
    (@local some $value:ty) => { Vec<$value> };
    (@local expected_some $value:ty) => { Vec<$value> };
    (@local boxed $value:ty) => { Option<Box<$value>> };
    (@local $single:ident $value:ty) => { Option<$value> };

    (@filled fixed $def:ident $avp:ident) => { $crate::diameter::dictionary::grammar::check_filled(&$avp, const { $def.format.is_text() })? };
    (@filled required $def:ident $avp:ident) => { $crate::diameter::dictionary::grammar::check_filled(&$avp, const { $def.format.is_text() })? };
    (@filled first $def:ident $avp:ident) => { $crate::diameter::dictionary::grammar::rows!(@filled required $def $avp) };
    (@filled some $def:ident $avp:ident) => { $crate::diameter::dictionary::grammar::check_filled(&$avp, const { $def.format.is_text() })? };
    (@filled $other:ident $def:ident $avp:ident) => {};

    (@store any $field:ident $avp:ident) => { $field.push(Value::read(&$avp)?) };
    (@store some $field:ident $avp:ident) => { $field.push(Value::read(&$avp)?) };
    (@store expected_some $field:ident $avp:ident) => { $field.push(Value::read(&$avp)?) };
    (@store first $field:ident $avp:ident) => {
        if $field.is_none() {
            $field = Some(Value::read(&$avp)?)
        }
    };
    (@store boxed $field:ident $avp:ident) => {
        rows!(@once $field $avp);
        $field = Some(Box::new(Value::read(&$avp)?))
    };
    (@store $single:ident $field:ident $avp:ident) => {
        rows!(@once $field $avp);
        $field = Some(Value::read(&$avp)?)
    };
    (@once $field:ident $avp:ident) => {
        if $field.is_some() {
            return Err($avp.error($crate::diameter::codec::ResultCode::AVP_OCCURS_TOO_MANY_TIMES));
        }
    };

    (@take fixed $field:ident $def:ident) => { rows!(@take required $field $def) };
    (@take first $field:ident $def:ident) => { rows!(@take required $field $def) };
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
    (@emit first ($value:expr) $def:ident $writer:ident) => { $value.write(&$def, $writer) };
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
    (@rule boxed $def:ident) => { $crate::diameter::dictionary::grammar::rows!(@rule Optional, false, $def) };
    (@rule either $def:ident) => { $crate::diameter::dictionary::grammar::rows!(@rule Optional, false, $def) };
    (@rule any $def:ident) => { $crate::diameter::dictionary::grammar::rows!(@rule Any, false, $def) };
    (@rule some $def:ident) => { $crate::diameter::dictionary::grammar::rows!(@rule Some, false, $def) };
    (@rule expected_some $def:ident) => { $crate::diameter::dictionary::grammar::rows!(@rule Some, true, $def) };
    (@rule first $def:ident) => {
        $crate::diameter::dictionary::grammar::Rule {
            avp: &$def,
            occurs: Some($crate::diameter::dictionary::grammar::Occurs::Required),
            lenient: false,
            repeats: true,
        }
    };
    (@rule surplus $def:ident) => {
        $crate::diameter::dictionary::grammar::Rule { avp: &$def, occurs: None, lenient: true, repeats: false }
    };
    (@rule $occurs:ident, $lenient:literal, $def:ident) => {
        $crate::diameter::dictionary::grammar::Rule {
            avp: &$def,
            occurs: Some($crate::diameter::dictionary::grammar::Occurs::$occurs),
            lenient: $lenient,
            repeats: false,
        }
    };
}
pub(crate) use rows;

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
                rewrite: |message, out| Ok($type::decode(message)?.encode_like(&message.header, out)),
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

            fn encode_like(&self, header: &$crate::diameter::codec::Header, out: &mut bytes::BytesMut) -> usize {
                self.encode(header.hop_by_hop, header.end_to_end, out)
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

            fn encode_like(&self, header: &$crate::diameter::codec::Header, out: &mut bytes::BytesMut) -> usize {
                self.encode(header, out)
            }
        }
    };
}
pub(crate) use command;
