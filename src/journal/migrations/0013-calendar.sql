-- The calendar's own stream, as it now stands, and its guard: whoever decides on a change holds this row shared, whoever declares
-- or lifts a freeze holds it alone. So a freeze is either seen by a decision, or comes after it. Rebuilt from facts at any time.
create table calendar (
  team text primary key,
  version integer not null,
  freezes jsonb not null
);

-- A fifth thing to follow up: a freeze was declared or lifted, and the changes it touches are told.
alter table follow_ups drop constraint follow_ups_kind_check;
alter table follow_ups add constraint follow_ups_kind_check check (kind in ('wake', 'ask', 'debt', 'freeze', 'run'));

-- What signs the links to the calendar feed; it is no fact, so a backup carries it.
create table feed_keys (team text primary key, key text not null);
