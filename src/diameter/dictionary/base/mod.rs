//! The base protocol (RFC 6733): its AVPs, its commands, and what every application shares.

pub mod avps;
mod capabilities_exchange;
mod device_watchdog;
mod disconnect_peer;
mod enums;
mod error_answer;
mod result;
mod shared;

pub use capabilities_exchange::{CapabilitiesExchangeAnswer, CapabilitiesExchangeRequest};
pub use device_watchdog::{DeviceWatchdogAnswer, DeviceWatchdogRequest};
pub use disconnect_peer::{DisconnectPeerAnswer, DisconnectPeerRequest};
pub use enums::{
    AccountingRealtimeRequired, AccountingRecordType, AuthSessionState, DisconnectCause, ReAuthRequestType,
    RedirectHostUsage, TerminationCause,
};
pub use error_answer::{Echo, ErrorAnswer};
pub use result::{ExperimentalResult, Outcome};
pub use shared::{Mip6AgentInfo, MipHomeAgentHost, ProxyInfo, VendorSpecificApplicationId};

use super::{Command, Group};

/// Application-Id of the base protocol itself.
pub const APPLICATION: u32 = 0;
/// Application-Id a relay advertises (RFC 6733 §2.4).
pub const RELAY: u32 = 0xffff_ffff;

/// The commands, requests before their answers.
pub const COMMANDS: &[Command] = &[
    CapabilitiesExchangeRequest::COMMAND,
    CapabilitiesExchangeAnswer::COMMAND,
    DeviceWatchdogRequest::COMMAND,
    DeviceWatchdogAnswer::COMMAND,
    DisconnectPeerRequest::COMMAND,
    DisconnectPeerAnswer::COMMAND,
];

/// The Grouped AVPs whose members are known.
pub const GROUPS: &[Group] = &[
    VendorSpecificApplicationId::GROUP,
    ExperimentalResult::GROUP,
    ProxyInfo::GROUP,
    Mip6AgentInfo::GROUP,
    MipHomeAgentHost::GROUP,
];
