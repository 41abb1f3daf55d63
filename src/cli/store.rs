//! `innkeeper store show`, `backup` and `restore`.

use super::{
    Failure,
    client::{Target, quoted},
    out::say,
    show,
};
use crate::{
    admin::store::{BackupMade, BackupRequest},
    procedures::outbox,
    store::{self, Options, Store},
    types::Timestamp,
};
use serde_json::Value;
use std::{
    env,
    path::{Path, PathBuf},
};

/// Look at the store of the running daemon.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
    #[command(flatten)]
    target: Target,
    /// Print JSON.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Records, logs, log sequence numbers, journal and disk, as they are now; or one record.
    Show {
        /// The kind of a record: one of those that are counted where no kind is given.
        #[arg(requires = "key")]
        kind: Option<String>,
        /// Its key, an IMSI for most kinds; what cannot be one is told what one looks like.
        key: Option<String>,
    },
}

/// Copy everything durable to a file while the daemon serves.
#[derive(Debug, clap::Args)]
pub struct BackupArgs {
    /// The file, on the daemon's machine; replaced only when the copy is good. Its key file is not in it: keep that apart.
    file: PathBuf,
    #[command(flatten)]
    target: Target,
}

/// Put a backup in the place of a store; the daemon must not run.
#[derive(Debug, clap::Args)]
pub struct RestoreArgs {
    /// The backup.
    backup: PathBuf,
    /// The directory of the store.
    #[arg(long, default_value = "./innkeeper-data", value_name = "DIRECTORY")]
    store: PathBuf,
    /// Replace the store that is there.
    #[arg(long)]
    overwrite: bool,
}

/// The store's database, in its directory.
pub const DATABASE: &str = "innkeeper.db";

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let client = args.target.client()?;
    let Action::Show { kind, key } = &args.action;
    if let (Some(kind), Some(key)) = (kind, key) {
        let record: Value = client.get(&format!("/v1/store/{}/{}", quoted(kind), quoted(key)))?;
        return show::json(&record);
    }
    let stats: Value = client.get("/v1/store")?;
    if args.json {
        return show::json(&stats);
    }
    print_stats(&stats);
    Ok(())
}

/// What the figures are, in the order in which one reads them.
const FIGURES: [(&str, &str); 14] = [
    ("/records", "records"),
    ("/logs", "log"),
    ("/last", "last change"),
    ("/durable", "on disk up to change"),
    ("/mark", "in the tables up to change"),
    ("/journal", "changes a start would replay"),
    ("/dirty", "records not yet in the tables"),
    ("/sets", "changes since the start"),
    ("/batches", "durable transactions since the start"),
    ("/usage/database", "database, octets"),
    ("/usage/log", "write-ahead log, octets"),
    ("/usage/free", "free on its disk, octets"),
    ("/full", "refuses changes for want of disk"),
    ("/failed", "failed"),
];

fn print_stats(stats: &Value) {
    let mut table = show::table(&["what", "now"]);
    for (place, name) in FIGURES {
        match stats.pointer(place) {
            Some(Value::Array(kinds)) => {
                kinds.iter().flat_map(|kind| figures_of(name, kind)).for_each(|row| {
                    table.add_row(row);
                });
            }
            None | Some(Value::Null | Value::Bool(false)) => {
                table.add_row([name, "no"]);
            }
            Some(Value::Bool(true)) => {
                table.add_row([name, "yes"]);
            }
            Some(Value::String(why)) => {
                table.add_row([name, why]);
            }
            Some(other) => {
                table.add_row([name.to_owned(), other.to_string()]);
            }
        }
    }
    say!("{table}");
}

/// The figures of one kind of records, or of one log.
fn figures_of(name: &str, kind: &Value) -> Vec<[String; 2]> {
    if let Some(log) = kind.get("log").and_then(Value::as_str) {
        let figure = |what: &str| kind.get(what).map(Value::to_string).unwrap_or_default();
        return ["entries", "octets"]
            .map(|what| [format!("{what} in the {name} {log}"), figure(what)])
            .into();
    }
    let part = |at: usize| kind.get(at).map(ToString::to_string).unwrap_or_default();
    vec![[format!("{name} of kind {}", part(0).trim_matches('"')), part(1)]]
}

pub(super) fn backup(args: &BackupArgs) -> Result<(), Failure> {
    let path = absolute(&args.file)?;
    let made: BackupMade =
        args.target.client()?.post("/v1/store/backup", &BackupRequest { path: path.clone() })?;
    say!("{} holds everything up to change {} ({} octets)", path.display(), made.lsn, made.octets);
    Ok(())
}

pub(super) fn restore(args: &RestoreArgs) -> Result<(), Failure> {
    let database = args.store.join(DATABASE);
    if database.exists() && !args.overwrite {
        return Err(Failure::failed(format!(
            "{} exists: replace it with --overwrite, or name another directory with --store",
            database.display()
        )));
    }
    std::fs::create_dir_all(&args.store)
        .map_err(|error| Failure::failed(format!("{} cannot be made: {error}", args.store.display())))?;
    let lsn = store::restore(&args.backup, &database, args.overwrite).map_err(Failure::failed)?;
    say!(
        "{} holds everything up to change {}; its key file has to lie where it did",
        database.display(),
        lsn.0
    );
    if owe_reset(&database)? {
        say!("MMEs and SGSNs are sent a Reset when the daemon starts: they know what happened since");
    }
    Ok(())
}

/// What nodes were told after the backup is lost here: they are owed a Reset (TS 29.272 §5.2.4.1), if there is any. It lies in the store, so that
/// the next start sends it, whenever that is.
fn owe_reset(database: &Path) -> Result<bool, Failure> {
    let options = Options { reserve: 0, ..Options::default() };
    let store = Store::open(database, options).map_err(Failure::failed)?;
    outbox::reset_restored(&store, Timestamp::now()).map_err(Failure::failed)
}

fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    let here = env::current_dir().map_err(Failure::failed)?;
    Ok(here.join(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_have_a_row_by_kind_and_logs_have_two() {
        let log =
            serde_json::json!({ "log": "transfers", "entries": 7, "octets": 560, "first": 1, "next": 8 });
        assert_eq!(
            figures_of("log", &log),
            [["entries in the log transfers", "7"], ["octets in the log transfers", "560"]]
        );
        let kind = serde_json::json!(["subscriber", 3]);
        assert_eq!(figures_of("records", &kind), [["records of kind subscriber", "3"]]);
    }
}
