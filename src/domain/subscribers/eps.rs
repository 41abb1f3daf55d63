//! The EPS part of a subscriber: from what an order says to the contract, and what its change does to the nodes that serve (EP-3).

use super::{Fault, Rules};
use crate::{
    domain::hss::eps::{
        barring::{Barring, Barrings, ZoneCode},
        cancel_location::{Cancellation, cancel},
        delete_subscriber_data::{Parts, held},
        profile::{ChargingCharacteristics, is_apn},
    },
    records::{Ambr, EpsFurther, EpsRegistration, EpsSubscription, FixedAddress, ServingNode, Task},
    types::{E164, Imsi, Name},
};
use serde::{Deserialize, Serialize};

/// The word for no EPS contract, where a template would make one.
pub const NONE: &str = "none";

/// As many further numbers, and as many fixed addresses, as one subscriber can have.
const MOST: usize = 16;

/// The EPS contract as ordered: the profile's name alone, or with what is the subscriber's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum EpsOrder {
    /// The profile; [`NONE`] for no contract.
    Profile(String),
    /// All of it.
    Contract(EpsContract),
}

/// An EPS contract written out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EpsContract {
    /// The profile (`[eps_profile.NAME]`).
    #[serde(default = "default_profile")]
    pub profile: String,
    /// False: attaching is refused.
    #[serde(default = "super::order::yes", skip_serializing_if = "Clone::clone")]
    pub enabled: bool,
    /// Further numbers, with or without `+`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub additional_msisdns: Vec<String>,
    /// Charging characteristics in place of the profile's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charging_characteristics: Option<ChargingCharacteristics>,
    /// Rates in place of the profile's, bit/s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ambr: Option<Ambr>,
    /// Fixed addresses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<FixedAddress>,
    /// What the operator bars, besides what the profile does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub barred: Vec<Barring>,
    /// Zone codes of a regional subscription in place of the profile's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<ZoneCode>,
    /// UE-Usage-Type in place of the profile's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ue_usage_type: Option<u8>,
    /// The card is a SIM, not a USIM.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gsm_sim: bool,
}

fn default_profile() -> String {
    super::rules::DEFAULT.into()
}

/// The contract that an order, or else its template, makes.
///
/// # Errors
/// The first mistake, with its field.
pub(super) fn expand(
    order: Option<&EpsOrder>,
    template: Option<&Name>,
    imsi: Imsi,
) -> Result<Option<EpsSubscription>, Fault> {
    let plain = |profile: &str| EpsSubscription {
        imsi,
        profile: Name::new(profile),
        enabled: true,
        additional_msisdns: Box::default(),
        charging_characteristics: None,
        ambr: None,
        addresses: Box::default(),
        further: None,
    };
    let contract = match order {
        None => return Ok(template.map(|profile| plain(profile))),
        Some(EpsOrder::Profile(name)) if name == NONE => return Ok(None),
        Some(EpsOrder::Profile(name)) => return Ok(Some(plain(name))),
        Some(EpsOrder::Contract(contract)) => contract,
    };
    let number = |text: &String| {
        let bad =
            |error| Fault::new("eps.additional_msisdns", format!("\"{}\" is {error}", text.escape_debug()));
        text.parse::<E164>().map_err(bad)
    };
    let further = EpsFurther {
        barred: contract.barred.iter().copied().collect::<Barrings>().bits(),
        zones: contract.zones.iter().map(|zone| zone.0).collect(),
        ue_usage_type: contract.ue_usage_type,
        gsm_sim: contract.gsm_sim,
    };
    Ok(Some(EpsSubscription {
        enabled: contract.enabled,
        additional_msisdns: contract.additional_msisdns.iter().map(number).collect::<Result<_, _>>()?,
        charging_characteristics: contract.charging_characteristics.map(|value| value.0),
        ambr: contract.ambr,
        addresses: contract.addresses.as_slice().into(),
        further: (further != EpsFurther::default()).then(|| further.into()),
        ..plain(&contract.profile)
    }))
}

/// Everything that must hold of an EPS contract.
///
/// # Errors
/// The first mistake, with its field.
pub(super) fn check(contract: &EpsSubscription, rules: &Rules) -> Result<(), Fault> {
    let Some(profile) = rules.eps_profiles.get(&contract.profile) else {
        let names: Vec<&str> = rules.eps_profiles.keys().map(Name::as_str).collect();
        let problem = format!(
            "the configuration has no [eps_profile.{}]; there are {} and none",
            contract.profile.escape_debug(),
            names.join(", ")
        );
        return Err(Fault::new("eps", problem));
    };
    if contract.additional_msisdns.len() > MOST || contract.addresses.len() > MOST {
        return Err(Fault::new("eps", format!("at most {MOST} further numbers, and as many addresses")));
    }
    for (place, fixed) in contract.addresses.iter().enumerate() {
        let same = |other: &FixedAddress| {
            other.apn == fixed.apn && other.address.is_ipv4() == fixed.address.is_ipv4()
        };
        if !is_apn(&fixed.apn) || !profile.apns.contains(&fixed.apn) {
            let problem = format!("the profile {} has no APN {}", contract.profile, fixed.apn.escape_debug());
            return Err(Fault::new("eps.addresses", problem));
        }
        if contract.addresses[..place].iter().any(same) {
            let kind = if fixed.address.is_ipv4() { "IPv4" } else { "IPv6" };
            return Err(Fault::new(
                "eps.addresses",
                format!("two {kind} addresses in the APN {}", fixed.apn),
            ));
        }
    }
    if let Some(further) = &contract.further {
        let barred = Barrings::from_bits_retain(further.barred);
        if let Some(contradiction) = barred.contradiction() {
            return Err(Fault::new("eps.barred", contradiction));
        }
        if let Some(mistake) = ZoneCode::mistake(&further.zones) {
            return Err(Fault::new("eps.zones", mistake));
        }
    }
    let rate = |ambr: Ambr| ambr.uplink == 0 || ambr.downlink == 0;
    match contract.ambr.is_some_and(rate) {
        true => Err(Fault::new("eps.ambr", "a rate of 0 bit/s lets nothing through")),
        false => Ok(()),
    }
}

