//! A SIM's functions as orders and templates name them: `algorithm`, and for TUAK `res_bits` and `iterations`.

use super::Fault;
use crate::records::{Algorithm, ResLength, TuakParameters};
use std::num::NonZeroU8;

/// What is said about the functions, each part where somebody says it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Said<'a> {
    pub(super) algorithm: Option<&'a str>,
    pub(super) res_bits: Option<u16>,
    pub(super) iterations: Option<u16>,
}

impl Said<'_> {
    /// True if nothing is.
    pub(super) const fn is_silent(&self) -> bool {
        self.algorithm.is_none() && self.res_bits.is_none() && self.iterations.is_none()
    }

    /// The functions; what is not said is as in `otherwise`.
    ///
    /// # Errors
    /// What there is not, and what Milenage leaves no choice of, by its field.
    pub(super) fn read(self, otherwise: Algorithm) -> Result<Algorithm, Fault> {
        let parameters = match (self.algorithm, otherwise) {
            (Some("milenage"), _) | (None, Algorithm::Milenage) => return self.milenage(),
            (Some("tuak"), _) => otherwise.tuak().unwrap_or(TuakParameters::DEFAULT),
            (None, Algorithm::Tuak(parameters)) => parameters,
            (Some(other), _) => {
                let problem = format!("\"{}\" is not known; there are milenage, tuak", other.escape_debug());
                return Err(Fault::new("algorithm", problem));
            }
        };
        let res = self.res_bits.map_or(Ok(parameters.res), res_length)?;
        let iterations = self.iterations.map_or(Ok(parameters.iterations), iterations)?;
        Ok(Algorithm::Tuak(TuakParameters { res, iterations }))
    }

    fn milenage(self) -> Result<Algorithm, Fault> {
        if self.res_bits.is_some_and(|bits| bits != 64) {
            return Err(Fault::new("res_bits", "the RES of milenage has 64 bits; tuak has a choice"));
        }
        if self.iterations.is_some_and(|times| times != 1) {
            return Err(Fault::new("iterations", "milenage has none; tuak has"));
        }
        Ok(Algorithm::Milenage)
    }
}

fn res_length(bits: u16) -> Result<ResLength, Fault> {
    ResLength::from_bits(bits).ok_or_else(|| {
        let problem = match bits {
            256 => "a RES of 256 bits fits into no message, the longest has 128 (TS 33.102 §6.3.7)".into(),
            _ => format!("a RES has 32, 64 or 128 bits, not {bits}"),
        };
        Fault::new("res_bits", problem)
    })
}

fn iterations(times: u16) -> Result<NonZeroU8, Fault> {
    let within = u8::try_from(times).ok().and_then(NonZeroU8::new);
    within.ok_or_else(|| Fault::new("iterations", format!("Keccak is applied 1 to 255 times, not {times}")))
}
