//! `innkeeper trace`: a subscriber's messages as they come and go, and why they were refused (OP-4).

use super::{
    Failure,
    client::{Target, quoted},
    out::{self, hint, say},
};
use crate::telemetry::trace::Event;
use std::io::{BufRead, BufReader};

/// Watch the messages of one subscriber until Ctrl-C.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// IMSI, +number, IMPI or IMPU; one that nobody has can be watched, too.
    name: String,
    #[command(flatten)]
    target: Target,
    /// Print one JSON object per message.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let mut answer = args.target.client()?.stream(&format!("/v1/trace/{}", quoted(&args.name)))?;
    hint!("watching {}; Ctrl-C ends it", args.name);
    let lines = BufReader::new(answer.body_mut().with_config().limit(u64::MAX).reader()).lines();
    for line in lines {
        let line = line.map_err(|error| Failure::failed(format!("the trace broke off: {error}")))?;
        if line.is_empty() {
            continue;
        }
        if args.json {
            say!("{line}");
        } else {
            let event: Event = serde_json::from_str(&line).map_err(Failure::failed)?;
            out::print(format_args!("{}", readable(&event)));
        }
        if out::is_lost() {
            return Ok(());
        }
    }
    Err(Failure::failed("the daemon ended the trace"))
}

fn readable(event: &Event) -> String {
    let way = if event.direction == "received" { "from" } else { "to" };
    let result = event.result.as_ref().map(|result| format!(": {result}")).unwrap_or_default();
    let reason = event.reason.as_ref().map(|reason| format!("  refused: {reason}\n")).unwrap_or_default();
    let message: String = event.message.lines().map(|line| format!("    {line}\n")).collect();
    format!("{} {} {way} {}{result}\n{reason}{message}", event.time, event.command, event.peer)
}
