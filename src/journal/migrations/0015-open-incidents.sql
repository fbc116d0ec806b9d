-- The open incidents of each service, and its guard: whoever decides on a change holds the rows of its services shared, whoever declares
-- an incident or ends one holds them alone. So an incident is either seen by a decision, or comes after it. Rebuilt from facts at any time.
create table open_incidents (
  team text not null,
  service text not null,
  -- Oldest first: which change each is of, every service it is on, since when (epoch ms), who answers for it.
  incidents jsonb not null default '[]',
  primary key (team, service)
);

-- Those that are open already.
insert into open_incidents (team, service, incidents)
select c.team, s.service,
       jsonb_agg(jsonb_build_object('change', c.id, 'services', to_jsonb(c.services),
                                    'since', (extract(epoch from d.at) * 1000)::bigint, 'holder', c.implementer) order by d.at, c.id)
  from changes c
  join facts d on d.team = c.team and d.stream = c.id and d.type = 'incidentDeclared'
 cross join unnest(c.services) s (service)
 where c.status = 'failed'
   and not exists (select 1 from facts r where r.team = c.team and r.stream = c.id and r.type = 'incidentResolved')
 group by c.team, s.service;

-- A sixth thing to follow up: an incident was declared, is over, or has an emergency, and the changes concerned are told.
alter table follow_ups drop constraint follow_ups_kind_check;
alter table follow_ups add constraint follow_ups_kind_check check (kind in ('wake', 'ask', 'debt', 'freeze', 'incident', 'run'));

-- The changes that an incident stops which is open already are told of it now; one that is over stopped nothing.
insert into follow_ups (team, key, change, kind, due_at, state, data)
select f.team, f.stream || '/' || f.seq || '/incident', f.stream, 'incident', f.at,
       case when exists (select 1 from open_incidents o where o.team = f.team and o.incidents @> jsonb_build_array(jsonb_build_object('change', f.stream)))
            then 'pending' else 'done' end,
       jsonb_build_object('incident', f.stream, 'became', case f.type when 'incidentDeclared' then 'open' else 'over' end)
  from facts f
 where f.type in ('incidentDeclared', 'incidentResolved') and f.payload is not null;

-- Where links to messages lead.
alter table workspace add column url text;

-- Below which headline, or which incident's message, a reply stands.
drop index deliveries_headline_at;
create index deliveries_thread_at on deliveries (team, (coalesce(posted_in, channel)), ts)
  where (kind = 'headline' or view = 'handOver') and ts is not null;
