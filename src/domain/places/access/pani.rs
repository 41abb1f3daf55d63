//! P-Access-Network-Info (RFC 7315 §6.4, TS 24.229 §7.2A.4): an access network in words, with the cell in its parameters.
//!
//! | parameter | digits: MCC 3, MNC 2 or 3, then hexadecimal |
//! |---|---|
//! | `cgi-3gpp` | LAC 4, CI 4 |
//! | `utran-cell-id-3gpp` of E-UTRAN | TAC 4, ECI 7 |
//! | `utran-cell-id-3gpp` of UTRAN | LAC 4, cell identity 7 |
//! | `utran-cell-id-3gpp` of NR | TAC 6, NCI 9 |
//! | `utran-sai-3gpp` | LAC 4, SAC 4 |
//!
//! The length alone tells how long the MNC is: no table of networks is asked. A value may be quoted, names come in any case, blanks stand anywhere. A
//! Cellular-Network-Info (TS 24.229 §7.2.15) is read the same, with the age of its cell.

use super::super::{Area, Seen};
use crate::types::{Cgi, Ecgi, Lai, Ncgi, Plmn, Sai, Tai, Tai5gs, hex_number};

/// One access network of a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AccessNetwork<'a> {
    /// The access-type or access-class, as it is written: `3GPP-E-UTRAN-FDD`, `IEEE-802.11`.
    pub access: &'a str,
    /// The cell and its area.
    pub seen: Seen,
    /// `network-provided`: the network says so. What a UE says may be a lie.
    pub network_provided: bool,
    /// A line or access point without a PLMN: the parameter's name (`i-wlan-node-id`, `dsl-location` …) and value.
    pub node: Option<(&'a str, &'a str)>,
    /// `local-time-zone`: minutes ahead of UTC.
    pub utc_offset: Option<i16>,
    /// `daylight-saving-time`: hours that are in the local time because of it, 0 to 2.
    pub daylight_saving: Option<u8>,
    /// `operator-specific-GI`: a geographical identifier that its operator understands.
    pub operator_specific: Option<&'a str>,
    /// `cell-info-age`: seconds since the UE saw the cell.
    pub age: Option<u32>,
    /// A parameter of a cell that has none of the layouts, with its value.
    pub unread: Option<(&'a str, &'a str)>,
}

/// Parameters that name a line or an access point (TS 24.229 §7.2A.4.2).
const NODES: [&str; 8] = [
    "i-wlan-node-id",
    "dsl-location",
    "eth-location",
    "fiber-location",
    "gstn-location",
    "dvb-rcs2-node-id",
    "ci-3gpp2",
    "ci-3gpp2-femto",
];

/// Every access network of a header's value, in its order.
pub fn networks(header: &str) -> impl Iterator<Item = AccessNetwork<'_>> {
    Parts { rest: Some(header), at: b',' }.map(network).filter(|network| !network.access.is_empty())
}

/// The access network to go by: one with a cell before one without, and among those the one that the network provided before what the UE says.
/// `None` where the header names none.
pub fn best(header: &str) -> Option<AccessNetwork<'_>> {
    let rank = |network: &AccessNetwork<'_>| (!network.seen.is_empty(), network.network_provided);
    networks(header).reduce(|best, other| if rank(&other) > rank(&best) { other } else { best })
}

fn network(text: &str) -> AccessNetwork<'_> {
    let mut parts = Parts { rest: Some(text), at: b';' };
    let access = parts.next().unwrap_or_default().trim();
    let mut network = AccessNetwork { access, ..AccessNetwork::default() };
    for part in parts {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        parameter(&mut network, name.trim(), unquoted(value.trim()));
    }
    network
}

fn parameter<'a>(network: &mut AccessNetwork<'a>, name: &'a str, value: &'a str) {
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    let cell = if is("cgi-3gpp") {
        cgi(value)
    } else if is("utran-cell-id-3gpp") {
        utran_cell(network.access, value)
    } else if is("utran-sai-3gpp") {
        sai(value)
    } else {
        return other(network, name, value);
    };
    match cell {
        // Of several the first counts, but a service area comes beside the cell.
        Some(seen) if network.seen.cell.is_none() => network.seen = seen,
        Some(_) => {}
        None => network.unread = Some((name, value)),
    }
}

