//! Random movements of random accounts, with a plain model beside them: invariants 1 to 3 of a ledger, and an audit that notices every tampering.

use super::{Book, Short, verify::Audit};
use crate::{
    records::{Account, AccountId, Cause, House, Side, Terms, Transfer},
    types::{Currency, Money, Name, Timestamp},
};
use proptest::prelude::*;

fn account(id: u64, opening: i64) -> Account {
    Account {
        id: AccountId(id),
        currency: Currency::parse("EUR").unwrap(),
        terms: Terms::Prepaid { floor: Money(0) },
        plan: Name::new("lab"),
        active: true,
        opening: Money(opening),
        balance: Money(opening),
        reserved: Money(0),
        postings: 0,
        buckets: Box::default(),
        next_bucket: 1,
        sessions: 0,
        opened: Timestamp(0),
    }
}

fn book(account: Account) -> Book {
    Book::open(
        account,
        Timestamp(1000),
        Cause::Order { key: "key".into(), client: "local".into(), reason: "cash".into() },
    )
}

fn audited(accounts: &[Account], transfers: &[Transfer]) -> Vec<String> {
    let mut audit = Audit::new(true);
    for (entry, transfer) in (1..).zip(transfers) {
        audit.transfer(entry, transfer);
    }
    // Nothing moves meanwhile, so an account that is ahead of the log is one whose postings are missing.
    let ahead: Vec<_> = accounts.iter().filter(|account| !audit.account(account)).collect();
    let ahead = ahead.iter().map(|account| format!("{} is ahead of the log", account.id));
    ahead.chain(audit.faults().iter().map(ToString::to_string)).collect()
}

#[test]
fn vc_6_what_is_reserved_is_not_free_and_what_is_given_back_is() {
    let mut book = book(account(1, 75));
    book.reserve(Money(30)).unwrap();
    assert_eq!(book.reserve(Money(46)), Err(Short));
    assert_eq!(book.reserve(Money(-1)), Err(Short));
    assert_eq!((book.account().balance, book.account().free()), (Money(75), Money(45)));
    book.release(Money(30));
    assert_eq!(book.debit(Money(30), 32260), Money(30));
    book.reserve(Money(45)).unwrap();
    // Nobody takes what another reserved, however much is owed.
    assert_eq!(book.debit(Money(1), 32260), Money(0));
    let (account, transfers) = book.close();
    assert_eq!((account.balance, account.reserved, account.postings), (Money(45), Money(45), 1));
    let [transfer] = &transfers[..] else { panic!("{transfers:?}") };
    assert_eq!(transfer.debit, Side::Account { id: AccountId(1), bucket: 0, ordinal: 1, after: 45 });
    assert_eq!((transfer.credit, transfer.amount), (Side::House(House::Usage(32260)), 30));
    assert_eq!(audited(&[account], &transfers), [""; 0]);
}

#[test]
fn vc_6_a_postpaid_account_goes_to_its_limit() {
    let terms = Terms::Postpaid { limit: Money(50) };
    let mut book = book(Account { terms, ..account(1, 0) });
    book.reserve(Money(20)).unwrap();
    assert_eq!(book.debit(Money(100), 32251), Money(30));
    assert_eq!((book.account().balance, book.account().free()), (Money(-30), Money(0)));
}

#[test]
fn vc_6_the_bucket_that_ends_first_is_used_first_and_what_is_left_lapses() {
    let mut opened = book(account(1, 0));
    let name = Name::new("minutes");
    let late = opened.add_bucket(&name, 60, (Timestamp(0), Some(Timestamp(9000))));
    let soon = opened.add_bucket(&name, 30, (Timestamp(0), Some(Timestamp(2000))));
    let ever = opened.add_bucket(&name, 10, (Timestamp(0), None));
    let order: Vec<u32> = opened.account().buckets.iter().map(|bucket| bucket.id).collect();
    assert_eq!(order, [soon, late, ever]);
    opened.reserve_units(soon, 20).unwrap();
    assert_eq!(opened.reserve_units(soon, 11), Err(Short));
    opened.release_units(soon, 20);
    assert_eq!(opened.use_units(soon, 25, 32260), 25);
    let (account, mut transfers) = opened.close();
    let mut later = Book::open(account, Timestamp(2000), Cause::Time);
    assert_eq!(later.reserve_units(soon, 1), Err(Short), "its time is over");
    later.drop_lapsed();
    let (account, more) = later.close();
    transfers.extend(more);
    assert_eq!(account.buckets.len(), 2);
    assert!(matches!(transfers.last(), Some(Transfer { amount: 5, credit: Side::House(House::Lapsed), .. })));
    assert_eq!(audited(&[account], &transfers), [""; 0]);
}

#[test]
fn vc_6_a_balance_has_an_end() {
    let mut book = book(account(1, 0));
    assert!(book.adjust(Money(i64::MAX), House::Payments).is_err());
    assert!(book.adjust(Money(i64::MIN), House::Adjustments).is_err());
    book.adjust(Money(i64::MAX / 4), House::Payments).unwrap();
    assert!(book.adjust(Money(1), House::Payments).is_err());
    assert_eq!(book.account().balance, Money(i64::MAX / 4));
}

