//! `innkeeper import`: a file of subscribers, all or nothing (OP-5).

use super::{
    Failure,
    client::Target,
    show,
};
use crate::{admin::imports::Imported, domain::subscribers::import::Format};
use indicatif::{ProgressBar, ProgressStyle};
use std::{
    fs::File,
    io::{self, BufRead, BufReader, IsTerminal, Read},
    path::PathBuf,
};

/// Import subscribers from CSV or JSON Lines: with one bad line nothing of the file is applied.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file; `-` is the standard input.
    file: PathBuf,
    /// What it is; by default seen from its first character.
    #[arg(long, value_enum)]
    format: Option<FileFormat>,
    /// Replace subscribers who exist; without it they are a mistake in the file.
    #[arg(long)]
    replace: bool,
    #[command(flatten)]
    target: Target,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// The forms of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum FileFormat {
    /// A header line that names columns, and a line per subscriber.
    Csv,
    /// A JSON object per line.
    JsonLines,
}

impl FileFormat {
    /// As the API wants it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "json-lines",
        }
    }
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let client = args.target.client()?;
    let unreadable = |error: io::Error| Failure::failed(format!("{} cannot be read: {error}", args.file.display()));
    let (file, length): (Box<dyn Read>, Option<u64>) = if args.file.as_os_str() == "-" {
        (Box::new(io::stdin()), None)
    } else {
        let file = File::open(&args.file).map_err(unreadable)?;
        let length = file.metadata().ok().map(|metadata| metadata.len());
        (Box::new(file), length)
    };
    let mut file = BufReader::with_capacity(256 * 1024, file);
    let format = match args.format {
        Some(format) => format,
        None => match Format::detect(file.fill_buf().map_err(unreadable)?) {
            Format::Csv => FileFormat::Csv,
            Format::JsonLines => FileFormat::JsonLines,
        },
    };
    let mode = if args.replace { "replace" } else { "add" };
    let path = format!("/v1/import?format={}&mode={mode}", format.word());
    let bar = bar(length);
    let sent = client.upload(&path, "application/octet-stream", &mut bar.wrap_read(file));
    bar.finish_and_clear();
    let imported: Imported = serde_json::from_reader(sent?.body_mut().as_reader()).map_err(Failure::failed)?;
    if args.json {
        return show::json(&imported);
    }
    println!("{} subscribers from {} lines are in force", imported.subscribers, imported.lines);
    Ok(())
}

/// A bar over octets; silent where standard error is no terminal.
fn bar(length: Option<u64>) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = length.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
    match ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes} {bytes_per_sec} {eta}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
