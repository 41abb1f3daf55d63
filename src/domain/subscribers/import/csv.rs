//! CSV: a header that names columns, a line per subscriber. A quoted cell ends on its own line.

use super::{BadLine, lines::Lines};
use crate::{
    domain::subscribers::{Fault, Order, SecretText, account::AccountOrder, eps::EpsOrder},
    records::Roaming,
    types::Name,
};
use std::io::{self, Read};

/// The columns there are, in the order in which an export writes them. Only `imsi` must be there.
pub const COLUMNS: [&str; 23] = [
    "imsi",
    "msisdn",
    "template",
    "sics",
    "domain",
    "k",
    "opc",
    "op",
    "topc",
    "top",
    "amf",
    "algorithm",
    "res_bits",
    "iterations",
    "seq",
    "roaming",
    "impi",
    "password",
    "realm",
    "ha1",
    "eps",
    "account",
    "services",
];

/// A header, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    delimiter: u8,
    columns: Vec<&'static str>,
}

/// Reads the first line.
pub(super) fn header(lines: &mut Lines<impl Read>) -> io::Result<Result<Header, BadLine>> {
    let Some(block) = lines.first()? else {
        let fault = Fault::new("", "the file is empty: its first line names the columns, imsi and others");
        return Ok(Err(BadLine { line: 1, fault }));
    };
    let text = block.lines().next().map_or(&b""[..], |(_, line)| line);
    Ok(Header::parse(text).map_err(|fault| BadLine { line: 1, fault }))
}

impl Header {
    /// Reads the names of the columns; the separator is whichever of comma, semicolon and tab stands among them.
    ///
    /// # Errors
    /// A name twice or unknown, and no `imsi`.
    pub fn parse(line: &[u8]) -> Result<Self, Fault> {
        let fault = |problem: String| Err(Fault::new("", problem));
        let Ok(text) = std::str::from_utf8(line) else { return fault("the header is not UTF-8".into()) };
        let delimiter = *[b',', b';', b'\t'].iter().find(|one| line.contains(one)).unwrap_or(&b',');
        let mut columns = Vec::with_capacity(COLUMNS.len());
        for name in text.split(char::from(delimiter)) {
            let name = name.trim().trim_matches('"').trim();
            let Some(known) = COLUMNS.iter().find(|known| known.eq_ignore_ascii_case(name)) else {
                let shown: String = name.chars().take(16).flat_map(char::escape_debug).collect();
                let hint = "the first line names the columns";
                return fault(format!(
                    "there is no column \"{shown}\" ({hint}); there are {}",
                    COLUMNS.join(", ")
                ));
            };
            if columns.contains(known) {
                return fault(format!("the column {known} is there twice"));
            }
            columns.push(known);
        }
        if !columns.contains(&"imsi") {
            return fault("the column imsi is missing".into());
        }
        Ok(Self { delimiter, columns })
    }

    /// Reads a line.
    ///
    /// # Errors
    /// Too few or too many cells, an unclosed quote, or a cell that is not what its column holds.
    pub fn order(&self, line: &str) -> Result<Order, Fault> {
        let mut order = Order::default();
        if !line.contains('"') {
            let cells = line.split(char::from(self.delimiter));
            return self.fill(&mut order, cells).map(|()| order);
        }
        // The quote that is still open at the end would take the next line in.
        if !line.bytes().filter(|byte| *byte == b'"').count().is_multiple_of(2) {
            return Err(Fault::new("", "a quote is opened and not closed on this line"));
        }
        let mut reader = ::csv::ReaderBuilder::new()
            .has_headers(false)
            .delimiter(self.delimiter)
            .buffer_capacity(line.len() + 1)
            .from_reader(line.as_bytes());
        let mut record = ::csv::StringRecord::new();
        let unreadable = |error: ::csv::Error| Fault::new("", format!("not a line of CSV: {error}"));
        reader.read_record(&mut record).map_err(unreadable)?;
        self.fill(&mut order, record.iter()).map(|()| order)
    }

