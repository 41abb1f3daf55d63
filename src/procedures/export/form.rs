//! The forms in which records are in files.

use super::ts32297::{FileHeader, record_header};
use crate::{
    domain::charging::{asn1, document::document},
    records::ChargingRecord,
};
use serde::{Deserialize, Serialize};

/// In which form records are in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// JSON Lines: one object a line.
    Json,
    /// Records in the Basic Encoding Rules of TS 32.298, in files of TS 32.297.
    Ber,
}

impl Form {
    /// Its word in the configuration and in metrics.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Ber => "ber",
        }
    }

    /// The name of its cursor.
    pub const fn way(self) -> &'static str {
        match self {
            Self::Json => "files-json",
            Self::Ber => "files-ber",
        }
    }

    /// How the names of its files end.
    pub(super) const fn suffix(self) -> &'static str {
        match self {
            Self::Json => "jsonl",
            Self::Ber => "cdr",
        }
    }

    /// Octets at the beginning of a file that are known when it is whole.
    pub(super) const fn room(self) -> usize {
        match self {
            Self::Json => 0,
            Self::Ber => FileHeader::LENGTH,
        }
    }

    /// What comes there.
    pub(super) fn header(self, about: &FileHeader) -> Vec<u8> {
        match self {
            Self::Json => Vec::new(),
            Self::Ber => about.octets(),
        }
    }

    /// The octets of one record in a file.
    pub(super) fn octets(self, number: u64, record: &ChargingRecord) -> Vec<u8> {
        match self {
            Self::Json => {
                let mut line = document(number, record).to_string().into_bytes();
                line.push(b'\n');
                line
            }
            Self::Ber => {
                let (octets, domain) = asn1::encode(number, record);
                [&record_header(octets.len(), domain)[..], &octets].concat()
            }
        }
    }
}
