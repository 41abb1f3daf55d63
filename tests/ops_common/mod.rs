//! A real daemon in a directory of its own, on ports the system chose.
#![allow(dead_code, unreachable_pub, missing_docs)]

pub mod cscf;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

pub const PATIENCE: Duration = Duration::from_secs(60);

pub struct Daemon {
    pub child: Child,
    pub directory: TempDir,
    pub admin: String,
    pub diameter: Vec<String>,
    pub gtp: Vec<String>,
}

pub fn innkeeper() -> Command {
    Command::new(env!("CARGO_BIN_EXE_innkeeper"))
}

/// Waits until `found` finds something.
pub fn until<T>(what: &str, mut found: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = found() {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "{what} did not happen within {PATIENCE:?}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

impl Daemon {
    /// Starts the lab node.
    pub fn lab() -> Self {
        Self::start(TempDir::new().unwrap(), &[], |_| {})
    }

    /// Starts a daemon whose files are in `directory`.
    pub fn start(directory: TempDir, arguments: &[&str], prepare: impl FnOnce(&mut Command)) -> Self {
        let ready = directory.path().join("ready.json");
        let _ = fs::remove_file(&ready);
        let log = fs::File::create(directory.path().join("log")).unwrap();
        let mut command = innkeeper();
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--ready-file"])
            .arg(&ready)
            .arg("--store")
            .arg(directory.path().join("store"))
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(log);
        prepare(&mut command);
        let mut child = command.spawn().unwrap();
        let begun = Instant::now();
        let bound = until("the start", || {
            let log = || fs::read_to_string(directory.path().join("log")).unwrap();
            if let Ok(Some(status)) = child.try_wait() {
                panic!("the daemon ended with {status}:\n{}", log());
            }
            assert!(begun.elapsed() < PATIENCE, "no start within {PATIENCE:?}; it said:\n{}", log());
            fs::read(&ready).ok()
        });
        let bound: serde_json::Value = serde_json::from_slice(&bound).unwrap();
        let addresses = |of: &str| {
            let all = bound[of].as_array().unwrap().iter();
            all.map(|address| address.as_str().unwrap().into()).collect()
        };
        let (diameter, gtp) = (addresses("diameter"), addresses("gtp"));
        Self { child, admin: bound["admin"].as_str().unwrap().into(), diameter, gtp, directory }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub fn log(&self) -> String {
        fs::read_to_string(self.path("log")).unwrap()
    }

    pub fn token(&self) -> String {
        let access: serde_json::Value =
            serde_json::from_slice(&fs::read(self.path("store/admin-access.json")).unwrap()).unwrap();
        access["token"].as_str().unwrap().into()
    }

    /// Runs the command against this daemon.
    pub fn ask(&self, arguments: &[&str]) -> Output {
        innkeeper().args(arguments).arg("--store").arg(self.path("store")).output().unwrap()
    }

    /// Its standard output; the command has to succeed.
    pub fn told(&self, arguments: &[&str]) -> String {
        let output = self.ask(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    pub fn json(&self, arguments: &[&str]) -> serde_json::Value {
        serde_json::from_str(&self.told(arguments)).unwrap()
    }

    /// Its sentence; the command has to fail with this status.
    pub fn refused(&self, arguments: &[&str], status: i32) -> String {
        let output = self.ask(arguments);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}");
        String::from_utf8(output.stderr).unwrap()
    }

    pub fn signal(&self, name: &str) {
        let sent =
            Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// SIGTERM; the status it ends with, and its directory.
    pub fn stop(mut self) -> (std::process::ExitStatus, TempDir) {
        self.signal("TERM");
        let status = until("the stop", || self.child.try_wait().unwrap());
        let directory = std::mem::replace(&mut self.directory, TempDir::new().unwrap());
        (status, directory)
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub struct Answer {
    pub status: u16,
    pub body: String,
}

/// One request to the admin API.
pub fn http(daemon: &Daemon, method: &str, path: &str, token: Option<&str>, body: &str) -> Answer {
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    let mut request =
        ureq::http::Request::builder().method(method).uri(format!("http://{}{path}", daemon.admin));
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let request = request.header("content-type", "application/json").body(body.to_owned()).unwrap();
    let mut answer = agent.run(request).unwrap();
    Answer { status: answer.status().as_u16(), body: answer.body_mut().read_to_string().unwrap() }
}

pub fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
}
