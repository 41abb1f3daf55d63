//! The process under load: found by its listening port, measured by what the kernel accounts to it.

use std::{fs, net::SocketAddr, path::Path, time::Duration};

/// A process on this machine.
#[derive(Debug, Clone, Copy)]
pub(super) struct Process {
    pid: u32,
}

/// What a process has used so far, all its threads.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Usage {
    /// User and system time.
    pub(super) cpu: Duration,
    /// Memory that is resident now, in octets.
    pub(super) resident: u64,
}

impl Process {
    /// The process `pid`.
    pub(super) const fn new(pid: u32) -> Self {
        Self { pid }
    }

    /// Who listens at `address` on this machine, as far as we may look: the owner of the socket in `/proc`.
    pub(super) fn listening_at(address: SocketAddr) -> Option<Self> {
        let table = if address.is_ipv4() { "/proc/net/tcp" } else { "/proc/net/tcp6" };
        let inode = fs::read_to_string(table)
            .ok()?
            .lines()
            .skip(1)
            .find_map(|line| listener(line, address.port()))?;
        let socket = format!("socket:[{inode}]");
        let holds = |pid: &u32| {
            fs::read_dir(format!("/proc/{pid}/fd")).is_ok_and(|fds| {
                fds.flatten().any(|fd| fs::read_link(fd.path()).is_ok_and(|to| to == Path::new(&socket)))
            })
        };
        let processes = fs::read_dir("/proc")
            .ok()?
            .flatten()
            .filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        processes.into_iter().find(holds).map(Self::new)
    }

    /// Its number.
    pub(super) const fn pid(self) -> u32 {
        self.pid
    }

    /// What it has used; `None` when it is gone.
    pub(super) fn usage(self) -> Option<Usage> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.pid)).ok()?;
        // The command's name may hold anything, parentheses too: fields are counted from the last one.
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let ticks: u64 = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
        let pages: u64 = fields.get(21)?.parse().ok()?;
        let per_second = rustix::param::clock_ticks_per_second();
        let cpu = Duration::from_nanos(ticks.saturating_mul(1_000_000_000 / per_second.max(1)));
        Some(Usage { cpu, resident: pages * rustix::param::page_size() as u64 })
    }
}

/// The inode of a row of `/proc/net/tcp`, if it is a socket that listens at `port`.
fn listener(row: &str, port: u16) -> Option<u64> {
    let fields: Vec<&str> = row.split_whitespace().collect();
    let at = u16::from_str_radix(fields.get(1)?.rsplit_once(':')?.1, 16).ok()?;
    const LISTEN: &str = "0A";
    (at == port && *fields.get(3)? == LISTEN).then(|| fields.get(9)?.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_itself_by_its_listening_port_and_has_used_something() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let process = Process::listening_at(listener.local_addr().unwrap()).unwrap();
        assert_eq!(process.pid(), std::process::id());
        assert!(process.usage().unwrap().resident > 0);
    }
}
