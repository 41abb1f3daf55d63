//! A mistake in the configuration, as a sentence with its place.

use std::{borrow::Cow, fmt, io, path::Path};

/// What is wrong, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {sentence}")]
pub struct ConfigError {
    place: String,
    sentence: String,
}

/// A mistake that shows only when settings are seen together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// The section's header, without brackets: `peer."x.example"`.
    pub(super) section: String,
    /// The setting in it; empty for the section as a whole.
    pub(super) setting: Cow<'static, str>,
    /// What is wrong and what to do.
    pub(super) sentence: String,
}

impl ConfigError {
    pub(super) fn unreadable(path: &Path, source: &io::Error) -> Self {
        let sentence = match source.kind() {
            io::ErrorKind::NotFound => {
                "there is no such file; name another with --config, or none for a lab node".into()
            }
            _ => format!("cannot be read: {source}"),
        };
        Self { place: path.display().to_string(), sentence }
    }

    pub(super) fn syntax(path: &Path, text: &str, source: &toml::de::Error) -> Self {
        let line = source.span().map_or(1, |span| line_of(text, span.start));
        let message = source.message().trim_end_matches('.');
        Self { place: place(path, line), sentence: explain(message) }
    }

    pub(super) fn fault(path: &Path, text: &str, fault: &Fault) -> Self {
        Self { place: place(path, line_of_setting(text, fault)), sentence: fault.sentence.clone() }
    }
}

fn place(path: &Path, line: impl fmt::Display) -> String {
    format!("{}:{line}", path.display())
}

fn line_of(text: &str, offset: usize) -> usize {
    1 + text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count()
}

/// serde's words are for programmers; the commonest mistakes get a sentence for people.
fn explain(message: &str) -> String {
    if let Some(rest) = message.strip_prefix("unknown field ") {
        let (field, known) = rest.split_once(", expected ").unwrap_or((rest, ""));
        let known = known.trim_start_matches("one of ").replace('`', "").replace(" or ", ", ");
        return format!("there is no setting {}; known here: {known}", field.replace('`', "\""));
    }
    if let Some(rest) = message.strip_prefix("unknown variant ") {
        let (value, known) = rest.split_once(", expected ").unwrap_or((rest, ""));
        return format!("{} is not known here; write {}", value.replace('`', "\""), known.replace('`', "\""));
    }
    message.to_owned()
}

/// The line of the setting, else of its section's header, else the first: settings may stand in any of TOML's spellings, and a sentence
/// that names section and setting is found without the line too.
fn line_of_setting(text: &str, fault: &Fault) -> usize {
    let plain = |text: &str| text.replace([' ', '"', '\''], "");
    let wanted = plain(&fault.section);
    let mut header = None;
    let mut inside = false;
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        // Of several `[[section]]`s of one name, the first that has the setting.
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
            let name = name.trim_start_matches('[');
            inside = plain(name) == wanted;
            if inside {
                header = Some(at + 1);
            }
        } else if inside && !fault.setting.is_empty() {
            let key = line.split('=').next().unwrap_or_default();
            if plain(key) == *fault.setting {
                return at + 1;
            }
        }
    }
    header.unwrap_or(1)
}
