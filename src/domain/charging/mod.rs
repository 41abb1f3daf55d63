//! Charging (VC-6): what things cost ([`tariff`]), the sessions in which they are used and paid ([`session`]), and those of which is only told ([`accounting`]).

pub mod accounting;
pub mod session;
pub mod tariff;

/// How is charged: what a reload replaces.
#[derive(Debug, Clone)]
pub struct Charging {
    /// What things cost.
    pub tariff: tariff::Tariff,
    /// How sessions are run.
    pub manners: session::Manners,
    /// How accounting sessions are run.
    pub accounting: accounting::Manners,
}

/// Validity-Time where nothing says another, seconds.
pub const VALIDITY: u32 = 600;
