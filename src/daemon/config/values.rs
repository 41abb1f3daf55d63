//! Values that check themselves while they are read, so that a mistake is reported where it stands.

use crate::types::Name;
use serde::{Deserialize, Serialize};
use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    str::FromStr,
};

/// A Diameter identity or realm: a fully qualified domain name (RFC 6733 §4.3.1), kept in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Identity(Name);

impl Identity {
    /// The text, in lower case.
    pub fn name(&self) -> &Name {
        &self.0
    }
}

impl FromStr for Identity {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let fit = |label: &str| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        };
        if text.len() > 253 || !text.split('.').all(fit) {
            return Err(format!(
                "{text:?} is no Diameter identity: write a domain name, such as hss.ims.example"
            ));
        }
        Ok(Self(Name::new(&text.to_ascii_lowercase())))
    }
}

/// A host and a port to connect to: `192.0.2.1:3868`, `[2001:db8::1]:3868` or `scscf.ims.example:3868`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HostPort(String);

impl HostPort {
    /// The text, as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for HostPort {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let named = text.rsplit_once(':').is_some_and(|(host, port)| {
            host.parse::<Identity>().is_ok() && port.parse::<u16>().is_ok_and(|port| port != 0)
        });
        if named || text.parse::<SocketAddr>().is_ok_and(|address| address.port() != 0) {
            return Ok(Self(text.to_owned()));
        }
        Err(format!(
            "{text:?} is no address to connect to: write host:port, such as 192.0.2.1:3868 or scscf.ims.example:3868"
        ))
    }
}

/// An address to listen on: `127.0.0.1:3868`, `[::]:3868`; port 0 lets the system choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Listen(pub SocketAddr);

impl FromStr for Listen {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        text.parse().map(Self).map_err(|_| {
            format!(
                "{text:?} is no address to listen on: write address:port, such as 127.0.0.1:3868 or [::]:3868"
            )
        })
    }
}

/// A GTP peer: `192.0.2.7:2123`, `[2001:db8::7]:2123`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct GtpPeer(pub SocketAddr);

impl FromStr for GtpPeer {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let address = text.parse().ok().filter(|address: &SocketAddr| address.port() != 0);
        address.map(Self).ok_or_else(|| {
            format!("{text:?} is no address of a GTP peer: write address:port, such as 192.0.2.7:2123")
        })
    }
}

/// A source address or network that a peer may come from: `192.0.2.1`, `192.0.2.0/24`, `2001:db8::/32`. What is written with bits past the prefix
/// (`192.0.2.7/24`) is refused: it may have been meant as the one address or as the whole network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Network {
    /// The address; bits past `prefix` are zero.
    pub address: IpAddr,
    /// How many bits count.
    pub prefix: u8,
}

impl FromStr for Network {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong =
            || format!("{text:?} is no address or network: write 192.0.2.1, 192.0.2.0/24 or 2001:db8::/32");
        let (address, prefix) =
            text.split_once('/').map_or((text, None), |(address, prefix)| (address, Some(prefix)));
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let longest = if address.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            Some(prefix) => prefix.parse().ok().filter(|bits| *bits <= longest).ok_or_else(wrong)?,
            None => longest,
        };
        let first = masked(address, prefix);
        if first != address {
            return Err(format!(
                "{text:?} names an address and a network: write {first}/{prefix} for the network, or {address} for the one address"
            ));
        }
        Ok(Self { address, prefix })
    }
}

/// The first address of the network: bits past the prefix, which is not longer than the address, are zero.
fn masked(address: IpAddr, prefix: u8) -> IpAddr {
    match address {
        IpAddr::V4(address) => {
            let mask = u32::MAX.checked_shl(32 - u32::from(prefix)).unwrap_or(0);
            Ipv4Addr::from_bits(address.to_bits() & mask).into()
        }
        IpAddr::V6(address) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(prefix)).unwrap_or(0);
            Ipv6Addr::from_bits(address.to_bits() & mask).into()
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let longest = if self.address.is_ipv4() { 32 } else { 128 };
        if self.prefix == longest {
            self.address.fmt(f)
        } else {
            write!(f, "{}/{}", self.address, self.prefix)
        }
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for HostPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for GtpPeer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

macro_rules! through_text {
    ($($type:ident)*) => {$(
        impl TryFrom<String> for $type {
            type Error = String;
            fn try_from(text: String) -> Result<Self, String> {
                text.parse()
            }
        }

        impl From<$type> for String {
            fn from(value: $type) -> String {
                value.to_string()
            }
        }
    )*};
}
through_text! { Identity HostPort Listen GtpPeer Network }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_comes_back() {
        for text in
            ["192.0.2.1", "192.0.2.0/24", "2001:db8::/32", "::1", "0.0.0.0/0", "::/0", "192.0.2.128/25"]
        {
            assert_eq!(text.parse::<Network>().unwrap().to_string(), text);
        }
        assert_eq!("HSS.ims.Example".parse::<Identity>().unwrap().to_string(), "hss.ims.example");
        assert_eq!("[::1]:3868".parse::<HostPort>().unwrap().to_string(), "[::1]:3868");
    }

    #[test]
    fn what_is_wrong_says_what_would_be_right() {
        assert!("192.0.2.0/33".parse::<Network>().unwrap_err().contains("192.0.2.0/24"));
        for (text, network, one) in [
            ("192.0.2.7/24", "192.0.2.0/24", "192.0.2.7"),
            ("192.0.2.1/0", "0.0.0.0/0", "192.0.2.1"),
            ("192.0.2.1/31", "192.0.2.0/31", "192.0.2.1"),
            ("2001:db8::1/32", "2001:db8::/32", "2001:db8::1"),
        ] {
            let sentence = text.parse::<Network>().unwrap_err();
            assert!(sentence.contains(&format!("write {network} for")), "{sentence}");
            assert!(sentence.contains(&format!("or {one} for")), "{sentence}");
        }
        assert!("localhost:3868".parse::<Listen>().unwrap_err().contains("127.0.0.1:3868"));
        assert!("scscf".parse::<HostPort>().unwrap_err().contains("host:port"));
        assert!("a b".parse::<Identity>().unwrap_err().contains("domain name"));
    }
}
