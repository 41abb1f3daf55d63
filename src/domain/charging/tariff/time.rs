//! Periods of the week by the clock of a place. The only room of charging that knows of calendars.
//!
//! What decides is what the clock on the wall shows. In the night when it is put forward a period may be shorter, or its border is crossed in the
//! jump; in the night when it is put back an hour is shown twice, and both times costs what that hour costs.

use super::{Validity, short};
use crate::types::Timestamp;
use jiff::{Span as Distance, civil, tz::TimeZone};

/// Seconds of a day, and of a week.
const DAY: u32 = 86_400;
const WEEK: u32 = 7 * DAY;

/// The days as the file writes them, in the order of the week.
pub(super) const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A time zone: a name of the IANA's database such as Europe/Berlin, or a fixed offset such as +01:00.
///
/// # Errors
/// A sentence: no such zone, or no database on this machine.
pub fn zone(text: &str) -> Result<TimeZone, String> {
    if let Some(offset) = offset(text) {
        return Ok(TimeZone::fixed(offset));
    }
    if text == "UTC" {
        return Ok(TimeZone::UTC);
    }
    let database = jiff::tz::db();
    if database.is_definitively_empty() {
        return Err(format!(
            "{:?} cannot be looked up: this machine has no database of time zones; write an offset such as +01:00",
            short(text)
        ));
    }
    database
        .get(text)
        .map_err(|_| format!("{:?} is no time zone: write a name of the IANA's database, such as Europe/Berlin, or an offset such as +01:00", short(text)))
}

fn offset(text: &str) -> Option<jiff::tz::Offset> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let number = |part: &str, most: i32| {
        let sound = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<i32>().ok().filter(|number| sound && *number <= most)
    };
    jiff::tz::Offset::from_seconds(sign * (number(hours, 18)? * 3600 + number(minutes, 59)? * 60)).ok()
}

/// Reads a moment: RFC 3339 with its offset, or a date or date with time that the clock of `zone` shows.
pub(super) fn moment(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let stamp = text.parse::<jiff::Timestamp>().ok().or_else(|| {
        let civil = text.parse::<civil::DateTime>().ok()?;
        zone.to_ambiguous_timestamp(civil).compatible().ok()
    })?;
    Some(Timestamp(stamp.as_millisecond()))
}

/// When something that is given now lapses, by the calendar of a zone; the end of time where it has none.
pub(super) fn lapse(from: Timestamp, validity: Validity, zone: &TimeZone) -> Option<Timestamp> {
    let distance = match validity {
        Validity::Unlimited => return None,
        Validity::Seconds(seconds) => {
            return Some(Timestamp(from.0.saturating_add(i64::from(seconds) * 1000)));
        }
        Validity::Days(days) => Distance::new().days(days),
        Validity::Months(months) => Distance::new().months(months),
    };
    let begin = jiff::Timestamp::from_millisecond(from.0).ok()?.to_zoned(zone.clone());
    Some(Timestamp(begin.checked_add(distance).ok()?.timestamp().as_millisecond()))
}

/// A moment as the clock of a zone shows it.
pub(super) fn local(at: Timestamp, zone: &TimeZone) -> String {
    let Ok(stamp) = jiff::Timestamp::from_millisecond(at.0) else { return at.to_string() };
    let zoned = stamp.to_zoned(zone.clone());
    let day = DAYS[usize::try_from(zoned.weekday().to_monday_zero_offset()).unwrap_or_default() % 7];
    format!("{day} {}", zoned.strftime("%Y-%m-%d %H:%M:%S%:z"))
}

/// A part of the week, from a second of it to another, the first Monday's midnight; never across the end of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stretch {
    from: u32,
    to: u32,
}

/// The stretches of a period: on these days from a second of the day to another, on the next day where that is not later.
pub(super) fn stretches(days: &[usize], from: u32, to: u32) -> Vec<Stretch> {
    let mut all = Vec::new();
    for day in days {
        let begin = u32::try_from(*day).unwrap_or_default() * DAY;
        let (from, to) = (begin + from, if to > from { begin + to } else { begin + DAY + to });
        if to <= WEEK {
            all.push(Stretch { from, to });
        } else {
            all.push(Stretch { from, to: WEEK });
            all.push(Stretch { from: 0, to: to - WEEK });
        }
    }
    all.sort_unstable();
    all
}

/// The second of the week at which two periods are in force at once, if there is one.
pub(super) fn overlap(one: &[Stretch], other: &[Stretch]) -> Option<String> {
    let meet = |a: &Stretch, b: &Stretch| (a.from < b.to && b.from < a.to).then(|| a.from.max(b.from));
    let at = one.iter().find_map(|a| other.iter().find_map(|b| meet(a, b)))?;
    let (day, second) = (at / DAY, at % DAY);
    let day = DAYS.get(usize::try_from(day).ok()?)?;
    Some(format!("{day} {:02}:{:02}", second / 3600, second / 60 % 60))
}

/// A clock: the stretches of a week in order, each with what is in force then.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Clock(Vec<(Stretch, u16)>);

impl Clock {
    pub(super) fn add(&mut self, stretches: &[Stretch], what: u16) {
        self.0.extend(stretches.iter().map(|stretch| (*stretch, what)));
        self.0.sort_unstable();
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is in force at a moment, and until when that is certain; it may be in force after that, too. `None`: the moment is out of the calendar.
    pub(super) fn at(&self, at: Timestamp, zone: &TimeZone) -> Option<(Option<u16>, Option<Timestamp>)> {
        if self.is_empty() {
            return Some((None, None));
        }
        let stamp = jiff::Timestamp::from_millisecond(at.0).ok()?;
        let utc = at.0.div_euclid(1000);
        let shown = utc + i64::from(zone.to_offset(stamp).seconds());
        // The first of January 1970 was a Thursday.
        let second = u32::try_from((shown + 3 * i64::from(DAY)).rem_euclid(WEEK.into())).ok()?;
        let next = self.0.partition_point(|(stretch, _)| stretch.from <= second);
        let last = next.checked_sub(1).and_then(|last| self.0.get(last));
        let current = last.filter(|(stretch, _)| second < stretch.to);
        let first = || self.0.first().map_or(WEEK, |(stretch, _)| stretch.from + WEEK);
        let border = match current {
            Some((stretch, _)) => stretch.to,
            None => self.0.get(next).map_or_else(first, |(stretch, _)| stretch.from),
        };
        let border = (utc + i64::from(border - second)) * 1000;
        // Where the clock is put forward or back before that, what it shows is looked at anew.
        let jump =
            zone.following(stamp).map(|jump| jump.timestamp().as_millisecond()).find(|jump| *jump > at.0);
        let until = jump.map_or(border, |jump| jump.min(border));
        Some((current.map(|(_, what)| *what), Some(Timestamp(until))))
    }
}
