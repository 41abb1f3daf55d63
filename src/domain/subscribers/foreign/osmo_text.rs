//! osmo-hlr as text: what its CTRL interface tells of subscribers (`subscriber.by-id-1.info-all`), and a CSV with the columns of its tables
//! (`sqlite3 -header -csv hlr.db "SELECT * FROM subscriber LEFT JOIN auc_3g ON id = auc_3g.subscriber_id"`). Both become its tables.

use super::{
    super::Fault,
    tables::{Cell, Tables},
};

/// Which table a name belongs to, and how the table calls it: the names of CTRL, and those of columns that have others there.
const NAMES: [(&str, &str, &str); 9] = [
    ("aud3g.algo", "auc_3g", "algo_id_3g"),
    ("aud3g.k", "auc_3g", "k"),
    ("aud3g.op", "auc_3g", "op"),
    ("aud3g.opc", "auc_3g", "opc"),
    ("aud3g.sqn", "auc_3g", "sqn"),
    ("aud3g.ind_bitlen", "auc_3g", "ind_bitlen"),
    ("aud2g.algo", "auc_2g", "algo_id_2g"),
    ("aud2g.ki", "auc_2g", "ki"),
    ("ki", "auc_2g", "ki"),
];

/// The columns of `subscriber` that mean something here.
const SUBSCRIBER: [&str; 4] = ["imsi", "msisdn", "nam_cs", "nam_ps"];

/// True if the first line names columns, `imsi` among them.
pub(super) fn is_csv(text: &[u8]) -> bool {
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let names = |name: &[u8]| name.trim_ascii().eq_ignore_ascii_case(b"imsi");
    line.split(|byte| matches!(byte, b',' | b';' | b'\t' | b'"')).any(names)
}

/// Reads a CSV.
///
/// # Errors
/// Where it is none, by its line.
pub(super) fn csv(text: &[u8]) -> Result<Tables, Fault> {
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let delimiter = *[b',', b';', b'\t'].iter().find(|one| line.contains(one)).unwrap_or(&b',');
    let mut reader = ::csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text);
    // The errors of this reader tell places and numbers of fields, and nothing of what is in them.
    let broken = |error: ::csv::Error| Fault::new("", format!("not a CSV: {error}"));
    let names: Vec<String> =
        reader.headers().map_err(broken)?.iter().map(|name| name.trim().to_ascii_lowercase()).collect();
    let mut all = Records::default();
    for record in reader.records() {
        let record = record.map_err(broken)?;
        all.next();
        names.iter().zip(record.iter()).for_each(|(name, value)| all.field(name, value));
    }
    all.tables()
}

/// Reads answers of the CTRL interface: a name, a tab and a value in each line.
///
/// # Errors
/// Where something else stands, an error of the interface included.
pub(super) fn control(text: &[u8]) -> Result<Tables, Fault> {
    let text = std::str::from_utf8(text).map_err(|_| Fault::new("", "not UTF-8"))?;
    let mut all = Records::default();
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() || line.starts_with("GET ") {
            continue;
        }
        if line.starts_with("GET_REPLY ") {
            all.next();
            continue;
        }
        let Some((name, value)) = line.split_once('\t') else {
            return Err(Fault::new(
                format!("line {number}"),
                "neither GET_REPLY nor a name, a tab and a value",
            ));
        };
        if name == "id" {
            all.next();
        }
        all.field(name, value);
    }
    all.tables()
}

/// Fields gathered, subscriber by subscriber.
#[derive(Default)]
struct Records(Vec<Record>);

/// Table, column, value.
type Record = Vec<(&'static str, &'static str, Cell)>;

impl Records {
    fn next(&mut self) {
        if self.0.last().is_none_or(|record| !record.is_empty()) {
            self.0.push(Vec::new());
        }
    }

    fn field(&mut self, name: &str, value: &str) {
        const THIRD: [&str; 6] = ["algo_id_3g", "k", "op", "opc", "sqn", "ind_bitlen"];
        if value.trim().is_empty() {
            return;
        }
        let own = |table, columns: &[&'static str]| {
            columns.iter().find(|column| **column == name).map(|column| (table, *column))
        };
        let named =
            NAMES.iter().find(|(other, ..)| *other == name).map(|(_, table, column)| (*table, *column));
        let place = named
            .or_else(|| own("subscriber", &SUBSCRIBER))
            .or_else(|| own("auc_3g", &THIRD))
            .or_else(|| own("auc_2g", &["algo_id_2g"]));
        if let (Some((table, column)), Some(record)) = (place, self.0.last_mut()) {
            record.push((table, column, Cell::new(value.trim())));
        }
    }

    fn tables(self) -> Result<Tables, Fault> {
        let mut tables = Tables::default();
        // A file without any key is one of osmo-hlr all the same.
        tables.define("auc_3g", vec!["subscriber_id".into()]);
        for (id, record) in (1u64..).zip(self.0) {
            for (table, number) in
                [("subscriber", "id"), ("auc_3g", "subscriber_id"), ("auc_2g", "subscriber_id")]
            {
                let of_table = || record.iter().filter(|(other, ..)| *other == table);
                if of_table().next().is_none() && (table != "subscriber" || record.is_empty()) {
                    continue;
                }
                let mut columns = vec![number.to_owned()];
                let mut cells = vec![Cell::new(id.to_string())];
                for (_, column, cell) in of_table() {
                    columns.push((*column).to_owned());
                    cells.push(cell.clone());
                }
                // Only MILENAGE is told without its name: a CSV may have no column for it.
                if table == "auc_3g" && !columns.iter().any(|column| column == "algo_id_3g") {
                    columns.push("algo_id_3g".into());
                    cells.push(Cell::new("milenage"));
                }
                tables.widen(table, &columns);
                tables.add(table, Some(&columns), cells)?;
            }
        }
        Ok(tables)
    }
}
