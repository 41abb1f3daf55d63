//! The seam to whoever knows where users are: LocationInformation and UserState (TS 29.328 §7.6.6, §7.6.7).

use crate::types::Imsi;

/// Requested-Domain, and whether an EPS location is understood (UDR-Flags).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Domain {
    /// Circuit switched: MSC or VLR.
    Circuit,
    /// Packet switched: SGSN.
    Packet,
    /// EPS: MME.
    Eps,
}

/// Who knows where users are.
pub trait Whereabouts: std::fmt::Debug {
    /// What stands in CSLocationInformation, PSLocationInformation or EPSLocationInformation; `None` where nothing is known.
    fn location(&self, imsi: Imsi, domain: Domain) -> Option<String>;

    /// The number of CSUserState, PSUserState or EPSUserState; `None` where nothing is known.
    fn state(&self, imsi: Imsi, domain: Domain) -> Option<u8>;
}

/// Nobody knows: the standard's way to say so is an empty element, or none.
#[derive(Debug, Clone, Copy)]
pub struct Unknown;

impl Whereabouts for Unknown {
    fn location(&self, _: Imsi, _: Domain) -> Option<String> {
        None
    }

    fn state(&self, _: Imsi, _: Domain) -> Option<u8> {
        None
    }
}
