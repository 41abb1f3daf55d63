//! Finding out where a user is (LQ-1, LQ-4): remembered if that is young enough, else asked of the node that serves; whoever asks meanwhile
//! waits for the same answer.
//!
//! [`Locator`] is the one place that knows. What it hears it remembers without waiting for the disk: a place is a hint, and is asked for anew if
//! it was lost. What nobody asked for is persisted later ([`hints`]). What it says is in the journal of queries ([`journal`]) before it is said.
//! [`ue_info`] reads an MME's own list of terminals; [`positioning`] is how an MME that can locate terminals is asked to.

pub mod hints;
pub mod journal;
mod positioning;
pub mod ue_info;

use super::{
    network::{Heard, Locate, LocatingNodes, Told},
    positioning::NotLocated,
};
use crate::{
    domain::{
        hss::{Hss, eps::subscription_data::standing_barring},
        location::{Fact, Location, LocationSettings, Privacy, Reach, Source, memory},
    },
    records::{EpsRegistration, ServingNode, Subscriber},
    store::{ChangeSet, CommitError, Store},
    telemetry::metrics::Metrics,
    types::{Imsi, Timestamp, geo::Shape, geo::Uncertainty},
};
use arc_swap::ArcSwap;
use parking_lot::Mutex;
use std::{collections::HashMap, sync::Arc, time::Duration};
use tokio::{sync::OnceCell, time::timeout};

/// How often what was heard is put again where its record changed meanwhile.
const ATTEMPTS: usize = 4;

/// What somebody wants to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// Whose place.
    pub imsi: Imsi,
    /// How old it may be; what is older is asked for anew.
    pub accepted: Duration,
    /// The terminal is to be paged for it, where the node can.
    pub current: bool,
    /// How exact it has to be, where that matters: then a terminal is located, where its MME can.
    pub accuracy: Option<Uncertainty>,
}

/// Where the user is, as far as is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The best of what is known; `None` where nothing is.
    pub fact: Option<Fact>,
    /// Whether the terminal is on.
    pub reach: Reach,
    /// Why there is nothing young enough; `None` where there is.
    pub missed: Option<Missed>,
}

/// Why a node could not be asked, or told nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Missed {
    /// Never attached, or detached for good.
    #[error("no MME or SGSN serves the subscriber")]
    NobodyServes,
    /// There is no EPS contract in force, or the configuration lacks its profile.
    #[error("the subscriber has no EPS contract in force, or the configuration lacks its profile")]
    NoContract,
    /// The node purged it.
    #[error("{0} deleted the subscriber after long silence")]
    Purged(Box<str>),
    /// No connection leads there.
    #[error("{0} cannot be reached")]
    Unreachable(Box<str>),
    /// No answer in time.
    #[error("{0} does not answer")]
    Silence(Box<str>),
    /// It does not know the subscriber any more.
    #[error("{0} does not know the subscriber")]
    UnknownUser(Box<str>),
    /// It refuses.
    #[error("{host} refuses: {result}")]
    Refused {
        /// Who.
        host: Box<str>,
        /// With which result.
        result: Box<str>,
    },
    /// It was to locate the terminal, and says why it cannot.
    #[error("{host}: {why}")]
    NotLocated {
        /// Who.
        host: Box<str>,
        /// Why not.
        why: NotLocated,
    },
    /// It answered, and told no place.
    #[error("{0} tells no place")]
    NothingTold(Box<str>),
}

/// What makes two questions of one subscriber different questions to the network.
type Key = (Imsi, bool, Option<Uncertainty>);

/// The answer of a node: what several askers share.
type Query = Arc<OnceCell<Result<Fact, Missed>>>;

/// Knows where users are.
#[derive(Debug)]
pub struct Locator {
    store: Arc<Store>,
    hss: Arc<ArcSwap<Hss>>,
    network: Box<dyn LocatingNodes>,
    /// Who may be told; replaced as a whole on a reload.
    pub privacy: ArcSwap<Privacy>,
    metrics: Arc<Metrics>,
    clock: fn() -> Timestamp,
    under_way: Mutex<HashMap<Key, Query>>,
    journal: journal::Ids,
    hints: hints::Hints,
}

