//! DB-6: the laws of the fuzz targets beyond the codec, on stable Rust: every seed keeps them and is what it is meant to be, and so does every seed
//! gone astray. The codec's own laws are in `hostile_codec.rs`.
#![allow(unreachable_pub, dead_code, reason = "public to the fuzz targets, which use the rest")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail loudly")]

#[path = "../fuzz/src/files.rs"]
mod files;
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
    domain::subscribers::import::Format,
    store::Change,
    types::{Impi, Impu},
};
use proptest::{prelude::*, sample::Index};

/// The targets whose laws are tried here.
const LAWS: [(&str, fn(&[u8])); 6] = [
    ("peer", node::peer),
    ("hss", node::hss),
    ("identities", texts::identities),
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
