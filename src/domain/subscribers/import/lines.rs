//! A file cut into blocks of whole, numbered lines.

use super::super::limits;
use std::io::{self, Read};

/// What some programs write before UTF-8.
pub(super) const BOM: &[u8] = b"\xef\xbb\xbf";

/// So many octets make a block: some thousand lines, enough to hide the way between threads.
const BLOCK: usize = 256 * 1024;

/// Some consecutive lines.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// The number of its first line, from 1.
    pub(super) first_line: u64,
    /// The lines; the last of the file may lack its line end.
    pub(super) text: Vec<u8>,
    /// Octets of the file up to its end.
    pub(super) octets: u64,
}

impl Block {
    /// The lines with their numbers, without line ends; blank ones are left out.
    pub(super) fn lines(&self) -> impl Iterator<Item = (u64, &[u8])> {
        let text = self.text.strip_suffix(b"\n").unwrap_or(&self.text);
        let lines = text.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
        (self.first_line..).zip(lines).filter(|(_, line)| !line.trim_ascii().is_empty())
    }

    /// The number of its last line.
    pub(super) fn last_line(&self) -> u64 {
        let ends = self.text.iter().filter(|byte| **byte == b'\n').count() as u64;
        let unended = u64::from(self.text.last().is_some_and(|last| *last != b'\n'));
        (self.first_line + ends + unended).saturating_sub(1)
    }
}

/// Reads blocks.
pub(super) struct Lines<R> {
    reader: R,
    /// What was read past the last block.
    rest: Vec<u8>,
    next_line: u64,
    octets: u64,
    ended: bool,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, rest: Vec::new(), next_line: 1, octets: 0, ended: false }
    }

    /// The next block of whole lines; `None` at the end. A line longer than the limit comes cut to one octet more, for whoever parses it to
    /// refuse; its remainder is read and forgotten.
    pub(super) fn block(&mut self) -> io::Result<Option<Block>> {
        self.fill(BLOCK)?;
        if self.rest.is_empty() {
            return Ok(None);
        }
        let cut = match self.rest.iter().rposition(|byte| *byte == b'\n') {
            Some(end) => end + 1,
            None if self.ended => self.rest.len(),
            None => return self.one_line().map(Some),
        };
        Ok(Some(self.take(cut)))
    }

    /// The first line alone: a header.
    pub(super) fn first(&mut self) -> io::Result<Option<Block>> {
        self.fill(BLOCK)?;
        if self.rest.is_empty() {
            return Ok(None);
        }
        match self.rest.iter().position(|byte| *byte == b'\n') {
            Some(end) => Ok(Some(self.take(end + 1))),
            None if self.ended => Ok(Some(self.take(self.rest.len()))),
            None => self.one_line().map(Some),
        }
    }

    /// The line that `rest` begins with and that is longer than a block.
    fn one_line(&mut self) -> io::Result<Block> {
        while self.rest.len() <= limits::LINE && !self.ended && !self.rest.contains(&b'\n') {
            self.fill(self.rest.len() + BLOCK)?;
        }
        if let Some(end) = self.rest.iter().position(|byte| *byte == b'\n') {
            return Ok(self.take(end + 1));
        }
        let mut head = std::mem::take(&mut self.rest);
        while self.rest.is_empty() && !self.ended {
            self.fill(BLOCK)?;
            match self.rest.iter().position(|byte| *byte == b'\n') {
                Some(end) => drop(self.rest.drain(..end)),
                None => {
                    self.octets += self.rest.len() as u64;
                    self.rest.clear();
                }
            }
        }
        head.truncate(limits::LINE + 1);
        if self.rest.first() == Some(&b'\n') {
            self.rest.remove(0);
        }
        head.push(b'\n');
        let behind = std::mem::replace(&mut self.rest, head);
        let block = self.take(self.rest.len());
        self.rest = behind;
        Ok(block)
    }

    fn take(&mut self, cut: usize) -> Block {
        let behind = self.rest.split_off(cut);
        let text = std::mem::replace(&mut self.rest, behind);
        self.octets += text.len() as u64;
        let block = Block { first_line: self.next_line, text, octets: self.octets };
        self.next_line = block.last_line() + 1;
        block
    }

    /// Reads until there are `wanted` octets, or no more.
    fn fill(&mut self, wanted: usize) -> io::Result<()> {
        let start = self.octets == 0 && self.rest.is_empty();
        if self.rest.len() < wanted && !self.ended {
            let missing = (wanted - self.rest.len()) as u64;
            let read = self.reader.by_ref().take(missing).read_to_end(&mut self.rest)?;
            self.ended = (read as u64) < missing;
        }
        if start && self.rest.starts_with(BOM) {
            self.rest.drain(..BOM.len());
        }
        Ok(())
    }
}