impl Locator {
    /// Over `store`; asks through `network`.
    pub fn new(
        (store, hss): (Arc<Store>, Arc<ArcSwap<Hss>>),
        network: Box<dyn LocatingNodes>,
        privacy: Privacy,
        metrics: Arc<Metrics>,
        clock: fn() -> Timestamp,
    ) -> Self {
        Self {
            store,
            hss,
            network,
            privacy: ArcSwap::from_pointee(privacy),
            metrics,
            clock,
            under_way: Mutex::default(),
            journal: journal::Ids::default(),
            hints: hints::Hints::default(),
        }
    }

    fn count(&self, answer: &str) {
        self.metrics.location_questions.with_label_values(&[answer]).inc();
    }

    /// What is remembered, whatever its age. Nobody is asked.
    pub fn remembered(&self, imsi: Imsi) -> Answer {
        self.known(imsi, None, None)
    }

    /// True if what is remembered does not answer `question`, and a node could be asked.
    pub fn must_ask(&self, question: Question) -> bool {
        let registration = self.store.get::<EpsRegistration>(&question.imsi).value;
        serving(registration.as_deref()).is_ok() && self.answered(question).is_none()
    }

    /// Where the user is: remembered if young enough, else asked for.
    pub async fn locate(&self, question: Question) -> Answer {
        if let Some(known) = self.answered(question) {
            self.count("remembered");
            return known;
        }
        match self.ask(question).await {
            // What was told may still be less than what was known: an area, say, of which a cell is remembered. `best` sees to that.
            Ok(fact) => {
                self.count(if fact.source == Source::Positioning { "positioned" } else { "asked" });
                self.known(question.imsi, None, None)
            }
            Err(missed) => {
                self.count("missed");
                self.known(question.imsi, None, Some(missed))
            }
        }
    }

    /// What is remembered, where that answers `question`.
    fn answered(&self, question: Question) -> Option<Answer> {
        let known = self.known(question.imsi, Some(question.accepted), None);
        let enough = |fact: &Fact| fact.source != Source::Registration && is_exact(fact, question.accuracy);
        (!question.current && known.fact.as_ref().is_some_and(enough)).then_some(known)
    }

    /// Remembers what was heard. A subscriber who is not ours is not remembered.
    pub fn hear(&self, imsi: Imsi, fact: &Fact) {
        for _ in 0..ATTEMPTS {
            let changes = self.remembering(ChangeSet::new(), imsi, fact);
            if changes.is_empty() {
                return;
            }
            match self.store.commit(changes) {
                Err(CommitError::Stale { .. }) => {}
                Ok(_) => return,
                Err(error) => {
                    tracing::debug!(%imsi, %error, "a place could not be remembered");
                    return;
                }
            }
        }
    }

    /// Adds to `changes` what changes when a fact is remembered: nothing where it is known, or the subscriber is not ours.
    fn remembering(&self, changes: ChangeSet, imsi: Imsi, fact: &Fact) -> ChangeSet {
        let Some(subscriber) = self.store.version::<Subscriber>(&imsi) else { return changes };
        let known = self.store.get::<Location>(&imsi);
        match memory::remember(known.value.as_deref(), imsi, fact.clone()) {
            Some(changed) => changes.put(changed, known.version).require::<Subscriber>(imsi, subscriber),
            None => changes,
        }
    }

    fn known(&self, imsi: Imsi, accepted: Option<Duration>, missed: Option<Missed>) -> Answer {
        let location = self.with_hint(imsi, self.store.get::<Location>(&imsi).value);
        let registration = self.store.get::<EpsRegistration>(&imsi).value;
        let (location, registration) = (location.as_deref(), registration.as_deref());
        let now = (self.clock)();
        let fact = memory::best(location, registration, accepted, now);
        // The state is the node's newest answer's, whoever told the place.
        let told =
            location.into_iter().flat_map(|location| &location.facts).filter(|fact| fact.state.is_some());
        let state = told.max_by_key(|fact| fact.heard);
        Answer { reach: Reach::of(registration, state), fact, missed }
    }

