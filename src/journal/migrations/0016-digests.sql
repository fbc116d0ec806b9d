-- Notices that can wait, and that wait in numbers for one target, go as one message. `digest` is the key of the delivery that carries
-- it, its own key where it is that one; the others ride, and end when it does. One that could not go in a digest goes alone.
alter table deliveries
  add column routine boolean not null default false,
  add column digest text,
  add column alone boolean not null default false;
create index deliveries_digest on deliveries (team, digest) where digest is not null;
create index deliveries_waiting on deliveries (team, channel, medium, due_at) where kind = 'notice' and state = 'pending' and ts is null;
