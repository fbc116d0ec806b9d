-- How long the restore test of a backup took: what going back is reckoned with from then on (000-BKP-15).
alter table runs add column restore_ms double precision;
