//! DSR: what is gone of the subscription data, which an IDR cannot say (TS 29.272 §5.2.2.2).
//!
//! An IDR replaces what it names. So what is always named needs no DSR: the APNs, which come as a whole (All-APN-Configurations-Included), rates,
//! restrictions, access mode, the barring (Subscriber-Status SERVICE_GRANTED ends it). What is named only where there is some would stay at the
//! node for ever once it is taken away: these are the [`Parts`]. RAT-Frequency-Selection-Priority-ID is one, too, but DSR-Flags has no bit for it.

use super::{EpsLoaded, EpsProfile, subscription_data::REGIONAL_SUBSCRIPTION};
use crate::{
    domain::hss::{Hss, Refusal},
    records::{EpsSubscription, ServingNode},
    types::E164,
};
use bitflags::bitflags;

bitflags! {
    /// Parts of the subscription data that there may be or not; their bits are those of DSR-Flags (§7.3.25).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct Parts: u32 {
        /// Regional-Subscription-Zone-Code, all of them.
        const ZONES = 1;
        /// Roaming-Restricted-Due-To-Unsupported-Feature, which a node without the feature RegSub has in the place of the zones.
        const ROAMING_RESTRICTED = 1 << 7;
        /// 3GPP-Charging-Characteristics of the subscriber; an APN's come and go with the APN.
        const CHARGING_CHARACTERISTICS = 1 << 2;
        /// Subscribed-Periodic-RAU-TAU-Timer.
        const PERIODIC_TAU = 1 << 14;
        /// A-MSISDN.
        const ADDITIONAL_MSISDN = 1 << 16;
        /// MSISDN.
        const MSISDN = 1 << 23;
        /// UE-Usage-Type.
        const UE_USAGE_TYPE = 1 << 24;
    }
}

impl Parts {
    /// What a profile can have.
    pub const OF_A_PROFILE: Self = Self::ZONES
        .union(Self::CHARGING_CHARACTERISTICS)
        .union(Self::PERIODIC_TAU)
        .union(Self::UE_USAGE_TYPE);

    /// The same as a node with these `features` has it.
    fn at(self, features: u32) -> Self {
        match self.contains(Self::ZONES) && features & REGIONAL_SUBSCRIPTION == 0 {
            true => (self - Self::ZONES) | Self::ROAMING_RESTRICTED,
            false => self,
        }
    }
}

impl EpsProfile {
    /// The parts that everybody with the profile has.
    pub fn parts(&self) -> Parts {
        let mut parts = Parts::empty();
        parts.set(Parts::CHARGING_CHARACTERISTICS, self.charging_characteristics.is_some());
        parts.set(Parts::PERIODIC_TAU, self.periodic_tau.is_some());
        parts.set(Parts::ZONES, !self.zones.is_empty());
        parts.set(Parts::UE_USAGE_TYPE, self.ue_usage_type.is_some());
        parts
    }
}

/// The parts that a subscriber has, by profile, contract and number.
pub fn held(profile: Parts, contract: &EpsSubscription, msisdn: Option<E164>) -> Parts {
    let mut parts = profile;
    parts.set(Parts::MSISDN, msisdn.is_some());
    parts.set(Parts::ADDITIONAL_MSISDN, !contract.additional_msisdns.is_empty());
    // What is the contract's own stands in the place of the profile's.
    let mut own = Parts::empty();
    own.set(Parts::CHARGING_CHARACTERISTICS, contract.charging_characteristics.is_some());
    if let Some(further) = &contract.further {
        own.set(Parts::ZONES, !further.zones.is_empty());
        own.set(Parts::UE_USAGE_TYPE, further.ue_usage_type.is_some());
    }
    parts | own
}

/// What a node is told.
#[derive(Debug)]
pub struct Delete<'a> {
    /// Where to.
    pub node: &'a ServingNode,
    /// What is gone.
    pub parts: Parts,
}

/// To whom it has to be said that of `withdrawn`, parts which were taken away, those are gone that were not given back since.
///
/// # Errors
/// The configuration lacks the profile.
pub fn decide<'a>(loaded: &'a EpsLoaded, withdrawn: Parts, hss: &Hss) -> Result<Vec<Delete<'a>>, Refusal> {
    let (Some(subscriber), Some(contract)) = (loaded.subscriber.as_deref(), loaded.subscription()) else {
        return Ok(Vec::new());
    };
    let profile = hss.eps_profile(&contract.profile)?;
    let parts = withdrawn - held(profile.parts(), contract, subscriber.msisdn);
    let holds = |node: &&ServingNode| contract.enabled && !parts.is_empty() && !node.purged;
    let (registration, _) = loaded.registration();
    let nodes = registration.into_iter().flat_map(|now| now.nodes());
    Ok(nodes.filter(holds).map(|node| Delete { node, parts: parts.at(node.features) }).collect())
}
