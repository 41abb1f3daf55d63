//! What happens on the wire, for metrics and traces: the hooks of the Diameter layer and of the interfaces.

use crate::{
    diameter::{
        From,
        codec::{DecodeError, Message, ResultCode},
        dictionary::{
            Tree,
            base::{
                Outcome,
                avps::{EXPERIMENTAL_RESULT, EXPERIMENTAL_RESULT_CODE, RESULT_CODE, USER_NAME},
            },
            cx::{self, avps::PUBLIC_IDENTITY},
            rf, ro, s6a,
            sh::{self, avps::USER_IDENTITY},
            slg, slh, swx,
        },
        transport::{Direction, Done, Observer},
    },
    interfaces::shared::{Verdict, Verdicts},
    telemetry::{
        metrics::{Command, Metrics},
        quota::Quota,
        trace::{Bus, Event},
    },
    types::{Impu, Name, Timestamp},
};
use bytes::Bytes;
use parking_lot::Mutex;
use std::{collections::VecDeque, sync::Arc, time::Instant};

/// The commands of each interface: application and its label, code, name, as metrics and traces call them.
const COMMANDS: [(u32, &str, u32, &str); 29] = [
    (cx::APPLICATION, "cx", 300, "UAR"),
    (cx::APPLICATION, "cx", 301, "SAR"),
    (cx::APPLICATION, "cx", 302, "LIR"),
    (cx::APPLICATION, "cx", 303, "MAR"),
    (cx::APPLICATION, "cx", 304, "RTR"),
    (cx::APPLICATION, "cx", 305, "PPR"),
    (s6a::APPLICATION, "s6a", 316, "ULR"),
    (s6a::APPLICATION, "s6a", 317, "CLR"),
    (s6a::APPLICATION, "s6a", 318, "AIR"),
    (s6a::APPLICATION, "s6a", 319, "IDR"),
    (s6a::APPLICATION, "s6a", 320, "DSR"),
    (s6a::APPLICATION, "s6a", 321, "PUR"),
    (s6a::APPLICATION, "s6a", 322, "RSR"),
    (s6a::APPLICATION, "s6a", 323, "NOR"),
    (sh::APPLICATION, "sh", 306, "UDR"),
    (sh::APPLICATION, "sh", 307, "PUR"),
    (sh::APPLICATION, "sh", 308, "SNR"),
    (sh::APPLICATION, "sh", 309, "PNR"),
    (swx::APPLICATION, "swx", 301, "SAR"),
    (swx::APPLICATION, "swx", 303, "MAR"),
    (swx::APPLICATION, "swx", 304, "RTR"),
    (swx::APPLICATION, "swx", 305, "PPR"),
    (slh::APPLICATION, "slh", 8_388_622, "RIR"),
    (slg::APPLICATION, "slg", 8_388_620, "PLR"),
    (slg::APPLICATION, "slg", 8_388_621, "LRR"),
    (ro::APPLICATION, "ro", 258, "RAR"),
    (ro::APPLICATION, "ro", 272, "CCR"),
    (ro::APPLICATION, "ro", 274, "ASR"),
    (rf::APPLICATION, "rf", 271, "ACR"),
];

/// The place of a command in the list.
fn place(application: u32, code: u32) -> Option<usize> {
    COMMANDS.iter().position(|(of, _, known, _)| (*of, *known) == (application, code))
}

/// Refusals the log tells of in one second.
const REFUSALS: u32 = 50;

/// So many traced requests may wait for their answers; older ones are forgotten.
const WAITING: usize = 256;

/// Counts everything, and publishes what is traced.
#[derive(Debug)]
pub(super) struct Watcher {
    metrics: Arc<Metrics>,
    traces: Arc<Bus>,
    commands: [Command; COMMANDS.len()],
    other: Command,
    waiting: Mutex<VecDeque<Waiting>>,
    refusals: Quota,
}

