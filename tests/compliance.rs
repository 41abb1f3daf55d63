//! The statement of compliance is true in this: what it says is shown by a test, is shown by a test that exists.
#![allow(clippy::unwrap_used, reason = "tests fail loudly")]

use std::{fs, path::Path};

const STATEMENT: &str = include_str!("../docs/compliance.md");

/// The parts of `text` between backticks that name a test, as file and name.
fn proofs(text: &str) -> Vec<(String, &str)> {
    let quoted = text.split('`').skip(1).step_by(2);
    let named = quoted.filter_map(|part| part.split_once("::"));
    named
        .map(|(file, test)| match file.starts_with("src/") {
            true => (format!("{file}.rs"), test),
            false => (format!("tests/{file}.rs"), test),
        })
        .collect()
}

#[test]
fn every_test_that_the_statement_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let all = proofs(STATEMENT);
    assert!(all.len() > 60, "only {} tests are named", all.len());
    for (file, test) in all {
        let source = fs::read_to_string(root.join(&file)).unwrap_or_default();
        assert!(source.contains(&format!("fn {test}(")), "there is no {test} in {file}");
    }
}

#[test]
fn every_row_that_claims_something_names_a_test() {
    let rows = STATEMENT.lines().filter(|line| line.starts_with('|'));
    for row in rows.filter(|row| row.contains("**yes**") || row.contains("**part**")) {
        assert!(!proofs(row).is_empty(), "nothing shows this: {row}");
    }
}
