//! Innkeeper keeps the guest book of a mobile network: who belongs here, who is staying where, under which number.
//!
//! Read it in the order in which a request lives. A User-Authorization-Request, say:
//!
//! 1. [`diameter::transport`] reads the socket and cuts messages; [`diameter::peer`] does what the base protocol asks;
//! 2. [`interfaces::cx`] decodes it (`user_authorization.rs`, from the typed command in [`diameter::dictionary::cx`]) and loads the records it names;
//! 3. [`domain::hss::user_authorization`] decides: the standard's step stands above the arm that implements it;
//! 4. [`store`] commits what changes, durably, and only then does the answer leave.
//!
//! The rooms, from the ground up; arrows run only downwards, which `tests/architecture.rs` checks:
//!
//! | room | what is in it |
//! |---|---|
//! | [`types`] | values with meaning (IMSI, IMPI with its service code, IMPU …): parsed once, valid for ever |
//! | [`records`] | the durable things, a file each |
//! | [`store`] | versioned records, change sets, the journal, durable group commit, backup |
//! | [`diameter`] | RFC 6733, usable on its own: codec, dictionary, peer, transport; upward it knows one trait |
//! | [`gtp`] | GTPv2-C and GTP′, usable on their own: codec, messages, machines, transport; upward they know traits |
//! | [`domain`] | what the product knows, as pure decisions: `hss` (with `eps`, `wlan` and `sh`), `auth`, `subscribers`, `places`, `location`, `charging`, `ledger` |
//! | [`procedures`] | what takes several steps: the outbox that deregisters and pushes profiles; finding out where a user is |
//! | [`interfaces`] | where wire meets domain, a folder per reference point: `cx`, `ga`, `rf`, `ro`, `s6a`, `s11`, `sh`, `slg`, `slh`, `swx`; what they have in common is in `shared` |
//! | [`admin`] | the HTTP API for operators |
//! | [`cli`] | one file per subcommand |
//! | [`daemon`] | configuration, start-up, signals, systemd, reload, shutdown |
//! | [`telemetry`] | logs, metrics, the live trace of a subscriber; a leaf, for everybody |

// Nothing that input can reach may panic, nor may printing where nobody reads (`cli::out`); tests may fail loudly.
#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::panic, clippy::print_stdout, clippy::print_stderr))]

pub mod admin;
pub mod cli;
pub mod daemon;
pub mod diameter;
pub mod domain;
pub mod gtp;
pub mod interfaces;
pub mod procedures;
pub mod records;
pub mod store;
pub mod telemetry;
pub mod types;
