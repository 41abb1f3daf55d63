//! What the tariff is asked for a service of a session.

use crate::{
    domain::charging::tariff::{Direction, Occasion, Rating, Tariff, Unrated, Wanted},
    records::{Call, Role, ServiceKey},
    types::{Name, Timestamp},
};
use smallvec::SmallVec;

/// Which rate of a plan holds for a service of a session that began at some moment.
pub(in crate::domain::charging) fn rating<'t>(
    (tariff, plan): (&'t Tariff, &str),
    call: &Call,
    (context, service): (u16, ServiceKey),
    began: Timestamp,
) -> Result<Rating<'t>, Unrated> {
    let home: SmallVec<[&str; 6]> = call.places.home_path.iter().map(Name::as_str).collect();
    let visited: SmallVec<[&str; 6]> = call.places.visited_path.iter().map(Name::as_str).collect();
    tariff.find(&Occasion {
        plan,
        service: Wanted::Sent {
            context: Some(u32::from(context)),
            rating_group: service.rating_group,
            service_identifier: service.service_identifier,
        },
        direction: match call.role {
            Role::Originating => Direction::Originating,
            Role::Terminating => Direction::Terminating,
            Role::Forwarding => Direction::Forwarding,
        },
        roaming: call.roaming,
        called: Some(number(&call.called)),
        home: &home,
        visited: &visited,
        zone: call.places.zone.as_deref(),
        began,
    })
}

/// The number in a SIP or tel URI, as dialled; the whole text where it is none.
fn number(uri: &str) -> &str {
    let rest = uri.split_once(':').map_or(uri, |(_, rest)| rest);
    rest.split(['@', ';']).next().unwrap_or(rest)
}
