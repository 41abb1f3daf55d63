//! GTPv2-C in the daemon: our restart counter, the listeners, and what is counted and logged of them.

mod trace;

use super::config::Config;
use crate::{
    admin::Context,
    cli::Failure,
    gtp::{
        transport::{Gtp, Observer},
        v2::{
            Happened, PathEvent, Service, Turn,
            codec::{CauseValue, Recovery, message_type},
        },
    },
    interfaces::s11::{Hint, Hints, S11},
    procedures::location::Locator,
    records::{Fact, Source},
    telemetry::{metrics::Metrics, quota::Quota},
    types::{Name, Timestamp},
};
use parking_lot::Mutex;
use prometheus::IntCounter;
use std::{
    fs::{self, File},
    io::{self, Write},
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::Path,
    sync::Arc,
};
use trace::Traced;

/// The file with our restart counter, in the store's directory.
const COUNTER: &str = "gtp-restart-counter";

/// Lines the log gets of refusals and failures in one second.
const LINES: u32 = 20;

/// Binds and serves every listener of the configuration; our restart counter is on disk before.
pub(super) fn start(config: &Config, context: &Context) -> Result<Gtp, Failure> {
    let metrics = &context.metrics;
    let listeners = config.gtp.listeners();
    let recovery = match listeners.is_empty() {
        true => Recovery(0),
        false => restart_counter(&config.store.path).map_err(|error| {
            let directory = config.store.path.display();
            Failure::failed(format!("GTP's restart counter cannot be kept in {directory}: {error}"))
        })?,
    };
    let hints = |source| metrics.gtp_hints.with_label_values(&[source]);
    let locator = context.locator.clone();
    let nobody = IpAddr::from(Ipv4Addr::UNSPECIFIED);
    let hints = Arc::new(Noted {
        notified: hints("notified"),
        mirrored: hints("mirrored"),
        locator,
        teller: Mutex::new((nobody, Name::new(&nobody.to_string()))),
    });
    let s11 = S11::new(context.store.clone(), hints);
    let service: Arc<dyn Service> = Arc::new(Traced { service: s11, traces: context.traces.clone() });
    let observer: Arc<dyn Observer> = Arc::new(GtpWatcher::new(metrics.clone()));
    Gtp::start(&listeners, recovery, &service, &observer)
        .map_err(|error| Failure::failed(format!("{error}; see [[gtp.listener]]")))
}

