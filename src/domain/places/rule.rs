//! A rule of the map: which cells, areas or networks it is about, as people write it.
//!
//! | rule | is about |
//! |---|---|
//! | `ecgi 00101-0000101` | one cell |
//! | `ecgi 00101-00001*` | all whose digits begin so: here the cells of the macro eNodeB 1 |
//! | `ecgi 00101-0000100..0000103` | a range, both ends with it; `..3` says the same: what is missing is as in the first |
//! | `ecgi 00101-*` | all cells of a network |
//! | `ncgi 00101-000000101`, `cgi 00101-1a2b-3c4d`, `sai 00101-1a2b-3c4d` | a cell of 5G, a cell of GSM, a service area of UMTS |
//! | `tai 00101-0001`, `5gs-tai 00101-000001`, `lai 00101-1a2b`, `rai 00101-1a2b-3c` | an area |
//! | `plmn 00101`, `plmn 310410..310419`, `plmn 310*` | networks, in the order of their digits |
//! | `mcc 310`, `mcc 310..316`, `mcc 31*` | countries |

use super::kind::{Kind, key, plmn_key, plmn_of};
use crate::types::{Plmn, after_plmn};
use std::fmt;

/// All identifiers of a kind from one to another, both with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rule {
    pub(super) kind: Kind,
    pub(super) first: u64,
    pub(super) last: u64,
}

impl Rule {
    /// Reads a rule.
    ///
    /// # Errors
    /// A sentence that says what is wrong and what would be right.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (word, rest) = text.split_once([' ', '\t', ':']).unwrap_or((text, ""));
        let Some(kind) = Kind::of_word(word) else {
            let known: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
            return Err(format!("{:?} is no rule: it begins with one of {}", short(text), known.join(", ")));
        };
        let range = match kind {
            Kind::Plmn => plmns(rest.trim()),
            Kind::Mcc => countries(rest.trim()),
            _ => below_plmn(kind, rest.trim()),
        };
        let (first, last) = range.ok_or_else(|| {
            format!("{:?} is no {} rule: write {}", short(text), word.to_lowercase(), example(kind))
        })?;
        if first > last {
            return Err(format!("the range {:?} ends before it begins", short(text)));
        }
        Ok(Self { kind, first, last })
    }

    /// What it is about.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// How many identifiers it is about; of several rules for one cell that with the fewest decides.
    pub const fn size(&self) -> u64 {
        self.last - self.first + 1
    }
}

/// What people may have written, cut to what fits into a sentence.
pub(super) fn short(text: &str) -> String {
    let mut shown: String = text.chars().take(48).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

const fn example(kind: Kind) -> &'static str {
    match kind {
        Kind::Ecgi => "ecgi 00101-0000101, ecgi 00101-00001* or ecgi 00101-0000100..0000103",
        Kind::Ncgi => "ncgi 00101-000000101, ncgi 00101-00000* or ncgi 00101-000000100..000000103",
        Kind::Cgi => "cgi 00101-1a2b-3c4d, cgi 00101-1a2b-* or cgi 00101-1a2b-0001..00ff",
        Kind::Sai => "sai 00101-1a2b-3c4d, sai 00101-1a2b-* or sai 00101-1a2b-0001..00ff",
        Kind::Tai => "tai 00101-0001, tai 00101-00* or tai 00101-0001..00ff",
        Kind::Tai5gs => "5gs-tai 00101-000001, 5gs-tai 00101-00* or 5gs-tai 00101-000001..0000ff",
        Kind::Rai => "rai 00101-1a2b-3c, rai 00101-1a2b-* or rai 00101-1a2b-01..0f",
        Kind::Lai => "lai 00101-1a2b, lai 00101-1a* or lai 00101-0001..00ff",
        Kind::Plmn => "plmn 00101, plmn 310* or plmn 310410..310419",
        Kind::Mcc => "mcc 310, mcc 31* or mcc 310..316",
    }
}

