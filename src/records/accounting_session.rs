//! An accounting session (RFC 6733 §9.8, Rf): what was told of it and is in no record yet, and which requests were heard.

use super::{Call, Facts, Incomplete, Packed, Record, SessionKey, Usage};
use crate::types::{Imsi, Name, Timestamp};
use serde::{Deserialize, Serialize};

/// One session, open or lately ended. Its key is that of Origin-Host and Session-Id, with the sub-session's number where there is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountingSession {
    /// Its key.
    pub key: SessionKey,
    /// Session-Id, with the sub-session's number after `#` where there is one.
    pub session_id: Box<str>,
    /// Origin-Host of the client.
    pub host: Name,
    /// Its realm.
    pub realm: Name,
    /// Where it stands.
    pub phase: Phase,
    /// When its first request was heard.
    pub began: Timestamp,
    /// When the record that is open was opened.
    pub opened: Timestamp,
    /// When it was last heard of.
    pub heard: Timestamp,
    /// While it is open: when silence closes it. After its end: until when it is remembered.
    pub deadline: Timestamp,
    /// The requests that were heard, for their repetitions.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub requests: Box<[Heard]>,
    /// How many records were written of it.
    pub records: u32,
    /// What of it was lost, as far as that is known before its end.
    pub incomplete: Incomplete,
    /// True where something since the last record came with the T flag.
    pub retransmitted: bool,
    /// What is known of it; gone with the end that its client told.
    pub facts: Option<Box<Facts>>,
    /// Whose service it is, as far as that is known.
    pub imsi: Option<Imsi>,
    /// The call and its party: home and visited place for the records.
    pub call: Packed<Call>,
    /// True once it is known where the party is: a later request need not tell it.
    pub visited_known: bool,
    /// What was used since the last record.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub used: Box<[Usage]>,
}

/// Where a session stands. Written by the place: new ones are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// It began and has not ended.
    Open,
    /// Its client ended it.
    Stopped,
    /// Silence ended it: perhaps it goes on.
    Silent,
    /// There were events alone.
    Events,
}

/// Requests of one type whose numbers follow one another without a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// Accounting-Record-Type.
    pub kind: u8,
    /// The first Accounting-Record-Number.
    pub first: u32,
    /// The last.
    pub last: u32,
}

impl Record for AccountingSession {
    type Key = SessionKey;
    const KIND: &'static str = "accounting_session";
    fn key(&self) -> SessionKey {
        self.key
    }
}
