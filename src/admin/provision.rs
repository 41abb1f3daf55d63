//! Changes of one subscriber: decided by the domain, committed, and decided again if the records changed meanwhile.

use super::{Context, Problem};
use crate::{
    domain::subscribers::{
        self, Order,
        provision::{Desk, Known, Refusal},
    },
    store::{ChangeSet, CommitError},
    types::{Imsi, Lsn, Timestamp},
};

/// How often a decision is taken again before the caller is told to come back.
const ATTEMPTS: usize = 16;

/// Decides on the subscriber's records and commits. The change is visible at once; wait for the LSN before telling of it.
///
/// # Errors
/// What the domain refuses, or the store.
pub fn change(
    context: &Context,
    imsi: Imsi,
    decide: impl Fn(&Desk<'_>, &Known) -> Result<ChangeSet, Refusal>,
) -> Result<Lsn, Problem> {
    let provisioning = context.provisioning.load();
    let outbox_ids = || context.store.next_outbox_id();
    let desk = Desk {
        context: subscribers::Context {
            templates: &provisioning.templates,
            rules: &provisioning.rules,
            vault: &context.vault,
        },
        now: Timestamp::now(),
        outbox_ids: &outbox_ids,
        store: &context.store,
    };
    for _ in 0..ATTEMPTS {
        let known = Known::load(&context.store, imsi);
        match context.store.commit(decide(&desk, &known)?) {
            Err(CommitError::Stale { .. }) => {}
            committed => return Ok(committed?),
        }
    }
    Err(Problem::unavailable(format!("subscriber {imsi} changes too often just now; try again")))
}

/// Adds the subscriber of an order.
///
/// # Errors
/// As [`change`].
pub fn add(context: &Context, order: &Order) -> Result<Lsn, Problem> {
    let imsi = imsi_of(order)?;
    change(context, imsi, |desk, known| desk.add(known, order))
}

/// The IMSI an order is about.
///
/// # Errors
/// 400.
pub fn imsi_of(order: &Order) -> Result<Imsi, Problem> {
    Imsi::parse(&order.imsi)
        .ok_or_else(|| Problem::malformed(format!("imsi: {:?} is not 6 to 15 digits", order.imsi)))
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Exists(_) | Refusal::HasService { .. } => Self::conflict(refusal),
            Refusal::NoSubscriber(_) | Refusal::NoService { .. } | Refusal::NoAaaServer(_) => {
                Self::not_found(refusal)
            }
            Refusal::Invalid(_) => Self::malformed(refusal),
        }
    }
}
