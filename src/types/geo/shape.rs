//! The shapes (TS 23.032 §5), and their octets (§7.3).

use super::{
    Altitude, Angle, Confidence, InnerRadius, NoShape, Orientation, Point, Uncertainty, VerticalUncertainty,
};

/// A polygon has at least as many corners.
pub const MIN_POINTS: u8 = 3;
/// And at most as many: their number has four bits.
pub const MAX_POINTS: u8 = 15;

/// An ellipse of uncertainty around a point (TS 23.032 §5.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ellipse {
    /// Half the longer axis.
    pub semi_major: Uncertainty,
    /// Half the shorter axis.
    pub semi_minor: Uncertainty,
    /// Where the longer axis points.
    pub orientation: Orientation,
    /// How sure it is that somebody is inside.
    pub confidence: Confidence,
}

/// Where somebody is: what a Location-Estimate holds (TS 23.032 §5).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Ellipsoid point (§5.1).
    Point(Point),
    /// Ellipsoid point with uncertainty circle (§5.2).
    Circle(Point, Uncertainty),
    /// Ellipsoid point with uncertainty ellipse (§5.3).
    Ellipse(Point, Ellipse),
    /// Polygon (§5.4): its corners, in order.
    Polygon(Box<[Point]>),
    /// Ellipsoid point with altitude (§5.5).
    Altitude(Point, Altitude),
    /// Ellipsoid point with altitude and uncertainty ellipsoid (§5.6).
    Ellipsoid(Point, Altitude, Ellipse, VerticalUncertainty),
    /// Ellipsoid arc (§5.7), as a base station sees a terminal in one of its sectors.
    Arc {
        /// The centre.
        point: Point,
        /// Where the arc begins.
        inner: InnerRadius,
        /// How thick it is.
        thickness: Uncertainty,
        /// Where it begins, from north.
        offset: Angle,
        /// How far it reaches from there.
        included: Angle,
        /// How sure it is that somebody is inside.
        confidence: Confidence,
    },
}

impl Shape {
    /// Reads the octets of a Location-Estimate; spare bits say nothing.
    ///
    /// # Errors
    /// [`NoShape`]: an unknown shape, one that is too short or too long, or a code that is out of range.
    pub fn from_octets(octets: &[u8]) -> Result<Self, NoShape> {
        let Some((&first, rest)) = octets.split_first() else {
            return Err(NoShape::Length { found: 0, expected: 7 });
        };
        match first >> 4 {
            0 => Ok(Self::Point(Point::from_octets(exactly(rest)?))),
            1 => {
                let [point @ .., radius] = exactly::<7>(rest)?;
                Ok(Self::Circle(Point::from_octets(point), Uncertainty::from_code(radius)))
            }
            3 => {
                let [a, b, c, d, e, f, ellipse @ ..] = exactly::<10>(rest)?;
                Ok(Self::Ellipse(Point::from_octets([a, b, c, d, e, f]), Ellipse::read(ellipse)?))
            }
            5 => polygon(first & 15, rest),
            8 => {
                let [a, b, c, d, e, f, altitude @ ..] = exactly::<8>(rest)?;
                Ok(Self::Altitude(Point::from_octets([a, b, c, d, e, f]), Altitude::from_octets(altitude)))
            }
            9 => {
                let [a, b, c, d, e, f, high, low, major, minor, turned, vertical, sure] =
                    exactly::<13>(rest)?;
                Ok(Self::Ellipsoid(
                    Point::from_octets([a, b, c, d, e, f]),
                    Altitude::from_octets([high, low]),
                    Ellipse::read([major, minor, turned, sure])?,
                    VerticalUncertainty::from_code(vertical),
                ))
            }
            10 => {
                let [a, b, c, d, e, f, high, low, thickness, offset, included, sure] = exactly::<12>(rest)?;
                Ok(Self::Arc {
                    point: Point::from_octets([a, b, c, d, e, f]),
                    inner: InnerRadius(u16::from_be_bytes([high, low])),
                    thickness: Uncertainty::from_code(thickness),
                    offset: Angle::from_code(offset)?,
                    included: Angle::from_code(included)?,
                    confidence: Confidence::from_code(sure),
                })
            }
            other => Err(NoShape::Type(other)),
        }
    }

