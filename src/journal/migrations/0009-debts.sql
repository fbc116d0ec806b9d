-- A fourth thing to follow up: whoever owes something is reminded, and what is overdue is escalated.
alter table follow_ups drop constraint follow_ups_kind_check;
alter table follow_ups add constraint follow_ups_kind_check check (kind in ('wake', 'ask', 'debt', 'run'));

-- What is owed already is chased from now on; what was paid since is found paid when its time comes.
insert into follow_ups (team, key, change, kind, due_at, data)
select f.team, f.stream || '/' || f.seq || '/debt-' || c.at, f.stream, 'debt',
       case c.at when 'due' then due.at else f.at + (due.at - f.at) / 2 end,
       jsonb_build_object('debt', (f.payload->>'debt')::integer, 'at', c.at)
  from facts f
 cross join lateral (select to_timestamp((f.payload->>'dueAt')::numeric / 1000.0) as at) due
 cross join (values ('half'), ('due')) c (at)
 where f.type = 'debtOwed' and f.payload is not null;
