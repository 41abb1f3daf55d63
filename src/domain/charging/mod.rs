//! Charging (VC-6): what things cost ([`tariff`]), who roams ([`roaming`]), the sessions in which they are used and paid ([`session`]), and those of which is only
//! told ([`accounting`]).

pub mod accounting;
pub mod asn1;
pub mod document;
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
    /// Days that postings stay in the log; `None`: for ever.
    pub posting_days: Option<u32>,
    /// Days that statistics of roamers are kept.
    pub roamer_days: u32,
    /// How accounting sessions are run.
    pub accounting: accounting::Manners,
    /// Where notices to whoever looks after customers are posted.
    pub webhook: Option<Box<str>>,
}

impl Charging {
    /// How a lab charges that has said nothing: by [`tariff::Tariff::lab`], with the defaults of the configuration, and without a table of home places.
    pub fn lab() -> Self {
        Self {
            tariff: tariff::Tariff::lab(),
            manners: session::Manners::default(),
            roaming: roaming::Roaming::default(),
            order_days: 30,
            posting_days: None,
            roamer_days: 400,
            accounting: accounting::Manners::default(),
            webhook: None,
        }
    }
}

/// Validity-Time where nothing says another, seconds.
pub const VALIDITY: u32 = 600;
