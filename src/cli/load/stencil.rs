//! Requests from stencils: all that two clients of one service have not in common are digits at known places, so that a request is a copy
//! with the digits stamped in. The generator shares its machine with what it measures: what it does not spend, the other end shows.

use super::{
    plan::Step,
    population::{Choice, Kind, Population, Sender},
};
use crate::{diameter::dictionary::cx::ServerAssignmentType, types::Name};
use bytes::BytesMut;
use std::sync::Arc;

/// Digits of the number in a Session-Id.
const NUMBER: usize = 10;

/// Writes one connection's requests.
#[derive(Debug)]
pub(super) struct Stencils {
    population: Arc<Population>,
    sender: Sender,
    scheme: Name,
    /// What all Session-Ids of the run begin with.
    session: String,
    /// By kind, visit and service; `None` where the digits' places are not the same for all clients.
    cut: Vec<Option<Stencil>>,
}

#[derive(Debug)]
struct Stencil {
    octets: Vec<u8>,
    places: Vec<(usize, Digits)>,
    first: Numbers,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Digits {
    Session,
    Imsi,
    Msisdn,
}

/// The first subscriber's IMSI and number, and how many digits they have.
#[derive(Debug, Clone, Copy)]
struct Numbers {
    imsi: (u64, usize),
    msisdn: (u64, usize),
}

impl Stencils {
    /// Cuts the stencils of all requests that `sender` can send for `population`; `run` tells this run's sessions from others'.
    pub(super) fn cut(population: Arc<Population>, sender: Sender, scheme: Name, run: u64) -> Self {
        let session = format!("{};{run};", sender.host);
        let mut all = Self { population, sender, scheme, session, cut: Vec::new() };
        let kinds = Kind::ALL.into_iter().flat_map(|kind| [(kind, false), (kind, true)]);
        let cut = kinds.flat_map(|(kind, odd)| {
            let services = 0..all.population.services.len() as u64;
            let all = &all;
            services.map(move |service| all.stencil(kind, odd, service))
        });
        all.cut = cut.collect();
        all
    }

    /// Writes the request of a step at the end of `out`. Its identifiers are `slot` and `number`.
    pub(super) fn write(&self, step: Step, slot: u32, number: u64, out: &mut BytesMut) {
        let services = self.population.services.len() as u64;
        let at = (step.kind as u64 * 2 + u64::from(step.again)) * services + step.client % services;
        match self.cut.get(at as usize) {
            Some(Some(stencil)) => {
                stencil.stamp(step.client / services % self.population.subscribers, slot, number, out);
            }
            _ => self.encode(step, slot, number, out),
        }
    }

    /// The same without a stencil.
    fn encode(&self, step: Step, slot: u32, number: u64, out: &mut BytesMut) {
        // The population was checked to have all its numbers before the run began.
        if let Some(client) = self.population.client(step.client) {
            let session = format!("{}{number:0NUMBER$}", self.session);
            let (assignment, changed) = (assignment(step.again), step.again);
            let choice = Choice { assignment, changed, scheme: &self.scheme, ..Choice::default() };
            self.sender.write(step.kind, &client, choice, &session, (slot, number as u32), out);
        }
    }

