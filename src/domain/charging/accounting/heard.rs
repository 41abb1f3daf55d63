//! Which requests of a session were heard: (Accounting-Record-Type, Accounting-Record-Number) names one (RFC 6733 §9.8.3).

use super::Kind;
use crate::records::Heard;

/// So many runs of numbers are kept of a session. Where more would be, the oldest two are taken for one: what is missing between them is lost for good.
const RUNS: usize = 64;

/// Whether a request was heard before.
pub(super) fn heard(requests: &[Heard], kind: Kind, number: u32) -> bool {
    requests.iter().any(|run| run.kind == kind as u8 && run.first <= number && number <= run.last)
}

/// Notes a request.
pub(super) fn note(requests: &mut Box<[Heard]>, kind: Kind, number: u32) {
    let kind = kind as u8;
    let mut runs = std::mem::take(requests).into_vec();
    runs.push(Heard { kind, first: number, last: number });
    runs.sort_unstable_by_key(|run| (run.kind, run.first));
    let mut joined: Vec<Heard> = Vec::with_capacity(runs.len());
    for run in runs {
        match joined.last_mut() {
            Some(last) if last.kind == run.kind && run.first <= last.last.saturating_add(1) => {
                last.last = last.last.max(run.last);
            }
            _ => joined.push(run),
        }
    }
    while joined.len() > RUNS {
        let Some(at) = joined.windows(2).position(|pair| pair[0].kind == pair[1].kind) else { break };
        let next = joined.remove(at + 1);
        joined[at].last = next.last;
    }
    *requests = joined.into();
}

/// Whether a number is missing among those of a session, events aside. Where the beginning was lost, the first INTERIM should have had 1.
pub(super) fn gap(requests: &[Heard]) -> bool {
    let mut runs: Vec<&Heard> = requests.iter().filter(|run| run.kind != Kind::Event as u8).collect();
    runs.sort_unstable_by_key(|run| run.first);
    let started = runs.iter().any(|run| run.kind == Kind::Start as u8);
    let Some(first) = runs.first() else { return false };
    let mut last = if started { first.last } else { 0 };
    for run in runs {
        if run.first > last.saturating_add(1) {
            return true;
        }
        last = last.max(run.last);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(told: &[(Kind, u32)]) -> Box<[Heard]> {
        let mut requests = Box::default();
        for (kind, number) in told {
            note(&mut requests, *kind, *number);
        }
        requests
    }

    #[test]
    fn vc_6_a_request_is_known_by_its_type_and_number_in_whatever_order() {
        let numbers = [5, 1, 3, 2, 9, 4, 7, 8, 6];
        let told: Vec<_> = numbers.map(|number| (Kind::Interim, number)).into();
        let requests = all(&told);
        assert_eq!(&*requests, [Heard { kind: 3, first: 1, last: 9 }]);
        assert!(heard(&requests, Kind::Interim, 9) && !heard(&requests, Kind::Interim, 10));
        assert!(!heard(&requests, Kind::Interim, 0) && !heard(&requests, Kind::Stop, 5));
        let ends = all(&[(Kind::Interim, u32::MAX), (Kind::Interim, 0), (Kind::Interim, u32::MAX)]);
        assert_eq!(ends.len(), 2);
    }

    #[test]
    fn vc_6_a_missing_number_is_a_gap_whichever_comes_last() {
        use Kind::{Event, Interim, Start, Stop};
        for (told, missing) in [
            (&[][..], false),
            (&[(Start, 0)], false),
            (&[(Start, 7), (Stop, 8)], false),
            (&[(Start, 0), (Stop, 1)], false),
            (&[(Start, 0), (Interim, 1), (Stop, 2)], false),
            (&[(Start, 0), (Stop, 2), (Interim, 1)], false),
            (&[(Start, 0), (Stop, 2)], true),
            (&[(Start, 0), (Interim, 2), (Stop, 3)], true),
            (&[(Start, 0), (Interim, 0), (Stop, 0)], false),
            (&[(Interim, 1), (Stop, 2)], false),
            (&[(Interim, 2), (Stop, 3)], true),
            (&[(Stop, 1)], false),
            (&[(Stop, 5)], true),
            (&[(Event, 9), (Start, 0), (Stop, 1)], false),
        ] {
            assert_eq!(gap(&all(told)), missing, "{told:?}");
        }
    }

    /// A client that leaves out every second number does not make us keep all of them.
    #[test]
    fn vc_6_what_is_kept_of_numbers_is_bounded_and_the_newest_are_exact() {
        let told: Vec<_> = (0..1000).map(|number| (Kind::Interim, 2 * number)).collect();
        let requests = all(&told);
        assert_eq!(requests.len(), RUNS);
        for number in 1900..1999 {
            assert_eq!(heard(&requests, Kind::Interim, number), number % 2 == 0, "{number}");
        }
        assert!(told.iter().all(|(kind, number)| heard(&requests, *kind, *number)));
    }
}
