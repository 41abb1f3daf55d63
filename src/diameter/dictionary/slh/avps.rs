//! AVPs of SLh (TS 29.173 Table 6.4.1/1).

use crate::diameter::codec::{AvpDef, Format};
use crate::diameter::dictionary::{TGPP, grammar::avps};

avps! {
    /// TS 29.272 §7.3.85: an international number as TBCD.
    GMLC_NUMBER: "GMLC-Number" = 1474, TGPP, M, OctetString;
    /// §6.4.2: four octets.
    LMSI: "LMSI" = 2400, TGPP, M, OctetString;
    /// §6.4.3.
    SERVING_NODE: "Serving-Node" = 2401, TGPP, M, Grouped;
    /// §6.4.4.
    MME_NAME: "MME-Name" = 2402, TGPP, M, DiameterIdentity;
    /// §6.4.5: an international number as TBCD.
    MSC_NUMBER: "MSC-Number" = 2403, TGPP, M, OctetString;
    /// §6.4.6.
    LCS_CAPABILITIES_SETS: "LCS-Capabilities-Sets" = 2404, TGPP, M, Unsigned32;
    /// §6.4.8.
    ADDITIONAL_SERVING_NODE: "Additional-Serving-Node" = 2406, TGPP, M, Grouped;
    /// §6.4.9.
    PPR_ADDRESS: "PPR-Address" = 2407, TGPP, M, Address;
    /// §6.4.12.
    MME_REALM: "MME-Realm" = 2408, TGPP, -, DiameterIdentity;
    /// §6.4.13.
    SGSN_NAME: "SGSN-Name" = 2409, TGPP, -, DiameterIdentity;
    /// §6.4.14.
    SGSN_REALM: "SGSN-Realm" = 2410, TGPP, -, DiameterIdentity;
    /// §6.4.15.
    RIA_FLAGS: "RIA-Flags" = 2411, TGPP, -, Unsigned32;
}
