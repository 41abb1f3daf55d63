//! What went over the port of a protocol, and what tshark says of it.

use crate::{
    process::Process,
    programs::{self, DUMPCAP, TSHARK},
};
use bytes::BytesMut;
use innkeeper::diameter::codec::Message;
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::{Duration, Instant},
};

/// A protocol as it is captured and dissected.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Protocol {
    port: &'static str,
    /// What the port carries, where tshark would not know.
    decoded_as: &'static str,
    /// What the daemon sent.
    sent: &'static str,
}

/// Diameter over TCP.
pub(crate) const DIAMETER: Protocol = Protocol {
    port: "tcp port 3868",
    decoded_as: "tcp.port==3868,diameter",
    sent: "diameter && tcp.srcport == 3868",
};

/// GTPv2-C over UDP.
pub(crate) const GTP: Protocol =
    Protocol { port: "udp port 2123", decoded_as: "udp.port==2123,gtp", sent: "udp.srcport == 2123" };

/// A running capture of one protocol at one address; none where this user may not capture.
#[derive(Debug)]
pub(crate) struct Capture {
    process: Option<Process>,
    file: PathBuf,
    address: String,
    protocol: Protocol,
}

/// What tshark found.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    /// The messages the daemon sent: Diameter's command code and whether it was a request, or GTP's message type.
    pub(crate) sent: Vec<(u32, bool)>,
    /// The results in it, base and experimental ones.
    pub(crate) results: Vec<u32>,
    /// A line for everything that tshark could not decode or complained of in what the daemon sent.
    pub(crate) complaints: Vec<String>,
}

impl Capture {
    /// Starts to capture Diameter.
    pub(crate) fn start(directory: &Path, address: &str) -> Self {
        Self::of(DIAMETER, directory, address)
    }

    /// Starts to capture a protocol.
    pub(crate) fn of(protocol: Protocol, directory: &Path, address: &str) -> Self {
        let file = directory.join("capture.pcapng");
        let mut command = Command::new(DUMPCAP.find().expect("looked for before"));
        // A small buffer and an immediate hand-over: nothing is left in the kernel when it ends.
        command.args(["-q", "-i", "lo", "-B", "4", "-w"]).arg(&file);
        command.args(["-f", &format!("{} and host {address}", protocol.port)]);
        let process = Process::start("dumpcap", &command, &directory.join("dumpcap.log"));
        let may_not = |process: &Process| process.log().contains("permission");
        let started = |process: &Process| process.log().contains("File:") || may_not(process);
        process.wait_until("it captures", Duration::from_secs(10), started);
        if may_not(&process) {
            programs::give_up(
                "dumpcap may not capture, so nothing is dissected. Run the tests as root, or see `dpkg-reconfigure wireshark-common`",
            );
            return Self { process: None, file, address: address.into(), protocol };
        }
        Self { process: Some(process), file, address: address.into(), protocol }
    }

    /// Ends the capture and has it dissected; a second verdict is not given when it is dropped.
    pub(crate) fn finish(&mut self) -> Option<Verdict> {
        let process = self.process.take()?;
        // dumpcap reads in rounds of up to a quarter of a second, and what it has not read at its end is lost.
        thread::sleep(Duration::from_millis(300));
        drop(process);
        Some(self.dissect())
    }

    /// Waits until the messages captured so far are `enough`.
    pub(crate) fn wait_for(&self, enough: impl Fn(&[(u32, bool)]) -> bool) {
        self.wait_until(|verdict| enough(&verdict.sent));
    }

    /// Waits until what was captured so far is `enough`.
    pub(crate) fn wait_until(&self, enough: impl Fn(&Verdict) -> bool) {
        if self.process.is_none() {
            return;
        }
        let start = Instant::now();
        loop {
            thread::sleep(Duration::from_millis(300));
            let verdict = self.dissect();
            if enough(&verdict) {
                return;
            }
            assert!(start.elapsed() < Duration::from_secs(20), "only this was sent: {verdict:?}");
        }
    }

    /// All Diameter messages captured so far, of each connection in their order; `None` where nothing may be captured.
    pub(crate) fn messages(&self) -> Option<Vec<Message>> {
        self.process.as_ref()?;
        // dumpcap reads in rounds of up to a quarter of a second.
        thread::sleep(Duration::from_millis(300));
        let tshark = |arguments: &[&str]| {
            let mut command = Command::new(TSHARK.find().expect("looked for before"));
            let output = command.args(["-n", "-r"]).arg(&self.file).args(arguments).output();
            String::from_utf8(output.expect("tshark can be started").stdout).expect("ASCII")
        };
        let streams = tshark(&["-Y", "tcp", "-T", "fields", "-e", "tcp.stream"]);
        let streams: BTreeSet<u32> = streams.lines().filter_map(|line| line.trim().parse().ok()).collect();
        let all = streams.iter().flat_map(|stream| ["-z".into(), format!("follow,tcp,raw,{stream}")]);
        let all: Vec<String> = ["-q".into()].into_iter().chain(all).collect();
        Some(followed(&tshark(&all.iter().map(String::as_str).collect::<Vec<_>>())))
    }

