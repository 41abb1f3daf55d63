//! Who called away from home (VC-5): from a charging data record to a call that is counted once.
//!
//! # The rules
//! - A record counts where it is of a voice or video call (IMS, and INVITE where the method is told), its party roamed, and there was a service: what failed before
//!   anything was given is no call.
//! - Of a session the first record counts, whatever partial and late ones follow.
//! - What several nodes tell of one side of a call (online and offline, P-CSCF and S-CSCF) counts once: they share the charging identifier
//!   (IMS-Charging-Identifier) and the role. Without an identifier each session is a call of its own.
//! - It counts for the day on which it began, by the calendar of the tariff's zone.

use crate::{
    records::{CallKey, Closing, Day, DetailOf, RoamerCalls, RoamerDay},
    types::Timestamp,
};
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

/// One party's side of a call away from home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roamed {
    /// What names it; `None`: its session alone does, and no other record is of it.
    pub key: Option<CallKey>,
    /// The day it began.
    pub day: Day,
    /// Its places and role, and one call.
    pub calls: RoamerCalls,
}

/// The call that a record counts as, if it does.
pub fn roamed<S: AsRef<str>, O>(record: &DetailOf<S, O>, zone: &TimeZone) -> Option<Roamed> {
    let first = record.partial.is_none_or(|part| part == 1) && record.closing != Closing::Late;
    if !(record.roaming && first && is_call(record) && was_served(record)) {
        return None;
    }
    let role = record.facts.role.unwrap_or_default();
    let [home, visited] = record.areas.clone();
    let icid = record.facts.icid.as_ref().map_or("", AsRef::as_ref);
    let key = (!icid.is_empty()).then(|| {
        let hash = Sha256::new().chain_update([role as u8]).chain_update(icid).finalize();
        let mut key = [0; 8];
        key.copy_from_slice(&hash[..8]);
        CallKey(u64::from_be_bytes(key))
    });
    Some(Roamed { key, day: day(record.opened, zone), calls: RoamerCalls { home, visited, role, calls: 1 } })
}

impl RoamerDay {
    /// Counts calls.
    pub fn count(&mut self, more: &RoamerCalls) {
        let place = |one: &RoamerCalls| (one.home.clone(), one.visited.clone(), one.role);
        match self.calls.binary_search_by_key(&place(more), place) {
            Ok(at) => self.calls[at].calls = self.calls[at].calls.saturating_add(more.calls),
            Err(at) => {
                let mut all = std::mem::take(&mut self.calls).into_vec();
                all.insert(at, more.clone());
                self.calls = all.into();
            }
        }
    }
}

fn is_call<S: AsRef<str>, O>(record: &DetailOf<S, O>) -> bool {
    let facts = &record.facts;
    let ims = facts.context.as_ref().map(|context| context.as_ref().contains("32260@"));
    let told = facts.icid.is_some() || facts.node.is_some() || facts.call_id.is_some();
    ims.unwrap_or(told)
        && facts.method.as_ref().is_none_or(|method| method.as_ref().eq_ignore_ascii_case("INVITE"))
}

/// Whether there was a service: it was answered, or something was used.
fn was_served<S, O>(record: &DetailOf<S, O>) -> bool {
    record.closing != Closing::Failed || !record.used.is_empty() || record.facts.delivered_from.is_some()
}

fn day(at: Timestamp, zone: &TimeZone) -> Day {
    let at = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
    Day::of(zone.to_datetime(at).date())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        records::{Detail, Facts, Role, ServiceKey, Usage},
        types::Name,
    };

    fn record() -> Detail {
        Detail {
            facts: Facts { icid: Some("icid".into()), method: Some("INVITE".into()), ..Facts::default() },
            closed: Timestamp(84_660_000),
            roaming: true,
            areas: [Some(Name::new("A")), Some(Name::new("B"))],
            // 23:30 UTC.
            ..Detail::sample("scscf.example;1", Timestamp(84_600_000))
        }
    }

    #[test]
    fn vc_5_a_call_away_from_home_counts_with_its_first_record() {
        let zone = TimeZone::UTC;
        let counts = |change: fn(&mut Detail)| {
            let mut record = record();
            change(&mut record);
            roamed(&record, &zone).is_some()
        };
        assert!(counts(|_| ()));
        assert!(counts(|record| record.facts.method = None));
        assert!(counts(|record| record.partial = Some(1)));
        assert!(counts(|record| record.facts.context = Some("ext.32260@3gpp.org".into())));
        assert!(!counts(|record| record.roaming = false));
        assert!(!counts(|record| record.partial = Some(2)));
        assert!(!counts(|record| record.closing = Closing::Late));
        assert!(!counts(|record| record.facts.method = Some("REGISTER".into())));
        assert!(!counts(|record| record.facts.context = Some("32251@3gpp.org".into())));
        assert!(!counts(|record| record.facts = Facts::default()), "nothing says that it is a call");
        assert!(!counts(|record| record.closing = Closing::Failed), "there was no service");
        assert!(
            counts(|record| {
                record.closing = Closing::Failed;
                record.used = [Usage { service: ServiceKey::default(), time: 5, ..Usage::default() }].into();
            }),
            "it was cut off"
        );
    }

    #[test]
    fn vc_5_what_is_told_twice_of_one_side_has_one_key() {
        let zone = TimeZone::UTC;
        let key = |change: fn(&mut Detail)| {
            let mut record = record();
            change(&mut record);
            roamed(&record, &zone).unwrap().key
        };
        let one = key(|_| ());
        assert!(one.is_some());
        assert_eq!(one, key(|record| (record.session_id, record.online) = ("ocs;7".into(), true)));
        assert_ne!(one, key(|record| record.facts.role = Some(Role::Terminating)));
        assert_ne!(one, key(|record| record.facts.icid = Some("other".into())));
        assert_eq!(key(|record| (record.facts.icid, record.facts.call_id) = (None, Some("x".into()))), None);
    }

    #[test]
    fn vc_5_the_day_is_that_of_the_zone_and_counts_stay_in_order() {
        let vienna = jiff::tz::TimeZone::fixed(jiff::tz::offset(1));
        let [utc, later] = [TimeZone::UTC, vienna].map(|zone| roamed(&record(), &zone).unwrap());
        assert_eq!([utc.day, later.day], [Day(0), Day(1)]);
        let mut day = RoamerDay { day: Day(0), calls: Box::default() };
        let of =
            |home: Option<&str>, calls| RoamerCalls { home: home.map(Name::new), calls, ..utc.calls.clone() };
        for calls in [of(Some("C"), 1), of(None, 2), of(Some("A"), 3), of(Some("C"), u64::MAX)] {
            day.count(&calls);
        }
        assert_eq!(*day.calls, [of(None, 2), of(Some("A"), 3), of(Some("C"), u64::MAX)]);
    }
}
