-- What is owed of changes that can still owe it, for those who owe it and for everybody; rebuilt from facts at any time. What is paid leaves.
create table open_debts (
  team text not null,
  change text not null,
  debt integer not null,
  what text not null,
  -- Of an override: which gate and why.
  detail text,
  owner text not null,
  owed_at timestamptz not null,
  due_at timestamptz not null,
  escalated boolean not null,
  primary key (team, change, debt)
);
create index open_debts_by_owner on open_debts (team, owner, due_at);
create index open_debts_by_due on open_debts (team, due_at);

-- What was owed before there was this list.
insert into open_debts (team, change, debt, what, detail, owner, owed_at, due_at, escalated)
select f.team, f.stream, (f.payload->>'debt')::integer, f.payload->>'what', f.payload->>'detail', f.payload->>'owner', f.at,
       to_timestamp((f.payload->>'dueAt')::double precision / 1000),
       exists (select 1 from facts e where e.team = f.team and e.stream = f.stream and e.type = 'debtEscalated'
                  and e.payload->>'debt' = f.payload->>'debt')
  from facts f join changes c on c.team = f.team and c.id = f.stream
 where f.type = 'debtOwed' and f.payload is not null and c.status not in ('closed', 'rejected', 'withdrawn')
   and not exists (select 1 from facts p where p.team = f.team and p.stream = f.stream and p.type = 'debtPaid'
                      and p.payload->>'debt' = f.payload->>'debt');

-- A bulletin is a delivery of no change, and so of no fact: what the calendar has the bot say, or the operator is to know.
alter table deliveries alter column change drop not null;
alter table deliveries add constraint deliveries_of_a_fact check ((change is null) = (seq = 0));
