//! `innkeeper rate`: what something costs by a tariff, step by step, without a daemon.

use super::{Failure, out::say, show};
use crate::{
    domain::charging::tariff::{
        Allowance, Direction, Meter, Occasion, Paid, Piece, Rating, Tariff, Wanted, When,
    },
    types::{Name, Timestamp},
};
use serde::Serialize;
use std::{fs, path::PathBuf};

/// Explain what something costs by a tariff.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The tariff; without one the built-in tariff "lab".
    #[arg(long, value_name = "FILE")]
    tariff: Option<PathBuf>,
    /// What the account is on [default: the only plan there is].
    #[arg(long)]
    plan: Option<String>,
    /// The service, by its name in the tariff.
    #[arg(long, required_unless_present_any = ["context", "rating_group", "service_identifier"])]
    service: Option<String>,
    /// The number in a Service-Context-Id, such as 32260: to recognise the service as a request would be.
    #[arg(long, conflicts_with = "service")]
    context: Option<u32>,
    /// A Rating-Group.
    #[arg(long, conflicts_with = "service")]
    rating_group: Option<u32>,
    /// A Service-Identifier.
    #[arg(long, conflicts_with = "service")]
    service_identifier: Option<u32>,
    /// How much of it: 95s, "1min 30s", 10MB, 3.
    #[arg(long, value_name = "AMOUNT")]
    units: String,
    /// When it begins, with its offset from UTC, such as 2026-11-26T19:58:00+01:00 [default: now].
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Which way it goes: originating, terminating or forwarding.
    #[arg(long, default_value = "originating")]
    direction: String,
    /// The called number, with its country code.
    #[arg(long, value_name = "NUMBER")]
    called: Option<String>,
    /// The user roams.
    #[arg(long)]
    roaming: bool,
    /// The place where the user is, and those around it, the smallest first.
    #[arg(long, value_name = "PLACE", value_delimiter = ',')]
    visited: Vec<String>,
    /// The user's home place, and those around it, the smallest first.
    #[arg(long, value_name = "PLACE", value_delimiter = ',')]
    home: Vec<String>,
    /// The time zone of the place where the user is, such as Europe/Berlin or +01:00.
    #[arg(long)]
    zone: Option<String>,
    /// What is left in a bundle: NAME=60s. It may be given several times.
    #[arg(long, value_name = "NAME=AMOUNT")]
    bundle: Vec<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// An explanation.
#[derive(Debug, Serialize)]
struct Explanation {
    plan: String,
    service: String,
    rate: String,
    line: Option<u32>,
    units: u64,
    unit: &'static str,
    begins: String,
    pieces: Vec<Row>,
    exact: String,
    rounding: &'static str,
    total: String,
    /// The total in minor units of the currency.
    minor: i64,
    bundles: Vec<Left>,
    /// When a step costs something else for the first time.
    next_change: Option<String>,
}

#[derive(Debug, Serialize)]
struct Row {
    at: Option<String>,
    line: Option<u32>,
    period: Option<String>,
    steps: u64,
    units: u64,
    what: String,
    amount: String,
}

#[derive(Debug, Serialize)]
struct Left {
    bundle: String,
    left: u64,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let explanation = explain(args)?;
    if args.json {
        return show::json(&explanation);
    }
    print(&explanation);
    Ok(())
}

fn explain(args: &Args) -> Result<Explanation, Failure> {
    let tariff = tariff(args)?;
    let plan = plan(args, &tariff)?;
    let (home, visited) = (texts(&args.home), texts(&args.visited));
    let began = match &args.at {
        None => Timestamp::now(),
        Some(text) => moment(text)?,
    };
    let occasion = Occasion {
        plan: &plan,
        service: match &args.service {
            Some(name) => Wanted::Named(name),
            None => Wanted::Sent {
                context: args.context,
                rating_group: args.rating_group,
                service_identifier: args.service_identifier,
            },
        },
        direction: Direction::of_word(&args.direction).ok_or_else(|| {
            let sentence = "is no direction: write originating, terminating or forwarding";
            Failure::usage(format!("{:?} {sentence}", args.direction))
        })?,
        roaming: args.roaming,
        called: args.called.as_deref(),
        home: &home,
        visited: &visited,
        zone: args.zone.as_deref(),
        began,
    };
    let rating = tariff.find(&occasion).map_err(Failure::failed)?;
    let units = rating.unit().parse(&args.units).map_err(|why| Failure::usage(format!("--units: {why}")))?;
    let mut left = allowances(args, &tariff)?;
    let (mut meter, mut pieces) = (Meter::default(), Vec::new());
    let priced =
        meter.explain(&rating, units, When::At(began), &mut left, |piece| pieces.push(row(&rating, piece)));
    let total = priced.map_err(Failure::failed)?;
    Ok(Explanation {
        service: rating.service().name.to_string(),
        rate: rating.to_string(),
        line: rating.rate().map(|rate| rate.line),
        units,
        unit: rating.unit().word(),
        begins: rating.clock(began),
        pieces,
        exact: meter.exact(&rating),
        rounding: rating.rounding().word(),
        total: total.shown(rating.currency()).to_string(),
        minor: total.0,
        bundles: left
            .into_iter()
            .map(|one| Left { bundle: one.bundle.to_string(), left: one.units })
            .collect(),
        next_change: rating.next_change(began).map(|at| rating.clock(at)),
        plan,
    })
}

