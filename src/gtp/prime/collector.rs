//! What a charging gateway remembers of those who send to it, and what it answers (TS 32.295 §5.1, §6.2.4): each packet counts once, one that may be elsewhere is kept
//! apart until it is known.
//!
//! Everything that it learns is an [`Entry`], to be on disk before the answer leaves; by the same entries it is as it was after a restart.

use super::codec::{Fault, Header, Message, Transfer, VERSION, cause, decode, encode};
use bytes::BytesMut;
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    net::IpAddr,
};

/// Packets of a client that are remembered: half of the numbers there are, so that a number that comes again after all others is a new packet.
const REMEMBERED: usize = 32_768;

/// Who sends: an address, for ports change; or a name, for clients behind one address.
pub type Client = String;

/// What is learnt of a packet, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "kebab-case")]
pub enum Entry {
    /// Records that count.
    Accepted {
        /// Who sent them.
        client: Client,
        /// The packet's number.
        sequence: u16,
        /// Each in hexadecimal digits.
        records: Vec<String>,
    },
    /// Records that may be elsewhere.
    Held {
        /// Who sent them.
        client: Client,
        /// The packet's number.
        sequence: u16,
        /// Each in hexadecimal digits.
        records: Vec<String>,
    },
    /// Records that were held count from now on.
    Released {
        /// Who says so.
        client: Client,
        /// The packet's number.
        sequence: u16,
    },
    /// Records that were held do not count.
    Cancelled {
        /// Who says so.
        client: Client,
        /// The packet's number.
        sequence: u16,
    },
    /// It was asked whether a packet arrived, and it had not: should it come later, it comes too late, for its records are elsewhere.
    Missed {
        /// Who asked.
        client: Client,
        /// The packet's number.
        sequence: u16,
    },
    /// The client was started anew, and numbers its packets from the beginning.
    Restarted {
        /// Which.
        client: Client,
        /// Its Recovery.
        recovery: u8,
    },
}

/// What one message comes to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// To be on disk before the answer leaves.
    pub entries: Vec<Entry>,
    /// The answer; empty where there is none.
    pub answer: BytesMut,
    /// What a person may want to know.
    pub said: Option<String>,
}

/// The memory.
#[derive(Debug, Default)]
pub struct Collector {
    /// Recovery of its own.
    restarts: u8,
    clients: HashMap<Client, Known>,
}

/// What is known of a client.
#[derive(Debug, Default)]
struct Known {
    recovery: Option<u8>,
    /// Whether they arrived; else they were asked for.
    packets: HashMap<u16, bool>,
    /// The same, the oldest first.
    order: VecDeque<u16>,
    held: BTreeMap<u16, bool>,
}

impl Known {
    fn note(&mut self, sequence: u16, arrived: bool) {
        if self.packets.insert(sequence, arrived).is_none() {
            self.order.push_back(sequence);
            if self.order.len() > REMEMBERED
                && let Some(oldest) = self.order.pop_front()
            {
                self.packets.remove(&oldest);
            }
        }
    }
}

impl Collector {
    /// Knows nobody yet, and was started so often.
    pub fn new(restarts: u8) -> Self {
        Self { restarts, clients: HashMap::new() }
    }

    /// What was learnt in an earlier life.
    pub fn replay(&mut self, entry: &Entry) {
        match entry {
            Entry::Accepted { client, sequence, .. } => self.known(client).note(*sequence, true),
            Entry::Missed { client, sequence } => self.known(client).note(*sequence, false),
            Entry::Held { client, sequence, .. } => _ = self.known(client).held.insert(*sequence, true),
            Entry::Released { client, sequence } | Entry::Cancelled { client, sequence } => {
                self.known(client).held.insert(*sequence, false);
            }
            Entry::Restarted { client, recovery } => {
                let known = self.known(client);
                let first = known.recovery.is_none();
                known.recovery = Some(*recovery);
                if !first {
                    known.packets.clear();
                    known.order.clear();
                    known.held.retain(|_, held| *held);
                }
            }
        }
    }

    /// Packets that are held, of all clients.
    pub fn held(&self) -> usize {
        self.clients.values().map(|known| known.held.values().filter(|held| **held).count()).sum()
    }

