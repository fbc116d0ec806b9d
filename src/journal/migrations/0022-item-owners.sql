-- Whose items of its checklist are due, of each change: for the Home of those who own them. Rebuilt from facts at any time.
alter table changes add column item_owners text[] not null default '{}';
create index changes_by_item_owner on changes using gin (item_owners) where item_owners <> '{}';
