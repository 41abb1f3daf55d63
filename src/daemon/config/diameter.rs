//! `[diameter]` and `[peer."IDENTITY"]`: who this node is, where it listens, whom it speaks with.

use super::values::{HostPort, Identity, Listen, Network};
use serde::{Deserialize, Serialize};

/// `[diameter]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "the names are those of the settings")]
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
    /// Between attempts to connect (Tc of RFC 6733 §12), with jitter.
    pub reconnect_seconds: u16,
    /// How long a request of ours waits for its answer.
    pub answer_seconds: u16,
    /// How long a stop waits for peers to disconnect (DPA).
    pub drain_seconds: u16,
    /// Connections at once.
    pub max_connections: u32,
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
            listen: vec![Listen(([127, 0, 0, 1], 3868).into()), Listen((std::net::Ipv6Addr::LOCALHOST, 3868).into())],
            accept_unknown_peers: false,
            watchdog_seconds: 30,
            reconnect_seconds: 30,
            answer_seconds: 10,
            drain_seconds: 5,
            max_connections: 4096,
        }
    }
}

/// `[peer."IDENTITY"]`
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Peer {
    /// Its realm, if one is to be insisted upon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub realm: Option<Identity>,
    /// Where it may connect from; empty: from anywhere.
    pub addresses: Vec<Network>,
    /// Where to connect to, if we are to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connect: Option<HostPort>,
    /// The applications it may use, by name; empty: all that are served.
    pub applications: Vec<String>,
    /// The realms its requests may be for; empty: ours alone.
    pub realms: Vec<Identity>,
}
