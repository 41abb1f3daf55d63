//! Calls by day as stacked bars: SVG that needs nothing else, or lines of a terminal.

use crate::records::Day;
use quick_xml::escape::escape;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

/// Days that are drawn at most: a bar has to have a width.
const DAYS: usize = 1000;
/// Values that have a colour of their own; the others share one.
const COLOURS: [&str; 7] = ["#4269d0", "#efb118", "#ff725c", "#6cc5b0", "#3ca951", "#a463f2", "#97bbf5"];
const OTHERS: &str = "#9c9c9c";
/// What a terminal has for them.
const MARKS: [char; 8] = ['█', '▓', '▒', '░', '#', '+', '=', '·'];
/// Characters of the longest bar.
const WIDTH: usize = 60;

/// Calls of some days.
#[derive(Debug)]
pub(super) struct Plot {
    /// What the colours stand for.
    title: &'static str,
    /// Their values, those with most calls first; the last may stand for the rest.
    series: Vec<String>,
    /// For every day the calls of each.
    days: Vec<(Day, Vec<u64>)>,
}

impl Plot {
    /// Calls: their day, their value, how many.
    ///
    /// # Errors
    /// There are more days than can be drawn.
    pub(super) fn new<'a>(
        (from, to): (&str, &str),
        title: &'static str,
        calls: impl Iterator<Item = (&'a str, &'a str, u64)> + Clone,
    ) -> Result<Self, String> {
        let (Some(from), Some(to)) = (Day::parse(from), Day::parse(to)) else {
            return Err(format!("{from} to {to} are no days"));
        };
        let count = usize::try_from(i64::from(to.0) - i64::from(from.0) + 1).unwrap_or(0);
        if count > DAYS {
            return Err(format!("{from} to {to} are {count} days: a plot has {DAYS} at most, say --from"));
        }
        let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
        for (_, value, calls) in calls.clone() {
            let sum = sums.entry(value).or_default();
            *sum = sum.saturating_add(calls);
        }
        let mut series: Vec<(&str, u64)> = sums.into_iter().collect();
        series.sort_by_key(|(_, calls)| std::cmp::Reverse(*calls));
        let mut series: Vec<String> = series.into_iter().map(|(value, _)| value.to_owned()).collect();
        if series.len() > COLOURS.len() {
            series.truncate(COLOURS.len());
            series.push("others".into());
        }
        let mut days: Vec<(Day, Vec<u64>)> =
            (from.0..=to.0).map(|day| (Day(day), vec![0; series.len()])).collect();
        for (day, value, calls) in calls {
            let at = Day::parse(day).and_then(|day| usize::try_from(day.0 - from.0).ok());
            let of = series.iter().position(|one| one == value).unwrap_or(COLOURS.len());
            if let Some(sum) = at.and_then(|at| days.get_mut(at)?.1.get_mut(of)) {
                *sum = sum.saturating_add(calls);
            }
        }
        Ok(Self { title, series, days })
    }

    fn most(&self) -> u64 {
        self.days.iter().map(|(_, calls)| sum(calls)).max().unwrap_or(0).max(1)
    }

    /// A line for each day.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        let most = self.most();
        for (day, calls) in &self.days {
            let _ = write!(text, "{day} ");
            let mut drawn = 0;
            for (at, mark) in (1..=calls.len()).zip(MARKS) {
                let until = share(sum(&calls[..at]), most, WIDTH);
                text.extend(std::iter::repeat_n(mark, until - drawn));
                drawn = until;
            }
            let _ = writeln!(text, "{} {}", if drawn > 0 { " " } else { "" }, sum(calls));
        }
        for (value, mark) in self.series.iter().zip(MARKS) {
            let _ = writeln!(text, "{mark} {} {value}", self.title);
        }
        text
    }

    /// An image.
    pub(super) fn svg(&self) -> String {
        const HEIGHT: usize = 300;
        let (left, top, most) = (70, 20, self.most());
        let step = (900 / self.days.len().max(1)).clamp(1, 60);
        let (width, below) = (left + step * self.days.len() + 20, top + HEIGHT + 50);
        let height = below + 22 * self.series.len() + 10;
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" font-family=\"sans-serif\" font-size=\"12\">\n\
             <rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n\
             <text x=\"{left}\" y=\"14\">calls away from home, by day and {}</text>\n",
            escape(self.title)
        );
        let quarters: BTreeSet<u64> = (0..=4).map(|part| most / 4 * part + most % 4 * part / 4).collect();
        for calls in quarters {
            let y = top + HEIGHT - share(calls, most, HEIGHT);
            let _ = writeln!(
                svg,
                "<line x1=\"{left}\" x2=\"{}\" y1=\"{y}\" y2=\"{y}\" stroke=\"#dddddd\"/><text x=\"{}\" y=\"{}\" text-anchor=\"end\">{calls}</text>",
                width - 20,
                left - 6,
                y + 4
            );
        }
        let every = (80 / step).max(1);
        for (at, (day, calls)) in self.days.iter().enumerate() {
            let x = left + at * step;
            self.bar(&mut svg, (x, top + HEIGHT, step), calls, (most, HEIGHT), *day);
            if at % every == 0 {
                let _ = writeln!(svg, "<text x=\"{x}\" y=\"{}\">{day}</text>", top + HEIGHT + 18);
            }
        }
        for (at, value) in self.series.iter().enumerate() {
            let y = below + 22 * at;
            let _ = writeln!(
                svg,
                "<rect x=\"{left}\" y=\"{y}\" width=\"14\" height=\"14\" fill=\"{}\"/><text x=\"{}\" y=\"{}\">{}</text>",
                colour(at),
                left + 20,
                y + 12,
                escape(value.as_str())
            );
        }
        svg.push_str("</svg>\n");
        svg
    }

    /// One day's bar; each part tells its number when it is pointed at.
    fn bar(
        &self,
        svg: &mut String,
        (x, bottom, step): (usize, usize, usize),
        calls: &[u64],
        (most, height): (u64, usize),
        day: Day,
    ) {
        for at in 0..calls.len() {
            let (under, over) =
                (share(sum(&calls[..at]), most, height), share(sum(&calls[..=at]), most, height));
            if over > under {
                let _ = writeln!(
                    svg,
                    "<rect x=\"{x}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"><title>{day} {}: {}</title></rect>",
                    bottom - over,
                    step.saturating_sub(step / 5).max(1),
                    over - under,
                    colour(at),
                    escape(self.series[at].as_str()),
                    calls[at]
                );
            }
        }
    }
}

