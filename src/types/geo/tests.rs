use super::*;
use proptest::prelude::*;

const HALF: [u8; 6] = [0x40, 0, 0, 0x20, 0, 0];

fn circle(octets: &[u8]) -> (Point, Uncertainty) {
    match Shape::from_octets(octets) {
        Ok(Shape::Circle(point, radius)) => (point, radius),
        other => panic!("{other:?}"),
    }
}

/// TS 23.032 §6.1: half the steps to the pole are 45° north, a quarter of those to the date line 45° east.
#[test]
fn lq_1_a_point_has_the_degrees_of_the_standard() {
    let point = Point::from_octets(HALF);
    assert_eq!((point.latitude(), point.longitude()), (45.0, 45.0));
    let south = Point::from_octets([0xc0, 0, 0, 0xe0, 0, 0]);
    assert_eq!((south.latitude(), south.longitude()), (-45.0, -45.0));
    assert_eq!(Point::from_octets([0, 0, 0, 0x80, 0, 0]).longitude(), -180.0);
    // Beijing, to the step: 39.9042° is 3719341.02 steps, 116.4074° is 5424978.04.
    let beijing = Point::new(39.9042, 116.4074).expect("a point");
    assert_eq!(beijing.octets(), [0x38, 0xc0, 0xad, 0x52, 0xc7, 0x52]);
}

/// §6.1: N ≤ 2^23 X / 90 < N + 1, except that the last step has the pole in it.
#[test]
fn lq_1_the_pole_and_the_date_line_are_in_the_last_step() {
    let pole = Point::new(90.0, 180.0).expect("a point");
    assert_eq!(pole.octets(), [0x7f, 0xff, 0xff, 0x7f, 0xff, 0xff]);
    assert_eq!(Point::new(-90.0, -180.0).expect("a point").octets(), [0xff, 0xff, 0xff, 0x80, 0, 0]);
    for (latitude, longitude) in [(90.1, 0.0), (-90.1, 0.0), (0.0, 180.1), (0.0, -180.1), (f64::NAN, 0.0)] {
        assert_eq!(Point::new(latitude, longitude), None);
    }
    // South of the equator by less than a step is the equator.
    assert_eq!(Point::from_octets([0x80, 0, 0, 0, 0, 0]), Point::from_octets([0; 6]));
}

/// TS 23.032 §6.2 and §6.4: the ends of both scales, and steps between them.
#[test]
fn lq_1_an_uncertainty_grows_as_the_standard_says() {
    let near = |found: f64, expected: f64| assert!((found - expected).abs() < 0.05 * expected.max(0.1));
    near(Uncertainty::from_code(0).metres(), 0.0);
    near(Uncertainty::from_code(1).metres(), 1.0);
    near(Uncertainty::from_code(20).metres(), 57.3);
    near(Uncertainty::from_code(127).metres(), 1_800_000.0);
    near(VerticalUncertainty::from_code(127).metres(), 990.5);
    assert_eq!(Uncertainty::covering(57.0).code(), 20);
    assert_eq!(Uncertainty::covering(0.0).code(), 0);
    assert_eq!(Uncertainty::covering(f64::INFINITY).code(), 127);
    assert_eq!(
        [0.0, -1.0, 57.0, 57.3, 2e6].map(|metres| Uncertainty::no_wider_than(metres).code()),
        [0, 0, 19, 20, 127]
    );
    assert_eq!(VerticalUncertainty::covering(1.0).code(), 1);
    assert_eq!(Confidence::from_code(95).percent(), Some(95));
    assert_eq!((Confidence::from_code(0).percent(), Confidence::from_code(101).percent()), (None, None));
}

/// Ours: one circle has the whole shape in it. A polygon around the meridian of 180° is small.
#[test]
fn lq_1_a_circle_has_the_whole_shape_in_it() {
    let read = |octets: &[u8]| Shape::from_octets(octets).expect("a shape");
    let with = |first: u8, rest: &[u8]| [&[first], &HALF[..], rest].concat();
    let point = Point::from_octets(HALF);
    let metres = |code| Some(Uncertainty::from_code(code).metres());
    assert_eq!(read(&with(0, &[])).circle(), (point, None));
    assert_eq!(read(&with(0x80, &[0, 9])).circle(), (point, None));
    assert_eq!(read(&with(0x10, &[20])).circle(), (point, metres(20)));
    assert_eq!(read(&with(0x30, &[30, 20, 5, 95])).circle(), (point, metres(30)));
    assert_eq!(read(&with(0x90, &[0, 9, 40, 20, 5, 7, 95])).circle(), (point, metres(40)));
    let arc = read(&with(0xa0, &[0, 100, 20, 0, 60, 95]));
    assert_eq!(arc.circle(), (point, metres(20).map(|thick| 500.0 + thick)));
    assert_eq!(arc.word(), "arc");
    let corner = |latitude: f64, longitude: f64| Point::new(latitude, longitude).expect("a point");
    let square = [(60.0, 179.99), (60.0, -179.99), (60.02, -179.99), (60.02, 179.99)];
    let square = Shape::Polygon(square.map(|(north, east)| corner(north, east)).into());
    let (centre, radius) = read(&square.octets()).circle();
    assert!((centre.latitude() - 60.01).abs() < 1e-4 && centre.longitude().abs() > 179.999, "{centre:?}");
    // 0.01° north is 1.1 km, 0.01° east half of that.
    assert!((1_240.0..1_260.0).contains(&radius.expect("a radius")), "{radius:?}");
}

