-- What operators ask: one row per service and per identity.
CREATE VIEW service AS
SELECT imsi, json_extract(value, '$.sic') AS sic, json_extract(value, '$.impi') AS impi,
       json_extract(value, '$.scheme') AS scheme, json_extract(value, '$.enabled') AS enabled,
       json_extract(value, '$.scscf') AS scscf_set
FROM subscriber, json_each(services);

CREATE VIEW identity AS
SELECT imsi, json_extract(service.value, '$.sic') AS sic, json_extract(identity.value, '$.impu') AS impu,
       json_extract(identity.value, '$.set') AS "set", json_extract(identity.value, '$.barred') AS barred,
       json_extract(identity.value, '$.profile') AS profile
FROM subscriber, json_each(services) AS service, json_each(service.value, '$.identities') AS identity;

CREATE VIEW registered AS
SELECT imsi, json_extract(service.value, '$.sic') AS sic, json_extract(service.value, '$.scscf.name') AS scscf,
       json_extract(state.value, '$.set') AS "set", json_extract(state.value, '$.state') AS state,
       datetime(json_extract(state.value, '$.since') / 1000, 'unixepoch') AS since
FROM registration, json_each(services) AS service, json_each(service.value, '$.sets') AS state;
