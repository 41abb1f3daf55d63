//! Why a command failed, and the status it exits with.

use std::{fmt, process::ExitCode};

/// A sentence for the person, a status for the script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    sentence: String,
    status: u8,
}

impl Failure {
    /// Status 1: it was refused, or it failed.
    pub fn failed(sentence: impl ToString) -> Self {
        Self { sentence: sentence.to_string(), status: 1 }
    }

    /// Status 2: the arguments make no sense together.
    pub fn usage(sentence: impl ToString) -> Self {
        Self { sentence: sentence.to_string(), status: 2 }
    }

    /// Status 78 (EX_CONFIG of sysexits(3); systemd shows it as such): the configuration is wrong.
    pub fn config(sentence: impl ToString) -> Self {
        Self { sentence: sentence.to_string(), status: 78 }
    }

    /// The status to exit with.
    pub fn status(&self) -> ExitCode {
        ExitCode::from(self.status)
    }
}

impl From<anyhow::Error> for Failure {
    /// Status 1, with the whole chain of causes in one line.
    fn from(error: anyhow::Error) -> Self {
        Self::failed(format!("{error:#}"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.sentence.fmt(f)
    }
}
