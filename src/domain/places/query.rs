//! What a person types to ask where something is: a cell or an area, a header, octets, the name of a network.
//!
//! | text | is read as |
//! |---|---|
//! | `ecgi 00101-0000101`, `tai:00101-0001`, `plmn 00101`, `mcc 262` … | what its word says |
//! | `00101-0000101` | by its digits: 7 an ECGI, 9 an NCGI, 4 a TAI, 6 a 5GS TAI, 4 and 4 a CGI, 4 and 2 an RAI |
//! | `3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=…` | a P-Access-Network-Info, its name before it or not |
//! | `8200f110000100f11000000101` | a 3GPP-User-Location-Info in hexadecimal |
//! | `ims.mnc001.mcc001.3gppnetwork.org` | a visited network |
//! | `00101`, `001-01` | a PLMN |
//!
//! Several of the first two kinds may stand together with commas between: `ecgi 00101-0000101, tai 00101-0001`.

use super::{
    Area, Cell, Kind, Seen,
    access::{pani, user_location, visited_network},
    rule::short,
};
use crate::types::{Cgi, Ecgi, Lai, Ncgi, Plmn, Rai, Sai, Tai, Tai5gs, after_plmn};

/// Reads what was asked.
///
/// # Errors
/// A sentence that says why it cannot be read, and what can.
pub fn parse(text: &str) -> Result<Seen, String> {
    let text = text.trim();
    if let Some(octets) = octets(text) {
        return user_location(&octets).map_err(|error| error.to_string());
    }
    if let Some(header) = header(text) {
        return access_network(header);
    }
    if let Some(plmn) = visited_network(text) {
        return Ok(plmn.into());
    }
    text.split(',').try_fold(Seen::default(), |seen, part| add(seen, identifier(part.trim())?))
}

/// The octets of a 3GPP-User-Location-Info: six at least, for digits alone are a PLMN or a country.
fn octets(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    let sound = digits.len() >= 12
        && digits.len().is_multiple_of(2)
        && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let (pairs, _) = digits.as_bytes().as_chunks::<2>();
    let half = |digit: u8| char::from(digit).to_digit(16).and_then(|half| u8::try_from(half).ok());
    let octet = |pair: &[u8; 2]| Some(half(pair[0])? << 4 | half(pair[1])?);
    if sound { pairs.iter().map(octet).collect() } else { None }
}

/// A header's value, if it is one.
fn header(text: &str) -> Option<&str> {
    let named = ["P-Access-Network-Info", "Cellular-Network-Info"].into_iter().find_map(|name| {
        let (begin, rest) = text.split_at_checked(name.len())?;
        begin.eq_ignore_ascii_case(name).then(|| rest.trim_start().strip_prefix(':'))?
    });
    named
        .or_else(|| (text.contains(';') && text.contains('=')).then_some(text))
        .filter(|text| visited_network(text).is_none())
}

fn access_network(header: &str) -> Result<Seen, String> {
    let found = pani::best(header).ok_or("the header names no access network")?;
    if !found.seen.is_empty() {
        return Ok(found.seen);
    }
    Err(match (found.unread, found.node) {
        (Some((name, value)), _) => {
            format!("{name}={:?} has none of the layouts of TS 24.229 §7.2A.4", short(value))
        }
        (None, Some((name, _))) => {
            format!("{} with {name} tells no cell and no network", short(found.access))
        }
        (None, None) => format!("{} tells no cell and no network", short(found.access)),
    })
}

/// One identifier, with the word of its kind before it or without.
fn identifier(text: &str) -> Result<Seen, String> {
    let word =
        text.split_once([' ', '\t', ':']).and_then(|(word, rest)| Some((Kind::of_word(word)?, rest.trim())));
    let found = match word {
        Some((kind, rest)) => of_kind(kind, rest),
        None => Plmn::parse(text).map(Seen::from).or_else(|| of_digits(text)),
    };
    found.ok_or_else(|| {
        format!(
            "{:?} cannot be read: write a cell or area such as \"ecgi 00101-0000101\" or \"tai 00101-0001\", a P-Access-Network-Info, \
             a 3GPP-User-Location-Info in hexadecimal, a visited network or a PLMN",
            short(text)
        )
    })
}

