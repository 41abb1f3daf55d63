//! Values with meaning: parsed once at the edge, valid for ever after.
//!
//! Nothing here knows of a protocol, a store or a clock. A value that exists is a valid one: the constructors refuse the rest.

mod cgi;
mod currency;
mod diameter_uri;
mod digits;
mod durability;
mod e164;
mod ecgi;
mod enodeb;
mod framed;
pub mod geo;
mod impi;
mod impu;
mod imsi;
mod lai;
mod located;
mod money;
mod name;
mod ncgi;
mod plmn;
mod rai;
mod sai;
mod seen;
mod sic;
mod tai;
mod tai5gs;
mod text;
mod time;

pub use cgi::Cgi;
pub use currency::Currency;
pub use diameter_uri::{DiameterUri, Protocol, Transport};
pub use durability::{Lsn, Ticket, Watermark};
pub use e164::E164;
pub use ecgi::Ecgi;
pub use enodeb::ENodeB;
pub use framed::FramedAddress;
pub use impi::{Impi, MalformedImpi, home_domain};
pub use impu::{Impu, MalformedImpu, Scheme};
pub use imsi::Imsi;
pub use lai::Lai;
pub use located::{after_plmn, hex_number};
pub use money::{Money, NoDecimal, UnitValue, decimal, write_decimal};
pub use name::Name;
pub use ncgi::Ncgi;
pub use plmn::Plmn;
pub use rai::Rai;
pub use sai::Sai;
pub use seen::{Area, Cell, Seen};
pub use sic::Sic;
pub use tai::Tai;
pub use tai5gs::Tai5gs;
pub use time::Timestamp;

/// A text that is not the value it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not {what}: expected {expected}")]
pub struct InvalidValue {
    /// What was to be read, with its article.
    pub what: &'static str,
    /// What would have been accepted.
    pub expected: &'static str,
}

/// Serialises a type through `Display` and `FromStr` in formats for people, and through its packed word elsewhere.
macro_rules! text_serde {
    ($type:ident) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    serializer.collect_str(self)
                } else {
                    serializer.serialize_u64(self.0.packed())
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use serde::de::Error;
                if deserializer.is_human_readable() {
                    $crate::types::text::parse(deserializer, str::parse)
                } else {
                    let word = u64::deserialize(deserializer)?;
                    $crate::types::digits::Digits::from_packed(word)
                        .map(Self)
                        .ok_or_else(|| D::Error::custom(concat!("not a packed ", stringify!($type))))
                }
            }
        }
    };
}
use text_serde;
