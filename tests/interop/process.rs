//! A child process that never outlives its test, however the test ends.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// Starts the program, tells its process id, and ends it as soon as the other end of standard input is closed: by the drop of the
/// [`Process`], or by the kernel when the test process itself was killed. Interrupts are left to whoever holds that other end.
const KEEPER: &str = r#"trap "" INT
"$@" </dev/null >"$0" 2>&1 & echo $!
read -r _
kill -TERM $! 2>/dev/null
wait $!"#;

/// How long a program may take to end by itself.
const GRACE: Duration = Duration::from_secs(8);

/// One running program with its log.
#[derive(Debug)]
pub(crate) struct Process {
    name: String,
    keeper: Child,
    lifeline: Option<ChildStdin>,
    pid: u32,
    log: PathBuf,
}

impl Process {
    /// Starts `command` (program, arguments, environment and directory are taken from it); what it prints goes to `log`.
    pub(crate) fn start(name: &str, command: &Command, log: &Path) -> Self {
        let mut keeper = Command::new("sh");
        keeper.arg("-c").arg(KEEPER).arg(log).arg(command.get_program()).args(command.get_args());
        for (key, value) in command.get_envs() {
            match value {
                Some(value) => keeper.env(key, value),
                None => keeper.env_remove(key),
            };
        }
        if let Some(directory) = command.get_current_dir() {
            keeper.current_dir(directory);
        }
        let mut keeper = keeper
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("sh can be started");
        let mut line = String::new();
        BufReader::new(keeper.stdout.take().expect("piped"))
            .read_line(&mut line)
            .expect("sh tells the process id");
        let pid = line.trim().parse().expect("a process id");
        Self { name: name.into(), lifeline: keeper.stdin.take(), keeper, pid, log: log.into() }
    }

    /// Everything it printed so far.
    pub(crate) fn log(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.log).unwrap_or_default()).into_owned()
    }

    /// True while it runs.
    pub(crate) fn is_running(&self) -> bool {
        // The state stands after the name, which is in parentheses; an ended process waits as a zombie for its keeper.
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.pid)).unwrap_or_default();
        stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with(['Z', 'X']))
    }

    /// Waits until `ready` says so, and fails with the log when the program ended or time is up.
    pub(crate) fn wait_until(&self, what: &str, limit: Duration, mut ready: impl FnMut(&Self) -> bool) {
        let start = Instant::now();
        while !ready(self) {
            let failure = if !self.is_running() {
                "ended"
            } else if start.elapsed() > limit {
                "is late"
            } else {
                thread::sleep(Duration::from_millis(20));
                continue;
            };
            panic!("{} {failure} before {what}; its log ends:\n{}", self.name, tail(&self.log(), 40));
        }
    }

    /// Sends a signal (`KILL`, `TERM`, `INT`).
    pub(crate) fn signal(&self, signal: &str) {
        Command::new("kill")
            .arg(format!("-{signal}"))
            .arg(self.pid.to_string())
            .status()
            .expect("kill can be started");
    }

    /// Ends it now and without warning.
    pub(crate) fn kill(mut self) {
        self.signal("KILL");
        self.end();
    }

    /// Asks it to end, waits, and returns its log.
    pub(crate) fn stop(mut self) -> String {
        self.end();
        self.log()
    }

    fn end(&mut self) {
        if self.lifeline.take().is_none() {
            return;
        }
        let start = Instant::now();
        while let Ok(None) = self.keeper.try_wait() {
            if start.elapsed() > GRACE {
                eprintln!("{} does not end by itself and is killed", self.name);
                self.signal("KILL");
                let _ = self.keeper.wait();
                return;
            }
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("--- {} wrote last:\n{}", self.name, tail(&self.log(), 25));
        }
        self.end();
    }
}

fn tail(text: &str, lines: usize) -> String {
    let all: Vec<_> = text.lines().collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}
