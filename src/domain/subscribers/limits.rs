//! How large a subscriber may be, and why.

/// Services of one subscriber. A phone has a handful of IMS clients; the limit keeps a record small, and the search in it short.
pub const SERVICES: usize = 16;

/// Public identities of one service, all its implicit registration sets together.
pub const IDENTITIES: usize = 64;

/// Octets of the public identities of one implicit registration set as User-Data carries them (escaped, each with its elements).
///
/// User-Data should stay below 64 kB: half of that is for the identities, the other half for the initial filter criteria.
pub const SET_OCTETS: usize = 32 * 1024;

/// What the elements around one identity take in User-Data (`PublicIdentity`, `BarringIndication`, `Identity`, `Extension`), generously.
pub const IDENTITY_OVERHEAD: usize = 256;

/// Authentication schemes of one service besides its first, lines not counted.
pub const SCHEMES: usize = 4;

/// Lines that a user of NASS-bundled authentication may be on.
pub const LINES: usize = 16;

/// Capabilities of one service.
pub const CAPABILITIES: usize = 64;

/// Visited networks named in one subscriber's roaming permission.
pub const NETWORKS: usize = 256;

/// Octets of one name or capability.
pub const NAME: usize = 128;

/// Octets of a password.
pub const PASSWORD: usize = 256;

/// Octets of one line of an import.
pub const LINE: usize = 256 * 1024;
