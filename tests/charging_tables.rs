//! The tariff by tables: what is paid and how that comes about, which rate decides, and every mistake a file can have.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

use innkeeper::{
    domain::charging::tariff::*,
    types::{Money, Name, Timestamp},
};

fn moment(text: &str) -> Timestamp {
    Timestamp(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
}

/// What stands under a heading of a table.
fn part<'t>(table: &'t str, heading: &str) -> &'t str {
    let mark = format!("== {heading}\n");
    let begin = table.find(&mark).unwrap_or_else(|| panic!("no {heading}")) + mark.len();
    let rest = &table[begin..];
    rest.split("\n== ").next().unwrap()
}

/// The rows under a heading, with their number in the file.
fn rows<'t>(table: &'t str, heading: &str) -> Vec<(usize, Vec<&'t str>)> {
    let text = part(table, heading);
    let before = table[..text.as_ptr() as usize - table.as_ptr() as usize].lines().count();
    let lines = (before + 1..).zip(text.lines());
    let lines = lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    lines.map(|(at, line)| (at, line.split('|').map(str::trim).collect())).collect()
}

/// A question of a table.
struct Question<'q> {
    words: Vec<&'q str>,
    visited: Vec<&'q str>,
    home: Vec<&'q str>,
}

impl<'q> Question<'q> {
    fn new(text: &'q str) -> Self {
        let words: Vec<&str> = text.split_whitespace().collect();
        let places = |key: &str| {
            let found = words.iter().find_map(|word| word.strip_prefix(key));
            found.map_or(Vec::new(), |places| places.split('>').collect())
        };
        Self { visited: places("in="), home: places("home="), words }
    }

    fn value(&self, key: &str) -> Option<&'q str> {
        self.words.iter().find_map(|word| word.strip_prefix(key))
    }

    fn occasion(&self) -> Occasion<'_> {
        let has = |wanted: &str| self.words.contains(&wanted);
        let number = |key: &str| self.value(key).map(|number| number.parse().unwrap());
        Occasion {
            plan: self.words[0],
            service: if self.words[1] == "?" {
                Wanted::Sent {
                    context: number("context="),
                    rating_group: number("rg="),
                    service_identifier: number("si="),
                }
            } else {
                Wanted::Named(self.words[1])
            },
            direction: match (has("terminating"), has("forwarding")) {
                (true, _) => Direction::Terminating,
                (_, true) => Direction::Forwarding,
                _ => Direction::Originating,
            },
            roaming: has("roaming"),
            called: self.value("called="),
            home: &self.home,
            visited: &self.visited,
            zone: self.value("zone="),
            began: moment(self.words[3]),
        }
    }

    fn bundles(&self, tariff: &Tariff) -> Vec<Allowance> {
        let bundles = self.words.iter().filter_map(|word| word.strip_prefix("bundle=")?.split_once(':'));
        let one = |(name, amount): (&str, &str)| {
            let bundle = tariff.bundle(name).unwrap();
            Allowance { bundle: Name::new(name), units: bundle.unit.parse(amount).unwrap() }
        };
        bundles.map(one).collect()
    }
}

fn bare(amount: &str) -> &str {
    amount.split(' ').next().unwrap()
}

/// A piece as the tables write it.
fn written(piece: &Piece<'_>, rating: &Rating<'_>) -> String {
    let steps = piece.steps;
    match &piece.paid {
        Paid::Setup(_) => "fee".into(),
        Paid::Bundle(name, units) => format!("{steps} {name} -{units}"),
        Paid::Before => format!("{} before", piece.units),
        Paid::Money(price, _) => {
            let price = price.shown(rating.currency());
            let price = match bare(&price).trim_end_matches('0').trim_end_matches('.') {
                "" => "0",
                price => price,
            };
            let line = piece.line.map_or("-".into(), |line| line.to_string());
            let period = piece.period.map_or(String::new(), |period| format!("/{period}"));
            format!("{steps}×{price} by {line}{period}")
        }
    }
}

/// VC-6: prices at borders, in nights when the clock is changed, with minimums, bundles and every way to round.
#[test]
fn vc_6_prices_by_the_table() {
    let table = include_str!("tables/charging/prices.txt");
    let tariff = Tariff::read(part(table, "tariff").as_bytes()).unwrap();
    let rows = rows(table, "prices");
    assert!(rows.len() > 40);
    for (line, row) in rows {
        let question = Question::new(row[0]);
        let occasion = question.occasion();
        let rating = tariff.find(&occasion).unwrap_or_else(|why| panic!("line {line}: {why}"));
        let units = rating.unit().parse(question.words[2]).unwrap();
        let (mut meter, mut pieces) = (Meter::default(), Vec::new());
        let mut left = question.bundles(&tariff);
        let when = When::At(occasion.began);
        let total = meter
            .explain(&rating, units, when, &mut left, |piece| pieces.push(written(&piece, &rating)))
            .unwrap();
        let exact = meter.exact(&rating);
        let got = format!("{} = {}", bare(&exact), bare(&total.shown(tariff.currency()).to_string()));
        let pieces = if pieces.is_empty() { "-".into() } else { pieces.join(", ") };
        assert_eq!((got.as_str(), pieces.as_str()), (row[1], row[2]), "prices.txt, line {line}");
    }
}

