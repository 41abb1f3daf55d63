//! Rf (RFC 6733 §9, TS 32.299): offline charging. A node tells what happened, and is answered when it is kept.

mod accounting;

pub use accounting::{AccountingAnswer, AccountingRequest};

use super::base::VendorSpecificApplicationId;
use super::{Command, TGPP};

/// Application-Id of base accounting (RFC 6733 §2.4).
pub const APPLICATION: u32 = 3;

/// How some of 3GPP's clients say it, beside or instead of Acct-Application-Id.
pub const VENDOR_SPECIFIC_APPLICATION_ID: VendorSpecificApplicationId =
    VendorSpecificApplicationId::acct(TGPP, APPLICATION);

/// The commands, requests before their answers. Their groups and AVPs are those of Ro.
pub const COMMANDS: &[Command] = &[AccountingRequest::COMMAND, AccountingAnswer::COMMAND];
