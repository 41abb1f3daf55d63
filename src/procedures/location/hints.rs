//! Hints: places that somebody told without being asked (LQ-2). They are known at once, and persisted lazily, many in one change set: a crash costs the
//! hints of a second, and the next notification tells anew.

use super::{Fact, Locator};
use crate::{
    domain::location::memory,
    store::{Ahead, ChangeSet, CommitError, Near, Store},
    types::Imsi,
};
use hashbrown::{HashMap, hash_map::Entry};
use parking_lot::Mutex;
use smallvec::SmallVec;
use std::{sync::Arc, time::Duration};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// So long a hint is in memory alone at most, but for the time that writing it takes.
const PERIOD: Duration = Duration::from_secs(1);

/// So many hints are written in one change set: enough to share its cost, few enough not to keep others waiting.
const CHUNK: usize = 128;

/// Parts with a lock each.
const PARTS: usize = 32;

/// So many hints of one part are not left to wait for the period: those of all parts together stay near the processor.
const MANY: usize = 256;

/// So many hints of one part are not exceeded: who brings more writes it down.
const FULL: usize = 8192;

type Facts = HashMap<Imsi, Fact>;

/// What is not in the store yet: of each subscriber the newest.
#[derive(Debug, Default)]
pub(super) struct Hints {
    parts: [Mutex<Part>; PARTS],
    /// Held by who writes.
    writing: Mutex<()>,
    many: Notify,
}

#[derive(Debug, Default)]
struct Part {
    waiting: Facts,
    /// What is being written; known from here until it is known from the store.
    leaving: Arc<Facts>,
}

impl Part {
    /// What left is in the store. Its room is kept, but for what a rush took.
    fn written(&mut self) {
        match Arc::get_mut(&mut self.leaving) {
            Some(left) => {
                left.clear();
                left.shrink_to(MANY);
            }
            None => self.leaving = Arc::default(),
        }
    }
}

impl Hints {
    fn part(&self, imsi: Imsi) -> &Mutex<Part> {
        &self.parts[(imsi.packed() % PARTS as u64) as usize]
    }

    /// Takes a hint, or gives it back where there are too many already.
    fn put(&self, imsi: Imsi, fact: Fact) -> Result<(), Fact> {
        let mut part = self.part(imsi).lock();
        if part.waiting.len() >= FULL {
            return Err(fact);
        }
        match part.waiting.entry(imsi) {
            Entry::Occupied(mut older) => {
                if older.get().at <= fact.at {
                    older.insert(fact);
                }
            }
            Entry::Vacant(place) => {
                place.insert(fact);
            }
        }
        if part.waiting.len() == MANY {
            self.many.notify_one();
        }
        Ok(())
    }

    /// The newest hint about a subscriber that may not be in the store yet.
    pub(super) fn of(&self, imsi: Imsi) -> Option<Fact> {
        let part = self.part(imsi).lock();
        part.waiting.get(&imsi).or_else(|| part.leaving.get(&imsi)).cloned()
    }
}

impl Locator {
    /// Knows what nobody asked for, and persists it later. Whose it is was looked up by who tells it.
    pub fn hint(&self, imsi: Imsi, fact: Fact) {
        if let Err(fact) = self.hints.put(imsi, fact) {
            self.hear(imsi, &fact);
        }
    }

    /// Persists the hints that wait, part by part.
    pub fn persist_hints(&self) {
        (0..PARTS).for_each(|part| self.persist_part(part));
    }

    fn persist_part(&self, part: usize) {
        let (part, _writing) = (&self.hints.parts[part], self.hints.writing.lock());
        let leaving = {
            let mut part = part.lock();
            if part.waiting.is_empty() {
                return;
            }
            // The one that was written before, empty since, has room.
            let empty = Arc::get_mut(&mut part.leaving).map(std::mem::take).unwrap_or_default();
            part.leaving = Arc::new(std::mem::replace(&mut part.waiting, empty));
            part.leaving.clone()
        };
        let mut all = leaving.iter();
        loop {
            let some: SmallVec<[_; CHUNK]> = all.by_ref().take(CHUNK).collect();
            if some.is_empty() {
                break;
            }
            self.persist(&some);
        }
        drop(leaving);
        part.lock().written();
    }

