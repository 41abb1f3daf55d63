//! What a MAR costs in the authentication centre: `cargo bench --bench auth`.

use criterion::{Criterion, criterion_group, criterion_main};
use innkeeper::domain::auth::{
    Amf, EpsVector, Functions, Ha1, ImsVector, K, MilenageKeys, Opc, Resync, SimKeys, Sqn, SystemRandom,
    Topc, TuakK, TuakKeys, Vault, keyfile::KeyRing, next,
};
use innkeeper::records::{
    Algorithm, TuakParameters,
    sequence::{Requester, Sequence},
};
use innkeeper::types::{Imsi, Plmn, Sic};
use std::hint::black_box;

fn auth(criterion: &mut Criterion) {
    let mut random = SystemRandom;
    let imsi = Imsi::parse("460011100612345").expect("an IMSI");
    let keys = SimKeys::Milenage(MilenageKeys { k: K::new([0x46; 16]), opc: Opc::new([0xcd; 16]) });
    let vault = Vault::new(&KeyRing::ephemeral(&mut random).expect("randomness"));
    let sealed = vault.seal_sim(imsi, &keys, &mut random).expect("randomness");
    let milenage = Functions::new(&keys);
    let rand = [0x23; 16];
    let resync = Resync::make(&milenage, &rand, Sqn::new(1000, 1));
    let volte = Requester::Ims(Sic::parse("001"));
    let sequence = next(&Sequence::new(imsi), volte).expect("the first number").0;
    let ha1 = vault.seal_ha1("alice@ims.test", &Ha1::new([7; 16]), &mut random).expect("randomness");

    criterion.bench_function("milenage/vector, key schedule included", |bencher| {
        bencher.iter(|| {
            ImsVector::compute(&Functions::new(black_box(&keys)), rand, Sqn::new(1, 0), Amf([0; 2]))
        });
    });
    criterion.bench_function("milenage/vector, key schedule at hand", |bencher| {
        bencher.iter(|| ImsVector::compute(black_box(&milenage), rand, Sqn::new(1, 0), Amf([0; 2])));
    });
    criterion.bench_function("milenage/EPS vector, key schedule included", |bencher| {
        let sn = Plmn::parse("00101").expect("a PLMN");
        bencher.iter(|| {
            EpsVector::compute(&Functions::new(black_box(&keys)), rand, Sqn::new(1, 0), Amf([0; 2]), sn)
        });
    });
    let tuak = SimKeys::Tuak(TuakKeys {
        k: TuakK::Short(K::new([0x46; 16])),
        topc: Topc::new([0xcd; 32]),
        parameters: TuakParameters::DEFAULT,
    });
    criterion.bench_function("tuak/vector", |bencher| {
        bencher.iter(|| {
            ImsVector::compute(&Functions::new(black_box(&tuak)), rand, Sqn::new(1, 0), Amf([0; 2]))
        });
    });
    criterion.bench_function("vault/open a SIM's keys", |bencher| {
        bencher.iter(|| vault.open_sim(imsi, Algorithm::Milenage, black_box(&sealed)));
    });
    criterion.bench_function("vault/open an HA1", |bencher| {
        bencher.iter(|| vault.open_ha1("alice@ims.test", black_box(&ha1)));
    });
    criterion.bench_function("vault/seal a SIM's keys", |bencher| {
        bencher.iter(|| vault.seal_sim(imsi, black_box(&keys), &mut random));
    });
    criterion.bench_function("sequence/next", |bencher| bencher.iter(|| next(black_box(&sequence), volte)));
    criterion.bench_function("resync/verify", |bencher| bencher.iter(|| resync.verify(black_box(&milenage))));
    criterion.bench_function("mar/open, next, vector with a new RAND", |bencher| {
        bencher.iter(|| {
            let keys = vault.open_sim(imsi, Algorithm::Milenage, black_box(&sealed)).expect("sealed above");
            let (after, sqn) = next(&sequence, volte).expect("far from the end");
            let vector = ImsVector::generate(&Functions::new(&keys), sqn, Amf([0x80, 0]), &mut SystemRandom);
            (after, vector)
        });
    });
}

criterion_group!(benches, auth);
criterion_main!(benches);