/// The digits behind a PLMN: how many there are, and their number.
fn hexadecimal(text: &str, kind: Kind) -> Option<(u32, u64)> {
    let (mut count, mut number) = (0, 0);
    for one in text.chars() {
        if one == '-' && kind.dash() == Some(count) {
            continue;
        }
        number = number << 4 | u64::from(one.to_digit(16)?);
        count += 1;
        if count > kind.digits() {
            return None;
        }
    }
    Some((count, number))
}

fn below_plmn(kind: Kind, text: &str) -> Option<(u64, u64)> {
    let (plmn, rest) = after_plmn(text)?;
    let all = kind.digits();
    let (first, last) = if let Some(begin) = rest.strip_suffix('*') {
        let (count, number) = hexadecimal(begin, kind)?;
        let free = 4 * all.checked_sub(count)?;
        (number << free, (number << free) | ((1 << free) - 1))
    } else if let Some((first, last)) = rest.split_once("..") {
        let (count, first) = hexadecimal(first, kind)?;
        let (written, tail) = match hexadecimal(last, kind) {
            Some(last) => last,
            // A dash stands elsewhere in what is written short.
            None => hexadecimal(&last.replacen('-', "", 1), kind)?,
        };
        if count != all || written == 0 {
            return None;
        }
        let kept = first >> (4 * written) << (4 * written);
        (first, kept | tail)
    } else {
        let (count, number) = hexadecimal(rest, kind)?;
        if count != all {
            return None;
        }
        (number, number)
    };
    Some((key(plmn, all, first), key(plmn, all, last)))
}

fn plmns(text: &str) -> Option<(u64, u64)> {
    if let Some(begin) = text.strip_suffix('*') {
        let digits: String = begin.chars().filter(|one| *one != '-').collect();
        // The first and the last of all that begin so. Three digits at least: fewer are a matter of country codes.
        let first = Plmn::parse(&format!("{digits:0<5}")).filter(|_| (3..=5).contains(&digits.len()))?;
        let last = Plmn::parse(&format!("{digits:9<6}"))?;
        return Some((plmn_key(first), plmn_key(last)));
    }
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    Some((plmn_key(Plmn::parse(first)?), plmn_key(Plmn::parse(last)?)))
}

fn countries(text: &str) -> Option<(u64, u64)> {
    let number = |text: &str| {
        let sound = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
        if sound { text.parse::<u64>().ok() } else { None }
    };
    if let Some(begin) = text.strip_suffix('*') {
        return Some((number(&format!("{begin:0<3}"))?, number(&format!("{begin:9<3}"))?))
            .filter(|_| begin.len() < 3);
    }
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    Some((number(first)?, number(last)?))
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, first, last } = *self;
        write!(f, "{} ", kind.word())?;
        match kind {
            Kind::Plmn if last - first == 10 && first.is_multiple_of(11) => write!(f, "{:05}*", first / 11),
            Kind::Plmn if last - first == 1099 && first.is_multiple_of(1100) => {
                write!(f, "{:03}*", first / 1100)
            }
            Kind::Plmn if last - first == 109 && first.is_multiple_of(110) => {
                write!(f, "{:04}*", first / 110)
            }
            Kind::Plmn => {
                plmn(f, first)?;
                if first == last { Ok(()) } else { f.write_str("..").and_then(|()| plmn(f, last)) }
            }
            Kind::Mcc if first == last => write!(f, "{first:03}"),
            Kind::Mcc => write!(f, "{first:03}..{last:03}"),
            _ => {
                let digits = kind.digits();
                let Some(plmn) = plmn_of(first, digits) else { return Ok(()) };
                write!(f, "{plmn}-")?;
                let free = (0..=digits).find(|free| last - first == (1 << (4 * free)) - 1);
                match free {
                    Some(free) if first.trailing_zeros() >= 4 * free => {
                        number(f, kind, first, digits - free)?;
                        f.write_str(if free == 0 { "" } else { "*" })
                    }
                    _ => {
                        number(f, kind, first, digits)?;
                        f.write_str("..")?;
                        number(f, kind, last, digits)
                    }
                }
            }
        }
    }
}

/// The PLMN with this number.
fn plmn(f: &mut fmt::Formatter<'_>, key: u64) -> fmt::Result {
    write!(f, "{:05}", key / 11)?;
    if key.is_multiple_of(11) { Ok(()) } else { write!(f, "{}", key % 11 - 1) }
}

