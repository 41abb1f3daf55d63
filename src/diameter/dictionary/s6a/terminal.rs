//! What a terminal is (TS 29.272 §7.3.3).

use super::avps::{IMEI, SOFTWARE_VERSION, TERMINAL_INFORMATION};
use crate::diameter::dictionary::grammar::group;

group! {
    /// Terminal-Information (§7.3.3): what the terminal is.
    ///
    /// ```text
    /// Terminal-Information ::= < AVP header: 1401 10415 >
    ///     [ IMEI ]
    ///     [ Software-Version ]
    ///   * [ AVP ]
    /// ```
    TerminalInformation<'a> = TERMINAL_INFORMATION {
        /// IMEI (§7.3.4).
        optional imei: &'a str = IMEI;
        /// Software-Version (§7.3.5).
        optional software_version: &'a str = SOFTWARE_VERSION;
    }
}
