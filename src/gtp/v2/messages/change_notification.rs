//! Change Notification Request and Response (TS 29.274 §7.3.14, §7.3.15): a user has moved.

use crate::{
    gtp::v2::codec::{
        Cause, CauseValue, Element, Fault, Header, Ies, Indication, LinkedEbi, Mei, RatType, Uci, Uli, Writer,
    },
    types::Imsi,
};
use bytes::BytesMut;

/// "This user is there now."
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangeNotificationRequest {
    /// Whom it is about; always there, but for an emergency call without a SIM.
    pub imsi: Option<Imsi>,
    /// With what device.
    pub mei: Option<Mei>,
    /// Flags.
    pub indication: Option<Indication>,
    /// By what radio.
    pub rat: RatType,
    /// Where.
    pub uli: Option<Uli>,
    /// In which closed group's cell.
    pub uci: Option<Uci>,
    /// Of which connection.
    pub linked_ebi: Option<LinkedEbi>,
}

impl ChangeNotificationRequest {
    /// Reads the elements.
    ///
    /// # Errors
    /// RAT Type is mandatory; IMSI, ULI and UCI may be absent but not wrong.
    pub fn decode(elements: &[u8]) -> Result<Self, Fault> {
        let ies = Ies::new(elements)?;
        Ok(Self {
            imsi: ies.conditional(0)?,
            mei: ies.optional(0),
            indication: ies.optional(0),
            rat: ies.mandatory(0)?,
            uli: ies.conditional(0)?,
            uci: ies.conditional(0)?,
            linked_ebi: ies.optional(0),
        })
    }

    /// The user, who has to be named where no tunnel names them.
    ///
    /// # Errors
    /// "Conditional IE missing", with IMSI as the offending element.
    pub fn user(&self) -> Result<Imsi, Fault> {
        let missing = Fault::at(CauseValue::CONDITIONAL_IE_MISSING, <Imsi as Element<'_>>::KIND, 0);
        self.imsi.ok_or(missing)
    }

    /// Writes the message that `header` begins; its length in octets.
    pub fn encode(&self, header: &Header, out: &mut BytesMut) -> usize {
        let mut writer = Writer::new(out, header);
        writer.put_if(0, self.imsi.as_ref()).put_if(0, self.mei.as_ref());
        writer.put_if(0, self.indication.as_ref()).put(0, &self.rat);
        writer.put_if(0, self.uli.as_ref()).put_if(0, self.uci.as_ref());
        writer.put_if(0, self.linked_ebi.as_ref());
        writer.finish()
    }
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangeNotificationResponse {
    /// The user of the request.
    pub imsi: Option<Imsi>,
    /// The device of the request.
    pub mei: Option<Mei>,
    /// The outcome.
    pub cause: Cause,
}

impl ChangeNotificationResponse {
    /// Reads the elements.
    ///
    /// # Errors
    /// Cause is mandatory; IMSI may be absent but not wrong.
    pub fn decode(elements: &[u8]) -> Result<Self, Fault> {
        let ies = Ies::new(elements)?;
        Ok(Self { imsi: ies.conditional(0)?, mei: ies.optional(0), cause: ies.mandatory(0)? })
    }

    /// Writes the message that `header` begins; its length in octets.
    pub fn encode(&self, header: &Header, out: &mut BytesMut) -> usize {
        let mut writer = Writer::new(out, header);
        writer.put_if(0, self.imsi.as_ref()).put_if(0, self.mei.as_ref()).put(0, &self.cause);
        writer.finish()
    }
}