    fn dissect(&self) -> Verdict {
        let output = Command::new(TSHARK.find().expect("looked for before"))
            .args(["-n", "-r"])
            .arg(&self.file)
            .args(["-d", self.protocol.decoded_as, "-2", "-Y"])
            .arg(format!("{} && ip.src == {}", self.protocol.sent, self.address))
            .args(["-T", "json", "--no-duplicate-keys"])
            .output()
            .expect("tshark can be started");
        let packets: Vec<serde_json::Value> =
            serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
                panic!("tshark: {error}: {}", String::from_utf8_lossy(&output.stderr));
            });
        let mut verdict = Verdict::default();
        for packet in &packets {
            let layers = &packet["_source"]["layers"];
            let number = layers["frame"]["frame.number"].as_str().unwrap_or("?");
            verdict.read(&format!("frame {number}"), layers, false);
        }
        verdict
    }
}

/// The messages in what tshark makes of connections, in the order in which they were opened: octets in hexadecimal digits, those of one side behind a tab.
fn followed(text: &str) -> Vec<Message> {
    let mut sides = [BytesMut::new(), BytesMut::new()];
    let mut messages = Vec::new();
    let mut stream = 0;
    for line in text.lines() {
        if let Some(number) = line.strip_prefix("Filter: tcp.stream eq ") {
            sides = [BytesMut::new(), BytesMut::new()];
            stream = number.trim().parse::<u32>().expect("a number");
        }
        let digits = line.trim();
        let octets: Option<Vec<u8>> = (0..digits.len() / 2)
            .map(|at| u8::from_str_radix(digits.get(2 * at..2 * at + 2)?, 16).ok())
            .collect();
        let Some(octets) = octets.filter(|octets| !octets.is_empty()) else { continue };
        let side = &mut sides[usize::from(line.starts_with('\t'))];
        side.extend_from_slice(&octets);
        while side.len() >= 4 && u32::from_be_bytes([0, side[1], side[2], side[3]]) as usize <= side.len() {
            let length = u32::from_be_bytes([0, side[1], side[2], side[3]]) as usize;
            let message = Message::parse(side.split_to(length).freeze()).expect("a Diameter message");
            messages.push((stream, message));
        }
    }
    messages.sort_by_key(|(stream, _)| *stream);
    messages.into_iter().map(|(_, message)| message).collect()
}

impl Drop for Capture {
    fn drop(&mut self) {
        if thread::panicking() {
            return;
        }
        let complaints = self.finish().map(|verdict| verdict.complaints).unwrap_or_default();
        assert!(complaints.is_empty(), "tshark complains of what the daemon sent: {complaints:#?}");
    }
}

impl Verdict {
    /// Walks what tshark made of one packet; `failed` within a Failed-AVP.
    fn read(&mut self, place: &str, value: &serde_json::Value, failed: bool) {
        match value {
            serde_json::Value::Object(members) => {
                let failed = failed || members.contains_key("diameter.Failed-AVP");
                // RFC 6733 §7.5: the example of a missing AVP has the shortest data there is, for many types none.
                if failed && members.contains_key("diameter.avp.no_data") {
                    return;
                }
                if let (Some(code), Some(flags)) =
                    (members.get("diameter.cmd.code"), members.get("diameter.flags"))
                {
                    self.sent.push((number(code), number(flags) & 0x80 != 0));
                }
                if let Some(kind) = members.get("gtpv2.message_type") {
                    self.sent.push((number(kind), false));
                }
                let severity = members.get("_ws.expert.severity").map_or(0, number);
                // Notes and chats are about TCP's ordinary life; warnings and errors are about what was sent.
                // How full a window is, is TCP's business on a busy machine.
                let tcp = members.keys().any(|name| name.starts_with("tcp.analysis"));
                if (severity >= 0x0060_0000 && !tcp)
                    || members.contains_key("_ws.malformed")
                    || members.contains_key("diameter.avp.unknown")
                {
                    self.complaints.push(format!("{place}: {value}"));
                    return;
                }
                for (name, member) in members {
                    if matches!(name.as_str(), "diameter.Result-Code" | "diameter.Experimental-Result-Code") {
                        let each = member.as_array().map_or(std::slice::from_ref(member), Vec::as_slice);
                        self.results.extend(each.iter().map(number));
                    }
                    if name.starts_with("_ws.malformed") || name == "diameter.avp.unknown" {
                        self.complaints.push(format!("{place}: {name}: {member}"));
                    }
                    self.read(place, member, failed);
                }
            }
            serde_json::Value::Array(members) => {
                members.iter().for_each(|member| self.read(place, member, failed))
            }
            _ => {}
        }
    }
}

/// A number as tshark prints it, decimal or with 0x.
fn number(value: &serde_json::Value) -> u32 {
    let text = value.as_str().unwrap_or_default();
    match text.strip_prefix("0x") {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => text.parse(),
    }
    .unwrap_or_default()
}
