//! Where the lines of a file begin, so that a mistake is reported with its line.

/// The octet at which each line begins.
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self(std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect())
    }

    /// The number of the line that an octet is in, from 1.
    pub(super) fn at(&self, octet: usize) -> u32 {
        u32::try_from(self.0.partition_point(|begin| *begin <= octet)).unwrap_or(u32::MAX)
    }
}
