-- The journal and the outbox have entries that earlier versions cannot read: nodes that are behind, entries for one of several nodes.
-- Who pays, for whom, and what is under way (charging).
CREATE TABLE account (
    key INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    currency TEXT NOT NULL,
    terms TEXT NOT NULL,
    plan TEXT NOT NULL,
    active INTEGER NOT NULL,
    opening INTEGER NOT NULL,
    balance INTEGER NOT NULL,
    reserved INTEGER NOT NULL,
    postings INTEGER NOT NULL,
    buckets TEXT NOT NULL,
    next_bucket INTEGER NOT NULL,
    sessions INTEGER NOT NULL,
    opened INTEGER NOT NULL
);

CREATE TABLE charging_subscription (
    key INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    imsi TEXT GENERATED ALWAYS AS (printf('%0*d', key >> 56, key & 0xffffffffffffff)) VIRTUAL,
    account INTEGER NOT NULL,
    home TEXT
);

-- A session's key is a hash: rows have numbers of their own, so that new ones lie side by side. call, decided, facts: as records::{Packed, Decisions} have them.
CREATE TABLE charging_session (
    id INTEGER PRIMARY KEY,
    key INTEGER NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    session_id TEXT NOT NULL,
    host TEXT NOT NULL,
    realm TEXT NOT NULL,
    account INTEGER NOT NULL,
    imsi TEXT NOT NULL,
    context INTEGER NOT NULL,
    opened INTEGER NOT NULL,
    heard INTEGER NOT NULL,
    deadline INTEGER NOT NULL,
    ended TEXT,
    call BLOB NOT NULL,
    grants TEXT NOT NULL,
    refunded INTEGER NOT NULL,
    forgotten INTEGER,
    decided BLOB NOT NULL,
    facts BLOB,
    records INTEGER NOT NULL,
    adopted INTEGER NOT NULL
);

CREATE TABLE accounting_session (
    key INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    session_id TEXT NOT NULL,
    host TEXT NOT NULL,
    realm TEXT NOT NULL,
    phase TEXT NOT NULL,
    began INTEGER NOT NULL,
    opened INTEGER NOT NULL,
    heard INTEGER NOT NULL,
    deadline INTEGER NOT NULL,
    requests TEXT NOT NULL,
    records INTEGER NOT NULL,
    incomplete TEXT NOT NULL,
    retransmitted INTEGER NOT NULL,
    facts TEXT,
    used TEXT NOT NULL,
    imsi TEXT,
    call BLOB NOT NULL,
    visited_known INTEGER NOT NULL
);

-- Append-only logs: a row has the entries of one batch, or a part of them. The log's number is in the top octet of the id, the number of the
-- row's first entry below. octets: of all payloads of the log up to this one's end. hash: SHA-256 of the hash of the row before, of the log's
-- number (an octet), first, count, first_lsn, last_lsn and octets (eight octets each, the highest first), and of the payload.
CREATE TABLE log (
    id INTEGER PRIMARY KEY,
    log INTEGER GENERATED ALWAYS AS (id >> 56) VIRTUAL,
    first INTEGER GENERATED ALWAYS AS (id & 0xffffffffffffff) VIRTUAL,
    count INTEGER NOT NULL,
    first_lsn INTEGER NOT NULL,
    last_lsn INTEGER NOT NULL,
    octets INTEGER NOT NULL,
    hash BLOB NOT NULL,
    payload BLOB NOT NULL
);

-- Where a log begins once its old end was pruned: the number of its first entry, octets and hash of the row that came before.
CREATE TABLE log_anchor (
    log INTEGER PRIMARY KEY,
    number INTEGER NOT NULL,
    octets INTEGER NOT NULL,
    hash BLOB NOT NULL
);

-- Orders that moved money, by their idempotency keys.
CREATE TABLE ledger_order (
    order_key TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    account INTEGER NOT NULL,
    digest INTEGER NOT NULL,
    at INTEGER NOT NULL,
    balance INTEGER NOT NULL,
    currency TEXT NOT NULL
) WITHOUT ROWID;

-- Records that may not be charged as they are: of sessions whose home place is not what the charging side's table says.
CREATE TABLE suspense (
    key INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    session_id TEXT NOT NULL,
    host TEXT NOT NULL,
    account INTEGER,
    imsi TEXT,
    context INTEGER NOT NULL,
    opened INTEGER NOT NULL,
    held INTEGER NOT NULL,
    call TEXT NOT NULL,
    waiting TEXT NOT NULL,
    uses TEXT NOT NULL,
    refunded INTEGER NOT NULL,
    settled INTEGER
);

-- How far the charging data records have left, by way: the first that has not, and the numbers of the first and the last of what left last.
CREATE TABLE export_cursor (
    way TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    next INTEGER NOT NULL,
    last TEXT
) WITHOUT ROWID;

-- Who called away from home, by day, and which calls were counted lately.
CREATE TABLE roamer_day (
    day INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    calls TEXT NOT NULL
);

CREATE TABLE counted_call (
    key INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    at INTEGER NOT NULL
);
