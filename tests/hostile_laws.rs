//! DB-6: the laws of the fuzz targets beyond the codec, on stable Rust: every seed keeps them and is what it is meant to be, and so does every seed
//! gone astray. The codec's own laws are in `hostile_codec.rs`.
#![allow(unreachable_pub, dead_code, reason = "public to the fuzz targets, which use the rest")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail loudly")]

#[path = "../fuzz/src/files.rs"]
mod files;
#[path = "../fuzz/src/gtp.rs"]
mod gtp;
mod gtp_common;
#[path = "../fuzz/src/gtp_prime.rs"]
mod gtp_prime;
mod hss_common;
#[path = "../fuzz/src/node.rs"]
mod node;
mod samples;
#[path = "../fuzz/src/seeds.rs"]
mod seeds;
#[path = "../fuzz/src/texts.rs"]
mod texts;

use innkeeper::{
    cli::decode::Decode,
    diameter::dictionary::{cx, s6a, sh, slh, swx},
    domain::subscribers::import::Format,
    store::Change,
    types::{Impi, Impu},
};
use proptest::{prelude::*, sample::Index};

/// What holds for any octets; it panics where it does not.
type Law = fn(&[u8]);

/// The targets whose laws are tried here.
const LAWS: [(&str, Law); 10] = [
    ("peer", node::peer),
    ("hss", node::hss),
    ("gtp", gtp::gtp),
    ("gtp_prime", gtp_prime::gtp_prime),
    ("identities", texts::identities),
    ("places", texts::places),
    ("tariff", texts::tariff),
    ("import", files::import),
    ("records", files::records),
    ("capture", files::capture),
];

#[test]
fn every_seed_keeps_its_law() {
    for (target, law) in LAWS {
        seeds::of(target).iter().for_each(|seed| law(seed));
    }
    for target in ["message", "tree", "frames", "commands"] {
        assert!(!seeds::of(target).is_empty());
    }
}

/// DB-6: behind each application's decoder there is an HSS that does what is asked, so that going astray is about more than grammar.
#[test]
fn db_6_requests_of_every_application_succeed() {
    let results: Vec<(u32, bool)> = seeds::of("hss").iter().flat_map(|seed| node::asked(seed)).collect();
    let served = [cx::APPLICATION, s6a::APPLICATION, sh::APPLICATION, slh::APPLICATION, swx::APPLICATION];
    for application in served {
        assert!(results.contains(&(application, true)), "{application}: {results:?}");
    }
}

/// A fuzzer that begins with nonsense finds nothing: the seeds are accepted by what they are for.
#[test]
fn seeds_are_sound_input() {
    for seed in seeds::of("import") {
        let text = String::from_utf8(seed).unwrap();
        if let Err(bad) = files::imported(text.as_bytes(), Format::detect(text.as_bytes())) {
            panic!("{bad:?} in {text}");
        }
    }
    for seed in seeds::of("records") {
        assert!(postcard::from_bytes::<Vec<Change>>(&seed).is_ok());
    }
    for seed in seeds::of("capture") {
        let mut out = Vec::new();
        Decode::default().print(&seed, &mut out).unwrap();
        assert!(out.len() > seed.len());
    }
    let known = |text: &str| Impu::parse(text).is_ok() || Impi::parse(text, 3).is_ok() || text.contains('/');
    assert!(seeds::of("identities").iter().all(|seed| known(std::str::from_utf8(seed).unwrap())));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn db_6_seeds_gone_astray_keep_the_laws(
        choice in any::<Index>(),
        changes in proptest::collection::vec((any::<Index>(), any::<u8>()), 1..6),
        cut in proptest::option::of(any::<Index>()),
    ) {
        for (target, law) in LAWS {
            let seeds = seeds::of(target);
            let mut octets = choice.get(&seeds).clone();
            for (at, value) in &changes {
                let at = at.index(octets.len());
                octets[at] = *value;
            }
            if let Some(cut) = cut {
                octets.truncate(cut.index(octets.len()));
            }
            law(&octets);
        }
    }

    #[test]
    fn db_6_random_octets_keep_the_laws(octets in proptest::collection::vec(any::<u8>(), 0..300)) {
        for (_, law) in LAWS {
            law(&octets);
        }
    }
}

