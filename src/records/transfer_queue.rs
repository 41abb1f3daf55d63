//! Charging data records on their way to charging gateways (GTP′, TS 32.295): which packets they are in, and where those were sent.

use super::Record;
use serde::{Deserialize, Serialize};

/// The queue. It is written before what it says is sent, so after a crash the same records go out under the same numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TransferQueue {
    /// The way: `gtp-prime`.
    pub way: Box<str>,
    /// Recovery: told to gateways, grows when what is here was lost.
    pub restarts: u8,
    /// The number of the first record that is in no packet.
    pub next: u64,
    /// The next sequence number to each gateway that was sent anything.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub numbers: Box<[(Box<str>, u16)]>,
    /// The packets that are not done, the oldest first.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub packets: Box<[TransferPacket]>,
}

/// A packet of records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferPacket {
    /// The number of its first record.
    pub first: u64,
    /// Of its last one.
    pub last: u64,
    /// Where it was sent first.
    pub home: Sent,
    /// Where it was sent as possibly duplicated, in this order.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub copies: Box<[Sent]>,
}

/// A packet at one gateway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// The gateway.
    pub gateway: Box<str>,
    /// Its sequence number there.
    pub sequence: u16,
    /// What is known of it.
    pub fate: Fate,
}

impl Sent {
    /// Whether it is this one.
    pub fn is(&self, gateway: &str, sequence: u16) -> bool {
        self.sequence == sequence && *self.gateway == *gateway
    }
}

/// What is known of a packet at a gateway. Written by the place: new ones are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It may be there.
    Unknown,
    /// It is held there.
    Held,
    /// It is to be cancelled.
    Cancel,
    /// It is to be released.
    Release,
}

impl Record for TransferQueue {
    type Key = Box<str>;
    const KIND: &'static str = "transfer_queue";
    fn key(&self) -> Box<str> {
        self.way.clone()
    }
}
