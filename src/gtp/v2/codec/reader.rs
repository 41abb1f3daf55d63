//! A cursor over information elements that cannot panic (TS 29.274 §8.2).

use super::{CauseValue, Fault, Wrong};
use std::fmt;

/// How deep grouped elements may be nested in what we read. The standard's messages need two.
pub const MAX_DEPTH: u8 = 4;

/// A value that an information element can hold.
pub trait Element<'a>: Sized {
    /// The element's type (Table 8.1-1).
    const KIND: u8;

    /// Reads the octets after the element's header. More octets than the type has are passed over (§7.7.7): later releases extend it.
    ///
    /// # Errors
    /// [`Wrong`]: too few octets, or no such value.
    fn decode(data: &'a [u8]) -> Result<Self, Wrong>;
}

/// One information element as it stands in the message.
#[derive(Clone, Copy)]
pub struct Ie<'a> {
    /// Its type.
    pub kind: u8,
    /// Its instance, 0 to 15.
    pub instance: u8,
    /// Its value.
    pub data: &'a [u8],
    depth: u8,
}

/// Without the value, which names a subscriber.
impl fmt::Debug for Ie<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ie({} instance {}, {} octets)", self.kind, self.instance, self.data.len())
    }
}

impl<'a> Ie<'a> {
    /// The value as a `T`.
    ///
    /// # Errors
    /// "Invalid length" or "Mandatory IE incorrect", both with this element as the offending one.
    pub fn read<T: Element<'a>>(&self) -> Result<T, Fault> {
        T::decode(self.data).map_err(|wrong| {
            let cause = match wrong {
                // §7.7.7: a length below that of the type.
                Wrong::Length => CauseValue::INVALID_LENGTH,
                // §7.7.8: a value that means nothing.
                Wrong::Value => CauseValue::MANDATORY_IE_INCORRECT,
            };
            Fault::at(cause, self.kind, self.instance)
        })
    }

    /// The elements inside a grouped one.
    ///
    /// # Errors
    /// "Mandatory IE incorrect" when groups are nested deeper than [`MAX_DEPTH`], "Invalid length" when an inner element is cut.
    pub fn group(&self) -> Result<Ies<'a>, Fault> {
        if self.depth >= MAX_DEPTH {
            return Err(Fault::at(CauseValue::MANDATORY_IE_INCORRECT, self.kind, self.instance));
        }
        Ies::checked(self.data, self.depth + 1)
    }
}

/// The elements of a message or group. All their headers were checked when this was made.
#[derive(Clone)]
pub struct Ies<'a> {
    rest: &'a [u8],
    depth: u8,
}

impl fmt::Debug for Ies<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

impl<'a> Ies<'a> {
    /// Over the octets after a message's header.
    ///
    /// # Errors
    /// "Invalid length" with the element whose length goes past the end (§7.7.7), "Invalid message format" where not even its header is whole.
    pub fn new(octets: &'a [u8]) -> Result<Self, Fault> {
        Self::checked(octets, 0)
    }

    fn checked(octets: &'a [u8], depth: u8) -> Result<Self, Fault> {
        let mut rest = octets;
        while !rest.is_empty() {
            rest = Self::cut(rest, depth)?.1;
        }
        Ok(Self { rest: octets, depth })
    }

    fn cut(octets: &'a [u8], depth: u8) -> Result<(Ie<'a>, &'a [u8]), Fault> {
        let Some((&[kind, high, low, spare_and_instance], value)) = octets.split_first_chunk::<4>() else {
            return Err(Fault { cause: CauseValue::INVALID_MESSAGE_FORMAT, offending: None });
        };
        let instance = spare_and_instance & 15;
        let length = usize::from(u16::from_be_bytes([high, low]));
        let (data, rest) =
            value.split_at_checked(length).ok_or(Fault::at(CauseValue::INVALID_LENGTH, kind, instance))?;
        Ok((Ie { kind, instance, data, depth }, rest))
    }

