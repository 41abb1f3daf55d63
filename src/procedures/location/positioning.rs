//! Asking an MME to locate a terminal (SLg, TS 29.172 §6.2), and hearing what it reports by itself (§6.3).

use super::{Locator, Missed, Question, patience};
use crate::{
    domain::location::{Fact, LocationSettings, Source},
    procedures::positioning::{Located, NotLocated, ProvideLocation},
    records::ServingNode,
    types::{Cell, Imsi, Name, Seen, Timestamp},
};
use tokio::time::timeout;

/// The most minutes an age may be, as in an IDA (TS 29.272 §7.3.126).
const OLDEST: u32 = 32_767;

/// ATTACHED, and NETWORK_DETERMINED_NOT_REACHABLE (User-State, TS 29.272 §7.3.114).
const NOT_REACHABLE: u32 = 5;

impl Locator {
    /// Has the MME locate the terminal; `None` where it is to be asked by IDR.
    ///
    /// Locating costs the terminal a paging and the network radio measurements, so only a question that cannot do with less is worth it: one for a
    /// place of this moment, or of some accuracy. Where the MME does not speak SLg, cannot be reached over it, does not let us ask, or fails, what it
    /// knows anyhow will do, and IDR asks for that. Where it says that the terminal is out of reach, IDR would find out no more; and whoever is not
    /// to be located is not to be found out about the other way round.
    pub(super) async fn position(
        &self,
        question: Question,
        node: &ServingNode,
        source: Source,
        settings: &LocationSettings,
    ) -> Option<Result<Fact, Missed>> {
        let Question { imsi, current, accuracy, .. } = question;
        let worth_it = current || accuracy.is_some();
        if !worth_it || source != Source::Mme || !settings.speaks_slg(&node.host) {
            return None;
        }
        let ask = ProvideLocation {
            imsi,
            host: &node.host,
            realm: &node.realm,
            client: &settings.slg_client,
            last_known: !current,
            accuracy,
            low_delay: accuracy.is_none(),
        };
        let asked = timeout(patience(settings), self.network.provide_location(&ask)).await;
        let host = || Box::from(&*node.host);
        match asked.unwrap_or(Err(NotLocated::Silence)) {
            Ok(located) => Some(Ok(self.report(imsi, &node.host, &located))),
            Err(NotLocated::UnknownUser) => Some(Err(Missed::UnknownUser(host()))),
            Err(why @ NotLocated::PositioningDenied) => Some(Err(Missed::NotLocated { host: host(), why })),
            Err(
                why @ (NotLocated::UnreachableUser | NotLocated::DetachedUser | NotLocated::SuspendedUser),
            ) => {
                let state = Fact {
                    state: Some(NOT_REACHABLE),
                    ..told(Located::default(), &node.host, (self.clock)())
                };
                self.hear(imsi, &state);
                Some(Err(Missed::NotLocated { host: host(), why }))
            }
            Err(why) => {
                tracing::debug!(%imsi, mme = &*node.host, "not located over SLg, asked by IDR: {why}");
                None
            }
        }
    }

    /// Remembers where an MME says a terminal is.
    pub fn report(&self, imsi: Imsi, mme: &Name, located: &Located) -> Fact {
        let fact = told(located.clone(), mme, (self.clock)());
        self.hear(imsi, &fact);
        fact
    }
}

fn told(located: Located, mme: &Name, now: Timestamp) -> Fact {
    let age = i64::from(located.age.unwrap_or(0).min(OLDEST)) * 60_000;
    Fact {
        source: Source::Positioning,
        from: mme.clone(),
        at: Timestamp(now.0.saturating_sub(age)),
        heard: now,
        seen: Seen { cell: located.ecgi.map(Cell::Ecgi), ..Seen::default() },
        estimate: located.shape.map(|shape| shape.octets().into()).unwrap_or_default(),
        state: None,
    }
}
