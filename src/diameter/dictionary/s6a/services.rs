//! Parts of the profile: the circuit domain, and groups (TS 29.272 §7.3).

use super::avps::{
    CALL_BARRING_INFO, GROUP_PLMN_ID, GROUP_SERVICE_ID, IMSI_GROUP_ID, LOCAL_GROUP_ID, SS_CODE, SS_STATUS,
    TELESERVICE_LIST, TS_CODE,
};
use crate::diameter::dictionary::grammar::group;

group! {
    /// Teleservice-List (§7.3.99): teleservices of the circuit domain.
    ///
    /// ```text
    /// Teleservice-List ::= < AVP Header: 1486 10415 >
    ///  1* { TS-Code }
    ///   * [ AVP ]
    /// ```
    TeleserviceList<'a> = TELESERVICE_LIST {
        /// TS-Code: one octet, of TS 29.002.
        some ts_code: &'a [u8] = TS_CODE;
    }
}

group! {
    /// Call-Barring-Info (§7.3.101): a barring of the circuit domain.
    ///
    /// ```text
    /// Call-Barring-Info ::= < AVP Header: 1488 10415 >
    ///     { SS-Code }
    ///     { SS-Status }
    ///   * [ AVP ]
    /// ```
    CallBarringInfo<'a> = CALL_BARRING_INFO {
        /// SS-Code: one octet, of TS 29.002.
        required ss_code: &'a [u8] = SS_CODE;
        /// SS-Status: one octet, of TS 29.002.
        required ss_status: &'a [u8] = SS_STATUS;
    }
}

group! {
    /// IMSI-Group-Id (§7.3.189): a group of devices that the user is of.
    ///
    /// ```text
    /// IMSI-Group-Id ::= < AVP Header: 1675 10415 >
    ///     { Group-Service-Id }
    ///     { Group-PLMN-Id }
    ///     { Local-Group-Id }
    ///   * [ AVP ]
    /// ```
    ImsiGroupId<'a> = IMSI_GROUP_ID {
        /// Group-Service-Id (§7.3.190).
        required group_service_id: u32 = GROUP_SERVICE_ID;
        /// Group-PLMN-Id: three octets.
        required group_plmn_id: &'a [u8] = GROUP_PLMN_ID;
        /// Local-Group-Id: up to 10 octets.
        required local_group_id: &'a [u8] = LOCAL_GROUP_ID;
    }
}
