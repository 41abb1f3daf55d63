//! `innkeeper import`: a file of subscribers, all or nothing (OP-5): ours, or the export of another HSS.

mod foreign;
mod sqlite;

use super::{Failure, client::Target, out::say, show};
use crate::{admin::imports::Imported, domain::subscribers::import::Format};
use indicatif::{ProgressBar, ProgressStyle};
use std::{
    fs::File,
    io::{self, BufRead, BufReader, IsTerminal, Read},
    path::PathBuf,
};

/// Import subscribers from CSV or JSON Lines, or from the export of another HSS: with one bad line nothing of the file is applied.
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
    /// Whose export it is; by default seen from what is in it.
    ///
    /// open5gs: `mongoexport -c subscribers`. osmo-hlr: hlr.db, its `.dump`, answers of CTRL (`info-all`), or a CSV of its tables. pyhss: its
    /// SQLite file, or a dump by mysqldump or pg_dump. fhoss: mysqldump of hss_db.
    #[arg(long, value_enum, conflicts_with = "format")]
    from: Option<foreign::From>,
    /// Of another HSS: the template of those who have a number [default: plain, IMS without service codes].
    #[arg(long, value_name = "NAME")]
    template: Option<String>,
    /// Of another HSS: the EPS profile of all, in place of those that their APNs ask for; `none` for no EPS.
    #[arg(long, value_name = "NAME")]
    eps: Option<String>,
    /// Of another HSS: leave out whom it cannot be taken over, instead of nothing being applied.
    #[arg(long)]
    leave_out: bool,
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
    let unreadable =
        |error: io::Error| Failure::failed(format!("{} cannot be read: {error}", args.file.display()));
    let (file, length): (Box<dyn Read>, Option<u64>) = if args.file.as_os_str() == "-" {
        (Box::new(io::stdin()), None)
    } else {
        let file = File::open(&args.file).map_err(unreadable)?;
        let length = file.metadata().ok().map(|metadata| metadata.len());
        (Box::new(file), length)
    };
    let mut file = BufReader::with_capacity(256 * 1024, file);
    let beginning = file.fill_buf().map_err(unreadable)?;
    if args.from.is_some() || (args.format.is_none() && foreign::is_foreign(beginning)) {
        return foreign::run(args, file);
    }
    if args.template.is_some() || args.eps.is_some() || args.leave_out {
        return Err(Failure::usage(
            "--template, --eps and --leave-out are for exports of another HSS (--from)",
        ));
    }
    let client = args.target.client()?;
    let format = match args.format {
        Some(format) => format,
        None => match Format::detect(file.fill_buf().map_err(unreadable)?) {
            Format::Csv => FileFormat::Csv,
            Format::JsonLines => FileFormat::JsonLines,
        },
    };
    let path = path(args, format);
    let bar = bar(length);
    let sent = client.upload(&path, "application/octet-stream", &mut bar.wrap_read(file));
    bar.finish_and_clear();
    let imported: Imported =
        serde_json::from_reader(sent?.body_mut().as_reader()).map_err(Failure::failed)?;
    if args.json {
        return show::json(&imported);
    }
    say!("{} subscribers from {} lines are in force", imported.subscribers, imported.lines);
    Ok(())
}

fn path(args: &Args, format: FileFormat) -> String {
    let mode = if args.replace { "replace" } else { "add" };
    format!("/v1/import?format={}&mode={mode}", format.word())
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
