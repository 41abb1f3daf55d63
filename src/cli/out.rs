//! Standard output and standard error: where a command says what there is to say.
//!
//! A reader may have seen enough (`| head`). Then a command does what is left to do in silence, and its status means what it always
//! means: an order is carried out, and a check still tells by its status what it found. Output that is lost for any other reason (a
//! full disk) is a failure, but it does not keep the command from its work either. So nobody has to look whether a line was written,
//! which is why [`say`] gives nothing back; `println!` would panic.

use super::Failure;
use std::{
    fmt,
    io::{self, Write},
    sync::OnceLock,
};

/// Why output goes nowhere: the first error. There is one standard output, so there is one of this.
static LOST: OnceLock<io::Error> = OnceLock::new();

/// A line on standard output.
macro_rules! say {
    ($($text:tt)*) => { $crate::cli::out::print(format_args!("{}\n", format_args!($($text)*))) };
}

/// A line on standard error, for the person who waits; where nobody reads it, there is nobody to tell.
macro_rules! hint {
    ($($text:tt)*) => { $crate::cli::out::tell(format_args!($($text)*)) };
}

pub(crate) use {hint, say};

/// Text on standard output, without the end of a line.
pub(crate) fn print(text: fmt::Arguments<'_>) {
    // The error is kept; the command goes on.
    let _ = kept(io::stdout().lock().write_fmt(text));
}

/// A line on standard error.
pub(crate) fn tell(text: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Standard output for what is written piece by piece. It remembers why it takes nothing more.
pub(crate) struct Out;

impl Write for Out {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        kept(io::stdout().write(octets))
    }

    fn flush(&mut self) -> io::Result<()> {
        kept(io::stdout().flush())
    }
}

fn kept<T>(written: io::Result<T>) -> io::Result<T> {
    written.map_err(|error| {
        let kind = error.kind();
        // Interrupted is no loss: whoever writes tries again.
        if kind != io::ErrorKind::Interrupted {
            let _ = LOST.set(error);
        }
        kind.into()
    })
}

/// What came of writing to [`Out`]: no failure of its own where output is lost, for [`end`] speaks of that.
///
/// # Errors
/// Of anything else.
pub(crate) fn written<E>(result: Result<(), E>) -> Result<(), E> {
    if is_lost() { Ok(()) } else { result }
}

/// Whether output goes nowhere: what only prints may end.
pub(crate) fn is_lost() -> bool {
    LOST.get().is_some()
}

/// The end of a command: what it came to, and whether all that it printed was taken.
///
/// # Errors
/// The command's own failure; or that output was lost, unless its reader had seen enough.
pub fn end(result: Result<(), Failure>) -> Result<(), Failure> {
    let _ = Out.flush();
    match LOST.get() {
        None => result,
        Some(error) if error.kind() == io::ErrorKind::BrokenPipe => result,
        Some(error) => result.and_then(|()| Err(Failure::failed(format!("not all was printed: {error}")))),
    }
}
