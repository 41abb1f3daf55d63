//! `innkeeper decode`: hexadecimal digits, raw octets or a capture in, readable trees out.

mod capture;
mod stream;

use super::out;
use crate::diameter::codec::Frame;
use crate::diameter::dictionary::Tree;
use anyhow::{Context, bail};
use bytes::{Bytes, BytesMut};
use std::io::{self, Read, Write};
use std::path::Path;

/// Show Diameter messages as trees.
///
/// The input is a capture (pcap or pcapng), or messages as raw octets or as hexadecimal digits; blanks, colons and line ends between digits do not matter.
#[derive(Debug, Default, clap::Args)]
pub struct Decode {
    /// A file, or hexadecimal digits. Without it, or with `-`, the standard input is read.
    input: Option<String>,
    /// Also show keys, expected responses and password hashes.
    #[arg(long)]
    secrets: bool,
    /// Of a capture, only connections with this TCP port at one end.
    #[arg(long)]
    port: Option<u16>,
}

impl Decode {
    /// Reads the input and prints the trees.
    ///
    /// # Errors
    /// When the input cannot be read, or is nothing of what is understood.
    pub fn run(&self) -> anyhow::Result<()> {
        let input = self.read()?;
        out::written(self.print(&input, &mut out::Out))
    }

    fn read(&self) -> anyhow::Result<Vec<u8>> {
        match self.input.as_deref() {
            None | Some("-") => {
                let mut input = Vec::new();
                io::stdin().read_to_end(&mut input).context("cannot read the standard input")?;
                Ok(input)
            }
            Some(path) if Path::new(path).is_file() => {
                std::fs::read(path).with_context(|| format!("cannot read {path}"))
            }
            Some(text) if hexadecimal(text.as_bytes()).is_none() => {
                bail!("{text} is neither a file nor hexadecimal digits")
            }
            Some(digits) => Ok(digits.into()),
        }
    }

    /// Prints the trees of `input` to `out`.
    ///
    /// # Errors
    /// When the input is nothing of what is understood, or `out` takes nothing more.
    pub fn print(&self, input: &[u8], out: &mut impl Write) -> anyhow::Result<()> {
        if capture::is_capture(input) {
            return self.print_capture(input, out);
        }
        let octets = match hexadecimal(input) {
            Some(octets) => octets,
            None if input.first() == Some(&1) => input.to_vec(),
            None => bail!("the input is no capture, no hexadecimal digits and no Diameter message"),
        };
        let mut rest = BytesMut::from(&octets[..]);
        while !rest.is_empty() {
            // What cannot be cut off is shown as it is: the tree says what is wrong with it.
            let message = match Frame::cut(&mut rest) {
                Ok(Frame::Whole(message)) => message,
                Ok(Frame::Partial(_)) | Err(_) => rest.split().freeze(),
            };
            self.print_message(&message, out)?;
        }
        Ok(())
    }

    fn print_capture(&self, input: &[u8], out: &mut impl Write) -> anyhow::Result<()> {
        let mut streams = stream::Streams::default();
        let mut shown = 0u64;
        for (number, packet) in (1u64..).zip(capture::packets(input)?) {
            let Some(segment) = stream::Segment::of(&packet) else { continue };
            if self.port.is_some_and(|port| segment.from.port() != port && segment.to.port() != port) {
                continue;
            }
            for message in streams.push(&segment) {
                writeln!(out, "# packet {number}: {} to {}", segment.from, segment.to)?;
                self.print_message(&message, out)?;
                shown += 1;
            }
        }
        if shown == 0 {
            bail!("the capture holds no Diameter message over TCP that could be put together");
        }
        Ok(())
    }

    fn print_message(&self, message: &Bytes, out: &mut impl Write) -> io::Result<()> {
        let tree = Tree::of(message);
        writeln!(out, "{}", if self.secrets { tree.with_secrets() } else { tree })
    }
}

/// The octets that hexadecimal digits stand for; `None` if the text is anything else, or nothing.
fn hexadecimal(text: &[u8]) -> Option<Vec<u8>> {
    let text = text.strip_prefix(b"0x").unwrap_or(text);
    let digits: Vec<u8> = text.iter().copied().filter(|c| !c.is_ascii_whitespace() && *c != b':').collect();
    if digits.is_empty() || !digits.len().is_multiple_of(2) {
        return None;
    }
    let digit = |c: u8| char::from(c).to_digit(16).map(|digit| digit as u8);
    digits.chunks_exact(2).map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?)).collect()
}

#[cfg(test)]
mod tests;
