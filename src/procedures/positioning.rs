//! Positioning as procedures see it: what an MME can be asked about where a user is, and what it says (TS 29.172 §6.2).

use crate::types::{
    Ecgi, Imsi, Name,
    geo::{Shape, Uncertainty},
};
use std::{future::Future, pin::Pin};

/// A request for the location of a user.
#[derive(Debug, Clone, Copy)]
pub struct ProvideLocation<'a> {
    /// Whose.
    pub imsi: Imsi,
    /// The MME that serves the user.
    pub host: &'a Name,
    /// Its realm.
    pub realm: &'a Name,
    /// Who wants to know (LCS-Name-String).
    pub client: &'a str,
    /// Whether the last known location will do where the current one cannot be had.
    pub last_known: bool,
    /// How exact it has to be, horizontally.
    pub accuracy: Option<Uncertainty>,
    /// Soon rather than exact.
    pub low_delay: bool,
}

/// Where a user is, by an MME.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Located {
    /// The shape the user is in, where one was told that can be read.
    pub shape: Option<Shape>,
    /// Whether it is as exact as was asked, where that was told.
    pub accurate: Option<bool>,
    /// Minutes since it was so; `None` where that was not told.
    pub age: Option<u32>,
    /// The cell, where one was told.
    pub ecgi: Option<Ecgi>,
}

/// Why a user was not located.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotLocated {
    /// Not sent, or the connection lost before the answer: to be tried again.
    #[error("no connection to the MME is open")]
    Unreachable,
    /// Sent, and no answer in time.
    #[error("the MME did not answer in time")]
    Silence,
    /// An answer that cannot be read, or one that names neither a shape nor a cell.
    #[error("the answer of the MME names no place")]
    Nowhere,
    /// 5001: the MME does not know the user.
    #[error("the MME does not know the user")]
    UnknownUser,
    /// 5490: the MME does not let us ask.
    #[error("the MME does not let us ask")]
    NotAuthorized,
    /// 4221.
    #[error("the terminal does not answer")]
    UnreachableUser,
    /// 4222.
    #[error("the user is suspended")]
    SuspendedUser,
    /// 4223.
    #[error("the user is detached")]
    DetachedUser,
    /// 4224.
    #[error("the user is not to be located")]
    PositioningDenied,
    /// 4225.
    #[error("positioning was tried and failed")]
    PositioningFailed,
    /// Any other result.
    #[error("refused with {0}")]
    Refused(u32),
}

/// What will be heard of a user's location.
pub type Locating = Pin<Box<dyn Future<Output = Result<Located, NotLocated>> + Send>>;

/// What is asked of MMEs over SLg.
pub trait Positioning: Send + Sync + 'static {
    /// Asks an MME where a user is (PLR).
    fn provide_location(&self, ask: &ProvideLocation<'_>) -> Locating;
}
