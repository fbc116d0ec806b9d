-- What each change that ended tells of how changes go (figures/measure.ts); rebuilt from facts at any time. A measure that is null is
-- still to be made: the bot makes those of the changes that ended before there was this table, and after a migration that asks for more.
create table measures (
  team text not null,
  change text not null,
  ended_at timestamptz not null,
  measure jsonb,
  primary key (team, change)
);
create index measures_by_end on measures (team, ended_at);
create index measures_unmade on measures (team, change) where measure is null;

insert into measures (team, change, ended_at)
select team, id, ended_at from changes where ended_at is not null
 union all
select c.team, c.id, w.at from changes c
  join facts w on w.team = c.team and w.stream = c.id and w.type = 'changeWithdrawn'
 where c.status = 'withdrawn' and c.ended_at is null
   and exists (select 1 from facts a where a.team = c.team and a.stream = c.id and a.type = 'changeApproved');

-- When each change last did something to a service: ended there, or was rehearsed. Rebuilt from facts at any time.
create table service_times (
  team text not null,
  service text not null,
  change text not null,
  ended_at timestamptz,
  rehearsed_at timestamptz,
  primary key (team, change, service)
);
create index service_times_ended on service_times (team, service, ended_at desc) where ended_at is not null;
create index service_times_rehearsed on service_times (team, service, rehearsed_at desc) where rehearsed_at is not null;

insert into service_times (team, service, change, ended_at, rehearsed_at)
select c.team, s.service, c.id, c.ended_at, r.at
  from changes c
  left join lateral (
    select max(f.at) as at from facts f where f.team = c.team and f.stream = c.id and f.type = 'changeRehearsed') r on true
 cross join unnest(c.services) s (service)
 where c.ended_at is not null or r.at is not null
    on conflict do nothing;

-- What could not be said, for whoever counts it.
create index deliveries_dead on deliveries (team, due_at) where state = 'dead';
