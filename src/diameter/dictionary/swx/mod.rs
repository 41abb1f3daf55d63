//! SWx (TS 29.273 §8): what a 3GPP AAA server and the HSS say to one another. The commands are those of Cx under another Application-Id, with
//! grammars of their own.

pub mod avps;
mod enums;
mod flags;
mod multimedia_auth;
mod push_profile;
mod registration_termination;
mod result;
mod server_assignment;
mod user_data;

pub use enums::{AnTrusted, Non3gppIpAccess, Non3gppIpAccessApn, SubscriptionIdType};
pub use flags::{AaaFailureIndication, EmergencyServices, PprFlags};
pub use multimedia_auth::{MultimediaAuthAnswer, MultimediaAuthRequest};
pub use push_profile::{PushProfileAnswer, PushProfileRequest};
pub use registration_termination::{RegistrationTerminationAnswer, RegistrationTerminationRequest};
pub use result::SwxResult;
pub use server_assignment::{ServerAssignmentAnswer, ServerAssignmentRequest};
pub use user_data::{EmergencyInfo, Non3gppUserData, SubscriptionId};

use super::base::VendorSpecificApplicationId;
use super::{Command, Group, TGPP};

/// Application-Id of SWx.
pub const APPLICATION: u32 = 16_777_265;

/// What every SWx message carries.
pub const VENDOR_SPECIFIC_APPLICATION_ID: VendorSpecificApplicationId =
    VendorSpecificApplicationId::auth(TGPP, APPLICATION);

/// The commands, requests before their answers.
pub const COMMANDS: &[Command] = &[
    MultimediaAuthRequest::COMMAND,
    MultimediaAuthAnswer::COMMAND,
    ServerAssignmentRequest::COMMAND,
    ServerAssignmentAnswer::COMMAND,
    RegistrationTerminationRequest::COMMAND,
    RegistrationTerminationAnswer::COMMAND,
    PushProfileRequest::COMMAND,
    PushProfileAnswer::COMMAND,
];

/// The Grouped AVPs whose members are known.
pub const GROUPS: &[Group] = &[Non3gppUserData::GROUP, SubscriptionId::GROUP, EmergencyInfo::GROUP];
