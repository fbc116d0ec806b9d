-- Which change comes before each, and of which it is a part (ties.ts); rebuilt from facts at any time. No change that there is has either.
alter table changes add column follows text, add column part_of text;
create index changes_parts on changes (team, part_of) where part_of is not null;
