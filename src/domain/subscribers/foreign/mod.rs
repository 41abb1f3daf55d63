//! Subscribers of another HSS: its export becomes our orders, and a summary of what has no counterpart here.
//!
//! Nothing here reads a file or a database: a text or [`Tables`] go in, [`Translated`] comes out. What is sent to the daemon is [`Order`]s,
//! which the import reads as if an operator had written them; so a foreign file passes every check that ours pass.
//!
//! A file per origin; [`sql`] reads dumps, [`mongo`] extended JSON.

mod fhoss;
mod mongo;
mod notes;
mod open5gs;
mod osmo_hlr;
mod osmo_text;
mod profiles;
mod pyhss;
mod tables;

pub mod sql;

pub use notes::Notes;
pub use profiles::Profiles;
pub use tables::{Cell, Row, Table, Tables};

use super::{
    Fault, Order, SecretText,
    eps::{EpsContract, EpsOrder},
};
use crate::{
    domain::auth::{SEQ_MAX, Sqn},
    domain::hss::eps::EpsProfile,
    records::Ambr,
};

/// How far beyond the number that stands in the export SEQ goes on: what the other HSS hands out after it wrote the export must not be
/// handed out again. A USIM takes any leap up to 2^28 (TS 33.102 Annex C.3).
pub const MARGIN: u64 = 1024;

/// Octets of an export at most: it is held in memory as a whole.
pub const LARGEST: u64 = 256 * 1024 * 1024;

/// Every table that any origin is read from.
pub const TABLES: [&str; 12] = [
    "subscriber",
    "subscriber_apn",
    "subscriber_multi_msisdn",
    "auc_2g",
    "auc_3g",
    "auc",
    "apn",
    "ims_subscriber",
    "subscriber_routing",
    "impi",
    "impu",
    "impi_impu",
];

/// The template of subscribers whose HSS knew no service codes: their phones register without one.
const TEMPLATE: &str = "plain";

/// Whose export it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Open5GS: what mongoexport writes of the collection `subscribers`.
    Open5gs,
    /// osmo-hlr: its SQLite file or a dump of it, a CSV, or what its CTRL interface tells.
    OsmoHlr,
    /// PyHSS: its SQLite file, or a dump of its database.
    Pyhss,
    /// FHoSS: a dump of `hss_db`.
    Fhoss,
}

impl Origin {
    /// Its name, as sentences and names of profiles have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open5gs => "open5gs",
            Self::OsmoHlr => "osmo-hlr",
            Self::Pyhss => "pyhss",
            Self::Fhoss => "fhoss",
        }
    }

    /// Which HSS has these tables.
    fn of_tables(tables: &Tables) -> Option<Self> {
        match () {
            () if tables.has("auc_3g") || tables.has("auc_2g") => Some(Self::OsmoHlr),
            () if tables.has("impi") && tables.has("impu") => Some(Self::Fhoss),
            () if tables.has("auc") && tables.has("subscriber") => Some(Self::Pyhss),
            () => None,
        }
    }
}

/// What whoever imports decides for all subscribers of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// The template of those who have a number; without one `plain`.
    pub template: Option<String>,
    /// The EPS profile of all, in place of those that their APNs ask for; `none` for no EPS contract.
    pub eps: Option<String>,
}

/// A subscriber, and where it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The place in the export: `line 3`, `impi row 2`.
    pub place: String,
    /// The order.
    pub order: Order,
}

/// A subscriber that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The place in the export.
    pub place: String,
    /// Why not.
    pub fault: Fault,
}

/// What became of an export.
#[derive(Debug, Clone)]
pub struct Translated {
    /// Whose it was.
    pub origin: Origin,
    /// The subscribers, in the order of the export.
    pub orders: Vec<Placed>,
    /// Those who cannot be taken.
    pub refused: Vec<Refused>,
    /// What has no counterpart here, or was read in a way that is worth saying.
    pub notes: Notes,
    /// The EPS profiles that the orders name.
    pub profiles: Profiles,
}

impl Translated {
    /// Names the configured profiles in place of those that the export asks for, where the two are the same; what is left is what the
    /// configuration lacks. Rates of a subscriber that are those of its profile are left to it.
    pub fn settle(&mut self, configured: &std::collections::BTreeMap<String, EpsProfile>) {
        self.profiles.settle(configured);
        for placed in &mut self.orders {
            let Some(EpsOrder::Contract(contract)) = &mut placed.order.eps else { continue };
            if let Some(name) = self.profiles.settled(&contract.profile) {
                contract.profile = name.to_owned();
            }
            let rates = configured.get(&contract.profile).map(|profile| profile.ambr);
            contract.ambr = contract.ambr.filter(|ambr| Some(*ambr) != rates);
        }
    }
}