/// What has to happen at the nodes that serve, and whether they still do, when contract and number become others.
pub(super) fn effects(
    (old, old_number): (Option<&EpsSubscription>, Option<E164>),
    (new, new_number): (Option<&EpsSubscription>, Option<E164>),
    rules: &Rules,
    registration: &EpsRegistration,
) -> Effects {
    let nodes = || registration.mme.iter().chain(&registration.sgsn);
    let Some(new) = new.filter(|new| new.enabled) else {
        // TS 29.272 §5.2.1.2.1: Subscription Withdrawal. A node that purged the subscriber holds nothing.
        let each = [(&registration.mme, true), (&registration.sgsn, false)].into_iter();
        let withdrawn = |(node, mme): (&Option<ServingNode>, bool)| {
            let node = node.as_ref().filter(|node| !node.purged)?;
            Some(cancel(registration.imsi, node, Cancellation::SubscriptionWithdrawal, mme))
        };
        return Effects { ended: true, tasks: each.filter_map(withdrawn).collect() };
    };
    let changed = (old_number != new_number || old != Some(new)) && nodes().any(|node| !node.purged);
    let parts = |contract: &EpsSubscription, number| {
        let profile =
            rules.eps_profiles.get(&contract.profile).map_or_else(Parts::default, |rules| rules.parts);
        held(profile, contract, number)
    };
    let withdrawn = old.map_or_else(Parts::empty, |old| parts(old, old_number) - parts(new, new_number));
    let imsi = registration.imsi;
    let task = match withdrawn.bits() {
        0 => Task::InsertSubscriberData { imsi },
        withdrawn => Task::ChangeSubscriberData { imsi, withdrawn },
    };
    Effects { ended: false, tasks: changed.then_some(task).into_iter().collect() }
}

/// What follows at the nodes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Effects {
    /// Nobody serves the subscriber any more.
    pub(super) ended: bool,
    /// What they are told.
    pub(super) tasks: Vec<Task>,
}

/// The order that makes the contract again.
pub(super) fn order(contract: Option<&EpsSubscription>) -> EpsOrder {
    let Some(contract) = contract else { return EpsOrder::Profile(NONE.into()) };
    let written = EpsContract::from(contract);
    let plain = EpsContract { profile: written.profile.clone(), ..EpsContract::default() };
    if written == plain { EpsOrder::Profile(written.profile) } else { EpsOrder::Contract(written) }
}

impl Default for EpsContract {
    fn default() -> Self {
        Self {
            profile: default_profile(),
            enabled: true,
            additional_msisdns: Vec::new(),
            charging_characteristics: None,
            ambr: None,
            addresses: Vec::new(),
            barred: Vec::new(),
            zones: Vec::new(),
            ue_usage_type: None,
            gsm_sim: false,
        }
    }
}

impl From<&EpsSubscription> for EpsContract {
    fn from(contract: &EpsSubscription) -> Self {
        let further = contract.further.as_deref().cloned().unwrap_or_default();
        Self {
            barred: Barrings::from_bits_retain(further.barred).words(),
            zones: further.zones.iter().copied().map(ZoneCode).collect(),
            ue_usage_type: further.ue_usage_type,
            gsm_sim: further.gsm_sim,
            profile: contract.profile.to_string(),
            enabled: contract.enabled,
            additional_msisdns: contract.additional_msisdns.iter().map(ToString::to_string).collect(),
            charging_characteristics: contract.charging_characteristics.map(ChargingCharacteristics),
            ambr: contract.ambr,
            addresses: contract.addresses.to_vec(),
        }
    }
}

/// What is told of the EPS part of a subscriber.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EpsView {
    /// The contract.
    #[serde(flatten)]
    pub contract: EpsContract,
    /// The MME that serves.
    pub mme: Option<ServingNode>,
    /// The SGSN that serves.
    pub sgsn: Option<ServingNode>,
    /// The AAA server that serves, or authenticates, access which is not of 3GPP.
    pub aaa_server: Option<AaaServerView>,
    /// APNs in use, as their gateways were told of.
    pub apns_in_use: Vec<Name>,
}

/// An AAA server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AaaServerView {
    /// Its Origin-Host.
    pub host: Name,
    /// Its Origin-Realm.
    pub realm: Name,
    /// False while it only authenticates.
    pub registered: bool,
    /// Since when it is the one.
    pub since: crate::types::Timestamp,
}

/// The same for people.
pub(super) fn view(contract: &EpsSubscription, known: &super::provision::Known) -> EpsView {
    let registration = known.eps_registration.value.as_deref();
    EpsView {
        aaa_server: known.wlan_registration.value.as_deref().map(|server| AaaServerView {
            host: server.host.clone(),
            realm: server.realm.clone(),
            registered: server.registered,
            since: server.since,
        }),
        contract: contract.into(),
        mme: registration.and_then(|registration| registration.mme.clone()),
        sgsn: registration.and_then(|registration| registration.sgsn.clone()),
        apns_in_use: registration
            .map(|registration| registration.gateways.iter().map(|gateway| gateway.apn.clone()).collect())
            .unwrap_or_default(),
    }
}
