-- What the house's own accounts came to by postings that were old enough to go from the log.
CREATE TABLE carried_postings (
    log TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    before INTEGER NOT NULL,
    houses TEXT NOT NULL
) WITHOUT ROWID;
