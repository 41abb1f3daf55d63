//! ST-1, ST-3 on real disks of our own: a power cut (and its control: a disk that lies), a disk that is full, a disk that is nearly full.
//!
//! They need root and loop devices or mounts; where these are not to be had they say so and prove nothing. `INNKEEPER_CUTS` (3) makes a
//! soak of the power cut.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, loudly")]

#[path = "store_common/child.rs"]
mod child;
mod store_common;

use innkeeper::{
    records::Sequence,
    store::{ChangeSet, CommitError, Options, Store},
    types::Lsn,
};
use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};
use store_common::*;

#[test]
#[ignore = "the program that the power cut's test starts"]
fn child() {
    child::run();
}

/// Runs a command; its standard output if it succeeded.
fn run(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

/// A file system of a test. Dropping it unmounts it.
struct Disk {
    at: PathBuf,
    device: Option<String>,
}

impl Disk {
    /// An ext4 in an image file, past the page cache: what is in the image has reached the disk.
    fn of_image(image: &Path, at: &Path) -> Option<Self> {
        std::fs::create_dir_all(at).ok()?;
        let device = run("losetup", &["--direct-io=on", "-f", "--show", image.to_str()?])?;
        let disk = Self { at: at.into(), device: Some(device.clone()) };
        run("mount", &["-t", "ext4", &device, at.to_str()?])?;
        Some(disk)
    }

    fn of_memory(at: &Path, size: &str) -> Option<Self> {
        std::fs::create_dir_all(at).ok()?;
        run("mount", &["-t", "tmpfs", "-o", size, "tmpfs", at.to_str()?])?;
        Some(Self { at: at.into(), device: None })
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        run("umount", &[self.at.to_str().unwrap_or_default()]);
        if let Some(device) = &self.device {
            run("losetup", &["-d", device]);
        }
    }
}

fn skipped(why: &str) {
    println!("skipped, proves nothing: {why}");
}

/// A disk whose power can be cut, and a disk that lasts: there lie the promises.
struct Victim {
    disk: Disk,
    image: PathBuf,
    promises: PathBuf,
    dir: tempfile::TempDir,
}

impl Victim {
    fn new() -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let (image, promises) = (dir.path().join("disk.img"), dir.path().join("promises"));
        let made = std::fs::File::create(&image).and_then(|file| file.set_len(192 << 20));
        made.unwrap();
        let formatted = run("mkfs.ext4", &["-q", "-F", image.to_str().unwrap()]);
        let disk = formatted.and_then(|_| Disk::of_image(&image, &dir.path().join("disk")))?;
        Some(Self { disk, image, promises, dir })
    }

    /// The method: let a writer promise for a while, freeze it, copy what reached the disk, mount the copy. Gives the copy.
    fn cut(&self, after: Duration, more: &[(&str, &Path)]) -> Disk {
        let path = self.disk.at.join("store.db");
        let mut process = child::start(&path, &self.promises, 2000, more);
        let length = || std::fs::metadata(&self.promises).map_or(0, |meta| meta.len());
        let before = length();
        wait_until(|| length() != before);
        std::thread::sleep(after);
        run("kill", &["-STOP", &process.id().to_string()]).unwrap();
        let copy = self.dir.path().join("copy.img");
        run("cp", &["--sparse=always", self.image.to_str().unwrap(), copy.to_str().unwrap()]).unwrap();
        process.kill().unwrap();
        process.wait().unwrap();
        Disk::of_image(&copy, &self.dir.path().join("after")).expect("the copy is a file system")
    }
}

const NO_LOOP_DEVICE: &str = "no loop device can be mounted here (it takes root, losetup and mkfs.ext4)";

#[test]
fn st_1_what_was_promised_survives_a_power_cut() {
    let Some(victim) = Victim::new() else { return skipped(NO_LOOP_DEVICE) };
    let mut random = child::Random(u64::from(std::process::id()));
    for cut in 0..child::setting("INNKEEPER_CUTS", 3) {
        let after = victim.cut(Duration::from_millis(random.below(400)), &[]);
        let count = child::verify(&after.at.join("store.db"), &victim.promises);
        println!("cut {cut}: {count} promises, none broken");
    }
}

