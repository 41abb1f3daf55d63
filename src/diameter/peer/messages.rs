//! The AVPs and the small messages of the base protocol that the peer layer itself reads and writes (RFC 6733 §4.5, §5.4, §5.5).

use super::node::Local;
use crate::diameter::codec::{AvpDef, CommandFlags, Header, ResultCode, Writer};
use bytes::BytesMut;

/// Capabilities-Exchange.
pub const CER: u32 = 257;
/// Device-Watchdog.
pub const DWR: u32 = 280;
/// Disconnect-Peer.
pub const DPR: u32 = 282;

const fn avp(name: &'static str, code: u32, mandatory: bool, shortest: usize) -> AvpDef {
    AvpDef { name, code, vendor: 0, mandatory, shortest }
}

pub(super) const ORIGIN_HOST: AvpDef = avp("Origin-Host", 264, true, 1);
pub(super) const ORIGIN_REALM: AvpDef = avp("Origin-Realm", 296, true, 1);
pub(super) const HOST_IP_ADDRESS: AvpDef = avp("Host-IP-Address", 257, true, 6);
pub(super) const VENDOR_ID: AvpDef = avp("Vendor-Id", 266, true, 4);
pub(super) const PRODUCT_NAME: AvpDef = avp("Product-Name", 269, false, 1);
pub(super) const FIRMWARE_REVISION: AvpDef = avp("Firmware-Revision", 267, false, 4);
pub(super) const ORIGIN_STATE_ID: AvpDef = avp("Origin-State-Id", 278, true, 4);
pub(super) const SUPPORTED_VENDOR_ID: AvpDef = avp("Supported-Vendor-Id", 265, true, 4);
pub(super) const AUTH_APPLICATION_ID: AvpDef = avp("Auth-Application-Id", 258, true, 4);
pub(super) const ACCT_APPLICATION_ID: AvpDef = avp("Acct-Application-Id", 259, true, 4);
pub(super) const VENDOR_SPECIFIC_APPLICATION_ID: AvpDef =
    avp("Vendor-Specific-Application-Id", 260, true, 24);
pub(super) const RESULT_CODE: AvpDef = avp("Result-Code", 268, true, 4);
pub(super) const EXPERIMENTAL_RESULT: AvpDef = avp("Experimental-Result", 297, true, 24);
pub(super) const EXPERIMENTAL_RESULT_CODE: AvpDef = avp("Experimental-Result-Code", 298, true, 4);
pub(super) const ERROR_MESSAGE: AvpDef = avp("Error-Message", 281, false, 1);
pub(super) const FAILED_AVP: AvpDef = avp("Failed-AVP", 279, true, 8);
pub(super) const DISCONNECT_CAUSE: AvpDef = avp("Disconnect-Cause", 273, true, 4);
pub(super) const SESSION_ID: AvpDef = avp("Session-Id", 263, true, 1);
pub(super) const DESTINATION_HOST: AvpDef = avp("Destination-Host", 293, true, 1);
pub(super) const DESTINATION_REALM: AvpDef = avp("Destination-Realm", 283, true, 1);
pub(super) const ROUTE_RECORD: AvpDef = avp("Route-Record", 282, true, 1);
pub(super) const PROXY_INFO: AvpDef = avp("Proxy-Info", 284, true, 18);

/// Why a connection is given up (RFC 6733 §5.4.3), as an open enumeration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DisconnectCause(pub i32);

impl DisconnectCause {
    /// A restart is near; the peer may come again.
    pub const REBOOTING: Self = Self(0);
    /// Short of resources; the peer should stay away.
    pub const BUSY: Self = Self(1);
    /// Nothing to say to the peer; it should stay away.
    pub const DO_NOT_WANT_TO_TALK_TO_YOU: Self = Self(2);

    /// True where a peer that was told so may dial again soon.
    pub fn welcomes_back(self) -> bool {
        self == Self::REBOOTING
    }
}

/// The ids of a request of ours.
#[derive(Debug, Clone, Copy)]
pub struct Ids {
    /// Matches the answer on this connection.
    pub hop_by_hop: u32,
    /// Unique for minutes, with our Origin-Host.
    pub end_to_end: u32,
}

/// The header of a base protocol request: application 0, not proxiable.
pub(super) fn request(code: u32, ids: Ids) -> Header {
    Header {
        length: 0,
        flags: CommandFlags::REQUEST,
        code,
        application: 0,
        hop_by_hop: ids.hop_by_hop,
        end_to_end: ids.end_to_end,
    }
}

/// DWR (RFC 6733 §5.5.1).
pub(super) fn write_dwr(out: &mut BytesMut, ids: Ids, local: &Local) {
    let mut writer = Writer::new(out, &request(DWR, ids));
    writer
        .put(&ORIGIN_HOST, &*local.host)
        .put(&ORIGIN_REALM, &*local.realm)
        .put(&ORIGIN_STATE_ID, local.state_id);
    writer.finish();
}

/// DWA (RFC 6733 §5.5.2).
pub(super) fn write_dwa(out: &mut BytesMut, request: &Header, local: &Local) {
    let mut writer = Writer::answer(out, request);
    writer
        .put(&RESULT_CODE, ResultCode::SUCCESS)
        .put(&ORIGIN_HOST, &*local.host)
        .put(&ORIGIN_REALM, &*local.realm);
    writer.put(&ORIGIN_STATE_ID, local.state_id);
    writer.finish();
}

/// DPR (RFC 6733 §5.4.1).
pub(super) fn write_dpr(out: &mut BytesMut, ids: Ids, local: &Local, cause: DisconnectCause) {
    let mut writer = Writer::new(out, &request(DPR, ids));
    writer.put(&ORIGIN_HOST, &*local.host).put(&ORIGIN_REALM, &*local.realm).put(&DISCONNECT_CAUSE, cause.0);
    writer.finish();
}

/// DPA (RFC 6733 §5.4.2).
pub(super) fn write_dpa(out: &mut BytesMut, request: &Header, local: &Local) {
    let mut writer = Writer::answer(out, request);
    writer
        .put(&RESULT_CODE, ResultCode::SUCCESS)
        .put(&ORIGIN_HOST, &*local.host)
        .put(&ORIGIN_REALM, &*local.realm);
    writer.finish();
}
