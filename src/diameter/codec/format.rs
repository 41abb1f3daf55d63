//! The data formats by name (RFC 6733 §4.2, §4.3): what an AVP's definition says of its value.

/// How an AVP's value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Arbitrary octets.
    OctetString,
    /// 32 bits, signed.
    Integer32,
    /// 64 bits, signed.
    Integer64,
    /// 32 bits, unsigned.
    Unsigned32,
    /// 64 bits, unsigned.
    Unsigned64,
    /// Single precision.
    Float32,
    /// Double precision.
    Float64,
    /// A sequence of AVPs.
    Grouped,
    /// An address family and an address.
    Address,
    /// Seconds since 1900.
    Time,
    /// Text in UTF-8.
    Utf8String,
    /// The name of a node or realm.
    DiameterIdentity,
    /// `aaa://` and a node's name.
    DiameterUri,
    /// An IPFilterRule, which is ASCII text.
    IpFilterRule,
    /// A number out of a named set: the values and their names in the standard.
    Enumerated(&'static [(u32, &'static str)]),
}

impl Format {
    /// Octets of the shortest value of this format: what the Failed-AVP of an absent AVP carries (RFC 6733 §7.5).
    pub const fn shortest(&self) -> usize {
        match self {
            Self::Integer32 | Self::Unsigned32 | Self::Float32 | Self::Time | Self::Enumerated(_) => 4,
            Self::Integer64 | Self::Unsigned64 | Self::Float64 => 8,
            // The family and the shorter kind of IP address.
            Self::Address => 6,
            Self::OctetString
            | Self::Grouped
            | Self::Utf8String
            | Self::DiameterIdentity
            | Self::DiameterUri
            | Self::IpFilterRule => 0,
        }
    }

    /// True for what is written as text.
    pub const fn is_text(&self) -> bool {
        matches!(self, Self::Utf8String | Self::DiameterIdentity | Self::DiameterUri | Self::IpFilterRule)
    }

    /// The name RFC 6733 gives the format.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::OctetString => "OctetString",
            Self::Integer32 => "Integer32",
            Self::Integer64 => "Integer64",
            Self::Unsigned32 => "Unsigned32",
            Self::Unsigned64 => "Unsigned64",
            Self::Float32 => "Float32",
            Self::Float64 => "Float64",
            Self::Grouped => "Grouped",
            Self::Address => "Address",
            Self::Time => "Time",
            Self::Utf8String => "UTF8String",
            Self::DiameterIdentity => "DiameterIdentity",
            Self::DiameterUri => "DiameterURI",
            Self::IpFilterRule => "IPFilterRule",
            Self::Enumerated(_) => "Enumerated",
        }
    }
}