/// A traced request without its answer yet.
#[derive(Debug)]
struct Waiting {
    peer: Name,
    hop_by_hop: u32,
    command: u32,
    identities: Vec<String>,
    reason: Option<String>,
}

impl Watcher {
    pub(super) fn new(metrics: Arc<Metrics>, traces: Arc<Bus>) -> Self {
        Self {
            commands: COMMANDS.map(|(_, label, _, name)| metrics.command(label, name)),
            other: metrics.command("other", "other"),
            waiting: Mutex::default(),
            refusals: Quota::new(REFUSALS),
            metrics,
            traces,
        }
    }

    fn command(&self, application: u32, code: u32) -> &Command {
        place(application, code).map_or(&self.other, |at| &self.commands[at])
    }

    /// One line per refusal, as many as the quota allows. Everyday business shows at the level `debug`.
    fn log(&self, verdict: &Verdict<'_>, refusal: &dyn std::fmt::Display) {
        let (peer, impi, impu) = (&*verdict.from.host, verdict.private, verdict.public);
        let (command, code) = (verdict.command, verdict.code);
        if verdict.everyday {
            tracing::debug!(peer, impu, "{command} answered with {code}: {refusal}");
            return;
        }
        if !tracing::enabled!(tracing::Level::INFO) {
            return;
        }
        match self.refusals.spend(Timestamp::now().0.div_euclid(1000)) {
            None => {}
            Some(0) => tracing::info!(peer, impi, impu, "{command} refused with {code}: {refusal}"),
            Some(unsaid) => tracing::info!(
                peer,
                impi,
                impu,
                unsaid,
                "{command} refused with {code}: {refusal} ({unsaid} more were not written)"
            ),
        }
    }

    /// A message that somebody watches becomes an event; the answer to a watched request, too.
    fn trace(&self, peer: &From, message: &Message, direction: &str) {
        let header = &message.header;
        let same = |one: &Waiting| one.hop_by_hop == header.hop_by_hop && one.peer == peer.host;
        let (identities, reason) = if header.is_request() {
            let identities = identities(message);
            if !self.traces.wants(&identities) {
                return;
            }
            let mut waiting = self.waiting.lock();
            if waiting.len() >= WAITING {
                waiting.pop_front();
            }
            waiting.push_back(Waiting {
                peer: peer.host.clone(),
                hop_by_hop: header.hop_by_hop,
                command: header.code,
                identities: identities.clone(),
                reason: None,
            });
            (identities, None)
        } else {
            let mut waiting = self.waiting.lock();
            let Some(at) = waiting.iter().position(same) else { return };
            let Some(asked) = waiting.remove(at) else { return };
            (asked.identities, asked.reason)
        };
        self.traces.publish(Event {
            time: Timestamp::now().to_string(),
            direction: direction.to_owned(),
            peer: peer.host.to_string(),
            command: name(header.application, header.code, header.is_request()),
            result: result(message),
            reason,
            identities,
            message: Tree::of(message.as_bytes()).to_string(),
        });
    }
}

impl Observer for Watcher {
    fn traces(&self) -> bool {
        self.traces.is_watched()
    }

    fn message_in(&self, peer: &From, message: &Message) {
        self.trace(peer, message, "received");
    }

    fn message_out(&self, peer: &From, message: &[u8]) {
        if let Ok(message) = Message::parse(Bytes::copy_from_slice(message)) {
            self.trace(peer, &message, "sent");
        }
    }

    fn requests_done(&self, _: &From, batch: &[Done], now: Instant) {
        for done in batch {
            let command = self.command(done.application, done.command);
            let result = done.result.map(numbers);
            match done.direction {
                Direction::In => {
                    command.received.inc();
                    command.answers_sent.of(result).inc();
                    command.seconds.observe(now.saturating_duration_since(done.since).as_secs_f64());
                }
                Direction::Out => {
                    command.sent.inc();
                    command.answers_received.of(result).inc();
                }
            }
        }
    }