fn other<'a>(network: &mut AccessNetwork<'a>, name: &'a str, value: &'a str) {
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    if is("network-provided") || is("np") {
        network.network_provided = true;
    } else if is("local-time-zone") {
        network.utc_offset = utc_offset(value);
    } else if is("daylight-saving-time") {
        network.daylight_saving = value.parse().ok().filter(|hours| *hours <= 2);
    } else if is("operator-specific-gi") {
        network.operator_specific = Some(value);
    } else if is("cell-info-age") {
        network.age = value.parse().ok();
    } else if NODES.iter().any(|known| is(known)) {
        network.node = Some((name, value));
    }
}

/// A PLMN of 5 or 6 digits before so many others: the length tells which.
fn after_plmn(value: &str, others: usize) -> Option<(Plmn, &str)> {
    let digits = value.len().checked_sub(others)?;
    let (plmn, rest) = value.split_at_checked(digits)?;
    let decimal = plmn.bytes().all(|byte| byte.is_ascii_digit());
    Some((Plmn::parse(plmn).filter(|_| decimal)?, rest))
}

/// A location area and 16 bits in it.
fn in_lai(value: &str) -> Option<(Lai, u16)> {
    let (plmn, rest) = after_plmn(value, 8)?;
    let (lac, code) = rest.split_at_checked(4)?;
    Some((Lai { plmn, lac: hex_number(lac, 4)? as u16 }, hex_number(code, 4)? as u16))
}

fn cgi(value: &str) -> Option<Seen> {
    in_lai(value).map(|(lai, ci)| Cgi { lai, ci }.into())
}

fn sai(value: &str) -> Option<Seen> {
    in_lai(value).map(|(lai, sac)| Sai { lai, sac }.into())
}

/// `utran-cell-id-3gpp`: of NR by its length, of UTRAN or E-UTRAN by the access network.
fn utran_cell(access: &str, value: &str) -> Option<Seen> {
    match value.len() {
        // TS 24.229: TAC of 24 bits and NCI of 36.
        20 | 21 => {
            let (plmn, rest) = after_plmn(value, 15)?;
            let (tac, nci) = rest.split_at_checked(6)?;
            let area = Tai5gs::new(plmn, hex_number(tac, 6)? as u32).map(Area::Tai5gs);
            Some(Seen { area, ..Ncgi::new(plmn, hex_number(nci, 9)?)?.into() })
        }
        16 | 17 => {
            let (plmn, rest) = after_plmn(value, 11)?;
            let (area, cell) = rest.split_at_checked(4)?;
            let (area, cell) = (hex_number(area, 4)? as u16, hex_number(cell, 7)? as u32);
            if is_utran(access) {
                // The identity is RNC-Id 12 and C-Id 16 (TS 25.401 §6.1.7): the C-Id is the CI that operators list.
                return Some(Cgi { lai: Lai { plmn, lac: area }, ci: cell as u16 }.into());
            }
            Some(Seen { area: Some(Area::Tai(Tai { plmn, tac: area })), ..Ecgi::new(plmn, cell)?.into() })
        }
        // RFC 3455 shows UTRAN's with a cell of 16 bits.
        _ => cgi(value),
    }
}

/// UTRAN and what is built on it. A cell beside a network that is no cellular one, of Wi-Fi say, is one of LTE.
fn is_utran(access: &str) -> bool {
    let begins =
        |known: &str| access.get(..known.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(known));
    begins("3GPP-UTRAN") || begins("3GPP-HSPA") || begins("3GPP-GERAN") || begins("3GPP-GAN")
}

/// `UTC+01:00`, `UTC-0330` or `UTC+1`, in minutes.
fn utc_offset(text: &str) -> Option<i16> {
    let text = text.trim();
    let offset = text
        .get(..3)
        .filter(|utc| utc.eq_ignore_ascii_case("UTC"))
        .and_then(|_| text.get(3..))
        .unwrap_or(text)
        .trim();
    let (ahead, digits) = match offset.as_bytes().first()? {
        b'+' => (true, offset.get(1..)?),
        b'-' => (false, offset.get(1..)?),
        _ => return None,
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 => digits.split_at_checked(2)?,
        None => (digits, "0"),
    };
    let number =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<i16>().ok())?;
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let all = (hours <= 14 && minutes < 60).then(|| hours * 60 + minutes)?;
    Some(if ahead { all } else { -all })
}

