//! Do our peers live? Echo Requests on each path, sent again until they are answered or given up (TS 29.274 §7.1.1, §7.6).

use super::{
    codec::{
        Header, Recovery,
        message_type::{ECHO_REQUEST, ECHO_RESPONSE},
    },
    limits::{N3_REQUESTS, T3_RESPONSE},
    messages::Echo,
    service::Happened,
};
use bytes::BytesMut;
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

/// What has become known of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathEvent {
    /// The peer answers.
    Up(SocketAddr),
    /// It has not answered N3-REQUESTS requests in a row.
    Down(SocketAddr),
}

/// An Echo Response that nobody waits for: late, a copy, or made up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unasked;

impl From<Unasked> for Happened {
    /// TS 29.274 §7.7.5: a response that matches no request is discarded.
    fn from(_: Unasked) -> Self {
        Self::Unexpected(ECHO_RESPONSE)
    }
}

/// The paths from one local address to its peers.
#[derive(Debug)]
pub struct Paths {
    recovery: Recovery,
    interval: Duration,
    sequence: u32,
    paths: Vec<Path>,
}

#[derive(Debug)]
struct Path {
    peer: SocketAddr,
    up: Option<bool>,
    /// When a request is to be sent, for the first time or again.
    due: Instant,
    /// The request under way: its sequence number, how often it was sent, and when first.
    asked: Option<(u32, u32, Instant)>,
}

impl Paths {
    /// Paths to `peers`, asked now and then every `interval`.
    pub fn new(recovery: Recovery, peers: &[SocketAddr], interval: Duration, now: Instant) -> Self {
        let paths = peers.iter().map(|peer| Path { peer: *peer, up: None, due: now, asked: None }).collect();
        Self { recovery, interval, sequence: 0, paths }
    }

    /// When [`poll`](Self::poll) has something to do next.
    pub fn due(&self) -> Option<Instant> {
        self.paths.iter().map(|path| path.due).min()
    }

    /// One thing that is to be done by `now`: a request, which is appended to `out`, or a peer that is given up. `None` when all is done.
    pub fn poll(&mut self, now: Instant, out: &mut BytesMut) -> Option<Result<SocketAddr, PathEvent>> {
        loop {
            let path = self.paths.iter_mut().find(|path| path.due <= now)?;
            let (sequence, sent, first) = match path.asked {
                Some((_, sent, first)) if sent >= N3_REQUESTS => {
                    path.asked = None;
                    path.due = (first + self.interval).max(now);
                    if path.up.replace(false) == Some(false) {
                        continue;
                    }
                    return Some(Err(PathEvent::Down(path.peer)));
                }
                Some(asked) => asked,
                None => {
                    self.sequence = (self.sequence + 1) & 0xff_ffff;
                    (self.sequence, 0, now)
                }
            };
            // §7.6: a request that is sent again has the sequence number it had.
            path.asked = Some((sequence, sent + 1, first));
            path.due = now + T3_RESPONSE;
            let header = Header {
                piggybacked: false,
                message_type: ECHO_REQUEST,
                teid: None,
                sequence,
                priority: None,
            };
            Echo { recovery: self.recovery }.encode(&header, out);
            return Some(Ok(path.peer));
        }
    }

    /// An Echo Response; `Some` where it changes what is known of the path.
    ///
    /// # Errors
    /// [`Unasked`]: it is no answer to the request under way.
    pub fn answered(
        &mut self,
        from: SocketAddr,
        sequence: u32,
        now: Instant,
    ) -> Result<Option<PathEvent>, Unasked> {
        let path = self.paths.iter_mut().find(|path| path.peer == from).ok_or(Unasked)?;
        let (_, _, first) = path.asked.take_if(|(own, ..)| *own == sequence).ok_or(Unasked)?;
        path.due = (first + self.interval).max(now);
        Ok((path.up.replace(true) != Some(true)).then_some(PathEvent::Up(from)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gtp::v2::limits::ECHO_INTERVAL;

    /// Everything that is to be done by `now`: sequence numbers of requests, and events.
    fn done(paths: &mut Paths, now: Instant) -> Vec<Result<u32, PathEvent>> {
        let mut out = BytesMut::new();
        std::iter::from_fn(|| {
            out.clear();
            let todo = paths.poll(now, &mut out)?;
            Some(todo.map(|_| {
                let (header, elements, _) = Header::parse(&out).unwrap();
                assert_eq!((header.message_type, header.teid), (ECHO_REQUEST, None));
                assert_eq!(Echo::decode(elements), Ok(Echo { recovery: Recovery(9) }));
                header.sequence
            }))
        })
        .collect()
    }

    /// LQ-2, TS 29.274 §7.6: sent N3-REQUESTS times, T3-RESPONSE apart, with one sequence number; then the path is down, told once.
    #[test]
    fn lq_2_who_does_not_answer_is_asked_again_and_given_up() {
        let (start, peer) = (Instant::now(), "192.0.2.1:2123".parse().unwrap());
        let mut paths = Paths::new(Recovery(9), &[peer], ECHO_INTERVAL, start);
        for round in 0..3 {
            let begun = start + round * ECHO_INTERVAL;
            for repeat in 0..N3_REQUESTS {
                let now = begun + repeat * T3_RESPONSE;
                assert_eq!(paths.due(), Some(now));
                assert_eq!(done(&mut paths, now), [Ok(round + 1)]);
                assert_eq!(done(&mut paths, now + T3_RESPONSE / 2), []);
            }
            let given_up = done(&mut paths, begun + N3_REQUESTS * T3_RESPONSE);
            let told = [Err(PathEvent::Down(peer))];
            assert_eq!(given_up, if round == 0 { &told[..] } else { &[] });
        }
        let now = start + 3 * ECHO_INTERVAL;
        assert_eq!(done(&mut paths, now), [Ok(4)]);
        assert_eq!(paths.answered(peer, 4, now), Ok(Some(PathEvent::Up(peer))));
        assert_eq!(paths.due(), Some(now + ECHO_INTERVAL));
    }

    /// LQ-2: an answer counts when it is to the request under way, from whom that was sent to.
    #[test]
    fn lq_2_only_the_answer_to_a_request_is_one() {
        let (start, peers) =
            (Instant::now(), ["192.0.2.1:2123", "192.0.2.2:2123"].map(|one| one.parse().unwrap()));
        let mut paths = Paths::new(Recovery(9), &peers, ECHO_INTERVAL, start);
        assert_eq!(paths.answered(peers[0], 0, start), Err(Unasked), "nobody was asked");
        assert_eq!(done(&mut paths, start), [Ok(1), Ok(2)]);
        for (from, sequence) in [(peers[0], 2), (peers[1], 1), ("192.0.2.1:2124".parse().unwrap(), 1)] {
            assert_eq!(paths.answered(from, sequence, start), Err(Unasked));
        }
        let later = start + T3_RESPONSE;
        assert_eq!(paths.answered(peers[0], 1, later), Ok(Some(PathEvent::Up(peers[0]))));
        assert_eq!(paths.answered(peers[0], 1, later), Err(Unasked), "a copy");
        assert_eq!(done(&mut paths, later), [Ok(2)], "the other is asked again");
        assert_eq!(done(&mut paths, start + ECHO_INTERVAL).first(), Some(&Ok(3)));
        assert_eq!(paths.answered(peers[0], 3, start + ECHO_INTERVAL), Ok(None), "it was up");
    }
}
