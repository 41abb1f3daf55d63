//! `[gtp]` and `[[gtp.listener]]`: where MMEs and gateways tell of users' places over GTPv2-C.

use super::values::{GtpPeer, Listen, Network};
use crate::gtp::transport::{ListenerConfig, Mode, Senders};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// `[gtp]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Gtp {
    /// The pause between Echo Requests to a peer.
    pub echo_seconds: u16,
    /// The local addresses; without one nothing of GTP is there.
    pub listener: Vec<GtpListener>,
}

impl Default for Gtp {
    fn default() -> Self {
        Self { echo_seconds: 60, listener: Vec::new() }
    }
}

/// `[[gtp.listener]]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GtpListener {
    /// Where to listen.
    pub listen: Listen,
    /// Whether to answer.
    #[serde(default)]
    pub mode: GtpMode,
    /// Who may send; empty: everybody.
    #[serde(default)]
    pub addresses: Vec<Network>,
    /// Peers that are asked whether they live.
    #[serde(default)]
    pub peers: Vec<GtpPeer>,
}

/// What a listener does with what it reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GtpMode {
    /// Answers Echo and Change Notification.
    #[default]
    Answer,
    /// Reads copies of what others say to each other.
    Mirror,
}

impl GtpListener {
    /// Who may send, as the GTP layer wants it.
    pub fn senders(&self) -> Senders {
        Senders::new(self.addresses.iter().map(|network| (network.address, network.prefix)))
    }
}

impl Gtp {
    /// The listeners as the GTP layer wants them.
    pub fn listeners(&self) -> Vec<ListenerConfig> {
        let interval = Duration::from_secs(self.echo_seconds.into());
        let mode = |listener: &GtpListener| match listener.mode {
            GtpMode::Answer => {
                Mode::Answer { peers: listener.peers.iter().map(|peer| peer.0).collect(), interval }
            }
            GtpMode::Mirror => Mode::Mirror,
        };
        let config = |one: &GtpListener| ListenerConfig {
            address: one.listen.0,
            senders: one.senders(),
            mode: mode(one),
        };
        self.listener.iter().map(config).collect()
    }
}
