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
