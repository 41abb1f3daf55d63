//! The daemon's admin API, from the command line: where it is, who we are, and its refusals as sentences.

use super::Failure;
use crate::admin::Problem;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
    time::Duration,
};

/// The file beside the store that tells the command where the daemon is and which token to use. Only the owner of the store may read it.
pub const ACCESS_FILE: &str = "admin-access.json";

/// Where the store is looked for when nobody says: where `serve` puts it without a configuration, and where the systemd unit puts it.
const USUAL_STORES: [&str; 2] = ["./innkeeper-data", "/var/lib/innkeeper"];

/// How to reach the daemon.
#[derive(Debug, Clone, Default, clap::Args)]
#[group(skip)]
pub struct Target {
    /// The directory of the daemon's store, which tells address and token [default: ./innkeeper-data, then /var/lib/innkeeper].
    #[arg(long, value_name = "DIRECTORY", global = true)]
    store: Option<PathBuf>,
    /// The address of the admin API, such as 127.0.0.1:8080.
    #[arg(long, value_name = "ADDRESS:PORT", global = true)]
    admin: Option<String>,
    /// A file with the token to use.
    #[arg(long, value_name = "FILE", global = true)]
    token_file: Option<PathBuf>,
}

/// What the access file says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Access {
    /// The admin API.
    pub address: String,
    /// The local client's token.
    pub token: String,
}

/// A way to the daemon.
#[derive(Debug)]
pub struct Client {
    agent: ureq::Agent,
    base: String,
    token: String,
}

impl Target {
    /// Finds address and token. No connection is made yet.
    ///
    /// # Errors
    /// When neither arguments nor an access file tell them.
    pub fn client(&self) -> Result<Client, Failure> {
        let token = self.token_file.as_deref().map(read_token).transpose()?;
        let (address, token) = match (&self.admin, token) {
            (Some(address), Some(token)) => (address.clone(), token),
            (address, token) => {
                let access = self.access()?;
                (address.clone().unwrap_or(access.address), token.unwrap_or(access.token))
            }
        };
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_connect(Some(Duration::from_secs(5)))
            .build()
            .new_agent();
        Ok(Client { agent, base: format!("http://{address}"), token })
    }

    fn access(&self) -> Result<Access, Failure> {
        let stores: Vec<PathBuf> = match &self.store {
            Some(store) => vec![store.clone()],
            None => USUAL_STORES.iter().map(PathBuf::from).collect(),
        };
        for store in &stores {
            match fs::read_to_string(store.join(ACCESS_FILE)) {
                Ok(text) => {
                    let file = store.join(ACCESS_FILE);
                    return serde_json::from_str(&text).map_err(|error| {
                        Failure::failed(format!("{} cannot be understood: {error}", file.display()))
                    });
                }
                Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
                    let file = store.join(ACCESS_FILE);
                    let sentence = format!(
                        "{} may not be read by you: become the daemon's user, or use --admin and --token-file",
                        file.display()
                    );
                    return Err(Failure::failed(sentence));
                }
                Err(_) => {}
            }
        }
        let places: Vec<String> = stores.iter().map(|store| store.display().to_string()).collect();
        Err(Failure::failed(format!(
            "no daemon has left its address in {}: is `innkeeper serve` running? Name its store with --store, or use --admin and --token-file",
            places.join(" or ")
        )))
    }
}

fn read_token(path: &Path) -> Result<String, Failure> {
    let text = fs::read_to_string(path).map_err(|error| {
        Failure::failed(format!("the token in {} cannot be read: {error}", path.display()))
    })?;
    Ok(text.trim().to_owned())
}

/// A response that is a success; its body is still to be read.
pub type Response = ureq::http::Response<ureq::Body>;

impl Client {
    /// GET, the answer as a `T`.
    ///
    /// # Errors
    /// What the daemon refused, or that none answers.
    pub fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Failure> {
        Self::json(self.stream(path)?)
    }

