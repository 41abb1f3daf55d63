//! SLh (TS 29.173): what a GMLC asks of the HSS before it looks for a user.

pub mod avps;
mod flags;
mod grouped;
mod result;
mod routing_info;

pub use flags::{LcsCapabilitiesSets, RiaFlags};
pub use grouped::{AdditionalServingNode, ServingNode};
pub use result::SlhResult;
pub use routing_info::{RoutingInfoAnswer, RoutingInfoRequest};

use super::base::VendorSpecificApplicationId;
use super::{Command, Group, TGPP};

/// Application-Id of SLh.
pub const APPLICATION: u32 = 16_777_291;

/// What every SLh message carries.
pub const VENDOR_SPECIFIC_APPLICATION_ID: VendorSpecificApplicationId =
    VendorSpecificApplicationId::auth(TGPP, APPLICATION);

/// The commands, requests before their answers.
pub const COMMANDS: &[Command] = &[RoutingInfoRequest::COMMAND, RoutingInfoAnswer::COMMAND];

/// The Grouped AVPs whose members are known.
pub const GROUPS: &[Group] = &[ServingNode::GROUP, AdditionalServingNode::GROUP];
