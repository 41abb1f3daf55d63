//! The house rules that can be checked: arrows run one way, unsafe code lives in named files, rooms stay small.

use std::{fs, path::Path};

/// Rooms from the ground up. Each may use itself, and what stands beside it.
const ARROWS: &[(&str, &[&str])] = &[
    ("types", &[]),
    ("telemetry", &[]),
    ("records", &["types"]),
    ("store", &["records", "types", "telemetry"]),
    ("diameter", &["types", "telemetry"]),
    ("gtp", &["types", "telemetry"]),
    ("domain", &["store", "records", "types", "telemetry"]),
    ("procedures", &["domain", "store", "records", "types", "telemetry"]),
    ("interfaces", &["procedures", "domain", "store", "records", "diameter", "gtp", "types", "telemetry"]),
    (
        "admin",
        &["interfaces", "procedures", "domain", "store", "records", "diameter", "gtp", "types", "telemetry"],
    ),
    (
        "cli",
        &[
            "admin",
            "interfaces",
            "procedures",
            "domain",
            "store",
            "records",
            "diameter",
            "gtp",
            "types",
            "telemetry",
        ],
    ),
    (
        "daemon",
        &[
            "cli",
            "admin",
            "interfaces",
            "procedures",
            "domain",
            "store",
            "records",
            "diameter",
            "gtp",
            "types",
            "telemetry",
        ],
    ),
];

/// Within `diameter`, from the ground up.
const DIAMETER: &[(&str, &[&str])] = &[
    ("codec", &[]),
    ("dictionary", &["codec"]),
    ("peer", &["dictionary", "codec"]),
    ("transport", &["peer", "dictionary", "codec"]),
];

/// Files that may hold unsafe code, with the reason. None does.
const UNSAFE: &[(&str, &str)] = &[];

/// Files over 500 lines, with the reason.
const LONG_FILES: &[(&str, &str)] = &[];

/// Functions over 70 lines, with the reason.
const LONG_FUNCTIONS: &[(&str, &str)] = &[
    ("diameter/peer/state.rs:every_row_of_the_standard", "a test: the table of RFC 6733 §5.6, row by row"),
    ("cli/load/population/mod.rs:cx", "one file's layout, top to bottom"),
];

struct Source {
    path: String,
    text: String,
}

impl Source {
    /// The program without its inline tests, and without comments.
    fn program(&self) -> impl Iterator<Item = &str> {
        let end = self.text.find("#[cfg(test)]\nmod tests {").unwrap_or(self.text.len());
        self.text[..end].lines().filter(|line| !line.trim_start().starts_with("//"))
    }

    fn is_test(&self) -> bool {
        self.path.ends_with("/tests.rs") || self.path.contains("/tests/")
    }
}

fn sources() -> Vec<Source> {
    fn walk(directory: &Path, found: &mut Vec<Source>) {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(Source {
                    path: path.display().to_string(),
                    text: fs::read_to_string(&path).unwrap(),
                });
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    walk(&root, &mut found);
    let prefix = format!("{}/", root.display());
    for source in &mut found {
        source.path = source.path.trim_start_matches(&prefix).to_owned();
    }
    assert!(found.len() > 100, "the sources were not found");
    found
}

/// Every `crate::a::b` in a program, grouped imports included, as `["a", "b"]`.
fn uses(source: &Source) -> Vec<Vec<String>> {
    let program: String = source.program().collect::<Vec<_>>().join("\n");
    let mut found = Vec::new();
    for (at, _) in program.match_indices("crate::") {
        let preceded = program[..at]
            .ends_with(|before: char| before.is_alphanumeric() || before == '_' || before == '$');
        if !preceded {
            expand(&program[at + "crate::".len()..], &mut Vec::new(), &mut found);
        }
    }
    found
}

/// Reads one path with its groups; returns what follows it.
fn expand<'a>(text: &'a str, prefix: &mut Vec<String>, found: &mut Vec<Vec<String>>) -> &'a str {
    let depth = prefix.len();
    let mut rest = text.trim_start();
    loop {
        if let Some(mut inner) = rest.strip_prefix('{') {
            loop {
                inner = inner.trim_start();
                if let Some(after) = inner.strip_prefix('}') {
                    prefix.truncate(depth);
                    return after;
                }
                let after = expand(inner, prefix, found).trim_start();
                let after = after.strip_prefix(',').unwrap_or(after);
                if after.len() == inner.len() {
                    prefix.truncate(depth);
                    return after;
                }
                inner = after;
            }
        }
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        prefix.push(rest[..end].to_owned());
        rest = &rest[end..];
        match rest.strip_prefix("::") {
            Some(after) => rest = after.trim_start(),
            None => break,
        }
    }
    found.push(prefix.clone());
    prefix.truncate(depth);
    let rest = rest.trim_start();
    match rest.strip_prefix("as ") {
        Some(renamed) => &renamed[renamed.find([',', '}', ';']).unwrap_or(renamed.len())..],
        None => rest,
    }
}

