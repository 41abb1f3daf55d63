//! Threads that nobody waits for let those go first that somebody does.

/// The last there is: whoever wakes up goes first. Where all processors are busy it is a sixtieth of what others get, and at full load still enough for the checkpointer.
const NICE: i32 = 19;

/// Has the calling thread yield to all others, of other processes too, as long as it lives; without effect where that is not granted. Not for a thread that takes a lock
/// which others want: they would stand behind it.
pub(super) fn yield_to_others() {
    // On Linux a nice value is a thread's, and zero the calling one.
    let _ = rustix::process::setpriority_process(None, NICE);
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::process::getpriority_process;

    #[test]
    fn a_thread_that_yields_leaves_the_others_as_they_were() {
        let before = getpriority_process(None).unwrap();
        let yielding = std::thread::spawn(|| {
            yield_to_others();
            getpriority_process(None).unwrap()
        });
        assert_eq!((yielding.join().unwrap(), getpriority_process(None).unwrap()), (NICE, before));
    }
}