    /// The octets as they stand in messages; spare bits are 0. Of a polygon the first [`MAX_POINTS`] corners.
    pub fn octets(&self) -> Vec<u8> {
        match self {
            Self::Point(point) => written(0, *point, &[]),
            Self::Circle(point, radius) => written(0x10, *point, &[radius.code()]),
            Self::Ellipse(point, ellipse) => written(0x30, *point, &ellipse.octets()),
            Self::Polygon(points) => {
                let points = &points[..points.len().min(MAX_POINTS.into())];
                let mut out = vec![0x50 | points.len() as u8];
                out.extend(points.iter().flat_map(|point| point.octets()));
                out
            }
            Self::Altitude(point, altitude) => written(0x80, *point, &altitude.octets()),
            Self::Ellipsoid(point, altitude, ellipse, vertical) => {
                let ([high, low], [major, minor, turned, sure]) = (altitude.octets(), ellipse.octets());
                written(0x90, *point, &[high, low, major, minor, turned, vertical.code(), sure])
            }
            Self::Arc { point, inner, thickness, offset, included, confidence } => {
                let [high, low] = inner.0.to_be_bytes();
                let rest = [high, low, thickness.code(), offset.code(), included.code(), confidence.code()];
                written(0xa0, *point, &rest)
            }
        }
    }

    /// The point the shape is around; a polygon has none.
    pub const fn point(&self) -> Option<Point> {
        match self {
            Self::Point(point)
            | Self::Circle(point, _)
            | Self::Ellipse(point, _)
            | Self::Altitude(point, _)
            | Self::Ellipsoid(point, ..)
            | Self::Arc { point, .. } => Some(*point),
            Self::Polygon(_) => None,
        }
    }

    /// The circle that has the whole shape in it: its centre, and its radius in metres; no radius where no uncertainty was told.
    pub fn circle(&self) -> (Point, Option<f64>) {
        match self {
            Self::Point(point) | Self::Altitude(point, _) => (*point, None),
            Self::Circle(point, radius) => (*point, Some(radius.metres())),
            Self::Ellipse(point, ellipse) | Self::Ellipsoid(point, _, ellipse, _) => {
                (*point, Some(ellipse.semi_major.metres()))
            }
            Self::Arc { point, inner, thickness, .. } => {
                (*point, Some(f64::from(inner.metres()) + thickness.metres()))
            }
            Self::Polygon(corners) => {
                let centre = Point::middle(corners);
                (centre, Some(corners.iter().map(|corner| centre.metres_to(*corner)).fold(0.0, f64::max)))
            }
        }
    }

    /// As people call it.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Point(_) => "point",
            Self::Circle(..) => "circle",
            Self::Ellipse(..) => "ellipse",
            Self::Polygon(_) => "polygon",
            Self::Altitude(..) => "point with altitude",
            Self::Ellipsoid(..) => "ellipsoid",
            Self::Arc { .. } => "arc",
        }
    }
}

impl Ellipse {
    fn read([major, minor, turned, sure]: [u8; 4]) -> Result<Self, NoShape> {
        Ok(Self {
            semi_major: Uncertainty::from_code(major),
            semi_minor: Uncertainty::from_code(minor),
            orientation: Orientation::from_code(turned)?,
            confidence: Confidence::from_code(sure),
        })
    }

    const fn octets(self) -> [u8; 4] {
        [self.semi_major.code(), self.semi_minor.code(), self.orientation.code(), self.confidence.code()]
    }
}

/// What stands behind the type of shape, as many octets as it has.
fn exactly<const N: usize>(rest: &[u8]) -> Result<[u8; N], NoShape> {
    rest.try_into().map_err(|_| NoShape::Length { found: rest.len() + 1, expected: N + 1 })
}

fn polygon(count: u8, rest: &[u8]) -> Result<Shape, NoShape> {
    if count < MIN_POINTS {
        return Err(NoShape::Points(count));
    }
    let (points, left) = rest.as_chunks::<6>();
    if points.len() != usize::from(count) || !left.is_empty() {
        return Err(NoShape::Length { found: rest.len() + 1, expected: 6 * usize::from(count) + 1 });
    }
    Ok(Shape::Polygon(points.iter().map(|octets| Point::from_octets(*octets)).collect()))
}

fn written(first: u8, point: Point, rest: &[u8]) -> Vec<u8> {
    [&[first], &point.octets()[..], rest].concat()
}
