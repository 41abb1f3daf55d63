-- Where subscribers were last seen, and who asked for it.
CREATE TABLE location (
    key INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    imsi TEXT GENERATED ALWAYS AS (printf('%0*d', key >> 56, key & 0xffffffffffffff)) VIRTUAL,
    facts TEXT NOT NULL
);

CREATE TABLE location_query (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    at INTEGER NOT NULL,
    asker TEXT NOT NULL,
    interface TEXT NOT NULL,
    imsi TEXT NOT NULL,
    said TEXT NOT NULL
);

-- Access that is not of 3GPP: which AAA server serves whom (SWx).
CREATE TABLE wlan_registration (
    key INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    imsi TEXT GENERATED ALWAYS AS (printf('%0*d', key >> 56, key & 0xffffffffffffff)) VIRTUAL,
    host TEXT NOT NULL,
    realm TEXT NOT NULL,
    user_name TEXT NOT NULL,
    registered INTEGER NOT NULL,
    since INTEGER NOT NULL,
    terminal TEXT,
    gateways TEXT NOT NULL
);
