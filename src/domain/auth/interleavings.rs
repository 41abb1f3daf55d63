//! SC-8 proved: whatever the order in which requesters fetch, use, lose and mix up vectors, the USIM accepts them.
//!
//! The generator is played against a USIM that verifies by Annex C.2 and knows nothing of how numbers are made. Every step goes through the
//! store's format, as if the daemon restarted between any two.

use super::provision::{OperatorKey, sim_keys};
use super::usim::{Refusal, Usim};
use super::*;
use crate::records::sequence::{Requester, Sequence};
use crate::types::{Imsi, Sic};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::{HashSet, VecDeque};

const IMSI: Imsi = Imsi::parse("460011100612345").expect("an IMSI");

fn keys() -> SimKeys {
    let op = OperatorKey::Op("cdc202d5123e20f62b6d676ac72cb318");
    sim_keys("465b5ce8b199b49faa5f0a2ee238a6bc", op).unwrap()
}

/// Requester number `n`: the EPC's three first, then IMS services.
fn requester(n: usize) -> Requester {
    match n {
        0 => Requester::Mme,
        1 => Requester::Sgsn,
        2 => Requester::Wlan,
        3 => Requester::Ims(None),
        n => Requester::Ims(Sic::parse(&format!("{n:03}"))),
    }
}

/// A home network, a SIM, and what waits in between.
struct World {
    functions: Functions,
    sequence: Sequence,
    usim: Usim,
    /// Vectors that requester `n` fetched and did not use yet, oldest first.
    waiting: Vec<VecDeque<ImsVector>>,
    /// Every number that was ever issued.
    issued: HashSet<Sqn>,
}

impl World {
    fn new(requesters: usize) -> Self {
        Self {
            functions: Functions::new(&keys()),
            sequence: Sequence::new(IMSI),
            usim: Usim::new(&keys()),
            waiting: vec![VecDeque::new(); requesters],
            issued: HashSet::new(),
        }
    }

    /// As after a restart: only what the store keeps is left.
    fn store(&mut self, sequence: &Sequence) {
        self.sequence = postcard::from_bytes(&postcard::to_stdvec(sequence).unwrap()).unwrap();
    }

    fn vector(&mut self, n: usize) -> ImsVector {
        let (sequence, sqn) = next(&self.sequence, requester(n)).unwrap();
        assert!(self.issued.insert(sqn), "{sqn:?} was issued twice");
        self.store(&sequence);
        ImsVector::compute(&self.functions, [n as u8; 16], sqn, Amf([0x80, 0]))
    }

    fn fetch(&mut self, n: usize) {
        let vector = self.vector(n);
        self.waiting[n].push_back(vector);
    }

    fn present(&mut self, vector: &ImsVector) -> Result<(), Refusal> {
        let answer = self.usim.authenticate(&vector.rand, &vector.autn)?;
        assert_eq!((&answer.res, answer.ck, answer.ik), (&vector.xres, vector.ck, vector.ik));
        Ok(())
    }

    /// Brings a synchronisation failure home; true if the generator had to move.
    fn resynchronise(&mut self, refusal: Refusal) -> bool {
        let Refusal::Synchronisation(resync) = refusal else { panic!("{refusal}") };
        let sqn_ms = resync.verify(&self.functions).unwrap();
        let moved = resynchronise(&self.sequence, sqn_ms);
        if let Some(sequence) = &moved {
            self.store(sequence);
        }
        moved.is_some()
    }
}

/// What may happen to the vectors of requester `n`.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// A request for a vector.
    Fetch(usize),
    /// The oldest that waits reaches the USIM.
    Use(usize),
    /// The oldest that waits is lost on its way.
    Lose(usize),
    /// Everything that waits is thrown away but the newest, which reaches the USIM.
    UseNewest(usize),
}