/// Every fault of a request that a decoder can find, over the HSS: its Result-Code, the E bit where it is one of the protocol's, and in
/// Failed-AVP the AVP at fault (RFC 6733 §7.1, §7.5). The faults of headers are in `hostile_peers.rs`.
#[test]
fn db_6_every_fault_of_a_request_has_its_code_and_its_failed_avp() {
    use innkeeper::diameter::codec::{CommandFlags, Message};
    let bench = hss_common::Bench::new();
    let uar = seeds::of("hss").remove(0);
    let sound = Message::parse(uar.clone().into()).unwrap();
    // The same without the AVP of this code, and with these octets behind.
    let changed = |without: u32, more: &[u8]| {
        let mut octets = uar[..20].to_vec();
        for avp in sound.avps().map(Result::unwrap).filter(|avp| avp.code != without) {
            octets.extend(avp.raw);
            octets.resize(octets.len().next_multiple_of(4), 0);
        }
        octets.extend(more);
        let length = (octets.len() as u32).to_be_bytes();
        octets[1..4].copy_from_slice(&length[1..]);
        Message::parse(octets.into()).unwrap()
    };
    let cases: [(&str, u32, &[u8], u32, u32); 10] = [
        ("unknown, to be understood", 0, b"\0\0\x27\x0f\x40\0\0\x0chey!", 5001, 9999),
        ("of an unknown vendor", 0, b"\0\0\x01\xee\xc0\0\0\x10\0\0\0\x32abcd", 5001, 494),
        ("no value of the set", 277, b"\0\0\x01\x15\x40\0\0\x0c\0\0\0\x09", 5004, 277),
        ("not text", 0, b"\0\0\x01\x25\x40\0\0\x0c\xff\xff\xff\xff", 5004, 293),
        ("missing", 601, b"", 5005, 601),
        ("a result in a request", 0, b"\0\0\x01\x0c\x40\0\0\x0c\0\0\x07\xd1", 5008, 268),
        ("once too often", 0, b"\0\0\x01\x08\x40\0\0\x0chost", 5009, 264),
        ("too short for its format", 277, b"\0\0\x01\x15\x40\0\0\x0a\0\0\0\0", 5014, 277),
        ("longer than the message", 0, b"\0\0\x01\x25\x40\0\xff\xffhost", 5014, 293),
        ("a vendor's, of none", 0, b"\0\0\x01\x25\xc0\0\0\x10\0\0\0\0host", 3009, 293),
    ];
    for (fault, without, more, code, failed) in cases {
        let answer = bench.send_raw("icscf.ims.example", changed(without, more));
        let of = |code| answer.avps().flatten().find(|avp| avp.code == code);
        assert_eq!(of(268).map(|avp| avp.read().unwrap()), Some(code), "{fault}");
        assert_eq!(answer.header.flags.contains(CommandFlags::ERROR), code / 1000 == 3, "{fault}");
        let inner = of(279).expect(fault).group().unwrap().next().unwrap().unwrap();
        assert_eq!(inner.code, failed, "{fault}");
    }
    // What came empty is not given back, neither in an error answer nor in a good one: Auth-Session-State, Proxy-Info.
    for (without, more) in [(277, &b"\0\0\x01\x15\x40\0\0\x08"[..]), (0, b"\0\0\x01\x1c\x40\0\0\x08")] {
        let answer = bench.send_raw("icscf.ims.example", changed(without, more));
        assert!(answer.avps().flatten().all(|avp| !avp.data.is_empty()), "{answer:?}");
    }
    assert!(bench.send_raw("icscf.ims.example", sound.clone()).avps().flatten().all(|avp| avp.code != 279));
}
