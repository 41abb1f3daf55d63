//! Timers and bounds of the machines.

use std::time::Duration;

/// T3-RESPONSE: how long a request waits for its response before it is sent again (TS 29.274 §7.6).
pub const T3_RESPONSE: Duration = Duration::from_secs(3);

/// N3-REQUESTS: how often a request is sent at most, the first time included (§7.6).
pub const N3_REQUESTS: u32 = 5;

/// How long a request may come again, and its response is kept: T3-RESPONSE times N3-REQUESTS (§7.6).
pub const REPEATED_FOR: Duration = Duration::from_secs(T3_RESPONSE.as_secs() * N3_REQUESTS as u64);

/// The pause between Echo Requests on a path: never shorter than this (§7.1.1).
pub const ECHO_INTERVAL: Duration = Duration::from_secs(60);

/// So many requests a listener knows again, at some fifty octets each. What is pushed out is carried out anew when it comes again, to the same
/// effect.
pub const DECIDED: usize = 1 << 16;

/// So many peers' restart counters a listener knows.
pub const PEERS: usize = 1 << 12;

/// So many tunnels a mirror knows: about a hundred octets each.
pub const TUNNELS: usize = 1 << 20;

/// So many nodes a mirror tells apart that gave the same number to a tunnel of theirs.
pub const NAMESAKES: usize = 8;

/// So many requests a mirror matches with their responses at once.
pub const PENDING: usize = 1 << 16;
