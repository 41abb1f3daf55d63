//! The address that the packet core gave to a phone, as AAA messages frame it.

use super::InvalidValue;
use std::{
    fmt,
    net::{Ipv4Addr, Ipv6Addr},
    str::FromStr,
};

/// An IPv4 address, or an IPv6 prefix with or without the interface within it (Framed-IP-Address of RFC 7155 §4.4.10.5.1, Framed-IPv6-Prefix
/// of §4.4.10.5.6 and Framed-Interface-Id of §4.4.10.5.5).
///
/// Written `10.45.0.2`, `2001:db8:0:1::/64`, or `2001:db8:0:1::2` for one interface of a prefix of 64 bits, which is how the packet core gives them
/// out (TS 23.401 §5.3.1.2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FramedAddress {
    /// An IPv4 address.
    V4(Ipv4Addr),
    /// A prefix of so many bits, those behind it zero.
    Prefix(Ipv6Addr, u8),
    /// A prefix of 64 bits, and the interface within it.
    Interface(Ipv6Addr),
}

/// How long the prefix of a whole address is.
const WHOLE: u8 = 64;

impl FramedAddress {
    /// Reads any of the three.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((prefix, bits)) = text.split_once('/') {
            let (prefix, bits): (Ipv6Addr, u8) = (prefix.parse().ok()?, bits.parse().ok()?);
            let behind = u128::MAX.checked_shr(bits.into()).unwrap_or(0);
            return (bits <= 128 && prefix.to_bits() & behind == 0).then_some(Self::Prefix(prefix, bits));
        }
        match text.parse() {
            Ok(std::net::IpAddr::V4(address)) => Some(Self::V4(address)),
            Ok(std::net::IpAddr::V6(address)) => Some(Self::Interface(address)),
            Err(_) => None,
        }
    }

    /// The value of Framed-IP-Address.
    pub fn framed_ip_address(self) -> Option<[u8; 4]> {
        match self {
            Self::V4(address) => Some(address.octets()),
            _ => None,
        }
    }

    /// The value of Framed-IPv6-Prefix: a reserved octet, the length in bits, the prefix (RFC 3162 §2.3). The octets behind the prefix need not be
    /// sent.
    pub fn framed_ipv6_prefix(self) -> Option<Vec<u8>> {
        let (address, bits) = match self {
            Self::V4(_) => return None,
            Self::Prefix(prefix, bits) => (prefix, bits),
            Self::Interface(address) => (address, WHOLE),
        };
        let octets = usize::from(bits).div_ceil(8);
        Some([&[0, bits], address.octets().get(..octets).unwrap_or_default()].concat())
    }

    /// The value of Framed-Interface-Id (RFC 3162 §2.2).
    pub fn framed_interface_id(self) -> Option<u64> {
        match self {
            Self::Interface(address) => Some(address.to_bits() as u64),
            _ => None,
        }
    }
}

impl FromStr for FramedAddress {
    type Err = InvalidValue;
    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        let what = "an address";
        let expected = "an IPv4 address, an IPv6 address, or an IPv6 prefix with its length";
        Self::parse(text).ok_or(InvalidValue { what, expected })
    }
}

impl fmt::Display for FramedAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::V4(address) => address.fmt(f),
            Self::Prefix(prefix, bits) => write!(f, "{prefix}/{bits}"),
            Self::Interface(address) => address.fmt(f),
        }
    }
}

/// A text everywhere, in the journal too: few have one.
impl serde::Serialize for FramedAddress {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for FramedAddress {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::text::parse(deserializer, str::parse)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_has_its_own_values() {
        let values = |text: &str| {
            let address: FramedAddress = text.parse().unwrap();
            assert_eq!(address.to_string(), text);
            assert_eq!(postcard::from_bytes(&postcard::to_stdvec(&address).unwrap()), Ok(address));
            (address.framed_ip_address(), address.framed_ipv6_prefix(), address.framed_interface_id())
        };
        assert_eq!(values("10.45.0.2"), (Some([10, 45, 0, 2]), None, None));
        let prefix = vec![0, 64, 0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 1];
        assert_eq!(values("2001:db8:0:1::/64"), (None, Some(prefix.clone()), None));
        assert_eq!(values("2001:db8:0:1::2"), (None, Some(prefix), Some(2)));
        assert_eq!(values("2001:db8::/33"), (None, Some(vec![0, 33, 0x20, 0x01, 0x0d, 0xb8, 0]), None));
        assert_eq!(values("::/0"), (None, Some(vec![0, 0]), None));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in
            ["", "10.45.0", "10.45.0.0/24", "2001:db8::1/64", "2001:db8::/129", "2001:db8::/", "line 1"]
        {
            assert_eq!(FramedAddress::parse(text), None, "{text}");
        }
        assert_eq!(FramedAddress::parse("2001:db8::1/128").unwrap().framed_ipv6_prefix().unwrap().len(), 18);
    }
}
