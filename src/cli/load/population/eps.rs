//! What MMEs and application servers ask about a SIM: AIR and ULR over S6a, UDR over Sh.

use super::{Client, Kind, Sender};
use crate::diameter::dictionary::{
    TGPP,
    base::AuthSessionState,
    cx::SupportedFeatures,
    s6a::{
        self, AuthenticationInformationRequest, RequestedEutranAuthenticationInfo, UlrFlags,
        UpdateLocationRequest,
    },
    sh::{self, DataReference, RequestedDomain, UdrFlags, UserDataRequest, UserIdentity},
    tgpp::RatType,
};
use crate::types::Plmn;
use bytes::BytesMut;

/// Feature-List 1 (TS 29.272 §7.3.10) of a MME that has another release than before: operator determined barring of all packet services.
const FEATURES: SupportedFeatures =
    SupportedFeatures { vendor_id: TGPP, feature_list_id: 1, feature_list: 1 };

/// Writes one request at the end of `out`, and tells its length; nothing for what no MME or application server sends over Diameter. A ULR that is `changed` tells of other features.
pub(super) fn write(
    sender: &Sender,
    kind: Kind,
    client: &Client,
    changed: bool,
    session: &str,
    ids: (u32, u32),
    out: &mut BytesMut,
) -> usize {
    let imsi = client.imsi.map(|imsi| imsi.to_string()).unwrap_or_default();
    let plmn = sender.visited_plmn.map(Plmn::octets).unwrap_or_default();
    let (hop_by_hop, end_to_end) = ids;
    match kind {
        Kind::Air => AuthenticationInformationRequest {
            session_id: session,
            vendor_specific_application_id: Some(s6a::VENDOR_SPECIFIC_APPLICATION_ID),
            auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: &sender.host,
            origin_realm: &sender.realm,
            destination_realm: &sender.destination_realm,
            user_name: &imsi,
            requested_eutran_authentication_info: Some(RequestedEutranAuthenticationInfo {
                number_of_requested_vectors: Some(1),
                immediate_response_preferred: Some(1),
                ..Default::default()
            }),
            visited_plmn_id: &plmn,
            ..Default::default()
        }
        .encode(hop_by_hop, end_to_end, out),
        Kind::Ulr => UpdateLocationRequest {
            session_id: session,
            vendor_specific_application_id: Some(s6a::VENDOR_SPECIFIC_APPLICATION_ID),
            auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: &sender.host,
            origin_realm: &sender.realm,
            destination_realm: &sender.destination_realm,
            user_name: &imsi,
            supported_features: changed.then_some(FEATURES).into_iter().collect(),
            rat_type: RatType::EUTRAN,
            ulr_flags: UlrFlags::S6A_S6D_INDICATOR,
            visited_plmn_id: &plmn,
            ..Default::default()
        }
        .encode(hop_by_hop, end_to_end, out),
        Kind::Udr => UserDataRequest {
            session_id: session,
            vendor_specific_application_id: sh::VENDOR_SPECIFIC_APPLICATION_ID,
            auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: &sender.host,
            origin_realm: &sender.realm,
            destination_realm: &sender.destination_realm,
            user_identity: UserIdentity { public_identity: Some(&client.impu), ..Default::default() },
            data_reference: vec![DataReference::LOCATION_INFORMATION],
            requested_domain: Some(RequestedDomain::PS),
            udr_flags: Some(UdrFlags::LOCATION_INFORMATION_EPS_SUPPORTED),
            ..Default::default()
        }
        .encode(hop_by_hop, end_to_end, out),
        _ => 0,
    }
}
