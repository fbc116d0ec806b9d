-- The questions that wait for an answer, for the inbox of those who may give it; rebuilt from facts at any time. A closed one leaves.
create table open_ballots (
  team text not null,
  change text not null,
  ballot integer not null,
  question text not null,
  -- Who is asked: roles, and by their ids those whom a vote was delegated to.
  asked text[] not null,
  -- Who answered, or passed the answer on.
  answered text[] not null,
  -- Who edited the change last.
  editor text not null,
  deadline timestamptz,
  primary key (team, change, ballot)
);
create index open_ballots_by_asked on open_ballots using gin (asked);

-- A person's open changes, and what is under way.
create index changes_open_by_requester on changes (team, requester, opens_at, number)
  where status not in ('closed', 'rejected', 'withdrawn');
create index changes_open_by_implementer on changes (team, implementer, opens_at, number)
  where status not in ('closed', 'rejected', 'withdrawn');
create index changes_running on changes (team, opens_at, number) where status in ('implementing', 'rollingBack', 'watching');

-- What was open before there was this list. Nothing was delegated then.
with opened as (
  select team, stream, payload, (payload->>'ballot')::integer as ballot from facts f
   where type = 'ballotOpened' and payload is not null
     and not exists (select 1 from facts c where c.team = f.team and c.stream = f.stream and c.type = 'ballotClosed'
                        and c.payload->>'ballot' = f.payload->>'ballot'))
insert into open_ballots (team, change, ballot, question, asked, answered, editor, deadline)
select o.team, o.stream, o.ballot, o.payload->>'question',
       array(select r->>'role' from jsonb_array_elements(o.payload->'requirements') with ordinality as x(r, i) order by i),
       array(select distinct v.payload->>'voter' collate "C" from facts v
              where v.team = o.team and v.stream = o.stream and v.type = 'voteCast'
                and (v.payload->>'ballot')::integer = o.ballot order by 1),
       coalesce((select f.payload->>'editor' from facts f
                  where f.team = o.team and f.stream = o.stream and f.type = 'changeEdited' and f.payload is not null
                  order by f.seq desc limit 1), c.requester),
       to_timestamp((o.payload->>'deadline')::double precision / 1000)
  from opened o join changes c on c.team = o.team and c.id = o.stream;
