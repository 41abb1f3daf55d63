//! Files of records across crashes, failures and rotations: the store on a disk in memory, the files in a real directory.

use super::*;
use crate::{
    records::{ChargingRecord, Detail, Facts},
    store::{ChangeSet, MemoryDisk, Options},
};
use std::{fs, os::unix::fs::PermissionsExt, path::Path};

const DAY: i64 = 86_400_000;
const NOW: Timestamp = Timestamp(1_795_770_303_042);
const NODE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

fn record(number: i64) -> ChargingRecord {
    let icid = Some(format!("icid-{number}").into());
    let sample = Detail::sample(&format!("scscf.example;1;{number}"), Timestamp(number * DAY));
    ChargingRecord::from(Detail { facts: Facts { icid, ..Facts::default() }, ..sample })
}

fn open(disk: &MemoryDisk) -> Arc<Store> {
    Arc::new(Store::open_memory(disk, Options { reserve: 0, ..Options::default() }).unwrap())
}

fn settle(store: &Store) {
    while !store.durable().covers(store.last()) {
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Records `numbers` become durable, each in a row of its own, as single sessions make them.
fn append(store: &Store, numbers: std::ops::RangeInclusive<i64>) {
    for number in numbers {
        store.commit(ChangeSet::new().append(&record(number))).unwrap();
        settle(store);
    }
}

fn exporter(store: &Arc<Store>, directory: &Path, octets: u64) -> Exporter {
    Exporter { store: store.clone(), form: Form::Json, directory: directory.into(), octets, node: NODE }
}

fn names(directory: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// The numbers in all files with a name, in the order of the names; each line's session is that of its number.
fn numbers(directory: &Path) -> Vec<u64> {
    let mut found = Vec::new();
    for name in names(directory).iter().filter(|name| !name.ends_with(".tmp")) {
        for line in fs::read_to_string(directory.join(name)).unwrap().lines() {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            let number = line["number"].as_u64().unwrap();
            assert_eq!(line["ims_charging_identifier"], format!("icid-{number}"), "{name}");
            found.push(number);
        }
    }
    found
}

/// VC-7: a crash after each step of a file, and before the first, loses no record and repeats none; nor does one that takes the last commit with it.
#[test]
fn vc_7_each_record_is_in_exactly_one_file_whenever_the_daemon_crashes() {
    type Steps = fn(&Exporter, &MemoryDisk);
    let crashes: [(&str, Steps); 7] = [
        ("before anything", |_, _| {}),
        ("in the middle of the file", |exporter, _| {
            fs::write(exporter.directory.join("records-000000000003.jsonl.tmp"), "{\"number\":3").unwrap();
        }),
        ("after the file was written", |exporter, _| {
            exporter.begin(NOW).unwrap().unwrap();
        }),
        ("before the cursor's move was durable", |exporter, disk| {
            let made = exporter.begin(NOW).unwrap().unwrap();
            disk.cut();
            exporter.advance(&made).unwrap();
        }),
        ("after the cursor moved", |exporter, _| {
            let made = exporter.begin(NOW).unwrap().unwrap();
            exporter.advance(&made).unwrap();
            settle(&exporter.store);
        }),
        ("after the file got its name", |exporter, _| {
            exporter.file(NOW).unwrap().unwrap();
        }),
        ("after the file was collected", |exporter, _| {
            let made = exporter.file(NOW).unwrap().unwrap();
            let name = format!("records-{:012}-{:012}.jsonl", made.first, made.last);
            let path = exporter.directory.join(name);
            fs::rename(&path, exporter.directory.parent().unwrap().join("collected")).unwrap();
        }),
    ];
    for (when, steps) in crashes {
        let place = tempfile::tempdir().unwrap();
        let (disk, directory) = (MemoryDisk::new(), place.path().join("records"));
        {
            let store = open(&disk);
            append(&store, 1..=2);
            let exporter = exporter(&store, &directory, 1 << 20);
            exporter.recover().unwrap();
            exporter.file(NOW).unwrap().unwrap();
            append(&store, 3..=5);
            steps(&exporter, &disk);
            disk.cut();
        }
        let store = open(&disk);
        append(&store, 6..=6);
        let exporter = exporter(&store, &directory, 1 << 20);
        exporter.recover().unwrap();
        while exporter.file(NOW).unwrap().is_some() {}
        if let Ok(collected) = fs::read(place.path().join("collected")) {
            assert_eq!(numbers(&directory), [1, 2, 6], "{when}: what was collected does not come again");
            fs::write(directory.join("records-000000000003-000000000005.jsonl"), collected).unwrap();
        }
        assert_eq!(numbers(&directory), [1, 2, 3, 4, 5, 6], "{when}");
        assert!(
            names(&directory).iter().all(|name| !name.ends_with(".tmp")),
            "{when}: {:?}",
            names(&directory)
        );
    }
}

/// VC-7: a file is made when a record has waited long enough, or when there are enough octets of them; never an empty one.
#[test]
fn vc_7_files_are_rotated_by_time_and_size_and_are_never_empty() {
    let place = tempfile::tempdir().unwrap();
    let (store, directory) = (open(&MemoryDisk::new()), place.path().join("records"));
    let metrics = Arc::new(Metrics::new());
    let settings = Settings {
        directory: directory.clone(),
        forms: vec![Form::Json],
        rotate: Duration::from_secs(300),
        octets: 10 * AVERAGE,
        node: NODE,
    };
    let mut worker = Worker::new(store.clone(), Form::Json, &settings, metrics.clone());
    let start = Instant::now();
    let mut at = |seconds| worker.turn(start + Duration::from_secs(seconds));
    assert_eq!(at(0), None);
    assert_eq!(at(1000), None);
    assert_eq!(names(&directory), [""; 0], "there is nothing to write");
    append(&store, 1..=3);
    assert_eq!((at(1001), at(1300)), (None, None));
    assert_eq!(names(&directory), [""; 0], "they wait for 299 seconds");
    at(1301);
    assert_eq!(names(&directory), ["records-000000000001-000000000003.jsonl"]);
    let size = fs::metadata(directory.join(&names(&directory)[0])).unwrap().len();
    let mode = fs::metadata(directory.join(&names(&directory)[0])).unwrap().permissions().mode();
    assert_eq!(mode & 0o137, 0, "{mode:o}: nobody else reads it");
    // By size: as soon as there are enough octets, by what a record had in the last file.
    let enough = i64::try_from(10 * AVERAGE / (size / 3) + 2).unwrap();
    append(&store, 4..=3 + enough);
    at(1302);
    let last = names(&directory).pop().unwrap();
    assert!(last.starts_with("records-000000000004-"), "{last}");
    assert!(fs::metadata(directory.join(&last)).unwrap().len() >= 10 * AVERAGE);
    at(1700);
    at(2001);
    assert_eq!(numbers(&directory), (1..=3 + enough.cast_unsigned()).collect::<Vec<_>>());
    let shown = metrics.render();
    let all = 3 + enough;
    for line in [
        "innkeeper_records_waiting{way=\"json\"} 0".to_owned(),
        format!("innkeeper_records_written_total{{way=\"json\"}} {all}"),
        format!("innkeeper_records_files_total{{way=\"json\"}} {}", names(&directory).len()),
    ] {
        assert!(shown.lines().any(|shown| shown == line), "{line}");
    }
}

/// VC-7: a directory that cannot be written is told once per episode; nothing is lost, and files go on when it is mended.
#[test]
fn vc_7_trouble_is_told_once_and_nothing_is_lost() {
    let place = tempfile::tempdir().unwrap();
    let (disk, directory) = (MemoryDisk::new(), place.path().join("records"));
    let store = open(&disk);
    append(&store, 1..=2);
    let settings = Settings {
        directory: directory.clone(),
        forms: vec![Form::Json],
        rotate: Duration::ZERO,
        octets: 1 << 20,
        node: NODE,
    };
    let mut worker = Worker::new(store.clone(), Form::Json, &settings, Arc::new(Metrics::new()));
    let now = Instant::now();
    // Something else is where the directory should be.
    fs::write(&directory, "").unwrap();
    assert!(matches!(worker.turn(now), Some(Said::Trouble(sentence)) if sentence.contains("records")));
    assert_eq!(worker.turn(now), None, "the same episode");
    fs::remove_file(&directory).unwrap();
    assert_eq!(worker.turn(now), Some(Said::Mended));
    assert_eq!((worker.turn(now), numbers(&directory)), (None, vec![1, 2]));
    // A full disk, in the middle of a file.
    append(&store, 3..=4);
    let begun = directory.join("records-000000000003.jsonl.tmp");
    std::os::unix::fs::symlink("/dev/full", &begun).unwrap();
    assert!(matches!(worker.turn(now), Some(Said::Trouble(sentence)) if sentence.contains("No space left")));
    assert_eq!(numbers(&directory), [1, 2]);
    assert_eq!(worker.turn(now), Some(Said::Mended), "another episode is told again");
    // The cursor has moved, and the name cannot be given: the file waits for it, also for another start.
    append(&store, 5..=5);
    let taken = directory.join("records-000000000005-000000000005.jsonl");
    fs::create_dir(&taken).unwrap();
    assert!(
        matches!(worker.turn(now), Some(Said::Trouble(sentence)) if sentence.contains("is there already"))
    );
    append(&store, 6..=6);
    assert_eq!(worker.turn(now), None, "the same episode, and no further file hides the one that waits");
    drop((worker, store));
    let mut worker = Worker::new(open(&disk), Form::Json, &settings, Arc::new(Metrics::new()));
    assert!(matches!(worker.turn(now), Some(Said::Trouble(_))));
    fs::remove_dir(&taken).unwrap();
    assert_eq!(worker.turn(now), Some(Said::Mended));
    assert_eq!(numbers(&directory), [1, 2, 3, 4, 5, 6]);
}

/// VC-7: the store's disk fails under the cursor: the file gets no name, however often it is tried, for the next start writes its records again.
#[test]
fn vc_7_a_file_whose_cursor_is_not_on_disk_gets_no_name() {
    let place = tempfile::tempdir().unwrap();
    let (disk, directory) = (MemoryDisk::new(), place.path().join("records"));
    // No chores of an idle store: the write that fails has to be the cursor's.
    let idle = Duration::from_hours(1);
    let options = Options { reserve: 0, idle, ..Options::default() };
    let store = Arc::new(Store::open_memory(&disk, options).unwrap());
    append(&store, 1..=2);
    let first = exporter(&store, &directory, 1 << 20);
    first.recover().unwrap();
    disk.fail_next("input/output error");
    for sentence in [first.file(NOW).unwrap_err(), first.recover().unwrap_err()] {
        assert!(sentence.contains("input/output error"), "{sentence}");
    }
    assert_eq!(numbers(&directory), [0; 0]);
    drop((first, store));
    let store = open(&disk);
    append(&store, 3..=3);
    let second = exporter(&store, &directory, 1 << 20);
    second.recover().unwrap();
    second.file(NOW).unwrap().unwrap();
    assert_eq!(numbers(&directory), [1, 2, 3]);
}

/// VC-7: the cursor comes back from its row in the file on disk, not from the journal alone.
#[test]
fn vc_7_the_cursor_is_kept_in_the_file_on_disk() {
    let place = tempfile::tempdir().unwrap();
    let (path, directory) = (place.path().join("store"), place.path().join("records"));
    let open = || {
        let short = Duration::from_millis(1);
        Arc::new(
            Store::open(&path, Options { reserve: 0, idle: short, lag: short, ..Options::default() })
                .unwrap(),
        )
    };
    let store = open();
    append(&store, 1..=3);
    let first = exporter(&store, &directory, 1 << 20);
    first.recover().unwrap();
    first.file(NOW).unwrap().unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    while store.stats().journal > 0 {
        assert!(Instant::now() < deadline, "the journal is swept to the tables");
        std::thread::sleep(Duration::from_millis(5));
    }
    let moved = first.cursor();
    assert_eq!((moved.0.next, moved.0.last), (4, Some((1, 3))));
    drop((first, store));
    let store = open();
    let second = exporter(&store, &directory, 1 << 20);
    second.recover().unwrap();
    assert_eq!(second.cursor(), moved);
    assert_eq!(second.file(NOW).unwrap(), None);
    assert_eq!(numbers(&directory), [1, 2, 3]);
}
