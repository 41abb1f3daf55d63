//! How people name a user: by IMSI, telephone number, private or public identity.

use crate::{
    records::Subscriber,
    store::{Owner, Read, Store},
    types::{E164, Impi, Impu, Imsi, Lsn, MalformedImpi, MalformedImpu, Sic},
};

/// A user who was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// Which subscriber.
    pub imsi: Imsi,
    /// The record.
    pub subscriber: Read<Subscriber>,
    /// The service that the text names: `None` where it names the user as a whole (an IMSI, a number), or an identity that several
    /// services share; `Some(None)` is the service without a code.
    pub service: Option<Option<Sic>>,
    /// The largest LSN that the search read: an answer waits for it.
    pub version: Lsn,
}

/// Why nobody was found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotFound {
    /// The text is none of the forms.
    #[error(
        "\"{0}\" names nobody: give an IMSI (digits), a number (+ and digits), user@domain, sip:user@domain or tel:+number"
    )]
    Form(String),
    /// Of the form of a private identity, and malformed.
    #[error("\"{text}\" is not a private identity: {error}")]
    Impi {
        /// What was given.
        text: String,
        /// What is wrong with it.
        error: MalformedImpi,
    },
    /// Of the form of a public identity, and malformed.
    #[error("\"{text}\" is not a public identity: {error}")]
    Impu {
        /// What was given.
        text: String,
        /// What is wrong with it.
        error: MalformedImpu,
    },
    /// Nobody has that.
    #[error("nobody has the {what} {text}")]
    Nobody {
        /// Which kind of name.
        what: &'static str,
        /// What was given.
        text: String,
    },
    /// The user of that IMSI exists, their home domain is another.
    #[error("the private identity {text} names the domain {named}; subscriber {imsi} is of {home}")]
    Domain {
        /// What was given.
        text: String,
        /// The domain it names.
        named: String,
        /// Whose IMSI it has.
        imsi: Imsi,
        /// That subscriber's domain.
        home: String,
    },
    /// The user exists, and has not that service.
    #[error("subscriber {imsi} has no service {}", super::sic_text(*.sic))]
    NoService {
        /// Which subscriber.
        imsi: Imsi,
        /// Which service.
        sic: Option<Sic>,
    },
    /// A public service, not a subscriber.
    #[error("{0} is a public service, not a subscriber")]
    PublicService(String),
}

/// Finds the user that `text` names. `sic_length` is the operator's.
///
/// # Errors
/// [`NotFound`], as a sentence for who asked.
pub fn find(store: &Store, text: &str, sic_length: usize) -> Result<Found, NotFound> {
    let text = text.trim();
    if let Some(digits) = text.strip_prefix('+') {
        let number = E164::parse(digits).ok_or_else(|| NotFound::Form(shown(text)))?;
        return by_number(store, number);
    }
    if let Some(imsi) = Imsi::parse(text) {
        return match by_imsi(store, imsi, None) {
            // A number without its `+` is what people type too; an IMSI goes first.
            Err(_) => by_number(store, E164::parse(text).ok_or_else(|| NotFound::Form(shown(text)))?)
                .map_err(|_| NotFound::Nobody { what: "IMSI or number", text: text.into() }),
            found => found,
        };
    }
    if text
        .split_once(':')
        .is_some_and(|(scheme, _)| matches!(&*scheme.to_ascii_lowercase(), "sip" | "sips" | "tel"))
    {
        let impu = Impu::parse(text).map_err(|error| NotFound::Impu { text: shown(text), error })?;
        return by_identity(store, impu.as_str(), "public identity");
    }
    if text.contains('@') {
        return by_impi(store, text, sic_length);
    }
    Err(NotFound::Form(shown(text)))
}

fn by_imsi(store: &Store, imsi: Imsi, service: Option<Option<Sic>>) -> Result<Found, NotFound> {
    let subscriber = store.get::<Subscriber>(&imsi);
    let Some(record) = &subscriber.value else {
        return Err(NotFound::Nobody { what: "IMSI", text: imsi.to_string() });
    };
    if let Some(sic) = service.filter(|sic| record.service(*sic).is_none()) {
        return Err(NotFound::NoService { imsi, sic });
    }
    let version = subscriber.version;
    Ok(Found { imsi, subscriber, service, version })
}

fn by_number(store: &Store, number: E164) -> Result<Found, NotFound> {
    // The number of a subscriber is always a key of the index, as a tel URI (`Subscriber::index_keys`).
    let found = by_identity(store, &format!("tel:+{number}"), "number");
    found.map(|found| Found { service: None, ..found }).map_err(|error| match error {
        NotFound::Nobody { what, .. } => NotFound::Nobody { what, text: format!("+{number}") },
        other => other,
    })
}

fn by_impi(store: &Store, text: &str, sic_length: usize) -> Result<Found, NotFound> {
    let impi = Impi::parse(text, sic_length).map_err(|error| NotFound::Impi { text: shown(text), error })?;
    let Some(imsi) = impi.imsi else {
        return by_identity(store, &text.to_ascii_lowercase(), "private identity");
    };
    let found = by_imsi(store, imsi, Some(impi.sic))?;
    let home = found.subscriber.value.as_ref().map(|subscriber| subscriber.domain.clone());
    match home {
        Some(home) if !home.eq_ignore_ascii_case(impi.domain) => Err(NotFound::Domain {
            text: shown(text),
            named: shown(impi.domain),
            imsi,
            home: home.to_string(),
        }),
        _ => Ok(found),
    }
}

fn by_identity(store: &Store, identity: &str, what: &'static str) -> Result<Found, NotFound> {
    let nobody = || NotFound::Nobody { what, text: shown(identity) };
    let (owner, version) = store.owner(identity);
    let imsi = match owner {
        Some(Owner::Subscriber(imsi)) => imsi,
        Some(Owner::PublicService(impu)) => return Err(NotFound::PublicService(impu.to_string())),
        None => return Err(nobody()),
    };
    let subscriber = store.get::<Subscriber>(&imsi);
    let record = subscriber.value.as_ref().ok_or_else(nobody)?;
    let has = |service: &&crate::records::Service| {
        service.impi.as_deref() == Some(identity)
            || service.identities.iter().any(|one| one.impu.as_str() == identity)
    };
    let mut services = record.services.iter().filter(has).map(|service| service.sic);
    let service = services.next().filter(|_| services.next().is_none());
    let version = version.max(subscriber.version);
    Ok(Found { imsi, service, version, subscriber })
}

/// What a person gave, fit to be shown: escaped, and cut where it is over-long.
fn shown(text: &str) -> String {
    text.chars().take(100).flat_map(char::escape_debug).collect()
}
