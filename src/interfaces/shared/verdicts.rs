//! The seam through which telemetry learns what became of each request: trace, log and metrics hang here.

use crate::{
    diameter::{From, codec::DecodeError},
    types::Imsi,
};
use std::fmt;

/// What became of one request. Nothing in it was made for the listener: who does not look pays nothing.
pub struct Verdict<'a> {
    /// Application-Id: two interfaces have commands of one name.
    pub application: u32,
    /// `UAR`, `AIR` …
    pub command: &'static str,
    /// Who asked.
    pub from: &'a From,
    /// Whom it was about, if that could be found out.
    pub imsi: Option<Imsi>,
    /// The private identity as received.
    pub private: Option<&'a str>,
    /// The public identity as received.
    pub public: Option<&'a str>,
    /// What was answered: a result code, by its name.
    pub code: &'a dyn fmt::Display,
    /// Why it was refused: a sentence.
    pub refusal: Option<&'a dyn fmt::Display>,
    /// True for a refusal that is everyday business, like that of a call to somebody who is not registered.
    pub everyday: bool,
}

/// Who wants to know. Called on the connection's task, before the answer leaves: it must not block.
pub trait Verdicts: Send + Sync + std::fmt::Debug {
    /// A request was answered.
    fn verdict(&self, verdict: &Verdict<'_>);

    /// A request could not be read.
    fn malformed(&self, command: &'static str, from: &From, error: &DecodeError);
}

/// Nobody wants to know.
#[derive(Debug, Clone, Copy)]
pub struct Nobody;

impl Verdicts for Nobody {
    fn verdict(&self, _: &Verdict<'_>) {}
    fn malformed(&self, _: &'static str, _: &From, _: &DecodeError) {}
}
