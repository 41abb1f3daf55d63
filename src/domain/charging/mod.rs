//! Charging (VC-6): what things cost ([`tariff`]), who roams ([`roaming`]), the sessions in which they are used and paid ([`session`]), and those of which is only
//! told ([`accounting`]).

pub mod accounting;
pub mod roaming;
pub mod session;
pub mod tariff;

/// How is charged: what a reload replaces.
#[derive(Debug, Clone)]
pub struct Charging {
    /// What things cost.
    pub tariff: tariff::Tariff,
    /// How sessions are run.
    pub manners: session::Manners,
    /// Who roams.
    pub roaming: roaming::Roaming,
    /// Days that orders which moved money are remembered by their keys.
    pub order_days: u32,
    /// How accounting sessions are run.
    pub accounting: accounting::Manners,
}

/// Validity-Time where nothing says another, seconds.
pub const VALIDITY: u32 = 600;
