//! Currencies of ISO 4217.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, str::FromStr, sync::LazyLock};

/// A currency that money can be kept in: one of ISO 4217 that has a minor unit.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency {
    code: u16,
    decimals: u8,
}

/// A line of the list.
#[derive(Debug)]
struct Entry {
    alphabetic: &'static str,
    numeric: u16,
    /// `None`: the list says N.A., as of metals and of the codes for tests.
    decimals: Option<u8>,
}

/// By alphabetic code.
static LIST: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let lines = include_str!("currencies.csv").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(entry).collect()
});

fn entry(line: &'static str) -> Option<Entry> {
    let mut cells = line.split(',');
    let alphabetic = cells.next().filter(|code| code.len() == 3)?;
    let numeric = cells.next()?.parse().ok()?;
    let decimals = match cells.next()? {
        "-" => None,
        digits => Some(digits.parse().ok()?),
    };
    Some(Entry { alphabetic, numeric, decimals })
}

impl Currency {
    /// The euro.
    pub const EUR: Self = Self { code: 978, decimals: 2 };

    /// The currency with this alphabetic code, in small letters or capitals.
    ///
    /// # Errors
    /// A sentence: no such code, or no money is kept in what it stands for.
    pub fn parse(text: &str) -> Result<Self, String> {
        let capitals = text.to_ascii_uppercase();
        let found = LIST.iter().find(|entry| entry.alphabetic == capitals);
        let Some(entry) = found else {
            let shown: String = text.chars().take(16).collect();
            return Err(format!("{shown:?} is no currency: write a code of ISO 4217, such as EUR"));
        };
        let decimals = entry
            .decimals
            .ok_or_else(|| format!("{capitals} has no minor unit in ISO 4217: no account is kept in it"))?;
        Ok(Self { code: entry.numeric, decimals })
    }

    /// The currency with this numeric code: what Currency-Code carries (RFC 8506 §8.11). `None` as where [`parse`](Self::parse) refuses.
    pub fn from_numeric(code: u32) -> Option<Self> {
        let entry = LIST.iter().find(|entry| u32::from(entry.numeric) == code)?;
        Some(Self { code: entry.numeric, decimals: entry.decimals? })
    }

    /// The numeric code, 1 to 999.
    pub const fn numeric(self) -> u16 {
        self.code
    }

    /// How many decimals its minor unit is: 2 where a hundred make one, 0 where there is none smaller.
    pub const fn decimals(self) -> u8 {
        self.decimals
    }

    /// The alphabetic code, in capitals.
    pub fn alphabetic(self) -> &'static str {
        let found = LIST.iter().find(|entry| entry.numeric == self.code);
        found.map_or("", |entry| entry.alphabetic)
    }
}

impl FromStr for Currency {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::parse(text)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.alphabetic())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Currency {
    /// The alphabetic code in formats for people, the numeric one elsewhere.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(self.alphabetic())
        } else {
            serializer.serialize_u16(self.code)
        }
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        if deserializer.is_human_readable() {
            super::text::parse(deserializer, str::parse)
        } else {
            let code = u16::deserialize(deserializer)?;
            Self::from_numeric(code.into()).ok_or_else(|| D::Error::custom("no numeric code of ISO 4217"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// VC-6: each line is read, each code is there once, and the decimals that are not two are those of the list.
    #[test]
    fn vc_6_the_list_of_currencies_is_whole() {
        let lines: Vec<&str> =
            include_str!("currencies.csv").lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!((lines.len(), LIST.len()), (178, 178));
        assert!(lines.is_sorted());
        let mut numbers: Vec<u16> = LIST.iter().map(|entry| entry.numeric).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), 178);
        let with = |decimals| {
            let all = LIST.iter().filter(|entry| entry.decimals == decimals);
            all.map(|entry| entry.alphabetic).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(with(Some(0)), "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF");
        assert_eq!(with(Some(3)), "BHD IQD JOD KWD LYD OMR TND");
        assert_eq!(with(Some(4)), "CLF UYW");
        assert_eq!(Currency::parse("EUR"), Ok(Currency::EUR));
        assert_eq!(with(None), "XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX");
    }

    #[test]
    fn vc_6_currencies_are_known_by_both_codes() {
        for (text, numeric, decimals) in [("EUR", 978, 2), ("jpy", 392, 0), ("TND", 788, 3), ("CLF", 990, 4)]
        {
            let currency = Currency::parse(text).unwrap();
            assert_eq!((currency.numeric(), currency.decimals()), (numeric, decimals));
            assert_eq!(Currency::from_numeric(numeric.into()), Some(currency));
            assert_eq!(currency.to_string(), text.to_uppercase());
            let json = serde_json::to_string(&currency).unwrap();
            assert_eq!(serde_json::from_str::<Currency>(&json).unwrap(), currency);
            let octets = postcard::to_allocvec(&currency).unwrap();
            assert_eq!(postcard::from_bytes::<Currency>(&octets).unwrap(), currency);
        }
        assert_eq!(Currency::parse("EUR"), Ok(Currency::EUR));
        assert!(Currency::parse("EURO").unwrap_err().starts_with("\"EURO\" is no currency"));
        assert!(Currency::parse("xau").unwrap_err().starts_with("XAU has no minor unit"));
        assert_eq!([0, 280, 959, 70_000].map(Currency::from_numeric), [None; 4]);
    }
}