/// True if a file that begins so is surely an export of another HSS as a text, and none of our own files.
pub fn is_foreign(beginning: &[u8]) -> bool {
    let text = beginning.trim_ascii_start();
    let first = &text[..text.iter().position(|byte| *byte == b'\n').unwrap_or(text.len())];
    let dump: [&[u8]; 6] = [b"--", b"/*", b"PRAGMA ", b"BEGIN", b"CREATE TABLE", b"INSERT INTO"];
    text.starts_with(b"[")
        || text.starts_with(b"GET_REPLY ")
        || dump.iter().any(|word| text.starts_with(word))
        // Every document of MongoDB has an _id; an order of ours has not.
        || (text.starts_with(b"{") && first.windows(5).any(|window| window == b"\"_id\""))
}

/// Translates an export that is a text.
///
/// # Errors
/// When it cannot be read as a whole, or nobody says whose it is and it does not show.
pub fn text(text: &[u8], origin: Option<Origin>, choice: &Choice) -> Result<Translated, Fault> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let begins = text.trim_ascii_start();
    let json = begins.starts_with(b"[") || begins.starts_with(b"{");
    match (origin, json) {
        (Some(Origin::Open5gs) | None, true) => {
            let mut desk = Desk::new(Origin::Open5gs, choice);
            open5gs::translate(text, &mut desk)?;
            desk.done()
        }
        (Some(Origin::OsmoHlr), false) if osmo_text::is_csv(begins) => {
            tables(&osmo_text::csv(text)?, Some(Origin::OsmoHlr), choice)
        }
        (Some(Origin::OsmoHlr) | None, false)
            if begins.starts_with(b"GET") || begins.starts_with(b"id\t") =>
        {
            tables(&osmo_text::control(text)?, Some(Origin::OsmoHlr), choice)
        }
        (Some(Origin::Open5gs), false) => {
            Err(Fault::new("", "this is no JSON: of open5gs an export of mongoexport is read"))
        }
        (_, true) => Err(Fault::new("", "this is JSON, which only open5gs exports")),
        (origin, false) => tables(&sql::read(text, &TABLES)?, origin, choice),
    }
}

/// Translates tables.
///
/// # Errors
/// When they are not those of `origin`, or of any.
pub fn tables(tables: &Tables, origin: Option<Origin>, choice: &Choice) -> Result<Translated, Fault> {
    let Some(found) = Origin::of_tables(tables) else {
        let problem =
            "these tables are of none of osmo-hlr (auc_3g), pyhss (auc, subscriber), fhoss (impi, impu)";
        return Err(Fault::new("", problem));
    };
    if origin.is_some_and(|origin| origin != found) {
        return Err(Fault::new("", format!("these tables are those of {}", found.name())));
    }
    let mut desk = Desk::new(found, choice);
    match found {
        Origin::OsmoHlr => osmo_hlr::translate(tables, &mut desk),
        Origin::Pyhss => pyhss::translate(tables, &mut desk),
        Origin::Fhoss => fhoss::translate(tables, &mut desk),
        Origin::Open5gs => {}
    }
    desk.done()
}

/// Where a translation puts what it finds.
struct Desk<'a> {
    choice: &'a Choice,
    out: Translated,
}

impl<'a> Desk<'a> {
    fn new(origin: Origin, choice: &'a Choice) -> Self {
        let out = Translated {
            origin,
            orders: Vec::new(),
            refused: Vec::new(),
            notes: Notes::default(),
            profiles: Profiles::new(origin),
        };
        Self { choice, out }
    }

    fn done(self) -> Result<Translated, Fault> {
        match self.out.orders.is_empty() && self.out.refused.is_empty() {
            true => {
                Err(Fault::new("", format!("there is no subscriber of {} in it", self.out.origin.name())))
            }
            false => Ok(self.out),
        }
    }

    fn note(&mut self, reason: impl Into<std::borrow::Cow<'static, str>>) {
        self.out.notes.add(reason);
    }

    fn take(&mut self, place: String, order: Result<Order, Fault>) {
        match order {
            Ok(order) => self.out.orders.push(Placed { place, order }),
            Err(fault) => self.out.refused.push(Refused { place, fault }),
        }
    }

