-- A third thing to follow up: putting a ballot to those who may answer it.
alter table follow_ups drop constraint follow_ups_kind_check;
alter table follow_ups add constraint follow_ups_kind_check check (kind in ('wake', 'ask', 'run'));

-- The conversation a message stands in: direct messages have one of their own, which alone takes updates.
alter table deliveries add column posted_in text;

-- Ballots that are open already are put to their voters now; for those that closed nothing is left to do.
insert into follow_ups (team, key, change, kind, due_at, state, data)
select f.team, f.stream || '/' || f.seq || '/ask', f.stream, 'ask', f.at,
       case when exists (select 1 from facts c where c.team = f.team and c.stream = f.stream and c.type = 'ballotClosed'
                            and c.payload->>'ballot' = f.payload->>'ballot')
            then 'done' else 'pending' end,
       jsonb_build_object('ballot', (f.payload->>'ballot')::integer, 'nth', 0)
  from facts f where f.type = 'ballotOpened' and f.payload is not null;
