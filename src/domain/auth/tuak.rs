//! The TUAK functions f1, f1*, f2, f3, f4, f5 and f5* (TS 35.231) over Keccak-f[1600].
//!
//! The standard numbers the bits of its parameters from the left and those of the permutation's state from the right, so each parameter stands in
//! the state with its octets turned round. Read as 25 lanes of 64 bits, that is simple: a lane is a big-endian word of its parameter, and the words
//! stand in reverse order.
//!
//! ```text
//! lane  0 … 3   TOPc (TOP)          lane  8 … 11  K, 256 bits; or 128 bits and zeros
//! lane  4       ALGONAME ‖ INSTANCE lane 12, 16   the padding: 1f at octet 96, 80 at octet 135
//! lane  5, 6    RAND                the others    zero
//! lane  7       SQN ‖ AMF
//! ```

use super::milenage::{Amf, Response};
use super::res::Res;
use super::secret::{Topc, TuakK, TuakKeys};
use super::sqn::Sqn;
use crate::records::TuakParameters;
use keccak::Keccak;
use std::{fmt, num::NonZeroU8};
use zeroize::Zeroizing;

/// TUAK with one SIM's keys: the state that every function begins with, but for INSTANCE, RAND, SQN and AMF.
pub struct Tuak {
    start: Zeroizing<[u64; LANES]>,
    parameters: TuakParameters,
}

const LANES: usize = 25;
/// "TUAK1.0" in the place it has in lane 4, above INSTANCE.
const ALGONAME: u64 = u64::from_be_bytes(*b"TUAK1.0\0");
const NAME_LANE: usize = 4;
const RAND_LANE: usize = 5;
const SQN_LANE: usize = 7;
const K_LANE: usize = 8;
// Where the outputs of f2 to f5 begin (TS 35.231 §6): RES at lane 0.
const CK_LANE: usize = 4;
const IK_LANE: usize = 8;
const AK_LANE: usize = 12;

/// INSTANCE, one octet, bit 0 being the highest: which function, and how long its outputs are and K is (TS 35.231 §6).
#[derive(Clone, Copy)]
struct Instance(u8);

impl Instance {
    const TOPC: Self = Self(0x00);
    const F1: Self = Self(0x00);
    const F1_STAR: Self = Self(0x80);
    const F2345: Self = Self(0x40);
    const F5_STAR: Self = Self(0xc0);
    /// Bit 7: K has 256 bits.
    const LONG_K: u8 = 0x01;

    /// Bits 2 to 4 tell the length of MAC or RES: 0 for 32 bits, 1 for 64, 2 for 128 and 4 for 256.
    const fn with_length(self, bits: u16) -> Self {
        Self(self.0 | ((bits / 64) as u8) << 3)
    }
}

/// MAC-A and MAC-S as AUTN and AUTS carry them (TS 33.102 §6.3.7).
const MAC_BITS: u16 = 64;

impl Tuak {
    /// Puts the state together.
    pub fn new(keys: &TuakKeys) -> Self {
        Self { start: start(&keys.k, keys.topc.expose()), parameters: keys.parameters }
    }

    /// f1 of (RAND, SQN, AMF): the network proves itself to the SIM with it.
    pub fn f1(&self, rand: &[u8; 16], sqn: Sqn, amf: Amf) -> [u8; 8] {
        self.run(Instance::F1.with_length(MAC_BITS), rand, Some((sqn, amf)))[0].to_be_bytes()
    }

    /// f1* of (RAND, SQN, AMF): the SIM proves a resynchronisation with it.
    pub fn f1_star(&self, rand: &[u8; 16], sqn: Sqn, amf: Amf) -> [u8; 8] {
        self.run(Instance::F1_STAR.with_length(MAC_BITS), rand, Some((sqn, amf)))[0].to_be_bytes()
    }

    /// f2, f3, f4 and f5 of RAND, from one run: RES as long as the SIM makes it, CK and IK of 128 bits.
    pub fn f2345(&self, rand: &[u8; 16]) -> Response {
        let res = self.parameters.res;
        let out = self.run(Instance::F2345.with_length(res.bits()), rand, None);
        let answer = Zeroizing::new(octets::<16>(&out[..2]));
        Response {
            res: Res::new(&answer[16 - res.octets()..]),
            ck: octets(&out[CK_LANE..]),
            ik: octets(&out[IK_LANE..]),
            ak: anonymity_key(&out),
        }
    }

