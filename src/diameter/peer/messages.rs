//! The small messages of the base protocol that links write themselves (RFC 6733 §5.4, §5.5), and the AVPs the peer layer reads.

use super::node::Local;
pub use crate::diameter::dictionary::base::DisconnectCause;
pub(super) use crate::diameter::dictionary::base::avps::*;
use crate::diameter::{
    codec::{CommandFlags, Header, ResultCode},
    dictionary::base::{
        DeviceWatchdogAnswer, DeviceWatchdogRequest, DisconnectPeerAnswer, DisconnectPeerRequest,
    },
};
use bytes::BytesMut;

/// Capabilities-Exchange.
pub const CER: u32 = 257;
/// Device-Watchdog.
pub const DWR: u32 = 280;
/// Disconnect-Peer.
pub const DPR: u32 = 282;

/// The ids of a request of ours.
#[derive(Debug, Clone, Copy)]
pub struct Ids {
    /// Matches the answer on this connection.
    pub hop_by_hop: u32,
    /// Unique for minutes, with our Origin-Host.
    pub end_to_end: u32,
}

/// True where a peer that was told so may dial again soon (RFC 6733 §5.4.3).
pub(super) fn welcomes_back(cause: DisconnectCause) -> bool {
    cause == DisconnectCause::REBOOTING
}

/// The header of a base protocol request: application 0, not proxiable.
pub(super) fn request(code: u32, ids: Ids) -> Header {
    let Ids { hop_by_hop, end_to_end } = ids;
    Header { length: 0, flags: CommandFlags::REQUEST, code, application: 0, hop_by_hop, end_to_end }
}

pub(super) fn write_dwr(out: &mut BytesMut, ids: Ids, local: &Local) {
    let dwr = DeviceWatchdogRequest {
        origin_host: &local.host,
        origin_realm: &local.realm,
        origin_state_id: Some(local.state_id),
    };
    dwr.encode(ids.hop_by_hop, ids.end_to_end, out);
}

pub(super) fn write_dwa(out: &mut BytesMut, request: &Header, local: &Local) {
    let dwa = DeviceWatchdogAnswer {
        outcome: ResultCode::SUCCESS,
        origin_host: &local.host,
        origin_realm: &local.realm,
        error_message: None,
        failed_avp: None,
        origin_state_id: Some(local.state_id),
    };
    dwa.encode(request, out);
}

pub(super) fn write_dpr(out: &mut BytesMut, ids: Ids, local: &Local, cause: DisconnectCause) {
    let dpr = DisconnectPeerRequest {
        origin_host: &local.host,
        origin_realm: &local.realm,
        disconnect_cause: cause,
    };
    dpr.encode(ids.hop_by_hop, ids.end_to_end, out);
}

pub(super) fn write_dpa(out: &mut BytesMut, request: &Header, local: &Local) {
    let dpa = DisconnectPeerAnswer {
        outcome: Some(ResultCode::SUCCESS),
        origin_host: &local.host,
        origin_realm: &local.realm,
        error_message: None,
        failed_avp: None,
    };
    dpa.encode(request, out);
}
