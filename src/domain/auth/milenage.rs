//! The Milenage functions f1, f1*, f2, f3, f4, f5 and f5* (TS 35.206) over AES-128.
//!
//! A block is a big-endian `u128` here: the standard's rot(x, r), "rotate towards the most significant bit", is then
//! `rotate_left`, and its constants c1 … c5 are small numbers. The key is expanded once per [`Milenage`], and TEMP is computed once per
//! challenge; the blocks that follow from it go through AES side by side.

use super::res::Res;
use super::secret::{K, MilenageKeys, Opc};
use super::sqn::Sqn;
use aes::Aes128Enc;
use aes::cipher::{Array, BlockCipherEncrypt, KeyInit};
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// The authentication management field: which rules a vector follows (TS 33.102 Annex F and H).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Amf(pub [u8; 2]);

impl Amf {
    /// What stands for AMF in MAC-S, so that a resynchronisation need not carry one (TS 33.102 §6.3.3).
    pub const RESYNC: Self = Self([0, 0]);

    /// The separation bit, AMF bit 0, which stands in the top bit of the first octet (TS 33.102 Annex H).
    const SEPARATION: u8 = 0x80;

    /// This field as a vector for anything but EPS carries it: the separation bit clear (TS 33.102 Annex H).
    #[must_use]
    pub const fn without_separation(self) -> Self {
        Self([self.0[0] & !Self::SEPARATION, self.0[1]])
    }

    /// This field as a vector for the EPS carries it: the separation bit set (TS 33.401 §6.1.2).
    #[must_use]
    pub const fn with_separation(self) -> Self {
        Self([self.0[0] | Self::SEPARATION, self.0[1]])
    }

    /// True in a vector that only the EPS may use.
    pub const fn is_separated(self) -> bool {
        self.0[0] & Self::SEPARATION != 0
    }
}

/// Milenage with one SIM's keys: the expanded K and OPc.
pub struct Milenage {
    cipher: Aes128Enc,
    opc: u128,
}

/// What f2 to f5 make of a challenge.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Response {
    /// f2: what the SIM must answer.
    pub res: Res,
    /// f3: the confidentiality key.
    pub ck: [u8; 16],
    /// f4: the integrity key.
    pub ik: [u8; 16],
    /// f5: the anonymity key, which hides SQN in AUTN.
    pub ak: [u8; 6],
}

/// What f1 and f1* make of a challenge: the two halves of one block.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Macs {
    /// f1: the network proves itself to the SIM with it.
    pub mac_a: [u8; 8],
    /// f1*: the SIM proves a resynchronisation with it.
    pub mac_s: [u8; 8],
}

// TS 35.206 §4.1: r1 … r5 in bits, c1 … c5.
const ROTATE: [u32; 5] = [64, 0, 32, 64, 96];
const CONSTANT: [u128; 5] = [0, 1, 2, 4, 8];

impl Milenage {
    /// Expands the key.
    pub fn new(keys: &MilenageKeys) -> Self {
        Self {
            cipher: Aes128Enc::new(&Array(*keys.k.expose())),
            opc: u128::from_be_bytes(*keys.opc.expose()),
        }
    }

    /// All that a vector is made of: f1 of (RAND, SQN, AMF) and f2 … f5 of RAND, from one TEMP.
    pub fn all(&self, rand: &[u8; 16], sqn: Sqn, amf: Amf) -> (Macs, Response) {
        let mut temp = self.temp(rand);
        let mut out = [
            Array((temp ^ self.in1(sqn, amf)).to_be_bytes()),
            self.out_n(temp, 2),
            self.out_n(temp, 3),
            self.out_n(temp, 4),
        ];
        self.cipher.encrypt_blocks(&mut out);
        let [mut out1, mut out2, mut out3, mut out4] = out.map(|block| self.unmask(block));
        let answer = (macs(out1), response(out2, out3, out4));
        for word in [&mut temp, &mut out1, &mut out2, &mut out3, &mut out4] {
            word.zeroize();
        }
        out.iter_mut().for_each(|block| block.0.zeroize());
        answer
    }

