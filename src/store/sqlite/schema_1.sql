-- What the store knows of itself: mark (the tables hold every change up to this LSN), epoch (how often it was opened).
CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES ('mark', 0), ('epoch', 0);

-- Changes newer than the mark, in order: consecutive change sets from LSN first to last. With a stage: the switch of an import.
CREATE TABLE journal (first INTEGER PRIMARY KEY, last INTEGER NOT NULL, stage INTEGER, payload BLOB NOT NULL);

-- Parts of imports, until they are in the tables or given up.
CREATE TABLE staged (id INTEGER PRIMARY KEY, stage INTEGER NOT NULL, payload BLOB NOT NULL);

-- Keys are packed digits: the count of digits in the top octet, the number below.
CREATE TABLE subscriber (
    key INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    imsi TEXT GENERATED ALWAYS AS (printf('%0*d', key >> 56, key & 0xffffffffffffff)) VIRTUAL,
    msisdn TEXT,
    domain TEXT NOT NULL,
    template TEXT,
    roaming TEXT NOT NULL,
    algorithm TEXT,
    amf INTEGER,
    keys BLOB,
    services TEXT NOT NULL
);

CREATE TABLE registration (
    key INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    imsi TEXT GENERATED ALWAYS AS (printf('%0*d', key >> 56, key & 0xffffffffffffff)) VIRTUAL,
    services TEXT NOT NULL
);

CREATE TABLE sequence (
    key INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    imsi TEXT GENERATED ALWAYS AS (printf('%0*d', key >> 56, key & 0xffffffffffffff)) VIRTUAL,
    seq INTEGER NOT NULL,
    requesters TEXT NOT NULL
);

CREATE TABLE public_service (
    identity TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    private_identity TEXT NOT NULL,
    profile TEXT NOT NULL,
    active INTEGER NOT NULL,
    application_server TEXT,
    scscf_set TEXT,
    scscf TEXT
) WITHOUT ROWID;

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    due INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    task TEXT NOT NULL
);
