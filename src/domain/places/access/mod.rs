//! Where a message says the user is: the forms that access networks' information comes in. Nothing here knows of a map.

pub mod pani;
pub mod uli;
pub mod visited;

pub use pani::AccessNetwork;
pub use uli::{UliError, user_location};
pub use visited::visited_network;
