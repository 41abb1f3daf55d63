//! Home and visited place of the party (VC-1 to VC-3): decided with the first request of a session, and again as long as none told where the party is.

use super::{Rf, request};
use crate::{
    diameter::dictionary::rf::AccountingRequest,
    domain::charging::{accounting::Request, roaming::Roaming},
    interfaces::shared::{
        party::{contract, subscribers},
        places::Party,
    },
    records::{AccountingSession, Call, CallPlaces},
    types::{Lsn, Timestamp},
};

/// Decides where the party is at home, where it is, and whether it roams. The called party's place may come with the answer to the call, and its record has it then.
pub(super) fn place(
    rf: &Rf,
    acr: &AccountingRequest<'_>,
    known: Option<&AccountingSession>,
    roaming: &Roaming,
    (asked, now): (&mut Request<'_>, Timestamp),
) {
    if known.is_some_and(|known| known.visited_known) {
        return;
    }
    let (service, beside) = (acr.service_information.as_ref(), request::beside(acr));
    match known {
        Some(known) => {
            let told = Call { seen: std::mem::take(&mut asked.call.seen), ..known.call.open() };
            (asked.imsi, asked.call) = (known.imsi, told);
        }
        None => asked.call.places = CallPlaces::default(),
    }
    // What is committed is on disk after everything that was read.
    let mut read = Lsn::ZERO;
    let paid = contract(&rf.store, service, beside, &mut read).and_then(|read| read.value);
    let paid_for = paid.as_deref().map(|contract| contract.imsi);
    asked.imsi = asked.imsi.or(paid_for).or_else(|| subscribers(&rf.store, service, beside).next());
    let party = Party { service, beside, imsi: asked.imsi, contract: paid.as_deref() };
    rf.whereabouts.place((&rf.store, roaming), party, (&mut asked.call, now));
}
