//! One lane of an import: lines of a block parsed, expanded, sealed and checked, without looking at other lines.

use super::{
    BadLine, Header, Import, Mode,
    lines::Block,
    unique::{Key, Payer, Seed, Twice},
};
use crate::{
    domain::subscribers::{
        Expanded, Fault, Order,
        account::{self, Wish},
        check, eps, expand, limits,
        provision::{Known, sequence},
    },
    records::{Account, Subscriber},
    store::{Change, ChangeSet, Owner},
    types::{Imsi, Lsn},
};

/// What a lane needs.
#[derive(Clone)]
pub(super) struct Lane<'a> {
    pub(super) import: Import<'a>,
    /// Of CSV.
    pub(super) header: Option<&'a Header>,
    pub(super) seed: Seed,
}

/// A block, done.
pub(super) struct Done {
    pub(super) rows: Vec<Row>,
    pub(super) bad: Vec<BadLine>,
    pub(super) last_line: u64,
    pub(super) octets: u64,
}

/// A good line.
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) imsi: Imsi,
    pub(super) keys: Vec<Key>,
    /// Who is to pay.
    pub(super) payer: Option<Payer>,
    /// All that becomes of the subscriber.
    pub(super) set: ChangeSet,
}

impl Row {
    /// The sentence for what is twice in the file.
    pub(super) fn fault(&self, Twice { earlier, place }: Twice) -> Fault {
        let Some(place) = place else {
            return Fault::new("imsi", format!("{} is on line {earlier} already", self.imsi));
        };
        let identity = self.set.iter().find_map(|(change, _)| match change {
            Change::Subscriber(record) => record.index_keys().nth(place).map(String::from),
            _ => None,
        });
        let named = identity.map_or_else(|| "one of them".to_owned(), |identity| format!("\"{identity}\""));
        Fault::new("identities", format!("{named} is the subscriber's of line {earlier} already"))
    }
}

impl Lane<'_> {
    pub(super) fn work(&self, block: &Block) -> Done {
        let mut done = Done {
            rows: Vec::with_capacity(block.text.len() / 100),
            bad: Vec::new(),
            last_line: block.last_line(),
            octets: block.octets,
        };
        for (line, text) in block.lines() {
            match self.line(line, text) {
                Ok(row) => done.rows.push(row),
                Err(fault) => done.bad.push(BadLine { line, fault }),
            }
        }
        done
    }

    fn line(&self, line: u64, text: &[u8]) -> Result<Row, Fault> {
        if text.len() > limits::LINE {
            return Err(Fault::new("", format!("the line has more than {} octets", limits::LINE)));
        }
        let text = std::str::from_utf8(text).map_err(|error| {
            Fault::new("", format!("not UTF-8 from octet {} of the line on", error.valid_up_to() + 1))
        })?;
        let order = match self.header {
            Some(header) => header.order(text)?,
            None => json(text)?,
        };
        let expanded = expand(&order, self.import.context)?;
        let imsi = expanded.subscriber.imsi;
        let known = Known::load(self.import.store, imsi);
        match (known.subscriber.value.is_some(), self.import.mode) {
            (true, Mode::Add) => Err(Fault::new("imsi", format!("subscriber {imsi} exists already"))),
            (true, Mode::Replace) => self.replaced(line, &known, expanded),
            (false, _) => self.added(line, &known, expanded),
        }
    }

    fn added(&self, line: u64, known: &Known, expanded: Expanded) -> Result<Row, Fault> {
        let Expanded { subscriber, eps, account, seq, .. } = expanded;
        check::subscriber(&subscriber, self.import.context.rules)?;
        eps.iter().try_for_each(|contract| eps::check(contract, self.import.context.rules))?;
        let keys = self.keys(&subscriber)?;
        let imsi = subscriber.imsi;
        let set = ChangeSet::new().put(subscriber, Lsn::ZERO);
        let set = eps.into_iter().fold(set, |set, contract| set.put(contract, Lsn::ZERO));
        // What a removed subscriber left behind is no hindrance, and never lowered.
        let expected = known.sequence.value.as_ref().map_or(Lsn::ZERO, |_| known.sequence.version);
        let set = sequence(known, seq).into_iter().fold(set, |set, sequence| set.put(sequence, expected));
        let (paid, payer) = self.paid(known, account.as_ref())?;
        Ok(Row { line, imsi, keys, payer, set: set.and(paid) })
    }

    fn replaced(&self, line: u64, known: &Known, expanded: Expanded) -> Result<Row, Fault> {
        let imsi = known.imsi;
        let keys = self.keys(&expanded.subscriber)?;
        let (paid, payer) = self.paid(known, expanded.account.as_ref())?;
        let set = self.import.desk().put_expanded(known, expanded)?;
        Ok(Row { line, imsi, keys, payer, set: set.and(paid) })
    }

    /// What becomes of who pays. An account that is only named may be opened by an earlier line.
    fn paid(&self, known: &Known, wish: Option<&Wish>) -> Result<(ChangeSet, Option<Payer>), Fault> {
        let joins = wish.filter(|wish| wish.said().is_none());
        if let Some(wish) =
            joins.filter(|wish| self.import.store.get::<Account>(&wish.number).value.is_none())
        {
            let set = account::name_payer(known, wish);
            return Ok((set, Some(self.seed.payer(wish, true))));
        }
        let set = self.import.desk().pay(known, wish)?;
        Ok((set, wish.map(|wish| self.seed.payer(wish, false))))
    }

    /// The keys of the index, each of nobody else.
    fn keys(&self, subscriber: &Subscriber) -> Result<Vec<Key>, Fault> {
        let mut keys = Vec::with_capacity(8);
        for identity in subscriber.index_keys() {
            match self.import.store.owner(&identity).0 {
                // Who has only a wildcard that matches it does not have it itself.
                Some(Owner::Subscriber(imsi)) if imsi != subscriber.imsi && self.lists(imsi, &identity) => {
                    return Err(Fault::new(
                        "identities",
                        format!("\"{identity}\" is subscriber {imsi}'s already"),
                    ));
                }
                Some(Owner::PublicService(service)) if service.as_str() == identity => {
                    return Err(Fault::new(
                        "identities",
                        format!("\"{identity}\" is a public service's already"),
                    ));
                }
                _ => keys.push(self.seed.key(&identity)),
            }
        }
        Ok(keys)
    }

    fn lists(&self, imsi: Imsi, identity: &str) -> bool {
        let record = self.import.store.get::<Subscriber>(&imsi).value;
        record.is_some_and(|record| record.index_keys().any(|key| key == identity))
    }
}

/// A line of JSON Lines.
fn json(text: &str) -> Result<Order, Fault> {
    serde_json::from_str(text).map_err(|error| {
        // The line is told already, and what serde_json calls a line is none of the file's.
        let sentence = error.to_string();
        let sentence = sentence.rsplit_once(" at line ").map_or(sentence.as_str(), |(sentence, _)| sentence);
        Fault::new("", format!("{sentence} (column {})", error.column()))
    })
}
