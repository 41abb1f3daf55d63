//! MMEs, SGSNs, AAA and application servers, CSCFs and GMLCs on Erlang/OTP's diameter, with dictionaries written from the standards (`erlang/`): they judge every message
//! they get. Commands go there one a line, as Erlang terms; a JSON line comes back for each message.

use crate::{
    capture::Capture,
    hss::{Hss, Peer},
    lab::{DOMAIN, Directory, free_address},
    process::Process,
    programs::{DIAMETER, DUMPCAP, ERL, ERLANG_DEV, TSHARK, present},
};
use serde_json::Value;
use std::{
    collections::VecDeque,
    fs,
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::Command,
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};

/// A dictionary's name, and with it the application: S6a, with S6d.
pub(crate) const S6A: &str = "dict_s6a";
/// Sh.
pub(crate) const SH: &str = "dict_sh";
/// SWx.
pub(crate) const SWX: &str = "dict_swx";
/// SLh.
pub(crate) const SLH: &str = "dict_slh";
/// Cx.
pub(crate) const CX: &str = "dict_cx";

/// What there is to compile; a dictionary stands behind those it inherits.
/// (Nothing here sends SLg's PLR yet; the day the daemon does, an MME of these reads it.)
const DICTIONARIES: [&str; 7] = ["dict_tgpp", S6A, SH, CX, SWX, SLH, "dict_slg"];
/// Compiles them, and the node, into the directory it runs in.
const COMPILE: &str = r#"
    [Source | Dictionaries] = init:get_plain_arguments(),
    [begin
         ok = diameter_make:codec(filename:join(Source, Name ++ ".dia"), [{outdir, "."}]),
         {ok, _} = compile:file(Name, [report])
     end || Name <- Dictionaries],
    {ok, _} = compile:file(filename:join(Source, "strict"), [report, warnings_as_errors]),
    halt(0).
"#;

/// How long an answer or a request of the daemon's may take.
const LIMIT: Duration = Duration::from_secs(20);

/// The daemon, the Erlang node, and a capture of what goes between them.
#[derive(Debug)]
pub(crate) struct Bench {
    // In the order in which they stop.
    pub(crate) stranger: Stranger,
    pub(crate) hss: Hss,
    pub(crate) capture: Capture,
    /// Where the daemon listens.
    pub(crate) address: String,
    directory: Directory,
}

impl Bench {
    /// The daemon with these peers and more in its configuration; none where a program is missing.
    pub(crate) fn start(peers: &[&str], more: &str) -> Option<Self> {
        Self::start_through(peers, more, |hss| hss)
    }

    /// The same with something between: the Erlang node dials what `relay` makes of the daemon's address.
    pub(crate) fn start_through(
        peers: &[&str],
        more: &str,
        relay: impl FnOnce(SocketAddr) -> SocketAddr,
    ) -> Option<Self> {
        if !present(&[TSHARK, DUMPCAP, ERL, DIAMETER, ERLANG_DEV]) {
            return None;
        }
        let (directory, address) = (Directory::new(), free_address());
        let capture = Capture::start(directory.path(), &address);
        let peers: Vec<_> = peers.iter().map(|name| Peer::dialling(name)).collect();
        let hss = Hss::start_with(directory.path(), &address, &peers, &[], more);
        let there = relay(SocketAddr::new(address.parse().expect("an address"), 3868));
        let stranger = Stranger::start(directory.path(), there);
        Some(Self { stranger, hss, capture, address, directory })
    }

    /// Imports subscribers, who may be there already.
    pub(crate) fn import(&self, lines: &[Value]) {
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let file = self.directory.path().join("subscribers.jsonl");
        fs::write(&file, text).expect("written");
        self.hss.run(&["import", "--replace", file.to_str().expect("UTF-8")]);
    }

    /// Asks over S6a; the answer has to be without a fault.
    pub(crate) fn mme(&mut self, name: &str, command: &str, avps: &str) -> Value {
        self.stranger.ask(name, S6A, command, avps)
    }

    /// The same, for the result alone.
    pub(crate) fn result(&mut self, name: &str, command: &str, avps: &str) -> u64 {
        let answer = self.mme(name, command, avps);
        answer["result"].as_u64().unwrap_or_else(|| panic!("no result: {answer}"))
    }
}

/// A running Erlang node, which is several Diameter nodes.
#[derive(Debug)]
pub(crate) struct Stranger {
    reader: BufReader<TcpStream>,
    writer: TcpStream,
    asked: u64,
    /// Requests of the daemon's that nobody looked at yet.
    told: VecDeque<Value>,
    /// Every message, in the order of arrival.
    seen: Vec<Value>,
    _process: Process,
    _code: Arc<Directory>,
}

