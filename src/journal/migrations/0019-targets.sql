-- Of a roll-out each run is on one target; where there is but one it has no name.
alter table runs add column target text not null default '';
alter table runs drop constraint runs_team_change_revision_schedule_occasion_step_attempt_key;
alter table runs add unique (team, change, revision, schedule, occasion, step, target, attempt);
