//! The configured peers: who may connect, from where, for what; and whom we dial.

use super::limits;
use crate::{diameter::Application, types::Name};
use std::{collections::HashMap, fmt, net::IpAddr, str::FromStr, sync::Arc};

/// One configured peer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerConfig {
    /// Its Origin-Host, in lower case.
    pub identity: Name,
    /// Its Origin-Realm, in lower case.
    pub realm: Name,
    /// Where it may connect from; empty: from anywhere.
    pub addresses: Vec<Prefix>,
    /// Application-Ids it may use, and that are advertised to it; empty: all that are served.
    pub applications: Vec<u32>,
    /// Realms whose requests it may bring besides its own and ours (for agents); `*` brings any.
    pub realms: Vec<Name>,
    /// `host:port` to dial, for a peer that we connect to.
    pub connect: Option<String>,
    /// Connections it may have at once: more than one only for a peer of several instances under one identity (RFC 6733 §2.1).
    pub connections: usize,
}

impl PeerConfig {
    /// A peer that may connect from anywhere, once, for everything.
    pub fn new(identity: &str, realm: &str) -> Self {
        Self {
            identity: lower(identity),
            realm: lower(realm),
            addresses: Vec::new(),
            applications: Vec::new(),
            realms: Vec::new(),
            connect: None,
            connections: 1,
        }
    }

    /// Those of `served` that this peer may use.
    pub fn allowed(&self, served: &[Application]) -> Vec<Application> {
        let allowed =
            |app: &&Application| self.applications.is_empty() || self.applications.contains(&app.id);
        served.iter().filter(allowed).copied().collect()
    }

    /// True if a request with this Origin-Realm may come over the peer's connection.
    pub fn may_bring(&self, origin_realm: &str) -> bool {
        self.realm.eq_ignore_ascii_case(origin_realm)
            || self.realms.iter().any(|realm| &**realm == "*" || realm.eq_ignore_ascii_case(origin_realm))
    }

    fn may_come_from(&self, address: IpAddr) -> bool {
        self.addresses.is_empty() || self.addresses.iter().any(|prefix| prefix.contains(address))
    }
}

/// All configured peers.
#[derive(Debug, Clone, Default)]
pub struct PeerTable {
    peers: HashMap<Name, Arc<PeerConfig>>,
    accept_unknown: bool,
}

/// A peer table that contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// Twice the same identity.
    #[error("the peer {0} is configured twice: put its addresses into one [[diameter.peer]] section")]
    Twice(Name),
    /// Not a DiameterIdentity.
    #[error("{0:?} is no Diameter identity: letters, digits, '.', '-' and '_' make one, 255 at most")]
    Identity(Name),
    /// No connection allowed.
    #[error(
        "the peer {0} may have no connection at all: set connections to 1 or more, or remove the section"
    )]
    NoConnections(Name),
}

/// A peer that may not connect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What is wrong, as a sentence.
    pub reason: String,
    /// The section of the configuration that would let it in.
    pub toml: String,
    /// It has a section already, which this one has to replace.
    pub replaces: bool,
}

impl PeerTable {
    /// A table of `peers`; `accept_unknown` lets in whoever is not among them (for laboratories only).
    ///
    /// # Errors
    /// A [`TableError`] says which peer is wrong.
    pub fn new(
        peers: impl IntoIterator<Item = PeerConfig>,
        accept_unknown: bool,
    ) -> Result<Self, TableError> {
        let mut table = Self { peers: HashMap::new(), accept_unknown };
        for mut peer in peers {
            (peer.identity, peer.realm) = (lower(&peer.identity), lower(&peer.realm));
            if let Some(wrong) = [&peer.identity, &peer.realm].into_iter().find(|name| !is_identity(name)) {
                return Err(TableError::Identity(wrong.clone()));
            }
            if peer.connections == 0 {
                return Err(TableError::NoConnections(peer.identity));
            }
            if let Some(other) = table.peers.insert(peer.identity.clone(), Arc::new(peer)) {
                return Err(TableError::Twice(other.identity.clone()));
            }
        }
        Ok(table)
    }

