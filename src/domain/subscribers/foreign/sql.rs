//! A dump of a database as SQL, read for the rows of a few tables: what mysqldump, pg_dump and the `.dump` of sqlite3 write.
//!
//! No SQL is carried out. `CREATE TABLE` tells the order of columns, `INSERT INTO` and `COPY … FROM stdin` the rows; everything else is passed over.

use super::{
    super::Fault,
    tables::{Cell, Tables},
};
use zeroize::Zeroizing;

/// Columns of one table at most; no table that is looked for comes near it.
const COLUMNS: usize = 256;

/// What a dump is made of. A number and a name without quotes are a word.
#[derive(Debug, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    /// A name in backticks or double quotes.
    Name(String),
    Text(Zeroizing<Vec<u8>>),
    Symbol(u8),
    End,
}

/// Reads the rows of the tables that `wanted` names.
///
/// # Errors
/// Where the dump cannot be understood, by its line. Rows of other tables are not looked at.
pub fn read(text: &[u8], wanted: &[&str]) -> Result<Tables, Fault> {
    if lacks_its_end(text) {
        return Err(Fault::new("", "the line that ends such a dump is missing: is the file cut off?"));
    }
    let mut dump = Dump { text, at: 0, backslashes: is_mysql(text) };
    let mut tables = Tables::default();
    loop {
        let start = dump.at;
        let read = match dump.token() {
            Ok(Token::End) => return Ok(tables),
            Ok(Token::Symbol(b';')) => continue,
            Ok(Token::Word(word)) if is(word, "create") => dump.create(wanted, &mut tables),
            Ok(Token::Word(word)) if is(word, "insert") || is(word, "replace") => {
                dump.insert(wanted, &mut tables)
            }
            Ok(Token::Word(word)) if is(word, "copy") => dump.copy(wanted, &mut tables),
            Ok(_) => dump.skip(),
            Err(fault) => Err(fault),
        };
        read.map_err(|fault| Fault::new(format!("line {}", dump.line_of(start)), fault.to_string()))?;
    }
}

/// True for a dump that says how it begins, and does not end as one that begins so.
fn lacks_its_end(text: &[u8]) -> bool {
    const ENDS: [(&str, &str); 4] = [
        ("-- MySQL dump", "-- Dump completed"),
        ("-- MariaDB dump", "-- Dump completed"),
        ("-- PostgreSQL database dump", "-- PostgreSQL database dump complete"),
        // Of SQLite: one that met an error ends with ROLLBACK.
        ("BEGIN TRANSACTION;", "COMMIT;"),
    ];
    let (head, tail) = (&text[..text.len().min(LOOKED_AT)], &text[text.len().saturating_sub(LOOKED_AT)..]);
    ENDS.iter().any(|(begin, end)| contains(head, begin) && !contains(tail, end))
}

/// Octets at either end of a dump that tell what wrote it.
const LOOKED_AT: usize = 4096;

fn contains(text: &[u8], part: &str) -> bool {
    text.windows(part.len()).any(|window| window == part.as_bytes())
}

/// MySQL alone escapes by backslashes inside quotes, and quotes names by backticks.
fn is_mysql(text: &[u8]) -> bool {
    let head = &text[..text.len().min(LOOKED_AT)];
    ["MySQL dump", "MariaDB dump", "`"].iter().any(|mark| contains(head, mark))
}

fn is(word: &str, keyword: &str) -> bool {
    word.eq_ignore_ascii_case(keyword)
}

struct Dump<'a> {
    text: &'a [u8],
    at: usize,
    backslashes: bool,
}

