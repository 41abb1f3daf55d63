//! `innkeeper place lookup`: where a cell is, by the daemon's map or by a file.

use super::{
    Failure,
    client::{Target, quoted},
    out::say,
    show,
};
use crate::{
    admin::places::{Located, look},
    domain::places::{Format, Levels, Places},
};
use std::{fs, path::PathBuf};

/// Ask the map of places.
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
    /// Where something is, and which rule says so: by the map of the daemon, or of a file.
    Lookup {
        /// A cell or area ("ecgi 00101-0000101", "tai 00101-0001"), a P-Access-Network-Info, a 3GPP-User-Location-Info in hexadecimal, a visited network,
        /// a PLMN.
        what: String,
        /// A map to ask instead of the daemon's.
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
        /// The levels of that file, the smallest first, with commas between [default: cell,site,city,province,country].
        #[arg(long, value_name = "NAMES", value_delimiter = ',', requires = "file")]
        levels: Vec<String>,
    },
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let Action::Lookup { what, file, levels } = &args.action;
    let located = match file {
        Some(file) => {
            let levels = if levels.is_empty() { Ok(Levels::default()) } else { Levels::new(levels) };
            let octets = fs::read(file)
                .map_err(|error| Failure::failed(format!("{} cannot be read: {error}", file.display())))?;
            let format = Format::of_name(&file.to_string_lossy());
            let places = Places::read(&octets, format, levels.map_err(Failure::usage)?)
                .map_err(|mistakes| Failure::failed(format!("{}: {mistakes}", file.display())))?;
            look(&places, what).map_err(|problem| Failure::failed(problem.detail))?
        }
        None => args.target.client()?.get(&format!("/v1/places/lookup?what={}", quoted(what)))?,
    };
    if args.json {
        return show::json(&located);
    }
    print(&located);
    Ok(())
}

pub(super) fn print(located: &Located) {
    for place in &located.places {
        say!("{:<10} {}", place.level, place.name);
    }
    if let (Some(latitude), Some(longitude)) = (located.latitude, located.longitude) {
        let radius = located.radius.map(|metres| format!(", within {metres} m")).unwrap_or_default();
        let whose = located.position_of.as_deref().unwrap_or_default();
        say!("{:<10} {latitude}, {longitude}{radius} (the {whose}'s)", "position");
    }
    if let Some(zone) = &located.zone {
        say!("{:<10} {zone}", "zone");
    }
    let why = match (&located.rule, located.line) {
        (Some(rule), Some(line)) => format!("line {line}: {rule}"),
        _ if located.step == "country-table" => "the table of country codes: the map says nothing".to_owned(),
        _ => "what the known cells of the base station share".to_owned(),
    };
    say!("{:<10} {} ({}), by {why}", "because of", located.seen, located.step);
}
