//! SLg (TS 29.172): what a GMLC and an MME say to one another about where a user is.

pub mod avps;
mod enums;
mod flags;
mod grouped;
mod location_report;
mod provide_location;
mod result;

pub use enums::{
    AccuracyFulfilmentIndicator, LcsPrivacyCheck, LcsQosClass, LocationEvent, PseudonymIndicator,
    ResponseTime, SlgLocationType, VelocityRequested, VerticalRequested,
};
pub use flags::{DeferredLocationType, LraFlags, LrrFlags, PlaFlags, PlrFlags, SupportedGadShapes};
pub use grouped::{
    EsmlcCellInfo, GeranPositioningInfo, LcsEpsClientName, LcsPrivacyCheckNonSession, LcsPrivacyCheckSession,
    LcsQos, LcsRequestorName, PeriodicLdrInformation, UtranPositioningInfo,
};
pub use location_report::{LocationReportAnswer, LocationReportRequest};
pub use provide_location::{ProvideLocationAnswer, ProvideLocationRequest};
pub use result::SlgResult;

use super::base::VendorSpecificApplicationId;
use super::{Command, Group, TGPP};

/// Application-Id of SLg.
pub const APPLICATION: u32 = 16_777_255;

/// What every SLg message carries.
pub const VENDOR_SPECIFIC_APPLICATION_ID: VendorSpecificApplicationId =
    VendorSpecificApplicationId::auth(TGPP, APPLICATION);

/// The commands, requests before their answers.
pub const COMMANDS: &[Command] = &[
    ProvideLocationRequest::COMMAND,
    ProvideLocationAnswer::COMMAND,
    LocationReportRequest::COMMAND,
    LocationReportAnswer::COMMAND,
];

/// The Grouped AVPs whose members are known.
pub const GROUPS: &[Group] = &[
    LcsEpsClientName::GROUP,
    LcsRequestorName::GROUP,
    LcsQos::GROUP,
    LcsPrivacyCheckNonSession::GROUP,
    LcsPrivacyCheckSession::GROUP,
    GeranPositioningInfo::GROUP,
    UtranPositioningInfo::GROUP,
    PeriodicLdrInformation::GROUP,
    EsmlcCellInfo::GROUP,
];
