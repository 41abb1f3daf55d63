//! Laws of rating, on random tariffs: however a session is cut, it costs the same; money buys exactly what fits; a reservation is never too small.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

use innkeeper::{
    domain::charging::tariff::*,
    types::{Money, Name, Timestamp},
};
use proptest::prelude::*;

/// A tariff with one rate for each kind of service, and another version of it.
#[derive(Debug, Clone)]
struct Shape {
    unit: &'static str,
    step: u64,
    minimum: u64,
    setup: u64,
    /// By day, at night, at lunch; in the version after.
    prices: [u64; 4],
    rounding: &'static str,
    zone: &'static str,
    running: &'static str,
    /// When the second version begins, seconds after the session does.
    change: u32,
    began: i64,
}

const SERVICES: &str = "[bundle.one]\nservice = \"s\"\namount = 1000000\npriority = 1\n[bundle.two]\nservice = \"s\"\namount = 1000000\n\
    [period.night]\nfrom = \"20:00\"\nto = \"06:00\"\n[period.lunch]\ndays = \"mon-fri\"\nfrom = \"12:00:15\"\nto = \"12:01:10\"\n";

impl Shape {
    fn tariff(&self) -> Tariff {
        let price = |micro: u64| format!("{}.{:08}", micro / 100_000_000, micro % 100_000_000);
        let [day, night, lunch, later] = self.prices.map(price);
        let border = Timestamp(self.began + i64::from(self.change) * 1000);
        let Self { unit, step, minimum, rounding, zone, running, .. } = self;
        let setup = price(self.setup);
        let rate = format!(
            "[[plan.p.rate]]\nservice = \"s\"\nsetup = {setup}\nminimum = {minimum}\nstep = {step}\nrounding = \"{rounding}\"\n"
        );
        let text = format!(
            "currency = \"EUR\"\nzone = \"{zone}\"\nrunning = \"{running}\"\n[service.s]\nunit = \"{unit}\"\n{SERVICES}[plan.p]\n\
             {rate}price = {day}\nperiods = {{ night = {night}, lunch = {lunch} }}\nvalid_until = \"{border}\"\n\
             {rate}price = {later}\nvalid_from = \"{border}\"\n"
        );
        Tariff::read(text.as_bytes()).unwrap_or_else(|mistakes| panic!("{text}\n{mistakes}"))
    }

    fn find<'t>(&self, tariff: &'t Tariff) -> Rating<'t> {
        let occasion = Occasion {
            plan: "p",
            service: Wanted::Named("s"),
            direction: Direction::Originating,
            roaming: false,
            called: None,
            home: &[],
            visited: &[],
            zone: None,
            began: Timestamp(self.began),
        };
        tariff.find(&occasion).unwrap()
    }

    fn timed(&self) -> bool {
        self.unit == "seconds"
    }

    fn at(&self, units: u64) -> Timestamp {
        Timestamp(self.began + if self.timed() { units as i64 * 1000 } else { 0 })
    }
}

/// Moments near which something happens: borders of periods, and both changes of the clock in Berlin.
fn began() -> impl Strategy<Value = i64> {
    let moments = [
        "2026-11-26T18:59:30Z",
        "2026-11-26T11:00:00Z",
        "2026-11-27T04:59:00Z",
        "2026-03-29T00:59:00Z",
        "2026-10-25T00:59:30Z",
    ];
    let moments = moments.map(|text| text.parse::<jiff::Timestamp>().unwrap().as_millisecond());
    (prop::sample::select(moments.to_vec()), -100_000..100_000_i64).prop_map(|(moment, off)| moment + off)
}

fn price() -> impl Strategy<Value = u64> {
    prop_oneof![Just(0), 1..50_u64, 1..5_000_000_u64, 1..3_000_000_000_u64]
}

fn shape() -> impl Strategy<Value = Shape> {
    let unit = prop::sample::select(vec!["seconds", "seconds", "octets", "events"]);
    let rules = (
        prop::sample::select(vec!["up", "half-up", "half-even", "down"]),
        prop::sample::select(vec!["Europe/Berlin", "+01:00", "UTC"]),
        prop::sample::select(vec!["keep", "change"]),
    );
    let step = prop_oneof![Just(1_u64), 1..100_u64];
    let minimum = prop_oneof![Just(0_u64), 0..200_u64];
    let setup = prop_oneof![Just(0), price()];
    ((unit, step, minimum, setup), [price(), price(), price(), price()], rules, 1..500_u32, began()).prop_map(
        |((unit, step, minimum, setup), prices, (rounding, zone, running), change, began)| Shape {
            unit,
            step,
            minimum,
            setup,
            prices,
            rounding,
            zone,
            running,
            change,
            began,
        },
    )
}

fn bundles() -> impl Strategy<Value = Vec<Allowance>> {
    let one = |name: &'static str| move |units| Allowance { bundle: Name::new(name), units };
    let left = || prop_oneof![Just(0_u64), 0..300_u64];
    prop_oneof![
        Just(Vec::new()),
        left().prop_map(move |units| vec![one("two")(units)]),
        (left(), left(), left()).prop_map(move |(a, b, c)| vec![one("two")(a), one("one")(b), one("one")(c)]),
    ]
}

