//! What an answer says: Result-Code or Experimental-Result, never both.

use super::avps::{EXPERIMENTAL_RESULT, EXPERIMENTAL_RESULT_CODE, RESULT_CODE, VENDOR_ID};
use crate::diameter::codec::{Avp, AvpDef, DecodeError, ResultCode, Writer};
use crate::diameter::dictionary::grammar::{Value, Verdict, group};

group! {
    /// Experimental-Result (RFC 6733 §7.6).
    ///
    /// ```text
    /// Experimental-Result ::= < AVP Header: 297 >
    ///     { Vendor-Id }
    ///     { Experimental-Result-Code }
    /// ```
    ExperimentalResult<> = EXPERIMENTAL_RESULT {
        /// Who defined the code.
        required vendor: u32 = VENDOR_ID;
        /// The code, a number in the vendor's space.
        required code: u32 = EXPERIMENTAL_RESULT_CODE;
    }
}

impl Copy for ExperimentalResult {}

/// The result of a request. The type keeps an answer from carrying both AVPs, which real clients read in different ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Result-Code.
    Base(ResultCode),
    /// Experimental-Result.
    Experimental(ExperimentalResult),
}

impl Outcome {
    /// DIAMETER_SUCCESS.
    pub const SUCCESS: Self = Self::Base(ResultCode::SUCCESS);

    /// An Experimental-Result-Code of `vendor`.
    pub const fn experimental(vendor: u32, code: u32) -> Self {
        Self::Experimental(ExperimentalResult { vendor, code })
    }

    /// 2xxx of either kind.
    pub const fn is_success(&self) -> bool {
        let code = match self {
            Self::Base(code) => code.0,
            Self::Experimental(result) => result.code,
        };
        code / 1000 == 2
    }
}

impl Default for Outcome {
    fn default() -> Self {
        Self::SUCCESS
    }
}

impl From<ResultCode> for Outcome {
    fn from(code: ResultCode) -> Self {
        Self::Base(code)
    }
}

impl Verdict for Outcome {
    fn is_protocol_error(&self) -> bool {
        matches!(self, Self::Base(code) if code.is_protocol_error())
    }
}

impl<'a> Value<'a> for Outcome {
    fn read(avp: &Avp<'a>) -> Result<Self, DecodeError> {
        if avp.is(&EXPERIMENTAL_RESULT) {
            return Value::read(avp).map(Self::Experimental);
        }
        avp.read().map(Self::Base)
    }

    fn write(&self, _: &AvpDef, writer: &mut Writer<'_>) {
        match self {
            Self::Base(code) => code.write(&RESULT_CODE, writer),
            Self::Experimental(result) => result.write(&EXPERIMENTAL_RESULT, writer),
        }
    }
}