/// A reader of chunks as they come, from a connection's channel say.
#[derive(Debug)]
pub struct FromChunks<I, B> {
    chunks: I,
    current: Option<(B, usize)>,
}

impl<I, B> FromChunks<I, B> {
    /// Reads what `chunks` yields, one after the other.
    pub const fn new(chunks: I) -> Self {
        Self { chunks, current: None }
    }
}

impl<I: Iterator<Item = io::Result<B>>, B: AsRef<[u8]>> Read for FromChunks<I, B> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some((chunk, at)) = &mut self.current {
                let rest = chunk.as_ref().get(*at..).unwrap_or_default();
                if !rest.is_empty() {
                    let count = rest.len().min(out.len());
                    out[..count].copy_from_slice(&rest[..count]);
                    *at += count;
                    return Ok(count);
                }
            }
            match self.chunks.next() {
                Some(chunk) => self.current = Some((chunk?, 0)),
                None => return Ok(0),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every line with its number, as blocks tell it, read in chunks of `size`.
    fn read(text: &[u8], size: usize) -> Vec<(u64, Vec<u8>)> {
        let chunks = text.chunks(size).map(Ok);
        let mut lines = Lines::new(FromChunks::new(chunks));
        let mut all = Vec::new();
        while let Some(block) = lines.block().unwrap() {
            all.extend(block.lines().map(|(number, line)| (number, line.to_vec())));
        }
        all
    }

    #[test]
    fn numbers_lines_whatever_their_ends_and_the_size_of_chunks() {
        let text = b"\xef\xbb\xbfone\r\n\n  \ntwo\nthree";
        let expected = vec![(1, b"one".to_vec()), (4, b"two".to_vec()), (5, b"three".to_vec())];
        for size in [1, 2, 3, 5, 100] {
            assert_eq!(read(text, size), expected, "{size}");
        }
        assert!(read(b"", 1).is_empty());
    }

    #[test]
    fn numbers_hold_across_blocks() {
        let mut text = Vec::new();
        for number in 1..=60_000u32 {
            text.extend_from_slice(format!("line {number}\n").as_bytes());
        }
        let all = read(&text, 7919);
        assert_eq!(all.len(), 60_000);
        assert!(all.iter().all(|(number, line)| *line == format!("line {number}").into_bytes()));
    }

    #[test]
    fn an_endless_line_is_cut_and_the_next_one_found() {
        let mut text = b"short\n".to_vec();
        text.extend(std::iter::repeat_n(b'x', 3 * limits::LINE));
        text.extend_from_slice(b"\nafter\n");
        let all = read(&text, 100_000);
        let lengths: Vec<_> = all.iter().map(|(number, line)| (*number, line.len())).collect();
        assert_eq!(lengths, [(1, 5), (2, limits::LINE + 1), (3, 5)]);
    }

    #[test]
    fn an_endless_last_line_ends() {
        let text = vec![b'x'; 2 * limits::LINE + 17];
        let all = read(&text, 100_000);
        assert_eq!(
            all.iter().map(|(number, line)| (*number, line.len())).collect::<Vec<_>>(),
            [(1, limits::LINE + 1)]
        );
    }
}
