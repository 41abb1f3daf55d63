//! `[auth]`: the authentication centre.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// `[auth]`
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Auth {
    /// The file with the key that K, OPc and HA1 are encrypted with; without one, a key is made beside the store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_file: Option<PathBuf>,
}
