-- 6
-- What few EPS contracts have: barring, zones, usage type, a SIM in place of a USIM.
ALTER TABLE eps_subscription ADD COLUMN further TEXT;
-- Which services of a public identity application servers switched on and off (Sh).
CREATE TABLE dsai (
    identity TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    holder TEXT,
    entries TEXT NOT NULL
) WITHOUT ROWID;
