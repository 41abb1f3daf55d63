//! PPR: user data that changed while an AAA server serves the subscriber (TS 29.273 §8.1.2.3).

use super::{
    super::{Hss, Refusal},
    WlanLoaded,
    registration_termination::{Reason, end},
    user_data::{Non3gppData, told},
};
use crate::{
    records::{Task, WlanRegistration},
    store::ChangeSet,
};

/// What becomes of it.
#[derive(Debug)]
pub enum Push<'a> {
    /// Nobody serves the subscriber.
    Nothing,
    /// The data as they stand now go to the AAA server.
    Data(&'a WlanRegistration, Box<Non3gppData<'a>>),
    /// The profile does not allow it any more: the registration ends.
    Ended(Box<ChangeSet>, Option<Task>),
}

/// To whom the data of a subscriber go as they stand now.
///
/// # Errors
/// The configuration lacks the profile.
pub fn decide<'a>(loaded: &'a WlanLoaded, hss: &'a Hss) -> Result<Push<'a>, Refusal> {
    let (Some(registration), version) = loaded.registration() else { return Ok(Push::Nothing) };
    let Some(subscriber) = loaded.eps.subscriber.as_deref() else { return Ok(Push::Nothing) };
    match loaded.contract(subscriber, hss) {
        Ok(_) if !registration.registered => Ok(Push::Nothing),
        Ok(party) => Ok(Push::Data(registration, Box::new(told(party, loaded, &registration.gateways)))),
        Err(Refusal::NoNon3gpp { .. }) => Ok(Push::Ended(
            ChangeSet::new().delete::<WlanRegistration>(registration.imsi, version).into(),
            end(registration, Reason::PermanentTermination),
        )),
        Err(refusal) => Err(refusal),
    }
}
