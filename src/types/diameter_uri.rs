//! Addresses of Diameter nodes as URIs.

use std::fmt;

/// A DiameterURI, read (RFC 6733 §4.3.1): `aaa://host[:port][;transport=…][;protocol=…]`. What it leaves out has its default; written, it is
/// the text it was read from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct DiameterUri<'a> {
    text: &'a str,
    /// `aaas`: with transport security.
    pub secure: bool,
    /// The node's name, as received.
    pub host: &'a str,
    /// 3868 by default, 5658 where it is secure.
    pub port: u16,
    /// TCP by default.
    pub transport: Transport,
    /// Diameter by default.
    pub protocol: Protocol,
}

/// What a node listens on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// TCP.
    Tcp,
    /// SCTP.
    Sctp,
    /// UDP: never with Diameter.
    Udp,
}

/// What a node speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// Diameter.
    Diameter,
    /// RADIUS.
    Radius,
    /// TACACS+.
    TacacsPlus,
}

impl<'a> DiameterUri<'a> {
    /// Reads a DiameterURI; `None` for anything else.
    pub fn parse(text: &'a str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let secure = match scheme {
            "aaa" => false,
            "aaas" => true,
            _ => return None,
        };
        let mut parts = rest.split(';');
        let (host, port) = match parts.next()?.split_once(':') {
            Some((host, port)) => (host, port_number(port)?),
            None => (rest.split(';').next()?, if secure { 5658 } else { 3868 }),
        };
        let mut uri =
            Self { text, secure, host, port, transport: Transport::Tcp, protocol: Protocol::Diameter };
        let mut part = parts.next();
        if let Some(transport) = part.and_then(|part| part.strip_prefix("transport=")) {
            uri.transport = Transport::parse(transport)?;
            part = parts.next();
        }
        if let Some(protocol) = part.and_then(|part| part.strip_prefix("protocol=")) {
            uri.protocol = Protocol::parse(protocol)?;
            part = parts.next();
        }
        // UDP must not be used with Diameter (§4.3.1).
        let fits = uri.transport != Transport::Udp || uri.protocol != Protocol::Diameter;
        (part.is_none() && is_domain_name(host) && fits).then_some(uri)
    }

    /// The text it was read from.
    pub fn as_str(&self) -> &'a str {
        self.text
    }
}

impl Transport {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "tcp" => Some(Self::Tcp),
            "sctp" => Some(Self::Sctp),
            "udp" => Some(Self::Udp),
            _ => None,
        }
    }
}

impl Protocol {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "diameter" => Some(Self::Diameter),
            "radius" => Some(Self::Radius),
            "tacacs+" => Some(Self::TacacsPlus),
            _ => None,
        }
    }
}

/// Digits alone: the standard library's reader would take a sign, too.
fn port_number(text: &str) -> Option<u16> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// Labels of letters, digits, hyphens and (the field has them) underscores, none of them empty.
fn is_domain_name(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    text.len() <= 255 && text.split('.').all(|label| !label.is_empty() && label.bytes().all(fits))
}

impl fmt::Display for DiameterUri<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl fmt::Debug for DiameterUri<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.text, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6733 §4.3.1: its examples, and the defaults.
    #[test]
    fn reads_the_examples_of_the_standard() {
        use {Protocol::*, Transport::*};
        let cases = [
            ("aaa://host.example.com;transport=tcp", (false, 3868, Tcp, Diameter)),
            ("aaa://host.example.com:6666;transport=tcp", (false, 6666, Tcp, Diameter)),
            ("aaa://host.example.com;protocol=diameter", (false, 3868, Tcp, Diameter)),
            ("aaa://host.example.com:6666;protocol=diameter", (false, 6666, Tcp, Diameter)),
            ("aaa://host.example.com:6666;transport=tcp;protocol=diameter", (false, 6666, Tcp, Diameter)),
            ("aaa://host.example.com:1813;transport=udp;protocol=radius", (false, 1813, Udp, Radius)),
            ("aaas://host.example.com", (true, 5658, Tcp, Diameter)),
            ("aaa://host.example.com;transport=sctp", (false, 3868, Sctp, Diameter)),
            ("aaa://host.example.com;protocol=tacacs+", (false, 3868, Tcp, TacacsPlus)),
        ];
        for (text, expected) in cases {
            let uri = DiameterUri::parse(text).unwrap();
            assert_eq!((uri.secure, uri.port, uri.transport, uri.protocol), expected, "{text}");
            assert_eq!((uri.host, uri.as_str()), ("host.example.com", text));
        }
    }

    #[test]
    fn refuses_what_is_no_diameter_uri() {
        for text in [
            "",
            "aaa:",
            "aaa://",
            "aaa://:3868",
            "host.example.com",
            "http://host.example.com",
            "AAA//host",
            "aaa://host..example",
            "aaa://host example",
            "aaa://host:",
            "aaa://host:+1",
            "aaa://host:65536",
            "aaa://host:1:2",
            "aaa://host;transport=ip",
            "aaa://host;transport=udp",
            "aaa://host;transport=udp;protocol=diameter",
            "aaa://host;protocol=diameter;transport=tcp",
            "aaa://host;transport=tcp;transport=tcp",
            "aaa://host;",
            "aaa://host/path",
        ] {
            assert_eq!(DiameterUri::parse(text), None, "{text}");
        }
    }
}
