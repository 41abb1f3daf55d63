//! What an AAA server is told of a subscriber (TS 29.273 §8.2.3.1): the profile, and which gateways are in use.

use super::{super::eps::EpsParty, super::eps::subscription_data, WlanLoaded};
use crate::records::Gateway;

/// Under this name, which no APN has, a registration keeps the gateway of the emergency PDN connection.
pub const EMERGENCY: &str = "";

/// The data.
#[derive(Debug, Clone, PartialEq)]
pub struct Non3gppData<'a> {
    /// What an MME is told too: number, rates, APNs, charging.
    pub subscription: subscription_data::SubscriptionData<'a>,
    /// RAT-Types that are allowed; all where none is named.
    pub rat_types: Vec<u32>,
    /// The gateways in use, of APNs that the subscriber has.
    pub gateways: Vec<&'a Gateway>,
}

impl Non3gppData<'_> {
    /// The gateway of an APN, so that the terminal keeps its addresses when it comes from LTE or from another access network.
    pub fn gateway(&self, apn: &str) -> Option<&Gateway> {
        self.gateways.iter().copied().find(|gateway| *gateway.apn == *apn)
    }

    /// The gateway of the emergency PDN connection (Emergency-Info).
    pub fn emergency(&self) -> Option<&Gateway> {
        self.gateway(EMERGENCY)
    }
}

/// What is told of `party`. `gateways` are those that the AAA server told of; where it did not, those of the EPS hold.
pub fn told<'a>(party: EpsParty<'a>, loaded: &'a WlanLoaded, gateways: &'a [Gateway]) -> Non3gppData<'a> {
    let eps = loaded.eps.registration().0.into_iter().flat_map(|registration| &registration.gateways);
    Non3gppData {
        subscription: subscription_data::told(party),
        rat_types: party.profile.non_3gpp_rats.iter().map(|rat| *rat as u32).collect(),
        gateways: gateways.iter().chain(eps).collect(),
    }
}
