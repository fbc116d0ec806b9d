-- What each change left in its services, or is bringing there (in-service.ts): the newest row of a service says what runs. Rebuilt from
-- facts at any time. One that was rolled back has none, so that the former one speaks again.
create table in_service (
  team text not null,
  service text not null,
  change text not null,
  since timestamptz not null,
  standing text not null check (standing in ('runs', 'atWork', 'inDoubt')),
  commit text,
  release text,
  primary key (team, change, service)
);
create index in_service_newest on in_service (team, service, since desc);
-- Commits that begin alike, where a short one is compared.
create index in_service_commits on in_service (team, service, lower(left(commit, 7)));

-- What the changes left that there are.
insert into in_service (team, service, change, since, standing, commit, release)
select c.team, s.service, c.id, coalesce(c.ended_at, b.at),
       case when c.ending is null then 'atWork' when c.ending = 'implemented' then 'runs' else 'inDoubt' end,
       w.content->>'commit', v.release
  from changes c
  join lateral (
    select payload->'content' as content from facts f
     where f.team = c.team and f.stream = c.id and f.type in ('changeFiled', 'changeEdited') order by f.seq desc limit 1) w on true
  join lateral (
    select coalesce(nullif(w.content->'params'->>'release', ''), nullif(w.content->'params'->>'version', ''),
                    nullif(w.content->'params'->>'tag', '')) as release) v on true
  join lateral (
    select min(f.at) as at from facts f where f.team = c.team and f.stream = c.id and f.type = 'changeStarted') b on true
 cross join unnest(c.services) s (service)
 where coalesce(c.ending, '') <> 'rolledBack' and b.at is not null and (w.content ? 'commit' or v.release is not null)
   and (exists (select 1 from facts f where f.team = c.team and f.stream = c.id and f.type = 'workDone')
     or exists (select 1 from runs r where r.team = c.team and r.change = c.id and r.step = 'apply' and r.began_at is not null)
     or (c.runbook is null and exists (select 1 from facts f
          where f.team = c.team and f.stream = c.id and f.type = 'changeStarted' and (f.payload->>'confirmed')::boolean)));