/// Of a log whose older half was pruned, what is left proves itself.
#[test]
fn vc_6_a_pruned_log_is_proved_from_where_it_begins() {
    let mut book = book(account(1, 100));
    (0..4).for_each(|_| book.adjust(Money(-10), House::Adjustments).unwrap());
    let (account, log) = book.close();
    let audit = |from: usize, account: &Account| {
        let mut audit = Audit::new(from == 0);
        (1..).zip(&log).skip(from).for_each(|(entry, transfer)| audit.transfer(entry, transfer));
        (audit.account(account), audit.faults().len())
    };
    assert_eq!((0..=4).map(|from| audit(from, &account)).collect::<Vec<_>>(), [(true, 0); 5]);
    let tampered = Account { balance: Money(61), ..account.clone() };
    assert_eq!(audit(2, &tampered), (true, 1));
    // Changed since the log was read: to be looked at again, when more of it was.
    assert_eq!(audit(0, &Account { postings: 5, ..account }), (false, 0));
}

#[derive(Debug, Clone)]
enum Move {
    Reserve(i64),
    Release(u8),
    Debit(i64),
    Adjust(i64),
    Buy(u64),
    Use(u8, u64),
}

fn moves() -> impl Strategy<Value = Vec<(usize, Move)>> {
    let one = prop_oneof![
        (0..200_i64).prop_map(Move::Reserve),
        any::<u8>().prop_map(Move::Release),
        (0..200_i64).prop_map(Move::Debit),
        (-100..300_i64).prop_map(Move::Adjust),
        (1..100_u64).prop_map(Move::Buy),
        (any::<u8>(), 0..120_u64).prop_map(|(bucket, units)| Move::Use(bucket, units)),
    ];
    proptest::collection::vec((0..3_usize, one), 1..80)
}

/// Carries `moves` out on three accounts; returns them, the log, and what each has reserved.
fn carry_out(moves: Vec<(usize, Move)>) -> (Vec<Account>, Vec<Transfer>, Vec<Vec<i64>>) {
    let mut accounts: Vec<Account> = (0..3).map(|id| account(id, 100 * id as i64)).collect();
    let (mut log, mut reserved) = (Vec::new(), vec![Vec::new(); 3]);
    for (which, one) in moves {
        let mut book = book(accounts[which].clone());
        match one {
            Move::Reserve(money) => {
                let free = book.account().free().0;
                assert_eq!(book.reserve(Money(money)).is_ok(), money <= free);
                if money <= free {
                    reserved[which].push(money);
                }
            }
            Move::Release(place) if !reserved[which].is_empty() => {
                let place = usize::from(place) % reserved[which].len();
                book.release(Money(reserved[which].swap_remove(place)));
            }
            Move::Release(_) => {}
            Move::Debit(money) => {
                let free = book.account().free().0;
                assert_eq!(book.debit(Money(money), 32260), Money(money.min(free)));
            }
            Move::Adjust(money) => book.adjust(Money(money), House::Adjustments).unwrap(),
            Move::Buy(units) => {
                book.add_bucket(&Name::new("minutes"), units, (Timestamp(0), None));
            }
            Move::Use(place, units) => {
                let ids: Vec<u32> = book.account().buckets.iter().map(|bucket| bucket.id).collect();
                if let Some(id) = ids.get(usize::from(place) % ids.len().max(1)) {
                    let free = book.account().bucket(*id).unwrap().free();
                    assert_eq!(book.use_units(*id, units, 32260), units.min(free));
                }
            }
        }
        let (account, transfers) = book.close();
        log.extend(transfers);
        accounts[which] = account;
    }
    (accounts, log, reserved)
}

proptest! {
    #[test]
    fn vc_6_every_balance_is_the_sum_of_its_postings(moves in moves()) {
        let (accounts, log, reserved) = carry_out(moves);
        prop_assert_eq!(audited(&accounts, &log), [""; 0]);
        for (account, reserved) in accounts.iter().zip(&reserved) {
            prop_assert_eq!(account.reserved.0, reserved.iter().sum::<i64>());
        }
        // Double entry: what customers and house have moved comes to nothing in every unit.
        let mut audit = Audit::new(true);
        log.iter().zip(1..).for_each(|(transfer, entry)| audit.transfer(entry, transfer));
        let money: i128 = audit.houses().filter(|(_, currency, _)| currency.is_some()).map(|(.., sum)| sum).sum();
        let moved: i128 = accounts.iter().map(|account| i128::from(account.balance.0 - account.opening.0)).sum();
        prop_assert_eq!(money + moved, 0);
    }

    #[test]
    fn vc_6_an_audit_notices_what_was_tampered_with(moves in moves(), place: prop::sample::Index, how in 0..5_u8) {
        let (mut accounts, mut log, _) = carry_out(moves);
        prop_assume!(!log.is_empty());
        let at = place.index(log.len());
        match how {
            0 => { log.remove(at); }
            1 => log[at].amount += 1,
            2 => { let twice = log[at].clone(); log.insert(at, twice); }
            3 => {
                let own = |side: Side| match side {
                    Side::Account { id, .. } => Some(id.0),
                    Side::House(_) => None,
                };
                let id = own(log[at].debit).or(own(log[at].credit));
                accounts[id.unwrap() as usize].balance.0 += 1;
            }
            _ => {
                let side = if matches!(log[at].debit, Side::Account { .. }) { &mut log[at].debit } else { &mut log[at].credit };
                if let Side::Account { after, .. } = side { *after += 1; }
            }
        }
        prop_assert_ne!(audited(&accounts, &log), [""; 0]);
    }
}
