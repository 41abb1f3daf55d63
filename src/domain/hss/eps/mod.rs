//! The HSS of the EPS: whom an MME may attach, and what it is told of them (TS 29.272; EP-1).
//!
//! A file per procedure, as in the rest of the HSS; the numbers of steps are ours, in the order of the clause, which has none. Reading order:
//! [`subject`] (whom a request names, and who asks), [`authentication_information`] (AIR), [`update_location`] (ULR), [`purge`] (PUR), [`notify`] (NOR),
//! [`cancel_location`] (CLR), [`insert_subscriber_data`] (IDR), [`delete_subscriber_data`] (DSR), then [`profile`] and [`barring`] (what is configured) and [`subscription_data`] (what becomes of it).

pub mod authentication_information;
pub mod barring;
pub mod cancel_location;
pub mod delete_subscriber_data;
pub mod insert_subscriber_data;
pub mod notify;
pub mod profile;
pub mod purge;
pub mod subject;
pub mod subscription_data;
pub mod update_location;

pub use profile::{Eps, EpsProfile};
pub use subject::{Asker, EpsLoaded, EpsParty};