/// VC-4, VC-6: which rate decides, how a service is recognised, and why there is no rate.
#[test]
fn vc_6_rates_by_the_table() {
    let table = include_str!("tables/charging/rates.txt");
    let tariff = Tariff::read(part(table, "tariff").as_bytes()).unwrap();
    let rows = rows(table, "rates");
    assert!(rows.len() > 30);
    for (line, row) in rows {
        let question = Question::new(row[0]);
        let got = match tariff.find(&question.occasion()) {
            Ok(rating) => rating.rate().map_or("free".into(), |rate| rate.line.to_string()),
            Err(why) => why.to_string(),
        };
        let sentence = row[1].contains(' ') && got.contains(row[1]);
        assert!(sentence || got == row[1], "rates.txt, line {line}: {got}");
    }
}

/// VC-6: every mistake is told with its line, and all of a file at once.
#[test]
fn vc_6_mistakes_of_a_tariff_by_the_table() {
    let table = include_str!("tables/charging/mistakes.txt");
    let rest = part(table, "rest");
    let blocks: Vec<&str> = table.split("\n== ").skip(2).collect();
    assert!(blocks.len() > 12);
    for block in blocks {
        let (title, block) = block.split_once('\n').unwrap();
        let (text, expected): (Vec<&str>, Vec<&str>) =
            block.lines().partition(|line| !line.starts_with("-> "));
        let file = format!("currency = \"EUR\"\n{}\n{rest}", text.join("\n"));
        let Mistakes(mut mistakes) = Tariff::read(file.as_bytes()).expect_err(title);
        // Of the lines that follow only that is looked at which the piece makes wrong.
        mistakes.retain(|mistake| (mistake.line as usize) <= text.len() + 1);
        let mut got: Vec<String> =
            mistakes.iter().map(|mistake| format!("{}: {}", mistake.line, mistake.sentence)).collect();
        let mut unmet = Vec::new();
        for wanted in expected.iter().map(|line| line.trim_start_matches("-> ")) {
            match got.iter().position(|one| one.starts_with(wanted)) {
                Some(at) => drop(got.remove(at)),
                None => unmet.push(wanted),
            }
        }
        assert!(
            got.is_empty() && unmet.is_empty(),
            "{title}: not expected:\n{}\nnot there:\n{}",
            got.join("\n"),
            unmet.join("\n")
        );
        assert!(mistakes.is_sorted_by_key(|mistake| mistake.line), "{title}");
    }
}

/// VC-6: a file without a currency, without a plan, and one that is no text.
#[test]
fn vc_6_a_file_that_is_no_tariff_says_so() {
    let said = |text: &[u8]| Tariff::read(text).unwrap_err().to_string();
    assert!(said(b"").contains("line 1: there is no currency: write currency = \"EUR\""));
    assert!(
        said(b"currency = \"EUR\"")
            .contains("one mistake in the tariff: nothing of it is applied\n  line 1: there is no plan")
    );
    assert!(said(b"currency = \"XAU\"").contains("line 1: XAU has no minor unit"));
    assert!(said(b"currency = \"EUR\"\n\xff").contains("line 2: not UTF-8"));
    let many =
        format!("currency = \"EUR\"\n[service.v]\nunit = \"seconds\"\ncontext = [{}]\n", "1,\n".repeat(60));
    assert!(
        said(many.as_bytes()).contains("59 mistakes in the tariff")
            && said(many.as_bytes()).contains("and 9 further ones")
    );
}

/// The example that is shipped is sound, and prices by what its comments say.
#[test]
fn vc_6_the_shipped_tariff_is_sound() {
    let tariff = Tariff::read(include_bytes!("../config/tariffs.toml"))
        .unwrap_or_else(|mistakes| panic!("{mistakes}"));
    assert_eq!(tariff.plans().map(Name::as_str).collect::<Vec<_>>(), ["basic", "flat"]);
    let price = |text: &str| {
        let question = Question::new(text);
        let rating = tariff.find(&question.occasion()).unwrap();
        let units = rating.unit().parse(question.words[2]).unwrap();
        let at = When::At(moment(question.words[3]));
        let mut bundles = question.bundles(&tariff);
        Meter::default().advance(&rating, units, at, &mut bundles).unwrap()
    };
    // 60 s at 0.0015 and 60 s at 0.0008, and 0.05 for beginning: 0.188.
    assert_eq!(price("basic voice 2min 2026-11-26T19:59:00+01:00"), Money(19));
    assert_eq!(price("basic voice 1min 2026-11-26T19:59:00+01:00 called=+4366412345"), Money(29));
    assert_eq!(price("basic voice 61s 2026-11-26T19:59:00+01:00 called=+4366412345 roaming"), Money(78));
    assert_eq!(price("basic ? 1min 2026-11-26T19:59:00+01:00 context=32260 rg=200"), Money(24));
    assert_eq!(price("flat voice 61s 2026-12-31T23:59:59+01:00"), Money(18));
    assert_eq!(price("flat voice 61s 2027-01-01T00:00:00+01:00"), Money(20));
    assert_eq!(price("flat voice 61s 2026-12-31T23:59:59+01:00 bundle=minutes-100:1min"), Money(9));
    assert_eq!(
        tariff.bundle("minutes-100").unwrap().lapses(moment("2027-01-31T12:00:00+01:00")),
        Some(moment("2027-02-28T12:00:00+01:00"))
    );
    assert_eq!(
        tariff.bundle("data-1GB").unwrap().lapses(moment("2027-03-10T12:00:00+01:00")),
        Some(moment("2027-04-09T12:00:00+02:00"))
    );
    let data = tariff.services().iter().find(|service| &*service.name == "data").unwrap();
    assert_eq!((data.quota.grant, data.quota.holding), (10_000_000, Some(300)));
    assert_eq!(data.quota.last, FinalUnit::Redirect("http://top-up.example/".into()));
}
