//! The live truth of one record as JSON, by its kind's name and its key as people write it.

use super::{Store, Stored};
use crate::{
    records::{
        Account, AccountId, AccountingSession, CallKey, CarriedPostings, ChargingSession,
        ChargingSubscription, CountedCall, Day, Dsai, EpsRegistration, EpsSubscription, ExportCursor,
        LedgerOrder, Location, LocationQuery, LocationQueryId, Outbox, OutboxId, PublicService, Record,
        Registration, RepositoryData, RoamerDay, Sequence, SessionKey, ShSubscriptions, Subscriber, Suspense,
        TransferQueue, WlanRegistration,
    },
    types::{Impu, Imsi},
};

/// Why a record cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShowError {
    /// No kind is called so.
    #[error("there are no records of kind {0}; there are: {kinds}", kinds = KINDS.join(", "))]
    UnknownKind(String),
    /// The key is not one of this kind.
    #[error("{key} is no key of the kind {kind}: expected {expected}")]
    BadKey {
        /// What was given.
        key: String,
        /// The kind.
        kind: &'static str,
        /// What a key looks like.
        expected: &'static str,
    },
}

/// What can be shown.
const KINDS: [&str; 24] = [
    Subscriber::KIND,
    Registration::KIND,
    Sequence::KIND,
    PublicService::KIND,
    Outbox::KIND,
    EpsSubscription::KIND,
    EpsRegistration::KIND,
    RepositoryData::KIND,
    ShSubscriptions::KIND,
    Dsai::KIND,
    Location::KIND,
    LocationQuery::KIND,
    WlanRegistration::KIND,
    Account::KIND,
    ChargingSubscription::KIND,
    ChargingSession::KIND,
    LedgerOrder::KIND,
    AccountingSession::KIND,
    Suspense::KIND,
    ExportCursor::KIND,
    RoamerDay::KIND,
    CountedCall::KIND,
    TransferQueue::KIND,
    CarriedPostings::KIND,
];

impl Store {
    /// One record as it stands in memory: `version`, `durable` (whether that version is on disk), and `value` (null if there is none).
    /// Secrets appear sealed, as they are kept.
    ///
    /// # Errors
    /// The kind or the key is not one; the sentence names what would be.
    pub fn show(&self, kind: &str, key: &str) -> Result<serde_json::Value, ShowError> {
        let imsi = |kind| parse(kind, key, "6 to 15 digits", Imsi::parse);
        let impu = |kind| parse(kind, key, "a sip: or tel: URI", |text| Impu::parse(text).ok());
        let session = |kind| {
            let read = |text: &str| u64::from_str_radix(text, 16).ok().map(SessionKey);
            parse(kind, key, "16 hexadecimal digits", read)
        };
        match kind {
            Subscriber::KIND => Ok(self.to_json::<Subscriber>(&imsi(Subscriber::KIND)?)),
            Registration::KIND => Ok(self.to_json::<Registration>(&imsi(Registration::KIND)?)),
            Sequence::KIND => Ok(self.to_json::<Sequence>(&imsi(Sequence::KIND)?)),
            EpsSubscription::KIND => Ok(self.to_json::<EpsSubscription>(&imsi(EpsSubscription::KIND)?)),
            EpsRegistration::KIND => Ok(self.to_json::<EpsRegistration>(&imsi(EpsRegistration::KIND)?)),
            WlanRegistration::KIND => Ok(self.to_json::<WlanRegistration>(&imsi(WlanRegistration::KIND)?)),
            ChargingSubscription::KIND => {
                Ok(self.to_json::<ChargingSubscription>(&imsi(ChargingSubscription::KIND)?))
            }
            Account::KIND => {
                let read = |text: &str| text.parse().ok().map(AccountId);
                Ok(self.to_json::<Account>(&parse(Account::KIND, key, "a number", read)?))
            }
            ChargingSession::KIND => Ok(self.to_json::<ChargingSession>(&session(ChargingSession::KIND)?)),
            AccountingSession::KIND => {
                Ok(self.to_json::<AccountingSession>(&session(AccountingSession::KIND)?))
            }
            Suspense::KIND => Ok(self.to_json::<Suspense>(&session(Suspense::KIND)?)),
            ExportCursor::KIND => Ok(self.to_json::<ExportCursor>(&key.into())),
            TransferQueue::KIND => Ok(self.to_json::<TransferQueue>(&key.into())),
            CarriedPostings::KIND => Ok(self.to_json::<CarriedPostings>(&key.into())),
            RoamerDay::KIND => {
                let day = parse(RoamerDay::KIND, key, "a day such as 2026-11-27", Day::parse)?;
                Ok(self.to_json::<RoamerDay>(&day))
            }
            CountedCall::KIND => {
                let read = |text: &str| u64::from_str_radix(text, 16).ok().map(CallKey);
                Ok(self.to_json::<CountedCall>(&parse(
                    CountedCall::KIND,
                    key,
                    "16 hexadecimal digits",
                    read,
                )?))
            }
            LedgerOrder::KIND => Ok(self.to_json::<LedgerOrder>(&key.into())),
            PublicService::KIND => Ok(self.to_json::<PublicService>(&impu(PublicService::KIND)?)),
            RepositoryData::KIND => Ok(self.to_json::<RepositoryData>(&impu(RepositoryData::KIND)?)),
            ShSubscriptions::KIND => Ok(self.to_json::<ShSubscriptions>(&impu(ShSubscriptions::KIND)?)),
            Dsai::KIND => Ok(self.to_json::<Dsai>(&impu(Dsai::KIND)?)),
            Location::KIND => Ok(self.to_json::<Location>(&imsi(Location::KIND)?)),
            LocationQuery::KIND => {
                let read = |text: &str| text.parse().ok().map(LocationQueryId);
                Ok(self.to_json::<LocationQuery>(&parse(LocationQuery::KIND, key, "a number", read)?))
            }
            Outbox::KIND => {
                let id = parse(Outbox::KIND, key, "a number", |text| text.parse().ok().map(OutboxId))?;
                Ok(self.to_json::<Outbox>(&id))
            }
            other => Err(ShowError::UnknownKind(other.into())),
        }
    }

    fn to_json<R: Stored>(&self, key: &R::Key) -> serde_json::Value {
        let read = self.get::<R>(key);
        serde_json::json!({
            "kind": R::KIND,
            "version": read.version,
            "durable": self.durable().covers(read.version),
            "value": read.value,
        })
    }
}

fn parse<T>(
    kind: &'static str,
    key: &str,
    expected: &'static str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<T, ShowError> {
    parse(key).ok_or_else(|| ShowError::BadKey { key: key.into(), kind, expected })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{store::ChangeSet, types::Lsn};

    /// ST-4.
    #[test]
    fn st_4_shows_what_is_there_and_says_what_is_not() {
        let store = Store::in_memory();
        let imsi = Imsi::parse("001010000000001").unwrap();
        let record = Sequence { imsi, seq: 7, ..Sequence::new(imsi) };
        store.commit(ChangeSet::new().put(record, Lsn::ZERO)).unwrap();
        let shown = store.show("sequence", "001010000000001").unwrap();
        assert_eq!(shown["value"]["imsi"], "001010000000001");
        assert_eq!(
            (&shown["value"]["seq"], &shown["version"], &shown["durable"]),
            (&7.into(), &1.into(), &true.into())
        );
        assert!(store.show("registration", "001010000000001").unwrap()["value"].is_null());
        assert!(store.show("sequence", "1x").unwrap_err().to_string().contains("6 to 15 digits"));
        assert!(store.show("people", "1").unwrap_err().to_string().contains("subscriber, registration"));
    }
}
