//! How many lines of a file become records ready to be staged: parsed, expanded by the template, sealed, checked, and compared with each other.
//!
//! `cargo bench --bench import`; the figure to reach is 150,000 lines/s on one thread.
#![allow(missing_docs, reason = "criterion's macros make public items")]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use innkeeper::{
    domain::{
        auth::{SystemRandom, Vault, keyfile::KeyRing},
        subscribers::{
            Context, Rules, Templates,
            import::{Format, Import, Mode},
        },
    },
    store::Store,
    types::Timestamp,
};
use std::{convert::Infallible, fmt::Write, hint::black_box};

const LINES: u64 = 50_000;

/// A file of so many subscribers with VoLTE and RCS.
fn file(format: Format) -> String {
    let mut text = String::new();
    if format == Format::Csv {
        text.push_str("imsi,msisdn,k,opc,sics\n");
    }
    for number in 0..LINES {
        let (k, opc) =
            (number.wrapping_mul(0x9e37_79b9_7f4a_7c15), number.wrapping_mul(0xc2b2_ae3d_27d4_eb4f));
        // Writing to a string cannot fail.
        let _ = match format {
            Format::Csv => writeln!(text, "00101{number:010},49170{number:08},{k:032x},{opc:032x},001 002"),
            Format::JsonLines => writeln!(
                text,
                r#"{{"imsi":"00101{number:010}","msisdn":"49170{number:08}","k":"{k:032x}","opc":"{opc:032x}","sics":["001","002"]}}"#
            ),
        };
    }
    text
}

fn import(criterion: &mut Criterion) {
    let ring = KeyRing::ephemeral(&mut SystemRandom).expect("the system gives randomness");
    let (store, templates, rules, vault) =
        (Store::in_memory(), Templates::built_in(), Rules::default(), Vault::new(&ring));
    let ids = || store.next_outbox_id();
    let mut group = criterion.benchmark_group("import");
    group.sample_size(10).throughput(Throughput::Elements(LINES));
    for format in [Format::Csv, Format::JsonLines] {
        let file = file(format);
        for threads in [1, 2] {
            let import = Import {
                format,
                mode: Mode::Add,
                context: Context { templates: &templates, rules: &rules, vault: &vault },
                store: &store,
                now: Timestamp(0),
                outbox_ids: &ids,
                threads,
            };
            let id = BenchmarkId::new(format!("{format:?}"), format!("{threads} threads"));
            group.bench_function(id, |bencher| {
                bencher.iter(|| {
                    let sink = |batch| {
                        black_box(&batch);
                        Ok::<_, Infallible>(())
                    };
                    let report = import.run(file.as_bytes(), sink).expect("it is in memory");
                    assert_eq!(report.subscribers, LINES);
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, import);
criterion_main!(benches);
