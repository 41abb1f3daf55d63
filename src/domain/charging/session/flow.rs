//! Which request may come when (RFC 8506 §7, Table 6).

use super::{
    Decision, Kind, Loaded, Manners, Refusal, Request, event,
    replay::replay,
    work::{SUCCESS, Work},
};
use crate::{
    domain::charging::{
        roaming::{self, OnDisagreement},
        tariff::Tariff,
    },
    records::{Account, ChargingSession, End, ServiceAnswer},
    types::Timestamp,
};

/// Decides on a request.
pub fn decide(
    request: &Request<'_>,
    loaded: &Loaded,
    tariff: &Tariff,
    manners: &Manners,
    now: Timestamp,
) -> Decision {
    let session = loaded.session.value.as_deref();
    if session.is_some_and(|session| {
        *session.session_id != *request.session_id || !session.host.eq_ignore_ascii_case(request.host)
    }) {
        return Decision::refused(Refusal::KeyTaken);
    }
    match session.map(|session| replay(session, request)) {
        Some(Ok(Some(answer))) => {
            return Decision { repeated: true, ..Decision::unchanged(answer) };
        }
        Some(Err(refusal)) => return Decision::refused(refusal),
        _ => {}
    }
    let with = (request, tariff, manners, now);
    let decided = match (request.kind, session) {
        (Kind::Event, None) => event::decide(loaded, with),
        (Kind::Event, Some(_)) => Err(Refusal::Open),
        (Kind::Initial, None) => initial(loaded, with),
        (Kind::Initial, Some(session)) => {
            Err(session.ended.map_or(Refusal::Open, |_| Refusal::Ended(session.heard)))
        }
        (Kind::Update, Some(session)) if session.ended.is_none() => update(session, loaded, with),
        (Kind::Termination, Some(session)) if session.ended.is_none() => termination(session, loaded, with),
        // The session is over: refused before, or lapsed. What was used is debited all the same.
        (Kind::Update | Kind::Termination, Some(session)) => late(session, loaded, with),
        (Kind::Update | Kind::Termination, None) => adopted(loaded, with),
    };
    decided.unwrap_or_else(Decision::refused)
}

pub(super) type With<'a> = (&'a Request<'a>, &'a Tariff, &'a Manners, Timestamp);

/// INITIAL in Idle: what is asked for is reserved, and the session is open; or refused, and the session stays in Idle.
fn initial(loaded: &Loaded, with: With<'_>) -> Result<Decision, Refusal> {
    let mut work = begin(loaded, with)?;
    let code = work.serve_all();
    if code == SUCCESS {
        work.book.account_mut().sessions += 1;
        work.keep_open();
    } else {
        work.session.ended = Some(End::Refused);
        work.end(End::Refused);
    }
    Ok(work.finish(code))
}

/// UPDATE in Open: used units are debited, what is asked for is reserved, Tcc starts anew. Refused: used units are debited, and the session is over.
fn update(session: &ChargingSession, loaded: &Loaded, with: With<'_>) -> Result<Decision, Refusal> {
    let mut work = Work::on(session, payer(loaded, session)?, loaded, with);
    let code = work.serve_all();
    if code == SUCCESS {
        work.keep_open();
    } else {
        work.end(End::Refused);
    }
    Ok(work.finish(code))
}

/// TERMINATION in Open: used units are debited, the rest is given back, and the session is over.
fn termination(session: &ChargingSession, loaded: &Loaded, with: With<'_>) -> Result<Decision, Refusal> {
    let mut work = Work::on(session, payer(loaded, session)?, loaded, with);
    work.settle_all();
    work.end(End::Terminated);
    Ok(work.finish(SUCCESS))
}

/// What comes after the end: a client that did not hear of the end reports what it used, and is told that there is no more.
fn late(session: &ChargingSession, loaded: &Loaded, with: With<'_>) -> Result<Decision, Refusal> {
    let mut work = Work::on(session, payer(loaded, session)?, loaded, with);
    work.settle_all();
    let code = match with.0.kind {
        Kind::Termination => SUCCESS,
        _ => work.refuse(Refusal::Ended(session.heard)),
    };
    work.end(End::Lapsed);
    Ok(work.finish(code))
}

/// An UPDATE or TERMINATION of a session that is not known: its beginning went to another server, or was lost with it.
fn adopted(loaded: &Loaded, with: With<'_>) -> Result<Decision, Refusal> {
    let (request, _, manners, _) = with;
    if !manners.adopt {
        return Err(Refusal::UnknownSession);
    }
    let mut work = match begin(loaded, with) {
        Ok(work) => work,
        Err(Refusal::UserUnknown | Refusal::NoAccount(_)) => return Err(Refusal::UnknownSession),
        Err(refusal) => return Err(refusal),
    };
    work.began_before();
    work.session.adopted = true;
    if request.kind == Kind::Update {
        let code = work.serve_all();
        if code == SUCCESS {
            work.book.account_mut().sessions += 1;
            work.keep_open();
            return Ok(work.finish(code));
        }
        work.session.ended = Some(End::Refused);
        work.end(End::Refused);
        return Ok(work.finish(code));
    }
    work.settle_all();
    work.session.ended = Some(End::Terminated);
    work.end(End::Terminated);
    Ok(work.finish(SUCCESS))
}

/// A new session, where whoever pays may have one.
pub(super) fn begin<'a>(loaded: &Loaded, with: With<'a>) -> Result<Work<'a>, Refusal> {
    let read = loaded.subscription.as_ref().ok_or(Refusal::UserUnknown)?;
    let subscription = read.value.as_deref().ok_or(Refusal::UserUnknown)?;
    let account = loaded.account.as_ref().and_then(|read| read.value.as_deref());
    let account = account.ok_or(Refusal::NoAccount(subscription.account))?;
    let (request, _, manners, _) = with;
    let places = &request.call.places;
    let begins = matches!(request.kind, Kind::Initial | Kind::Event);
    if begins && places.held.is_some() && manners.on_disagreement == OnDisagreement::Refuse {
        return Err(Refusal::Home(roaming::sentence(places).into()));
    }
    if request.kind != Kind::Termination {
        if !account.active {
            return Err(Refusal::Inactive(account.id));
        }
        if manners.sessions.is_some_and(|most| account.sessions >= most) {
            return Err(Refusal::Sessions { account: account.id, open: account.sessions });
        }
    }
    Ok(Work::new((subscription, read.version), account, loaded, with))
}

/// Who pays for a session that is known.
fn payer<'l>(loaded: &'l Loaded, session: &ChargingSession) -> Result<&'l Account, Refusal> {
    let account = loaded.account.as_ref().and_then(|read| read.value.as_deref());
    account.ok_or(Refusal::NoAccount(session.account))
}

impl Work<'_> {
    /// All services of the request: what was used is debited, what is asked for is reserved. The code as a whole is a refusal only where every service is refused.
    fn serve_all(&mut self) -> u32 {
        let services = &self.request.services;
        // First every debit: what one service gives back another may take.
        self.settle_all();
        for (at, service) in services.iter().enumerate() {
            if self.answers.get(at).is_some_and(|answer| answer.code == SUCCESS) {
                self.grant_one(at, service);
            }
        }
        let refused = |answers: &[ServiceAnswer]| answers.iter().all(|answer| answer.code != SUCCESS);
        match self.answers.first() {
            Some(first) if refused(&self.answers) => first.code,
            _ => SUCCESS,
        }
    }

    /// What was used of all services is debited.
    pub(super) fn settle_all(&mut self) {
        for service in &self.request.services {
            self.settle_one(service);
        }
    }
}