/// One more than at the start before (TS 23.007 §18); 1 where there was none, or none that can be read.
fn restart_counter(directory: &Path) -> io::Result<Recovery> {
    let file = directory.join(COUNTER);
    let before = match fs::read_to_string(&file) {
        Ok(text) => text.trim().parse().unwrap_or_else(|_| {
            tracing::warn!("{} holds no number from 0 to 255: the counter begins anew", file.display());
            0
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => 0u8,
        Err(error) => return Err(error),
    };
    let counter = before.wrapping_add(1);
    let fresh = file.with_extension("new");
    let mut writing = File::create(&fresh)?;
    writeln!(writing, "{counter}")?;
    writing.sync_all()?;
    fs::rename(&fresh, &file)?;
    File::open(directory)?.sync_all()?;
    Ok(Recovery(counter))
}

/// The listeners, for people; empty where there are none.
pub(super) fn listening(config: &Config, gtp: &Gtp) -> String {
    let modes = config.gtp.listener.iter().map(|listener| listener.mode);
    let all: Vec<String> = gtp
        .local_addresses()
        .iter()
        .zip(modes)
        .map(|(address, mode)| match mode {
            super::config::GtpMode::Answer => address.to_string(),
            super::config::GtpMode::Mirror => format!("{address} (mirror)"),
        })
        .collect();
    all.join(" and ")
}

/// Counts the places that are told, says them at the level `debug`, and hands them to the location service.
#[derive(Debug)]
struct Noted {
    notified: IntCounter,
    mirrored: IntCounter,
    locator: Arc<Locator>,
    /// Who told last, as it is written down: mostly it is the same MME again.
    teller: Mutex<(IpAddr, Name)>,
}

impl Noted {
    fn name(&self, peer: IpAddr) -> Name {
        let mut teller = self.teller.lock();
        if teller.0 != peer {
            *teller = (peer, Name::new(&peer.to_string()));
        }
        teller.1.clone()
    }
}

impl Hints for Noted {
    fn hint(&self, hint: Hint) {
        if hint.source.mirrored { &self.mirrored } else { &self.notified }.inc();
        let Hint { imsi, uli, rat, source, at } = hint;
        tracing::debug!(%imsi, ?uli, ?rat, %source, %at, "a subscriber's place");
        let now = Timestamp::now();
        let fact = Fact {
            source: Source::Gtp,
            from: self.name(source.peer.ip()),
            // A place of the future was learnt now: a clock is wrong there.
            at: at.min(now),
            heard: now,
            seen: hint.seen(),
            estimate: Box::default(),
            state: None,
        };
        self.locator.hint(imsi, fact);
    }
}

/// The Causes that have a counter of their own; all others share the last one.
const CAUSES: [(u8, &str); 8] = [
    (CauseValue::REQUEST_ACCEPTED.0, "16"),
    (CauseValue::CONTEXT_NOT_FOUND.0, "64"),
    (CauseValue::INVALID_MESSAGE_FORMAT.0, "65"),
    (CauseValue::INVALID_LENGTH.0, "67"),
    (CauseValue::MANDATORY_IE_INCORRECT.0, "69"),
    (CauseValue::MANDATORY_IE_MISSING.0, "70"),
    (CauseValue::CONDITIONAL_IE_MISSING.0, "103"),
    (0, "other"),
];

/// Counts what happens on the listeners; the counters that every datagram needs are resolved once.
#[derive(Debug)]
struct GtpWatcher {
    metrics: Arc<Metrics>,
    echoes: IntCounter,
    change_notifications: [IntCounter; CAUSES.len()],
    lines: Quota,
}

/// The label of a message.
fn name(message_type: u8) -> &'static str {
    match message_type {
        message_type::ECHO_REQUEST => "EchoRequest",
        message_type::ECHO_RESPONSE => "EchoResponse",
        message_type::CREATE_SESSION_REQUEST => "CreateSessionRequest",
        message_type::CREATE_SESSION_RESPONSE => "CreateSessionResponse",
        message_type::MODIFY_BEARER_REQUEST => "ModifyBearerRequest",
        message_type::DELETE_SESSION_REQUEST => "DeleteSessionRequest",
        message_type::DELETE_SESSION_RESPONSE => "DeleteSessionResponse",
        message_type::CHANGE_NOTIFICATION_REQUEST => "ChangeNotificationRequest",
        _ => "other",
    }
}

impl GtpWatcher {
    fn new(metrics: Arc<Metrics>) -> Self {
        let answers = &metrics.gtp_answers;
        let request = name(message_type::CHANGE_NOTIFICATION_REQUEST);
        Self {
            echoes: answers.with_label_values(&[name(message_type::ECHO_REQUEST), "none"]),
            change_notifications: CAUSES.map(|(_, label)| answers.with_label_values(&[request, label])),
            metrics,
            lines: Quota::new(LINES),
        }
    }

    /// Whether the log takes another line in this second, and what to add to it about those that were kept back.
    fn line(&self) -> Option<String> {
        let unsaid = self.lines.spend(Timestamp::now().0.div_euclid(1000))?;
        Some(if unsaid == 0 { String::new() } else { format!(" ({unsaid} more were not written)") })
    }

    fn answered(&self, from: SocketAddr, cause: CauseValue) {
        let at = CAUSES.iter().position(|(known, _)| *known == cause.0).unwrap_or(CAUSES.len() - 1);
        self.change_notifications[at].inc();
        if !cause.is_accepted()
            && tracing::enabled!(tracing::Level::INFO)
            && let Some(unsaid) = self.line()
        {
            tracing::info!(%from, "Change Notification refused: {cause}{unsaid}");
        }
    }
}

impl Observer for GtpWatcher {
    fn turn(&self, from: SocketAddr, turn: &Turn) {
        let metrics = &self.metrics;
        match turn.happened {
            Happened::Echo => self.echoes.inc(),
            Happened::EchoResponse(_) => {}
            Happened::ChangeNotification(cause) => self.answered(from, cause),
            Happened::Repeated => metrics.gtp_repeated.inc(),
            Happened::OtherVersion { told } => {
                let answer = if told { "told" } else { "none" };
                metrics.gtp_other_versions.with_label_values(&[answer]).inc();
            }
            Happened::Unreadable => metrics.gtp_discarded.with_label_values(&["unreadable"]).inc(),
            Happened::Stranger => metrics.gtp_discarded.with_label_values(&["stranger"]).inc(),
            Happened::Unexpected(_) => metrics.gtp_discarded.with_label_values(&["unexpected"]).inc(),
            Happened::Overheard(kind) => metrics.gtp_mirrored.with_label_values(&[name(kind)]).inc(),
            Happened::Missed(kind) => {
                metrics.gtp_mirrored.with_label_values(&[name(kind)]).inc();
                metrics.gtp_mirror_misses.with_label_values(&[name(kind)]).inc();
            }
        }
        if let Some(restart) = turn.restart {
            metrics.gtp_peer_restarts.inc();
            if let Some(unsaid) = self.line() {
                let (peer, before, after) = (restart.peer, restart.before, restart.after);
                tracing::info!(%peer, before, after, "a GTP peer has restarted{unsaid}");
            }
        }
    }

    fn failed(&self, from: SocketAddr) {
        self.metrics.gtp_discarded.with_label_values(&["failed"]).inc();
        if let Some(unsaid) = self.line() {
            tracing::error!(%from, "a GTP message could not be handled, which is a bug{unsaid}");
        }
    }

    fn path(&self, event: PathEvent) {
        let set = |peer: SocketAddr, up| {
            self.metrics.gtp_path_up.with_label_values(&[&peer.to_string()]).set(up);
        };
        match event {
            PathEvent::Up(peer) => {
                set(peer, 1);
                tracing::info!(%peer, "the GTP peer answers");
            }
            PathEvent::Down(peer) => {
                set(peer, 0);
                tracing::warn!(%peer, "the GTP peer does not answer Echo Requests");
            }
        }
    }

    fn unsent(&self, to: SocketAddr, error: &io::Error) {
        self.metrics.gtp_unsent.inc();
        if let Some(unsaid) = self.line() {
            tracing::info!(%to, "a GTP message was not sent: {error}{unsaid}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// LQ-2, TS 23.007 §18: each start counts one more, past 255 too, and what is no number begins anew.
    #[test]
    fn lq_2_the_restart_counter_grows_with_every_start() {
        let directory = tempfile::tempdir().unwrap();
        let next = || restart_counter(directory.path()).unwrap().0;
        assert_eq!([next(), next(), next()], [1, 2, 3]);
        let file = directory.path().join(COUNTER);
        fs::write(&file, "255\n").unwrap();
        assert_eq!([next(), next()], [0, 1]);
        fs::write(&file, "many").unwrap();
        assert_eq!(next(), 1);
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1, "nothing else is left behind");
        assert!(restart_counter(&directory.path().join("nowhere")).is_err());
    }
}
