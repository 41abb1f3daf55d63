//! Who may do what: named clients, their tokens (kept as hashes) and roles.

use super::{Context, Problem};
use axum::{
    extract::{Request, State},
    http::{StatusCode, header::AUTHORIZATION},
    middleware::Next,
    response::Response,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use subtle::ConstantTimeEq;

/// What a client may do. No role contains another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// See subscribers (without secrets), peers, the store's figures and the configuration.
    Read,
    /// Add, change and remove subscribers; import.
    Write,
    /// Export K, OPc and HA1.
    Secrets,
    /// Watch a subscriber's messages.
    Trace,
    /// Back the store up.
    Operate,
    /// Ask where subscribers are.
    Locate,
    /// Open, change and close accounts, top them up and adjust them.
    Accounts,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 7] =
        [Self::Read, Self::Write, Self::Secrets, Self::Trace, Self::Operate, Self::Locate, Self::Accounts];

    /// As it is written in the configuration.
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Secrets => "secrets",
            Self::Trace => "trace",
            Self::Operate => "operate",
            Self::Locate => "locate",
            Self::Accounts => "accounts",
        }
    }
}

/// The SHA-256 of a token. Tokens are random, so no slow hash is needed; the token itself is not kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    /// Of a token as the client sends it.
    pub fn of(token: &str) -> Self {
        Self(Sha256::digest(token.as_bytes()).into())
    }

    /// From 64 hexadecimal digits; `None` for anything else.
    pub fn from_hex(text: &str) -> Option<Self> {
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        let mut hash = [0; 32];
        for (octet, digits) in hash.iter_mut().zip(text.as_bytes().chunks(2)) {
            *octet = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
        }
        Some(Self(hash))
    }
}

impl std::fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TokenHash")
    }
}

/// One client.
#[derive(Debug, Clone)]
pub struct Client {
    /// Its name, for logs.
    pub name: String,
    /// Its token's hash.
    pub token: TokenHash,
    /// What it may do.
    pub roles: Vec<Role>,
}

/// All clients.
#[derive(Debug, Clone, Default)]
pub struct Clients(pub Vec<Client>);

impl Clients {
    /// Whose token this is. Every client is compared, each in constant time.
    fn whose(&self, token: &str) -> Option<&Client> {
        let hash = TokenHash::of(token);
        let mut found = None;
        for client in &self.0 {
            if bool::from(client.token.0.ct_eq(&hash.0)) {
                found = Some(client);
            }
        }
        found
    }
}

/// A client that has shown its token; handlers find it in the request.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Its name.
    pub name: String,
    roles: Vec<Role>,
}

impl Caller {
    /// Refuses unless the client has `role`.
    ///
    /// # Errors
    /// 403.
    pub fn needs(&self, role: Role) -> Result<(), Problem> {
        if self.roles.contains(&role) {
            return Ok(());
        }
        let sentence = format!(
            "client {} has not the role {}: add it to roles in [admin.client.{}]",
            self.name,
            role.word(),
            self.name
        );
        Err(Problem::new(StatusCode::FORBIDDEN, "role-missing", sentence))
    }
}

/// Lets only known clients pass, and tells handlers who calls.
pub(super) async fn authenticate(
    State(context): State<Arc<Context>>,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let header = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = header.and_then(|value| value.strip_prefix("Bearer ")).map(str::trim).ok_or_else(|| {
        Problem::new(
            StatusCode::UNAUTHORIZED,
            "token-missing",
            "send your token in the header Authorization: Bearer TOKEN",
        )
    })?;
    let clients = context.clients.load();
    let client = clients.whose(token).ok_or_else(|| {
        tracing::warn!("an admin request was refused: nobody has the token it carries");
        Problem::new(StatusCode::UNAUTHORIZED, "token-unknown", "no client has this token")
    })?;
    request.extensions_mut().insert(Caller { name: client.name.clone(), roles: client.roles.clone() });
    Ok(next.run(request).await)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_known_by_its_token_and_its_token_is_not_kept() {
        let client = |name: &str, token| Client {
            name: name.into(),
            token: TokenHash::of(token),
            roles: vec![Role::Read],
        };
        let clients = Clients(vec![client("noc", "abc"), client("portal", "xyz")]);
        assert_eq!(clients.whose("xyz").map(|client| client.name.as_str()), Some("portal"));
        assert!(clients.whose("abcd").is_none());
        assert!(!format!("{clients:?}").contains("abc"));
        // FIPS 180-2's one-block message.
        let hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(TokenHash::from_hex(hex), Some(TokenHash::of("abc")));
        assert_eq!(TokenHash::from_hex("ba78"), None);
    }

    #[test]
    fn a_missing_role_is_named() {
        let caller = Caller { name: "noc".into(), roles: vec![Role::Read] };
        assert!(caller.needs(Role::Read).is_ok());
        assert!(caller.needs(Role::Secrets).unwrap_err().detail.contains("has not the role secrets"));
    }
}
