-- Changes that were made before anybody wrote them down: who records another looks for those of the same cause.
alter table changes add column recorded boolean not null default false;
create index changes_recorded on changes (team, opens_at desc) where recorded;