    /// Persists some hints with one change set; each with its own where one of their records changed meanwhile.
    fn persist(&self, hints: &[(&Imsi, &Fact)]) {
        let mut all = ChangeSet::with_room(hints.len(), hints.len());
        for some in hints.chunks(Store::AHEAD) {
            let near = |(imsi, _): &(&Imsi, &Fact)| (Ahead::Imsi(**imsi), Near::SUBSCRIBER | Near::PLACES);
            let whose: SmallVec<[_; Store::AHEAD]> = some.iter().map(near).collect();
            self.store.bring_near(&whose);
            all = some.iter().fold(all, |changes, (imsi, fact)| self.remembering(changes, **imsi, fact));
        }
        if all.is_empty() {
            return;
        }
        match self.store.commit(all) {
            Ok(_) => {}
            Err(CommitError::Stale { .. }) => hints.iter().for_each(|(imsi, fact)| self.hear(**imsi, fact)),
            Err(error) => tracing::debug!(%error, hints = hints.len(), "places could not be remembered"),
        }
    }

    /// What is kept of a subscriber, with a hint that is not in the store yet.
    pub(super) fn with_hint(
        &self,
        imsi: Imsi,
        kept: Option<Arc<super::Location>>,
    ) -> Option<Arc<super::Location>> {
        let newer = self.hints.of(imsi).and_then(|hint| memory::remember(kept.as_deref(), imsi, hint));
        newer.map(Arc::new).or(kept)
    }
}

/// Persists hints every second, and sooner where they are many, until `stop`; what comes after that, [`Locator::persist_hints`] is for.
pub async fn keep(locator: Arc<Locator>, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(PERIOD) => {}
            () = locator.hints.many.notified() => {}
        }
        for part in 0..PARTS {
            locator.persist_part(part);
            // Others on this thread have their turn.
            tokio::task::yield_now().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        records::Source,
        types::{Seen, Timestamp},
    };

    fn imsi(last: u64) -> Imsi {
        Imsi::parse("001010000000000").unwrap().offset(last).unwrap()
    }

    fn fact(minute: i64) -> Fact {
        Fact {
            source: Source::Gtp,
            from: "192.0.2.1".into(),
            at: Timestamp(minute * 60_000),
            heard: Timestamp(minute * 60_000),
            seen: Seen::from("00101".parse::<crate::types::Plmn>().unwrap()),
            estimate: Box::default(),
            state: None,
        }
    }

    #[test]
    fn lq_2_the_newest_hint_of_a_subscriber_counts() {
        let hints = Hints::default();
        for minute in [5, 7, 6] {
            hints.put(imsi(1), fact(minute)).unwrap();
        }
        assert_eq!(hints.of(imsi(1)), Some(fact(7)));
        assert_eq!(hints.of(imsi(2)), None);
    }

    #[test]
    fn lq_2_hints_have_an_end() {
        let hints = Hints::default();
        let taken = (0..).step_by(PARTS).take_while(|last| hints.put(imsi(*last), fact(1)).is_ok()).count();
        assert_eq!(taken, FULL);
        assert!(hints.put(imsi(1), fact(1)).is_ok(), "another part has room");
    }

    /// What was written leaves, and with it the room that a rush took.
    #[test]
    fn lq_2_what_was_written_leaves_its_room_but_for_a_rush() {
        let all = |count| Arc::new((0..count).map(|last| (imsi(last), fact(1))).collect::<Facts>());
        for count in [MANY, FULL] {
            let mut part = Part { leaving: all(count as u64), ..Part::default() };
            part.written();
            assert!(part.leaving.is_empty());
            let room = part.leaving.capacity();
            assert!((MANY..2 * MANY).contains(&room), "{count} hints: {room}");
        }
        // Where somebody looks at it still, he keeps it.
        let looked_at = all(3);
        let mut part = Part { leaving: looked_at.clone(), ..Part::default() };
        part.written();
        assert_eq!((part.leaving.len(), looked_at.len()), (0, 3));
    }
}