fn of_kind(kind: Kind, text: &str) -> Option<Seen> {
    match kind {
        Kind::Ecgi => Ecgi::parse(text).map(Seen::from),
        Kind::Ncgi => Ncgi::parse(text).map(Seen::from),
        Kind::Cgi => Cgi::parse(text).map(Seen::from),
        Kind::Sai => Sai::parse(text).map(Seen::from),
        Kind::Tai => Tai::parse(text).map(Seen::from),
        Kind::Tai5gs => Tai5gs::parse(text).map(Seen::from),
        Kind::Rai => Rai::parse(text).map(Seen::from),
        Kind::Lai => Lai::parse(text).map(Seen::from),
        Kind::Plmn => Plmn::parse(text).map(Seen::from),
        Kind::Mcc => {
            let sound = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
            let mcc = text.parse().ok().filter(|_| sound)?;
            Some(Seen { mcc: Some(mcc), ..Seen::default() })
        }
    }
}

fn of_digits(text: &str) -> Option<Seen> {
    let (_, rest) = after_plmn(text)?;
    let kind = match rest.len() {
        7 if !rest.contains('-') => Kind::Ecgi,
        9 if !rest.contains('-') => Kind::Ncgi,
        4 => Kind::Tai,
        6 => Kind::Tai5gs,
        9 => Kind::Cgi,
        7 => Kind::Rai,
        _ => return None,
    };
    of_kind(kind, text)
}

/// Both together; the same part twice is a mistake.
fn add(seen: Seen, more: Seen) -> Result<Seen, String> {
    let twice = || {
        Err(format!(
            "{more} comes after another of its sort: one cell, one area and one network can be asked for"
        ))
    };
    let (cells, areas): ([Option<Cell>; 2], [Option<Area>; 2]) =
        ([seen.cell, more.cell], [seen.area, more.area]);
    let (plmns, countries) = ([seen.plmn, more.plmn], [seen.mcc, more.mcc]);
    if cells.iter().all(Option::is_some)
        || areas.iter().all(Option::is_some)
        || plmns.iter().all(Option::is_some)
        || countries.iter().all(Option::is_some)
    {
        return twice();
    }
    Ok(Seen {
        cell: seen.cell.or(more.cell),
        area: seen.area.or(more.area),
        plmn: seen.plmn.or(more.plmn),
        mcc: seen.mcc.or(more.mcc),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lq_3_what_people_type_is_read() {
        for (text, said) in [
            ("ecgi 00101-0000101", "ecgi 00101-0000101"),
            ("TAI:001-01-0001", "tai 00101-0001"),
            ("00101-0000101", "ecgi 00101-0000101"),
            ("00101-000000101", "ncgi 00101-000000101"),
            ("00101-0001", "tai 00101-0001"),
            ("00101-000001", "5gs-tai 00101-000001"),
            ("00101-1a2b-3c4d", "cgi 00101-1a2b-3c4d"),
            ("00101-1a2b-3c", "rai 00101-1a2b-3c"),
            ("sai 00101-1a2b-3c4d, tai 00101-0001", "sai 00101-1a2b-3c4d, tai 00101-0001"),
            ("lai 00101-1a2b", "lai 00101-1a2b"),
            ("3GPP-GERAN;cgi-3gpp=001011a2b3c4d", "cgi 00101-1a2b-3c4d"),
            ("P-Access-Network-Info: 3GPP-GERAN;cgi-3gpp=001011a2b3c4d", "cgi 00101-1a2b-3c4d"),
            ("0x8200f110000100f11000000101", "ecgi 00101-0000101, tai 00101-0001"),
            ("8000f1100001", "tai 00101-0001"),
            ("ims.mnc001.mcc001.3gppnetwork.org", "plmn 00101"),
            ("\"ims.mnc001.mcc001.3gppnetwork.org\";a=b", "plmn 00101"),
            ("001-01", "plmn 00101"),
            ("310410", "plmn 310410"),
            ("mcc 262", "mcc 262"),
        ] {
            assert_eq!(parse(text).map(|seen| seen.to_string()), Ok(said.to_owned()), "{text}");
        }
    }

    #[test]
    fn lq_3_what_cannot_be_read_says_why() {
        for (text, said) in [
            ("", "\"\" cannot be read"),
            ("Springfield", "\"Springfield\" cannot be read"),
            ("262", "\"262\" cannot be read"),
            ("mcc 26", "\"mcc 26\" cannot be read"),
            ("ecgi 00101-0000101, 00101-0000102", "ecgi 00101-0000102 comes after another of its sort"),
            ("8200f1100001", "a location of type 130 has 13 octets, not 6"),
            ("0700f1100001", "the location type 7 is not known"),
            ("IEEE-802.11;i-wlan-node-id=00aabbccddee", "IEEE-802.11 with i-wlan-node-id tells no cell"),
            ("3GPP-NR;utran-cell-id-3gpp=12", "utran-cell-id-3gpp=\"12\" has none of the layouts"),
            ("P-Access-Network-Info:", "the header names no access network"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.starts_with(said) || error.contains(said), "{text}: {error}");
        }
    }
}
