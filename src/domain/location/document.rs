//! Locations as Sh-Data says them (TS 29.328 §7.6.6 and Annex D). Identities are their octets in base64.

use super::{Fact, Source};
use crate::types::{
    Area, Cell, Timestamp,
    geo::{Shape, Uncertainty, geographical_octets},
};
use base64::{Engine, prelude::BASE64_STANDARD};

/// The content of EPSLocationInformation, in the order of the schema.
pub fn eps(fact: &Fact, now: Timestamp) -> String {
    let mut out = String::new();
    if let Some(Cell::Ecgi(cell)) = fact.seen.cell {
        put(&mut out, "E-UTRANCellGlobalId", &BASE64_STANDARD.encode(cell.octets()));
    }
    if let Some(Area::Tai(area)) = fact.seen.area {
        put(&mut out, "TrackingAreaId", &BASE64_STANDARD.encode(area.octets()));
    }
    geographical(&mut out, fact);
    if matches!(fact.source, Source::Mme | Source::Registration | Source::Positioning) {
        put(&mut out, "MMEName", &fact.from);
    }
    age(&mut out, fact, now);
    if let Some(plmn) = fact.seen.network() {
        let mut inner = String::new();
        put(&mut inner, "VisitedPLMNID", &plmn.to_string());
        put(&mut out, "Extension", &inner);
    }
    out
}

/// The content of PSLocationInformation.
pub fn packet(fact: &Fact, now: Timestamp) -> String {
    let mut out = String::new();
    match (fact.seen.cell, fact.seen.area) {
        (Some(Cell::Cgi(cell)), _) => {
            put(&mut out, "CellGlobalId", &BASE64_STANDARD.encode(cell.octets()));
        }
        (Some(Cell::Sai(area)), _) => {
            put(&mut out, "ServiceAreaId", &BASE64_STANDARD.encode(area.octets()));
        }
        (_, Some(Area::Rai(area))) => {
            put(&mut out, "RoutingAreaId", &BASE64_STANDARD.encode(area.octets()));
        }
        (_, Some(Area::Lai(area))) => {
            put(&mut out, "LocationAreaId", &BASE64_STANDARD.encode(area.octets()));
        }
        _ => {}
    }
    geographical(&mut out, fact);
    age(&mut out, fact, now);
    out
}

/// Geographical-Information is an ellipsoid point with uncertainty circle and nothing else (TS 29.002 §17.7.1): of another shape the circle that
/// has it in it, and of a point without an uncertainty nothing.
fn geographical(out: &mut String, fact: &Fact) {
    let Ok(shape) = Shape::from_octets(&fact.estimate) else { return };
    if let (point, Some(radius)) = shape.circle() {
        let octets = geographical_octets(point, Uncertainty::covering(radius));
        put(out, "GeographicalInformation", &BASE64_STANDARD.encode(octets));
    }
}

/// Minutes, up to 32767 (TS 29.002).
fn age(out: &mut String, fact: &Fact, now: Timestamp) {
    let minutes = (now.since(fact.at).as_secs() / 60).min(32_767);
    put(out, "AgeOfLocationInformation", &minutes.to_string());
}

/// Names of hosts and base64 have nothing that XML would take for its own, but a peer names itself.
fn put(out: &mut String, name: &str, content: &str) {
    let inner = name == "Extension";
    let content = if inner { content.into() } else { quick_xml::escape::escape(content) };
    out.push_str(&format!("<{name}>{content}</{name}>"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::places::query;

    fn fact(source: Source, seen: &str) -> Fact {
        Fact {
            source,
            from: "mme<1>.example".into(),
            at: Timestamp(0),
            heard: Timestamp(0),
            seen: query::parse(seen).unwrap(),
            estimate: Box::default(),
            state: None,
        }
    }

    #[test]
    fn lq_4_an_eps_location_stands_in_the_order_of_the_schema() {
        let told = Fact {
            estimate: [0x10, 0, 0, 0, 0, 0, 0, 1].into(),
            ..fact(Source::Mme, "ecgi 302610-86d6716, tai 302610-e293")
        };
        assert_eq!(
            eps(&told, Timestamp(7 * 60_000 + 59_999)),
            "<E-UTRANCellGlobalId>AwIWCG1nFg==</E-UTRANCellGlobalId><TrackingAreaId>AwIW4pM=</TrackingAreaId>\
             <GeographicalInformation>EAAAAAAAAAE=</GeographicalInformation><MMEName>mme&lt;1&gt;.example</MMEName>\
             <AgeOfLocationInformation>7</AgeOfLocationInformation><Extension><VisitedPLMNID>302610</VisitedPLMNID></Extension>"
        );
        // An ellipse of code 30 by 20 is in a circle of code 30; how far around a mere point the terminal may be nobody said.
        let ellipse = Fact {
            estimate: [0x30, 0x40, 0, 0, 0x20, 0, 0, 30, 20, 5, 95].into(),
            ..fact(Source::Positioning, "tai 00101-0001")
        };
        let said = eps(&ellipse, Timestamp(0));
        assert!(
            said.contains("<GeographicalInformation>EEAAACAAAB4=</GeographicalInformation><MMEName>"),
            "{said}"
        );
        let point = Fact { estimate: [0, 0x40, 0, 0, 0x20, 0, 0].into(), ..ellipse };
        assert!(!eps(&point, Timestamp(0)).contains("Geographical"));
        let gtp = eps(&fact(Source::Gtp, "tai 00101-0001"), Timestamp(i64::MAX));
        assert!(gtp.starts_with("<TrackingAreaId>") && !gtp.contains("MMEName"), "{gtp}");
        assert!(gtp.contains("<AgeOfLocationInformation>32767<"), "{gtp}");
    }

    #[test]
    fn lq_4_a_packet_location_has_one_identity() {
        for (seen, element) in [
            ("cgi 00101-1a2b-3c4d", "CellGlobalId"),
            ("sai 00101-1a2b-3c4d", "ServiceAreaId"),
            ("rai 00101-1a2b-3c", "RoutingAreaId"),
            ("lai 00101-1a2b", "LocationAreaId"),
        ] {
            let said = packet(&fact(Source::Sgsn, seen), Timestamp(0));
            assert!(said.starts_with(&format!("<{element}>APEQGis")), "{said}");
        }
    }
}
