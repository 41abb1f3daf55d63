//! SIP messages (RFC 3261 §7), as far as a phone in a lab needs them.

use std::fmt;

/// A request or response: start line, header fields in order, body.
#[derive(Debug, Clone, Default)]
pub(crate) struct Message {
    /// `REGISTER sip:… SIP/2.0` or `SIP/2.0 200 OK`.
    pub(crate) start: String,
    fields: Vec<(String, String)>,
    body: String,
}

impl Message {
    /// A message without header fields yet.
    pub(crate) fn new(start: impl Into<String>) -> Self {
        Self { start: start.into(), ..Self::default() }
    }

    /// Reads one datagram.
    pub(crate) fn parse(datagram: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(datagram).ok()?;
        let (head, body) = text.split_once("\r\n\r\n")?;
        let mut lines = head.split("\r\n");
        let mut message = Self::new(lines.next()?);
        for line in lines {
            let (name, value) = line.split_once(':')?;
            message.fields.push((name.trim().into(), value.trim().into()));
        }
        message.body = body.into();
        Some(message)
    }

    /// Adds a header field.
    pub(crate) fn with(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.fields.push((name.into(), value.to_string()));
        self
    }

    /// Puts a body on it; the caller tells its type.
    pub(crate) fn with_body(mut self, body: &str) -> Self {
        self.body = body.into();
        self
    }

    /// The first field of that name, or nothing.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(field, _)| field.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// All fields of that name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields
            .iter()
            .filter(move |(field, _)| field.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The status code of a response.
    pub(crate) fn status(&self) -> Option<u16> {
        self.start.strip_prefix("SIP/2.0 ")?.split(' ').next()?.parse().ok()
    }

    /// The method of a request.
    pub(crate) fn method(&self) -> Option<&str> {
        self.start.ends_with(" SIP/2.0").then(|| self.start.split(' ').next()).flatten()
    }

    /// The response to this request: Via, From, To (with `tag`), Call-ID and CSeq as RFC 3261 §8.2.6 asks, and the Record-Routes.
    pub(crate) fn response(&self, status: &str, tag: &str) -> Self {
        let mut response = Self::new(format!("SIP/2.0 {status}"));
        for (name, value) in &self.fields {
            let name_is = |other: &str| name.eq_ignore_ascii_case(other);
            if name_is("To") && !value.contains(";tag=") {
                response = response.with(name, format_args!("{value};tag={tag}"));
            } else if ["Via", "From", "To", "Call-ID", "CSeq", "Record-Route"].into_iter().any(name_is) {
                response = response.with(name, value);
            }
        }
        response
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\r\n", self.start)?;
        for (name, value) in &self.fields {
            write!(f, "{name}: {value}\r\n")?;
        }
        write!(f, "Content-Length: {}\r\n\r\n{}", self.body.len(), self.body)
    }
}

/// An offer of speech (RFC 8866).
pub(crate) fn speech(own: std::net::SocketAddr) -> String {
    let address = own.ip();
    format!(
        "v=0\r\no=ue 1 1 IN IP4 {address}\r\ns=-\r\nc=IN IP4 {address}\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0\r\n"
    )
}

/// The URI inside `<…>`, or the whole text up to a parameter.
pub(crate) fn uri(field: &str) -> &str {
    match field.split_once('<') {
        Some((_, rest)) => rest.split('>').next().unwrap_or(rest),
        None => field.split(';').next().unwrap_or(field),
    }
}

/// `host:port` of a sip URI whose host is an address.
pub(crate) fn address(uri: &str) -> Option<std::net::SocketAddr> {
    let rest = uri.split_once(':')?.1.split([';', '?', '>']).next()?;
    rest.rsplit_once('@').map_or(rest, |(_, host)| host).parse().ok()
}
