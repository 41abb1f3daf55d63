//! What a request means where its session stands.
//!
//! | | unknown, or events alone | open | stopped | silent |
//! |---|---|---|---|---|
//! | START | opens | completes what is known | a record of its own if the START was missed | opens again |
//! | INTERIM | opens, its START lost | adds; closes a partial record where one is due | a record of its own if it has units | opens again |
//! | STOP | a record, its START lost | the record | a record of its own if it has units | the record, a further partial one |
//! | EVENT | a record of its own | a record of its own | a record of its own | a record of its own |

use super::{
    Kind, Manners, Refusal, Request,
    heard::{heard, note},
    record::{add, alone, close, due},
};
use crate::{
    domain::charging::roaming::suspense,
    records::{
        AccountingSession, Call, ChargingRecord, Closing, Detail, Facts, Incomplete, Packed, Phase, Suspense,
    },
    store::{ChangeSet, Read},
    types::{Name, Timestamp},
};

/// What changes with a request. Its answer is always the same: it is kept.
#[derive(Debug, Default)]
pub struct Decision {
    /// What has to be durable before the answer leaves; nothing for a repetition.
    pub changes: ChangeSet,
    /// What was not as it should be: a word for the metrics.
    pub unusual: Option<&'static str>,
}

/// Decides on a request.
///
/// # Errors
/// [`Refusal::KeyTaken`].
pub fn decide(
    request: &Request<'_>,
    (read, held): (&Read<AccountingSession>, &Read<Suspense>),
    manners: &Manners,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    let known = read.value.as_deref();
    if known.is_some_and(|known| {
        *known.session_id != *request.session_id || !known.host.eq_ignore_ascii_case(request.host)
    }) {
        return Err(Refusal::KeyTaken);
    }
    if known.is_some_and(|known| heard(&known.requests, request.kind, request.number)) {
        return Ok(Decision { unusual: Some("repeated"), ..Decision::default() });
    }
    let mut session = known.cloned().unwrap_or_else(|| new(request, now));
    let call = call(&mut session, request);
    let mut work = Work { request, manners, now, session, call, records: Vec::new(), unusual: None };
    note(&mut work.session.requests, request.kind, request.number);
    match request.kind {
        Kind::Event => work.event(),
        Kind::Start => work.start(),
        Kind::Interim => work.interim(),
        Kind::Stop => work.stop(),
    }
    Ok(work.finish(read, held))
}

/// A session that is not known yet.
fn new(request: &Request<'_>, now: Timestamp) -> AccountingSession {
    AccountingSession {
        key: request.key(),
        session_id: request.session_id.as_ref().into(),
        host: Name::new(request.host),
        realm: Name::new(request.realm),
        phase: Phase::Events,
        began: now,
        opened: now,
        heard: now,
        deadline: now,
        requests: Box::default(),
        records: 0,
        incomplete: Incomplete::default(),
        retransmitted: false,
        facts: None,
        imsi: request.imsi,
        call: Packed::new(&request.call),
        visited_known: false,
        used: Box::default(),
    }
}

/// What is known of the call. As long as no request told where the party is, the next one may.
fn call(session: &mut AccountingSession, request: &Request<'_>) -> Call {
    if session.visited_known || request.call.places.visited.is_none() {
        return session.call.open();
    }
    session.visited_known = true;
    session.imsi = session.imsi.or(request.imsi);
    session.call = Packed::new(&request.call);
    request.call.clone()
}

struct Work<'a> {
    request: &'a Request<'a>,
    manners: &'a Manners,
    now: Timestamp,
    session: AccountingSession,
    call: Call,
    records: Vec<ChargingRecord>,
    unusual: Option<&'static str>,
}

impl Work<'_> {
    fn event(&mut self) {
        let facts = self.request.facts();
        let closing = if facts.failed() { Closing::Failed } else { Closing::Ended };
        self.beside(facts, closing);
    }

    fn start(&mut self) {
        match self.session.phase {
            Phase::Events => self.open(),
            Phase::Open if self.session.incomplete.start => {}
            Phase::Open => self.unusual = Some("repeated-start"),
            Phase::Stopped => return self.late(self.session.incomplete.start),
            Phase::Silent => self.session.phase = Phase::Open,
        }
        if self.session.records == 0 {
            self.session.incomplete.start = false;
        }
        self.absorb();
    }

    fn interim(&mut self) {
        match self.session.phase {
            Phase::Events => self.open_without_start(),
            Phase::Open => {}
            Phase::Stopped => return self.late(false),
            Phase::Silent => self.session.phase = Phase::Open,
        }
        self.absorb();
        if let Some(closing) = due(&self.session, self.manners, self.now) {
            self.close(closing);
        }
    }

    fn stop(&mut self) {
        match self.session.phase {
            Phase::Events => self.open_without_start(),
            Phase::Open | Phase::Silent => {}
            Phase::Stopped => return self.late(false),
        }
        self.absorb();
        let failed = self.session.facts.as_deref().is_some_and(Facts::failed);
        self.close(if failed { Closing::Failed } else { Closing::Ended });
        self.session.phase = Phase::Stopped;
        self.session.facts = None;
    }

    fn open(&mut self) {
        self.session.phase = Phase::Open;
        self.session.began = self.now;
        self.session.opened = self.now;
    }

    fn open_without_start(&mut self) {
        self.open();
        self.session.incomplete.start = true;
        self.unusual = Some("start-lost");
    }

    /// What comes after the end makes a record of its own where it tells something that no record has.
    fn late(&mut self, tells: bool) {
        self.unusual = Some("late");
        if tells || self.request.used.iter().any(|usage| !usage.is_empty()) {
            self.session.incomplete.start &= self.request.kind != Kind::Start;
            self.beside(self.request.facts(), Closing::Late);
        }
    }

    /// A record of this request alone.
    fn beside(&mut self, facts: Facts, closing: Closing) {
        let mut own = AccountingSession { used: Box::default(), ..self.session.clone() };
        add(&mut own, &self.request.used);
        let partial = (closing == Closing::Late).then(|| self.session.records.saturating_add(1));
        let detail = Detail {
            used: own.used,
            partial,
            retransmitted: self.request.retransmitted,
            ..alone((&self.session, &self.call), facts, closing, self.now)
        };
        if closing == Closing::Late {
            self.session.records = self.session.records.saturating_add(1);
        }
        self.records.push(detail.into());
    }

    /// What the request tells becomes known of the session.
    fn absorb(&mut self) {
        let facts = self.request.facts();
        match self.session.facts.as_deref_mut() {
            Some(known) => known.complete(&facts),
            None => self.session.facts = Some(Box::new(facts)),
        }
        add(&mut self.session, &self.request.used);
        self.session.retransmitted |= self.request.retransmitted;
    }

    fn close(&mut self, closing: Closing) {
        self.records.push(close((&mut self.session, &self.call), closing, self.now));
    }

    fn finish(mut self, read: &Read<AccountingSession>, held: &Read<Suspense>) -> Decision {
        self.session.heard = self.now;
        self.session.deadline = match self.session.phase {
            Phase::Open => self.now.after(self.manners.patience()),
            Phase::Stopped | Phase::Silent | Phase::Events => self.now.after(self.manners.remembered),
        };
        let changes = suspense::aside_or_append((&self.session, &self.call), self.records, held, self.now);
        let changes = changes.put(self.session, read.version);
        Decision { changes, unusual: self.unusual }
    }
}