    /// Asks the node that serves; whoever asks the same meanwhile gets the same answer.
    async fn ask(&self, question: Question) -> Result<Fact, Missed> {
        let key = (question.imsi, question.current, question.accuracy);
        let query = self.under_way.lock().entry(key).or_default().clone();
        // Where the asker that began it goes away, the next one goes on.
        let answer = query.get_or_init(|| self.query(question)).await.clone();
        self.under_way.lock().remove_if_same(key, &query);
        answer
    }

    async fn query(&self, question: Question) -> Result<Fact, Missed> {
        let Question { imsi, current, .. } = question;
        let registration = self.store.get::<EpsRegistration>(&imsi);
        let (node, source) = serving(registration.value.as_deref())?;
        let settings = self.privacy.load().settings.clone();
        if let Some(located) = self.position(question, node, source, &settings).await {
            return located;
        }
        let host = || Box::from(&*node.host);
        // The question says again what is barred, so where that is not known it is not asked.
        let barred = standing_barring(&self.store, &self.hss.load(), imsi, node).ok_or(Missed::NoContract)?;
        let locate = Locate { imsi, node, current, mme: source == Source::Mme, barred };
        let asked = timeout(patience(&settings), self.network.locate(locate)).await;
        let told = asked.unwrap_or(Err(Heard::Silence)).map_err(|heard| match heard {
            Heard::UnknownUser => Missed::UnknownUser(host()),
            Heard::Silence => Missed::Silence(host()),
            Heard::Unreachable => Missed::Unreachable(host()),
            Heard::NotServed => Missed::Refused { host: host(), result: "the command is not served".into() },
            Heard::TooMuchData => Missed::Refused { host: host(), result: "too much data".into() },
            Heard::Refused(result) => Missed::Refused { host: host(), result },
            Heard::Done => Missed::NothingTold(host()),
        })?;
        let fact = fact(told, node, source, (self.clock)());
        if !fact.tells_a_place() {
            return Err(Missed::NothingTold(host()));
        }
        self.hear(imsi, &fact);
        Ok(fact)
    }
}

/// How long a node may take to answer.
fn patience(settings: &LocationSettings) -> Duration {
    Duration::from_secs(settings.answer_seconds.into())
}

/// True for what is at least as exact as was asked.
fn is_exact(fact: &Fact, asked: Option<Uncertainty>) -> bool {
    let radius = || Shape::from_octets(&fact.estimate).ok()?.circle().1;
    asked.is_none_or(|asked| radius().is_some_and(|radius| radius <= asked.metres()))
}

/// Whom to ask: the MME, or where none serves the SGSN.
fn serving(registration: Option<&EpsRegistration>) -> Result<(&ServingNode, Source), Missed> {
    let nodes = registration.into_iter().flat_map(|now| {
        let mme = now.mme.iter().map(|node| (node, Source::Mme));
        mme.chain(now.sgsn.iter().map(|node| (node, Source::Sgsn)))
    });
    let mut purged = None;
    for (node, source) in nodes {
        if !node.purged {
            return Ok((node, source));
        }
        purged.get_or_insert_with(|| node.host.clone());
    }
    Err(purged.map_or(Missed::NobodyServes, |host| Missed::Purged(Box::from(&*host))))
}

fn fact(told: Told, node: &ServingNode, source: Source, now: Timestamp) -> Fact {
    let age = i64::try_from(told.age.as_millis()).unwrap_or(i64::MAX);
    Fact {
        source,
        from: node.host.clone(),
        at: Timestamp(now.0.saturating_sub(age)),
        heard: now,
        seen: told.seen,
        estimate: told.estimate,
        state: told.state,
    }
}

/// Queries that are under way.
trait UnderWay {
    /// Forgets a query that is answered, unless another one took its place.
    fn remove_if_same(&mut self, key: Key, query: &Query);
}

impl UnderWay for HashMap<Key, Query> {
    fn remove_if_same(&mut self, key: Key, query: &Query) {
        if self.get(&key).is_some_and(|now| Arc::ptr_eq(now, query)) {
            self.remove(&key);
        }
    }
}
