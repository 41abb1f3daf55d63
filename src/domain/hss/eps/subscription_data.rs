//! What a node is told of a subscriber (TS 29.272 §7.3.2): the profile, and what is the subscriber's own.

use super::{
    super::Hss,
    EpsLoaded, EpsParty,
    barring::Barrings,
    profile::{Apn, ChargingCharacteristics, NetworkAccess, Restrictions},
};
use crate::{
    records::{Ambr, ServingNode},
    store::Store,
    types::{E164, Imsi},
};
use std::net::IpAddr;

/// The subscription data.
#[derive(Debug, Clone, PartialEq)]
pub struct SubscriptionData<'a> {
    /// The number.
    pub msisdn: Option<E164>,
    /// Further numbers.
    pub additional_msisdns: &'a [E164],
    /// Packet switching alone, or both.
    pub network_access: NetworkAccess,
    /// What is not allowed.
    pub restrictions: Restrictions,
    /// The rates of the subscriber.
    pub ambr: Ambr,
    /// The context identifier of the default APN.
    pub default_context: u32,
    /// The APNs.
    pub apns: Vec<ApnData<'a>>,
    /// Charging characteristics.
    pub charging: Option<ChargingCharacteristics>,
    /// RAT-Frequency-Selection-Priority-ID.
    pub rfsp: Option<u32>,
    /// Seconds between periodic updates.
    pub periodic_tau: Option<u32>,
    /// What is barred, as far as the node is told of it.
    pub barred: Barrings,
    /// The zones of a regional subscription; anywhere without.
    pub zones: Vec<u16>,
    /// There are zones, and the node cannot keep to them: roaming is restricted there (Roaming-Restricted-Due-To-Unsupported-Feature, §7.3.81).
    pub roaming_restricted: bool,
    /// UE-Usage-Type.
    pub ue_usage_type: Option<u8>,
}

/// One APN of a subscriber.
#[derive(Debug, Clone, PartialEq)]
pub struct ApnData<'a> {
    /// Its context identifier.
    pub context: u32,
    /// What the profile says.
    pub apn: &'a Apn,
    /// Its rates.
    pub ambr: Ambr,
    /// The addresses that the subscriber always has there: one IPv4, one IPv6 at most.
    pub addresses: Vec<IpAddr>,
}

/// The feature RegSub of list 1 (§7.3.10).
pub const REGIONAL_SUBSCRIPTION: u32 = 1 << 9;

/// What an MME or SGSN is told of `party`: of the barring, what it enforces by its `features` (TS 29.272 §7.3.10), and the home operator's own
/// types in a `home` network alone (TS 23.015). Zones are told to who understands them; who does not is told that it may not serve because of that.
pub fn told_node<'a>(party: EpsParty<'a>, features: u32, home: bool) -> SubscriptionData<'a> {
    let mut data = SubscriptionData { barred: enforced(party, features, home), ..told(party) };
    if features & REGIONAL_SUBSCRIPTION == 0 {
        data.roaming_restricted = !data.zones.is_empty();
        data.zones.clear();
    }
    data
}

/// What the node that serves has been told of the barring; `None` where that cannot be said: there is no contract, or the configuration lacks its profile.
pub fn standing_barring(store: &Store, hss: &Hss, imsi: Imsi, node: &ServingNode) -> Option<Barrings> {
    let loaded = EpsLoaded::load(store, imsi);
    let home = hss.eps.is_home(node.visited, imsi);
    let party = loaded.party(&imsi.to_string(), hss).ok()?;
    Some(enforced(party, node.features, home))
}

fn enforced(party: EpsParty<'_>, features: u32, home: bool) -> Barrings {
    let mut enforced = Barrings::ODB & Barrings::from_bits_retain(features);
    enforced.set(Barrings::HPLMN, home);
    party.barred() & enforced
}

/// What is told of `party` wherever it comes from; nothing of the barring.
pub fn told<'a>(party: EpsParty<'a>) -> SubscriptionData<'a> {
    let EpsParty { subscriber, subscription, profile } = party;
    let ambr = subscription.ambr.unwrap_or(profile.ambr);
    let apns = profile.apn.iter().zip(1..).map(|(apn, context)| ApnData {
        context,
        apn,
        ambr: apn.ambr.unwrap_or(ambr),
        addresses: subscription
            .addresses
            .iter()
            .filter(|fixed| fixed.apn == apn.name)
            .map(|fixed| fixed.address)
            .collect(),
    });
    SubscriptionData {
        msisdn: subscriber.msisdn,
        additional_msisdns: &subscription.additional_msisdns,
        network_access: profile.network_access,
        restrictions: profile.restrictions(),
        ambr,
        default_context: profile.default_context(),
        apns: apns.collect(),
        charging: subscription
            .charging_characteristics
            .map(ChargingCharacteristics)
            .or(profile.charging_characteristics),
        rfsp: profile.rfsp,
        periodic_tau: profile.periodic_tau,
        barred: Barrings::empty(),
        zones: match subscription.further.as_ref().map(|further| &*further.zones) {
            Some(own) if !own.is_empty() => own.into(),
            _ => profile.zones.iter().map(|zone| zone.0).collect(),
        },
        roaming_restricted: false,
        ue_usage_type: party.ue_usage_type(),
    }
}