    fn stencil(&self, kind: Kind, again: bool, service: u64) -> Option<Stencil> {
        kind.application()?;
        let services = self.population.services.len() as u64;
        let step = |subscriber: u64| Step { kind, client: subscriber * services + service, again, visit: 0 };
        let encoded = |subscriber, slot, number| {
            let mut out = BytesMut::new();
            self.encode(step(subscriber), slot, number, &mut out);
            out
        };
        let octets = encoded(0, 0, 0).to_vec();
        let (imsi, msisdn) = (self.population.imsi.to_string(), self.population.msisdn.to_string());
        let of = |text: &str| text.parse().ok().map(|number: u64| (number, text.len()));
        let first = Numbers { imsi: of(&imsi)?, msisdn: of(&msisdn)? };
        let session = find(&octets, &self.session).next()? + self.session.len();
        let places = find(&octets, &imsi).map(|at| (at, Digits::Imsi));
        let places = places.chain(find(&octets, &msisdn).map(|at| (at, Digits::Msisdn)));
        let places = places.chain([(session, Digits::Session)]).collect();
        let stencil = Stencil { octets, places, first };
        // Whether the places are the right ones, and the only ones, is tried: on the last subscriber, some between, and numbers with many digits.
        let last = self.population.subscribers - 1;
        let right =
            [(0, 9_876_543_210), (last, 0), (last / 2, 7), (last / 3, 1_234_567_890), (last.min(1), 42)];
        let right = right.into_iter().all(|(subscriber, number)| {
            let mut stamped = BytesMut::new();
            stencil.stamp(subscriber, 77, number, &mut stamped);
            stamped == encoded(subscriber, 77, number)
        });
        right.then_some(stencil)
    }
}

impl Stencil {
    fn stamp(&self, subscriber: u64, slot: u32, number: u64, out: &mut BytesMut) {
        let start = out.len();
        out.extend_from_slice(&self.octets);
        let request = &mut out[start..];
        // Hop-by-hop and end-to-end identifier (RFC 6733 §3): every request is longer than its header.
        request[12..16].copy_from_slice(&slot.to_be_bytes());
        request[16..20].copy_from_slice(&(number as u32).to_be_bytes());
        let (imsi, msisdn) = (self.first.imsi, self.first.msisdn);
        let (imsi, msisdn) = (digits(imsi.0 + subscriber), digits(msisdn.0 + subscriber));
        let session = digits(number);
        for (at, of) in &self.places {
            let (digits, length) = match of {
                Digits::Session => (&session, NUMBER),
                Digits::Imsi => (&imsi, self.first.imsi.1),
                Digits::Msisdn => (&msisdn, self.first.msisdn.1),
            };
            // The places were found in these very octets, and no number has more than twenty digits.
            request[*at..*at + length].copy_from_slice(&digits[digits.len() - length..]);
        }
    }
}

const fn assignment(again: bool) -> ServerAssignmentType {
    if again { ServerAssignmentType::USER_DEREGISTRATION } else { ServerAssignmentType::REGISTRATION }
}

/// A number's decimal digits, with zeros in front.
fn digits(mut number: u64) -> [u8; 20] {
    let mut digits = [b'0'; 20];
    for digit in digits.iter_mut().rev() {
        if number == 0 {
            break;
        }
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
    digits
}

/// Where `text` stands in `octets`.
fn find<'a>(octets: &'a [u8], text: &'a str) -> impl Iterator<Item = usize> + 'a {
    octets.windows(text.len()).enumerate().filter(move |(_, at)| *at == text.as_bytes()).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::subscribers::Templates,
        types::{E164, Imsi},
    };

    fn stencils(msisdn: &str, subscribers: u64) -> Stencils {
        let templates = Templates::built_in();
        let (_, template) = templates.get(Some("lab")).unwrap();
        let services = template.service.iter();
        let services = services.map(|one| (one.sic, one.identities[0].impu.clone())).collect();
        let population = Population {
            imsi: Imsi::parse("001010000000995").unwrap(),
            msisdn: E164::parse(msisdn).unwrap(),
            subscribers,
            domain: "mnc001.mcc001.3gppnetwork.org".into(),
            services,
        };
        let sender = Sender {
            host: "load1.ims.example".into(),
            realm: "ims.example".into(),
            destination_realm: "ims.example".into(),
            server_name: "sip:scscf.ims.example:6060".into(),
            visited_network: "ims.example".into(),
            visited_plmn: crate::types::Plmn::parse("001-01"),
        };
        Stencils::cut(Arc::new(population), sender, "Digest-AKAv1-MD5".into(), 123)
    }

    fn all_steps(of: &Stencils) -> Vec<Step> {
        let kinds = Kind::ALL.into_iter().flat_map(|kind| [(kind, false), (kind, true)]);
        kinds
            .flat_map(|(kind, odd)| {
                (0..of.population.clients()).map(move |client| Step { kind, client, again: odd, visit: 0 })
            })
            .collect()
    }

    #[test]
    fn a_stencil_makes_what_the_encoder_makes() {
        let stencils = stencils("15550000000", 2000);
        let cut = stencils.cut.iter().flatten().count();
        let services = stencils.population.services.len();
        assert_eq!(cut, (Kind::ALL.len() - 1) * 2 * services, "no Diameter request needs the encoder");
        for (number, step) in all_steps(&stencils).into_iter().enumerate() {
            let (mut stamped, mut encoded) = (BytesMut::new(), BytesMut::new());
            stencils.write(step, 7, number as u64, &mut stamped);
            stencils.encode(step, 7, number as u64, &mut encoded);
            assert!(stamped == encoded, "{step:?}");
        }
    }

    /// A number that stands in other places too, or gets longer, is left to the encoder.
    #[test]
    fn where_digits_are_ambiguous_the_encoder_writes() {
        for (msisdn, subscribers) in [("101", 3), ("995", 2000)] {
            let stencils = stencils(msisdn, subscribers);
            for (number, step) in all_steps(&stencils).into_iter().enumerate() {
                let (mut written, mut encoded) = (BytesMut::new(), BytesMut::new());
                stencils.write(step, 7, number as u64, &mut written);
                stencils.encode(step, 7, number as u64, &mut encoded);
                assert!(written == encoded, "{step:?}");
            }
        }
    }
}
