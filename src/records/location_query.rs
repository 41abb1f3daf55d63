//! The audit journal of location queries: who asked where whom, and what was said (LQ-5).

use super::Record;
use crate::types::{Imsi, Name, Timestamp};
use serde::{Deserialize, Serialize};

/// One query, written before its answer leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocationQuery {
    /// Its place in the order of queries.
    pub id: LocationQueryId,
    /// When it was answered.
    pub at: Timestamp,
    /// Who asked: an Origin-Host, or a client of the admin API.
    pub asker: Name,
    /// The way it was asked: `admin`, `sh`, `slh`.
    pub interface: Name,
    /// Whom it was about.
    pub imsi: Imsi,
    /// What was said: cell, area and network, or why nothing was.
    pub said: Box<str>,
}

/// When a query was answered, in microseconds since 1970; later than every one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LocationQueryId(pub u64);

impl Record for LocationQuery {
    type Key = LocationQueryId;
    const KIND: &'static str = "location_query";
    fn key(&self) -> LocationQueryId {
        self.id
    }
}