/// The first digits of a number behind its PLMN.
fn number(f: &mut fmt::Formatter<'_>, kind: Kind, key: u64, shown: u32) -> fmt::Result {
    for at in 0..shown {
        let digit = key >> (4 * (kind.digits() - 1 - at)) & 15;
        write!(f, "{digit:x}")?;
        if kind.dash() == Some(at + 1) {
            f.write_str("-")?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lq_3_a_rule_is_written_as_it_is_read() {
        for (text, size) in [
            ("ecgi 00101-0000101", 1),
            ("ecgi 00101-00001*", 256),
            ("ecgi 00101-*", 1 << 28),
            ("ecgi 00101-0000100..0000103", 4),
            ("ncgi 00101-*", 1 << 36),
            ("ncgi 00101-fffffff00..ffffffffe", 255),
            ("cgi 00101-1a2b-3c4d", 1),
            ("cgi 00101-1a2b-*", 1 << 16),
            ("cgi 00101-1a*", 1 << 24),
            ("cgi 00101-1a2b-0001..1a2b-00ff", 255),
            ("sai 310410-1a2b-3*", 1 << 12),
            ("tai 00101-00*", 256),
            ("5gs-tai 00101-000001", 1),
            ("rai 00101-1a2b-3c", 1),
            ("lai 00101-0000..0001", 2),
            ("plmn 00101", 1),
            ("plmn 310410", 1),
            ("plmn 310*", 1100),
            ("plmn 3104*", 110),
            ("plmn 31041*", 11),
            ("plmn 310410..310419", 10),
            ("mcc 001", 1),
            ("mcc 310..316", 7),
        ] {
            let rule = Rule::parse(text).unwrap();
            assert_eq!((rule.to_string().as_str(), rule.size()), (text, size));
        }
        for (written, same) in [
            ("ECGI 001-01-00001AB", "ecgi 00101-00001ab"),
            ("ecgi:00101-0000100..3", "ecgi 00101-0000100..0000103"),
            ("cgi 00101-1a2b-0001..ff", "cgi 00101-1a2b-0001..1a2b-00ff"),
            ("cgi 00101-1a2b3c4d", "cgi 00101-1a2b-3c4d"),
            ("cgi 00101-1a2b*", "cgi 00101-1a2b-*"),
            ("  tai\t00101-0000..00ff ", "tai 00101-00*"),
            ("ncgi 00101-fffffff00..fffffffff", "ncgi 00101-fffffff*"),
            ("plmn 001-01", "plmn 00101"),
            ("plmn 310-*", "plmn 310*"),
            ("mcc 31*", "mcc 310..319"),
        ] {
            assert_eq!(Rule::parse(written).unwrap().to_string(), same);
        }
    }

    #[test]
    fn lq_3_what_is_no_rule_says_what_would_be_one() {
        for text in [
            "",
            "cell 00101-0000101",
            "ecgi",
            "ecgi 00101",
            "ecgi 00101-101",
            "ecgi 00101-00001010",
            "ecgi 00101-000010g",
            "ecgi 00101-0000*1",
            "ecgi 00101-0000101*1",
            "ecgi 00101-00001..3",
            "ecgi 00101-0000100..",
            "ecgi 00101-..0000100",
            "ecgi *",
            "ecgi 0010-0000101",
            "tai 00101-0-001",
            "plmn 0010",
            "plmn 00*",
            "plmn 001010*",
            "mcc 1",
            "mcc 0010",
            "mcc 001*",
            "mcc +01",
            "ecgi é",
        ] {
            assert!(Rule::parse(text).is_err(), "{text}: {:?}", Rule::parse(text));
        }
        let said = Rule::parse("tai 00101-1").unwrap_err();
        assert_eq!(
            said,
            "\"tai 00101-1\" is no tai rule: write tai 00101-0001, tai 00101-00* or tai 00101-0001..00ff"
        );
        assert!(Rule::parse("tai 00101-0002..0001").unwrap_err().contains("ends before it begins"));
        assert!(Rule::parse("tac 1").unwrap_err().contains("one of ecgi, ncgi, cgi"));
    }
}
