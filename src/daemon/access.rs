//! The admin API's clients: the configured ones, and the local one that is made at each start.

use super::config::Admin;
use crate::{
    admin::{Clients, Role, access},
    cli::client::{ACCESS_FILE, Access},
};
use std::{
    fs,
    io::{self, Write},
    net::SocketAddr,
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

/// All clients: those of the configuration, and the local one whose token is `local`.
///
/// # Errors
/// A sentence, when a token file cannot be read or holds no token.
pub(super) fn clients(admin: &Admin, local: Option<&str>) -> Result<Clients, String> {
    let mut clients = Vec::new();
    for (name, client) in &admin.client {
        let token = match (&client.token_file, &client.token_sha256) {
            (Some(file), _) => token_of(file).map_err(|why| format!("admin.client.{name}: token_file {}: {why}", file.display()))?,
            (None, Some(hash)) => access::TokenHash::from_hex(hash)
                .ok_or_else(|| format!("admin.client.{name}: token_sha256 is 64 hexadecimal digits"))?,
            (None, None) => return Err(format!("admin.client.{name} has neither token_file nor token_sha256")),
        };
        clients.push(access::Client { name: name.clone(), token, roles: client.roles.clone() });
    }
    if let Some(token) = local {
        let token = access::TokenHash::of(token);
        clients.push(access::Client { name: "local".into(), token, roles: Role::ALL.to_vec() });
    }
    Ok(Clients(clients))
}

/// Shorter tokens can be guessed.
const SHORTEST_TOKEN: usize = 16;

fn token_of(file: &Path) -> Result<access::TokenHash, String> {
    let text = fs::read_to_string(file).map_err(|error| format!("cannot be read: {error}"))?;
    let token = text.trim();
    if token.len() < SHORTEST_TOKEN {
        return Err(format!("holds {} characters: a token has at least {SHORTEST_TOKEN}", token.len()));
    }
    Ok(access::TokenHash::of(token))
}

/// A fresh random token of 256 bits, in hexadecimal.
///
/// # Errors
/// When the system has no randomness.
pub(super) fn fresh_token() -> io::Result<String> {
    let mut octets = [0u8; 32];
    getrandom::fill(&mut octets).map_err(io::Error::other)?;
    Ok(octets.iter().map(|octet| format!("{octet:02x}")).collect())
}

/// Tells the command where the daemon is: readable by the owner alone, replaced as a whole.
///
/// # Errors
/// The file system's.
pub(super) fn write_access_file(store: &Path, address: SocketAddr, token: &str) -> io::Result<()> {
    let access = Access { address: address.to_string(), token: token.to_owned() };
    let text = serde_json::to_string(&access).map_err(io::Error::other)?;
    let temporary = store.join(format!("{ACCESS_FILE}.new"));
    let _ = fs::remove_file(&temporary);
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&temporary)?;
    file.write_all(text.as_bytes())?;
    fs::rename(temporary, store.join(ACCESS_FILE))
}

/// After a stop nobody shall be sent to an address where nobody is.
pub(super) fn remove_access_file(store: &Path) {
    let _ = fs::remove_file(store.join(ACCESS_FILE));
}
