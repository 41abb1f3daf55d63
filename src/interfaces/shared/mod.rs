//! What the interfaces of the HSS have in common: who we are ([`Origin`]), how a request is served ([`Desk`]), what it names (`load`), what its answer begins with
//! ([`answer`]), who hears of it ([`Verdicts`]), and how requests of ours reach a peer ([`network`]).

pub(super) mod answer;
pub(super) mod apn;
mod desk;
pub(super) mod facts;
mod foresee;
mod load;
pub mod network;
pub(super) mod party;
pub(super) mod places;
mod sequences;
mod verdicts;

pub use desk::Desk;
pub(super) use desk::{Attempt, Exchange, Named, Reads, decided};
pub(super) use foresee::foresee;

/// What is read of nobody.
pub(super) fn nothing<R>() -> Read<R> {
    Read { value: None, version: Lsn::ZERO }
}
pub(super) use load::load;
pub(super) use sequences::Sequences;
pub use verdicts::{Nobody, Verdict, Verdicts};

use crate::{
    store::Read,
    types::{Lsn, Name},
};

/// Who we are: the identity in our messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Origin-Host.
    pub host: Name,
    /// Origin-Realm.
    pub realm: Name,
}