/// What a simple head would reckon: step by step, looking at the clock at each.
fn reckoned(shape: &Shape, tariff: &Tariff, units: u64, mut left: Vec<Allowance>) -> (i128, Vec<Allowance>) {
    let zone = zone(shape.zone).unwrap();
    let price = |at: Timestamp| {
        if tariff.running() == Running::Change && at.0 >= shape.began + i64::from(shape.change) * 1000 {
            return shape.prices[3];
        }
        let shown = zone.to_datetime(jiff::Timestamp::from_millisecond(at.0).unwrap());
        let (time, day) = (shown.time(), shown.weekday().to_monday_zero_offset());
        let clock = |hour, minute, second| jiff::civil::time(hour, minute, second, 0);
        if time >= clock(20, 0, 0) || time < clock(6, 0, 0) {
            shape.prices[1]
        } else if day < 5 && time >= clock(12, 0, 15) && time < clock(12, 1, 10) {
            shape.prices[2]
        } else {
            shape.prices[0]
        }
    };
    let (mut sum, mut paid, mut fee) = (0_i128, 0_u64, false);
    while paid < units {
        let price = price(shape.at(paid));
        let steps = if paid == 0 { shape.minimum.max(1).div_ceil(shape.step) } else { 1 };
        let length = steps * shape.step;
        paid += length;
        let order = ["one", "two"];
        let payer =
            order.iter().find_map(|name| left.iter().position(|one| *one.bundle == **name && one.units > 0));
        match payer.filter(|_| price > 0) {
            Some(at) => left[at].units -= left[at].units.min(length),
            None => {
                sum += i128::from(price) * i128::from(steps) + if fee { 0 } else { i128::from(shape.setup) };
                fee = true;
            }
        }
    }
    (sum, left)
}

fn rounded(exact: i128, rounding: &str) -> i64 {
    let (below, rest) = (exact / 1_000_000, exact % 1_000_000);
    let up = match rounding {
        "up" => rest > 0,
        "half-up" => rest >= 500_000,
        "half-even" => rest > 500_000 || (rest == 500_000 && below % 2 == 1),
        _ => false,
    };
    i64::try_from(below).unwrap() + i64::from(up)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// VC-6: as reckoned step by step, and however it is cut into reports; the price never falls.
    #[test]
    fn vc_6_a_session_costs_the_same_however_it_is_cut(shape in shape(), units in 0..900_u64, cuts in prop::collection::vec(0..900_u64, 0..12), left in bundles()) {
        let tariff = shape.tariff();
        let rating = shape.find(&tariff);
        let (exact, reckoned_left) = reckoned(&shape, &tariff, units, left.clone());
        let (mut whole, mut whole_left) = (Meter::default(), left.clone());
        let price = whole.advance(&rating, units, When::At(shape.at(0)), &mut whole_left).unwrap();
        prop_assert_eq!(price.0, rounded(exact, shape.rounding));
        prop_assert_eq!(&whole_left, &reckoned_left);
        let mut cuts: Vec<u64> = cuts.into_iter().map(|cut| cut.min(units)).chain([units]).collect();
        cuts.sort_unstable();
        let (mut meter, mut cut_left, mut before, mut last) = (Meter::default(), left, 0, Money::ZERO);
        for cut in cuts {
            let price = meter.advance(&rating, cut - before, When::At(shape.at(before)), &mut cut_left).unwrap();
            prop_assert!(price >= last);
            (before, last) = (cut, price);
            // A session keeps it in a record meanwhile.
            let octets = postcard::to_allocvec(&meter).unwrap();
            prop_assert!(octets.len() < 60);
            meter = postcard::from_bytes(&octets).unwrap();
        }
        prop_assert_eq!((meter, cut_left, last), (whole, whole_left, price));
    }

    /// VC-6: money buys the most units whose price fits, not one more and not one less; also in mid-session, and at the worst of a window.
    #[test]
    fn vc_6_money_buys_exactly_what_fits(shape in shape(), used in 0..300_u64, money in 0..200_i64, limit in 0..2000_u64, window in 0..300_000_i64, worst: bool, mut left in bundles()) {
        let tariff = shape.tariff();
        let rating = shape.find(&tariff);
        let mut meter = Meter::default();
        let before = meter.advance(&rating, used, When::At(shape.at(0)), &mut left).unwrap();
        let from = shape.at(used);
        let when = if worst { When::Within(from, Timestamp(from.0 + window)) } else { When::At(from) };
        let cost = |units| {
            let (mut meter, mut left) = (meter.clone(), left.clone());
            meter.advance(&rating, units, when, &mut left).unwrap().0 - before.0
        };
        let worth = meter.worth(&rating, Money(money), limit, when, &left);
        prop_assert!(worth <= limit);
        prop_assert!(cost(worth) <= money, "{worth} cost {}", cost(worth));
        prop_assert!(worth == limit || cost(worth + 1) > money, "one more costs {}", cost(worth + 1));
        prop_assert_eq!(meter.worth(&rating, Money(-1), limit, when, &left), 0);
    }

    /// VC-6: what is reserved for a window is enough whenever in it the units are used, and in whatever slices.
    #[test]
    fn vc_6_a_reservation_is_never_too_small(shape in shape(), used in 0..300_u64, slices in prop::collection::vec((1..80_u64, 0..1000_u64), 1..6), left in bundles(), window in 0..400_000_i64) {
        let tariff = shape.tariff();
        let rating = shape.find(&tariff);
        let (mut meter, mut left) = (Meter::default(), left);
        meter.advance(&rating, used, When::At(shape.at(0)), &mut left).unwrap();
        let from = shape.at(used);
        let total: u64 = slices.iter().map(|(units, _)| units).sum();
        // The window has to be open until the last slice begins, and for its last step.
        let length = window + if shape.timed() { total as i64 * 1000 } else { 0 };
        let (mut worst, mut worst_left) = (meter.clone(), left.clone());
        let reserved = worst.advance(&rating, total, When::Within(from, Timestamp(from.0 + length)), &mut worst_left).unwrap();
        let mut moments: Vec<i64> = slices.iter().map(|(_, part)| window * *part as i64 / 1000).collect();
        moments.sort_unstable();
        let mut before = 0;
        for ((units, _), moment) in slices.into_iter().zip(moments) {
            let at = from.0 + moment + if shape.timed() { before as i64 * 1000 } else { 0 };
            meter.advance(&rating, units, When::At(Timestamp(at)), &mut left).unwrap();
            before += units;
        }
        prop_assert!(meter.price(&rating).unwrap() <= reserved, "{:?} > {reserved:?}", meter.price(&rating));
    }

    /// VC-6: the next change is the first moment at which a step costs something else.
    #[test]
    fn vc_6_the_next_change_is_the_first_one(shape in shape()) {
        let tariff = shape.tariff();
        let rating = shape.find(&tariff);
        let from = Timestamp(shape.began);
        let of = |at: i64| {
            let mut meter = Meter::default();
            let mut price = None;
            meter.explain(&rating, 1, When::At(Timestamp(at)), &mut [], |piece| {
                if let Paid::Money(each, _) = piece.paid { price = Some(each); }
            }).unwrap();
            price.unwrap()
        };
        let now = of(from.0);
        let next = rating.next_change(from).map_or(from.0 + 86_400_000, |next| next.0);
        if rating.next_change(from).is_some() {
            prop_assert!(of(next) != now && of(next - 1) == now);
        }
        let middle = (1..50).map(|part| from.0 + (next - from.0) * part / 50);
        for at in middle.filter(|at| *at < next) {
            prop_assert_eq!(of(at), now);
        }
    }
}