    fn fill<'a>(&self, order: &mut Order, cells: impl Iterator<Item = &'a str>) -> Result<(), Fault> {
        let mut count = 0;
        for cell in cells {
            let Some(column) = self.columns.get(count) else {
                return Err(Fault::new(
                    "",
                    format!("more than {} cells, as the header has", self.columns.len()),
                ));
            };
            count += 1;
            // A password is octets, and blanks count in it.
            let cell = if *column == "password" { cell } else { cell.trim() };
            if !cell.is_empty() {
                set(order, column, cell).map_err(|fault| fault.within(column))?;
            }
        }
        if count < self.columns.len() {
            return Err(Fault::new(
                "",
                format!("{count} cells, where the header has {}", self.columns.len()),
            ));
        }
        Ok(())
    }
}

/// Puts one cell in its place. A fault has no field yet.
fn set(order: &mut Order, column: &str, cell: &str) -> Result<(), Fault> {
    let text = || Some(cell.to_owned());
    let secret = || Some(SecretText::new(cell.to_owned()));
    match column {
        "imsi" => order.imsi = cell.to_owned(),
        "msisdn" => order.msisdn = text(),
        "template" => order.template = text(),
        "sics" => order.sics = Some(words(cell).map(str::to_owned).collect()),
        "domain" => order.domain = text(),
        "k" => order.k = secret(),
        "opc" => order.opc = secret(),
        "op" => order.op = secret(),
        "topc" => order.topc = secret(),
        "top" => order.top = secret(),
        "amf" => order.amf = text(),
        "algorithm" => order.algorithm = text(),
        "res_bits" => order.res_bits = Some(number(cell)?),
        "iterations" => order.iterations = Some(number(cell)?),
        "seq" => order.seq = Some(number(cell)?),
        "roaming" => order.roaming = Some(roaming(cell)),
        "impi" => order.impi = text(),
        "password" => order.password = secret(),
        "realm" => order.realm = text(),
        "ha1" => order.ha1 = secret(),
        "eps" if cell.starts_with('{') => {
            let contract = serde_json::from_str(cell)
                .map_err(|error| Fault::new("", format!("not a JSON EPS contract: {error}")))?;
            order.eps = Some(EpsOrder::Contract(contract));
        }
        "eps" => order.eps = Some(EpsOrder::Profile(cell.to_owned())),
        "account" if cell.starts_with('{') => {
            let contract = serde_json::from_str(cell)
                .map_err(|error| Fault::new("", format!("not a JSON account: {error}")))?;
            order.account = Some(AccountOrder::Contract(contract));
        }
        "account" => order.account = Some(AccountOrder::Plan(cell.to_owned())),
        _ => {
            let services = serde_json::from_str(cell);
            order.services = Some(
                services.map_err(|error| Fault::new("", format!("not a JSON list of services: {error}")))?,
            );
        }
    }
    Ok(())
}

fn number<T: std::str::FromStr>(cell: &str) -> Result<T, Fault> {
    cell.parse().map_err(|_| Fault::new("", "not a number"))
}

/// Words between blanks or `|`.
fn words(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([' ', '|', '\t']).filter(|word| !word.is_empty())
}

fn roaming(cell: &str) -> Roaming {
    match cell {
        "anywhere" => Roaming::Anywhere,
        "home-only" => Roaming::HomeOnly,
        networks => {
            Roaming::Networks(words(networks).map(|name| Name::new(&name.to_ascii_lowercase())).collect())
        }
    }
}

/// A roaming permission as a cell; the inverse of what a line's is read by.
pub(in super::super) fn roaming_cell(roaming: &Roaming) -> String {
    match roaming {
        Roaming::Anywhere => "anywhere".into(),
        Roaming::HomeOnly => "home-only".into(),
        Roaming::Networks(networks) => networks.iter().map(Name::as_str).collect::<Vec<_>>().join(" "),
    }
}