    fn connection_refused(&self, reason: &'static str) {
        self.metrics.peer_refused.with_label_values(&[reason]).inc();
    }

    fn duplicate(&self, _: &From) {
        self.metrics.duplicates.inc();
    }
}

/// The same watcher as the interfaces of the HSS see it.
#[derive(Debug)]
pub(super) struct HssWatcher(pub(super) Arc<Watcher>);

impl Verdicts for HssWatcher {
    fn verdict(&self, verdict: &Verdict<'_>) {
        let Some(refusal) = verdict.refusal else { return };
        self.0.log(verdict, refusal);
        if !self.0.traces.is_watched() {
            return;
        }
        let named =
            [verdict.private, verdict.public].into_iter().flatten().map(canonical).collect::<Vec<_>>();
        let same = |(of, _, _, name): &&(u32, &str, u32, &str)| {
            (*of, *name) == (verdict.application, verdict.command)
        };
        let code = COMMANDS.iter().find(same).map(|(_, _, code, _)| *code);
        let mut waiting = self.0.waiting.lock();
        let asked = waiting.iter_mut().find(|asked| {
            asked.reason.is_none()
                && asked.peer == verdict.from.host
                && Some(asked.command) == code
                && named.iter().all(|name| asked.identities.contains(name))
        });
        if let Some(asked) = asked {
            asked.reason = Some(refusal.to_string());
        }
    }

    fn malformed(&self, command: &'static str, from: &From, error: &DecodeError) {
        self.0.metrics.unreadable.with_label_values(&[command]).inc();
        tracing::info!(peer = &*from.host, "{command} refused: {error}");
    }
}

/// Every identity a request names, in the form the traces compare, and the IMSI in each private one.
fn identities(message: &Message) -> Vec<String> {
    let mut found = Vec::new();
    let user = message.avps().find(&USER_IDENTITY).and_then(|avp| avp.group().ok());
    for avp in message.avps().map_while(Result::ok).chain(user.into_iter().flatten().map_while(Result::ok)) {
        if !avp.is(&USER_NAME) && !avp.is(&PUBLIC_IDENTITY) {
            continue;
        }
        let Ok(text) = avp.read::<&str>() else { continue };
        found.push(canonical(text));
        let user = text.split('@').next().unwrap_or_default();
        if crate::types::Imsi::parse(user).is_some() {
            found.push(user.to_owned());
        }
    }
    found
}

/// A result as the metrics know it: whose number it is (0: the base protocol's), and the number.
fn numbers(outcome: Outcome) -> (u32, u32) {
    match outcome {
        Outcome::Base(code) => (0, code.0),
        Outcome::Experimental(result) => (result.vendor, result.code),
    }
}

fn canonical(text: &str) -> String {
    Impu::canonical(text).map_or_else(|_| text.to_ascii_lowercase(), std::borrow::Cow::into_owned)
}

fn name(application: u32, code: u32, request: bool) -> String {
    match place(application, code).map(|at| COMMANDS[at].3) {
        Some(name) if request => name.to_owned(),
        Some(name) => name.trim_end_matches('R').to_owned() + "A",
        None => format!("command {code} of application {application}"),
    }
}

fn result(message: &Message) -> Option<String> {
    if message.header.is_request() {
        return None;
    }
    let avps = message.avps();
    if let Some(avp) = avps.find(&RESULT_CODE) {
        return avp.read::<u32>().ok().map(|code| ResultCode(code).to_string());
    }
    let code =
        avps.find(&EXPERIMENTAL_RESULT)?.group().ok()?.find(&EXPERIMENTAL_RESULT_CODE)?.read::<u32>().ok()?;
    let known =
        crate::domain::hss::Code::ALL.iter().find(|known| known.is_experimental() && known.number() == code);
    Some(known.map_or_else(|| code.to_string(), ToString::to_string))
}
