//! S6a and S6d (TS 29.272): what MME, SGSN and HSS say to one another.

mod apn;
mod authentication;
mod authentication_information;
pub mod avps;
mod cancel_location;
mod delete_subscriber_data;
mod enums;
mod flags;
mod insert_subscriber_data;
mod location;
mod notify;
mod purge_ue;
mod reset;
mod result;
mod services;
mod subscription_data;
mod terminal;
mod update_location;

pub use apn::{
    ActiveApn, Ambr, ApnConfiguration, ApnConfigurationProfile, EpsSubscribedQosProfile, SpecificApnInfo,
};
pub use authentication::{
    AuthenticationInfo, EUtranVector, GeranVector, RequestedEutranAuthenticationInfo,
    RequestedUtranGeranAuthenticationInfo, UtranVector,
};
pub use authentication_information::{AuthenticationInformationAnswer, AuthenticationInformationRequest};
pub use cancel_location::{CancelLocationAnswer, CancelLocationRequest};
pub use delete_subscriber_data::{DeleteSubscriberDataAnswer, DeleteSubscriberDataRequest};
pub use enums::{
    AlertReason, AllApnConfigurationsIncludedIndicator, CancellationType, CurrentLocationRetrieved,
    DaylightSavingTime, ErrorDiagnostic, HomogeneousSupportOfImsVoiceOverPsSessions, IcsIndicator,
    ImsVoiceOverPsSessionsSupported, Interworking5gsIndicator, LipaPermission, MdtUserConsent,
    NetworkAccessMode, NonIpPdnTypeIndicator, PdnGwAllocationType, PdnType, RdsIndicator, RelayNodeIndicator,
    RoamingRestrictedDueToUnsupportedFeature, SiptoPermission, SmsRegisterRequest, SubscribedVsrvcc,
    SubscriberStatus, UeSrvccCapability, UserState, VplmnDynamicAddressAllowed, VplmnLipaAllowed,
};
pub use flags::{
    AccessRestrictionData, AirFlags, ClrFlags, CoreNetworkRestrictions, DsaFlags, DsrFlags, HplmnOdb,
    IdaFlags, IdrFlags, NorFlags, OperatorDeterminedBarring, PuaFlags, PurFlags, SubscriptionDataFlags,
    UlaFlags, UlrFlags,
};
pub use insert_subscriber_data::{InsertSubscriberDataAnswer, InsertSubscriberDataRequest};
pub use location::{
    EpsLocationInformation, EpsUserState, LocalTimeZone, MmeLocationInformation, MmeUserState,
    SgsnLocationInformation, SgsnUserState,
};
pub use notify::{NotifyAnswer, NotifyRequest};
pub use purge_ue::{PurgeUeAnswer, PurgeUeRequest};
pub use reset::{ResetAnswer, ResetRequest};
pub use result::S6aResult;
pub use services::{CallBarringInfo, ImsiGroupId, TeleserviceList};
pub use subscription_data::SubscriptionData;
pub use terminal::{AdjacentAccessRestrictionData, AdjacentPlmns, EquivalentPlmnList, TerminalInformation};
pub use update_location::{UpdateLocationAnswer, UpdateLocationRequest};

use super::base::VendorSpecificApplicationId;
use super::{Command, Group, TGPP};

/// Application-Id of S6a and S6d.
pub const APPLICATION: u32 = 16_777_251;

/// What every S6a message carries.
pub const VENDOR_SPECIFIC_APPLICATION_ID: VendorSpecificApplicationId =
    VendorSpecificApplicationId::auth(TGPP, APPLICATION);

/// The commands, requests before their answers.
pub const COMMANDS: &[Command] = &[
    UpdateLocationRequest::COMMAND,
    UpdateLocationAnswer::COMMAND,
    CancelLocationRequest::COMMAND,
    CancelLocationAnswer::COMMAND,
    AuthenticationInformationRequest::COMMAND,
    AuthenticationInformationAnswer::COMMAND,
    InsertSubscriberDataRequest::COMMAND,
    InsertSubscriberDataAnswer::COMMAND,
    DeleteSubscriberDataRequest::COMMAND,
    DeleteSubscriberDataAnswer::COMMAND,
    PurgeUeRequest::COMMAND,
    PurgeUeAnswer::COMMAND,
    ResetRequest::COMMAND,
    ResetAnswer::COMMAND,
    NotifyRequest::COMMAND,
    NotifyAnswer::COMMAND,
];

/// The Grouped AVPs whose members are known.
pub const GROUPS: &[Group] = &[
    RequestedEutranAuthenticationInfo::GROUP,
    RequestedUtranGeranAuthenticationInfo::GROUP,
    AuthenticationInfo::GROUP,
    EUtranVector::GROUP,
    UtranVector::GROUP,
    GeranVector::GROUP,
    SubscriptionData::GROUP,
    TeleserviceList::GROUP,
    CallBarringInfo::GROUP,
    ImsiGroupId::GROUP,
    Ambr::GROUP,
    ApnConfigurationProfile::GROUP,
    ApnConfiguration::GROUP,
    EpsSubscribedQosProfile::GROUP,
    SpecificApnInfo::GROUP,
    ActiveApn::GROUP,
    EpsUserState::GROUP,
    MmeUserState::GROUP,
    SgsnUserState::GROUP,
    EpsLocationInformation::GROUP,
    MmeLocationInformation::GROUP,
    SgsnLocationInformation::GROUP,
    LocalTimeZone::GROUP,
    TerminalInformation::GROUP,
    EquivalentPlmnList::GROUP,
    AdjacentPlmns::GROUP,
    AdjacentAccessRestrictionData::GROUP,
];
