//! Bodies that are written and read while they are on their way, in bounded memory.

use axum::body::{Body, Bytes, HttpBody};
use std::{future::poll_fn, io, pin::Pin};
use tokio::io::DuplexStream;
use tokio_util::codec::{BytesCodec, FramedRead};

/// So much may be written before the caller has read it.
const AHEAD: usize = 256 * 1024;

/// A response body, and where it is written. Dropping the writer ends the body; writing fails once the caller is gone.
pub(super) fn streamed() -> (DuplexStream, Body) {
    let (writer, reader) = tokio::io::duplex(AHEAD);
    (writer, Body::from_stream(FramedRead::new(reader, BytesCodec::new())))
}

/// The next piece of a request's body; `None` at its end.
pub(super) async fn next(body: &mut Body) -> Option<io::Result<Bytes>> {
    loop {
        let frame = poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await?;
        match frame {
            // Trailers are no data.
            Ok(frame) => match frame.into_data() {
                Ok(data) => return Some(Ok(data)),
                Err(_) => {}
            },
            Err(error) => return Some(Err(io::Error::other(error))),
        }
    }
}