fn colour(series: usize) -> &'static str {
    COLOURS.get(series).copied().unwrap_or(OTHERS)
}

fn sum(calls: &[u64]) -> u64 {
    calls.iter().fold(0, |sum, calls| sum.saturating_add(*calls))
}

/// How much of `length` some calls of `most` are.
fn share(calls: u64, most: u64, length: usize) -> usize {
    let part = u128::from(calls) * length as u128 / u128::from(most);
    usize::try_from(part).unwrap_or(length).min(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plot(calls: &[(&str, &str, u64)]) -> Plot {
        Plot::new(("2026-11-26", "2026-11-28"), "visited", calls.iter().copied()).unwrap()
    }

    #[test]
    fn vc_5_days_are_lines_and_days_without_a_call_are_there() {
        let text = plot(&[("2026-11-26", "A", 30), ("2026-11-26", "B", 30), ("2026-11-28", "B", 20)]).text();
        let lines: Vec<&str> = text.lines().collect();
        let [a, b] = ["▓", "█"].map(|mark| mark.repeat(30));
        assert_eq!(lines[0], format!("2026-11-26 {b}{a}  60"), "who has most comes first");
        assert_eq!(lines[1..3], ["2026-11-27  0".to_owned(), format!("2026-11-28 {}  20", "█".repeat(20))]);
        assert_eq!(lines[3..], ["█ visited B", "▓ visited A"]);
    }

    #[test]
    fn vc_5_an_svg_is_well_formed_whatever_places_are_called() {
        let names: Vec<String> = (0..12).map(|number| format!("<&\"{number}>")).collect();
        let calls: Vec<(&str, &str, u64)> =
            names.iter().map(|name| ("2026-11-27", name.as_str(), 1 << 61)).collect();
        let svg = plot(&calls).svg();
        let mut reader = quick_xml::Reader::from_str(&svg);
        let mut bars = 0;
        loop {
            match reader.read_event().unwrap() {
                quick_xml::events::Event::Eof => break,
                quick_xml::events::Event::Start(tag) if tag.name().as_ref() == "title" => bars += 1,
                _ => {}
            }
        }
        assert_eq!(bars, 8, "seven colours, and one for the others");
        assert!(svg.contains("others") && svg.contains(OTHERS) && !svg.contains("<&"));
    }

    #[test]
    fn vc_5_there_is_a_plot_without_a_call_and_none_of_a_century() {
        assert!(plot(&[]).text().starts_with("2026-11-26  0\n") && plot(&[]).svg().ends_with("</svg>\n"));
        let why = Plot::new(("1926-01-01", "2026-01-01"), "home", std::iter::empty()).unwrap_err();
        assert!(why.contains("36526 days") && why.contains("--from"), "{why}");
    }
}