    /// f1 and f1* of (RAND, SQN, AMF).
    pub fn f1(&self, rand: &[u8; 16], sqn: Sqn, amf: Amf) -> Macs {
        let mut block = Array((self.temp(rand) ^ self.in1(sqn, amf)).to_be_bytes());
        self.cipher.encrypt_block(&mut block);
        macs(self.unmask(block))
    }

    /// f2, f3, f4 and f5 of RAND.
    pub fn f2345(&self, rand: &[u8; 16]) -> Response {
        let mut temp = self.temp(rand);
        let mut out = [self.out_n(temp, 2), self.out_n(temp, 3), self.out_n(temp, 4)];
        temp.zeroize();
        self.cipher.encrypt_blocks(&mut out);
        let [out2, out3, out4] = out.map(|block| self.unmask(block));
        out.iter_mut().for_each(|block| block.0.zeroize());
        response(out2, out3, out4)
    }

    /// f5* of RAND: the anonymity key of a resynchronisation.
    pub fn f5_star(&self, rand: &[u8; 16]) -> [u8; 6] {
        let mut block = self.out_n(self.temp(rand), 5);
        self.cipher.encrypt_block(&mut block);
        first_48_bits(self.unmask(block))
    }

    /// TEMP = E(RAND ⊕ OPc).
    fn temp(&self, rand: &[u8; 16]) -> u128 {
        let mut block = Array((u128::from_be_bytes(*rand) ^ self.opc).to_be_bytes());
        self.cipher.encrypt_block(&mut block);
        u128::from_be_bytes(block.0)
    }

    /// rot(IN1 ⊕ OPc, r1) ⊕ c1, with IN1 = SQN ‖ AMF ‖ SQN ‖ AMF; OUT1 is E of this ⊕ TEMP.
    fn in1(&self, sqn: Sqn, amf: Amf) -> u128 {
        let half = (u128::from(sqn.get()) << 16) | u128::from(u16::from_be_bytes(amf.0));
        (((half << 64) | half) ^ self.opc).rotate_left(ROTATE[0]) ^ CONSTANT[0]
    }

    /// rot(TEMP ⊕ OPc, rn) ⊕ cn, for n = 2 … 5; OUTn is E of this.
    fn out_n(&self, temp: u128, n: usize) -> aes::Block {
        Array(((temp ^ self.opc).rotate_left(ROTATE[n - 1]) ^ CONSTANT[n - 1]).to_be_bytes())
    }

    /// The last ⊕ OPc of every OUTn.
    fn unmask(&self, block: aes::Block) -> u128 {
        u128::from_be_bytes(block.0) ^ self.opc
    }
}

impl fmt::Debug for Milenage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Milenage(…)")
    }
}

impl Drop for Milenage {
    fn drop(&mut self) {
        self.opc.zeroize();
    }
}

/// OPc = OP ⊕ E_K(OP) (TS 35.206 §4.1): done once, when a SIM is provisioned; OP is then not kept.
pub fn opc(k: &K, op: &[u8; 16]) -> Opc {
    let mut block = Array(*op);
    Aes128Enc::new(&Array(*k.expose())).encrypt_block(&mut block);
    let opc = u128::from_be_bytes(block.0) ^ u128::from_be_bytes(*op);
    block.0.zeroize();
    Opc::new(opc.to_be_bytes())
}

/// f1 is the first half of OUT1, f1* the second.
fn macs(out1: u128) -> Macs {
    Macs { mac_a: ((out1 >> 64) as u64).to_be_bytes(), mac_s: (out1 as u64).to_be_bytes() }
}

/// f5 is the first 48 bits of OUT2, f2 its second half; f3 is OUT3, f4 is OUT4.
fn response(out2: u128, out3: u128, out4: u128) -> Response {
    Response {
        res: (out2 as u64).to_be_bytes().into(),
        ck: out3.to_be_bytes(),
        ik: out4.to_be_bytes(),
        ak: first_48_bits(out2),
    }
}

