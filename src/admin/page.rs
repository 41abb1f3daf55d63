//! How long a page of a list may be: one rule for all of them.

use super::Problem;

/// The most entries of one page.
pub(super) const MOST: usize = 1000;

/// The length that was asked for; 100 where none was.
pub(super) fn length(limit: Option<usize>) -> Result<usize, Problem> {
    let limit = limit.unwrap_or(100);
    match (1..=MOST).contains(&limit) {
        true => Ok(limit),
        false => Err(Problem::malformed(format!("limit is {limit}: 1 to {MOST}"))),
    }
}
