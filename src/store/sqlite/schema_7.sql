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

CREATE TABLE charging_session (
    key INTEGER PRIMARY KEY,
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
    call TEXT,
    grants TEXT NOT NULL,
    decided TEXT NOT NULL
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
