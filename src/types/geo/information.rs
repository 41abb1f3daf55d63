//! Geographical-Information and Geodetic-Information of S6a (TS 29.272 §7.3.123, §7.3.124): a point with its uncertainty circle, each in a
//! form of its own.

use super::{Confidence, Point, Uncertainty};

/// Reads Geographical-Information: the shape of TS 23.032 §7.3.2, 8 octets (TS 29.002, GeographicalInformation). `None` for another shape.
pub fn geographical_from_octets(octets: [u8; 8]) -> Option<(Point, Uncertainty)> {
    let [kind, point @ .., radius] = octets;
    (kind >> 4 == 1).then(|| (Point::from_octets(point), Uncertainty::from_code(radius)))
}

/// The octets of Geographical-Information.
pub const fn geographical_octets(point: Point, radius: Uncertainty) -> [u8; 8] {
    let [a, b, c, d, e, f] = point.octets();
    [0x10, a, b, c, d, e, f, radius.code()]
}

/// The type of shape of a point with uncertainty, as ITU-T Q.763 §3.88 numbers it.
const POINT_WITH_UNCERTAINTY: u8 = 1;

/// Reads Geodetic-Information: the Calling Geodetic Location of ITU-T Q.763 §3.88, 10 octets (TS 29.002, GeodeticInformation): screening and
/// presentation indicators, the type of shape, the point, the uncertainty and the confidence. `None` for another shape. The indicators say
/// nothing here: they are about whom a caller's place is shown to.
pub fn geodetic_from_octets(octets: [u8; 10]) -> Option<(Point, Uncertainty, Confidence)> {
    let [_, kind, point @ .., radius, sure] = octets;
    let shown = || (Point::from_octets(point), Uncertainty::from_code(radius), Confidence::from_code(sure));
    (kind & 127 == POINT_WITH_UNCERTAINTY).then(shown)
}

/// The octets of Geodetic-Information; the indicators are 0: presentation allowed.
pub const fn geodetic_octets(point: Point, radius: Uncertainty, confidence: Confidence) -> [u8; 10] {
    let [a, b, c, d, e, f] = point.octets();
    [0, POINT_WITH_UNCERTAINTY, a, b, c, d, e, f, radius.code(), confidence.code()]
}