    /// f5* of RAND: the anonymity key of a resynchronisation.
    pub fn f5_star(&self, rand: &[u8; 16]) -> [u8; 6] {
        anonymity_key(&self.run(Instance::F5_STAR, rand, None))
    }

    /// One function: its inputs put into the state, and Keccak applied to it. SQN and AMF are inputs of f1 and f1* alone.
    fn run(
        &self,
        instance: Instance,
        rand: &[u8; 16],
        sequence: Option<(Sqn, Amf)>,
    ) -> Zeroizing<[u64; LANES]> {
        let mut state = self.start.clone();
        state[NAME_LANE] |= u64::from(instance.0);
        put(&mut state[RAND_LANE..], rand);
        if let Some((sqn, amf)) = sequence {
            state[SQN_LANE] = sqn.get() << 16 | u64::from(u16::from_be_bytes(amf.0));
        }
        permute(&mut state, self.parameters.iterations);
        state
    }
}

impl fmt::Debug for Tuak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tuak(…)")
    }
}

/// TOPc of TOP and K (TS 35.231 §6): done once, when a SIM is provisioned; TOP is then not kept. The iterations are those of the functions.
pub fn topc(k: &TuakK, top: &[u8; 32], iterations: NonZeroU8) -> Topc {
    let mut state = start(k, top);
    state[NAME_LANE] |= u64::from(Instance::TOPC.0);
    permute(&mut state, iterations);
    Topc::new(octets(&state[..]))
}

/// The state before INSTANCE, RAND, SQN and AMF are in it. `top` is TOPc, or TOP where TOPc is yet to be made.
fn start(k: &TuakK, top: &[u8; 32]) -> Zeroizing<[u64; LANES]> {
    let mut state = Zeroizing::new([0; LANES]);
    put(&mut state[..], top);
    let long = match k {
        TuakK::Short(_) => 0,
        TuakK::Long(_) => Instance::LONG_K,
    };
    state[NAME_LANE] = ALGONAME | u64::from(long);
    put(&mut state[K_LANE..], k.expose());
    state[12] = 0x1f;
    state[16] = 0x80 << 56;
    state
}

/// Writes a parameter of whole words, the last word first.
fn put(lanes: &mut [u64], parameter: &[u8]) {
    for (lane, word) in lanes.iter_mut().zip(parameter.as_chunks::<8>().0.iter().rev()) {
        *lane = u64::from_be_bytes(*word);
    }
}

/// Reads an output of whole words the same way.
fn octets<const N: usize>(lanes: &[u64]) -> [u8; N] {
    let mut output = [0; N];
    for (word, lane) in output.as_chunks_mut::<8>().0.iter_mut().rev().zip(lanes) {
        *word = lane.to_be_bytes();
    }
    output
}

/// AK, the lower 48 bits of its lane.
fn anonymity_key(out: &[u64; LANES]) -> [u8; 6] {
    let [_, _, a, b, c, d, e, f] = out[AK_LANE].to_be_bytes();
    [a, b, c, d, e, f]
}