    /// GET, the answer to be read while it comes.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn stream(&self, path: &str) -> Result<Response, Failure> {
        self.done(self.agent.get(self.url(path)).header("authorization", self.bearer()).call())
    }

    /// POST of a JSON value.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn post<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Result<T, Failure> {
        let body = serde_json::to_vec(body).map_err(Failure::failed)?;
        let request = self.agent.post(self.url(path)).header("authorization", self.bearer());
        Self::json(self.done(request.header("content-type", "application/json").send(&body[..]))?)
    }

    /// POST of a JSON value, to be carried out once for its key.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn post_once<T: DeserializeOwned>(
        &self,
        path: &str,
        key: &str,
        body: &impl Serialize,
    ) -> Result<T, Failure> {
        let body = serde_json::to_vec(body).map_err(Failure::failed)?;
        let request = self.agent.post(self.url(path)).header("authorization", self.bearer());
        let request = request.header("idempotency-key", key).header("content-type", "application/json");
        Self::json(self.done(request.send(&body[..]))?)
    }

    /// PATCH of a JSON value.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn patch<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Result<T, Failure> {
        let body = serde_json::to_vec(body).map_err(Failure::failed)?;
        let request = self.agent.patch(self.url(path)).header("authorization", self.bearer());
        Self::json(self.done(request.header("content-type", "application/json").send(&body[..]))?)
    }

    /// PUT of a JSON value.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn put<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Result<T, Failure> {
        let body = serde_json::to_vec(body).map_err(Failure::failed)?;
        let request = self.agent.put(self.url(path)).header("authorization", self.bearer());
        Self::json(self.done(request.header("content-type", "application/json").send(&body[..]))?)
    }

    /// POST of whatever `body` yields.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn upload(&self, path: &str, media_type: &str, body: &mut dyn Read) -> Result<Response, Failure> {
        self.upload_placed(path, media_type, body, &|line| format!("line {line}"))
    }

    /// The same, where a bad line stood somewhere else before it was sent: at `place`.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn upload_placed(
        &self,
        path: &str,
        media_type: &str,
        body: &mut dyn Read,
        place: &dyn Fn(u64) -> String,
    ) -> Result<Response, Failure> {
        let request = self.agent.post(self.url(path)).header("authorization", self.bearer());
        let sent = request.header("content-type", media_type).send(ureq::SendBody::from_reader(body));
        self.done_placed(sent, place)
    }

    /// DELETE.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn delete<T: DeserializeOwned>(&self, path: &str) -> Result<T, Failure> {
        Self::json(
            self.done(self.agent.delete(self.url(path)).header("authorization", self.bearer()).call())?,
        )
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    fn bearer(&self) -> String {
        format!("Bearer {}", self.token)
    }

    fn json<T: DeserializeOwned>(mut response: Response) -> Result<T, Failure> {
        serde_json::from_reader(response.body_mut().as_reader())
            .map_err(|error| Failure::failed(format!("the daemon's answer cannot be understood: {error}")))
    }

    fn done(&self, result: Result<Response, ureq::Error>) -> Result<Response, Failure> {
        self.done_placed(result, &|line| format!("line {line}"))
    }

    fn done_placed(
        &self,
        result: Result<Response, ureq::Error>,
        place: &dyn Fn(u64) -> String,
    ) -> Result<Response, Failure> {
        let mut response = result.map_err(|error| self.unreachable(&error))?;
        if response.status().is_success() {
            return Ok(response);
        }
        let status = response.status();
        let text = response.body_mut().read_to_string().unwrap_or_default();
        match serde_json::from_str::<Problem>(&text) {
            Ok(problem) => Err(Failure::failed(sentence(&problem, place))),
            Err(_) => Err(Failure::failed(format!("the daemon answered {status}: {}", text.trim()))),
        }
    }

    fn unreachable(&self, error: &ureq::Error) -> Failure {
        let address = self.base.trim_start_matches("http://");
        match error {
            ureq::Error::Io(source) if source.kind() == std::io::ErrorKind::ConnectionRefused => {
                Failure::failed(format!("no daemon answers at {address}: is `innkeeper serve` running?"))
            }
            _ => Failure::failed(format!("the daemon at {address} cannot be asked: {error}")),
        }
    }
}

/// How many bad lines of an import are printed; the rest are counted.
pub const LINES_SHOWN: usize = 50;

fn sentence(problem: &Problem, place: &dyn Fn(u64) -> String) -> String {
    let mut text = problem.detail.clone();
    for bad in problem.lines.iter().take(LINES_SHOWN) {
        text.push_str(&format!("\n  {}: {}", place(bad.line), bad.reason));
    }
    if problem.lines.len() > LINES_SHOWN {
        text.push_str(&format!(
            "\n  and {} further lines (--json shows all)",
            problem.lines.len() - LINES_SHOWN
        ));
    }
    text
}

/// A value as one part of a URL's path or query.
pub fn quoted(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_survives_the_way_into_a_url() {
        assert_eq!(quoted("sip:+86@ims.example;x=1"), "sip%3A%2B86%40ims.example%3Bx%3D1");
    }

    #[test]
    fn without_a_daemon_the_sentence_says_what_to_do() {
        let target = Target { store: Some("/nonexistent".into()), ..Target::default() };
        assert!(target.client().unwrap_err().to_string().contains("is `innkeeper serve` running?"));
        // Port 1 of loopback: nobody listens there.
        let client = Client {
            agent: ureq::Agent::new_with_defaults(),
            base: "http://127.0.0.1:1".into(),
            token: "x".into(),
        };
        let failure = client.get::<serde_json::Value>("/v1/peers").unwrap_err();
        assert_eq!(failure.to_string(), "no daemon answers at 127.0.0.1:1: is `innkeeper serve` running?");
    }
}