impl<'a> Dump<'a> {
    fn line_of(&self, at: usize) -> usize {
        // White space before a statement belongs to the lines before it.
        let blank = self.text[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        self.text[..at + blank].iter().filter(|byte| **byte == b'\n').count() + 1
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn starts(&self, with: &[u8]) -> bool {
        self.text[self.at..].starts_with(with)
    }

    /// Goes on behind the next `end`, or to the end of the text.
    fn pass(&mut self, end: &[u8]) {
        let rest = &self.text[self.at..];
        let found = rest.windows(end.len()).position(|window| window == end);
        self.at += found.map_or(rest.len(), |found| found + end.len());
    }

    /// Passes blanks and comments. What MySQL keeps for itself in comments (`/*!40101 SET … */`) is one too.
    fn blanks(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                _ if byte.is_ascii_whitespace() => self.at += 1,
                b'#' => self.pass(b"\n"),
                _ if self.starts(b"--") => self.pass(b"\n"),
                _ if self.starts(b"/*") => self.pass(b"*/"),
                _ => return,
            }
        }
    }

    fn token(&mut self) -> Result<Token<'a>, Fault> {
        self.blanks();
        let Some(byte) = self.peek() else { return Ok(Token::End) };
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'$' | b'@');
        match byte {
            b'\'' => Ok(Token::Text(self.quoted(byte, self.backslashes)?)),
            b'`' | b'"' => {
                let name = self.quoted(byte, false)?;
                let name = std::str::from_utf8(&name).map_err(|_| Fault::new("", "a name is not UTF-8"))?;
                Ok(Token::Name(name.to_owned()))
            }
            _ if plain(byte) => {
                let rest = &self.text[self.at..];
                let end = rest.iter().position(|byte| !plain(*byte)).unwrap_or(rest.len());
                self.at += end;
                // Nothing but ASCII is in it.
                Ok(Token::Word(std::str::from_utf8(&rest[..end]).unwrap_or_default()))
            }
            _ => {
                self.at += 1;
                Ok(Token::Symbol(byte))
            }
        }
    }

    /// What stands between quotes, the opening one being next; the quote doubled is the quote.
    fn quoted(&mut self, quote: u8, backslashes: bool) -> Result<Zeroizing<Vec<u8>>, Fault> {
        let rest = &self.text[self.at + 1..];
        let mut octets = Zeroizing::new(Vec::new());
        let mut at = 0;
        while let Some(byte) = rest.get(at) {
            match (*byte, rest.get(at + 1)) {
                (b'\\', Some(escaped)) if backslashes => {
                    octets.push(unescaped(*escaped));
                    at += 2;
                }
                (byte, Some(next)) if byte == quote && *next == quote => {
                    octets.push(quote);
                    at += 2;
                }
                (byte, _) if byte == quote => {
                    self.at += at + 2;
                    return Ok(octets);
                }
                (byte, _) => {
                    octets.push(byte);
                    at += 1;
                }
            }
        }
        Err(Fault::new("", "a quote is opened and not closed: is the file cut off?"))
    }

    /// To the end of the statement.
    fn skip(&mut self) -> Result<(), Fault> {
        while !matches!(self.token()?, Token::Symbol(b';') | Token::End) {}
        Ok(())
    }

    /// The name of a table, without that of its schema.
    fn name(&mut self, first: Token<'a>) -> Result<Option<String>, Fault> {
        let mut name = match first {
            Token::Name(name) => name,
            Token::Word(word) => word.rsplit('.').next().unwrap_or(word).to_owned(),
            _ => return Ok(None),
        };
        self.blanks();
        while self.peek() == Some(b'.') {
            self.at += 1;
            match self.token()? {
                Token::Name(next) => name = next,
                Token::Word(next) => name = next.to_owned(),
                _ => return Ok(None),
            }
            self.blanks();
        }
        Ok(Some(name.to_ascii_lowercase()))
    }

    /// Behind CREATE.
    fn create(&mut self, wanted: &[&str], tables: &mut Tables) -> Result<(), Fault> {
        if !matches!(self.token()?, Token::Word(word) if is(word, "table")) {
            return self.skip();
        }
        let mut first = self.token()?;
        while matches!(&first, Token::Word(word) if ["if", "not", "exists"].iter().any(|one| is(word, one))) {
            first = self.token()?;
        }
        let Some(name) = self.name(first)?.filter(|name| wanted.contains(&name.as_str())) else {
            return self.skip();
        };
        if self.token()? != Token::Symbol(b'(') {
            return self.skip();
        }
        let columns = self.definitions()?;
        tables.define(&name, columns);
        self.skip()
    }

    /// The names of columns in a table's definition, behind its `(`.
    fn definitions(&mut self) -> Result<Vec<String>, Fault> {
        const OTHERS: [&str; 9] =
            ["primary", "key", "unique", "constraint", "foreign", "index", "check", "fulltext", "spatial"];
        let (mut columns, mut depth, mut begins) = (Vec::new(), 1, true);
        loop {
            let token = self.token()?;
            match &token {
                Token::End => return Err(Fault::new("", "the definition of a table breaks off")),
                Token::Symbol(b'(') => depth += 1,
                Token::Symbol(b')') if depth == 1 => return Ok(columns),
                Token::Symbol(b')') => depth -= 1,
                Token::Name(name) if begins => columns.push(name.to_ascii_lowercase()),
                Token::Word(word) if begins && !OTHERS.iter().any(|other| is(word, other)) => {
                    columns.push(word.to_ascii_lowercase());
                }
                _ => {}
            }
            begins = depth == 1 && token == Token::Symbol(b',');
            if columns.len() > COLUMNS {
                return Err(Fault::new("", format!("a table has more than {COLUMNS} columns")));
            }
        }
    }

    /// Behind INSERT or REPLACE.
    fn insert(&mut self, wanted: &[&str], tables: &mut Tables) -> Result<(), Fault> {
        let mut first = self.token()?;
        while matches!(&first, Token::Word(word) if ["into", "ignore", "or", "replace"].iter().any(|one| is(word, one)))
        {
            first = self.token()?;
        }
        let Some(name) = self.name(first)?.filter(|name| wanted.contains(&name.as_str())) else {
            return self.skip();
        };
        let mut next = self.token()?;
        let columns = match next {
            Token::Symbol(b'(') => Some(self.names()?),
            _ => None,
        };
        if columns.is_some() {
            next = self.token()?;
        }
        if !matches!(next, Token::Word(word) if is(word, "values")) {
            return Err(Fault::new(format!("table {name}"), "no VALUES behind INSERT INTO"));
        }
        loop {
            if self.token()? != Token::Symbol(b'(') {
                return Err(Fault::new(format!("table {name}"), "a row does not begin with ("));
            }
            let cells = self.cells().map_err(|fault| fault.within(&format!("table {name}")))?;
            tables.add(&name, columns.as_deref(), cells)?;
            match self.token()? {
                Token::Symbol(b',') => {}
                Token::Symbol(b';') => return Ok(()),
                _ => {
                    return Err(Fault::new(
                        format!("table {name}"),
                        "a row does not end: is the file cut off?",
                    ));
                }
            }
        }
    }

    /// Names between commas, up to the `)`.
    fn names(&mut self) -> Result<Vec<String>, Fault> {
        let mut names = Vec::new();
        loop {
            match self.token()? {
                Token::Name(name) => names.push(name.to_ascii_lowercase()),
                Token::Word(word) => names.push(word.to_ascii_lowercase()),
                Token::Symbol(b',') => {}
                Token::Symbol(b')') if names.len() <= COLUMNS => return Ok(names),
                _ => return Err(Fault::new("", "a list of columns that is none")),
            }
        }
    }

    /// The values of a row, behind its `(`.
    fn cells(&mut self) -> Result<Vec<Cell>, Fault> {
        let mut cells = Vec::new();
        loop {
            let first = self.token()?;
            cells.push(self.value(first)?);
            match self.token()? {
                Token::Symbol(b',') if cells.len() < COLUMNS => {}
                Token::Symbol(b')') => return Ok(cells),
                Token::End => return Err(Fault::new("", "a row does not end: is the file cut off?")),
                _ => return Err(Fault::new("", format!("value {} is not a plain one", cells.len()))),
            }
        }
    }

    fn value(&mut self, first: Token<'a>) -> Result<Cell, Fault> {
        let hex = |digits: &[u8]| {
            octets_of(digits)
                .map(Cell::new)
                .ok_or(Fault::new("", "hexadecimal digits that are none: is the file cut off?"))
        };
        match first {
            Token::Text(octets) => Ok(Cell::new(octets.as_slice())),
            Token::Word(word) if is(word, "null") => Ok(Cell::NULL),
            Token::Word(word) if word.starts_with("0x") => hex(&word.as_bytes()[2..]),
            // Octets of SQLite and MySQL; a text of MySQL with its character set, and of PostgreSQL with escapes.
            Token::Word(word) if self.peek() == Some(b'\'') || is(word, "_binary") => {
                let backslashes = self.backslashes || is(word, "e");
                self.blanks();
                if self.peek() != Some(b'\'') {
                    return Err(Fault::new("", "a value that is none"));
                }
                let octets = self.quoted(b'\'', backslashes)?;
                if is(word, "x") { hex(&octets) } else { Ok(Cell::new(octets.as_slice())) }
            }
            Token::Word(word) => Ok(Cell::new(word.as_bytes())),
            Token::Symbol(b'-') => match self.token()? {
                Token::Word(word) => Ok(Cell::new(format!("-{word}"))),
                _ => Err(Fault::new("", "a value that is none")),
            },
            _ => Err(Fault::new("", "a value that is none: is the file cut off?")),
        }
    }

    /// Behind COPY: rows of PostgreSQL, a line each, up to `\.`.
    fn copy(&mut self, wanted: &[&str], tables: &mut Tables) -> Result<(), Fault> {
        let first = self.token()?;
        let Some(name) = self.name(first)? else { return self.skip() };
        let columns = if self.token()? == Token::Symbol(b'(') { self.names()? } else { Vec::new() };
        self.skip()?;
        self.pass(b"\n");
        loop {
            let line = &self.text[self.at..];
            if line.is_empty() {
                return Err(Fault::new(format!("table {name}"), "the rows do not end: is the file cut off?"));
            }
            let line = &line[..line.iter().position(|byte| *byte == b'\n').unwrap_or(line.len())];
            self.pass(b"\n");
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line == b"\\." {
                return Ok(());
            }
            if wanted.contains(&name.as_str()) {
                tables.add(&name, Some(&columns), line.split(|byte| *byte == b'\t').map(copied).collect())?;
            }
        }
    }
}

