//! `[diameter]` and `[[diameter.peer]]`: who this node is, where it listens, whom it speaks with.

use super::values::{HostPort, Identity, Listen, Network};
use crate::{
    diameter::{
        dictionary::{cx, rf, ro, s6a, sh, slg, slh, swx},
        peer::{PeerConfig, PeerTable, Prefix},
    },
    types::Name,
};
use serde::{Deserialize, Serialize};

/// `[diameter]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Diameter {
    /// Origin-Host.
    pub identity: Identity,
    /// Origin-Realm.
    pub realm: Identity,
    /// Where to listen; an address the machine does not have ends the start, except `[::1]` where IPv6 is off.
    pub listen: Vec<Listen>,
    /// The lab switch: every peer is accepted, whoever it is.
    pub accept_unknown_peers: bool,
    /// Tw of RFC 3539, before its jitter of two seconds.
    pub watchdog_seconds: u16,
    /// The longest pause between attempts to connect (Tc of RFC 6733 §12); it grows up to here, with jitter.
    pub reconnect_seconds: u16,
    /// How long a request of ours waits for its answer.
    pub answer_seconds: u16,
    /// How long a stop waits for peers to disconnect (DPA).
    pub drain_seconds: u16,
    /// The nodes that may connect, and those we connect to.
    pub peer: Vec<Peer>,
}

impl Default for Diameter {
    fn default() -> Self {
        let lab = |text: &str| text.parse();
        #[expect(clippy::expect_used, reason = "constants that are identities, and read by every test")]
        let (identity, realm) = (
            lab("hss.ims.mnc001.mcc001.3gppnetwork.org").expect("an identity"),
            lab("ims.mnc001.mcc001.3gppnetwork.org").expect("an identity"),
        );
        Self {
            identity,
            realm,
            listen: vec![
                Listen(([127, 0, 0, 1], 3868).into()),
                Listen((std::net::Ipv6Addr::LOCALHOST, 3868).into()),
            ],
            accept_unknown_peers: false,
            watchdog_seconds: 30,
            reconnect_seconds: 30,
            answer_seconds: 10,
            drain_seconds: 5,
            peer: Vec::new(),
        }
    }
}

/// `[[diameter.peer]]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Peer {
    /// Its Origin-Host.
    pub identity: Identity,
    /// Its Origin-Realm.
    pub realm: Identity,
    /// Where it may connect from; empty: from anywhere.
    #[serde(default)]
    pub addresses: Vec<Network>,
    /// Where to connect to, if we are to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connect: Option<HostPort>,
    /// The applications it may use, by name; empty: all that are served.
    #[serde(default)]
    pub applications: Vec<Served>,
    /// The realms whose requests it may bring besides its own and ours; "*" for any.
    #[serde(default)]
    pub realms: Vec<String>,
    /// Connections it may have at once.
    #[serde(default = "one")]
    pub connections: usize,
}

fn one() -> usize {
    1
}

/// An application, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Served {
    /// TS 29.229.
    Cx,
    /// TS 29.329.
    Sh,
    /// TS 29.272.
    S6a,
    /// TS 29.273.
    Swx,
    /// TS 29.173.
    Slh,
    /// TS 29.172.
    Slg,
    /// RFC 8506 and TS 32.299, online: Gy too.
    Ro,
    /// RFC 6733 and TS 32.299, offline.
    Rf,
}

impl Served {
    /// Its Application-Id.
    pub fn id(self) -> u32 {
        match self {
            Self::Cx => cx::APPLICATION,
            Self::Sh => sh::APPLICATION,
            Self::S6a => s6a::APPLICATION,
            Self::Swx => swx::APPLICATION,
            Self::Slh => slh::APPLICATION,
            Self::Slg => slg::APPLICATION,
            Self::Ro => ro::APPLICATION,
            Self::Rf => rf::APPLICATION,
        }
    }
}

impl Diameter {
    /// Who may connect, as the Diameter layer wants it.
    ///
    /// # Errors
    /// What is wrong with the table as a whole.
    pub fn peer_table(&self) -> Result<PeerTable, String> {
        let mut peers = Vec::with_capacity(self.peer.len());
        for peer in &self.peer {
            let prefix =
                |network: &Network| network.to_string().parse::<Prefix>().map_err(|error| error.to_string());
            peers.push(PeerConfig {
                addresses: peer.addresses.iter().map(prefix).collect::<Result<_, _>>()?,
                applications: peer.applications.iter().map(|served| served.id()).collect(),
                realms: peer.realms.iter().map(|realm| Name::new(&realm.to_ascii_lowercase())).collect(),
                connect: peer.connect.as_ref().map(ToString::to_string),
                connections: peer.connections,
                ..PeerConfig::new(peer.identity.name(), peer.realm.name())
            });
        }
        PeerTable::new(peers, self.accept_unknown_peers).map_err(|error| error.to_string())
    }
}