/// The control: where fsync says yes and does nothing, the same cut breaks promises, and the same check sees it.
#[test]
fn st_1_the_power_cut_test_sees_a_disk_that_lies() {
    let Some(victim) = Victim::new() else { return skipped(NO_LOOP_DEVICE) };
    let (source, liar) = (victim.dir.path().join("liar.c"), victim.dir.path().join("liar.so"));
    std::fs::write(&source, "int fsync(int fd) { return 0; }\nint fdatasync(int fd) { return 0; }\n")
        .unwrap();
    let arguments = ["-shared", "-fPIC", "-o", liar.to_str().unwrap(), source.to_str().unwrap()];
    if run("cc", &arguments).is_none() {
        return skipped("no C compiler (cc)");
    }
    // A store that was there before the lies began: what is missing later was written under them.
    drop(
        Store::open(&victim.disk.at.join("store.db"), Options { reserve: 0, ..Options::default() }).unwrap(),
    );
    run("sync", &[]).unwrap();
    let after = victim.cut(Duration::from_millis(200), &[("LD_PRELOAD", &liar)]);
    let held = std::panic::catch_unwind(|| child::verify(&after.at.join("store.db"), &victim.promises));
    assert!(held.is_err(), "all {held:?} promises held without a single fsync: the method proves nothing");
}

fn fill_until_refused(store: &Store) -> CommitError {
    let mut version = Lsn::ZERO;
    for step in 0.. {
        // Rows of some size, so that the disk is full soon.
        let mut set = ChangeSet::new().put(sequence(1, step), version);
        for number in 0..50 {
            let id = store.next_outbox_id();
            set = set.put(outbox(id, number), Lsn::ZERO);
        }
        match store.commit(set) {
            Ok(lsn) => version = lsn,
            Err(error) => return error,
        }
        if step % 16 == 0 {
            std::thread::sleep(Duration::from_micros(500));
        }
    }
    unreachable!("the disk is not endless")
}

/// The disk fills behind the reserve's back: the store stops, promises nothing more, and what it promised is there.
#[test]
fn st_1_a_full_disk_breaks_no_promise() {
    let dir = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::of_memory(&dir.path().join("disk"), "size=24m") else {
        return skipped("no file system can be mounted here (it takes root)");
    };
    let (path, ballast) = (disk.at.join("store.db"), disk.at.join("ballast"));
    std::fs::write(&ballast, vec![1; 8 << 20]).unwrap();
    let options = Options { reserve: 0, ..Options::default() };
    let store = Store::open(&path, options.clone()).unwrap();
    assert_eq!(fill_until_refused(&store), CommitError::Stopped);
    let promised = store.durable().get();
    let reason = store.stats().failed.expect("a reason");
    assert!(reason.contains("disk"), "{reason}");
    assert!(promised > Lsn::ZERO);
    drop(store);
    std::fs::remove_file(&ballast).unwrap();
    let store = Store::open(&path, options).unwrap();
    assert!(store.durable().get() >= promised);
    assert!(store.get::<Sequence>(&imsi(1)).version >= promised);
}

/// ST-3: within the reserve writes are refused, reads go on, and room brings it back by itself.
#[test]
fn st_3_a_nearly_full_disk_refuses_writes_and_recovers() {
    let dir = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::of_memory(&dir.path().join("disk"), "size=64m") else {
        return skipped("no file system can be mounted here (it takes root)");
    };
    let ballast = disk.at.join("ballast");
    std::fs::write(&ballast, vec![1; 24 << 20]).unwrap();
    let options = Options { reserve: 24 << 20, look_at_disk: Duration::from_millis(2), ..Options::default() };
    let store = Store::open(&disk.at.join("store.db"), options).unwrap();
    assert_eq!(fill_until_refused(&store), CommitError::Full);
    assert!(store.get::<Sequence>(&imsi(1)).value.is_some());
    wait(&store, store.stats().last);
    std::fs::remove_file(&ballast).unwrap();
    wait_until(|| !store.stats().full);
    let version = store.get::<Sequence>(&imsi(1)).version;
    wait(&store, store.commit(ChangeSet::new().put(sequence(1, 9), version)).unwrap());
    assert!(store.stats().failed.is_none());
}
