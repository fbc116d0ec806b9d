-- What people want of a run that goes on: who asked for its stop and why, and who, later, for its kill. The run's own host reads it.
alter table runs add column stop jsonb;
