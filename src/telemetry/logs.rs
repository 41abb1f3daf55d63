//! Logs: tracing-subscriber on standard error, as text for people or JSON for collectors, with a level that can change while running.

use serde::{Deserialize, Serialize};
use std::{fmt, io::IsTerminal, str::FromStr};
use tracing_subscriber::{EnvFilter, Registry, layer::SubscriberExt, reload, util::SubscriberInitExt};

/// How a log line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// One readable line; coloured on a terminal.
    #[default]
    Text,
    /// One JSON object per line.
    Json,
}

/// What is logged: a level (`info`), or directives as tracing-subscriber reads them (`info,innkeeper::diameter=debug`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Level(String);

impl Level {
    fn filter(&self) -> EnvFilter {
        EnvFilter::try_new(&self.0).unwrap_or_else(|_| EnvFilter::new("info"))
    }
}

impl Default for Level {
    fn default() -> Self {
        Self("info".into())
    }
}

impl FromStr for Level {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match EnvFilter::try_new(text) {
            Ok(_) if !text.trim().is_empty() => Ok(Self(text.to_owned())),
            _ => Err(format!(
                "{text:?} is no log level: write error, warn, info, debug or trace, or directives such as info,innkeeper::store=debug"
            )),
        }
    }
}

impl TryFrom<String> for Level {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Level> for String {
    fn from(level: Level) -> Self {
        level.0
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Changes the level while running.
#[derive(Debug, Clone)]
pub struct LevelHandle(reload::Handle<EnvFilter, Registry>);

impl LevelHandle {
    /// From now on `level` decides what is logged.
    pub fn set(&self, level: &Level) {
        // It fails only when the subscriber is gone, and with it every log line.
        let _ = self.0.reload(level.filter());
    }
}

/// Installs the process's logger and the hook that turns a panic into an error line.
///
/// A second call (tests that run several daemons in one process) leaves the first logger in place.
pub fn install(level: &Level, format: Format) -> LevelHandle {
    let (filter, handle) = reload::Layer::new(level.filter());
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let registry = tracing_subscriber::registry().with(filter);
    let _ = match format {
        Format::Text => registry.with(lines.with_ansi(std::io::stderr().is_terminal())).try_init(),
        Format::Json => registry.with(lines.json().flatten_event(true)).try_init(),
    };
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let text = panic.payload_as_str().unwrap_or("no text");
        tracing::error!(%place, "a bug: {text}; the request it happened in failed, the daemon goes on");
        super::metrics::count_panic();
    }));
    LevelHandle(handle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_checked_when_it_is_read() {
        for good in ["info", "warn", "info,innkeeper::store=debug"] {
            assert_eq!(good.parse::<Level>().unwrap().to_string(), good);
        }
        for bad in ["", "innkeeper=loud"] {
            let error = bad.parse::<Level>().unwrap_err();
            assert!(error.contains("is no log level"), "{error}");
        }
    }
}
