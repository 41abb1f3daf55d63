//! Every metric's name, help and labels, in one table. `docs/metrics.md` shows the same table, and a test compares them.

/// What a metric is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Only grows.
    Counter,
    /// Goes up and down.
    Gauge,
    /// A distribution.
    Histogram,
}

impl Kind {
    /// The word Prometheus has for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
        }
    }
}

/// One metric: its name, what it is, its labels, its meaning.
#[derive(Debug, Clone, Copy)]
pub struct Name {
    /// As it is exported.
    pub name: &'static str,
    /// Counter, gauge or histogram.
    pub kind: Kind,
    /// Label names, in order.
    pub labels: &'static [&'static str],
    /// One sentence.
    pub help: &'static str,
}

macro_rules! names {
    ($($constant:ident = $name:literal $kind:ident [$($label:literal),*] $help:literal;)*) => {
        $(#[doc = $help] pub const $constant: Name =
            Name { name: $name, kind: Kind::$kind, labels: &[$($label),*], help: $help };)*

        /// All of them, in the order of `docs/metrics.md`.
        pub const ALL: &[Name] = &[$($constant),*];
    };
}

names! {
    REQUESTS = "innkeeper_diameter_requests_total" Counter ["application", "command", "direction"]
        "Diameter requests that were finished; direction in: received, out: sent.";
    ANSWERS = "innkeeper_diameter_answers_total" Counter ["application", "command", "direction", "result"]
        "Diameter answers by result: a Result-Code as 5001, an Experimental-Result as 10415:5001 (vendor first), none where none came; direction in: received, out: sent.";
    ANSWER_SECONDS = "innkeeper_diameter_answer_seconds" Histogram ["application", "command"]
        "From a request's arrival until its answer, durable, is handed to the socket.";
    UNREADABLE = "innkeeper_diameter_unreadable_total" Counter ["command"]
        "Requests whose AVPs could not be read: answered with what is wrong.";
    DUPLICATES = "innkeeper_diameter_duplicates_total" Counter []
        "Requests with the T flag that had been here before.";
    PEER_STATE = "innkeeper_diameter_peer_open" Gauge ["peer"]
        "1 while a connection with the peer is open; 0 for a configured peer without.";
    PEER_REFUSED = "innkeeper_diameter_peer_refused_total" Counter ["reason"]
        "Connections and capabilities exchanges that were refused.";
    STORE_COMMITS = "innkeeper_store_commits_total" Counter []
        "Durable transactions.";
    STORE_COMMIT_SECONDS = "innkeeper_store_commit_seconds" Histogram []
        "Time of one durable transaction, its fsync included.";
    STORE_COMMIT_CHANGES = "innkeeper_store_commit_change_sets" Histogram []
        "Change sets gathered into one durable transaction.";
    STORE_LSN = "innkeeper_store_lsn" Gauge ["mark"]
        "Log sequence numbers: last (in memory), durable (on disk), swept (in the tables).";
    STORE_JOURNAL = "innkeeper_store_journal_rows" Gauge []
        "Journal rows not yet swept to the tables: what a restart would replay.";
    STORE_RECORDS = "innkeeper_store_records" Gauge ["kind"]
        "Records in the store, by kind.";
    STORE_BYTES = "innkeeper_store_bytes" Gauge ["part"]
        "Octets of the database, of its write-ahead log, and free on its disk.";
    STORE_LOG_ENTRIES = "innkeeper_store_log_entries" Gauge ["log"]
        "Entries of the append-only logs, without those that were pruned.";
    STORE_LOG_BYTES = "innkeeper_store_log_bytes" Gauge ["log"]
        "Octets of these entries, before they are compressed on the disk.";
    STORE_WRITABLE = "innkeeper_store_writable" Gauge []
        "1 while changes are taken, 0 while the disk is nearly full or has failed.";
    OUTBOX = "innkeeper_outbox_entries" Gauge []
        "What is still to be done on the network (RTR, PPR, CLR, IDR, PNR; RTR and PPR to AAA servers too).";
    LOCATION_QUESTIONS = "innkeeper_location_questions_total" Counter ["answer"]
        "Questions where a subscriber is: remembered, asked (a node told), positioned (an MME told over SLg), missed (none could), denied.";
    LOCATION_REPORTS = "innkeeper_location_reports_total" Counter ["event"]
        "Location reports of MMEs (SLg) whose place was believed, by their Location-Event.";
    CHARGING_UNUSUAL = "innkeeper_charging_unusual_total" Counter ["what"]
        "Credit control requests that were not what they should be: repeated (and answered as before), conflict (another content under a number that was used), disbelieved (more time than has passed), uncollected (used, and not paid), home-unknown and visited-unknown (of a session that begins).";
    CHARGING_HELD = "innkeeper_charging_held_total" Counter ["reason"]
        "Sessions that went ahead at the verified home's rate, were refused, or (offline) have their records put aside, because the home place is not what the charging side's table says: disagreement, no-such-place, not-in-table, no-home.";
    ROAMER_CALLS = "innkeeper_roamer_calls_total" Counter ["home", "visited", "role"]
        "Calls of parties who were away from home, counted since the start, by home and visited place at the level of the jurisdiction (or above) and role: caller, called, forwarding.";
    ACCOUNTING_UNUSUAL = "innkeeper_accounting_unusual_total" Counter ["what"]
        "Accounting requests that were not what they should be, and losses: repeated (and answered as before), repeated-start, start-lost, stop-lost (nothing was heard for too long), late (after the end).";
    NOTICES = "innkeeper_notices_total" Counter ["outcome"]
        "Tries to post a notice that an account has little left: done, failed (it is posted again).";
    CHARGING_ORDERS = "innkeeper_charging_orders_total" Counter ["order", "outcome"]
        "Orders to clients of sessions that are charged online: reauthorize (RAR, after a top-up) and abort (ASR), by what came of each try: done, needless (the session ended or its client came by itself), unknown (the client does not know the session), not-served, refused, silent, unreachable.";
    GTP_ANSWERS = "innkeeper_gtp_answers_total" Counter ["message", "cause"]
        "GTPv2-C requests that were answered, by message and the Cause of the answer; none where it has none.";
    GTP_REPEATED = "innkeeper_gtp_repeated_total" Counter []
        "GTPv2-C requests that came again, and got the same answer again.";
    GTP_DISCARDED = "innkeeper_gtp_discarded_total" Counter ["reason"]
        "Datagrams discarded by a GTP listener: unreadable, unexpected (a message that is not for us), stranger (no address of the listener's), failed (a bug).";
    GTP_OTHER_VERSIONS = "innkeeper_gtp_other_versions_total" Counter ["answer"]
        "Datagrams of other versions of GTP; answer: told (Version Not Supported), none.";
    GTP_MIRRORED = "innkeeper_gtp_mirrored_total" Counter ["message"]
        "Messages between others that were overheard, by message.";
    GTP_MIRROR_MISSES = "innkeeper_gtp_mirror_misses_total" Counter ["message"]
        "Overheard places that could not be told whose, by message: the session's beginning was not overheard.";
    GTP_HINTS = "innkeeper_gtp_hints_total" Counter ["source"]
        "Places of subscribers learnt over GTP; source: notified, mirrored.";
    GTP_PEER_RESTARTS = "innkeeper_gtp_peer_restarts_total" Counter []
        "GTP peers whose restart counter has grown.";
    GTP_PATH_UP = "innkeeper_gtp_path_up" Gauge ["peer"]
        "1 while a configured GTP peer answers Echo Requests, 0 once it does not.";
    GTP_UNSENT = "innkeeper_gtp_unsent_total" Counter []
        "GTP messages that the system did not take.";
    ACCOUNTS = "innkeeper_accounts" Gauge []
        "Accounts that there are.";
    SUSPENSE = "innkeeper_suspense_entries" Gauge []
        "Sessions whose records are held, for their home place is not what the charging side's table says: each waits for an operator.";
    RECORDS_WAITING = "innkeeper_records_waiting" Gauge ["way"]
        "Charging data records that have not left yet, by way: json (in files of JSON Lines), ber (in files of TS 32.297), gtp-prime (to charging gateways).";
    GA_GATEWAY_UP = "innkeeper_ga_gateway_up" Gauge ["gateway"]
        "1 while a charging gateway (GTP′) is taken for up, 0 while it is not.";
    GA_PACKETS = "innkeeper_ga_packets_total" Counter ["what"]
        "Packets of charging data records that were copied (sent to another charging gateway as possibly duplicated), or refused by a charging gateway for good.";
    RECORDS_FILES = "innkeeper_records_files_total" Counter ["way"]
        "Files of charging data records that were written, by way.";
    RECORDS_WRITTEN = "innkeeper_records_written_total" Counter ["way"]
        "Charging data records that left, by way.";
    LEDGER_ORDERS = "innkeeper_ledger_orders_total" Counter ["order"]
        "Orders that moved money: top-up, adjust. One that came again moved nothing, and is not counted.";
    IMPORT_LINES = "innkeeper_import_lines_total" Counter ["result"]
        "Lines of imports: read, bad, applied.";
    ADMIN_REQUESTS = "innkeeper_admin_requests_total" Counter ["status"]
        "Requests to the admin API, by the class of their status.";
    TRACES = "innkeeper_trace_listeners" Gauge []
        "Subscriber traces that are being watched now.";
    TRACE_DROPPED = "innkeeper_trace_dropped_total" Counter []
        "Trace events dropped because a listener read too slowly.";
    PANICS = "innkeeper_panics_total" Counter []
        "Bugs that ended one request instead of the daemon. Anything but 0 deserves a report.";
    RELOADS = "innkeeper_config_reloads_total" Counter ["result"]
        "Reloads of the configuration: applied or refused.";
    CPU = "process_cpu_seconds_total" Counter []
        "Processor time of the daemon, user and system, in seconds.";
    RSS = "process_resident_memory_bytes" Gauge []
        "Resident memory of the daemon, in octets.";
    OPEN_FDS = "process_open_fds" Gauge []
        "Open file descriptors of the daemon.";
    START_TIME = "process_start_time_seconds" Gauge []
        "When the daemon was started, in seconds since 1970.";
    BUILD = "innkeeper_build_info" Gauge ["version"]
        "1; the label says which version runs.";
}