/// What stands between quotes; what is escaped stays so.
fn unquoted(value: &str) -> &str {
    value.strip_prefix('"').map_or(value, |inner| inner.strip_suffix('"').unwrap_or(inner).trim())
}

/// Pieces between a separator that is not in quotes.
struct Parts<'a> {
    rest: Option<&'a str>,
    at: u8,
}

impl<'a> Iterator for Parts<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let text = self.rest.take()?;
        let (mut quoted, mut escaped) = (false, false);
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                byte if byte == self.at && !quoted => {
                    // The separator is ASCII: both sides are whole texts.
                    let (piece, rest) = text.split_at_checked(at)?;
                    self.rest = rest.get(1..);
                    return Some(piece);
                }
                _ => {}
            }
        }
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn seen(header: &str) -> String {
        best(header).unwrap().seen.to_string()
    }

    #[test]
    fn lq_3_every_layout_is_read_and_the_length_decides_the_mnc() {
        for (header, said) in [
            ("3GPP-GERAN; cgi-3gpp=001011A2B3C4D", "cgi 00101-1a2b-3c4d"),
            ("3GPP-GERAN; cgi-3gpp=0010101A2B3C4D", "cgi 001010-1a2b-3c4d"),
            ("3GPP-E-UTRAN-FDD; utran-cell-id-3gpp=0010100010000101", "ecgi 00101-0000101, tai 00101-0001"),
            (
                "3GPP-E-UTRAN-TDD; utran-cell-id-3gpp=00101000010000101",
                "ecgi 001010-0000101, tai 001010-0001",
            ),
            ("3GPP-UTRAN-FDD; utran-cell-id-3gpp=001011a2b0053c4d", "cgi 00101-1a2b-3c4d"),
            ("3GPP-UTRAN-TDD; utran-cell-id-3gpp=3104101a2b0053c4d", "cgi 310410-1a2b-3c4d"),
            ("3GPP-UTRAN-TDD; utran-cell-id-3gpp=234151D0FCE11", "cgi 23415-1d0f-ce11"),
            (
                "3GPP-NR-FDD; utran-cell-id-3gpp=00101000001000000101",
                "ncgi 00101-000000101, 5gs-tai 00101-000001",
            ),
            (
                "3GPP-NR-TDD; utran-cell-id-3gpp=310410000001000000101",
                "ncgi 310410-000000101, 5gs-tai 310410-000001",
            ),
            ("3GPP-NR; utran-cell-id-3gpp=0010100010000101", "ecgi 00101-0000101, tai 00101-0001"),
            ("3GPP-UTRAN; utran-sai-3gpp=001011a2b3c4d", "sai 00101-1a2b-3c4d"),
            (
                "IEEE-802.11; i-wlan-node-id=00aabbccddee; utran-cell-id-3gpp=0010100010000101",
                "ecgi 00101-0000101, tai 00101-0001",
            ),
        ] {
            assert_eq!(seen(header), said, "{header}");
        }
    }

    #[test]
    fn lq_3_quotes_case_and_blanks_are_the_senders_own() {
        for header in [
            "3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=0010100010000101",
            "3gpp-e-utran-fdd ; UTRAN-CELL-ID-3GPP = \"0010100010000101\"",
            " 3GPP-E-UTRAN-FDD;\tutran-cell-id-3gpp=\" 0010100010000101 \";",
            ",3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=\"0010100010000101",
        ] {
            assert_eq!(seen(header), "ecgi 00101-0000101, tai 00101-0001", "{header}");
        }
    }

    #[test]
    fn lq_3_what_the_network_provides_goes_before_what_the_ue_says() {
        let ue = "3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=0010100010000101";
        let network = "3GPP-E-UTRAN;utran-cell-id-3gpp=0010100020000201;network-provided";
        for header in [
            format!("{ue}, {network}"),
            format!("{network},{ue}"),
            format!("{ue},{}", network.replace("network-provided", "np")),
        ] {
            let found = best(&header).unwrap();
            assert!(found.network_provided);
            assert_eq!(found.seen.to_string(), "ecgi 00101-0000201, tai 00101-0002", "{header}");
            assert_eq!(networks(&header).count(), 2);
        }
        // Without a cell it does not help to find a place.
        let header = format!("IEEE-802.11;i-wlan-node-id=00aabbccddee;network-provided, {ue}");
        let found = best(&header);
        assert!(found.is_some_and(|found| !found.network_provided && !found.seen.is_empty()));
    }

    #[test]
    fn lq_3_the_other_parameters_are_kept() {
        let header = "IEEE-802.11ac;i-wlan-node-id=\"00:aa;bb,cc\\\"\";local-time-zone=\"UTC+05:30\";daylight-saving-time=\"01\";\
                      operator-specific-GI=\"north, 7\";x=y;network-provided, ADSL; dsl-location=\"line 5\"";
        let all: Vec<_> = networks(header).collect();
        assert_eq!(
            all[0],
            AccessNetwork {
                access: "IEEE-802.11ac",
                network_provided: true,
                node: Some(("i-wlan-node-id", "00:aa;bb,cc\\\"")),
                utc_offset: Some(330),
                daylight_saving: Some(1),
                operator_specific: Some("north, 7"),
                ..AccessNetwork::default()
            }
        );
        assert_eq!((all[1].access, all[1].node, all.len()), ("ADSL", Some(("dsl-location", "line 5")), 2));
        let cni = best("3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=0010100010000101;cell-info-age=15").unwrap();
        assert_eq!(cni.age, Some(15));
        for (value, node) in [
            ("IEEE-802.3; eth-location=\"port 1\"", "eth-location"),
            ("3GPP2-1X; ci-3gpp2=1234123412341234", "ci-3gpp2"),
            ("3GPP2-1X-HRPD; ci-3gpp2-femto=aabb", "ci-3gpp2-femto"),
        ] {
            assert_eq!(best(value).unwrap().node.unwrap().0, node);
        }
        let offsets = [
            "UTC-03:30",
            "UTC+1",
            "utc +0100",
            "+14:00",
            "UTC",
            "UTC+15",
            "UTC+01:60",
            "UTC+-1",
            "",
            "é+1",
            "UTC+2105:30",
        ];
        let read = offsets.map(utc_offset);
        assert_eq!(read[..4], [Some(-210), Some(60), Some(60), Some(840)]);
        assert!(read[4..].iter().all(Option::is_none), "{read:?}");
    }

    #[test]
    fn lq_3_a_cell_of_no_layout_is_named_and_none_is_invented() {
        for value in [
            "",
            "1",
            "001010001000010",
            "001010001000010100",
            "001010001000010g",
            "0-10100010000101",
            "+010100010000101",
            "00101000100é0101",
        ] {
            let header = format!("3GPP-E-UTRAN-FDD;utran-cell-id-3gpp={value}");
            let found = best(&header).unwrap();
            assert!(found.seen.is_empty(), "{header}");
            assert_eq!(found.unread, Some(("utran-cell-id-3gpp", value)));
        }
        assert_eq!(best(""), None);
        assert_eq!(best(" , ;,"), None);
        assert!(
            best("3GPP-E-UTRAN-FDD").is_some_and(|found| found.seen.is_empty() && found.unread.is_none())
        );
    }

    proptest! {
        #[test]
        fn lq_3_no_text_ends_the_reader(text in "[ -~é\t]{0,80}", tail in "[0-9a-fA-F\",;= ]{0,40}") {
            for header in [text.clone(), format!("3GPP-NR;utran-cell-id-3gpp={tail}"), format!("3GPP-GERAN;{text};cgi-3gpp={tail}")] {
                for network in networks(&header) {
                    prop_assert!(header.contains(network.access));
                    prop_assert!(network.seen.is_empty() || network.seen.network().is_some());
                }
                prop_assert_eq!(best(&header).is_some(), networks(&header).next().is_some());
            }
        }
    }
}
