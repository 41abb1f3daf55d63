//! `innkeeper locate`: where a subscriber is, and who asked that.

use super::{
    Failure,
    client::{Target, quoted},
    out::say,
    place, show,
};
use crate::admin::location::{Asked, Point, Sighting, Whereabouts};

/// Find out where a subscriber is: by what is remembered, or by the MME that serves.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// IMSI, +number, user@domain, sip:user@domain or tel:+number.
    #[arg(required_unless_present = "queries")]
    name: Option<String>,
    /// Seconds the place may be old; what is older is asked for [default: location.accepted_age].
    #[arg(long, value_name = "SECONDS")]
    max_age: Option<u32>,
    /// Have the terminal paged for it, where the MME can.
    #[arg(long)]
    current: bool,
    /// Have the terminal located, where nothing so exact is remembered and its MME speaks SLg.
    #[arg(long, value_name = "METRES")]
    accuracy: Option<u32>,
    /// Show who asked where the subscriber is, or anybody, instead: the newest first.
    #[arg(long, conflicts_with_all = ["max_age", "current", "accuracy"])]
    queries: bool,
    #[command(flatten)]
    target: Target,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    if args.queries {
        return queries(args);
    }
    let name = args.name.as_deref().unwrap_or_default();
    let age = args.max_age.map(|seconds| format!("&max_age={seconds}")).unwrap_or_default();
    let accuracy = args.accuracy.map(|metres| format!("&accuracy={metres}")).unwrap_or_default();
    let path = format!("/v1/subscribers/{}/location?current={}{age}{accuracy}", quoted(name), args.current);
    let found: Whereabouts = args.target.client()?.get(&path)?;
    if args.json {
        return show::json(&found);
    }
    say!("{:<10} {} ({})", "subscriber", found.imsi, found.state);
    match &found.seen {
        Some(seen) => sighting(seen),
        None => say!("{:<10} nobody has told", "place"),
    }
    if let Some(missed) = &found.missed {
        say!("{:<10} {missed}", "not newer");
    }
    Ok(())
}

fn sighting(seen: &Sighting) {
    for (what, told) in [("cell", &seen.cell), ("area", &seen.area), ("network", &seen.plmn)] {
        if let Some(told) = told {
            say!("{what:<10} {told}");
        }
    }
    if let Some(Point { latitude, longitude, radius, shape }) = &seen.point {
        let within = radius.map(|metres| format!(", within {metres:.0} m")).unwrap_or_default();
        say!("{:<10} {latitude:.6}, {longitude:.6}{within} (the network's {shape})", "point");
    }
    say!("{:<10} {} s ago ({}), by {} {}", "heard", seen.age_seconds, seen.at, seen.source, seen.from);
    if let Some(located) = &seen.place {
        place::print(located);
    }
}

fn queries(args: &Args) -> Result<(), Failure> {
    let of = args.name.as_deref().map(|name| format!("?subscriber={}", quoted(name))).unwrap_or_default();
    let asked: Vec<Asked> = args.target.client()?.get(&format!("/v1/location/queries{of}"))?;
    if args.json {
        return show::json(&asked);
    }
    if asked.is_empty() {
        say!("nobody asked");
        return Ok(());
    }
    let mut table = show::table(&["at", "asker", "by", "subscriber", "said"]);
    for one in &asked {
        table.add_row([&one.at, &one.asker, &one.interface, &one.imsi, &one.said]);
    }
    say!("{table}");
    Ok(())
}
