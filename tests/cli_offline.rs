//! Transcripts of the commands that need no daemon: tests, and documentation at once.

#[test]
fn transcripts() {
    trycmd::TestCases::new().case("tests/cli/*.md");
}