fn tariff(args: &Args) -> Result<Tariff, Failure> {
    let Some(file) = &args.tariff else { return Ok(Tariff::lab()) };
    let octets = fs::read(file)
        .map_err(|error| Failure::failed(format!("{} cannot be read: {error}", file.display())))?;
    Tariff::read(&octets).map_err(|mistakes| Failure::failed(format!("{}: {mistakes}", file.display())))
}

fn plan(args: &Args, tariff: &Tariff) -> Result<String, Failure> {
    let plan = tariff.default_plan(args.plan.as_deref()).map_err(Failure::failed)?;
    plan.map(ToString::to_string).ok_or_else(|| {
        let known: Vec<&str> = tariff.plans().map(Name::as_str).collect();
        Failure::usage(format!("say with --plan which plan it is; there are {}", known.join(", ")))
    })
}

fn moment(text: &str) -> Result<Timestamp, Failure> {
    let read = text.parse::<jiff::Timestamp>();
    let moment = read.map_err(|_| {
        let sentence =
            "is no moment: write a date, a time and the offset from UTC, such as 2026-11-26T19:58:00+01:00";
        Failure::usage(format!("--at: {text:?} {sentence}"))
    })?;
    Ok(Timestamp(moment.as_millisecond()))
}

fn texts(all: &[String]) -> Vec<&str> {
    all.iter().map(String::as_str).collect()
}

fn allowances(args: &Args, tariff: &Tariff) -> Result<Vec<Allowance>, Failure> {
    let one = |text: &String| {
        let (name, amount) = text
            .split_once('=')
            .ok_or_else(|| Failure::usage(format!("--bundle: {text:?} says no amount: write NAME=60s")))?;
        let bundle = tariff
            .bundle(name)
            .ok_or_else(|| Failure::failed(format!("the tariff has no bundle {name:?}")))?;
        let units =
            bundle.unit.parse(amount).map_err(|why| Failure::usage(format!("--bundle {name}: {why}")))?;
        Ok(Allowance { bundle: bundle.name.clone(), units })
    };
    args.bundle.iter().map(one).collect()
}

fn row(rating: &Rating<'_>, piece: Piece<'_>) -> Row {
    let (currency, unit) = (rating.currency(), rating.unit());
    let period = piece.period.map(ToString::to_string);
    let steps = match piece.steps {
        1 => format!("1 step for {}", unit.shown(piece.units)),
        steps => format!("{steps} steps for {}", unit.shown(piece.units)),
    };
    let within = period.as_ref().map_or_else(String::new, |period| format!(" ({period})"));
    let what = match &piece.paid {
        Paid::Setup(_) => "set-up fee".to_owned(),
        Paid::Money(price, _) => format!("{steps} at {}{within}", price.shown(currency)),
        Paid::Bundle(name, taken) => format!("{steps}, {} of the bundle {name}{within}", unit.shown(*taken)),
        Paid::Before => format!("{} of a step that was paid before", unit.shown(piece.units)),
    };
    Row {
        at: piece.at.map(|at| rating.clock(at)),
        line: piece.line,
        steps: piece.steps,
        units: piece.units,
        amount: piece.paid.shown(currency),
        period,
        what,
    }
}

fn print(explanation: &Explanation) {
    let Explanation { plan, service, rate, begins, pieces, exact, rounding, total, .. } = explanation;
    say!("{:<9} {plan}", "plan");
    say!("{:<9} {rate}", "because");
    say!("{:<9} {service} from {begins}", "begins");
    let width = pieces.iter().map(|row| row.what.chars().count()).max().unwrap_or(0);
    for Row { at, what, amount, .. } in pieces {
        let at = at.as_deref().and_then(|at| at.get(..23)).unwrap_or_default();
        say!("  {at}  {what:<width$}  {amount}");
    }
    say!("{:<9} {exact}, rounded {rounding}", "exactly");
    say!("{:<9} {total}", "total");
    for Left { bundle, left } in &explanation.bundles {
        say!("{:<9} {bundle}: {left} {}", "left", explanation.unit);
    }
    if let Some(at) = &explanation.next_change {
        say!("{:<9} {at}", "changes");
    }
}