    /// One message of a client.
    pub fn message(&mut self, client: &str, octets: &[u8]) -> Turn {
        let mut turn = Turn::default();
        let (header, message) = decode(octets);
        let Some(header) = header else {
            turn.said = Some("what came is no GTP′".into());
            return turn;
        };
        let answer = match message {
            Ok(message) => self.understood(client, header.sequence, message, &mut turn),
            Err(Fault::Version(_)) => Some(Message::VersionNotSupported),
            Err(Fault::Refused(240, cause)) => Some(Message::TransferResponse(cause, vec![header.sequence])),
            Err(fault) => {
                turn.said = Some(format!("discarded: {fault}"));
                None
            }
        };
        if let Some(answer) = answer {
            let version = header.version.min(VERSION);
            encode(Header { version, ..header }, &answer, &mut turn.answer);
        }
        turn
    }

    fn understood(
        &mut self,
        client: &str,
        sequence: u16,
        message: Message<'_>,
        turn: &mut Turn,
    ) -> Option<Message<'static>> {
        match message {
            Message::EchoRequest => Some(Message::EchoResponse(self.restarts)),
            Message::NodeAliveRequest(_) => Some(Message::NodeAliveResponse),
            Message::EchoResponse(recovery) => {
                if self.known(client).recovery != Some(recovery) {
                    self.learn(Entry::Restarted { client: client.into(), recovery }, turn);
                }
                None
            }
            Message::TransferRequest(transfer) => {
                let cause = self.transfer(client, sequence, transfer, turn);
                Some(Message::TransferResponse(cause, vec![sequence]))
            }
            Message::RedirectionRequest(..) => Some(Message::RedirectionResponse(cause::ACCEPTED)),
            Message::VersionNotSupported
            | Message::NodeAliveResponse
            | Message::RedirectionResponse(_)
            | Message::TransferResponse(..) => None,
        }
    }

    fn transfer(&mut self, client: &str, sequence: u16, transfer: Transfer<'_>, turn: &mut Turn) -> u8 {
        let known = self.known(client);
        let owned = client.to_owned();
        match transfer {
            // The question whether it arrived: asked again, the answer is the same.
            Transfer::Send(records) if records.is_empty() => match known.packets.get(&sequence) {
                Some(true) => cause::FULFILLED,
                Some(false) => cause::ACCEPTED,
                None => {
                    self.learn(Entry::Missed { client: owned, sequence }, turn);
                    cause::ACCEPTED
                }
            },
            Transfer::Send(_) if known.packets.contains_key(&sequence) => cause::FULFILLED,
            Transfer::Send(records) => {
                self.learn(Entry::Accepted { client: owned, sequence, records: hexadecimal(&records) }, turn);
                cause::ACCEPTED
            }
            Transfer::SendPossiblyDuplicated(_) if known.held.contains_key(&sequence) => {
                cause::POSSIBLY_DUPLICATED_FULFILLED
            }
            Transfer::SendPossiblyDuplicated(records) => {
                self.learn(Entry::Held { client: owned, sequence, records: hexadecimal(&records) }, turn);
                cause::ACCEPTED
            }
            Transfer::Cancel(numbers) => self.cancel(client, &numbers, turn),
            Transfer::Release(numbers) => self.release(client, &numbers, turn),
        }
    }

    /// Those that are held do not count. One that was never here may come yet, and is too late then.
    fn cancel(&mut self, client: &str, numbers: &[u16], turn: &mut Turn) -> u8 {
        let known = self.known(client);
        let found = numbers.iter().map(|number| known.held.get(number).copied()).collect::<Vec<_>>();
        for (sequence, _) in numbers.iter().zip(&found).filter(|(_, found)| **found != Some(false)) {
            self.learn(Entry::Cancelled { client: client.to_owned(), sequence: *sequence }, turn);
        }
        settled(&found)
    }

    /// Those that are held count: all of them, or none where one was never here.
    fn release(&mut self, client: &str, numbers: &[u16], turn: &mut Turn) -> u8 {
        let known = self.known(client);
        let found = numbers.iter().map(|number| known.held.get(number).copied()).collect::<Vec<_>>();
        let cause = settled(&found);
        if cause == cause::ACCEPTED {
            for (sequence, _) in numbers.iter().zip(&found).filter(|(_, found)| **found == Some(true)) {
                self.learn(Entry::Released { client: client.to_owned(), sequence: *sequence }, turn);
            }
        }
        cause
    }

    fn learn(&mut self, entry: Entry, turn: &mut Turn) {
        self.replay(&entry);
        turn.entries.push(entry);
    }

    fn known(&mut self, client: &str) -> &mut Known {
        if !self.clients.contains_key(client) {
            self.clients.insert(client.to_owned(), Known::default());
        }
        self.clients.entry(client.to_owned()).or_default()
    }
}

