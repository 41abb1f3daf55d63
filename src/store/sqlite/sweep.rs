//! The sweep's side of a batch: records that changed are put into their tables, or deleted from them.

use super::row::Tabular;
use crate::{
    records::{
        Account, AccountingSession, CarriedPostings, ChargingSession, ChargingSubscription, CountedCall,
        Dsai, EpsRegistration, EpsSubscription, ExportCursor, LedgerOrder, Location, LocationQuery, Outbox,
        PublicService, Registration, RepositoryData, RoamerDay, Sequence, ShSubscriptions, Subscriber,
        Suspense, TransferQueue, WlanRegistration,
    },
    store::kinds::Change,
    types::Lsn,
};
use rusqlite::{CachedStatement, Connection};

/// The parts of so many records are brought near at once.
const NEAR: usize = 16;

/// Writes what was swept, in the order in which it comes: kind by kind, and by key.
pub(super) fn sweep(connection: &Connection, swept: &[(Change, Lsn)]) -> rusqlite::Result<()> {
    let mut statements = Statements::new(connection);
    for some in swept.chunks(NEAR) {
        some.iter().for_each(|(change, _)| change.bring_near());
        for (change, version) in some {
            write(&mut statements, change, *version)?;
        }
    }
    Ok(())
}

/// The statements that the sweep is at: it goes kind by kind.
struct Statements<'c> {
    put: Statement<'c>,
    delete: Statement<'c>,
}

struct Statement<'c> {
    connection: &'c Connection,
    at_hand: Option<(&'static str, CachedStatement<'c>)>,
}

impl<'c> Statements<'c> {
    fn new(connection: &'c Connection) -> Self {
        let none = || Statement { connection, at_hand: None };
        Self { put: none(), delete: none() }
    }
}

impl<'c> Statement<'c> {
    fn get(&mut self, sql: &'static str) -> rusqlite::Result<&mut CachedStatement<'c>> {
        let at_hand = match self.at_hand.take().filter(|(of, _)| std::ptr::eq(*of, sql)) {
            Some(same) => same,
            None => (sql, self.connection.prepare_cached(sql)?),
        };
        Ok(&mut self.at_hand.insert(at_hand).1)
    }
}

fn write(statements: &mut Statements<'_>, change: &Change, version: Lsn) -> rusqlite::Result<()> {
    fn put<R: Tabular>(statements: &mut Statements<'_>, record: &R, version: Lsn) -> rusqlite::Result<()> {
        record.put(version, statements.put.get(R::PUT)?).map(|_| ())
    }
    fn delete<R: Tabular>(statements: &mut Statements<'_>, key: &R::Key) -> rusqlite::Result<()> {
        R::delete(key, statements.delete.get(R::DELETE)?).map(|_| ())
    }
    match change {
        Change::Subscriber(record) => put(statements, &**record, version),
        Change::SubscriberGone(key) => delete::<Subscriber>(statements, key),
        Change::Registration(record) => put(statements, &**record, version),
        Change::RegistrationGone(key) => delete::<Registration>(statements, key),
        Change::Sequence(record) => put(statements, &**record, version),
        Change::SequenceGone(key) => delete::<Sequence>(statements, key),
        Change::PublicService(record) => put(statements, &**record, version),
        Change::PublicServiceGone(key) => delete::<PublicService>(statements, key),
        Change::Outbox(record) => put(statements, &**record, version),
        Change::OutboxGone(key) => delete::<Outbox>(statements, key),
        Change::EpsSubscription(record) => put(statements, &**record, version),
        Change::EpsSubscriptionGone(key) => delete::<EpsSubscription>(statements, key),
        Change::EpsRegistration(record) => put(statements, &**record, version),
        Change::EpsRegistrationGone(key) => delete::<EpsRegistration>(statements, key),
        Change::RepositoryData(record) => put(statements, &**record, version),
        Change::RepositoryDataGone(key) => delete::<RepositoryData>(statements, key),
        Change::Dsai(record) => put(statements, &**record, version),
        Change::DsaiGone(key) => delete::<Dsai>(statements, key),
        Change::ShSubscriptions(record) => put(statements, &**record, version),
        Change::ShSubscriptionsGone(key) => delete::<ShSubscriptions>(statements, key),
        Change::Location(record) => put(statements, &**record, version),
        Change::LocationGone(key) => delete::<Location>(statements, key),
        Change::LocationQuery(record) => put(statements, &**record, version),
        Change::LocationQueryGone(key) => delete::<LocationQuery>(statements, key),
        Change::Account(record) => put(statements, &**record, version),
        Change::AccountGone(key) => delete::<Account>(statements, key),
        Change::ChargingSubscription(record) => put(statements, &**record, version),
        Change::ChargingSubscriptionGone(key) => delete::<ChargingSubscription>(statements, key),
        Change::ChargingSession(record) => put(statements, &**record, version),
        Change::ChargingSessionGone(key) => delete::<ChargingSession>(statements, key),
        Change::Suspense(record) => put(statements, &**record, version),
        Change::SuspenseGone(key) => delete::<Suspense>(statements, key),
        Change::LedgerOrder(record) => put(statements, &**record, version),
        Change::LedgerOrderGone(key) => delete::<LedgerOrder>(statements, key),
        Change::AccountingSession(record) => put(statements, &**record, version),
        Change::AccountingSessionGone(key) => delete::<AccountingSession>(statements, key),
        Change::ExportCursor(record) => put(statements, &**record, version),
        Change::ExportCursorGone(key) => delete::<ExportCursor>(statements, key),
        Change::RoamerDay(record) => put(statements, &**record, version),
        Change::RoamerDayGone(key) => delete::<RoamerDay>(statements, key),
        Change::CountedCall(record) => put(statements, &**record, version),
        Change::CountedCallGone(key) => delete::<CountedCall>(statements, key),
        Change::TransferQueue(record) => put(statements, &**record, version),
        Change::TransferQueueGone(key) => delete::<TransferQueue>(statements, key),
        Change::CarriedPostings(record) => put(statements, &**record, version),
        Change::CarriedPostingsGone(key) => delete::<CarriedPostings>(statements, key),
        Change::WlanRegistration(record) => put(statements, &**record, version),
        Change::WlanRegistrationGone(key) => delete::<WlanRegistration>(statements, key),
    }
}
