//! Echo Request and Echo Response (TS 29.274 §7.1.1, §7.1.2): the same elements.

use crate::gtp::v2::codec::{Fault, Header, Ies, Recovery, Writer};
use bytes::BytesMut;

/// "Are you there?", and "yes": each with the sender's restart counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Echo {
    /// The sender's restart counter.
    pub recovery: Recovery,
}

impl Echo {
    /// Reads the elements of either message.
    ///
    /// # Errors
    /// Recovery is mandatory in both.
    pub fn decode(elements: &[u8]) -> Result<Self, Fault> {
        Ok(Self { recovery: Ies::new(elements)?.mandatory(0)? })
    }

    /// Writes the message that `header` begins; its length in octets.
    pub fn encode(&self, header: &Header, out: &mut BytesMut) -> usize {
        let mut writer = Writer::new(out, header);
        writer.put(0, &self.recovery);
        writer.finish()
    }
}
