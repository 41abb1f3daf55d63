//! Cx and Dx (TS 29.228, TS 29.229): what I-CSCF, S-CSCF and HSS say to one another.

mod authentication;
pub mod avps;
mod enums;
mod grouped;
mod location_info;
mod multimedia_auth;
mod push_profile;
mod registration_termination;
mod restoration;
mod server_assignment;
mod user_authorization;

pub use authentication::{EtsiSipAuthenticate, SipAuthDataItem, SipDigestAuthenticate};
pub use enums::{
    CxResult, LiaFlags, LooseRouteIndication, MultipleRegistrationIndication, OriginatingRequest,
    PriviledgedSenderIndication, ReasonCode, RtrFlags, SarFlags, ServerAssignmentType, SessionPriority,
    UarFlags, UserAuthorizationType, UserDataAlreadyAvailable,
};
pub use grouped::{
    AllowedWafWwsfIdentities, AssociatedIdentities, AssociatedRegisteredIdentities, ChargingInformation,
    DeregistrationReason, FailedPcscf, IdentityWithEmergencyRegistration, ServerCapabilities,
    SupportedFeatures,
};
pub use location_info::{LocationInfoAnswer, LocationInfoRequest};
pub use multimedia_auth::{MultimediaAuthAnswer, MultimediaAuthRequest};
pub use push_profile::{PushProfileAnswer, PushProfileRequest};
pub use registration_termination::{RegistrationTerminationAnswer, RegistrationTerminationRequest};
pub use restoration::{PCscfSubscriptionInfo, RestorationInfo, ScscfRestorationInfo, SubscriptionInfo};
pub use server_assignment::{ServerAssignmentAnswer, ServerAssignmentRequest};
pub use user_authorization::{UserAuthorizationAnswer, UserAuthorizationRequest};

use super::base::VendorSpecificApplicationId;
use super::{Command, Group, TGPP};

/// Application-Id of Cx and Dx.
pub const APPLICATION: u32 = 16_777_216;

/// What every Cx message carries.
pub const VENDOR_SPECIFIC_APPLICATION_ID: VendorSpecificApplicationId =
    VendorSpecificApplicationId::auth(TGPP, APPLICATION);

/// The commands, requests before their answers.
pub const COMMANDS: &[Command] = &[
    UserAuthorizationRequest::COMMAND,
    UserAuthorizationAnswer::COMMAND,
    ServerAssignmentRequest::COMMAND,
    ServerAssignmentAnswer::COMMAND,
    LocationInfoRequest::COMMAND,
    LocationInfoAnswer::COMMAND,
    MultimediaAuthRequest::COMMAND,
    MultimediaAuthAnswer::COMMAND,
    RegistrationTerminationRequest::COMMAND,
    RegistrationTerminationAnswer::COMMAND,
    PushProfileRequest::COMMAND,
    PushProfileAnswer::COMMAND,
];

/// The Grouped AVPs whose members are known.
pub const GROUPS: &[Group] = &[
    ServerCapabilities::GROUP,
    SipAuthDataItem::GROUP,
    SipDigestAuthenticate::GROUP,
    EtsiSipAuthenticate::GROUP,
    DeregistrationReason::GROUP,
    ChargingInformation::GROUP,
    SupportedFeatures::GROUP,
    AssociatedIdentities::GROUP,
    AssociatedRegisteredIdentities::GROUP,
    ScscfRestorationInfo::GROUP,
    RestorationInfo::GROUP,
    SubscriptionInfo::GROUP,
    PCscfSubscriptionInfo::GROUP,
    IdentityWithEmergencyRegistration::GROUP,
    AllowedWafWwsfIdentities::GROUP,
    FailedPcscf::GROUP,
];
