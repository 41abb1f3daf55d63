//! Why a request, or one of its services, is refused: a result code and a sentence.

use crate::{
    domain::charging::tariff::{Refused, Unrated},
    records::AccountId,
    types::Timestamp,
};

/// A refusal; its display form says why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No name in the request is anybody's who is charged here.
    #[error(
        "nobody who is charged here has any of the names in the request: provision the subscriber with an account"
    )]
    UserUnknown,
    /// The contract names an account that is not there.
    #[error("the account {0} does not exist: open it, or name another")]
    NoAccount(AccountId),
    /// An operator switched the account off.
    #[error("the account {0} is not active")]
    Inactive(AccountId),
    /// Too many sessions at once.
    #[error("the account {account} has {open} open sessions already")]
    Sessions {
        /// Which.
        account: AccountId,
        /// How many.
        open: u32,
    },
    /// The home place is not what the table says, and the configuration refuses such calls (VC-4).
    #[error("{0}: correct the table or the contract")]
    Home(Box<str>),
    /// Nothing is left.
    #[error("the account {0} has no credit left for this")]
    NoCredit(AccountId),
    /// The tariff has no price for it.
    #[error("no price: {0}")]
    Unrated(Unrated),
    /// The price cannot be computed.
    #[error("no price: {0}")]
    Unpriced(Refused),
    /// The tariff is in another currency than the account.
    #[error("the tariff is in {tariff}, the account in {account}")]
    Currency {
        /// The tariff's.
        tariff: &'static str,
        /// The account's.
        account: &'static str,
    },
    /// Units are asked for that the service is not counted in.
    #[error("the service {service} is not counted in what was asked for")]
    Unit {
        /// As the tariff names it.
        service: Box<str>,
    },
    /// An amount of money that cannot be.
    #[error("the amount is negative, or is no whole number of the account's minor unit")]
    Amount,
    /// The session is not known.
    #[error("nobody knows the session")]
    UnknownSession,
    /// The session ended.
    #[error("the session ended at {0}")]
    Ended(Timestamp),
    /// The request may not come in this state of the session (RFC 8506 §7, Table 6).
    #[error("the session is open already")]
    Open,
    /// The number was used for something else.
    #[error("request {number} of the session said something else before")]
    Conflict {
        /// The number.
        number: u32,
    },
    /// A repetition of a request whose answer is not kept any more.
    #[error(
        "request {number} of the session was decided long ago: answers up to {last} are not kept any more"
    )]
    TooOld {
        /// The number.
        number: u32,
        /// The last whose answer is gone.
        last: u32,
    },
    /// Two different sessions have one key.
    #[error("another session is kept under the same key")]
    KeyTaken,
    /// An event without anything that could be debited, priced or refunded.
    #[error("the event names no service")]
    NoService,
    /// What is to be refunded is not known, or was refunded before.
    #[error("there is no such debit that was not refunded yet")]
    NothingToRefund,
    /// The refund does not fit.
    #[error("{0}")]
    Refund(&'static str),
    /// The store takes no changes.
    #[error("{0}")]
    StoreBusy(Box<str>),
}

impl Refusal {
    /// The Result-Code (RFC 8506 §9).
    pub const fn code(&self) -> u32 {
        match self {
            Self::StoreBusy(_) => 3004,
            Self::Inactive(_) | Self::Home(_) => 4010,
            Self::NoCredit(_) => 4012,
            Self::UnknownSession | Self::Ended(_) => 5002,
            Self::Unit { .. } | Self::Amount => 5004,
            Self::Sessions { .. } => 5006,
            Self::Open
            | Self::Conflict { .. }
            | Self::TooOld { .. }
            | Self::KeyTaken
            | Self::NothingToRefund
            | Self::Refund(_) => 5012,
            Self::NoService => 5005,
            Self::UserUnknown | Self::NoAccount(_) => 5030,
            Self::Unrated(_) | Self::Unpriced(_) | Self::Currency { .. } => 5031,
        }
    }
}
