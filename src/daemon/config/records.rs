//! `[records]`: where charging data records go.

use crate::procedures::export::{Form, Settings};
use serde::{Deserialize, Serialize};
use std::{net::IpAddr, path::PathBuf, time::Duration};

/// `[records]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RecordsSection {
    /// The directory of the files; without one there are none. A relative path counts from the working directory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub directory: Option<PathBuf>,
    /// In which forms files are made: each record is in one file of each.
    pub forms: Vec<Form>,
    /// Records wait for a file so many seconds at most.
    pub rotate_seconds: u32,
    /// A file has about so many mebioctets at most.
    pub rotate_mib: u32,
    /// Records that left stay in the store for so many days.
    pub keep_days: u32,
}

impl Default for RecordsSection {
    fn default() -> Self {
        Self { directory: None, forms: vec![Form::Json], rotate_seconds: 300, rotate_mib: 16, keep_days: 30 }
    }
}

impl RecordsSection {
    /// How files are made, and what is kept, if records leave at all; `node` is who makes them, `others` are ways beside files.
    pub fn settings(&self, node: IpAddr, others: &[&'static str]) -> Option<Settings> {
        let forms = self.directory.as_ref().map_or_else(Vec::new, |_| self.forms.clone());
        (!forms.is_empty() || !others.is_empty()).then(|| Settings {
            directory: self.directory.clone().unwrap_or_default(),
            forms,
            others: others.to_vec(),
            rotate: Duration::from_secs(self.rotate_seconds.into()),
            octets: u64::from(self.rotate_mib) << 20,
            keep: Duration::from_secs(86_400 * u64::from(self.keep_days)),
            node,
        })
    }
}
