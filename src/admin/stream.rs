//! Bodies that are written and read while they are on their way, in bounded memory.

use axum::body::{Body, Bytes, HttpBody};
use bytes::BytesMut;
use std::{
    future::poll_fn,
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio::io::DuplexStream;
use tokio_util::codec::{Decoder, FramedRead};

/// So much may be written before the caller has read it.
const AHEAD: usize = 256 * 1024;

/// Says that a body is complete when its writer is dropped. Without it the body ends with an error, so that nobody takes half of it for all.
#[derive(Debug, Clone, Default)]
pub(super) struct Whole(Arc<AtomicBool>);

impl Whole {
    /// Everything was written (or it does not matter where the body ends).
    pub(super) fn is_whole(&self) {
        self.0.store(true, Ordering::Release);
    }
}

impl Decoder for Whole {
    type Item = BytesMut;
    type Error = io::Error;

    fn decode(&mut self, octets: &mut BytesMut) -> io::Result<Option<BytesMut>> {
        Ok(if octets.is_empty() { None } else { Some(octets.split()) })
    }

    fn decode_eof(&mut self, octets: &mut BytesMut) -> io::Result<Option<BytesMut>> {
        match self.decode(octets)? {
            None if !self.0.load(Ordering::Acquire) => Err(io::Error::other("broken off")),
            piece => Ok(piece),
        }
    }
}

/// A response body, and where it is written. Dropping the writer ends the body; writing fails once the caller is gone.
pub(super) fn streamed() -> (DuplexStream, Whole, Body) {
    let (writer, reader) = tokio::io::duplex(AHEAD);
    let whole = Whole::default();
    (writer, whole.clone(), Body::from_stream(FramedRead::new(reader, whole)))
}

/// The next piece of a request's body; `None` at its end.
pub(super) async fn next(body: &mut Body) -> Option<io::Result<Bytes>> {
    loop {
        let frame = poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await?;
        match frame {
            // Trailers are no data.
            Ok(frame) => {
                if let Ok(data) = frame.into_data() {
                    return Some(Ok(data));
                }
            }
            Err(error) => return Some(Err(io::Error::other(error))),
        }
    }
}
