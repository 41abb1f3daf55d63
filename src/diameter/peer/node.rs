//! Who we are, as every message of the base protocol says it.

use crate::types::Name;

/// Our own identity and what CER and CEA tell about us.
#[derive(Debug, Clone)]
pub struct Local {
    /// Origin-Host.
    pub host: Name,
    /// Origin-Realm.
    pub realm: Name,
    /// Vendor-Id: the SMI enterprise number of who made the product.
    pub vendor_id: u32,
    /// Product-Name.
    pub product: String,
    /// Firmware-Revision.
    pub firmware: u32,
    /// Origin-State-Id: grows with every loss of state (RFC 6733 §8.16).
    pub state_id: u32,
}
