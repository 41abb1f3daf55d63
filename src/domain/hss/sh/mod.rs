//! Sh: what application servers may read, keep and watch here (TS 29.328).
//!
//! Reading order: [`reference`] (which data there is), [`permissions`] (who may do what with it), [`subject`] (whom a request names), [`item`] (one
//! piece of data of somebody), then a file per procedure: [`pull`] (UDR), [`update`] (PUR), [`subscribe`] (SNR), [`notify`] (PNR); `dsai` (what is switched), and
//! [`document`] and [`parse`] (the XML).

pub mod document;
mod dsai;
pub mod features;
pub mod item;
pub mod notify;
pub mod parse;
pub mod permissions;
pub mod pull;
pub mod reference;
pub mod subject;
pub mod subscribe;
pub mod update;
pub mod whereabouts;

pub use features::ShFeatures;
pub use item::{Item, Source};
pub use permissions::{ApplicationServer, Permissions, Sh};
pub use reference::{Kind, Operation, Reference};
pub use subject::{Records, Target, Whom};
pub use whereabouts::{Domain, Unknown, Whereabouts};