fn permute(state: &mut [u64; LANES], iterations: NonZeroU8) {
    Keccak::new().with_f1600(|permutation| {
        for _ in 0..iterations.get() {
            permutation(state);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::auth::{hex, secret::K, secret::LongK};
    use crate::records::ResLength;

    const SETS: &str = include_str!("../../../tests/vectors/ts35232-tuak.txt");
    const KECCAK_SETS: &str = include_str!("../../../tests/vectors/ts35232-keccak.txt");

    fn octets_of<const N: usize>(digits: &str) -> [u8; N] {
        *hex::decode(digits).unwrap()
    }

    /// The last octets of an output, as many as `digits` has.
    fn output(lanes: &[u64], digits: &str) -> String {
        let all = hex::encode(&octets::<32>(lanes));
        all[64 - digits.len()..].to_owned()
    }

    fn paragraphs(text: &str, lines: usize) -> Vec<Vec<Vec<&str>>> {
        let all: Vec<Vec<&str>> = text
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(|line| line.split(' ').collect())
            .collect();
        all.chunks(lines).map(<[_]>::to_vec).collect()
    }

    struct Set {
        tuak: Tuak,
        rand: [u8; 16],
        sqn: Sqn,
        amf: Amf,
        outputs: Vec<&'static str>,
    }

    /// The test sets, TOPc being checked on the way.
    fn sets() -> Vec<Set> {
        let set = |lines: Vec<Vec<&'static str>>| {
            let [iterations, k, rand, sqn, amf, top, topc_expected] = lines[0].as_slice().try_into().unwrap();
            let k = match k.len() {
                32 => TuakK::Short(K::new(octets_of(k))),
                _ => TuakK::Long(LongK::new(octets_of(k))),
            };
            let iterations = iterations.parse().unwrap();
            let topc = topc(&k, &octets_of(top), iterations);
            assert_eq!(*topc.expose(), octets_of(topc_expected));
            let bits = lines[1][2].len() as u16 * 4;
            let res = ResLength::from_bits(bits).unwrap_or(ResLength::Bits128);
            Set {
                tuak: Tuak::new(&TuakKeys { k, topc, parameters: TuakParameters { res, iterations } }),
                rand: octets_of(rand),
                sqn: Sqn::from_bytes(octets_of(sqn)),
                amf: Amf(octets_of(amf)),
                outputs: lines[1].clone(),
            }
        };
        paragraphs(SETS, 2).into_iter().map(set).collect()
    }

    /// All test sets, whatever the lengths: MAC up to 256 bits, RES up to 256, CK and IK of 128 and 256.
    #[test]
    fn ts_35_232_and_ts_35_233_test_sets() {
        let all = sets();
        assert_eq!(all.len(), 6);
        for Set { tuak, rand, sqn, amf, outputs } in all {
            let [f1, f1_star, f2, f3, f4, f5, f5_star] = outputs.try_into().unwrap();
            let bits = |digits: &str| digits.len() as u16 * 4;
            let sequence = Some((sqn, amf));
            let mac = tuak.run(Instance::F1.with_length(bits(f1)), &rand, sequence);
            assert_eq!(output(&mac[..], f1), f1);
            let mac = tuak.run(Instance::F1_STAR.with_length(bits(f1_star)), &rand, sequence);
            assert_eq!(output(&mac[..], f1_star), f1_star);
            // Bits 5 and 6 of INSTANCE: CK and IK have 256 bits.
            let long = |digits: &str, bit| if bits(digits) == 256 { bit } else { 0 };
            let instance = Instance(Instance::F2345.0 | long(f3, 0x04) | long(f4, 0x02));
            let out = tuak.run(instance.with_length(bits(f2)), &rand, None);
            assert_eq!(output(&out[..], f2), f2);
            assert_eq!(output(&out[CK_LANE..], f3), f3);
            assert_eq!(output(&out[IK_LANE..], f4), f4);
            assert_eq!(anonymity_key(&out), octets_of(f5));
            assert_eq!(tuak.f5_star(&rand), octets_of(f5_star));
        }
    }

    /// The functions as SIMs here have them, by the sets whose lengths are those: f1 and f1* of sets 1 and 5, f2 to f5 of sets 1, 2 and 4.
    #[test]
    fn the_sets_with_lengths_that_sims_have_here() {
        let (mut macs, mut responses) = (0, 0);
        for Set { tuak, rand, sqn, amf, outputs } in sets() {
            let [f1, f1_star, f2, f3, f4, f5, _] = outputs.try_into().unwrap();
            if f1.len() == 16 {
                assert_eq!(tuak.f1(&rand, sqn, amf), octets_of(f1));
                assert_eq!(tuak.f1_star(&rand, sqn, amf), octets_of(f1_star));
                macs += 1;
            }
            if f2.len() <= 32 && f3.len() == 32 && f4.len() == 32 {
                let response = tuak.f2345(&rand);
                assert_eq!(hex::encode(&response.res).as_str(), f2);
                assert_eq!((response.ck, response.ik), (octets_of(f3), octets_of(f4)));
                assert_eq!(response.ak, octets_of(f5));
                responses += 1;
            }
        }
        assert_eq!((macs, responses), (2, 3));
    }

    /// The permutation alone (TS 35.232 §5), so that a mistake in it is told from one in the layout.
    #[test]
    fn ts_35_232_keccak_test_sets() {
        let all = paragraphs(KECCAK_SETS, 2);
        assert_eq!(all.len(), 6);
        for lines in all {
            let lanes = |digits: &str| {
                let octets = octets_of::<200>(digits);
                let mut lanes = [0; LANES];
                for (lane, octets) in lanes.iter_mut().zip(octets.as_chunks::<8>().0) {
                    *lane = u64::from_le_bytes(*octets);
                }
                lanes
            };
            let mut state = lanes(lines[0][0]);
            permute(&mut state, NonZeroU8::MIN);
            assert_eq!(state, lanes(lines[1][0]));
        }
    }

    #[test]
    fn debug_shows_no_state() {
        assert_eq!(format!("{:?}", sets()[0].tuak), "Tuak(…)");
    }
}
