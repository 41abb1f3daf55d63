//! Indication flags, every octet of them (TS 29.274 §8.12).

use super::{Element, Encode, Wrong};
use bitflags::bitflags;
use bytes::{BufMut, BytesMut};

bitflags! {
    /// Indication, type 77. The first octet's bits are the highest, bit 8 first; names are the standard's, `FIVE` for a leading 5. Unknown bits
    /// are kept, as far as sixteen octets go.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub struct Indication: u128 {
        /// Octet 5, bit 8.
        const DAF = 1 << 127;
        /// Octet 5, bit 7.
        const DTF = 1 << 126;
        /// Octet 5, bit 6.
        const HI = 1 << 125;
        /// Octet 5, bit 5.
        const DFI = 1 << 124;
        /// Octet 5, bit 4.
        const OI = 1 << 123;
        /// Octet 5, bit 3.
        const ISRSI = 1 << 122;
        /// Octet 5, bit 2.
        const ISRAI = 1 << 121;
        /// Octet 5, bit 1.
        const SGWCI = 1 << 120;
        /// Octet 6, bit 8.
        const SQCI = 1 << 119;
        /// Octet 6, bit 7.
        const UIMSI = 1 << 118;
        /// Octet 6, bit 6.
        const CFSI = 1 << 117;
        /// Octet 6, bit 5.
        const CRSI = 1 << 116;
        /// Octet 6, bit 4.
        const PS = 1 << 115;
        /// Octet 6, bit 3.
        const PT = 1 << 114;
        /// Octet 6, bit 2.
        const SI = 1 << 113;
        /// Octet 6, bit 1.
        const MSV = 1 << 112;
        /// Octet 7, bit 8.
        const RETLOC = 1 << 111;
        /// Octet 7, bit 7.
        const PBIC = 1 << 110;
        /// Octet 7, bit 6.
        const SRNI = 1 << 109;
        /// Octet 7, bit 5.
        const S6AF = 1 << 108;
        /// Octet 7, bit 4.
        const S4AF = 1 << 107;
        /// Octet 7, bit 3.
        const MBMDT = 1 << 106;
        /// Octet 7, bit 2.
        const ISRAU = 1 << 105;
        /// Octet 7, bit 1.
        const CCRSI = 1 << 104;
        /// Octet 8, bit 8.
        const CPRAI = 1 << 103;
        /// Octet 8, bit 7.
        const ARRL = 1 << 102;
        /// Octet 8, bit 6.
        const PPOF = 1 << 101;
        /// Octet 8, bit 5.
        const PPON = 1 << 100;
        /// Octet 8, bit 4.
        const PPSI = 1 << 99;
        /// Octet 8, bit 3.
        const CSFBI = 1 << 98;
        /// Octet 8, bit 2.
        const CLII = 1 << 97;
        /// Octet 8, bit 1.
        const CPSR = 1 << 96;
        /// Octet 9, bit 8.
        const NSI = 1 << 95;
        /// Octet 9, bit 7.
        const UASI = 1 << 94;
        /// Octet 9, bit 6.
        const DTCI = 1 << 93;
        /// Octet 9, bit 5.
        const BDWI = 1 << 92;
        /// Octet 9, bit 4.
        const PSCI = 1 << 91;
        /// Octet 9, bit 3.
        const PCRI = 1 << 90;
        /// Octet 9, bit 2.
        const AOSI = 1 << 89;
        /// Octet 9, bit 1.
        const AOPI = 1 << 88;
        /// Octet 10, bit 8.
        const ROAAI = 1 << 87;
        /// Octet 10, bit 7.
        const EPCOSI = 1 << 86;
        /// Octet 10, bit 6.
        const CPOPCI = 1 << 85;
        /// Octet 10, bit 5.
        const PMTSMI = 1 << 84;
        /// Octet 10, bit 4.
        const S11TF = 1 << 83;
        /// Octet 10, bit 3.
        const PNSI = 1 << 82;
        /// Octet 10, bit 2.
        const UNACCSI = 1 << 81;
        /// Octet 10, bit 1.
        const WPMSI = 1 << 80;
        /// Octet 11, bit 8.
        const FIVEGSNN26 = 1 << 79;
        /// Octet 11, bit 7.
        const REPREFI = 1 << 78;
        /// Octet 11, bit 6.
        const FIVEGSIWKI = 1 << 77;
        /// Octet 11, bit 5.
        const EEVRSI = 1 << 76;
        /// Octet 11, bit 4.
        const LTEMUI = 1 << 75;
        /// Octet 11, bit 3.
        const LTEMPI = 1 << 74;
        /// Octet 11, bit 2.
        const ENBCRSI = 1 << 73;
        /// Octet 11, bit 1.
        const TSPCMI = 1 << 72;
        /// Octet 12, bit 8.
        const CSRMFI = 1 << 71;
        /// Octet 12, bit 7.
        const MTEDTN = 1 << 70;
        /// Octet 12, bit 6.
        const MTEDTA = 1 << 69;
        /// Octet 12, bit 5.
        const N5GNMI = 1 << 68;
        /// Octet 12, bit 4.
        const FIVEGCNRS = 1 << 67;
        /// Octet 12, bit 3.
        const FIVEGCNRI = 1 << 66;
        /// Octet 12, bit 2.
        const FIVESRHOI = 1 << 65;
        /// Octet 12, bit 1.
        const ETHPDN = 1 << 64;
        /// Octet 13, bit 8.
        const NSPUSI = 1 << 63;
        /// Octet 13, bit 7.
        const PGWRNSI = 1 << 62;
        /// Octet 13, bit 6.
        const RPPCSI = 1 << 61;
        /// Octet 13, bit 5.
        const PGWCHI = 1 << 60;
        /// Octet 13, bit 4.
        const SISSME = 1 << 59;
        /// Octet 13, bit 3.
        const NSENBI = 1 << 58;
        /// Octet 13, bit 2.
        const IDFUPF = 1 << 57;
        /// Octet 13, bit 1.
        const EMCI = 1 << 56;
        const _ = !0;
    }
}

impl Element<'_> for Indication {
    const KIND: u8 = 77;

    fn decode(data: &[u8]) -> Result<Self, Wrong> {
        if data.is_empty() {
            return Err(Wrong::Length);
        }
        let octet = |at: usize| data.get(at).copied().unwrap_or_default();
        Ok(Self::from_bits_retain(u128::from_be_bytes(std::array::from_fn(octet))))
    }
}

/// Written as long as its last set bit needs, two octets at least, as the first release had them.
impl Encode for Indication {
    const TYPE: u8 = Self::KIND;

    fn encode(&self, out: &mut BytesMut) {
        let octets = self.bits().to_be_bytes();
        let last = octets.iter().rposition(|octet| *octet != 0).unwrap_or_default();
        out.put_slice(&octets[..=last.max(1)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// LQ-2: Figure 8.12-1, the first and the last flag of rows.
    #[test]
    fn lq_2_flags_stand_where_the_standard_has_them() {
        let flags = Indication::decode(b"\x81\x40\0\0\0\0\0\0\x01").unwrap();
        assert_eq!(flags, Indication::DAF | Indication::SGWCI | Indication::UIMSI | Indication::EMCI);
        for octets in [&b"\0\0"[..], b"\x80\0", b"\0\0\0\x04", &[0xff; 16]] {
            let mut out = BytesMut::new();
            Indication::decode(octets).unwrap().encode(&mut out);
            assert_eq!(&out[..], octets);
        }
    }
}
