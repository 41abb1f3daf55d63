//! Home and visited place of the party (VC-1, VC-2), decided when its session begins, and what an answer says of them.

use super::{Ro, request};
use crate::{
    diameter::dictionary::{place::PlaceInformation, ro::CreditControlRequest},
    domain::charging::{roaming::Roaming, session::Loaded},
    interfaces::shared::{
        party,
        places::{Party, said},
    },
    records::Call,
    types::Timestamp,
};

/// Takes what is told of the call of a session that begins, and decides where its party is at home, where it is, and whether it roams. A session that goes on keeps
/// what was told and decided: nobody looks at what it tells again.
pub(super) fn place(
    ro: &Ro,
    ccr: &CreditControlRequest<'_>,
    loaded: &Loaded,
    roaming: &Roaming,
    (call, now): (&mut Call, Timestamp),
) {
    if loaded.session.value.is_some() {
        return;
    }
    *call = party::call(ccr.service_information.as_ref(), ccr.tgpp_user_location_info);
    let Some(contract) = loaded.subscription.as_ref().and_then(|read| read.value.as_deref()) else { return };
    let whose = Party {
        service: ccr.service_information.as_ref(),
        beside: request::beside(ccr),
        imsi: Some(contract.imsi),
        contract: Some(contract),
    };
    ro.whereabouts.place((&ro.store, roaming), whose, (call, now));
}

/// What an answer says of places: both, where the request had the group.
pub(super) fn filled<'a>(ccr: &CreditControlRequest<'_>, call: &'a Call) -> Option<PlaceInformation<'a>> {
    said(ccr.service_information.as_ref()).map(|_| PlaceInformation {
        home_place: call.places.home.as_deref(),
        visited_place: call.places.visited.as_deref(),
    })
}
