//! CLR: a node no longer serves the subscriber (TS 29.272 §5.2.1.2).

use crate::{
    records::{ServingNode, Task},
    types::Imsi,
};

/// Cancellation-Type (§7.3.24).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cancellation {
    /// Another MME serves the subscriber.
    MmeUpdate = 0,
    /// Another SGSN does.
    SgsnUpdate = 1,
    /// The contract is gone.
    SubscriptionWithdrawal = 2,
    /// The terminal attached anew at a node of the other kind.
    InitialAttach = 4,
}

/// What has to be said to `node`.
pub fn cancel(imsi: Imsi, node: &ServingNode, kind: Cancellation) -> Task {
    Task::CancelLocation { imsi, host: node.host.clone(), realm: node.realm.clone(), kind: kind as u32 }
}
