//! The process as the kernel sees it: processor time, memory, descriptors. Read from /proc when the metrics are.

use std::fs;

/// Linux counts processor time in 1/100 s towards user space (USER_HZ), whatever the kernel's own tick is.
const TICKS_PER_SECOND: f64 = 100.0;

/// What `/proc/self` says; a field is `None` where there is no such file (not Linux).
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub(super) struct Usage {
    /// User and system time in seconds.
    pub(super) cpu_seconds: Option<f64>,
    /// Resident memory in octets.
    pub(super) resident: Option<i64>,
    /// Open descriptors.
    pub(super) descriptors: Option<i64>,
}

pub(super) fn usage() -> Usage {
    Usage {
        cpu_seconds: fs::read_to_string("/proc/self/stat").ok().as_deref().and_then(cpu_seconds),
        resident: fs::read_to_string("/proc/self/status").ok().as_deref().and_then(resident),
        descriptors: fs::read_dir("/proc/self/fd").ok().map(|entries| entries.count() as i64),
    }
}

/// Fields 14 and 15 of proc(5)'s stat; the second field (the command) may hold blanks, so count from its closing parenthesis.
fn cpu_seconds(stat: &str) -> Option<f64> {
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_ascii_whitespace().skip(11);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some((user + system) / TICKS_PER_SECOND)
}

fn resident(status: &str) -> Option<i64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: i64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_proc_says() {
        let stat = "42 (inn) keeper) S 1 42 42 0 -1 4194560 900 0 0 0 250 50 0 0 20 0 4 0 100 1 2 3";
        assert_eq!(cpu_seconds(stat), Some(3.0));
        assert_eq!(resident("Name:\tx\nVmRSS:\t    2048 kB\nThreads:\t4\n"), Some(2_097_152));
        assert_eq!(cpu_seconds("nonsense"), None);
        assert_eq!(resident(""), None);
    }
}