#[test]
fn groups_of_imports_are_read() {
    let text = "use crate::{\n    store::{Store, change::ChangeSet},\n    types::Imsi as I,\n};\nlet x = crate::cli::run();";
    let read: Vec<String> =
        uses(&Source { path: String::new(), text: text.into() }).iter().map(|one| one.join("::")).collect();
    assert_eq!(read, ["store::Store", "store::change::ChangeSet", "types::Imsi", "cli::run"]);
}

#[test]
fn arrows_run_one_way() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| !source.is_test()) {
        let parts: Vec<&str> = source.path.split('/').collect();
        let room = parts[0].trim_end_matches(".rs");
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == room) else { continue };
        let floor = DIAMETER.iter().find(|(name, _)| room == "diameter" && parts.get(1) == Some(name));
        for used in uses(source) {
            let target = used[0].as_str();
            if target != room && !allowed.contains(&target) && ARROWS.iter().any(|(name, _)| *name == target)
            {
                wrong.push(format!("{}: uses crate::{}", source.path, used.join("::")));
            }
            let (Some((floor, below)), Some(second)) = (floor, used.get(1)) else { continue };
            let known = DIAMETER.iter().any(|(name, _)| name == second);
            if target == "diameter" && known && second != floor && !below.contains(&second.as_str()) {
                wrong.push(format!("{}: uses crate::{}", source.path, used.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that point back:\n{}", wrong.join("\n"));
}

#[test]
fn every_room_is_in_the_list_of_arrows() {
    for source in sources() {
        let room = source.path.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
        let known = ["lib", "main"].contains(&&*room) || ARROWS.iter().any(|(name, _)| *name == room);
        assert!(known, "the room {room} is not in ARROWS of tests/architecture.rs");
    }
}

#[test]
fn interfaces_never_import_one_another() {
    for source in sources().iter().filter(|source| source.path.starts_with("interfaces/")) {
        let own = source.path.split('/').nth(1).unwrap_or_default().to_owned();
        for used in uses(source).iter().filter(|used| used[0] == "interfaces") {
            let allowed = used.get(1).is_some_and(|room| *room == own || room == "shared");
            assert!(allowed, "{} uses crate::{}", source.path, used.join("::"));
        }
    }
}

#[test]
fn unsafe_code_lives_in_named_files() {
    for source in sources() {
        let has =
            source.program().any(|line| line.contains("unsafe {") || line.contains("allow(unsafe_code)"));
        let named = UNSAFE.iter().any(|(path, _)| *path == source.path);
        assert_eq!(
            has, named,
            "{}: name it in UNSAFE with its reason, or take the unsafe code out",
            source.path
        );
    }
}

#[test]
fn files_are_rooms_not_halls() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| !source.is_test()) {
        let lines = source.text.lines().count();
        if lines > 500 && !LONG_FILES.iter().any(|(path, _)| *path == source.path) {
            wrong.push(format!("{} has {lines} lines", source.path));
        }
    }
    assert!(wrong.is_empty(), "over 500 lines without a reason:\n{}", wrong.join("\n"));
}

#[test]
fn functions_fit_a_screen() {
    let mut wrong = Vec::new();
    for source in sources() {
        let lines: Vec<&str> = source.text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let trimmed = line.trim_start();
            let is_fn = [
                "fn ",
                "pub fn ",
                "pub(super) fn ",
                "pub(crate) fn ",
                "async fn ",
                "pub async fn ",
                "pub(super) async fn ",
            ]
            .iter()
            .any(|start| trimmed.starts_with(start));
            if !is_fn {
                continue;
            }
            // rustfmt puts a body's last brace under its `fn`.
            let close = format!("{}}}", &line[..line.len() - trimmed.len()]);
            let length = lines[at..].iter().position(|line| *line == close).map_or(0, |end| end + 1);
            let name =
                trimmed.split("fn ").nth(1).unwrap_or_default().split(['(', '<']).next().unwrap_or_default();
            let key = format!("{}:{name}", source.path);
            if length > 70 && !line.ends_with(';') && !LONG_FUNCTIONS.iter().any(|(known, _)| *known == key) {
                wrong.push(format!("{key} has {length} lines"));
            }
        }
    }
    assert!(wrong.is_empty(), "over 70 lines without a reason:\n{}", wrong.join("\n"));
}

#[test]
fn the_alerts_name_metrics_that_exist() {
    let alerts = include_str!("../config/prometheus/alerts.yml");
    let known: Vec<&str> = innkeeper::telemetry::names::ALL.iter().map(|name| name.name).collect();
    let words = alerts
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| word.starts_with("innkeeper_"));
    for word in words {
        assert!(known.contains(&word.trim_end_matches("_bucket")), "{word} is no metric");
    }
}