    /// A table that lets anybody in.
    pub fn anybody() -> Self {
        Self { peers: HashMap::new(), accept_unknown: true }
    }

    /// The peer of this identity (in lower case), if it is configured.
    pub fn get(&self, identity: &str) -> Option<&Arc<PeerConfig>> {
        self.peers.get(identity)
    }

    /// All peers.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<PeerConfig>> {
        self.peers.values()
    }

    /// Decides whether a peer that calls itself `host` of `realm` (both in lower case) may connect from `source`.
    ///
    /// # Errors
    /// [`Refused`], to be answered 3010 DIAMETER_UNKNOWN_PEER (RFC 6733 §5.3).
    pub fn admit(&self, host: &Name, realm: &Name, source: IpAddr) -> Result<Arc<PeerConfig>, Refused> {
        let source = source.to_canonical();
        let reason = match self.peers.get(host) {
            Some(peer) if !peer.may_come_from(source) => {
                format!(
                    "peer {host} may not connect from {source}: that address is not among its configured ones"
                )
            }
            Some(peer) if peer.realm != *realm => {
                format!("peer {host} says its realm is {realm}, but {} is configured", peer.realm)
            }
            Some(peer) => return Ok(peer.clone()),
            None if self.accept_unknown => {
                return Ok(Arc::new(PeerConfig {
                    connections: limits::LAB_CONNECTIONS,
                    ..PeerConfig::new(host, realm)
                }));
            }
            None => format!("peer {host} at {source} is not configured"),
        };
        let known = self.peers.get(host);
        // A peer that may come from anywhere stays one.
        let before = known.map_or(&[][..], |peer| &peer.addresses);
        let listed = known.is_none_or(|peer| !peer.may_come_from(source)).then(|| source.into());
        let addresses: Vec<_> =
            before.iter().copied().chain(listed).map(|prefix| format!("\"{prefix}\"")).collect();
        let toml = format!(
            "[[diameter.peer]]\nidentity = \"{host}\"\nrealm = \"{realm}\"\naddresses = [{}]",
            addresses.join(", ")
        );
        Err(Refused { reason, toml, replaces: known.is_some() })
    }
}

/// An address, or all addresses that begin with the same bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prefix {
    address: IpAddr,
    bits: u8,
}

/// A text that is no [`Prefix`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is neither an IP address nor a prefix like 10.0.0.0/8 or 2001:db8::/32")]
pub struct InvalidPrefix(String);

impl Prefix {
    /// True if `address` is in it; an IPv4 address in IPv6 clothes counts as the IPv4 address.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(ours), IpAddr::V4(theirs)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.bits)).unwrap_or(0);
                ours.to_bits() & mask == theirs.to_bits() & mask
            }
            (IpAddr::V6(ours), IpAddr::V6(theirs)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.bits)).unwrap_or(0);
                ours.to_bits() & mask == theirs.to_bits() & mask
            }
            _ => false,
        }
    }
}

impl FromStr for Prefix {
    type Err = InvalidPrefix;

    fn from_str(text: &str) -> Result<Self, InvalidPrefix> {
        let invalid = || InvalidPrefix(text.into());
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| invalid())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), str::parse).map_err(|_| invalid())?;
        if bits > most { Err(invalid()) } else { Ok(Self { address, bits }) }
    }
}

impl From<IpAddr> for Prefix {
    fn from(address: IpAddr) -> Self {
        Self { address, bits: if address.is_ipv4() { 32 } else { 128 } }
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let most = if self.address.is_ipv4() { 32 } else { 128 };
        if self.bits == most { self.address.fmt(f) } else { write!(f, "{}/{}", self.address, self.bits) }
    }
}

/// True for what can be a DiameterIdentity or a realm (RFC 6733 §4.3.1: an FQDN). It goes into logs and TOML, so nothing else gets in.
pub(super) fn is_identity(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    !text.is_empty() && text.len() <= limits::IDENTITY && text.bytes().all(fits)
}

