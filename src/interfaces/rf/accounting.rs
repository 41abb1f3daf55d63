//! ACR and ACA (RFC 6733 §9.7): load, decide, commit, and again if the session changed meanwhile. The answer leaves when what was told is on disk.

use super::{Rf, places::place, request};
use crate::{
    diameter::{
        From, Reply,
        codec::{Message, ResultCode},
        dictionary::{
            rf::{self, AccountingAnswer, AccountingRequest},
            ro::{SubscriptionId, SubscriptionIdType},
        },
    },
    domain::charging::accounting::{Decision, Refusal, Request, decide},
    interfaces::shared::{self, Verdict},
    records::{AccountingSession, Suspense},
    store::{CommitError, Read},
    types::{Imsi, Lsn, Timestamp},
};
use bytes::BytesMut;

/// How often a decision is taken again when the session changed meanwhile.
const ATTEMPTS: usize = 16;

pub(super) fn answer(rf: &Rf, from: &From, message: &Message, now: Timestamp, out: &mut BytesMut) -> Reply {
    let acr = match AccountingRequest::decode(message) {
        Ok(acr) => acr,
        Err(error) => {
            shared::answer::error(&rf.origin, message, &error, out);
            rf.verdicts.malformed("ACR", from, &error);
            return Reply::Written(Lsn::ZERO);
        }
    };
    let mut asked = request::read(&acr, &message.header, now);
    let (decided, lsn) = serve(rf, &acr, &mut asked, now);
    let code = match &decided {
        Ok(_) => ResultCode::SUCCESS,
        Err(refusal) => ResultCode(refusal.code()),
    };
    let mut aca = AccountingAnswer::to(&acr, code, &rf.origin.host, &rf.origin.realm);
    if acr.vendor_specific_application_id.is_some() {
        // The grammar has one or the other; who named 3GPP is answered in its words.
        aca.vendor_specific_application_id = Some(rf::VENDOR_SPECIFIC_APPLICATION_ID);
        aca.acct_application_id = acr.acct_application_id;
    }
    aca.user_name = acr.user_name;
    aca.accounting_sub_session_id = acr.accounting_sub_session_id;
    aca.acct_session_id = acr.acct_session_id;
    aca.acct_multi_session_id = acr.acct_multi_session_id;
    aca.event_timestamp = acr.event_timestamp;
    aca.acct_interim_interval = decided.is_ok().then(|| rf.charging.load().accounting.interval);
    aca.encode(&message.header, out);
    tell(rf, from, message, (&acr, &asked), &decided);
    Reply::Written(lsn)
}

/// Decides until the decision holds; what it depends on has to be durable before the answer leaves.
fn serve(
    rf: &Rf,
    acr: &AccountingRequest<'_>,
    asked: &mut Request<'_>,
    now: Timestamp,
) -> (Result<Decision, Refusal>, Lsn) {
    let charging = rf.charging.load();
    for _ in 0..ATTEMPTS {
        let key = asked.key();
        let (session, held): (Read<AccountingSession>, Read<Suspense>) =
            (rf.store.get(&key), rf.store.get(&key));
        place(rf, acr, session.value.as_deref(), &charging.roaming, (asked, now));
        let mut decision = match decide(asked, (&session, &held), &charging.accounting, now) {
            Ok(decision) => decision,
            Err(refusal) => return (Err(refusal), session.version),
        };
        let changes = std::mem::take(&mut decision.changes);
        if changes.is_empty() {
            return (Ok(decision), session.version);
        }
        match rf.store.commit(changes) {
            Ok(lsn) => {
                let held = asked.call.places.held.as_ref().filter(|_| session.value.is_none());
                if let Some(held) = held {
                    rf.metrics.charging_held.with_label_values(&[held.word()]).inc();
                }
                return (Ok(decision), lsn);
            }
            Err(CommitError::Stale { .. }) => {}
            Err(error) => return (Err(Refusal::NoRoom(error.to_string().into())), Lsn::ZERO),
        }
    }
    let sentence = "the session changes faster than it can be followed";
    (Err(Refusal::NoRoom(sentence.into())), Lsn::ZERO)
}

fn tell(
    rf: &Rf,
    from: &From,
    message: &Message,
    (acr, asked): (&AccountingRequest<'_>, &Request<'_>),
    decided: &Result<Decision, Refusal>,
) {
    let code = decided.as_ref().map_or_else(Refusal::code, |_| ResultCode::SUCCESS.0);
    if let Ok(Decision { unusual: Some(what), .. }) = decided {
        rf.metrics.accounting_unusual.with_label_values(&[what]).inc();
    }
    rf.verdicts.verdict(&Verdict {
        application: message.header.application,
        command: "ACR",
        from,
        imsi: imsi(acr),
        private: acr.user_name,
        public: asked.facts.calling.first().map(|calling| &**calling),
        code: &ResultCode(code),
        refusal: decided.as_ref().err().map(|refusal| refusal as &dyn std::fmt::Display),
        everyday: false,
    });
}

/// Whom it is about, where an IMSI says so.
fn imsi(acr: &AccountingRequest<'_>) -> Option<Imsi> {
    let service = acr.service_information.as_ref()?;
    let is_imsi = |one: &&SubscriptionId<'_>| one.subscription_id_type == SubscriptionIdType::END_USER_IMSI;
    service.subscription_id.iter().find(is_imsi).and_then(|one| Imsi::parse(one.subscription_id_data))
}
