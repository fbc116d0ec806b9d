-- The runbook of a change among the listings: two changes that take the same lock in overlapping windows are told of each other.
alter table changes add column runbook text;
update changes c set runbook = (
  select f.payload -> 'content' ->> 'runbook' from facts f
   where f.team = c.team and f.stream = c.id and f.type in ('changeFiled', 'changeEdited')
   order by f.seq desc limit 1);
