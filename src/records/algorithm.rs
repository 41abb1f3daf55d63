//! Which functions f1 … f5* a SIM computes, and how they are set up on it.

use serde::{Deserialize, Serialize};
use std::{fmt, num::NonZeroU8, str::FromStr};

/// The AKA functions of a SIM. The journal writes the variants by their place: new ones are added at the end.
///
/// As text, in the column of the database: `milenage`, or `tuak res=64 iterations=1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Algorithm {
    /// TS 35.205, 35.206.
    Milenage,
    /// TS 35.231.
    Tuak(TuakParameters),
}

/// How TUAK is set up on a SIM. MAC has 64 bits, CK and IK have 128: other lengths, which TUAK could make, do not fit into AUTN and the messages of
/// the EPS and IMS (TS 33.102 §6.3.7). K may have 128 or 256 bits; the sealed keys tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TuakParameters {
    /// How long RES is.
    pub res: ResLength,
    /// How often Keccak-f[1600] is applied for each function (TS 35.231 §6); 1 unless the operator chose otherwise.
    pub iterations: NonZeroU8,
}

/// The length of TUAK's RES. 256 bits, which TUAK could make, no message carries: RES has 4 to 16 octets (TS 33.102 §6.3.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResLength {
    /// 32 bits.
    Bits32,
    /// 64 bits.
    Bits64,
    /// 128 bits.
    Bits128,
}

impl Algorithm {
    /// Its name, without parameters.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Milenage => "milenage",
            Self::Tuak(_) => "tuak",
        }
    }

    /// The parameters of TUAK.
    pub const fn tuak(self) -> Option<TuakParameters> {
        match self {
            Self::Milenage => None,
            Self::Tuak(parameters) => Some(parameters),
        }
    }
}

impl TuakParameters {
    /// RES of 64 bits, one application of Keccak.
    pub const DEFAULT: Self = Self { res: ResLength::Bits64, iterations: NonZeroU8::MIN };
}

impl ResLength {
    /// In bits.
    pub const fn bits(self) -> u16 {
        match self {
            Self::Bits32 => 32,
            Self::Bits64 => 64,
            Self::Bits128 => 128,
        }
    }

    /// In octets.
    pub const fn octets(self) -> usize {
        self.bits() as usize / 8
    }

    /// The length of so many bits; `None` for those that no SIM may have.
    pub const fn from_bits(bits: u16) -> Option<Self> {
        match bits {
            32 => Some(Self::Bits32),
            64 => Some(Self::Bits64),
            128 => Some(Self::Bits128),
            _ => None,
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        match self.tuak() {
            None => Ok(()),
            Some(TuakParameters { res, iterations }) => {
                write!(f, " res={} iterations={iterations}", res.bits())
            }
        }
    }
}

/// A text that is not one of [`Algorithm`]'s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not `milenage` or `tuak res=BITS iterations=NUMBER`")]
pub struct NoAlgorithm;

impl FromStr for Algorithm {
    type Err = NoAlgorithm;

    fn from_str(text: &str) -> Result<Self, NoAlgorithm> {
        if text == "milenage" {
            return Ok(Self::Milenage);
        }
        let (res, iterations) = text
            .strip_prefix("tuak res=")
            .and_then(|rest| rest.split_once(" iterations="))
            .ok_or(NoAlgorithm)?;
        let res = res.parse().ok().and_then(ResLength::from_bits).ok_or(NoAlgorithm)?;
        let iterations = iterations.parse().map_err(|_| NoAlgorithm)?;
        Ok(Self::Tuak(TuakParameters { res, iterations }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every() -> impl Iterator<Item = Algorithm> {
        let lengths = [ResLength::Bits32, ResLength::Bits64, ResLength::Bits128];
        let tuak = |res, iterations| Algorithm::Tuak(TuakParameters { res, iterations });
        lengths
            .into_iter()
            .flat_map(move |res| (1..=255).filter_map(NonZeroU8::new).map(move |times| tuak(res, times)))
            .chain([Algorithm::Milenage])
    }

    #[test]
    fn both_forms_are_read_again() {
        for algorithm in every() {
            assert_eq!(algorithm.to_string().parse(), Ok(algorithm));
            assert_eq!(postcard::from_bytes(&postcard::to_stdvec(&algorithm).unwrap()), Ok(algorithm));
        }
        assert_eq!(Algorithm::Tuak(TuakParameters::DEFAULT).to_string(), "tuak res=64 iterations=1");
    }

    /// What a version wrote that knew Milenage alone.
    #[test]
    fn milenage_stays_one_octet_of_zero() {
        assert_eq!(postcard::to_stdvec(&Algorithm::Milenage).unwrap(), [0]);
        assert_eq!(postcard::to_stdvec(&Algorithm::Tuak(TuakParameters::DEFAULT)).unwrap(), [1, 1, 1]);
        assert!(postcard::from_bytes::<Algorithm>(&[1, 1, 0]).is_err(), "no application of Keccak");
    }

    #[test]
    fn anything_else_is_refused() {
        for text in
            ["", "Milenage", "tuak", "tuak res=256 iterations=1", "tuak res=64 iterations=0", "tuak res=64"]
        {
            assert_eq!(text.parse::<Algorithm>(), Err(NoAlgorithm), "{text}");
        }
    }
}
