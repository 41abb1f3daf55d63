//! Ro and Gy (RFC 8506, TS 32.299): online charging. A client asks for units before it gives the service, and reports what was used.

mod abort_session;
pub mod avps;
mod credit_control;
mod enums;
mod final_unit;
mod ims;
mod ims_groups;
mod multiple_services;
mod ps;
mod ps_groups;
mod quota;
mod re_auth;
mod service_context;
mod service_information;
mod sms;
mod subscriber;
mod tariff;
mod units;
mod vcs;

pub use abort_session::{AbortSessionAnswer, AbortSessionRequest};
pub use credit_control::{CreditControlAnswer, CreditControlRequest};
pub use enums::{
    AocRequestType, CcRequestType, CcSessionFailover, CcUnitType, ChargeReasonCode, CheckBalanceResult,
    CreditControlFailureHandling, DirectDebitingFailureHandling, EnvelopeReporting, FinalUnitAction,
    LowBalanceIndication, MultipleServicesIndicator, NodeFunctionality, RedirectAddressType, ReportingReason,
    RequestedAction, RoleOfNode, TariffChangeUsage, TimeQuotaType, UserEquipmentInfoType,
};
pub use final_unit::{FinalUnitIndication, QosFinalUnitIndication, RedirectServer, RedirectServerExtension};
pub use ims::ImsInformation;
pub use ims_groups::{
    AccessNetworkInfoChange, AccessTransferInformation, ApplicationServerInformation, CalledIdentityChange,
    EarlyMediaDescription, EventType, InterOperatorIdentifier, MessageBody, NniInformation,
    SdpMediaComponent, SdpTimeStamps, TimeStamps, TrunkGroupId,
};
pub use multiple_services::MultipleServicesCreditControl;
pub use ps::PsInformation;
pub use ps_groups::{OfflineCharging, ServiceDataContainer, TrafficDataVolumes, UserCsgInformation};
pub use quota::{
    AfCorrelationInformation, AnnouncementInformation, Envelope, Flows, PsFurnishChargingInformation,
    QosInformation, ServiceSpecificInfo, TimeQuotaMechanism, Trigger, VariablePart,
};
pub use re_auth::{ReAuthAnswer, ReAuthRequest};
pub use service_context::{ChargedService, ServiceContextId};
pub use service_information::{MmtelInformation, ServiceInformation, SupplementaryService};
pub use sms::{
    AddressDomain, DestinationInterface, OriginatorInterface, OriginatorReceivedAddress, RecipientAddress,
    RecipientInfo, RecipientReceivedAddress, SmDeviceTriggerInformation, SmsInformation,
};
pub use subscriber::{
    ServiceParameterInfo, SubscriptionIdExtension, UserEquipmentInfo, UserEquipmentInfoExtension,
};
pub use tariff::{
    AccumulatedCost, AocCostInformation, AocInformation, AocService, AocSubscriptionInformation,
    CurrentTariff, IncrementalCost, NextTariff, RateElement, RealTimeTariffInformation, ScaleFactor,
    TariffInformation, UnitCost,
};
pub use units::{
    CcMoney, CostInformation, GrantedServiceUnit, GsuPoolReference, RemainingBalance, RequestedServiceUnit,
    UnitValue, Units, UsedServiceUnit,
};
pub use vcs::{BasicServiceCode, IsupReleaseCause, VcsInformation};

pub use super::swx::{SubscriptionId, SubscriptionIdType};

use super::base::VendorSpecificApplicationId;
use super::{Command, Group, TGPP};

/// Application-Id of credit control (RFC 8506 §1.3).
pub const APPLICATION: u32 = 4;

/// How 3GPP's clients say it, beside or instead of Auth-Application-Id.
pub const VENDOR_SPECIFIC_APPLICATION_ID: VendorSpecificApplicationId =
    VendorSpecificApplicationId::auth(TGPP, APPLICATION);

/// The commands, requests before their answers.
pub const COMMANDS: &[Command] = &[
    CreditControlRequest::COMMAND,
    CreditControlAnswer::COMMAND,
    ReAuthRequest::COMMAND,
    ReAuthAnswer::COMMAND,
    AbortSessionRequest::COMMAND,
    AbortSessionAnswer::COMMAND,
];

/// The Grouped AVPs whose members are known.
pub const GROUPS: &[Group] = &[
    UnitValue::GROUP,
    CcMoney::GROUP,
    GrantedServiceUnit::GROUP,
    RequestedServiceUnit::GROUP,
    UsedServiceUnit::GROUP,
    GsuPoolReference::GROUP,
    CostInformation::GROUP,
    RemainingBalance::GROUP,
    FinalUnitIndication::GROUP,
    RedirectServer::GROUP,
    QosFinalUnitIndication::GROUP,
    RedirectServerExtension::GROUP,
    SubscriptionIdExtension::GROUP,
    UserEquipmentInfo::GROUP,
    UserEquipmentInfoExtension::GROUP,
    ServiceParameterInfo::GROUP,
    MultipleServicesCreditControl::GROUP,
    Trigger::GROUP,
    PsFurnishChargingInformation::GROUP,
    AfCorrelationInformation::GROUP,
    Flows::GROUP,
    Envelope::GROUP,
    TimeQuotaMechanism::GROUP,
    ServiceSpecificInfo::GROUP,
    QosInformation::GROUP,
    AnnouncementInformation::GROUP,
    VariablePart::GROUP,
    AocInformation::GROUP,
    AocCostInformation::GROUP,
    AccumulatedCost::GROUP,
    IncrementalCost::GROUP,
    TariffInformation::GROUP,
    CurrentTariff::GROUP,
    NextTariff::GROUP,
    ScaleFactor::GROUP,
    RateElement::GROUP,
    UnitCost::GROUP,
    AocSubscriptionInformation::GROUP,
    AocService::GROUP,
    RealTimeTariffInformation::GROUP,
    ServiceInformation::GROUP,
    MmtelInformation::GROUP,
    SupplementaryService::GROUP,
    ImsInformation::GROUP,
    EventType::GROUP,
    CalledIdentityChange::GROUP,
    TimeStamps::GROUP,
    ApplicationServerInformation::GROUP,
    InterOperatorIdentifier::GROUP,
    SdpMediaComponent::GROUP,
    TrunkGroupId::GROUP,
    MessageBody::GROUP,
    EarlyMediaDescription::GROUP,
    SdpTimeStamps::GROUP,
    NniInformation::GROUP,
    AccessNetworkInfoChange::GROUP,
    AccessTransferInformation::GROUP,
    PsInformation::GROUP,
    UserCsgInformation::GROUP,
    OfflineCharging::GROUP,
    TrafficDataVolumes::GROUP,
    ServiceDataContainer::GROUP,
    SmsInformation::GROUP,
    OriginatorInterface::GROUP,
    DestinationInterface::GROUP,
    RecipientInfo::GROUP,
    RecipientAddress::GROUP,
    RecipientReceivedAddress::GROUP,
    OriginatorReceivedAddress::GROUP,
    AddressDomain::GROUP,
    SmDeviceTriggerInformation::GROUP,
    VcsInformation::GROUP,
    BasicServiceCode::GROUP,
    IsupReleaseCause::GROUP,
];
