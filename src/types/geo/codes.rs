//! Distances, angles and probabilities as TS 23.032 §6 codes them.

use super::NoShape;

/// How far around a point somebody may be (TS 23.032 §6.2): a code K of 7 bits for 10 × (1.1^K − 1) metres, 0 to 1800 km.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uncertainty(u8);

/// How far above or below a height somebody may be (TS 23.032 §6.4): a code K of 7 bits for 45 × (1.025^K − 1) metres, 0 to 990 m.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VerticalUncertainty(u8);

/// The smallest code whose distance, by `metres`, is at least `distance`; 127 for what is beyond all.
fn covering(distance: f64, metres: impl Fn(u8) -> f64) -> u8 {
    (0..127).find(|code| metres(*code) >= distance).unwrap_or(127)
}

impl Uncertainty {
    /// The code, 0 to 127; the eighth bit says nothing.
    pub const fn from_code(code: u8) -> Self {
        Self(code & 127)
    }

    /// The smallest that covers `distance` metres; the largest for what is beyond it.
    pub fn covering(distance: f64) -> Self {
        Self(covering(distance, |code| Self(code).metres()))
    }

    /// The largest that does not go beyond `distance` metres; 0 for less than that.
    pub fn no_wider_than(distance: f64) -> Self {
        Self((0..=127).rev().find(|code| Self(*code).metres() <= distance).unwrap_or(0))
    }

    /// The code, 0 to 127.
    pub const fn code(self) -> u8 {
        self.0
    }

    /// The radius in metres.
    pub fn metres(self) -> f64 {
        10.0 * (1.1f64.powi(self.0.into()) - 1.0)
    }
}

impl VerticalUncertainty {
    /// The code, 0 to 127; the eighth bit says nothing.
    pub const fn from_code(code: u8) -> Self {
        Self(code & 127)
    }

    /// The smallest that covers `distance` metres; the largest for what is beyond it.
    pub fn covering(distance: f64) -> Self {
        Self(covering(distance, |code| Self(code).metres()))
    }

    /// The code, 0 to 127.
    pub const fn code(self) -> u8 {
        self.0
    }

    /// The distance in metres.
    pub fn metres(self) -> f64 {
        45.0 * (1.025f64.powi(self.0.into()) - 1.0)
    }
}

/// How sure it is that somebody is inside a shape (TS 23.032 §6.6): percent; 0 where that is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Confidence(u8);

impl Confidence {
    /// The code, 0 to 127; the eighth bit says nothing.
    pub const fn from_code(code: u8) -> Self {
        Self(code & 127)
    }

    /// The code, 0 to 127.
    pub const fn code(self) -> u8 {
        self.0
    }

    /// 1 to 100 percent; `None` for 0 and for what is above 100, which say nothing.
    pub const fn percent(self) -> Option<u8> {
        if self.0 >= 1 && self.0 <= 100 { Some(self.0) } else { None }
    }
}

/// The direction of an ellipse's major axis, clockwise from north (TS 23.032 §6.7): steps of 2°, 0 to 178°.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Orientation(u8);

/// An angle of an arc, clockwise from north (TS 23.032 §6.7): steps of 2°, 0 to 358°.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Angle(u8);

fn limited(what: &'static str, code: u8, largest: u8) -> Result<u8, NoShape> {
    if code > largest { Err(NoShape::Code { what, code, largest }) } else { Ok(code) }
}

impl Orientation {
    /// The code, 0 to 89.
    ///
    /// # Errors
    /// [`NoShape::Code`] for a larger one: an axis that was turned by 180° is the same again.
    pub fn from_code(code: u8) -> Result<Self, NoShape> {
        limited("orientation of the major axis", code, 89).map(Self)
    }

    /// The code, 0 to 89.
    pub const fn code(self) -> u8 {
        self.0
    }

    /// Degrees from north, the lower end of the step.
    pub const fn degrees(self) -> u16 {
        2 * self.0 as u16
    }
}

impl Angle {
    /// The code, 0 to 179.
    ///
    /// # Errors
    /// [`NoShape::Code`] for a larger one.
    pub fn from_code(code: u8) -> Result<Self, NoShape> {
        limited("angle", code, 179).map(Self)
    }

    /// The code, 0 to 179.
    pub const fn code(self) -> u8 {
        self.0
    }

    /// Degrees, the lower end of the step.
    pub const fn degrees(self) -> u16 {
        2 * self.0 as u16
    }
}

/// The inner radius of an arc (TS 23.032 §6.5): steps of 5 m.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct InnerRadius(pub u16);

impl InnerRadius {
    /// Metres, the lower end of the step: 0 to 327675.
    pub const fn metres(self) -> u32 {
        5 * self.0 as u32
    }
}
