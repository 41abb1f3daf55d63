-- Charging data records on their way to charging gateways (GTP'): the packets that are not done.
CREATE TABLE transfer_queue (
    way TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    restarts INTEGER NOT NULL,
    next INTEGER NOT NULL,
    numbers TEXT NOT NULL,
    packets TEXT NOT NULL
) WITHOUT ROWID;