impl Stranger {
    /// Starts it; its nodes will dial the HSS there.
    pub(crate) fn start(directory: &Path, hss: SocketAddr) -> Self {
        let code = compiled();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("a socket");
        let port = listener.local_addr().expect("bound").port().to_string();
        let mut erl = Command::new(ERL.find().expect("looked for before"));
        // No distribution: it has no name, and no daemon maps names to ports.
        erl.args(["-noshell", "-noinput", "-start_epmd", "false", "+S", "1:1", "-pa"]).arg(code.path());
        let main = format!(
            "strict:main([{port:?}, {:?}, {:?}, {DOMAIN:?}])",
            hss.ip().to_string(),
            hss.port().to_string()
        );
        erl.args(["-eval", &main]).env("HOME", directory);
        let process = Process::start("the Erlang node", &erl, &directory.join("erlang.log"));
        let mut connection = None;
        process.wait_until("it connects", LIMIT, |_| {
            connection = listener.accept().ok();
            connection.is_some()
        });
        let writer = connection.expect("waited for").0;
        writer.set_nonblocking(false).expect("a socket");
        writer.set_read_timeout(Some(LIMIT)).expect("a socket");
        let reader = BufReader::new(writer.try_clone().expect("a socket"));
        let (told, seen) = (VecDeque::new(), Vec::new());
        Self { reader, writer, asked: 0, told, seen, _process: process, _code: code }
    }

    /// Starts a Diameter node, and waits until it is connected.
    pub(crate) fn node(&mut self, name: &str, dictionary: &str) {
        let up = self.command(&format!("{{node, ID, \"{name}\", {dictionary}}}."));
        assert_eq!(up["kind"], "up", "{up}");
    }

    /// Sends a request with these AVPs (an Erlang map) beside those that all have; returns what became of it, right or wrong.
    pub(crate) fn try_ask(&mut self, name: &str, dictionary: &str, command: &str, avps: &str) -> Value {
        self.command(&format!("{{ask, ID, \"{name}\", {dictionary}, '{command}', #{{{avps}}}}}."))
    }

    /// The same of an answer that has to be without a fault.
    pub(crate) fn ask(&mut self, name: &str, dictionary: &str, command: &str, avps: &str) -> Value {
        let answer = self.try_ask(name, dictionary, command, avps);
        assert_eq!(answer["errors"], serde_json::json!([]), "{command} {avps}: {answer}");
        answer
    }

    /// The next request of this kind that the daemon sent to a node; it has to be without a fault.
    pub(crate) fn told(&mut self, node: &str, kind: &str) -> Value {
        let told = self.any_told(node, kind);
        assert_eq!(told["errors"], serde_json::json!([]), "{told}");
        told
    }

    /// The same, right or wrong.
    pub(crate) fn any_told(&mut self, node: &str, kind: &str) -> Value {
        loop {
            if let Some(at) = self.told.iter().position(|told| told["node"] == node && told["kind"] == kind) {
                break self.told.remove(at).expect("found");
            }
            let line = self.line();
            self.told.push_back(line);
        }
    }

    /// How many messages of a kind there were; every message of all kinds has to be without a fault.
    pub(crate) fn judged(&self, kind: &str) -> usize {
        let faulty: Vec<_> =
            self.seen.iter().filter(|line| line["errors"] != serde_json::json!([])).collect();
        assert!(faulty.is_empty(), "the Erlang node complains: {faulty:#?}");
        self.seen.iter().filter(|line| line["kind"] == kind).count()
    }

    fn command(&mut self, term: &str) -> Value {
        self.asked += 1;
        let id = self.asked;
        let term = term.replacen("ID", &id.to_string(), 1);
        // In one piece, or the second waits for an acknowledgement of the first.
        self.writer.write_all(format!("{term}\n").as_bytes()).expect("the Erlang node reads");
        loop {
            let line = self.line();
            if line["id"] == id {
                return line;
            }
            self.told.push_back(line);
        }
    }

    fn line(&mut self) -> Value {
        let mut line = String::new();
        self.reader
            .read_line(&mut line)
            .unwrap_or_else(|error| panic!("the Erlang node says nothing: {error}"));
        let line: Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"));
        if line["kind"] != "up" {
            self.seen.push(line.clone());
        }
        line
    }
}

/// The one member of this name, of a message or group.
pub(crate) fn member<'a>(value: &'a Value, path: &[&str]) -> &'a Value {
    path.iter().fold(value, |value, name| {
        let found = &value[name];
        match found.as_array() {
            Some(each) if each.len() == 1 => &each[0],
            _ => found,
        }
    })
}

/// Octets as Erlang writes them.
pub(crate) fn octets(octets: &[u8]) -> String {
    let each: Vec<_> = octets.iter().map(u8::to_string).collect();
    format!("<<{}>>", each.join(","))
}

/// The compiled node and its dictionaries; tests that run at the same time share them.
fn compiled() -> Arc<Directory> {
    static CODE: Mutex<Weak<Directory>> = Mutex::new(Weak::new());
    let mut shared = CODE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(code) = shared.upgrade() {
        return code;
    }
    let code = Arc::new(Directory::new());
    let mut erl = Command::new(ERL.find().expect("looked for before"));
    erl.args(["-noshell", "-noinput", "-start_epmd", "false", "-pa", ".", "-eval", COMPILE]);
    erl.arg("-extra").arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/erlang")).args(DICTIONARIES);
    let output = erl.env("HOME", code.path()).current_dir(code.path()).output().expect("it can be started");
    let text =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    assert!(output.status.success(), "the Erlang node is not compiled: {text}");
    *shared = Arc::downgrade(&code);
    code
}
