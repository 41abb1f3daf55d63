//! RTR: an AAA server no longer serves the subscriber (TS 29.273 §8.1.2.4).

use crate::records::{Task, WlanRegistration};

/// Reason-Code, as SWx uses those of Cx (TS 29.229 §6.3.17).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The contract is gone, or does not allow it any more.
    PermanentTermination = 0,
    /// Another AAA server serves the subscriber.
    NewServerAssigned = 1,
}

/// What has to be said to the AAA server of `registration`; nothing to one that never registered the subscriber.
pub fn end(registration: &WlanRegistration, reason: Reason) -> Option<Task> {
    registration.registered.then(|| Task::EndWlanRegistration {
        imsi: registration.imsi,
        user_name: registration.user_name.clone(),
        host: registration.host.clone(),
        realm: registration.realm.clone(),
        reason: reason as u32,
    })
}
