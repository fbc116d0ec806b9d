-- How a change ended stays known after it was closed, and the change log reads the newest windows first.
alter table changes add column ending text;
update changes c set ending = (
  select f.payload->>'ending' from facts f
   where f.team = c.team and f.stream = c.id and f.type = 'changeEnded' order by f.seq desc limit 1
);
create index changes_by_window on changes (team, opens_at desc, number desc);
