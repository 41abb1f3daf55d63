//! Sequence numbers: how they are made, given out and set right again (TS 33.102 Annex C, SC-8).
//!
//! SQN = SEQ ‖ IND, 43 and 5 bits, not time-based (C.1.1; the profile of C.3.2: a = 32, Δ = 2^28). A USIM keeps, for each IND, the highest SEQ it accepted
//! with it, and accepts a higher one (C.2.2). Two rules here make every interleaving succeed:
//!
//! - **One SEQ per SIM.** Whoever asks, SEQ is one more than the last. So a vector is newer than everything issued before it, whatever the IND.
//! - **One IND per requester** (C.3.4). A vector that waits at one requester is not made stale by another requester's newer one.
//!
//! Which requester has which IND is part of the record: it must be the same after a restart, or a waiting vector would meet a USIM that has
//! already seen more on that index. When all 32 are taken, the least recently used changes hands; the one who lost it gets another when it comes
//! back, and at worst its waiting vector fails once, into a resynchronisation.
//!
//! A counter is preferred to a clock: it does not depend on the node's time, and never runs ahead of a SIM by itself. A store restored from an
//! older backup heals by one resynchronisation of each SIM.

use crate::records::sequence::{Requester, Reserve, Sequence, Share};
use std::fmt;

/// How many indices there are: *a* of Annex C.3.
pub const INDICES: usize = 32;
/// The greatest leap of SEQ that a USIM takes: Δ of Annex C.3.
pub const DELTA: u64 = 1 << 28;
/// The greatest SEQ: 43 bits.
pub const SEQ_MAX: u64 = (1 << 43) - 1;

/// So many numbers are reserved at once: so many vectors of a SIM cost one write, and so many numbers a restart skips at most.
const RESERVED: u32 = 32;

const IND_BITS: u32 = INDICES.ilog2();

/// A sequence number of 48 bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Sqn(u64);

impl Sqn {
    /// SEQ ‖ IND; the bits of `seq` and `ind` beyond 43 and 5 are cut off.
    pub const fn new(seq: u64, ind: u8) -> Self {
        Self(((seq & SEQ_MAX) << IND_BITS) | (ind as u64 & (INDICES as u64 - 1)))
    }

    /// From the six octets of AUTN or AUTS, unmasked.
    pub const fn from_bytes([a, b, c, d, e, f]: [u8; 6]) -> Self {
        Self(u64::from_be_bytes([0, 0, a, b, c, d, e, f]))
    }

    /// The six octets, most significant first.
    pub const fn to_bytes(self) -> [u8; 6] {
        let [_, _, a, b, c, d, e, f] = self.0.to_be_bytes();
        [a, b, c, d, e, f]
    }

    /// The number itself.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The SEQ part.
    pub const fn seq(self) -> u64 {
        self.0 >> IND_BITS
    }

    /// The IND part, below [`INDICES`].
    pub const fn ind(self) -> usize {
        self.0 as usize & (INDICES - 1)
    }
}

impl fmt::Display for Sqn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:012x}", self.0)
    }
}

impl fmt::Debug for Sqn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sqn({} ind {})", self.seq(), self.ind())
    }
}

/// A SIM's sequence numbers are used up (Annex C.2.1: a SIM's lifetime is meant to end long before).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the sequence numbers of this SIM are used up; it needs a new K, that is, a new SIM")]
pub struct SequenceExhausted;

/// Issues the next sequence number to `requester`: the record to store, durably, before the vector is shown to anyone, and the number.
///
/// # Errors
/// When 43 bits of SEQ are used up.
pub fn next(sequence: &Sequence, requester: Requester) -> Result<(Sequence, Sqn), SequenceExhausted> {
    if sequence.seq >= SEQ_MAX {
        return Err(SequenceExhausted);
    }
    let seq = sequence.seq + 1;
    let mut requesters = Vec::with_capacity(INDICES.min(sequence.requesters.len() + 1));
    requesters.extend_from_slice(&sequence.requesters);
    let ind = index_of(&mut requesters, requester);
    if let Some(share) = requesters.get_mut(ind) {
        *share = Share { requester, last_seq: seq };
    }
    let after = Sequence { imsi: sequence.imsi, seq, requesters, reserve: Reserve::default() };
    Ok((after, Sqn::new(seq, ind as u8)))
}

/// Issues a number that was reserved: nothing has to be stored for it, but what it was reserved with has to be durable. `None` where there is none, where
/// the requester holds no IND yet, and where all are held: who used which last decides then, and is only known where it is stored.
pub fn issue(sequence: &Sequence, requester: Requester) -> Option<Sqn> {
    if sequence.requesters.len() >= INDICES {
        return None;
    }
    let ind = sequence.requesters.iter().position(|share| share.requester == requester)?;
    sequence.take().map(|seq| Sqn::new(seq, ind as u8))
}

/// `sequence` with as many numbers reserved as there may be (TS 33.102 C.2.1: none beyond 43 bits).
pub fn reserve(sequence: Sequence) -> Sequence {
    let count = SEQ_MAX.saturating_sub(sequence.seq).min(RESERVED.into());
    Sequence { seq: sequence.seq + count, reserve: Reserve::of(count as u32), ..sequence }
}

/// The IND of `requester`: the one it holds, else a free one, else the least recently used.
fn index_of(requesters: &mut Vec<Share>, requester: Requester) -> usize {
    if let Some(held) = requesters.iter().take(INDICES).position(|share| share.requester == requester) {
        return held;
    }
    if requesters.len() < INDICES {
        requesters.push(Share { requester, last_seq: 0 });
        return requesters.len() - 1;
    }
    let oldest = requesters.iter().take(INDICES).enumerate().min_by_key(|(_, share)| share.last_seq);
    oldest.map_or(0, |(ind, _)| ind)
}

/// Sets the generator right after a synchronisation failure, SQN_MS being what the USIM proved by AUTS (TS 33.102 §6.3.5).
///
/// `None`: the next number would be accepted anyway (step 3 there), so nothing changes. That is the usual answer when two of one requester's
/// vectors overtook each other, and the only one that a replayed AUTS can get: SEQ never goes back, except from beyond what any USIM would take
/// (more than Δ ahead), where no number that is issued again can ever have been accepted.
///
/// Every other requester's next number is above SQN_MS too, which is the USIM's highest over all indices: a resynchronisation by one breaks none.
pub fn resynchronise(sequence: &Sequence, sqn_ms: Sqn) -> Option<Sequence> {
    let seq_ms = sqn_ms.seq();
    let next = sequence.seq.saturating_add(1);
    if next > seq_ms && next - seq_ms <= DELTA {
        return None;
    }
    let mut requesters = sequence.requesters.clone();
    for share in &mut requesters {
        share.last_seq = share.last_seq.min(seq_ms);
    }
    Some(Sequence { imsi: sequence.imsi, seq: seq_ms, requesters, reserve: Reserve::default() })
}