/// The Cause for packets that are held, or were, or were never here.
fn settled(found: &[Option<bool>]) -> u8 {
    if found.contains(&None) {
        cause::UNKNOWN_NUMBERS
    } else if found.contains(&Some(true)) {
        cause::ACCEPTED
    } else {
        cause::POSSIBLY_DUPLICATED_FULFILLED
    }
}

/// Who a datagram or connection is from.
pub fn client(address: IpAddr) -> Client {
    address.to_canonical().to_string()
}

fn hexadecimal(records: &[&[u8]]) -> Vec<String> {
    let hex = |record: &&[u8]| {
        record
            .iter()
            .fold(String::with_capacity(record.len() * 2), |text, octet| text + &format!("{octet:02x}"))
    };
    records.iter().map(hex).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "192.0.2.1";
    const B: &str = "192.0.2.2";

    fn ask(collector: &mut Collector, client: &str, sequence: u16, transfer: Transfer<'_>) -> (u8, usize) {
        let mut octets = BytesMut::new();
        encode(Header::new(sequence), &Message::TransferRequest(transfer), &mut octets);
        let turn = collector.message(client, &octets);
        let answer = decode(&turn.answer);
        let Ok(Message::TransferResponse(cause, numbers)) = answer.1 else { panic!("{answer:?}") };
        assert_eq!((answer.0.map(|header| header.sequence), numbers), (Some(sequence), vec![sequence]));
        (cause, turn.entries.len())
    }

    fn record() -> Vec<&'static [u8]> {
        vec![&[1, 2]]
    }

    #[test]
    fn vc_7_a_packet_counts_once_and_each_client_has_its_own_numbers() {
        let mut collector = Collector::new(1);
        assert_eq!(ask(&mut collector, A, 7, Transfer::Send(record())), (cause::ACCEPTED, 1));
        assert_eq!(ask(&mut collector, A, 7, Transfer::Send(record())), (cause::FULFILLED, 0));
        assert_eq!(ask(&mut collector, B, 7, Transfer::Send(record())), (cause::ACCEPTED, 1));
        // The question for a packet that is here, and for one that is not: however often.
        assert_eq!(ask(&mut collector, A, 7, Transfer::Send(vec![])), (cause::FULFILLED, 0));
        for entries in [1, 0] {
            assert_eq!(ask(&mut collector, A, 8, Transfer::Send(vec![])), (cause::ACCEPTED, entries));
        }
        // Whoever asked has its records elsewhere: what comes after the question comes too late.
        assert_eq!(ask(&mut collector, A, 8, Transfer::Send(record())), (cause::FULFILLED, 0));
        assert_eq!(ask(&mut collector, A, 8, Transfer::Send(vec![])), (cause::ACCEPTED, 0));
    }

    #[test]
    fn vc_7_what_may_be_elsewhere_is_held_until_it_is_released_or_cancelled() {
        let mut collector = Collector::new(1);
        for number in [1, 2, 3] {
            let held = Transfer::SendPossiblyDuplicated(record());
            assert_eq!(ask(&mut collector, A, number, held.clone()), (cause::ACCEPTED, 1));
            assert_eq!(ask(&mut collector, A, number, held), (cause::POSSIBLY_DUPLICATED_FULFILLED, 0));
        }
        assert_eq!(collector.held(), 3);
        assert_eq!(ask(&mut collector, A, 9, Transfer::Release(vec![1, 4])), (cause::UNKNOWN_NUMBERS, 0));
        assert_eq!(ask(&mut collector, B, 9, Transfer::Release(vec![1])), (cause::UNKNOWN_NUMBERS, 0));
        assert_eq!(ask(&mut collector, A, 9, Transfer::Release(vec![1, 2])), (cause::ACCEPTED, 2));
        assert_eq!(
            ask(&mut collector, A, 10, Transfer::Release(vec![1, 2])),
            (cause::POSSIBLY_DUPLICATED_FULFILLED, 0)
        );
        // Settled is settled; and what is cancelled before it comes is not held when it comes.
        assert_eq!(ask(&mut collector, A, 12, Transfer::Cancel(vec![8])), (cause::UNKNOWN_NUMBERS, 1));
        let late = Transfer::SendPossiblyDuplicated(record());
        assert_eq!(ask(&mut collector, A, 8, late), (cause::POSSIBLY_DUPLICATED_FULFILLED, 0));
        assert_eq!(ask(&mut collector, A, 11, Transfer::Cancel(vec![2, 3])), (cause::ACCEPTED, 1));
        assert_eq!(collector.held(), 0);
    }

    #[test]
    fn vc_7_by_its_entries_it_is_as_it_was() {
        let mut collector = Collector::new(1);
        let mut entries = Vec::new();
        let mut say = |collector: &mut Collector, sequence, transfer| {
            let mut octets = BytesMut::new();
            encode(Header::new(sequence), &Message::TransferRequest(transfer), &mut octets);
            entries.extend(collector.message(A, &octets).entries);
        };
        say(&mut collector, 1, Transfer::Send(record()));
        say(&mut collector, 2, Transfer::SendPossiblyDuplicated(record()));
        say(&mut collector, 3, Transfer::SendPossiblyDuplicated(record()));
        say(&mut collector, 4, Transfer::Cancel(vec![3]));
        let mut again = Collector::new(2);
        entries.iter().for_each(|entry| again.replay(entry));
        assert_eq!(ask(&mut again, A, 1, Transfer::Send(record())), (cause::FULFILLED, 0));
        assert_eq!(ask(&mut again, A, 5, Transfer::Release(vec![2])), (cause::ACCEPTED, 1));
        assert_eq!(
            ask(&mut again, A, 6, Transfer::Cancel(vec![3])),
            (cause::POSSIBLY_DUPLICATED_FULFILLED, 0)
        );
    }

    /// A client that counts from the beginning again says so by its Recovery; what it left held stays.
    #[test]
    fn vc_7_a_client_that_was_started_anew_counts_anew() {
        let mut collector = Collector::new(1);
        let echo = |collector: &mut Collector, recovery| {
            let mut octets = BytesMut::new();
            encode(Header::new(0), &Message::EchoResponse(recovery), &mut octets);
            collector.message(A, &octets).entries.len()
        };
        ask(&mut collector, A, 1, Transfer::Send(record()));
        ask(&mut collector, A, 2, Transfer::SendPossiblyDuplicated(record()));
        assert_eq!(echo(&mut collector, 4), 1, "heard for the first time");
        assert_eq!(ask(&mut collector, A, 1, Transfer::Send(record())), (cause::FULFILLED, 0));
        assert_eq!((echo(&mut collector, 4), echo(&mut collector, 5)), (0, 1));
        assert_eq!(ask(&mut collector, A, 1, Transfer::Send(record())), (cause::ACCEPTED, 1));
        assert_eq!(ask(&mut collector, A, 3, Transfer::Release(vec![2])), (cause::ACCEPTED, 1));
    }

    #[test]
    fn vc_7_numbers_are_forgotten_before_they_come_again() {
        let mut collector = Collector::new(1);
        for number in 0..=u16::MAX {
            assert_eq!(ask(&mut collector, A, number, Transfer::Send(record())).0, cause::ACCEPTED);
        }
        assert_eq!(ask(&mut collector, A, 0, Transfer::Send(record())).0, cause::ACCEPTED);
        assert_eq!(ask(&mut collector, A, u16::MAX, Transfer::Send(record())).0, cause::FULFILLED);
    }

    #[test]
    fn vc_7_path_management_is_answered_and_nonsense_is_not() {
        let mut collector = Collector::new(9);
        let mut say = |message: Message<'_>| {
            let mut octets = BytesMut::new();
            encode(Header::new(5), &message, &mut octets);
            collector.message(A, &octets).answer
        };
        assert_eq!(decode(&say(Message::EchoRequest)).1, Ok(Message::EchoResponse(9)));
        let alive = say(Message::NodeAliveRequest(vec![IpAddr::from([192, 0, 2, 1])]));
        assert_eq!(decode(&alive).1, Ok(Message::NodeAliveResponse));
        assert!(say(Message::TransferResponse(128, vec![1])).is_empty());
        let version = collector.message(A, &[0x8e, 1, 0, 0, 0, 5]).answer;
        let header = Header { version: 2, long: false, sequence: 5 };
        assert_eq!(decode(&version), (Some(header), Ok(Message::VersionNotSupported)));
        assert!(collector.message(A, &[0x32, 1, 0, 0, 0, 5]).answer.is_empty());
        let refused = collector.message(A, &[0x4e, 240, 0, 0, 0, 5]).answer;
        assert_eq!(decode(&refused).1, Ok(Message::TransferResponse(cause::MISSING, vec![5])));
    }
}
