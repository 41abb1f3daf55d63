//! Typed messages, a file each or a pair (TS 29.274 §7).

mod change_notification;
mod echo;
mod session;
mod version_not_supported;

pub use change_notification::{ChangeNotificationRequest, ChangeNotificationResponse};
pub use echo::Echo;
pub use session::{Session, SessionAnswer};
pub use version_not_supported::version_not_supported;
