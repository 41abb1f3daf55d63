//! Create Session, Modify Bearer and Delete Session (TS 29.274 §7.2.1, §7.2.2, §7.2.7 to §7.2.10), read as far as they tell of a place.

use crate::{
    gtp::v2::codec::{Cause, FTeid, Fault, Ies, Mei, RatType, ServingNetwork, Uli, UliTimestamp},
    types::{E164, Imsi},
};

/// What a request about a session says of its user. All three requests have these elements in the same instances; what one of them has not is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// Whom it is about; in Create Session only.
    pub imsi: Option<Imsi>,
    /// Their number; in Create Session only.
    pub msisdn: Option<E164>,
    /// Their device.
    pub mei: Option<Mei>,
    /// Where they are.
    pub uli: Option<Uli>,
    /// When that was learnt.
    pub uli_timestamp: Option<UliTimestamp>,
    /// By what radio.
    pub rat: Option<RatType>,
    /// In whose network.
    pub serving_network: Option<ServingNetwork>,
    /// Where the sender wants its messages of this session.
    pub sender: Option<FTeid>,
}

impl Session {
    /// Reads the elements of any of the three requests. Nobody is answered, so nothing but a cut message is an error: what is wrong is absent.
    ///
    /// # Errors
    /// An element that is cut.
    pub fn decode(elements: &[u8]) -> Result<Self, Fault> {
        let ies = Ies::new(elements)?;
        Ok(Self {
            imsi: ies.optional(0),
            msisdn: ies.optional(0),
            mei: ies.optional(0),
            uli: ies.optional(0),
            uli_timestamp: ies.optional(0),
            rat: ies.optional(0),
            serving_network: ies.optional(0),
            sender: ies.optional(0),
        })
    }
}

/// What a response about a session says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionAnswer {
    /// The outcome.
    pub cause: Cause,
    /// Where the other side wants its messages of this session; in Create Session only.
    pub sender: Option<FTeid>,
}

impl SessionAnswer {
    /// Reads the elements of any of the three responses.
    ///
    /// # Errors
    /// Cause is mandatory.
    pub fn decode(elements: &[u8]) -> Result<Self, Fault> {
        let ies = Ies::new(elements)?;
        Ok(Self { cause: ies.mandatory(0)?, sender: ies.optional(0) })
    }
}
