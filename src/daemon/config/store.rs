//! `[store]`: where the state is.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// `[store]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Store {
    /// The directory; made if there is none. A relative path counts from the working directory.
    pub path: PathBuf,
    /// With less free space than this, changes are refused while reads go on (ST-3).
    pub reserve_mib: u32,
}

impl Default for Store {
    fn default() -> Self {
        Self { path: "./innkeeper-data".into(), reserve_mib: 256 }
    }
}
