-- How the last changes by a runbook ended, which is looked up whenever a form is drawn.
create index changes_ended_by_runbook on changes (team, runbook, ended_at desc) where ending is not null;
