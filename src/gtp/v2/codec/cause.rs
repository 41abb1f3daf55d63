//! Cause, with the offending element (TS 29.274 §8.4).

use super::{Element, Encode, Wrong};
use bytes::{BufMut, BytesMut};
use std::fmt;

/// A Cause value (Table 8.4-1). Values 16 to 63 are acceptances.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CauseValue(pub u8);

macro_rules! causes {
    ($($name:ident = $value:literal $text:literal;)*) => {
        impl CauseValue {
            $(#[doc = $text] pub const $name: Self = Self($value);)*

            /// The standard's words for it; `None` for one we have no use for.
            pub const fn words(self) -> Option<&'static str> {
                match self.0 {
                    $($value => Some($text),)*
                    _ => None,
                }
            }
        }
    };
}

causes! {
    REQUEST_ACCEPTED = 16 "Request accepted";
    REQUEST_ACCEPTED_PARTIALLY = 17 "Request accepted partially";
    CONTEXT_NOT_FOUND = 64 "Context Not Found";
    INVALID_MESSAGE_FORMAT = 65 "Invalid Message Format";
    INVALID_LENGTH = 67 "Invalid length";
    MANDATORY_IE_INCORRECT = 69 "Mandatory IE incorrect";
    MANDATORY_IE_MISSING = 70 "Mandatory IE missing";
    SYSTEM_FAILURE = 72 "System failure";
    NO_RESOURCES = 73 "No resources available";
    CONDITIONAL_IE_MISSING = 103 "Conditional IE missing";
}

impl CauseValue {
    /// True for an acceptance.
    pub const fn is_accepted(self) -> bool {
        matches!(self.0, 16..=63)
    }
}

impl fmt::Display for CauseValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.words() {
            Some(words) => write!(f, "{words} ({})", self.0),
            None => self.0.fmt(f),
        }
    }
}

impl fmt::Debug for CauseValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The element that a message was rejected for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offending {
    /// Its type.
    pub kind: u8,
    /// Its instance, 0 to 15.
    pub instance: u8,
}

/// Cause, type 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cause {
    /// The value.
    pub value: CauseValue,
    /// CS, bit 1: the remote node found the error; BCE, bit 2, and PCE, bit 3: it lies in a bearer context or in a PDN connection.
    pub flags: u8,
    /// The offending element, where one is at fault.
    pub offending: Option<Offending>,
}

impl Cause {
    /// A cause found here, without flags.
    pub const fn new(value: CauseValue, offending: Option<Offending>) -> Self {
        Self { value, flags: 0, offending }
    }
}

impl Element<'_> for Cause {
    const KIND: u8 = 2;

    fn decode(data: &[u8]) -> Result<Self, Wrong> {
        let [value, flags, rest @ ..] = data else { return Err(Wrong::Length) };
        let offending = match *rest {
            [] => None,
            // The length of the offending element is sent as 0 and says nothing.
            [kind, _, _, instance, ..] => Some(Offending { kind, instance: instance & 15 }),
            _ => return Err(Wrong::Length),
        };
        // 0 is reserved.
        let value = if *value == 0 { Err(Wrong::Value) } else { Ok(CauseValue(*value)) };
        Ok(Self { value: value?, flags: flags & 7, offending })
    }
}

impl Encode for Cause {
    const TYPE: u8 = Self::KIND;

    fn encode(&self, out: &mut BytesMut) {
        out.put_slice(&[self.value.0, self.flags & 7]);
        if let Some(offending) = self.offending {
            out.put_slice(&[offending.kind, 0, 0, offending.instance & 15]);
        }
    }
}
