//! Flag words of SLh (TS 29.173 §6.4): bits without a name are kept as they come.

use crate::diameter::dictionary::grammar::flag_words;
use bitflags::bitflags;

bitflags! {
    /// LCS-Capabilities-Sets (§6.4.6): the sets of TS 23.271 that a node supports.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct LcsCapabilitiesSets: u32 {
        /// LCS capability set 1.
        const SET_1 = 1 << 0;
        /// LCS capability set 2.
        const SET_2 = 1 << 1;
        /// LCS capability set 3.
        const SET_3 = 1 << 2;
        /// LCS capability set 4.
        const SET_4 = 1 << 3;
        /// LCS capability set 5.
        const SET_5 = 1 << 4;
        const _ = !0;
    }
}

bitflags! {
    /// RIA-Flags (§6.4.15).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct RiaFlags: u32 {
        /// MME and SGSN are one node, which supports the optimized LCS procedure.
        const COMBINED_MME_SGSN = 1 << 0;
        const _ = !0;
    }
}

flag_words!(LcsCapabilitiesSets, RiaFlags);
