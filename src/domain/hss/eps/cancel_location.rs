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

/// What has to be said to `node`, which served as the `mme` or else as the SGSN: it may be both, and be cancelled as one of them (CLR-Flags, §7.3.152).
pub fn cancel(imsi: Imsi, node: &ServingNode, kind: Cancellation, mme: bool) -> Task {
    let (host, realm, kind) = (node.host.clone(), node.realm.clone(), kind as u32);
    Task::CancelServing { imsi, host, realm, kind, mme }
}
