//! Meanings: every AVP and command that is spoken here, one file per command of an interface.
//!
//! A command is a borrowed struct in the order of the standard's grammar, with `decode` and `encode`; its rows are also data
//! ([`Command::rules`]) that `tests/proto_specs.rs` lays beside `proto-specs/`. How the rows work: [`grammar`].
//!
//! A handler reads: `UserAuthorizationRequest::decode(message)?`, decide, `UserAuthorizationAnswer { … }.encode(&message.header, out)`.

pub mod base;
pub mod cx;
pub mod grammar;
pub mod place;
pub mod rf;
pub mod ro;
pub mod s6a;
pub mod sh;
pub mod slg;
pub mod slh;
pub mod swx;
pub mod tgpp;
mod tree;

pub use grammar::{Command, Group, Occurs, Raw, Rule};
pub use tree::{MAX_LINES, MAX_VALUE, Tree, tree};

pub use crate::diameter::codec::AvpDef;
use std::sync::LazyLock;

/// Vendor-Id of 3GPP.
pub const TGPP: u32 = 10415;
/// Vendor-Id of 3GPP2.
pub const TGPP2: u32 = 5535;
/// Vendor-Id of ETSI.
pub const ETSI: u32 = 13019;

/// Every AVP of the dictionary, by vendor and code.
static AVPS: LazyLock<Vec<&'static AvpDef>> = LazyLock::new(|| {
    let mut all: Vec<_> = [
        base::avps::ALL,
        tgpp::avps::ALL,
        cx::avps::ALL,
        s6a::avps::ALL,
        sh::avps::ALL,
        slh::avps::ALL,
        slg::avps::ALL,
        swx::avps::ALL,
        ro::avps::credit_control::ALL,
        ro::avps::quota::ALL,
        ro::avps::tariff::ALL,
        ro::avps::service::ALL,
        ro::avps::ims::ALL,
        ro::avps::ps::ALL,
        ro::avps::sms::ALL,
        place::avps::ALL,
    ]
    .concat();
    all.sort_by_key(|avp| avp.key());
    all
});

/// The AVP with this code and vendor, if it is one of ours.
pub fn avp(code: u32, vendor: u32) -> Option<&'static AvpDef> {
    let key = u64::from(vendor) << 32 | u64::from(code);
    AVPS.binary_search_by_key(&key, |avp| avp.key()).ok().map(|at| AVPS[at])
}

/// What lets somebody who reads it pass for a subscriber, or read along: expected responses, keys, password hashes.
const SECRETS: &[&AvpDef] = &[
    &base::avps::DIGEST_HA1,
    &cx::avps::SIP_AUTHORIZATION,
    &cx::avps::CONFIDENTIALITY_KEY,
    &cx::avps::INTEGRITY_KEY,
    &cx::avps::ALTERNATE_DIGEST_HA1,
    &cx::avps::ETSI_DIGEST_HA1,
    &s6a::avps::XRES,
    &s6a::avps::KASME,
    &s6a::avps::KC,
    &s6a::avps::SRES,
];

/// True for an AVP whose value is shown neither by trees nor by `Debug`.
pub fn is_secret(avp: &AvpDef) -> bool {
    SECRETS.iter().any(|secret| secret.key() == avp.key())
}

/// Every AVP of the dictionary.
pub fn avps() -> impl Iterator<Item = &'static AvpDef> {
    AVPS.iter().copied()
}

/// Every command of the dictionary, requests before their answers.
pub fn commands() -> impl Iterator<Item = &'static Command> {
    base::COMMANDS
        .iter()
        .chain(cx::COMMANDS)
        .chain(s6a::COMMANDS)
        .chain(sh::COMMANDS)
        .chain(slh::COMMANDS)
        .chain(slg::COMMANDS)
        .chain(swx::COMMANDS)
        .chain(ro::COMMANDS)
        .chain(rf::COMMANDS)
}

/// Every Grouped AVP whose members are known.
pub fn groups() -> impl Iterator<Item = &'static Group> {
    base::GROUPS
        .iter()
        .chain(tgpp::GROUPS)
        .chain(cx::GROUPS)
        .chain(s6a::GROUPS)
        .chain(sh::GROUPS)
        .chain(slh::GROUPS)
        .chain(slg::GROUPS)
        .chain(swx::GROUPS)
        .chain(ro::GROUPS)
        .chain(place::GROUPS)
}

/// The command with this code and application, as request or as answer.
pub fn command(code: u32, application: u32, request: bool) -> Option<&'static Command> {
    use crate::diameter::codec::CommandFlags;
    commands().find(|command| {
        command.code == code
            && command.application == application
            && command.flags.contains(CommandFlags::REQUEST) == request
    })
}
