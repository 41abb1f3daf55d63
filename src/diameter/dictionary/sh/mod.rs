//! Sh (TS 29.328, TS 29.329): what application servers and HSS say to one another.

pub mod avps;
mod enums;
mod grouped;
mod profile_update;
mod push_notification;
mod subscribe_notifications;
mod user_data;

pub use enums::{
    CurrentLocation, DataReference, IdentitySet, LocalTimeZoneIndication, OneTimeNotification,
    PrePagingSupported, RequestedDomain, RequestedNodes, SendDataIndication, ServingNodeIndication, ShResult,
    SubsReqType, UdrFlags,
};
pub use grouped::{CallReferenceInfo, RepositoryDataId, UserIdentity};
pub use profile_update::{ProfileUpdateAnswer, ProfileUpdateRequest};
pub use push_notification::{PushNotificationAnswer, PushNotificationRequest};
pub use subscribe_notifications::{SubscribeNotificationsAnswer, SubscribeNotificationsRequest};
pub use user_data::{UserDataAnswer, UserDataRequest};

use super::base::VendorSpecificApplicationId;
use super::{Command, Group, TGPP};

/// Application-Id of Sh.
pub const APPLICATION: u32 = 16_777_217;

/// What every Sh message carries.
pub const VENDOR_SPECIFIC_APPLICATION_ID: VendorSpecificApplicationId =
    VendorSpecificApplicationId::auth(TGPP, APPLICATION);

/// The commands, requests before their answers.
pub const COMMANDS: &[Command] = &[
    UserDataRequest::COMMAND,
    UserDataAnswer::COMMAND,
    ProfileUpdateRequest::COMMAND,
    ProfileUpdateAnswer::COMMAND,
    SubscribeNotificationsRequest::COMMAND,
    SubscribeNotificationsAnswer::COMMAND,
    PushNotificationRequest::COMMAND,
    PushNotificationAnswer::COMMAND,
];

/// The Grouped AVPs whose members are known.
pub const GROUPS: &[Group] = &[UserIdentity::GROUP, RepositoryDataId::GROUP, CallReferenceInfo::GROUP];
