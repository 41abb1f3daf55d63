//! Non-3GPP-User-Data on the wire (TS 29.273 §8.2.3.1).

use crate::{
    diameter::dictionary::{
        swx::{
            EmergencyInfo, Non3gppIpAccess, Non3gppIpAccessApn, Non3gppUserData, SubscriptionId,
            SubscriptionIdType,
        },
        tgpp::RatType,
    },
    domain::hss::wlan::user_data::Non3gppData,
    interfaces::shared::apn,
};

/// What the AVPs of one subscriber's data borrow.
pub(super) struct Texts {
    msisdn: Option<String>,
    charging: Option<String>,
    apn_charging: Vec<Option<String>>,
}

impl Texts {
    /// The texts of `data`.
    pub(super) fn of(data: &Non3gppData<'_>) -> Self {
        let subscription = &data.subscription;
        let apns = subscription.apns.iter();
        Self {
            msisdn: subscription.msisdn.map(|number| number.to_string()),
            charging: subscription.charging.map(String::from),
            apn_charging: apns.map(|apn| apn.apn.charging_characteristics.map(String::from)).collect(),
        }
    }
}

/// The AVPs of `data`. A subscriber who may not come this way is refused, so what is told is always that all is allowed.
pub(super) fn told<'a>(data: &'a Non3gppData<'a>, texts: &'a Texts) -> Non3gppUserData<'a> {
    let subscription = &data.subscription;
    let apns = subscription.apns.iter().zip(&texts.apn_charging);
    Non3gppUserData {
        subscription_id: texts.msisdn.as_deref().map(|digits| SubscriptionId {
            subscription_id_type: SubscriptionIdType::END_USER_E164,
            subscription_id_data: digits,
        }),
        non_3gpp_ip_access: Some(Non3gppIpAccess::NON_3GPP_SUBSCRIPTION_ALLOWED),
        non_3gpp_ip_access_apn: Some(Non3gppIpAccessApn::NON_3GPP_APNS_ENABLE),
        rat_type: data.rat_types.iter().copied().map(RatType).collect(),
        ambr: Some(apn::ambr(subscription.ambr)),
        tgpp_charging_characteristics: texts.charging.as_deref(),
        context_identifier: Some(subscription.default_context),
        apn_configuration: apns
            .map(|(one, charging)| apn::configuration(one, charging.as_deref(), data.gateway(&one.apn.name)))
            .collect(),
        emergency_info: data
            .emergency()
            .and_then(apn::agent)
            .map(|agent| EmergencyInfo { mip6_agent_info: Some(agent) }),
        ..Default::default()
    }
}
