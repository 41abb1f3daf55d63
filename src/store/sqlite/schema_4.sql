-- What application servers keep here of a public identity, and what of it they want to hear (Sh).
CREATE TABLE repository_data (
    identity TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    holder TEXT,
    entries TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE sh_subscription (
    identity TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    holder TEXT,
    entries TEXT NOT NULL
) WITHOUT ROWID;
