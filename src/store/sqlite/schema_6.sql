-- 6
-- What few EPS contracts have: barring, zones, usage type, a SIM in place of a USIM.
ALTER TABLE eps_subscription ADD COLUMN further TEXT;
