//! `innkeeper import` of another HSS' export: translated here, sent as orders, so that the daemon never reads a foreign database.

use super::{Args, FileFormat, sqlite};
use crate::{
    admin::imports::Imported,
    cli::out::{self, say},
    cli::{
        Failure,
        client::{Client, LINES_SHOWN},
        show,
    },
    domain::{
        hss::eps::EpsProfile,
        subscribers::foreign::{self, Choice, LARGEST, Origin, Placed, Refused, Translated},
    },
};
use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::{self, BufRead, Read},
};
use zeroize::Zeroizing;

/// Another HSS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum From {
    /// Open5GS.
    Open5gs,
    /// osmo-hlr.
    OsmoHlr,
    /// PyHSS.
    Pyhss,
    /// FHoSS.
    Fhoss,
}

impl From {
    const fn origin(self) -> Origin {
        match self {
            Self::Open5gs => Origin::Open5gs,
            Self::OsmoHlr => Origin::OsmoHlr,
            Self::Pyhss => Origin::Pyhss,
            Self::Fhoss => Origin::Fhoss,
        }
    }
}

/// True if a file that begins so is surely another HSS'.
pub(super) fn is_foreign(beginning: &[u8]) -> bool {
    beginning.starts_with(sqlite::MAGIC) || foreign::is_foreign(beginning)
}

/// What is told of an import in JSON.
#[derive(serde::Serialize)]
struct Told<'a> {
    origin: &'a str,
    #[serde(flatten)]
    imported: Imported,
    notes: BTreeMap<&'a str, u64>,
    left_out: Vec<String>,
}

pub(super) fn run(args: &Args, file: impl BufRead) -> Result<(), Failure> {
    let mut translated = translate(args, file)?;
    if !translated.refused.is_empty() && !args.leave_out {
        let (refused, all) = (translated.refused.len(), translated.refused.len() + translated.orders.len());
        let sentence = format!(
            "{refused} of {all} subscribers of {} cannot be taken: nothing was applied (--leave-out leaves them out)",
            translated.origin.name()
        );
        return Err(Failure::failed(sentence + &listed(&translated.refused)));
    }
    let client = args.target.client()?;
    if args.eps.is_none() {
        translated.settle(&profiles(&client)?);
    }
    if translated.profiles.missing() > 0 {
        out::print(format_args!("{}", translated.profiles.to_toml().map_err(Failure::failed)?));
        let sentence = format!(
            "nothing was applied: the configuration lacks EPS profiles that these subscribers have: {}. Add the sections printed on the standard \
             output and reload (names and rates are yours to change), or give all one that exists, with --eps NAME",
            translated.profiles.missing()
        );
        return Err(Failure::failed(sentence));
    }
    let imported = send(args, &client, &translated.orders)?;
    tell(args, &translated, imported)
}

fn translate(args: &Args, mut file: impl BufRead) -> Result<Translated, Failure> {
    let named =
        |problem: &dyn std::fmt::Display| Failure::failed(format!("{}: {problem}", args.file.display()));
    let choice = Choice { template: args.template.clone(), eps: args.eps.clone() };
    let origin = args.from.map(From::origin);
    let beginning = file.fill_buf().map_err(|error| named(&error))?;
    if beginning.starts_with(sqlite::MAGIC) {
        if args.file.as_os_str() == "-" {
            return Err(Failure::usage("a SQLite database is read from a file, not from the standard input"));
        }
        let tables = sqlite::read(&args.file).map_err(|error| named(&error))?;
        return foreign::tables(&tables, origin, &choice).map_err(|fault| named(&fault));
    }
    let mut text = Zeroizing::new(Vec::new());
    file.take(LARGEST + 1).read_to_end(&mut text).map_err(|error| named(&error))?;
    if text.len() as u64 > LARGEST {
        return Err(named(&format!("more than {} MiB: cut the export in pieces", LARGEST >> 20)));
    }
    foreign::text(&text, origin, &choice).map_err(|fault| named(&fault))
}

/// The EPS profiles that the daemon has.
fn profiles(client: &Client) -> Result<BTreeMap<String, EpsProfile>, Failure> {
    /// Of the configuration this alone is of interest.
    #[derive(serde::Deserialize)]
    struct Configuration {
        #[serde(default)]
        eps_profile: BTreeMap<String, EpsProfile>,
    }
    let text = client.stream("/v1/config")?.body_mut().read_to_string().map_err(Failure::failed)?;
    let read: Configuration = toml::from_str(&text).map_err(|error| Failure::failed(error.message()))?;
    let mut profiles = read.eps_profile;
    profiles.entry("default".into()).or_default();
    Ok(profiles)
}

fn send(args: &Args, client: &Client, orders: &[Placed]) -> Result<Imported, Failure> {
    let mut body = Zeroizing::new(Vec::with_capacity(orders.len() * 512));
    for placed in orders {
        serde_json::to_writer(&mut *body, &placed.order).map_err(Failure::failed)?;
        body.push(b'\n');
    }
    // A line of ours was something else in the export.
    let place = |line: u64| {
        let at = usize::try_from(line).ok().and_then(|line| orders.get(line.checked_sub(1)?));
        at.map_or_else(|| format!("line {line}"), |placed| placed.place.clone())
    };
    let path = super::path(args, FileFormat::JsonLines);
    let mut body = io::Cursor::new(body.as_slice());
    let mut answer = client.upload_placed(&path, "application/octet-stream", &mut body, &place)?;
    serde_json::from_reader(answer.body_mut().as_reader()).map_err(Failure::failed)
}

fn tell(args: &Args, translated: &Translated, imported: Imported) -> Result<(), Failure> {
    let origin = translated.origin.name();
    if args.json {
        let left_out = |refused: &Refused| format!("{}: {}", refused.place, refused.fault);
        return show::json(&Told {
            origin,
            imported,
            notes: translated.notes.iter().collect(),
            left_out: translated.refused.iter().map(left_out).collect(),
        });
    }
    say!("{} subscribers of {origin} are in force", imported.subscribers);
    if translated.notes.iter().next().is_some() {
        out::print(format_args!("what is not as it was there:\n{}", translated.notes));
    }
    if !translated.refused.is_empty() {
        say!("{} were left out:{}", translated.refused.len(), listed(&translated.refused));
    }
    Ok(())
}

/// A line each, as many as a person reads.
fn listed(refused: &[Refused]) -> String {
    let mut text = String::new();
    for Refused { place, fault } in refused.iter().take(LINES_SHOWN) {
        let _ = write!(text, "\n  {place}: {fault}");
    }
    if refused.len() > LINES_SHOWN {
        let _ = write!(text, "\n  and {} further", refused.len() - LINES_SHOWN);
    }
    text
}
