//! What is twice in a file: an IMSI, a number, an identity; an account of which two lines say different things. Both lines are told.

use crate::{
    domain::subscribers::{
        Fault,
        account::{Said, Wish},
    },
    records::AccountId,
    types::Imsi,
};
use hashbrown::{DefaultHashBuilder, HashMap};
use std::hash::{BuildHasher, Hasher};

/// An identity as its keyed hash. Two different ones with one hash of 64 bits happen once in a million imports of a million subscribers;
/// then a good file is refused, and accepted on the next try, under another key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key(u64);

/// The key of the hashes, one per import.
#[derive(Debug, Clone)]
pub(super) struct Seed(DefaultHashBuilder);

impl Seed {
    pub(super) fn key(&self, identity: &str) -> Key {
        Key(self.0.hash_one(identity))
    }

    pub(super) fn payer(&self, wish: &Wish, missing: bool) -> Payer {
        let said = wish.said().map(|said: &Said| self.0.hash_one(said));
        Payer { account: wish.number, said, missing }
    }
}

/// The account that a line names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Payer {
    account: AccountId,
    /// A keyed hash of what the line says of it; `None`: nothing, it joins an account that is there.
    said: Option<u64>,
    /// It is not there: an earlier line has to open it.
    missing: bool,
}

/// What was seen so far, and where.
#[derive(Default)]
pub(super) struct Unique {
    builder: DefaultHashBuilder,
    imsis: HashMap<u64, u64>,
    keys: HashMap<u64, u64, std::hash::BuildHasherDefault<AsIs>>,
    /// The line that says something of an account, and what.
    accounts: HashMap<AccountId, (u64, u64)>,
}

impl Unique {
    pub(super) fn seed(&self) -> Seed {
        Seed(self.builder.clone())
    }

    /// Notes the subscriber of a line.
    ///
    /// # Errors
    /// When the IMSI, or an identity, was on an earlier line.
    pub(super) fn add(&mut self, line: u64, imsi: Imsi, keys: &[Key]) -> Result<(), Twice> {
        let earlier = *self.imsis.entry(imsi.packed()).or_insert(line);
        if earlier != line {
            return Err(Twice { earlier, place: None });
        }
        for (place, key) in keys.iter().enumerate() {
            let earlier = *self.keys.entry(key.0).or_insert(line);
            if earlier != line {
                return Err(Twice { earlier, place: Some(place) });
            }
        }
        Ok(())
    }

    /// Notes the account of a line.
    ///
    /// # Errors
    /// When an earlier line says otherwise of it, and when it is not there and no earlier line opens it.
    pub(super) fn pays(&mut self, line: u64, payer: Option<Payer>) -> Result<(), Fault> {
        let Some(Payer { account, said, missing }) = payer else { return Ok(()) };
        let said = match said {
            Some(said) => said,
            None if missing && !self.accounts.contains_key(&account) => {
                let problem =
                    format!("there is no account {account}: open it on an earlier line, or tell its balance");
                return Err(Fault::new("account.number", problem));
            }
            None => return Ok(()),
        };
        let (earlier, other) = *self.accounts.entry(account).or_insert((line, said));
        if other != said {
            let problem = format!(
                "line {earlier} says otherwise of account {account}: say it once, and name its number alone elsewhere"
            );
            return Err(Fault::new("account", problem));
        }
        Ok(())
    }
}

/// What was there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Twice {
    /// The line it was on.
    pub(super) earlier: u64,
    /// Which of the keys; `None`: the IMSI.
    pub(super) place: Option<usize>,
}

/// The hash of a hash is itself.
#[derive(Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
