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
mod subscription_data;
mod terminal;
mod update_location;

pub use apn::{
    ActiveApn, AllocationRetentionPriority, Ambr, ApnConfiguration, ApnConfigurationProfile,
    EpsSubscribedQosProfile,
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
    DaylightSavingTime, ErrorDiagnostic, HomogeneousSupport, IcsIndicator, ImsVoiceOverPsSessionsSupported,
    LipaPermission, MdtUserConsent, NetworkAccessMode, PdnGwAllocationType, PdnType, PreEmptionCapability,
    PreEmptionVulnerability, QosClassIdentifier, RatType, RelayNodeIndicator, RoamingRestricted, S6aResult,
    SiptoPermission, SmsRegisterRequest, SubscribedVsrvcc, SubscriberStatus, UeSrvccCapability, UserState,
    VplmnDynamicAddressAllowed, VplmnLipaAllowed,
};
pub use flags::{
    AirFlags, ClrFlags, DsaFlags, DsrFlags, IdaFlags, IdrFlags, NorFlags, PuaFlags, PurFlags, UlaFlags,
    UlrFlags,
};
pub use insert_subscriber_data::{InsertSubscriberDataAnswer, InsertSubscriberDataRequest};
pub use location::{
    EpsLocationInformation, EpsUserState, LocalTimeZone, MmeLocationInformation, MmeUserState,
    SgsnLocationInformation, SgsnUserState,
};
pub use notify::{NotifyAnswer, NotifyRequest};
pub use purge_ue::{PurgeUeAnswer, PurgeUeRequest};
pub use reset::{ResetAnswer, ResetRequest};
pub use subscription_data::SubscriptionData;
pub use terminal::TerminalInformation;
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
    TerminalInformation::GROUP,
    RequestedEutranAuthenticationInfo::GROUP,
    RequestedUtranGeranAuthenticationInfo::GROUP,
    AuthenticationInfo::GROUP,
    EUtranVector::GROUP,
    UtranVector::GROUP,
    GeranVector::GROUP,
    SubscriptionData::GROUP,
    Ambr::GROUP,
    ApnConfigurationProfile::GROUP,
    ApnConfiguration::GROUP,
    EpsSubscribedQosProfile::GROUP,
    AllocationRetentionPriority::GROUP,
    ActiveApn::GROUP,
    EpsUserState::GROUP,
    MmeUserState::GROUP,
    SgsnUserState::GROUP,
    EpsLocationInformation::GROUP,
    MmeLocationInformation::GROUP,
    SgsnLocationInformation::GROUP,
    LocalTimeZone::GROUP,
];
