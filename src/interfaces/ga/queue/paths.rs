//! Paths: which gateways are there, and what is sent again.

use super::{Out, Queue, Told, What, octets_of};
use crate::{
    gtp::prime::codec::{Header, Message},
    types::Timestamp,
};
use std::time::Duration;

/// How often a gateway that does not answer is asked whether it is there, at least.
const PROBE: Duration = Duration::from_secs(5);

impl Queue {
    /// What was not answered in time is sent again, and at last taken for a gateway that is down.
    pub(super) fn again(&mut self, now: Timestamp, out: &mut Vec<Out>) {
        let mut down = Vec::new();
        for flight in self.flights.iter_mut().filter(|flight| flight.due <= now) {
            if flight.tries >= self.timers.tries {
                down.push(flight.gateway);
                continue;
            }
            flight.tries += 1;
            if flight.what == What::Send {
                self.sent_home.insert(flight.packet, now);
            }
            flight.due = now.after(self.timers.answer);
            out.push((flight.gateway, flight.octets.clone()));
        }
        for gateway in down {
            self.down(gateway, "it does not answer", now);
        }
        out.retain(|(gateway, _)| self.gateways[*gateway].up);
    }

    /// Something was heard of a gateway.
    pub(super) fn alive(&mut self, gateway: usize, now: Timestamp) {
        let found = &mut self.gateways[gateway];
        found.heard = now;
        if !found.up && found.away.is_none_or(|away| away <= now) {
            (found.up, found.away) = (true, None);
            self.told.push_back(Told::Up(gateway));
        }
    }

    /// A gateway takes nothing: what is under way to it may be there.
    pub(super) fn down(&mut self, gateway: usize, why: &'static str, now: Timestamp) {
        self.flights.retain(|flight| flight.gateway != gateway);
        let found = &mut self.gateways[gateway];
        found.echo = None;
        found.probe = now.after(self.timers.echo.min(PROBE));
        if std::mem::replace(&mut found.up, false) {
            self.told.push_back(Told::Down(gateway, why));
        }
    }

    /// Gateways of which nothing was heard are asked whether they are there.
    pub(super) fn probe(&mut self, now: Timestamp, out: &mut Vec<Out>) {
        for at in 0..self.gateways.len() {
            let gateway = &mut self.gateways[at];
            let (number, tries) = match gateway.echo {
                Some((_, _, due)) if due > now => continue,
                Some((_, tries, _)) if tries >= self.timers.tries => {
                    self.down(at, "it does not answer", now);
                    continue;
                }
                Some((number, tries, _)) => (number, tries + 1),
                None if gateway.up && gateway.heard.after(self.timers.echo) > now => continue,
                None if !gateway.up && gateway.probe > now => continue,
                None => {
                    self.echoes = self.echoes.wrapping_add(1);
                    (self.echoes, 1)
                }
            };
            gateway.echo = Some((number, tries, now.after(self.timers.answer)));
            out.push((at, octets_of(Header::new(number), &Message::EchoRequest)));
        }
    }
}
