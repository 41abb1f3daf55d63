//! Whose a mobile country code is: for networks that the map says nothing about.

use std::{collections::HashMap, sync::LazyLock};

/// A country, or the territories that share a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1, two letters; empty where several territories share the code.
    pub iso: &'static str,
    /// The English short name.
    pub name: &'static str,
}

/// By code, 0 to 999.
static COUNTRIES: LazyLock<Vec<Option<Country>>> = LazyLock::new(|| {
    let mut all = vec![None; 1000];
    for line in include_str!("countries.csv").lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.splitn(3, ',');
        let (code, iso, name) = (cells.next(), cells.next(), cells.next());
        let place = code.and_then(|code| code.parse::<usize>().ok()).and_then(|code| all.get_mut(code));
        if let (Some(place), Some(iso), Some(name)) = (place, iso, name) {
            *place = Some(Country { iso, name });
        }
    }
    all
});

/// By name, and by the two letters; of several codes that share them the first.
static NAMES: LazyLock<HashMap<&'static str, &'static Country>> = LazyLock::new(|| {
    let mut all = HashMap::new();
    for country in COUNTRIES.iter().flatten() {
        all.entry(country.name).or_insert(country);
        if !country.iso.is_empty() {
            all.entry(country.iso).or_insert(country);
        }
    }
    all
});

/// Whose a code is; `None` for one that is no country's, such as 001 of test networks and 901 of satellites.
pub fn country(mcc: u16) -> Option<&'static Country> {
    COUNTRIES.get(usize::from(mcc))?.as_ref()
}

/// The country of this name, or of these two letters.
pub fn named(text: &str) -> Option<&'static Country> {
    NAMES.get(text).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lq_3_the_table_is_whole() {
        let lines: Vec<&str> =
            include_str!("countries.csv").lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(
            lines.len(),
            COUNTRIES.iter().flatten().count(),
            "a line is not read, or a code is there twice"
        );
        assert!(lines.is_sorted(), "by code");
        for country in COUNTRIES.iter().flatten() {
            assert!(!country.name.is_empty() && [0, 2].contains(&country.iso.len()), "{country:?}");
        }
        let of = |mcc| country(mcc).map(|country| (country.iso, country.name));
        assert_eq!(of(262), Some(("DE", "Germany")));
        assert_eq!(of(311), Some(("US", "United States")));
        assert_eq!(of(340), Some(("", "French Antilles")));
        assert_eq!([of(1), of(901), of(999), of(1000)], [None; 4]);
        let called = |text| named(text).map(|country| (country.iso, country.name));
        assert_eq!([called("Germany"), called("DE")], [Some(("DE", "Germany")); 2]);
        assert_eq!(called("French Antilles"), Some(("", "French Antilles")));
        assert_eq!([called(""), called("de"), called("Nowhere")], [None; 3]);
    }
}
