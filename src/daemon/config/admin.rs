//! `[admin]`: the HTTP API for operators, and who may use it.

use super::values::Listen;
use crate::admin::Role;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, path::PathBuf};

/// `[admin]`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Admin {
    /// Where it listens.
    pub listen: Listen,
    /// It speaks plain HTTP: anything but loopback needs this word.
    pub plain_http_beyond_loopback: bool,
    /// Makes a token at each start, for the `innkeeper` command of whoever may read the store's directory.
    pub local_client: bool,
    /// The largest import, in MiB.
    pub import_max_mib: u32,
    /// Named clients.
    pub client: BTreeMap<String, Client>,
}

impl Default for Admin {
    fn default() -> Self {
        Self {
            listen: Listen(([127, 0, 0, 1], 8080).into()),
            plain_http_beyond_loopback: false,
            local_client: true,
            import_max_mib: 1024,
            client: BTreeMap::new(),
        }
    }
}

/// `[admin.client.NAME]`
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Client {
    /// A file with its token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_file: Option<PathBuf>,
    /// Or the SHA-256 of its token, in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_sha256: Option<String>,
    /// What it may do.
    pub roles: Vec<Role>,
}
