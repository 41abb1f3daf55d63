//! What holds for the identities that come in requests, whatever text stands in them.

use innkeeper::{
    diameter::peer::Prefix,
    domain::charging::tariff::{Direction, Meter, Occasion, Tariff, Wanted, When},
    domain::places::{
        Format, Levels, Places, Rule, Seen,
        access::{pani, user_location, visited_network},
        query,
    },
    types::{E164, Impi, Impu, Imsi, Money, Sic, Timestamp},
};

/// Every reader of a short text: what it accepts, it writes so that it reads the same again.
pub fn identities(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    impu(text);
    for sic_length in 1..=6 {
        impi(text, sic_length);
    }
    let same = |what: &str, written: Option<String>, again: fn(&str) -> Option<String>| {
        if let Some(written) = written {
            assert_eq!(again(&written).as_ref(), Some(&written), "{what} of {text:?}");
        }
    };
    let imsi = |text: &str| Imsi::parse(text).map(|imsi| imsi.to_string());
    let number = |text: &str| E164::parse(text).map(|number| number.to_string());
    let sic = |text: &str| Sic::parse(text).map(|sic| sic.to_string());
    let prefix = |text: &str| text.parse::<Prefix>().ok().map(|prefix| prefix.to_string());
    same("IMSI", imsi(text), imsi);
    same("number", number(text), number);
    same("service code", sic(text), sic);
    same("prefix", prefix(text), prefix);
}

/// The canonical form is its own canonical form, and is found without a copy.
fn impu(text: &str) {
    let Ok(impu) = Impu::parse(text) else { return };
    assert_eq!(Impu::canonical(text).as_deref(), Ok(impu.as_str()));
    assert_eq!(Impu::parse(impu.as_str()).as_ref(), Ok(&impu), "the canonical form of {text:?}");
    let kept = serde_json::to_string(&impu).expect("a text");
    assert_eq!(serde_json::from_str::<Impu>(&kept).expect("what was kept is read"), impu);
}

/// An IMPI that is read is written as one that says the same, and what is derived for a SIM is read as that SIM's.
fn impi(text: &str, sic_length: usize) {
    let Ok(impi) = Impi::parse(text, sic_length) else { return };
    let written = impi.to_string();
    assert_eq!(Impi::parse(&written, sic_length), Ok(impi), "{text:?}");
    if let Some(imsi) = impi.imsi {
        assert_eq!(Impi::derive(imsi, impi.domain, impi.sic), written);
    }
}

/// Everything that tells where a user is, and maps: what is read tells a network, a rule is read as it is written, a map answers or says what is wrong.
pub fn places(data: &[u8]) {
    for format in [Format::Csv, Format::Toml] {
        match Places::read(data, format, Levels::default()) {
            Ok(map) => assert!(map.lookup(&Seen { mcc: Some(262), ..Seen::default() }).is_some()),
            Err(mistakes) => {
                assert!(!mistakes.0.is_empty());
                assert!(mistakes.0.iter().all(|mistake| mistake.line > 0 && !mistake.sentence.is_empty()));
            }
        }
    }
    if let Ok(seen) = user_location(data) {
        assert!(seen.network().is_some());
    }
    let Ok(text) = std::str::from_utf8(data) else { return };
    for network in pani::networks(text) {
        assert!(!network.access.is_empty() && (network.seen.is_empty() || network.seen.network().is_some()));
    }
    if let Some(plmn) = visited_network(text) {
        assert_eq!(plmn.to_string().parse(), Ok(plmn));
    }
    if let Ok(seen) = query::parse(text) {
        assert!(!seen.is_empty());
    }
    if let Ok(rule) = Rule::parse(text) {
        assert_eq!(Rule::parse(&rule.to_string()), Ok(rule), "{text:?}");
    }
}

/// A tariff: every plan prices every service, the same in two halves as in one, and money buys what fits; or each bad line has its sentence.
pub fn tariff(data: &[u8]) {
    let tariff = match Tariff::read(data) {
        Ok(tariff) => tariff,
        Err(mistakes) => {
            assert!(!mistakes.0.is_empty());
            assert!(mistakes.0.iter().all(|mistake| mistake.line > 0 && !mistake.sentence.is_empty()));
            return;
        }
    };
    for plan in tariff.plans() {
        for service in tariff.services() {
            priced(&tariff, plan, &service.name);
        }
    }
}

fn priced(tariff: &Tariff, plan: &str, service: &str) {
    let began = Timestamp(1_764_190_000_000);
    let occasion = Occasion {
        plan,
        service: Wanted::Named(service),
        direction: Direction::Originating,
        roaming: false,
        called: Some("+43664123456"),
        home: &[],
        visited: &["Springfield", "Labland"],
        zone: Some("Europe/Berlin"),
        began,
    };
    let Ok(rating) = tariff.find(&occasion) else { return };
    let _ = rating.next_change(began);
    let (mut whole, mut halves) = (Meter::default(), Meter::default());
    let price = whole.advance(&rating, 7200, When::At(began), &mut []);
    let first = halves.advance(&rating, 3000, When::At(began), &mut []);
    let timed = rating.unit().word() == "seconds";
    let later = Timestamp(began.0 + if timed { 3_000_000 } else { 0 });
    let Ok(price) = price else { return };
    assert!(first.is_ok_and(|first| first <= price));
    assert_eq!(halves.advance(&rating, 4200, When::At(later), &mut []), Ok(price));
    let worth = Meter::default().worth(&rating, Money(500), 7200, When::At(began), &[]);
    let cost = Meter::default().advance(&rating, worth, When::At(began), &mut []);
    assert!(cost.is_ok_and(|cost| cost <= Money(500)));
}
