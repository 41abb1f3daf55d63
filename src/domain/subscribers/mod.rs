//! Subscribers: from an order or a file to records, and back.
//!
//! An [`Order`] names an IMSI, keys, a number and service codes; a [`Template`] knows the rest; [`expand`] makes the records of both, and
//! [`check`] tells what is wrong with them. [`provision`] turns a change of what is provisioned into one change set, with what must
//! happen on the network because of it. [`find`] reads how people name users, [`view`] tells what is known of one, [`import`] and [`export`] move
//! many at once, [`foreign`] reads what other HSSs export.

pub mod account;
pub mod check;
pub mod eps;
pub mod export;
pub mod find;
pub mod foreign;
pub mod import;
pub mod kept;
pub mod limits;
pub mod provision;
pub mod view;
pub mod withdraw;
mod wlan;

mod algorithm;
mod expand;
mod fault;
mod order;
mod pattern;
mod rules;
mod secrets;
mod template;

pub use expand::{Context, Expanded, expand, read_sic};
pub use fault::Fault;
pub use order::{IdentityOrder, Order, SecretText, ServiceOrder};
pub use pattern::{Fill, MalformedPattern, Pattern};
pub use rules::{DEFAULT, EpsRules, Rules};
pub use secrets::realm;
pub use template::{IdentityTemplate, ServiceTemplate, Template, Templates};

use crate::types::Sic;
use std::borrow::Cow;

/// How people name the service without a code.
pub const PLAIN: &str = "plain";

/// A service code as people write it: its digits, or `plain`.
pub fn sic_text(sic: Option<Sic>) -> Cow<'static, str> {
    match sic {
        Some(sic) => Cow::Owned(sic.to_string()),
        None => Cow::Borrowed(PLAIN),
    }
}
