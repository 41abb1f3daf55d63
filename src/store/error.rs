//! Why the store refuses, in sentences a person can act on.

/// Why a change set was not applied. Nothing of it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommitError {
    /// A record is not in the version that was decided upon: decide again on the fresh one.
    #[error("the {kind} {key} was changed meanwhile")]
    Stale {
        /// The record's kind.
        kind: &'static str,
        /// Its key, for people.
        key: String,
    },
    /// An identity belongs to somebody else.
    #[error("the identity {identity} belongs to {owner} already")]
    IdentityTaken {
        /// The identity.
        identity: String,
        /// Whose it is, for people.
        owner: String,
    },
    /// A wildcarded identity whose expression cannot be read.
    #[error(
        "the wildcarded identity {identity} is no regular expression between exclamation marks: {reason}"
    )]
    BadWildcard {
        /// The identity.
        identity: String,
        /// What is wrong with its expression.
        reason: String,
    },
    /// Nearly no disk left: writes are refused (DIAMETER_TOO_BUSY), reads go on (ST-3).
    #[error("the store's disk is nearly full: writes are refused until there is room")]
    Full,
    /// The store is stopping, or its disk failed.
    #[error("the store takes no more changes")]
    Stopped,
}