    /// What the first of the elements holds, if that is a `T`: a glance, before any is checked.
    pub fn glance<T: Element<'a>>(octets: &'a [u8]) -> Option<T> {
        let (ie, _) = Self::cut(octets, 0).ok()?;
        (ie.kind == T::KIND && ie.instance == 0).then(|| ie.read().ok())?
    }

    /// The first element of this type and instance: repetitions are passed over (§7.7.10), and so is what is unknown (§7.7.9).
    pub fn first(&self, kind: u8, instance: u8) -> Option<Ie<'a>> {
        self.clone().find(|ie| ie.kind == kind && ie.instance == instance)
    }

    /// A mandatory element.
    ///
    /// # Errors
    /// "Mandatory IE missing", or those of [`Ie::read`].
    pub fn mandatory<T: Element<'a>>(&self, instance: u8) -> Result<T, Fault> {
        // §7.7.6: the type and instance of what is missing are told.
        self.first(T::KIND, instance)
            .ok_or(Fault::at(CauseValue::MANDATORY_IE_MISSING, T::KIND, instance))?
            .read()
    }

    /// A conditional element: it may be absent, but not wrong.
    ///
    /// # Errors
    /// Those of [`Ie::read`].
    pub fn conditional<T: Element<'a>>(&self, instance: u8) -> Result<Option<T>, Fault> {
        self.first(T::KIND, instance).map(|ie| ie.read()).transpose()
    }

    /// An optional element: a wrong one is treated as absent (§7.7.8).
    pub fn optional<T: Element<'a>>(&self, instance: u8) -> Option<T> {
        self.first(T::KIND, instance)?.read().ok()
    }
}

impl<'a> Iterator for Ies<'a> {
    type Item = Ie<'a>;

    fn next(&mut self) -> Option<Ie<'a>> {
        let (ie, rest) = Self::cut(self.rest, self.depth).ok()?;
        self.rest = rest;
        Some(ie)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Recovery, *};

    /// LQ-2, TS 29.274 §7.7.9, §7.7.10: unknown elements and repetitions are passed over, instances are told apart.
    #[test]
    fn lq_2_the_first_of_its_type_and_instance_counts() {
        let ies = Ies::new(b"\xee\0\x02\0zz\x03\0\x01\x01\x08\x03\0\x01\0\x07\x03\0\x01\0\x09").unwrap();
        assert_eq!(ies.mandatory::<Recovery>(0), Ok(Recovery(7)));
        assert_eq!(ies.mandatory::<Recovery>(1), Ok(Recovery(8)));
        assert_eq!(ies.mandatory::<Recovery>(2), Err(Fault::at(CauseValue::MANDATORY_IE_MISSING, 3, 2)));
        assert_eq!(ies.count(), 4);
    }

    /// LQ-2, TS 29.274 §7.7.7.
    #[test]
    fn lq_2_lengths_that_cannot_be_are_told_with_their_element() {
        let cut = Ies::new(b"\x03\0\x01\0\x07\x56\0\x02\x01x").unwrap_err();
        assert_eq!(cut, Fault::at(CauseValue::INVALID_LENGTH, 0x56, 1));
        assert_eq!(Ies::new(b"\x03\0\x01").unwrap_err().cause, CauseValue::INVALID_MESSAGE_FORMAT);
        let short = Ies::new(b"\x03\0\0\0").unwrap();
        assert_eq!(short.mandatory::<Recovery>(0), Err(Fault::at(CauseValue::INVALID_LENGTH, 3, 0)));
        assert_eq!(short.optional::<Recovery>(0), None);
    }

    #[test]
    fn groups_have_a_bottom() {
        let mut octets = Vec::new();
        for _ in 0..=MAX_DEPTH {
            let length = octets.len() as u8;
            octets = [&[93, 0, length, 0][..], &octets].concat();
        }
        let mut ies = Ies::new(&octets).unwrap();
        for _ in 0..MAX_DEPTH {
            ies = ies.next().unwrap().group().unwrap();
        }
        assert!(ies.next().unwrap().group().is_err());
    }
}
