//! LQ-3: maps of both forms, against a table of questions; and maps that are none.

use super::*;

/// A part of a table: the lines between a line `== name` and the next.
fn parts(text: &'static str) -> Vec<(&'static str, Vec<&'static str>)> {
    let mut parts: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("== "), parts.last_mut()) {
            (Some(name), _) => parts.push((name.trim(), Vec::new())),
            (None, Some((_, lines))) => lines.push(line),
            (None, None) => {}
        }
    }
    parts
}

fn format(name: &str) -> Format {
    Format::of_name(name)
}

/// What the map says, as a row of the table has it.
fn told(places: &Places, query: &str) -> [String; 3] {
    let seen = query::parse(query).unwrap_or_else(|error| panic!("{query}: {error}"));
    let Some(answer) = places.lookup(&seen) else { return ["-", "-", "-"].map(str::to_owned) };
    let rule = match (answer.rule(), answer.line()) {
        (Some(rule), Some(line)) => format!("{line}: {rule}"),
        _ => "-".to_owned(),
    };
    [answer.to_string(), answer.step().word().to_owned(), rule]
}

/// LQ-3: wildcards, ranges, the most specific rule, every fall-back.
#[test]
fn lq_3_lookups_by_the_table() {
    let mut map = None;
    let mut rows = 0;
    for (name, lines) in parts(include_str!("../../../tests/tables/places/lookups.txt")) {
        if name.starts_with("map.") {
            let text = lines.join("\n");
            map = Some(Places::read(text.as_bytes(), format(name), Levels::default()).unwrap());
            continue;
        }
        let map = map.as_ref().unwrap();
        for line in lines.iter().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let [query, place, step, rule] = cells[..] else { panic!("{line}: four cells") };
            assert_eq!(told(map, query), [place, step, rule], "{query}");
            rows += 1;
        }
    }
    assert!(rows > 40, "{rows} rows");
}

/// LQ-3: every bad line is told with its number, and there is no map of the rest.
#[test]
fn lq_3_refusals_by_the_table() {
    let text = include_str!("../../../tests/tables/places/refusals.txt");
    let mut maps = 0;
    let mut all = parts(text).into_iter();
    while let (Some((name, lines)), Some((said, expected))) = (all.next(), all.next()) {
        assert_eq!(said, "is refused");
        let map = lines.join("\n");
        let mistakes = Places::read(map.as_bytes(), format(name), Levels::default()).unwrap_err();
        let told: Vec<String> =
            mistakes.0.iter().map(|mistake| format!("{}: {}", mistake.line, mistake.sentence)).collect();
        let expected: Vec<&str> = expected.into_iter().filter(|line| !line.is_empty()).collect();
        assert_eq!(told, expected, "{name}\n{map}");
        maps += 1;
    }
    assert!(maps >= 8, "{maps} maps");
}

#[test]
fn lq_3_octets_that_are_no_text_and_more_mistakes_than_are_shown() {
    let broken = Places::read(b"match,country\nmcc 001,L\xff\n", Format::Csv, Levels::default()).unwrap_err();
    assert_eq!(
        broken.to_string(),
        "one mistake in the map of places: nothing of it is applied\n  line 2: not UTF-8 from here on"
    );
    let many = "match,country\n".to_owned() + &"x,Labland\n".repeat(60);
    let said = Places::read(many.as_bytes(), Format::Csv, Levels::default()).unwrap_err().to_string();
    assert!(
        said.starts_with("60 mistakes in the map of places") && said.ends_with("and 10 further ones"),
        "{said}"
    );
}

/// The examples that are shipped are one map in two forms.
#[test]
fn lq_3_the_shipped_maps_say_the_same() {
    let map = |text: &str, format| Places::read(text.as_bytes(), format, Levels::default()).unwrap();
    let csv = map(include_str!("../../../config/places.csv"), Format::Csv);
    let toml = map(include_str!("../../../config/places.toml"), Format::Toml);
    assert_eq!((csv.rules(), csv.places()), (toml.rules(), toml.places()));
    for query in [
        "00101-0000101",
        "00101-0000103",
        "00101-00001ff",
        "00101-0001",
        "00101-0009",
        "00101",
        "mcc 001",
        "00101-0001-0010",
    ] {
        let told = |places: &Places| {
            let answer = places.lookup(&query::parse(query).unwrap()).unwrap();
            let place = answer.place().unwrap();
            (
                answer.to_string(),
                answer.rule(),
                place.position().map(|(position, _)| position),
                place.zone().cloned(),
            )
        };
        assert_eq!(told(&csv), told(&toml), "{query}");
    }
}

/// The levels are the operator's own words.
#[test]
fn lq_3_levels_have_the_names_of_the_configuration() {
    let levels = Levels::new(&["street", "quarter"]).unwrap();
    let map = "\u{feff}quarter;street;match\nDocks;Pier 1;tai 00101-0001\n";
    let places = Places::read(map.as_bytes(), Format::Csv, levels.clone()).unwrap();
    let seen = query::parse("00101-0001").unwrap();
    let answer = places.lookup(&seen).unwrap();
    assert_eq!(
        (answer.name_at("street"), answer.name_at("quarter"), answer.name_at("city")),
        (Some("Pier 1"), Some("Docks"), None)
    );
    // The table of countries answers at the largest level.
    let germany = Seen { mcc: Some(262), ..Seen::default() };
    let answer = places.lookup(&germany).unwrap();
    assert_eq!(
        (answer.name_at("quarter"), answer.country().map(|country| country.iso)),
        (Some("Germany"), Some("DE"))
    );
    assert!(Places::read(map.as_bytes(), Format::Csv, Levels::default()).is_err());
    let toml =
        "[[quarter]]\nname = \"Docks\"\n[[quarter.street]]\nname = \"Pier 1\"\nmatch = \"tai 00101-0001\"\n";
    let places = Places::read(toml.as_bytes(), Format::Toml, levels).unwrap();
    assert_eq!(places.lookup(&seen).unwrap().to_string(), "Pier 1, Docks");
    assert_eq!((places.rules(), places.places()), (1, 2));
}
