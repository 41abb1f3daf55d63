//! Where randomness comes from: the operating system in the daemon, a fixed stream in tests.

use std::cell::RefCell;

/// A source of random octets.
pub trait Random {
    /// Fills `out`.
    ///
    /// # Errors
    /// When the source fails; `out` must not be used then.
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoRandomness>;

    /// The next `N` octets.
    ///
    /// # Errors
    /// When the source fails.
    fn octets<const N: usize>(&mut self) -> Result<[u8; N], NoRandomness>
    where
        Self: Sized,
    {
        let mut octets = [0; N];
        self.fill(&mut octets)?;
        Ok(octets)
    }
}

/// The operating system has no randomness to give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the operating system gave no random octets ({0}); without them nothing can be authenticated or sealed"
)]
pub struct NoRandomness(pub getrandom::Error);

/// The operating system's generator, drawn in pages per thread: one system call for 64 challenges. (A copy of a page would repeat it, so this
/// is not for programs that fork; the daemon does not.)
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

/// Unused octets of this thread: those before `next` are spent and wiped.
struct Page {
    octets: [u8; Page::SIZE],
    next: usize,
}

impl Page {
    const SIZE: usize = 1024;
}

thread_local! {
    static PAGE: RefCell<Page> = const { RefCell::new(Page { octets: [0; Page::SIZE], next: Page::SIZE }) };
}

impl Random for SystemRandom {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoRandomness> {
        if out.len() > Page::SIZE / 8 {
            return getrandom::fill(out).map_err(NoRandomness);
        }
        PAGE.with_borrow_mut(|page| {
            if Page::SIZE - page.next < out.len() {
                // Spent before it is filled: a failure leaves an empty page, never a repeated one.
                page.next = Page::SIZE;
                getrandom::fill(&mut page.octets).map_err(NoRandomness)?;
                page.next = 0;
            }
            let fresh = &mut page.octets[page.next..page.next + out.len()];
            out.copy_from_slice(fresh);
            fresh.fill(0);
            page.next += out.len();
            Ok(())
        })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A stream that counts up: every draw differs, every run is the same.
    #[derive(Debug, Default)]
    pub(crate) struct Counting(pub(crate) u64);

    impl Random for Counting {
        fn fill(&mut self, out: &mut [u8]) -> Result<(), NoRandomness> {
            for chunk in out.chunks_mut(8) {
                self.0 += 1;
                chunk.copy_from_slice(&self.0.to_be_bytes()[8 - chunk.len()..]);
            }
            Ok(())
        }
    }

    #[test]
    fn never_gives_the_same_challenge_twice_across_pages_and_threads() {
        let draw = || (0..1000).map(|_| SystemRandom.octets::<16>().unwrap()).collect::<Vec<_>>();
        let threads: Vec<_> = (0..4).map(|_| std::thread::spawn(draw)).collect();
        let mut all: Vec<_> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
        all.extend(draw());
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn fills_any_length_to_the_end() {
        for length in [0, 1, 12, 127, 128, 129, 4096] {
            let mut out = vec![0; length];
            SystemRandom.fill(&mut out).unwrap();
            // The chance of eight zeros at the end of a long draw is 2^-64.
            assert!(length < 8 || out[length - 8..].iter().any(|&octet| octet != 0), "{length}");
        }
    }
}
