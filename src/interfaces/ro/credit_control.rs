//! CCR and CCA (RFC 8506 §3.1, §3.2): load, decide, commit, and again if a record changed meanwhile.

use super::{Ro, answer, load::load, places::place, request};
use crate::{
    diameter::{
        From, Reply,
        codec::{DecodeError, Message, ResultCode},
        dictionary::ro::CreditControlRequest,
    },
    domain::charging::session::{Decision, Loaded, Refusal, Request, decide},
    interfaces::shared::{self, Verdict, party},
    procedures::outbox,
    store::CommitError,
    types::{Lsn, Timestamp},
};
use bytes::BytesMut;

/// How often a decision is taken again when its records changed meanwhile: sessions of one account compete for it.
const ATTEMPTS: usize = 64;

pub(super) fn answer(ro: &Ro, from: &From, message: &Message, now: Timestamp, out: &mut BytesMut) -> Reply {
    let malformed = |error, out: &mut _| Reply::Written(malformed(ro, from, message, &error, out));
    let ccr = match CreditControlRequest::decode(message) {
        Ok(ccr) => ccr,
        Err(error) => return malformed(error, out),
    };
    let mut asked = match request::read(&ccr, now) {
        Ok(asked) => asked,
        Err(error) => return malformed(error, out),
    };
    let (loaded, decision, lsn) = serve(ro, &ccr, &mut asked, now);
    answer::write(ro, message, (&ccr, &asked), &decision, &loaded, out);
    tell(ro, from, message, (&ccr, &asked, &loaded), &decision);
    Reply::Written(lsn)
}

/// Decides until the decision holds; what it depends on has to be durable before the answer leaves.
fn serve(
    ro: &Ro,
    ccr: &CreditControlRequest<'_>,
    asked: &mut Request<'_>,
    now: Timestamp,
) -> (Loaded, Decision, Lsn) {
    let charging = ro.charging.load();
    let mut loaded = load(&ro.store, ccr, asked);
    for _ in 0..ATTEMPTS {
        place(ro, ccr, &loaded, &charging.roaming, (&mut asked.call, now));
        let mut decision = decide(asked, &loaded, &charging.tariff, &charging.manners, now);
        let changes = std::mem::take(&mut decision.changes);
        if changes.is_empty() {
            let seen = loaded.seen;
            return (loaded, decision, seen);
        }
        let committed = match decision.notice.take() {
            None => ro.store.commit(changes),
            Some(notice) => outbox::commit(&ro.store, changes, vec![*notice], now),
        };
        match committed {
            Ok(lsn) => {
                let seen = loaded.seen;
                return (loaded, decision, lsn.max(seen));
            }
            Err(CommitError::Stale { .. }) => loaded = load(&ro.store, ccr, asked),
            Err(error) => {
                let refusal = Refusal::StoreBusy(error.to_string().into());
                return (loaded, Decision::refused(refusal), Lsn::ZERO);
            }
        }
    }
    let refusal = Refusal::StoreBusy("the account changes faster than it can be followed".into());
    (loaded, Decision::refused(refusal), Lsn::ZERO)
}

/// The answer to a request that cannot be read: with everything that the grammar wants and the request has.
fn malformed(ro: &Ro, from: &From, message: &Message, error: &DecodeError, out: &mut BytesMut) -> Lsn {
    shared::answer::error(&ro.origin, message, error, out);
    ro.verdicts.malformed("CCR", from, error);
    Lsn::ZERO
}

fn tell(
    ro: &Ro,
    from: &From,
    message: &Message,
    (ccr, asked, loaded): (&CreditControlRequest<'_>, &Request<'_>, &Loaded),
    decision: &Decision,
) {
    let conflict = matches!(decision.refusal, Some(Refusal::Conflict { .. }));
    let places = &asked.call.places;
    let begins = loaded.session.value.is_none() && loaded.imsi().is_some();
    let unusual = &ro.unusual;
    for (counter, happened) in [
        (&unusual.repeated, decision.repeated),
        (&unusual.conflict, conflict),
        (&unusual.disbelieved, decision.disbelieved > 0),
        (&unusual.uncollected, decision.uncollected > 0),
        (&unusual.home_unknown, begins && places.home_path.is_empty()),
        (&unusual.visited_unknown, begins && places.visited_path.is_empty()),
    ] {
        if happened {
            counter.inc();
        }
    }
    if let Some(held) = places.held.as_ref().filter(|_| begins) {
        ro.metrics.charging_held.with_label_values(&[held.word()]).inc();
    }
    let imsi = loaded.session.value.as_deref().map(|session| session.imsi).or_else(|| loaded.imsi());
    ro.verdicts.verdict(&Verdict {
        application: message.header.application,
        command: "CCR",
        from,
        imsi,
        private: None,
        public: Some(party::calling(ccr.service_information.as_ref())),
        code: &ResultCode(decision.answer.code),
        refusal: decision.refusal.as_ref().map(|refusal| refusal as &dyn std::fmt::Display),
        everyday: false,
    });
}
