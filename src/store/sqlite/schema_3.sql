-- The EPS: what is provisioned, and which nodes serve.
CREATE TABLE eps_subscription (
    key INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    imsi TEXT GENERATED ALWAYS AS (printf('%0*d', key >> 56, key & 0xffffffffffffff)) VIRTUAL,
    profile TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    additional_msisdns TEXT NOT NULL,
    charging_characteristics INTEGER,
    ambr TEXT,
    addresses TEXT NOT NULL
);

CREATE TABLE eps_registration (
    key INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    imsi TEXT GENERATED ALWAYS AS (printf('%0*d', key >> 56, key & 0xffffffffffffff)) VIRTUAL,
    mme TEXT,
    sgsn TEXT,
    gateways TEXT NOT NULL
);

-- What operators ask: who is attached, where, since when.
CREATE VIEW attached AS
SELECT imsi, json_extract(mme, '$.host') AS mme, json_extract(mme, '$.visited') AS visited,
       json_extract(mme, '$.purged') AS purged, datetime(json_extract(mme, '$.since') / 1000, 'unixepoch') AS since,
       json_extract(mme, '$.terminal.imei') AS imei
FROM eps_registration WHERE mme IS NOT NULL;
