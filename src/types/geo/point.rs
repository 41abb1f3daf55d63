//! A point on the ellipsoid, and a height above it.

/// Steps of a latitude between the equator and a pole, and of a longitude in half the circle.
const STEPS: i32 = 1 << 23;

/// Metres of a degree of a meridian, at most (at a pole).
const METRES: f64 = 111_694.0;

/// Steps of longitude within half the circle to either side.
const fn wrapped(steps: i32) -> i32 {
    (steps + STEPS).rem_euclid(2 * STEPS) - STEPS
}

/// A point on the ellipsoid (TS 23.032 §6.1): latitude and longitude in 24 bits each, that is in steps of 1.2 m and 2.4 m at the equator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Point {
    /// −(2^23 − 1) to 2^23 − 1: steps of 90°/2^23, north positive.
    latitude: i32,
    /// −2^23 to 2^23 − 1: steps of 360°/2^24, east positive.
    longitude: i32,
}

impl Point {
    /// The point at `latitude`, −90 to 90 degrees, north positive, and `longitude`, −180 to 180 degrees, east positive; `None` beyond.
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        if !(-90.0..=90.0).contains(&latitude) || !(-180.0..=180.0).contains(&longitude) {
            return None;
        }
        let steps = f64::from(STEPS);
        // The last step has the pole, and the meridian of 180°, in it.
        let north = ((latitude.abs() * steps / 90.0).floor() as i32).min(STEPS - 1);
        let east = ((longitude * steps / 180.0).floor() as i32).min(STEPS - 1);
        Some(Self { latitude: if latitude < 0.0 { -north } else { north }, longitude: east })
    }

    /// Degrees, north positive.
    pub fn latitude(self) -> f64 {
        f64::from(self.latitude) * 90.0 / f64::from(STEPS)
    }

    /// Degrees, east positive.
    pub fn longitude(self) -> f64 {
        f64::from(self.longitude) * 180.0 / f64::from(STEPS)
    }

    /// The middle of some points that are not far from one another: the mean of their degrees. The meridian of 180° may be among them. Of none
    /// the point where both are 0.
    pub(super) fn middle(points: &[Self]) -> Self {
        let Some(first) = points.first() else { return Self { latitude: 0, longitude: 0 } };
        let count = points.len() as i64;
        let (mut north, mut east) = (0, 0);
        for point in points {
            north += i64::from(point.latitude - first.latitude);
            east += i64::from(first.steps_east(*point));
        }
        Self {
            latitude: first.latitude + (north / count) as i32,
            longitude: wrapped(first.longitude + (east / count) as i32),
        }
    }

    /// Steps of longitude to `other`, by the shorter way.
    const fn steps_east(self, other: Self) -> i32 {
        wrapped(other.longitude - self.longitude)
    }

    /// Metres to a point that is not far away: the sphere is flat there.
    pub(super) fn metres_to(self, other: Self) -> f64 {
        let north = other.latitude() - self.latitude();
        let middle = f64::midpoint(self.latitude(), other.latitude());
        let east = f64::from(self.steps_east(other)) * 180.0 / f64::from(STEPS);
        METRES * north.hypot(east * middle.to_radians().cos())
    }

    /// The six octets of a message: the latitude with a sign bit, the longitude as a two's complement.
    pub const fn from_octets(octets: [u8; 6]) -> Self {
        let [a, b, c, d, e, f] = octets;
        let north = i32::from_be_bytes([0, a & 127, b, c]);
        // The shift back spreads the sign.
        let longitude = i32::from_be_bytes([d, e, f, 0]) >> 8;
        Self { latitude: if a & 128 == 0 { north } else { -north }, longitude }
    }

    /// The octets as they stand in messages.
    pub const fn octets(self) -> [u8; 6] {
        let [_, a, b, c] = self.latitude.abs().to_be_bytes();
        let [_, d, e, f] = self.longitude.to_be_bytes();
        [if self.latitude < 0 { a | 128 } else { a }, b, c, d, e, f]
    }
}

/// A height above the ellipsoid, or below it (TS 23.032 §6.3): −32767 to 32767 metres.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Altitude(i16);

impl Altitude {
    /// `metres` above the ellipsoid; the deepest there is for −32768.
    pub const fn new(metres: i16) -> Self {
        Self(if metres == i16::MIN { -i16::MAX } else { metres })
    }

    /// Metres above the ellipsoid, negative below it.
    pub const fn metres(self) -> i16 {
        self.0
    }

    /// The two octets of a message: a bit for depth, and the metres.
    pub const fn from_octets(octets: [u8; 2]) -> Self {
        let [high, low] = octets;
        let metres = i16::from_be_bytes([high & 127, low]);
        Self(if high & 128 == 0 { metres } else { -metres })
    }

    /// The octets as they stand in messages.
    pub const fn octets(self) -> [u8; 2] {
        let [high, low] = self.0.abs().to_be_bytes();
        [if self.0 < 0 { high | 128 } else { high }, low]
    }
}
