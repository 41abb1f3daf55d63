//! Old postings go from the log, and what they came to stays.

use super::{Postings, houses::Houses};
use crate::{
    records::{CarriedPostings, House},
    types::Currency,
};

/// The key of what is carried: there is one log of postings.
pub const CARRIED: &str = "transfers";

/// So many entries of the log are read in one go.
const CHUNK: usize = 4096;

/// What is carried once the entries before `before` go, too, but for at most `most` of them at a time; `None`: none does. Reads what goes.
///
/// # Errors
/// A sentence: the log cannot be read, or a sum is more than can be kept.
pub fn carry(
    log: &dyn Postings,
    carried: &CarriedPostings,
    before: u64,
    most: u64,
) -> Result<Option<CarriedPostings>, String> {
    let mut next = carried.before.max(log.begins()?);
    let end = before.min(next.saturating_add(most));
    if end <= next {
        return Ok(None);
    }
    let mut houses = Houses::from(carried);
    while next < end {
        let wanted = usize::try_from(end - next).unwrap_or(CHUNK).min(CHUNK);
        let chunk = log.read(next, wanted)?;
        let Some((last, _)) = chunk.last() else { break };
        next = last + 1;
        chunk.iter().for_each(|(number, transfer)| houses.add(*number, transfer));
    }
    let kept = |(house, currency, sum): (House, Option<Currency>, i128)| match i64::try_from(sum) {
        Ok(sum) => Ok((house, currency, sum)),
        Err(_) => Err(format!("the sum of {house:?} is {sum}, more than can be kept: the postings stay")),
    };
    let houses = houses.iter().map(kept).collect::<Result<_, _>>()?;
    Ok(Some(CarriedPostings { log: CARRIED.into(), before: next, houses }))
}
