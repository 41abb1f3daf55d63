//! IDR: subscription data that changed while a node serves the subscriber (TS 29.272 §5.2.2.1).

use super::{
    EpsLoaded, EpsParty,
    cancel_location::{Cancellation, cancel},
    subscription_data::{SubscriptionData, told_node},
};
use crate::{
    domain::hss::{Hss, Refusal},
    records::{EpsRegistration, EpsSubscription, ServingNode, Subscriber, Task},
    store::ChangeSet,
};

/// What goes to a node.
#[derive(Debug)]
pub struct Insert<'a> {
    /// Where to.
    pub node: &'a ServingNode,
    /// The data as they stand now.
    pub data: SubscriptionData<'a>,
}

/// What follows from a change.
#[derive(Debug)]
pub enum Change<'a> {
    /// The data go to these.
    Insert(Vec<Insert<'a>>),
    /// A node may not serve the subscriber any more, by what changed: it is told that by CLR first (§5.2.1.2.1), and the rest of the change after.
    Ended(ChangeSet, Vec<Task>),
}

/// To whom the data of a subscriber go as they stand now: every node that holds them. Nobody where nobody does, or where the contract is gone
/// meanwhile (then a CLR said so).
///
/// # Errors
/// The configuration lacks the profile.
pub fn decide<'a>(loaded: &'a EpsLoaded, hss: &'a Hss) -> Result<Change<'a>, Refusal> {
    let (Some(subscriber), Some(subscription)) = (loaded.subscriber.as_deref(), loaded.subscription()) else {
        return Ok(Change::Insert(Vec::new()));
    };
    let party = EpsParty { subscriber, subscription, profile: hss.eps_profile(&subscription.profile)? };
    let holds = |node: &&ServingNode| subscription.enabled && !node.purged;
    let (Some(registration), version) = loaded.registration() else { return Ok(Change::Insert(Vec::new())) };
    let mut after = registration.clone();
    let tasks: Vec<_> = [(true, &mut after.mme), (false, &mut after.sgsn)]
        .into_iter()
        .filter_map(|(mme, slot)| {
            let may = |node: &ServingNode| party.may_be_served(node.visited, node.features, hss).is_ok();
            let node = slot.take_if(|node| holds(&&*node) && !may(node))?;
            Some(cancel(subscriber.imsi, &node, Cancellation::SubscriptionWithdrawal, mme))
        })
        .collect();
    if !tasks.is_empty() {
        let changes = ChangeSet::new();
        let changes = match (&after.mme, &after.sgsn) {
            (None, None) => changes.delete::<EpsRegistration>(subscriber.imsi, version),
            _ => changes.put(after, version),
        };
        // Who is allowed again meanwhile is not sent away.
        let changes = changes
            .require::<Subscriber>(subscriber.imsi, loaded.subscriber_version)
            .require::<EpsSubscription>(subscriber.imsi, loaded.subscription_version());
        return Ok(Change::Ended(changes, tasks));
    }
    let nodes = registration.mme.iter().chain(&registration.sgsn).filter(holds);
    let insert = |node: &'a ServingNode| {
        let home = hss.eps.is_home(node.visited, subscriber.imsi);
        Insert { node, data: told_node(party, node.features, home) }
    };
    Ok(Change::Insert(nodes.map(insert).collect()))
}