fn step(requesters: usize) -> impl Strategy<Value = Step> {
    let n = 0..requesters;
    prop_oneof![
        4 => n.clone().prop_map(Step::Fetch),
        3 => n.clone().prop_map(Step::Use),
        1 => n.clone().prop_map(Step::Lose),
        1 => n.prop_map(Step::UseNewest),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// SC-8: up to 32 requesters, each using its vectors in the order it got them, losing any, however long they waited: never a failure.
    #[test]
    fn sc_8_interleaved_authentications_all_succeed(
        requesters in 1..=INDICES, steps in vec(step(INDICES), 1..200),
    ) {
        let mut world = World::new(requesters);
        for step in steps {
            match step {
                Step::Fetch(n) => world.fetch(n % requesters),
                Step::Lose(n) => drop(world.waiting[n % requesters].pop_front()),
                Step::Use(n) => {
                    if let Some(vector) = world.waiting[n % requesters].pop_front() {
                        prop_assert_eq!(world.present(&vector), Ok(()));
                    }
                }
                Step::UseNewest(n) => {
                    let newest = world.waiting[n % requesters].pop_back();
                    world.waiting[n % requesters].clear();
                    if let Some(vector) = newest {
                        prop_assert_eq!(world.present(&vector), Ok(()));
                    }
                }
            }
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// SC-8, with a USIM that also refuses what is too old: every vector no more than L steps behind the newest one succeeds.
    #[test]
    fn sc_8_holds_within_the_age_limit(limit in 0_u64..40, order in vec((0..8_usize, 0_u64..40), 1..8)) {
        let mut world = World::new(8);
        world.usim = Usim::new(&keys()).with_age_limit(limit);
        // One vector waits at requester 7 while the others authenticate.
        for (n, patience) in order {
            let waiting = world.vector(7);
            for _ in 0..patience.min(limit) {
                let vector = world.vector(n % 7);
                prop_assert_eq!(world.present(&vector), Ok(()));
            }
            prop_assert_eq!(world.present(&waiting), Ok(()));
        }
    }

    /// SC-8: vectors of one requester that overtake each other fail at most themselves. The resynchronisation they cause moves nothing, and the
    /// vectors that wait elsewhere stay good.
    #[test]
    fn sc_8_an_overtaken_vector_harms_no_other(overtaken in 0..4_usize, others in vec(0..4_usize, 0..20)) {
        let mut world = World::new(4);
        (0..4).for_each(|n| world.fetch(n));
        let newer = world.vector(overtaken);
        prop_assert_eq!(world.present(&newer), Ok(()));
        let older = world.waiting[overtaken].pop_front().unwrap();
        let refusal = world.present(&older).unwrap_err();
        prop_assert!(!world.resynchronise(refusal));
        for n in others.into_iter().chain(0..4) {
            let vector = match world.waiting[n].pop_front() {
                Some(waiting) => waiting,
                None => world.vector(n),
            };
            prop_assert_eq!(world.present(&vector), Ok(()));
        }
    }

    /// SC-8: a home network that fell behind its SIM (a backup from before the last authentications was restored). One requester's
    /// resynchronisation sets it right for all: everybody's next vector is accepted at once.
    #[test]
    fn sc_8_one_resynchronisation_sets_all_requesters_right(
        before in vec(0..6_usize, 1..30), lost in vec(0..6_usize, 1..30), who in 0..6_usize,
    ) {
        let mut world = World::new(6);
        for n in before {
            let vector = world.vector(n);
            prop_assert_eq!(world.present(&vector), Ok(()));
        }
        let backup = world.sequence.clone();
        for n in lost {
            let vector = world.vector(n);
            prop_assert_eq!(world.present(&vector), Ok(()));
        }
        // What the backup does not know was issued will be issued once more; the USIM is what keeps it from being used twice.
        world.store(&backup);
        world.issued.clear();
        let vector = world.vector(who);
        if let Err(refusal) = world.present(&vector) {
            world.resynchronise(refusal);
            for n in 0..6 {
                let vector = world.vector(n);
                prop_assert_eq!(world.present(&vector), Ok(()));
            }
        }
    }

    /// A replayed AUTS is genuine for ever. It never moves the generator, so it can make nobody fail and no number be issued again.
    #[test]
    fn a_replayed_auts_moves_nothing(steps in vec(0..5_usize, 1..50), replay_after in 0..50_usize) {
        let mut world = World::new(5);
        let first = world.vector(0);
        prop_assert_eq!(world.present(&first), Ok(()));
        let Err(Refusal::Synchronisation(auts)) = world.present(&first) else { panic!("accepted twice") };
        for (count, n) in steps.into_iter().enumerate() {
            if count >= replay_after {
                prop_assert!(!world.resynchronise(Refusal::Synchronisation(auts)));
            }
            let vector = world.vector(n);
            prop_assert_eq!(world.present(&vector), Ok(()));
        }
    }

    /// SC-8: more requesters than indices. An index changes hands, at worst one resynchronisation follows, which moves nothing; and whoever is among
    /// the 32 that asked last keeps the index it had.
    #[test]
    fn sc_8_more_requesters_than_indices(order in vec(0..50_usize, 1..150)) {
        let mut world = World::new(50);
        let mut last_asked: Vec<usize> = Vec::new();
        for n in order {
            let held = world.sequence.requesters.iter().position(|share| share.requester == requester(n));
            let recent = last_asked.iter().rev().take(INDICES).any(|other| *other == n);
            prop_assert_eq!(held.is_some(), recent, "an index is kept exactly by the last 32 that asked");

            world.fetch(n);
            let now_held = world.sequence.requesters.iter().position(|share| share.requester == requester(n));
            prop_assert!(now_held.is_some() && (held.is_none() || held == now_held));
            last_asked.retain(|other| *other != n);
            last_asked.push(n);

            if world.waiting[n].len() == 2 {
                for _ in 0..2 {
                    let vector = world.waiting[n].pop_front().unwrap();
                    if let Err(refusal) = world.present(&vector) {
                        prop_assert!(!world.resynchronise(refusal));
                        let vector = world.vector(n);
                        prop_assert_eq!(world.present(&vector), Ok(()));
                        world.waiting[n].clear();
                        last_asked.retain(|other| *other != n);
                        last_asked.push(n);
                        break;
                    }
                }
            }
        }
        prop_assert!(world.sequence.requesters.len() <= INDICES);
    }
}

/// Annex C.2.1: a generator more than Δ ahead of its SIM, as a slip in provisioning makes it, is refused, and comes back by resynchronisation.
#[test]
fn a_leap_beyond_delta_is_taken_back() {
    let mut world = World::new(3);
    let vector = world.vector(0);
    assert_eq!(world.present(&vector), Ok(()));
    world.sequence.seq = 1 + DELTA;
    let vector = world.vector(1);
    let refusal = world.present(&vector).unwrap_err();
    assert!(world.resynchronise(refusal));
    for n in 0..3 {
        let vector = world.vector(n);
        assert_eq!(world.present(&vector), Ok(()), "{n}");
    }
}

/// Exactly Δ ahead is accepted, so nothing is taken back there.
#[test]
fn delta_itself_is_not_a_leap() {
    let mut world = World::new(1);
    world.sequence.seq = DELTA - 1;
    assert_eq!(resynchronise(&world.sequence, Sqn::new(0, 0)), None);
    let vector = world.vector(0);
    assert_eq!(world.present(&vector), Ok(()));
}

/// A SIM that comes from another home network, far ahead of us: one resynchronisation, whatever its index scheme was.
#[test]
fn a_sim_from_elsewhere_is_caught_up_with() {
    for ms in [Sqn::new(1, 0), Sqn::new(77_777, 31), Sqn::new(1 << 42, 13)] {
        let mut world = World::new(2);
        world.usim = Usim::new(&keys()).having_accepted(ms);
        loop {
            let vector = world.vector(0);
            match world.present(&vector) {
                Ok(()) => break,
                Err(refusal) => world.resynchronise(refusal),
            };
        }
        assert!(world.issued.len() <= 2, "{ms:?}");
        let vector = world.vector(1);
        assert_eq!(world.present(&vector), Ok(()), "{ms:?}");
    }
}

/// The end of 43 bits: the last number is given, none after it, and no resynchronisation wraps round.
#[test]
fn the_sequence_ends_and_does_not_wrap() {
    let almost = Sequence::starting_after(IMSI, SEQ_MAX - 1);
    let (last, sqn) = next(&almost, Requester::Mme).unwrap();
    assert_eq!((sqn.seq(), sqn.ind()), (SEQ_MAX, 0));
    assert_eq!(sqn.to_bytes(), [0xff, 0xff, 0xff, 0xff, 0xff, 0xe0]);
    assert_eq!(next(&last, Requester::Mme), Err(SequenceExhausted));
    let at_the_end = resynchronise(&Sequence::new(IMSI), Sqn::new(SEQ_MAX, 31)).unwrap();
    assert_eq!(next(&at_the_end, Requester::Wlan), Err(SequenceExhausted));
    assert_eq!(resynchronise(&at_the_end, Sqn::new(SEQ_MAX, 31)), None);
}

/// A record with more requesters than indices can only come from outside; it is read without harm.
#[test]
fn surplus_requesters_in_a_record_are_not_given_indices() {
    let mut sequence = Sequence::new(IMSI);
    for n in 0..40 {
        let share = crate::records::sequence::Share { requester: requester(n), last_seq: 100 + n as u64 };
        sequence.requesters.push(share);
    }
    sequence.seq = 200;
    let (_, sqn) = next(&sequence, requester(39)).unwrap();
    assert_eq!(sqn, Sqn::new(201, 0));
}
