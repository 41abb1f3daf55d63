//! What is wrong with an order, a template or a line, and where: for the person who wrote it.

use std::{borrow::Cow, fmt};

/// One mistake: the field it is in, and a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The field, with the way to it: `services[001].identities[2].impu`. Empty where it is about the whole.
    pub field: String,
    /// What is wrong and what would be right. Never shows a secret.
    pub problem: Cow<'static, str>,
}

impl Fault {
    /// A mistake in `field`.
    pub fn new(field: impl Into<String>, problem: impl Into<Cow<'static, str>>) -> Self {
        Self { field: field.into(), problem: problem.into() }
    }

    /// The same mistake seen from further out: `within` goes before the field.
    pub fn within(mut self, within: &str) -> Self {
        let dot = if self.field.is_empty() || self.field.starts_with('[') { "" } else { "." };
        self.field = format!("{within}{dot}{}", self.field);
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.field.is_empty() {
            return f.write_str(&self.problem);
        }
        write!(f, "{}: {}", self.field, self.problem)
    }
}

impl std::error::Error for Fault {}
