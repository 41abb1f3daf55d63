//! IDR: subscription data that changed while a node serves the subscriber (TS 29.272 §5.2.2.1).

use super::{
    EpsLoaded, EpsParty,
    subscription_data::{SubscriptionData, told},
};
use crate::{
    domain::hss::{Hss, Refusal},
    records::ServingNode,
};

/// What goes to a node.
#[derive(Debug)]
pub struct Insert<'a> {
    /// Where to.
    pub node: &'a ServingNode,
    /// The data as they stand now.
    pub data: SubscriptionData<'a>,
}

/// To whom the data of a subscriber go as they stand now: every node that holds them. Nobody where nobody does, or where the contract is gone
/// meanwhile (then a CLR said so).
///
/// # Errors
/// The configuration lacks the profile.
pub fn decide<'a>(loaded: &'a EpsLoaded, hss: &'a Hss) -> Result<Vec<Insert<'a>>, Refusal> {
    let (Some(subscriber), Some(subscription)) = (loaded.subscriber.as_deref(), loaded.subscription()) else {
        return Ok(Vec::new());
    };
    let profile = hss.eps_profile(&subscription.profile)?;
    let data = told(EpsParty { subscriber, subscription, profile });
    let holds = |node: &&ServingNode| subscription.enabled && !node.purged;
    let nodes = loaded
        .registration()
        .0
        .into_iter()
        .flat_map(|registration| registration.mme.iter().chain(&registration.sgsn));
    Ok(nodes.filter(holds).map(|node| Insert { node, data: data.clone() }).collect())
}
