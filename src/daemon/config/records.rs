//! `[records]`: where charging data records go.

use crate::procedures::{
    export::{Form, Settings},
    retention,
};
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
    /// Records that left by every way there is stay in the store for so many days.
    pub keep_days: u32,
}

impl Default for RecordsSection {
    fn default() -> Self {
        Self { directory: None, forms: vec![Form::Json], rotate_seconds: 300, rotate_mib: 16, keep_days: 30 }
    }
}

impl RecordsSection {
    /// How files are made, if they are; `node` is who makes them.
    pub fn settings(&self, node: IpAddr) -> Option<Settings> {
        self.directory.as_ref().map(|directory| Settings {
            directory: directory.clone(),
            forms: self.forms.clone(),
            rotate: Duration::from_secs(self.rotate_seconds.into()),
            octets: u64::from(self.rotate_mib) << 20,
            node,
        })
    }

    /// What becomes of records in the store; `others` are the ways that they leave by beside files.
    pub fn retention(&self, others: &[&'static str]) -> retention::Settings {
        let forms = self.directory.iter().flat_map(|_| &self.forms).map(|form| form.way());
        let keep = Duration::from_secs(86_400 * u64::from(self.keep_days));
        retention::Settings::new(forms.chain(others.iter().copied()), keep)
    }
}