/// VC-6: numbers at their ends are refused, and nothing is changed by what is refused.
#[test]
fn vc_6_prices_that_do_not_fit_are_refused() {
    let shape = |unit, price, step, minimum| Shape {
        unit,
        step,
        minimum,
        setup: u64::MAX / 4,
        prices: [price; 4],
        rounding: "up",
        zone: "UTC",
        running: "keep",
        change: 1,
        began: 0,
    };
    let (most, now) = (u64::MAX, When::At(Timestamp(0)));
    let refused = |shape: &Shape, units: u64, when: When| {
        let tariff = shape.tariff();
        let rating = shape.find(&tariff);
        let mut left = [Allowance { bundle: Name::new("one"), units: 7 }];
        let mut meter = Meter::default();
        let why = meter.advance(&rating, units, when, &mut left).unwrap_err();
        assert_eq!((meter, left[0].units), (Meter::default(), 7));
        why
    };
    assert_eq!(refused(&shape("octets", most, 1, 0), most, now), Refused::TooMuch);
    assert_eq!(
        refused(&shape("octets", 1, 1, i64::MAX as u64), 8, When::At(Timestamp(i64::MAX))),
        Refused::TooMany
    );
    assert_eq!(refused(&shape("seconds", 1, 1, 0), 1 << 32, now), Refused::TooMany);
    assert_eq!(
        refused(&shape("seconds", 1, 60, 0), 100_000, When::At(Timestamp(253_402_207_100_000))),
        Refused::TooMany
    );
    // All octets that can be counted, where they cost nothing.
    let fits = shape("octets", 0, 1, 0);
    let tariff = fits.tariff();
    let rating = fits.find(&tariff);
    let mut meter = Meter::default();
    meter.advance(&rating, most, now, &mut []).unwrap();
    assert_eq!(meter.advance(&rating, 1, now, &mut []), Err(Refused::TooMany));
    assert_eq!(meter.units, most);
    // Money beyond what can be kept buys no more than fits.
    let dear = shape("octets", most, 1, 0);
    let tariff = dear.tariff();
    let rating = dear.find(&tariff);
    let worth = Meter::default().worth(&rating, Money(i64::MAX), most, now, &[]);
    let exact = |units: u64| Meter::default().advance(&rating, units, now, &mut []);
    assert!(exact(worth).is_ok() && exact(worth + 1) == Err(Refused::TooMuch));
}
