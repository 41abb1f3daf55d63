//! The list of terminals that Open5GS' MME gives over HTTP (`/ue-info`), as a source of places: a second way, for where no IDR is answered.
//!
//! It is read page by page, everything in it is optional, and what cannot be read of one terminal costs that one alone.

use super::Locator;
use crate::{
    domain::location::{Fact, Source},
    types::{Area, Cell, Ecgi, Imsi, Name, Plmn, Seen, Tai, Timestamp},
};
use serde::Deserialize;
use std::{sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

/// Terminals of one page: as many as the MME gives at most.
const PAGE: usize = 100;

/// Pages of one MME at most: a list that never ends is left at a million terminals.
const PAGES: usize = 10_000;

/// Octets of one page at most.
const LONGEST: u64 = 4 << 20;

/// How long one page may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often it is looked whether there is an MME to ask, where none is configured.
const IDLE: Duration = Duration::from_secs(5);

#[derive(Debug, Deserialize)]
struct Page {
    #[serde(default)]
    items: Vec<serde_json::Value>,
}

/// A terminal of the list.
#[derive(Debug, Deserialize)]
struct Terminal {
    supi: String,
    cm_state: Option<String>,
    enb: Option<Enb>,
    location: Option<Place>,
}

#[derive(Debug, Deserialize)]
struct Enb {
    /// The 28 bits of the E-UTRAN Cell Identifier; there while the terminal is connected.
    cell_id: Option<u32>,
}

#[derive(Debug, Deserialize)]
struct Place {
    tai: Option<TrackingArea>,
    /// Microseconds since 1970 of the last attach, update, handover or service request; 0 where there was none.
    timestamp: Option<u64>,
}

#[derive(Debug, Deserialize)]
struct TrackingArea {
    plmn: String,
    tac: u16,
}

/// What one page tells: the terminals whose place can be read, and how many it has in all.
///
/// # Errors
/// A sentence: it is no such list.
pub fn read(page: &[u8], from: &Name, now: Timestamp) -> Result<(Vec<(Imsi, Fact)>, usize), String> {
    let page: Page = serde_json::from_slice(page).map_err(|error| error.to_string())?;
    let all = page.items.len();
    let terminal = |item| serde_json::from_value::<Terminal>(item).ok();
    let told = page.items.into_iter().filter_map(terminal).filter_map(|one| one.told(from, now));
    Ok((told.collect(), all))
}

impl Terminal {
    fn told(&self, from: &Name, now: Timestamp) -> Option<(Imsi, Fact)> {
        // `001010000000001`, or with the word of TS 29.571 before it.
        let imsi = Imsi::parse(self.supi.strip_prefix("imsi-").unwrap_or(&self.supi))?;
        let place = self.location.as_ref()?;
        let area = place.tai.as_ref()?;
        let plmn = Plmn::parse(&area.plmn)?;
        let cell = self.enb.as_ref().and_then(|enb| Ecgi::new(plmn, enb.cell_id?));
        let connected = self.cm_state.as_deref() == Some("connected");
        let told = place.timestamp.filter(|at| *at > 0).map(|at| Timestamp((at / 1000).cast_signed()));
        // A terminal that is connected is there now; an idle one was when it was last heard, which may be never.
        let at = if connected { now } else { told?.min(now) };
        let seen = Seen {
            cell: cell.map(Cell::Ecgi),
            area: Some(Area::Tai(Tai { plmn, tac: area.tac })),
            ..Seen::default()
        };
        let state = connected.then_some(CONNECTED);
        let from = from.clone();
        Some((
            imsi,
            Fact { source: Source::UeInfo, from, at, heard: now, seen, estimate: Box::default(), state },
        ))
    }
}

/// User-State CONNECTED_REACHABLE_FOR_PAGING (TS 29.272 §7.3.114). Of an idle terminal the list says nothing that is a state.
const CONNECTED: u32 = 4;

/// Asks the MMEs that are configured (`location.ue_info`), again and again, until `stop`. A reload takes effect with the next round.
pub async fn poll(locator: Arc<Locator>, stop: CancellationToken) {
    loop {
        let settings = locator.privacy.load().settings.clone();
        for url in &settings.ue_info {
            let (locator, url) = (locator.clone(), url.clone());
            let round = tokio::task::spawn_blocking(move || {
                ask(&locator, &url).inspect_err(|error| tracing::warn!(url, "no list of terminals: {error}"))
            });
            tokio::select! {
                () = stop.cancelled() => return,
                _ = round => {}
            }
        }
        let pause = match settings.ue_info.is_empty() {
            true => IDLE,
            false => Duration::from_secs(settings.ue_info_seconds.max(1).into()),
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Reads the whole list of one MME.
fn ask(locator: &Locator, url: &str) -> Result<(), String> {
    let agent: ureq::Agent = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).build().into();
    let from = Name::new(url);
    for page in 0..PAGES {
        let path = format!("{}/ue-info?page={page}&page_size={PAGE}", url.trim_end_matches('/'));
        let mut answer = agent.get(&path).call().map_err(|error| error.to_string())?;
        let octets = answer.body_mut().with_config().limit(LONGEST).read_to_vec();
        let octets = octets.map_err(|error| error.to_string())?;
        let (told, all) = read(&octets, &from, (locator.clock)())?;
        for (imsi, fact) in told {
            locator.hear(imsi, &fact);
        }
        if all < PAGE {
            break;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_778_223_300_000);

    fn told(item: &str) -> Vec<String> {
        let page = format!(r#"{{"items": [{item}], "pager": {{"page": 0, "page_size": 100, "count": 1}}}}"#);
        let (told, all) = read(page.as_bytes(), &"http://mme".into(), NOW).unwrap();
        assert_eq!(all, 1);
        told.iter()
            .map(|(imsi, fact)| {
                format!("{imsi} {} {} {:?}", fact.seen, NOW.since(fact.at).as_secs(), fact.state)
            })
            .collect()
    }

    #[test]
    fn lq_1_the_list_of_open5gs_is_read() {
        let connected = r#"{"supi": "001010000000001", "domain": "EPS", "rat": "E-UTRA", "cm_state": "connected",
            "enb": {"ostream_id": 3, "mme_ue_ngap_id": 3, "enb_id": 264040, "cell_id": 67594275},
            "location": {"tai": {"plmn": "00101", "tac_hex": "0001", "tac": 1}, "timestamp": 1778223227627488},
            "ambr": {"downlink": 1000000000}, "pdn": [], "pdn_count": 0}"#;
        assert_eq!(told(connected), ["001010000000001 ecgi 00101-4076823, tai 00101-0001 0 Some(4)"]);
        let idle = connected.replace("connected", "idle").replace(r#", "cell_id": 67594275"#, "");
        assert_eq!(told(&idle), ["001010000000001 tai 00101-0001 72 None"]);
        assert_eq!(told(&connected.replace("supi\": \"", "supi\": \"imsi-")).len(), 1);
    }

    #[test]
    fn lq_1_what_cannot_be_read_costs_one_terminal_alone() {
        let sound = r#"{"supi": "001010000000001", "cm_state": "connected", "location": {"tai": {"plmn": "00101", "tac": 1}}}"#;
        for broken in [
            "7",
            "{}",
            r#"{"supi": "x"}"#,
            r#"{"supi": "001010000000001", "location": {}}"#,
            &sound.replace("\"tac\": 1", "\"tac\": 65536"),
            &sound.replace("00101\"", "0010x\""),
            // Idle, and never heard of.
            &sound.replace("connected", "idle"),
            &sound.replace("connected", "idle").replace("}}}", "}, \"timestamp\": 0}}"),
        ] {
            let page = format!(r#"{{"items": [{broken}, {sound}]}}"#);
            let (told, all) = read(page.as_bytes(), &"http://mme".into(), NOW).unwrap();
            assert_eq!((told.len(), all), (1, 2), "{broken}");
        }
        let more = sound.replace("connected\"", "connected\", \"enb\": {\"cell_id\": 268435456}");
        let (told, _) = read(format!(r#"{{"items": [{more}]}}"#).as_bytes(), &"m".into(), NOW).unwrap();
        assert_eq!(told[0].1.seen.cell, None, "more than 28 bits");
        assert!(read(b"<html>", &"m".into(), NOW).is_err());
        assert_eq!(read(b"{}", &"m".into(), NOW).unwrap().1, 0);
    }
}
