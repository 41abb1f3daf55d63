-- No table is another one. The journal and the outbox have entries that earlier versions cannot read: nodes that are behind, entries for one of several nodes.
SELECT 1;
