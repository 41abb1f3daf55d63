//! Where on earth somebody is: the shapes of TS 23.032 as a Location-Estimate holds them, and what S6a tells of a place.
//!
//! Every value is kept as its code, so that writing what was read gives the same octets; the units stand at the methods. Heights and distances
//! are metres, angles degrees, on the ellipsoid of WGS 84.

mod codes;
mod information;
mod point;
mod shape;
#[cfg(test)]
mod tests;

pub use codes::{Angle, Confidence, InnerRadius, Orientation, Uncertainty, VerticalUncertainty};
pub use information::{geodetic_from_octets, geodetic_octets, geographical_from_octets, geographical_octets};
pub use point::{Altitude, Point};
pub use shape::{Ellipse, MAX_POINTS, MIN_POINTS, Shape};

/// Octets that are no shape, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoShape {
    /// Too few or too many octets for the shape they begin with.
    #[error("{found} octets, and a shape of this kind has {expected}")]
    Length {
        /// As they came.
        found: usize,
        /// As TS 23.032 §7.3 has them.
        expected: usize,
    },
    /// The first four bits name no shape that is known (TS 23.032 Table 2a).
    #[error("the type of shape {0} is not known")]
    Type(u8),
    /// A polygon has 3 to 15 corners (TS 23.032 §5.4).
    #[error("a polygon of {0} points")]
    Points(u8),
    /// A code beyond the range of its value.
    #[error("the {what} has the code {code}, and the largest is {largest}")]
    Code {
        /// Of what.
        what: &'static str,
        /// As it came.
        code: u8,
        /// The largest there is.
        largest: u8,
    },
}
