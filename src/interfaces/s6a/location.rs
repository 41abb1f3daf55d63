//! Where a subscriber is, asked of the node that serves: IDR with flags, IDA with places (TS 29.272 §5.2.2.1, §7.3.111).

use super::subscription_data::status;
use crate::{
    diameter::{
        codec::Message,
        dictionary::{
            base::{AuthSessionState, Outcome},
            s6a::{
                IdrFlags, InsertSubscriberDataAnswer, InsertSubscriberDataRequest, MmeLocationInformation,
                SgsnLocationInformation, VENDOR_SPECIFIC_APPLICATION_ID,
            },
        },
    },
    interfaces::shared::network::{Peers, Sending, heard},
    procedures::network::{Locate, LocatingNodes, Telling, Told},
    types::{Area, Cell, Cgi, Ecgi, Lai, Rai, Sai, Seen, Tai},
};
use bytes::BytesMut;
use std::time::Duration;

/// The most minutes an age may be: TS 29.272 §7.3.126 says 32767.
const OLDEST: u32 = 32_767;

impl<P: Peers + std::fmt::Debug> LocatingNodes for Sending<P> {
    fn locate(&self, what: Locate<'_>) -> Telling {
        let (session_id, user_name) = (self.session_id(), what.imsi.to_string());
        let (host, realm) = (&what.node.host, &what.node.realm);
        let mut flags = IdrFlags::EPS_LOCATION_INFORMATION_REQUEST | IdrFlags::EPS_USER_STATE_REQUEST;
        flags.set(IdrFlags::CURRENT_LOCATION_REQUEST, what.current);
        let request = InsertSubscriberDataRequest {
            session_id: &session_id,
            vendor_specific_application_id: Some(VENDOR_SPECIFIC_APPLICATION_ID),
            auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: &self.origin.host,
            origin_realm: &self.origin.realm,
            destination_host: host,
            destination_realm: realm,
            user_name: &user_name,
            subscription_data: status(what.barred),
            idr_flags: Some(flags),
            ..Default::default()
        };
        let mut out = BytesMut::new();
        request.encode(0, 0, &mut out);
        let asking = match what.mme {
            true => self.ask(host, realm, out, |message| read(message, from_mme)),
            false => self.ask(host, realm, out, |message| read(message, from_sgsn)),
        };
        Box::pin(async move {
            let (outcome, told) = asking.await?;
            if outcome.is_success() { Ok(told) } else { Err(heard(outcome)) }
        })
    }
}

fn read(
    message: &Message,
    told: fn(&InsertSubscriberDataAnswer<'_>) -> Option<Told>,
) -> Option<(Outcome, Told)> {
    let answer = InsertSubscriberDataAnswer::decode(message).ok()?;
    let told = told(&answer).unwrap_or_default();
    Some((answer.outcome, told))
}

fn from_mme(answer: &InsertSubscriberDataAnswer<'_>) -> Option<Told> {
    let state = answer.eps_user_state.and_then(|state| state.mme_user_state?.user_state);
    let place =
        answer.eps_location_information.as_ref().and_then(|all| all.mme_location_information.as_ref());
    let told = place.map(mme).unwrap_or_default();
    Some(Told { state: state.map(|state| state.0), ..told })
}

fn from_sgsn(answer: &InsertSubscriberDataAnswer<'_>) -> Option<Told> {
    let state = answer.eps_user_state.and_then(|state| state.sgsn_user_state?.user_state);
    let place =
        answer.eps_location_information.as_ref().and_then(|all| all.sgsn_location_information.as_ref());
    let told = place.map(sgsn).unwrap_or_default();
    Some(Told { state: state.map(|state| state.0), ..told })
}

/// MME-Location-Information. An identity of another length than it has, or of no PLMN, is as good as none.
fn mme(place: &MmeLocationInformation<'_>) -> Told {
    let cell = fixed(place.e_utran_cell_global_identity).and_then(Ecgi::from_octets);
    let area = fixed(place.tracking_area_identity).and_then(Tai::from_octets);
    Told {
        seen: Seen { cell: cell.map(Cell::Ecgi), area: area.map(Area::Tai), ..Seen::default() },
        estimate: place.geographical_information.unwrap_or_default().into(),
        age: minutes(place.age_of_location_information),
        state: None,
    }
}

/// SGSN-Location-Information: one cell, one area.
fn sgsn(place: &SgsnLocationInformation<'_>) -> Told {
    let cgi = fixed(place.cell_global_identity).and_then(Cgi::from_octets).map(Cell::Cgi);
    let sai = fixed(place.service_area_identity).and_then(Sai::from_octets).map(Cell::Sai);
    let rai = fixed(place.routing_area_identity).and_then(Rai::from_octets).map(Area::Rai);
    let lai = fixed(place.location_area_identity).and_then(Lai::from_octets).map(Area::Lai);
    Told {
        seen: Seen { cell: cgi.or(sai), area: rai.or(lai), ..Seen::default() },
        estimate: place.geographical_information.unwrap_or_default().into(),
        age: minutes(place.age_of_location_information),
        state: None,
    }
}

fn fixed<const N: usize>(octets: Option<&[u8]>) -> Option<[u8; N]> {
    octets?.try_into().ok()
}

fn minutes(age: Option<u32>) -> Duration {
    Duration::from_secs(u64::from(age.unwrap_or(0).min(OLDEST)) * 60)
}