/// An identity in the one form we compare.
pub(in crate::diameter) fn lower(text: &str) -> Name {
    Name::new(&text.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(accept_unknown: bool) -> PeerTable {
        let mut peer = PeerConfig::new("SCSCF.example.org", "Example.org");
        peer.addresses = vec!["10.1.0.0/16".parse().unwrap(), "2001:db8::7".parse().unwrap()];
        PeerTable::new([peer], accept_unknown).unwrap()
    }

    #[test]
    fn a_configured_peer_is_let_in_from_its_addresses_in_its_realm_only() {
        let (host, realm) = (Name::new("scscf.example.org"), Name::new("example.org"));
        let admit = |source: &str, realm: &Name| table(true).admit(&host, realm, source.parse().unwrap());
        assert!(admit("10.1.2.3", &realm).is_ok());
        assert!(admit("::ffff:10.1.2.3", &realm).is_ok(), "the same address on a dual-stack listener");
        assert!(admit("2001:db8::7", &realm).is_ok());
        assert!(admit("2001:db8::8", &realm).is_err());
        assert!(admit("10.2.0.1", &realm).is_err(), "not even where unknown peers are let in");
        assert!(
            admit("10.1.2.3", &Name::new("evil.example"))
                .unwrap_err()
                .reason
                .contains("example.org is configured")
        );
    }

    #[test]
    fn an_unknown_peer_is_refused_with_the_lines_that_would_let_it_in() {
        let (host, realm) = (Name::new("icscf.example.org"), Name::new("example.org"));
        let refused = table(false).admit(&host, &realm, "192.0.2.9".parse().unwrap()).unwrap_err();
        assert_eq!(
            refused.toml,
            "[[diameter.peer]]\nidentity = \"icscf.example.org\"\nrealm = \"example.org\"\naddresses = [\"192.0.2.9\"]"
        );
        assert!(!refused.replaces);
        assert!(table(true).admit(&host, &realm, "192.0.2.9".parse().unwrap()).is_ok());
    }

    #[test]
    fn a_configured_peer_that_is_refused_is_told_its_section_as_it_would_have_to_be() {
        let (host, realm) = (Name::new("scscf.example.org"), Name::new("example.org"));
        let elsewhere = table(false).admit(&host, &realm, "192.0.2.9".parse().unwrap()).unwrap_err();
        assert!(elsewhere.toml.ends_with(r#"addresses = ["10.1.0.0/16", "2001:db8::7", "192.0.2.9"]"#));
        let other = Name::new("other.example");
        let other = table(false).admit(&host, &other, "10.1.0.1".parse().unwrap()).unwrap_err();
        assert!(
            other.toml.contains("realm = \"other.example\"\naddresses = [\"10.1.0.0/16\", \"2001:db8::7\"]")
        );
        assert!(elsewhere.replaces && other.replaces);
    }

    #[test]
    fn a_table_that_contradicts_itself_is_refused() {
        let peer = PeerConfig::new("a.example", "example");
        assert_eq!(
            PeerTable::new([peer.clone(), PeerConfig::new("A.example", "example")], false).unwrap_err(),
            TableError::Twice("a.example".into())
        );
        assert!(PeerTable::new([PeerConfig::new("a b", "example")], false).is_err());
        assert!(PeerTable::new([PeerConfig { connections: 0, ..peer }], false).is_err());
    }

    #[test]
    fn prefixes_are_read_and_written() {
        for text in ["10.0.0.0/8", "192.0.2.1", "2001:db8::/32", "::1", "0.0.0.0/0"] {
            assert_eq!(text.parse::<Prefix>().unwrap().to_string(), text);
        }
        for text in ["10.0.0.0/33", "::/129", "example.org", "10.0.0.0/", ""] {
            assert!(text.parse::<Prefix>().is_err(), "{text}");
        }
        assert!("0.0.0.0/0".parse::<Prefix>().unwrap().contains("203.0.113.5".parse().unwrap()));
    }
}
