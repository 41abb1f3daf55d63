//! Threads that nobody waits for let those go first that somebody does.

/// Behind others, and yet with a tenth of what one of them gets: work that is put off for ever becomes the writer's.
const NICE: i32 = 19;

/// Has the calling thread yield the processor to all others of the machine's; without effect where that is not granted. Not for a thread that takes a lock which others want: they
/// would stand behind it.
pub(super) fn yield_to_others() {
    // On Linux a nice value is a thread's, and zero the calling one.
    let _ = rustix::process::setpriority_process(None, NICE);
}