    /// Gives a phone its IMS services: those of the template, if it has the number that they are made from.
    fn phone(&mut self, order: &mut Order) {
        if order.msisdn.is_some() {
            order.template = Some(self.choice.template.clone().unwrap_or_else(|| TEMPLATE.into()));
        } else {
            order.services = Some(Vec::new());
            self.note("has no number, and so no IMS service: EPS alone");
        }
    }

    /// The EPS contract: `own` with the profile that was chosen for all, or the one that is asked for.
    fn contract(&mut self, asked: Option<EpsProfile>, own: EpsContract) -> Result<EpsOrder, Fault> {
        if let Some(chosen) = &self.choice.eps {
            return Ok(match chosen == super::eps::NONE {
                true => EpsOrder::Profile(chosen.clone()),
                false => EpsOrder::Contract(EpsContract { profile: chosen.clone(), ..own }),
            });
        }
        let profile = asked.map_or(Ok(own.profile.clone()), |profile| self.out.profiles.need(profile))?;
        Ok(EpsOrder::Contract(EpsContract { profile, ..own }))
    }

    /// Two rates in bit/s; where one is not told, or 0, they are the profile's.
    fn rates(&mut self, downlink: Option<u64>, uplink: Option<u64>) -> Option<Ambr> {
        match (downlink, uplink) {
            (Some(downlink @ 1..), Some(uplink @ 1..)) => Some(Ambr { downlink, uplink }),
            (None, None) => None,
            _ => {
                self.note("has a rate of 0, or one rate of the two: it gets those of its profile");
                None
            }
        }
    }
}

/// Where SEQ goes on after the sequence number of another HSS, whose last `ind_bits` bits are IND.
fn carried_on(sqn: u64, ind_bits: u32) -> Result<u64, Fault> {
    if sqn >> 48 != 0 {
        return Err(Fault::new("sqn", "a sequence number has at most 48 bits (TS 33.102 §6.3.2)"));
    }
    let [_, _, octets @ ..] = sqn.to_be_bytes();
    // A USIM that reads more of the number as IND has to see a higher SEQ all the same.
    let step = 1u64.checked_shl(ind_bits.saturating_sub(5)).unwrap_or(SEQ_MAX);
    Ok(Sqn::from_bytes(octets).seq().saturating_add(MARGIN).saturating_add(step).min(SEQ_MAX))
}

/// A key as people write it, with blanks between groups of digits perhaps.
fn key(text: &str) -> SecretText {
    SecretText::new(text.split_whitespace().collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sequence_number_goes_on_beyond_what_was_handed_out() {
        assert_eq!(carried_on(0, 5).unwrap(), MARGIN + 1);
        assert_eq!(carried_on((7 << 5) | 31, 5).unwrap(), 7 + MARGIN + 1);
        // Read with 8 bits of IND the next number still has a higher SEQ.
        let sqn = (9 << 8) | 255;
        assert!((carried_on(sqn, 8).unwrap() + 1) << 5 >> 8 > sqn >> 8);
        assert_eq!(carried_on((1 << 48) - 1, 5).unwrap(), SEQ_MAX);
        assert_eq!(carried_on(0, 200).unwrap(), SEQ_MAX);
        assert!(carried_on(1 << 48, 5).is_err());
    }

    #[test]
    fn our_own_files_are_not_foreign() {
        for own in ["imsi,k\n1,2", "{\"imsi\":\"001010000000001\"}\n{\"_id\":1}", "", "\u{feff}imsi"] {
            assert!(!is_foreign(own.as_bytes()), "{own}");
        }
        for foreign in [
            "{ \"_id\" : { \"$oid\" : \"6\" }, \"imsi\":\"1\" }",
            " [",
            "-- MySQL dump",
            "PRAGMA foreign_keys=OFF;",
        ] {
            assert!(is_foreign(foreign.as_bytes()), "{foreign}");
        }
    }

    #[test]
    fn whose_export_it_is_shows_or_has_to_be_told() {
        let choice = Choice::default();
        let refused = |octets: &[u8], origin| text(octets, origin, &choice).unwrap_err().to_string();
        assert!(refused(b"CREATE TABLE t (a);", None).contains("of none of"));
        assert!(refused(b"CREATE TABLE auc_3g (a);", Some(Origin::Fhoss)).contains("those of osmo-hlr"));
        assert!(refused(b"imsi,k\n", Some(Origin::Open5gs)).contains("mongoexport"));
        assert!(refused(b"[]", Some(Origin::Pyhss)).contains("only open5gs"));
        assert!(refused(b"[]", None).contains("no subscriber of open5gs"));
        assert!(refused(b"id\timsi\tk\n", Some(Origin::OsmoHlr)).contains("no subscriber of osmo-hlr"));
    }
}