/// §7.3: each shape with the octets of its figure.
#[test]
fn lq_1_every_shape_has_the_octets_of_its_figure() {
    let with = |first: u8, rest: &[u8]| [&[first], &HALF[..], rest].concat();
    let point = Point::from_octets(HALF);
    let ellipse = Ellipse {
        semi_major: Uncertainty::from_code(20),
        semi_minor: Uncertainty::from_code(10),
        orientation: Orientation::from_code(45).expect("90°"),
        confidence: Confidence::from_code(67),
    };
    let arc = Shape::Arc {
        point,
        inner: InnerRadius(0x0102),
        thickness: Uncertainty::from_code(18),
        offset: Angle::from_code(60).expect("120°"),
        included: Angle::from_code(59).expect("118°"),
        confidence: Confidence::from_code(39),
    };
    let altitude = Altitude::new(-300);
    let vertical = VerticalUncertainty::from_code(7);
    let corners = [point, Point::from_octets([0; 6]), Point::from_octets([1; 6])];
    let cases = [
        (Shape::Point(point), with(0x00, &[])),
        (Shape::Circle(point, Uncertainty::from_code(20)), with(0x10, &[20])),
        (Shape::Ellipse(point, ellipse), with(0x30, &[20, 10, 45, 67])),
        (Shape::Polygon(corners.into()), with(0x53, &[0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1])),
        (Shape::Altitude(point, altitude), with(0x80, &[0x81, 0x2c])),
        (Shape::Ellipsoid(point, altitude, ellipse, vertical), with(0x90, &[0x81, 0x2c, 20, 10, 45, 7, 67])),
        (arc, with(0xa0, &[1, 2, 18, 60, 59, 39])),
    ];
    for (shape, octets) in cases {
        assert_eq!(shape.octets(), octets);
        assert_eq!(Shape::from_octets(&octets), Ok(shape.clone()));
        assert_eq!(shape.point().is_none(), matches!(shape, Shape::Polygon(_)));
        for length in 0..octets.len() {
            assert!(Shape::from_octets(&octets[..length]).is_err(), "{length} octets of {shape:?}");
        }
        assert!(matches!(Shape::from_octets(&[&octets[..], &[0]].concat()), Err(NoShape::Length { .. })));
    }
    assert_eq!((ellipse.orientation.degrees(), InnerRadius(0x0102).metres()), (90, 1290));
}

#[test]
fn lq_1_what_is_no_shape_says_why() {
    let with = |first: u8, rest: &[u8]| [&[first], &HALF[..], rest].concat();
    for kind in [2, 4, 6, 7, 11, 12, 13, 14, 15] {
        assert_eq!(Shape::from_octets(&with(kind << 4, &[])), Err(NoShape::Type(kind)));
    }
    assert_eq!(Shape::from_octets(&with(0x52, &[0; 6])), Err(NoShape::Points(2)));
    let turned = Shape::from_octets(&with(0x30, &[1, 1, 90, 1]));
    assert_eq!(turned, Err(NoShape::Code { what: "orientation of the major axis", code: 90, largest: 89 }));
    let angle = |offset, included| Shape::from_octets(&with(0xa0, &[0, 0, 0, offset, included, 0]));
    assert!(angle(179, 179).is_ok());
    assert_eq!(angle(180, 0), Err(NoShape::Code { what: "angle", code: 180, largest: 179 }));
    assert_eq!(angle(0, 180), Err(NoShape::Code { what: "angle", code: 180, largest: 179 }));
}

#[test]
fn lq_1_geographical_and_geodetic_information_are_the_same_circle() {
    let geographical = [0x10, 0x40, 0, 0, 0x20, 0, 0, 20];
    let geodetic = [0, 1, 0x40, 0, 0, 0x20, 0, 0, 20, 95];
    let (point, radius) = geographical_from_octets(geographical).expect("a circle");
    assert_eq!((point, radius), circle(&geographical));
    assert_eq!(geographical_octets(point, radius), geographical);
    let read = geodetic_from_octets(geodetic).expect("a circle");
    assert_eq!(read, (point, radius, Confidence::from_code(95)));
    assert_eq!(geodetic_octets(read.0, read.1, read.2), geodetic);
    assert_eq!(geographical_from_octets([0; 8]), None);
    assert_eq!(geodetic_from_octets([0; 10]), None);
}

proptest! {
    /// Whatever can be read is written as it came, but for the spare bits, and is the same when it is read again.
    #[test]
    fn lq_1_what_is_read_is_written_again(octets in prop::collection::vec(any::<u8>(), 0..100)) {
        if let Ok(shape) = Shape::from_octets(&octets) {
            let written = shape.octets();
            prop_assert_eq!(written.len(), octets.len());
            prop_assert_eq!(Shape::from_octets(&written), Ok(shape));
        }
    }

    /// Degrees come back within a step, and a point's own degrees to the octet.
    #[test]
    fn lq_1_degrees_come_back_within_a_step(latitude in -90.0f64..=90.0, longitude in -180.0f64..=180.0) {
        let point = Point::new(latitude, longitude).expect("a point");
        prop_assert!((point.latitude() - latitude).abs() <= 90.0 / 8_388_608.0);
        prop_assert!((point.longitude() - longitude).abs() <= 180.0 / 8_388_608.0);
        prop_assert_eq!(Point::new(point.latitude(), point.longitude()), Some(point));
        prop_assert_eq!(Point::from_octets(point.octets()), point);
    }
}
