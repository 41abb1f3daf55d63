//! The SIM of the phone: Milenage and the sequence number check, written independently of the daemon's.
//!
//! That the network side and this agree is part of what the tests show, so nothing here is shared with it.

use aes::{
    Aes128,
    cipher::{Block, BlockCipherEncrypt, KeyInit},
};

type Octets = [u8; 16];

/// A SIM: its secret and the highest sequence number it has accepted for each index (TS 33.102 Annex C.2).
#[derive(Debug, Clone)]
pub(crate) struct Sim {
    k: Octets,
    opc: Octets,
    accepted: [u64; 32],
}

/// What the SIM makes of a challenge (TS 33.102 §6.3.3).
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// RES.
    Accepted([u8; 8]),
    /// The network is genuine but its sequence number is not fresh: AUTS.
    OutOfSync([u8; 14]),
    /// AUTN was not made with this SIM's secret.
    Forged,
}

impl Sim {
    pub(crate) fn new(k: Octets, opc: Octets) -> Self {
        Self { k, opc, accepted: [0; 32] }
    }

    /// As if this SIM had been used elsewhere until that sequence number (SEQ, without its index).
    pub(crate) fn advance(&mut self, seq: u64) {
        self.accepted = [seq; 32];
    }

    /// Checks MAC-A and freshness, and answers.
    pub(crate) fn challenge(&mut self, rand: &Octets, autn: &Octets) -> Verdict {
        let temp = self.encrypt(xor(rand, &self.opc));
        let f25 = self.output(&temp, 0, 1);
        let sqn: [u8; 6] = std::array::from_fn(|i| autn[i] ^ f25[i]);
        if self.f1(&temp, &sqn, &[autn[6], autn[7]])[..8] != autn[8..] {
            return Verdict::Forged;
        }
        let number = sqn.iter().fold(0u64, |number, octet| number << 8 | u64::from(*octet));
        let (seq, index) = (number >> 5, (number & 31) as usize);
        if seq > self.accepted[index] {
            self.accepted[index] = seq;
            let mut res = [0; 8];
            res.copy_from_slice(&f25[8..]);
            return Verdict::Accepted(res);
        }
        let highest =
            self.accepted.iter().enumerate().map(|(index, seq)| seq << 5 | index as u64).max().unwrap_or(0);
        let mut sqn_ms = [0; 6];
        sqn_ms.copy_from_slice(&highest.to_be_bytes()[2..]);
        let (concealment, mac) = (self.output(&temp, 12, 8), self.f1(&temp, &sqn_ms, &[0, 0]));
        Verdict::OutOfSync(std::array::from_fn(
            |i| if i < 6 { sqn_ms[i] ^ concealment[i] } else { mac[i + 2] },
        ))
    }

    /// CK and IK (f3 and f4), one after the other.
    pub(crate) fn session_keys(&self, rand: &Octets) -> [u8; 32] {
        let temp = self.encrypt(xor(rand, &self.opc));
        let (ck, ik) = (self.output(&temp, 4, 2), self.output(&temp, 8, 4));
        std::array::from_fn(|i| if i < 16 { ck[i] } else { ik[i - 16] })
    }

    /// OUT1 of TS 35.206 §4.1: MAC-A and MAC-S.
    fn f1(&self, temp: &Octets, sqn: &[u8; 6], amf: &[u8; 2]) -> Octets {
        let half = [&sqn[..], &amf[..]].concat();
        let in1: Octets = std::array::from_fn(|i| half[i % 8]);
        let mixed = xor(&in1, &self.opc);
        let rotated: Octets = std::array::from_fn(|i| mixed[(i + 8) % 16]);
        xor(&self.encrypt(xor(temp, &rotated)), &self.opc)
    }

    /// OUT2 to OUT5: rotated by so many octets, with that constant.
    fn output(&self, temp: &Octets, octets: usize, constant: u8) -> Octets {
        let mixed = xor(temp, &self.opc);
        let mut rotated: Octets = std::array::from_fn(|i| mixed[(i + octets) % 16]);
        rotated[15] ^= constant;
        xor(&self.encrypt(rotated), &self.opc)
    }

    fn encrypt(&self, octets: Octets) -> Octets {
        let mut block: Block<Aes128> = octets.into();
        Aes128::new(&self.k.into()).encrypt_block(&mut block);
        block.into()
    }
}

fn xor(a: &Octets, b: &Octets) -> Octets {
    std::array::from_fn(|i| a[i] ^ b[i])
}

/// TS 35.208 §4.3 (set 1): the network's side of the numbers is the standard's.
#[test]
fn sim_answers_test_set_1() {
    let hex = |text: &str| -> Vec<u8> {
        (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
    };
    let octets = |text: &str| -> Octets { hex(text).try_into().unwrap() };
    let mut sim =
        Sim::new(octets("465b5ce8b199b49faa5f0a2ee238a6bc"), octets("cd63cb71954a9f4e48a5994e37a02baf"));
    let rand = octets("23553cbe9637a89d218ae64dae47bf35");
    // SQN ff9bb4d0b607 under AK aa689c648370, AMF b9b9, MAC-A 4a9ffac354dfafb3.
    let autn = octets("55f328b43577b9b94a9ffac354dfafb3");
    assert_eq!(sim.challenge(&rand, &autn), Verdict::Accepted(hex("a54211d5e3ba50bf").try_into().unwrap()));
    assert!(matches!(sim.challenge(&rand, &autn), Verdict::OutOfSync(_)));
    let keys = hex("b40ba9a3c58b2a05bbf0d987b21bf8cbf769bcd751044604127672711c6d3441");
    assert_eq!(sim.session_keys(&rand)[..], keys);
    assert_eq!(sim.challenge(&rand, &[0; 16]), Verdict::Forged);
}
