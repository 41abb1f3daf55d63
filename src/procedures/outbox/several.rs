//! What several nodes are told at once: each hears it until it answers, and no longer because another does not.

use super::{Next, Worker};
use crate::{
    procedures::network::{Heard, Hearing, Network},
    records::{EpsRegistration, Outbox, Task},
    store::{ChangeSet, Store},
    types::{Imsi, Name},
};

/// What came of telling several nodes the same, by their hosts.
#[derive(Debug, Default)]
pub(super) struct Round {
    /// Who answered, whatever it was.
    pub(super) answered: Vec<Name>,
    /// Who did not.
    away: Vec<Name>,
    /// Who answered that it did not do it.
    refused: Vec<Name>,
}

impl Round {
    /// One that goes on where `heard` answered.
    pub(super) fn after(heard: &[Name]) -> Self {
        Self { answered: heard.to_vec(), ..Self::default() }
    }

    /// What keeps in mind that nodes of `imsi` may have old data: those who did not hear of it, or would not.
    pub(super) fn behind(&self, store: &Store, imsi: Imsi) -> ChangeSet {
        behind(store, imsi, |host| self.away.contains(host) || self.refused.contains(host))
    }
}

/// What keeps in mind that those nodes of `imsi` that `missed` names may have old data.
pub(super) fn behind(store: &Store, imsi: Imsi, missed: impl Fn(&Name) -> bool) -> ChangeSet {
    let read = store.get::<EpsRegistration>(&imsi);
    let after = read.value.as_deref().and_then(|now| now.behind(|node| missed(&node.host)));
    after.map(|after| ChangeSet::new().put(after, read.version)).unwrap_or_default()
}

impl<N: Network> Worker<N> {
    /// Tells all at once, and notes in `round` who answered what: what one is told must not be what was so before another took its time.
    pub(super) async fn tell(&self, hearings: Vec<(Name, Hearing)>, entry: &Outbox, round: &mut Round) {
        let asked = hearings.into_iter().map(|(host, hearing)| (host, tokio::spawn(hearing)));
        for (host, hearing) in asked.collect::<Vec<_>>() {
            match hearing.await.unwrap_or(Heard::Unreachable) {
                Heard::Silence | Heard::Unreachable => {
                    round.answered.retain(|answered| *answered != host);
                    round.away.push(host);
                    continue;
                }
                Heard::Done => {}
                Heard::UnknownUser => round.refused.push(host.clone()),
                Heard::NotServed => {
                    self.refused(entry, &host, "the command is not served");
                    round.refused.push(host.clone());
                }
                Heard::TooMuchData => {
                    self.refused(entry, &host, "too much data");
                    round.refused.push(host.clone());
                }
                Heard::Refused(result) => {
                    self.refused(entry, &host, &result);
                    round.refused.push(host.clone());
                }
            }
            // A node that is MME and SGSN answers twice: it has answered when it did both times.
            if !round.away.contains(&host) && !round.answered.contains(&host) {
                round.answered.push(host);
            }
        }
    }

    /// What becomes of the entry: over where all answered, else what is `left` for the others, as long as it is not given up. `changes` either way.
    pub(super) fn left(
        &self,
        round: Round,
        left: impl FnOnce(Box<[Name]>) -> Task,
        changes: ChangeSet,
        entry: &Outbox,
    ) -> Next {
        let pause = round.away.first().and_then(|host| self.pause_of(entry, host));
        match pause {
            Some(pause) => Next::Left(left(round.answered.into()), pause, changes),
            None => Next::Become(changes, Vec::new()),
        }
    }
}
