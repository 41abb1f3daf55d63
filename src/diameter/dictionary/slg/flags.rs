//! Flag words of SLg (TS 29.172 §7.4): bits without a name are kept as they come.

use crate::diameter::dictionary::grammar::flag_words;
use bitflags::bitflags;

bitflags! {
    /// LCS-Supported-GAD-Shapes (§7.4.12): the shapes of TS 23.032 that are understood (TS 29.002, Supported-GAD-Shapes).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct SupportedGadShapes: u32 {
        /// Ellipsoid point.
        const ELLIPSOID_POINT = 1 << 0;
        /// Ellipsoid point with uncertainty circle.
        const UNCERTAINTY_CIRCLE = 1 << 1;
        /// Ellipsoid point with uncertainty ellipse.
        const UNCERTAINTY_ELLIPSE = 1 << 2;
        /// Polygon.
        const POLYGON = 1 << 3;
        /// Ellipsoid point with altitude.
        const ALTITUDE = 1 << 4;
        /// Ellipsoid point with altitude and uncertainty ellipsoid.
        const ALTITUDE_AND_UNCERTAINTY_ELLIPSOID = 1 << 5;
        /// Ellipsoid arc.
        const ELLIPSOID_ARC = 1 << 6;
        const _ = !0;
    }
}

bitflags! {
    /// Deferred-Location-Type (§7.4.36): the event on which to report.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct DeferredLocationType: u32 {
        /// The terminal can be reached.
        const UE_AVAILABLE = 1 << 0;
        /// It enters an area.
        const ENTERING_INTO_AREA = 1 << 1;
        /// It leaves one.
        const LEAVING_FROM_AREA = 1 << 2;
        /// It is inside one.
        const BEING_INSIDE_AREA = 1 << 3;
        /// Time passes.
        const PERIODIC_LDR = 1 << 4;
        const _ = !0;
    }
}

bitflags! {
    /// PLR-Flags (§7.4.52).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct PlrFlags: u32 {
        /// The terminal may reuse what it computed itself.
        const MO_LR_SHORT_CIRCUIT = 1 << 0;
        /// A combined MME and SGSN is to use the optimized procedure.
        const OPTIMIZED_LCS_PROC_REQ = 1 << 1;
        /// The sender understands that the location comes later.
        const DELAYED_LOCATION_REPORTING_SUPPORT = 1 << 2;
        const _ = !0;
    }
}

bitflags! {
    /// PLA-Flags (§7.4.53).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct PlaFlags: u32 {
        /// The answer to a deferred request.
        const DEFERRED_MT_LR_RESPONSE = 1 << 0;
        /// The terminal reuses what it computed itself.
        const MO_LR_SHORT_CIRCUIT = 1 << 1;
        /// The optimized procedure was used.
        const OPTIMIZED_LCS_PROC_PERFORMED = 1 << 2;
        /// The terminal sleeps: the location comes later.
        const UE_TRANSIENTLY_NOT_REACHABLE = 1 << 3;
        const _ = !0;
    }
}

bitflags! {
    /// LRR-Flags (§7.4.35).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct LrrFlags: u32 {
        /// The request comes over Lgd: from an SGSN, or from a combined node whose terminal is attached as at one.
        const LGD_SLG = 1 << 0;
        /// The terminal reuses what it computed itself.
        const MO_LR_SHORT_CIRCUIT = 1 << 1;
        /// The terminal would like to.
        const MO_LR_SHORT_CIRCUIT_REQUESTED = 1 << 2;
        const _ = !0;
    }
}

bitflags! {
    /// LRA-Flags (§7.4.56).
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct LraFlags: u32 {
        /// The terminal may reuse what it computed itself.
        const MO_LR_SHORT_CIRCUIT = 1 << 0;
        const _ = !0;
    }
}

flag_words!(DeferredLocationType, LraFlags, LrrFlags, PlaFlags, PlrFlags, SupportedGadShapes);
