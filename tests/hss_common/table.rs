//! Tables as text: columns between `|`, `#` begins a comment, the first row names the columns.

/// A row: its line number and its cells.
pub struct Row<'a> {
    pub line: usize,
    names: Vec<&'a str>,
    cells: Vec<&'a str>,
}

impl<'a> Row<'a> {
    pub fn get(&self, name: &str) -> &'a str {
        let at =
            self.names.iter().position(|other| *other == name).unwrap_or_else(|| panic!("no column {name}"));
        self.cells[at]
    }
}

pub fn rows(text: &str) -> Vec<Row<'_>> {
    let lines =
        text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let mut lines = lines.map(|(at, line)| (at + 1, line.split('|').map(str::trim).collect::<Vec<_>>()));
    let (_, names) = lines.next().expect("a first row");
    lines
        .map(|(line, cells)| {
            assert_eq!(cells.len(), names.len(), "line {line} has another number of columns");
            Row { line, names: names.clone(), cells }
        })
        .collect()
}
