//! Whom the next requests of a connection are about, before any of them is read in earnest.

use crate::{
    diameter::{
        FORESEEN,
        codec::{Avps, Header},
        dictionary::{base::avps::USER_NAME, cx::avps::PUBLIC_IDENTITY},
    },
    store::{Ahead, Store},
    types::{Impu, Imsi},
};
use std::borrow::Cow;

/// The codes of commands that move a SIM's sequence number: MAR, AIR.
const MOVES_SEQUENCE: [u32; 2] = [303, 318];

/// Brings the records of those whom `messages` name near. A glance, not a check: the first IMSI or public identity will do.
pub(crate) fn foresee(store: &Store, messages: &mut dyn Iterator<Item = &[u8]>) {
    let mut users = [const { None }; FORESEEN];
    let mut sequences = false;
    for (user, message) in users.iter_mut().zip(messages) {
        sequences |= Header::peek(message).is_some_and(|header| MOVES_SEQUENCE.contains(&header.code));
        *user = message.get(Header::LEN..).and_then(named);
    }
    let mut known = [Ahead::Identity(""); FORESEEN];
    let pairs = known.iter_mut().zip(users.into_iter().flatten());
    let count = pairs.map(|(slot, user)| *slot = user).count();
    store.bring_near(&known[..count], sequences);
}

fn named(avps: &[u8]) -> Option<Ahead<'_>> {
    for avp in Avps::new(avps).map_while(Result::ok) {
        if avp.is(&USER_NAME) {
            return imsi(avp.data).map(Ahead::Imsi);
        }
        if avp.is(&PUBLIC_IDENTITY) {
            // What is not canonical is not worth a copy.
            return match Impu::canonical(avp.read().ok()?) {
                Ok(Cow::Borrowed(text)) => Some(Ahead::Identity(text)),
                _ => None,
            };
        }
    }
    None
}

/// The IMSI that a private identity is made from, that it is (S6a), or that a NAI has (SWx), if it looks like one.
fn imsi(private: &[u8]) -> Option<Imsi> {
    let end = private.iter().take(17).position(|byte| *byte == b'@').unwrap_or(private.len());
    // Of sixteen digits the first says how to authenticate (SWx).
    let begin = usize::from(end == 16);
    Imsi::parse(std::str::from_utf8(&private[begin..end]).ok()?)
}