/// A cell of COPY.
fn copied(cell: &[u8]) -> Cell {
    if cell == b"\\N" {
        return Cell::NULL;
    }
    let mut octets = Vec::with_capacity(cell.len());
    let mut bytes = cell.iter();
    while let Some(byte) = bytes.next() {
        octets.push(match byte {
            b'\\' => bytes.next().map_or(b'\\', |escaped| unescaped(*escaped)),
            byte => *byte,
        });
    }
    Cell::new(octets)
}

/// What a backslash makes of the octet behind it.
const fn unescaped(byte: u8) -> u8 {
    match byte {
        b'0' => 0,
        b'b' => 8,
        b't' => b'\t',
        b'n' => b'\n',
        b'r' => b'\r',
        b'Z' => 26,
        other => other,
    }
}

fn octets_of(digits: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    digits.chunks(2).map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(dump: &str) -> Vec<Vec<Option<Vec<u8>>>> {
        let tables = read(dump.as_bytes(), &["t"]).unwrap();
        let columns = ["a", "b", "c"];
        tables
            .rows("t")
            .map(|row| columns.iter().map(|column| row.octets(column).map(<[u8]>::to_vec)).collect())
            .collect()
    }

    fn some(text: &[u8]) -> Option<Vec<u8>> {
        Some(text.to_vec())
    }

    #[test]
    fn mysql_s_dump() {
        let dump = "-- MySQL dump 10.11\n/*!40101 SET NAMES utf8 */;\nCREATE TABLE `t` (\n `a` int(11) NOT NULL, `b` varchar(255) default ',(',\n\
            c tinyblob, PRIMARY KEY (`a`), KEY `x` (`b`)) ENGINE=MyISAM COMMENT='a;b';\n\
            INSERT INTO `u` VALUES (1,replace('x'));\nINSERT INTO `t` VALUES (1,'it''s \\'a\\'; \\\\','\\0\\n'),(-2,NULL,_binary 'x'),(3,0x0aFf,'');\n-- Dump completed";
        assert_eq!(
            cells(dump),
            [
                [some(b"1"), some(b"it's 'a'; \\"), some(b"\0\n")],
                [some(b"-2"), None, some(b"x")],
                [some(b"3"), some(b"\x0a\xff"), some(b"")],
            ]
        );
    }

    #[test]
    fn sqlite_s_dump_has_no_backslashes() {
        let dump = "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE IF NOT EXISTS \"t\" (\n-- a comment; with (\na INTEGER, b VARCHAR(3) UNIQUE, c);\n\
            INSERT INTO t VALUES(1,'\\',X'00ff');\nCOMMIT;";
        assert_eq!(cells(dump), [[some(b"1"), some(b"\\"), some(b"\x00\xff")]]);
    }

    #[test]
    fn postgresql_s_dump_with_copy_and_with_inserts() {
        let dump = "CREATE TABLE public.t (a integer NOT NULL, b text, c bytea);\nCOPY public.t (c, a, b) FROM stdin;\nx\\ty\t1\t\\N\n\\\\z\t2\ta'b\n\\.\n\n\
            INSERT INTO public.t (a, b) VALUES (3, E'\\n');";
        assert_eq!(
            cells(dump),
            [
                [some(b"1"), None, some(b"x\ty")],
                [some(b"2"), some(b"a'b"), some(b"\\z")],
                [some(b"3"), some(b"\n"), None],
            ]
        );
    }

    #[test]
    fn what_cannot_be_understood_is_told_with_its_line() {
        for (dump, sentence) in [
            ("\n\nINSERT INTO t (a) VALUES ('x", "line 3: table t: a quote is opened and not closed"),
            ("INSERT INTO t (a) VALUES (1", "line 1: table t: a row does not end"),
            ("INSERT INTO t (a) VALUES (1)", "line 1: table t: a row does not end"),
            ("INSERT INTO t (a) VALUES (1,2);", "2 values for 1 columns"),
            ("INSERT INTO t VALUES (1);", "CREATE TABLE"),
            ("INSERT INTO t (a) VALUES (now());", "not a plain one"),
            ("INSERT INTO t (a) SELECT 1;", "no VALUES"),
            ("COPY t (a) FROM stdin;\n1\n", "the rows do not end"),
            ("CREATE TABLE t (a", "breaks off"),
            ("INSERT INTO t (a) VALUES (0x123);", "digits that are none"),
            (
                "-- MySQL dump 10.13\nINSERT INTO t (a) VALUES (1);",
                "the line that ends such a dump is missing",
            ),
            ("BEGIN TRANSACTION;\nCREATE TABLE t (a);\nROLLBACK; -- due to errors", "the line that ends"),
        ] {
            let fault = read(dump.as_bytes(), &["t"]).unwrap_err().to_string();
            assert!(fault.contains(sentence), "{dump}: {fault}");
        }
    }

    /// Whatever is cut off or changed: an answer, no panic, no endless loop.
    #[test]
    fn garbled_dumps_are_survived() {
        let dump = b"CREATE TABLE `t` (`a` int, b text);INSERT INTO t VALUES (1,'x\\'y'),(0x10,_binary 'z');COPY t (a) FROM stdin;\n\\N\n\\.\n";
        for at in 0..dump.len() {
            let _ = read(&dump[..at], &["t"]);
            for byte in [0, b'\'', b'(', b'\\', b'-', b'/', b'.', 0xff] {
                let mut changed = dump.to_vec();
                changed[at] = byte;
                let _ = read(&changed, &["t"]);
            }
        }
    }
}
