//! `[ga]` and `[[ga.gateway]]`: charging gateways that records are sent to over GTP′.

use super::values::Listen;
use crate::interfaces::ga::{Gateway, Settings, Transport, queue::Timers};
use serde::{Deserialize, Serialize};
use std::{net::SocketAddr, time::Duration};

/// `[ga]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ga {
    /// Where gateways find this node with datagrams.
    pub listen: Listen,
    /// So long is an answer waited for (T3-RESPONSE).
    pub answer_seconds: u32,
    /// So often is a request sent (N3-REQUESTS).
    pub tries: u32,
    /// A gateway of which nothing was heard for so long is asked whether it is there.
    pub echo_seconds: u32,
    /// A gateway that sent us away is left alone for so long.
    pub redirected_seconds: u32,
    /// No message and its answer are under way for longer.
    pub late_seconds: u32,
    /// So many packets are under way to a gateway at once.
    pub window: u32,
    /// The gateways, the first preferred; without one nothing is sent.
    pub gateway: Vec<GaGateway>,
}

/// `[[ga.gateway]]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GaGateway {
    /// Where it listens.
    pub address: Listen,
    /// How it is reached.
    #[serde(default)]
    pub transport: GaTransport,
}

/// How a charging gateway is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GaTransport {
    /// Datagrams.
    #[default]
    Udp,
    /// A connection.
    Tcp,
}

impl Default for Ga {
    fn default() -> Self {
        let timers = Timers::default();
        let seconds = |time: Duration| u32::try_from(time.as_secs()).unwrap_or(u32::MAX);
        Self {
            listen: Listen(SocketAddr::from(([0, 0, 0, 0], crate::gtp::prime::PORT))),
            answer_seconds: seconds(timers.answer),
            tries: timers.tries,
            echo_seconds: seconds(timers.echo),
            redirected_seconds: seconds(timers.redirected),
            late_seconds: seconds(timers.lifetime),
            window: u32::try_from(timers.window).unwrap_or(u32::MAX),
            gateway: Vec::new(),
        }
    }
}

impl Ga {
    /// To whom records are sent, if to anybody.
    pub fn settings(&self) -> Option<Settings> {
        let gateway = |one: &GaGateway| Gateway {
            address: one.address.0,
            transport: match one.transport {
                GaTransport::Udp => Transport::Udp,
                GaTransport::Tcp => Transport::Tcp,
            },
        };
        let seconds = |seconds: u32| Duration::from_secs(seconds.into());
        (!self.gateway.is_empty()).then(|| Settings {
            listen: self.listen.0,
            gateways: self.gateway.iter().map(gateway).collect(),
            timers: Timers {
                answer: seconds(self.answer_seconds),
                tries: self.tries,
                echo: seconds(self.echo_seconds),
                redirected: seconds(self.redirected_seconds),
                lifetime: seconds(self.late_seconds),
                window: self.window as usize,
            },
        })
    }
}
