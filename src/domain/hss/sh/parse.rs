//! Sh-Data as application servers send it (TS 29.328 Annexes C and D), read. It comes from outside: everything in it is bounded and checked, and
//! what is kept of it is well-formed by itself.

use crate::domain::hss::Refusal;
use quick_xml::{
    Reader,
    escape::unescape,
    events::{BytesStart, Event},
};
use std::borrow::Cow;

/// Elements within one another at most.
const DEPTH: usize = 32;
/// The longest Service-Indication, in octets.
const SERVICE_INDICATION: usize = 255;

/// One RepositoryData element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Which service.
    pub service_indication: String,
    /// The version; what is beyond 65535 is out of sync with everything.
    pub sequence: u32,
    /// The ServiceData element, whole and with the namespaces that were declared around it; `None` to remove what there is.
    pub data: Option<String>,
}

/// What can be changed, as found in the document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Update {
    /// Repository data, in the order of the document.
    pub repository: Vec<Piece>,
    /// PSIActivation.
    pub activation: Option<bool>,
    /// DSAI: tags with their new states.
    pub dsai: Vec<(String, bool)>,
}

/// Reads Sh-Data. Elements that nobody here changes are passed over.
///
/// # Errors
/// [`Refusal::UnreadableData`] for what is no well-formed XML, has a document type, or is too deep; [`Refusal::UnrecognizedData`] for XML that is no
/// Sh-Data, or has not what it must have.
pub fn parse(octets: &[u8]) -> Result<Update, Refusal> {
    let text = std::str::from_utf8(octets).map_err(|_| unreadable("it is no UTF-8"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.chars().any(|c| !is_char(c)) {
        return Err(unreadable("it has characters that XML does not allow"));
    }
    let mut state = State {
        text,
        path: Vec::new(),
        update: Update::default(),
        piece: None,
        switch: (None, None),
        done: false,
    };
    let mut reader = Reader::from_str(text);
    loop {
        let before = position(&reader);
        let event = reader.read_event().map_err(unreadable)?;
        let after = position(&reader);
        match &event {
            Event::Start(tag) => state.open(tag, after)?,
            Event::Empty(tag) => {
                state.open(tag, after)?;
                state.close(after)?;
            }
            Event::End(_) => state.close(before)?,
            Event::Text(_) | Event::CData(_) if state.path.is_empty() => {
                if !text.get(before..after).unwrap_or_default().trim().is_empty() {
                    return Err(unreadable("there is text beside the document"));
                }
            }
            Event::GeneralRef(_) => _ = reference(text.get(before..after).unwrap_or_default())?,
            Event::DocType(_) => return Err(unreadable("a document type is not taken")),
            Event::Eof => break,
            Event::Text(_) | Event::CData(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    match (state.done, state.path.is_empty()) {
        (true, true) => Ok(state.update),
        (_, false) => Err(unreadable("it ends too early")),
        (false, true) => Err(Refusal::UnrecognizedData("there is no Sh-Data")),
    }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    // The document is in memory.
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

fn unreadable(why: impl ToString) -> Refusal {
    Refusal::UnreadableData(why.to_string().into())
}

/// Char of XML 1.0 §2.2.
fn is_char(c: char) -> bool {
    !matches!(c, '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Text with its references put in their place: the five predefined ones and numbers, of characters that XML allows.
fn reference(raw: &str) -> Result<Cow<'_, str>, Refusal> {
    let text = unescape(raw).map_err(unreadable)?;
    if text.chars().all(is_char) { Ok(text) } else { Err(unreadable("a reference to no character")) }
}

/// An element that is open.
struct Open<'t> {
    name: &'t str,
    /// Where its content begins.
    start: usize,
    /// Its attributes, as written.
    attributes: &'t str,
    /// The namespaces it declares: attribute and value, as written.
    declared: Vec<(&'t str, &'t str)>,
}

struct State<'t> {
    text: &'t str,
    path: Vec<Open<'t>>,
    update: Update,
    piece: Option<(Option<String>, Option<u32>, Option<String>)>,
    /// DSAI-Tag and DSAI-Value of the DSAI that is open.
    switch: (Option<String>, Option<bool>),
    /// The document element is over.
    done: bool,
}

impl<'t> State<'t> {
    fn open(&mut self, tag: &BytesStart<'_>, start: usize) -> Result<(), Refusal> {
        if self.path.len() == DEPTH {
            return Err(unreadable("its elements are too deep within one another"));
        }
        if self.path.is_empty() && (self.done || tag.local_name().into_inner() != "Sh-Data") {
            return Err(Refusal::UnrecognizedData("the document is no Sh-Data"));
        }
        // The tag as it stands in the text, whose lifetime is the document's.
        let open = self.text.get(..start).and_then(|before| before.rfind('<')).unwrap_or(0);
        let tag_text = self.text.get(open + 1..start).unwrap_or_default();
        let tag_text = tag_text.trim_end_matches('>').trim_end_matches('/');
        let name = tag_text.split(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default();
        let attributes = tag_text.get(name.len()..).unwrap_or_default();
        let mut declared = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(unreadable)?;
            if attribute.value.contains('<') {
                return Err(unreadable("an attribute with an unescaped <"));
            }
            reference(&attribute.value)?;
            let key = attribute.key.into_inner();
            if key == "xmlns" || key.starts_with("xmlns:") {
                declared.extend(written(attributes, key));
            }
        }
        let name = name.rsplit(':').next().unwrap_or_default();
        if self.at(&["Sh-Data"]) && name == "RepositoryData" {
            self.piece = Some((None, None, None));
        }
        self.path.push(Open { name, start, attributes, declared });
        Ok(())
    }

    fn close(&mut self, end: usize) -> Result<(), Refusal> {
        let text = self.text;
        let names: Vec<&str> = self.path.iter().map(|open| open.name).collect();
        let Some(open) = self.path.last() else { return Err(unreadable("an end without a start")) };
        let raw = text.get(open.start..end).unwrap_or_default();
        match (&names[..], &mut self.piece) {
            (["Sh-Data"], _) => self.done = true,
            (["Sh-Data", "RepositoryData", "ServiceIndication"], Some(piece)) => {
                let name = plain(raw)?;
                if name.is_empty() || name.len() > SERVICE_INDICATION || name.chars().any(char::is_control) {
                    return Err(Refusal::UnrecognizedData(
                        "a ServiceIndication of 1 to 255 octets is needed",
                    ));
                }
                piece.0 = Some(name);
            }
            (["Sh-Data", "RepositoryData", "SequenceNumber"], Some(piece)) => {
                let number = plain(raw)?.parse();
                piece.1 =
                    Some(number.map_err(|_| Refusal::UnrecognizedData("a SequenceNumber is a number"))?);
            }
            (["Sh-Data", "RepositoryData", "ServiceData"], Some(piece)) => {
                piece.2 = Some(service_data(&self.path, raw));
            }
            (["Sh-Data", "RepositoryData"], piece) => {
                let Some((Some(service_indication), Some(sequence), data)) = piece.take() else {
                    return Err(Refusal::UnrecognizedData("RepositoryData needs indication and number"));
                };
                self.update.repository.push(Piece { service_indication, sequence, data });
            }
            (["Sh-Data", "Sh-IMS-Data", "Extension", "PSIActivation"], _) => {
                self.update.activation = Some(match &*plain(raw)? {
                    "0" => false,
                    "1" => true,
                    _ => return Err(Refusal::UnrecognizedData("PSIActivation is 0 or 1")),
                });
            }
            (["Sh-Data", "Sh-IMS-Data", "Extension", "Extension", inner @ ..], _) => {
                self.close_switch(inner, raw)?;
            }
            _ => {}
        }
        self.path.pop();
        Ok(())
    }

    /// DSAI: DSAI-Tag, DSAI-Value.
    fn close_switch(&mut self, inner: &[&str], raw: &str) -> Result<(), Refusal> {
        match inner {
            ["DSAI", "DSAI-Tag"] => self.switch.0 = Some(plain(raw)?),
            ["DSAI", "DSAI-Value"] => {
                self.switch.1 = Some(match &*plain(raw)? {
                    "0" => true,
                    "1" => false,
                    _ => return Err(Refusal::UnrecognizedData("DSAI-Value is 0 or 1")),
                });
            }
            ["DSAI"] => {
                let (Some(tag), Some(active)) = std::mem::take(&mut self.switch) else {
                    return Err(Refusal::UnrecognizedData("a DSAI needs tag and value"));
                };
                self.update.dsai.push((tag, active));
            }
            _ => {}
        }
        Ok(())
    }

    fn at(&self, names: &[&str]) -> bool {
        self.path.iter().map(|open| open.name).eq(names.iter().copied())
    }
}

/// An attribute as it is written among `attributes`.
fn written<'t>(attributes: &'t str, key: &str) -> Option<(&'t str, &'t str)> {
    attributes.match_indices(key).find_map(|(at, _)| {
        let before = attributes.get(..at)?;
        let rest = attributes.get(at + key.len()..)?.trim_start().strip_prefix('=')?.trim_start();
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let value = rest.get(1..1 + rest.get(1..)?.find(quote)?)?;
        let name = attributes.get(at..at + key.len())?;
        before.ends_with(|c: char| c.is_ascii_whitespace()).then_some((name, value))
    })
}

/// The text of an element without children.
fn plain(raw: &str) -> Result<String, Refusal> {
    if raw.contains('<') {
        return Err(Refusal::UnrecognizedData("an element of text has others in it"));
    }
    Ok(reference(raw)?.trim().to_owned())
}

/// The ServiceData element by itself: what was declared around it and is not declared anew is declared on it.
fn service_data(path: &[Open<'_>], inner: &str) -> String {
    let Some((own, around)) = path.split_last() else { return String::new() };
    let mut out = String::from("<ServiceData");
    out.push_str(own.attributes.trim_end());
    let mut known: Vec<&str> = own.declared.iter().map(|(name, _)| *name).collect();
    for (name, value) in around.iter().rev().flat_map(|open| &open.declared) {
        let prefix = name.strip_prefix("xmlns:").map(|prefix| format!("{prefix}:"));
        // One that nothing in it uses is left out; the default one always may be.
        let used = prefix.is_none_or(|prefix| inner.contains(&*prefix) || own.attributes.contains(&*prefix));
        if used && !known.contains(name) {
            known.push(name);
            let value = value.replace('"', "&quot;");
            out += &format!(" {name}=\"{value}\"");
        }
    }
    out.push('>');
    out.push_str(inner);
    out.push_str("</ServiceData>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(xml: &str) -> Piece {
        parse(xml.as_bytes()).unwrap().repository.remove(0)
    }

    #[test]
    fn repository_data_is_taken_as_it_is() {
        let xml = r#"<?xml version="1.0"?><Sh-Data xmlns:a='x"y' xmlns:b="urn:b"><RepositoryData><ServiceIndication> m&amp;t </ServiceIndication>
            <SequenceNumber>7</SequenceNumber><ServiceData c="1"><a:x>&lt;<!-- <b> --></a:x></ServiceData></RepositoryData></Sh-Data>"#;
        let data = r#"<ServiceData c="1" xmlns:a="x&quot;y"><a:x>&lt;<!-- <b> --></a:x></ServiceData>"#;
        let expected = Piece { service_indication: "m&t".into(), sequence: 7, data: Some(data.into()) };
        assert_eq!(piece(xml), expected);
        // What is kept is read again by itself.
        let wrapped = format!(
            "<Sh-Data><RepositoryData><ServiceIndication>m</ServiceIndication><SequenceNumber>0</SequenceNumber>{data}</RepositoryData></Sh-Data>"
        );
        assert_eq!(piece(&wrapped).data.as_deref(), Some(data));
        let gone = wrapped.replace(data, "");
        assert_eq!(piece(&gone).data, None);
        let empty = wrapped.replace(data, "<ServiceData/>");
        assert_eq!(piece(&empty).data.as_deref(), Some("<ServiceData></ServiceData>"));
    }

    /// DB-6.
    #[test]
    fn db_6_hostile_xml_is_refused() {
        let deep = format!("<Sh-Data>{}{}</Sh-Data>", "<a>".repeat(DEPTH), "</a>".repeat(DEPTH));
        let bomb = "<!DOCTYPE x [<!ENTITY a \"aa\">]><Sh-Data>&a;</Sh-Data>";
        let unreadable: [&[u8]; 12] = [
            b"\xff",
            b"<Sh-Data>",
            b"<Sh-Data></RepositoryData>",
            b"<Sh-Data/>x",
            b"<Sh-Data>&a;</Sh-Data>",
            b"<Sh-Data>&#0;</Sh-Data>",
            b"<Sh-Data>\x01</Sh-Data>",
            b"<Sh-Data a=\"1\" a=\"2\"/>",
            b"<Sh-Data a=\"&x;\"/>",
            b"<Sh-Data a=\"<\"/>",
            deep.as_bytes(),
            bomb.as_bytes(),
        ];
        for xml in unreadable {
            let refused = parse(xml);
            assert!(matches!(refused, Err(Refusal::UnreadableData(_))), "{} {refused:?}", xml.escape_ascii());
        }
        let data = |content: &str| format!("<Sh-Data><RepositoryData>{content}</RepositoryData></Sh-Data>");
        let unrecognized = [
            String::new(),
            "<IMSSubscription/>".into(),
            "<Sh-Data/><Sh-Data/>".into(),
            data(""),
            data("<ServiceIndication>m</ServiceIndication>"),
            data("<ServiceIndication></ServiceIndication>"),
            data("<SequenceNumber>-1</SequenceNumber>"),
            data("<SequenceNumber>1<a/></SequenceNumber>"),
            "<Sh-Data><Sh-IMS-Data><Extension><PSIActivation>2</PSIActivation></Extension></Sh-IMS-Data></Sh-Data>".into(),
        ];
        for xml in &unrecognized {
            let refused = parse(xml.as_bytes());
            assert!(matches!(refused, Err(Refusal::UnrecognizedData(_))), "{xml} {refused:?}");
        }
    }
}
