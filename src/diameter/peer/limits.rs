//! Every limit of the peer layer and the transport, each with its reason. Exceeding one is counted or logged, never silent.

use std::time::Duration;

/// Watchdog interval Tw: RFC 3539 §3.4.1 recommends 30 s.
pub const TW: Duration = Duration::from_secs(30);
/// The jitter added to each Tw: ±2 s (RFC 3539 §3.4.1 \[1\]), so that a thousand peers do not probe in step.
pub const TW_JITTER: Duration = Duration::from_secs(2);
/// Time for a dialled connection to come up: over a satellite a SYN and two repetitions fit.
pub const CONNECT_TIME: Duration = Duration::from_secs(5);
/// Time from an accepted connection to its whole CER, and from our CER to the CEA; a silent connection is closed then.
pub const HANDSHAKE_TIME: Duration = Duration::from_secs(10);
/// Time for the rest of a message whose first octets came: no real peer pauses within one, a slowloris does.
pub const MESSAGE_TIME: Duration = Duration::from_secs(15);
/// Time for DPA, and after a DPA of ours for the peer to close.
pub const DISCONNECT_TIME: Duration = Duration::from_secs(5);
/// A peer that takes nothing off its socket for so long is closed: by then its watchdog has failed too.
pub const STALL_TIME: Duration = Duration::from_secs(30);
/// Unacknowledged data kills the TCP connection after so long (TCP_USER_TIMEOUT): a host that lost power is noticed before Tw is over.
pub const USER_TIMEOUT: Duration = Duration::from_secs(20);

/// After a last answer the peer has so long to close: closing at once, with octets unread, would make TCP drop that answer.
pub const LINGER_TIME: Duration = Duration::from_secs(1);

/// First delay before dialling again; doubled each time, with jitter.
pub const RECONNECT_FIRST: Duration = Duration::from_millis(500);
/// Longest delay before dialling again: RFC 6733 §12 recommends Tc = 30 s.
pub const RECONNECT_LAST: Duration = Duration::from_secs(30);
/// Delay after a peer said BUSY or DO_NOT_WANT_TO_TALK_TO_YOU, and SHOULD NOT be dialled (RFC 6733 §5.4.3): rarely instead of never, because a
/// peer that was configured to be dialled has to come back without a person.
pub const RECONNECT_UNWELCOME: Duration = Duration::from_secs(300);

/// Octets read at once at most, and so the largest batch of requests: 64 requests of 300 octets are 19 kB.
pub const READ_BUFFER: usize = 65_536;
/// Octets a connection's read buffer begins with: a thousand idle connections cost 8 MB.
pub const READ_BUFFER_FIRST: usize = 8_192;
/// Octets of answers not yet taken by the peer at which its requests are no longer read. TCP's own buffers come on top.
pub const OUT_HIGH: usize = 262_144;
/// Octets of answers held for durability at which requests are no longer read: the disk is slow, and this is the back-pressure.
pub const HELD_HIGH: usize = 1_048_576;
/// Answers of one connection that may be under way as futures; then its requests are no longer read.
pub const LATER: usize = 256;
/// Our own requests outstanding on one connection: twice what the largest batch of de-registrations wants.
pub const PENDING: usize = 4_096;
/// Our own requests waiting in a connection's queue to be written.
pub const COMMANDS: usize = 1_024;

/// Connections in all: file descriptors and memory (each about 20 kB when idle).
pub const CONNECTIONS: usize = 10_000;
/// Connections of one source address that have not finished their capabilities exchange: one host must not use up the descriptors, and
/// a load generator opens a thousand at once.
pub const STRANGERS_PER_ADDRESS: usize = 1_024;
/// Connections of one unknown identity where unknown peers are let in (a laboratory's load generator opens many).
pub const LAB_CONNECTIONS: usize = 4_096;
/// Connections that may wait in the kernel to be accepted.
pub const BACKLOG: i32 = 1_024;
/// Pause after an accept error (EMFILE and its like do not go away by asking again at once).
pub const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Octets of a DiameterIdentity: a DNS name's limit.
pub const IDENTITY: usize = 255;
/// Applications read from one CER or CEA; Kamailio's own table is far smaller.
pub const APPLICATIONS: usize = 256;
/// Remembered requests for finding duplicates, 8 octets each (2 MB): minutes at a thousand requests a second. A power of two.
pub const DUPLICATES: usize = 1 << 18;
/// How long a remembered request counts (RFC 6733 §3: end-to-end identifiers are unique for at least four minutes).
pub const DUPLICATE_TIME: Duration = Duration::from_secs(240);
/// Log lines about refused peers: one per identity and address in this time, so that a misconfigured peer's retries do not fill the disk.
pub const REFUSAL_LOG: Duration = Duration::from_secs(60);
/// Different refused peers remembered for that; when full, all are forgotten.
pub const REFUSALS: usize = 1_024;
