//! `innkeeper roamers`: who called away from home (VC-5), as a table or a plot.

mod plot;

use super::{
    Failure,
    client::{Target, quoted},
    out::{self, hint, say},
    show,
};
use crate::admin::roamers::{Roamers, RoamersRow};
use plot::Plot;
use std::{collections::BTreeMap, path::PathBuf};

/// Show who called away from home: calls by day, home place, visited place and role.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The first day, such as 2026-11-27; 30 days before the last if it is not said.
    #[arg(long)]
    from: Option<String>,
    /// The last day; today if it is not said.
    #[arg(long)]
    to: Option<String>,
    /// Only those who are at home there.
    #[arg(long)]
    home: Option<String>,
    /// Only those who were there.
    #[arg(long)]
    visited: Option<String>,
    /// Only this side of calls: caller, called or forwarding.
    #[arg(long)]
    role: Option<String>,
    /// The columns; calls that differ in none of them are added up. A plot has a colour for each value of the first that is not the day.
    #[arg(long, value_delimiter = ',', default_value = "day,home,visited,role")]
    by: Vec<By>,
    /// Plot calls by day in the terminal.
    #[arg(long, conflicts_with = "json")]
    plot: bool,
    /// Plot them into a file, as SVG.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    #[command(flatten)]
    target: Target,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// What calls are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum By {
    /// The day they began.
    Day,
    /// Where the parties are at home.
    Home,
    /// Where they were.
    Visited,
    /// Which side they were on.
    Role,
}

impl By {
    const fn title(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Home => "home",
            Self::Visited => "visited",
            Self::Role => "role",
        }
    }

    fn of(self, row: &RoamersRow) -> &str {
        match self {
            Self::Day => &row.day,
            Self::Home => &row.home,
            Self::Visited => &row.visited,
            Self::Role => &row.role,
        }
    }
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let filters = [
        ("from", &args.from),
        ("to", &args.to),
        ("home", &args.home),
        ("visited", &args.visited),
        ("role", &args.role),
    ];
    let said =
        filters.iter().filter_map(|(name, value)| Some(format!("{name}={}", quoted(value.as_deref()?))));
    let query = said.collect::<Vec<_>>().join("&");
    let found: Roamers = args.target.client()?.get(&format!("/v1/roamers?{query}"))?;
    let series = args.by.iter().copied().find(|by| *by != By::Day).unwrap_or(By::Visited);
    if let Some(file) = &args.svg {
        let svg = plot(&found, series)?.svg();
        std::fs::write(file, svg).map_err(|error| Failure::failed(format!("{}: {error}", file.display())))?;
        say!("{}: {} calls, {} to {}", file.display(), found.calls, found.from, found.to);
    }
    match (args.json, args.plot) {
        (true, _) => return show::json(&found),
        (_, true) => out::print(format_args!("{}", plot(&found, series)?.text())),
        _ if args.svg.is_none() => table(&found, &args.by),
        _ => {}
    }
    if found.waiting > 0 {
        hint!("{} charging data records are not counted yet", found.waiting);
    }
    Ok(())
}

fn table(found: &Roamers, by: &[By]) {
    let titles: Vec<&str> = by.iter().map(|by| by.title()).chain(["calls"]).collect();
    let mut table = show::table(&titles);
    let mut sums: BTreeMap<Vec<&str>, u64> = BTreeMap::new();
    for row in &found.rows {
        let sum = sums.entry(by.iter().map(|by| by.of(row)).collect()).or_default();
        *sum = sum.saturating_add(row.calls);
    }
    for (cells, calls) in sums {
        table.add_row(cells.into_iter().map(str::to_owned).chain([calls.to_string()]));
    }
    say!("{table}");
    say!("{} calls, {} to {}", found.calls, found.from, found.to);
}

fn plot(found: &Roamers, series: By) -> Result<Plot, Failure> {
    let calls = found.rows.iter().map(|row| (row.day.as_str(), series.of(row), row.calls));
    Plot::new((&found.from, &found.to), series.title(), calls).map_err(Failure::failed)
}