fn first_48_bits(out: u128) -> [u8; 6] {
    let [a, b, c, d, e, f, ..] = out.to_be_bytes();
    [a, b, c, d, e, f]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::auth::hex;
    use proptest::prelude::*;

    const SETS: &str = include_str!("../../../tests/vectors/ts35208-milenage.txt");

    fn octets<const N: usize>(digits: &str) -> [u8; N] {
        *hex::decode(digits).unwrap()
    }

    /// All 20 test sets of TS 35.208 §4.3, and the one that only TS 35.207 has: OPc and every function, each on its own and all from one TEMP.
    #[test]
    fn ts_35_207_and_ts_35_208_test_sets() {
        let lines: Vec<_> = SETS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
        for pair in lines.chunks(2) {
            let [k, rand, sqn, amf, op, opc_expected] =
                pair[0].split(' ').collect::<Vec<_>>().try_into().unwrap();
            let [f1, f1_star, f2, f3, f4, f5, f5_star] =
                pair[1].split(' ').collect::<Vec<_>>().try_into().unwrap();
            let k = K::new(octets(k));
            let opc = opc(&k, &octets(op));
            assert_eq!(*opc.expose(), octets(opc_expected));

            let milenage = Milenage::new(&MilenageKeys { k, opc });
            let (rand, sqn, amf) = (octets(rand), Sqn::from_bytes(octets(sqn)), Amf(octets(amf)));
            let (macs, response) = milenage.all(&rand, sqn, amf);
            assert_eq!((macs.mac_a, macs.mac_s), (octets(f1), octets(f1_star)));
            assert_eq!(response.res[..], octets::<8>(f2));
            assert_eq!(response.ak, octets(f5));
            assert_eq!((response.ck, response.ik), (octets(f3), octets(f4)));
            assert_eq!(milenage.f5_star(&rand), octets(f5_star));
            assert!(milenage.f1(&rand, sqn, amf) == macs);
            assert!(milenage.f2345(&rand) == response);
        }
        assert_eq!(lines.len(), 2 * 21);
    }

    proptest! {
        /// The independent implementation of the crate `milenage`, on random input.
        #[test]
        fn agrees_with_another_implementation(
            k: [u8; 16], op: [u8; 16], rand: [u8; 16], sqn in 0..1_u64 << 48, amf: [u8; 2],
        ) {
            let mut other = milenage::Milenage::new_with_op(k, op);
            let k = K::new(k);
            let opc = opc(&k, &op);
            prop_assert_eq!(opc.expose(), other.opc());
            let ours = Milenage::new(&MilenageKeys { k, opc });
            let sqn = Sqn::from_bytes(octets(&format!("{sqn:012x}")));
            let (macs, response) = ours.all(&rand, sqn, Amf(amf));
            prop_assert_eq!(macs.mac_a, other.f1(&rand, &sqn.to_bytes(), &amf));
            prop_assert_eq!(macs.mac_s, other.f1star(&rand, &sqn.to_bytes(), &amf));
            let (res, ck, ik, ak) = other.f2345(&rand);
            prop_assert_eq!(&response.res[..], &res[..]);
            prop_assert_eq!((response.ck, response.ik, response.ak), (ck, ik, ak));
            prop_assert_eq!(ours.f5_star(&rand), other.f5star(&rand));
        }
    }

    #[test]
    fn the_separation_bit_is_the_first() {
        assert!(Amf([0x80, 0x00]).is_separated());
        assert!(!Amf([0x7f, 0xff]).is_separated());
        assert_eq!(Amf([0xb9, 0xb9]).without_separation(), Amf([0x39, 0xb9]));
        assert_eq!(Amf([0x39, 0xb9]).with_separation(), Amf([0xb9, 0xb9]));
    }
}
