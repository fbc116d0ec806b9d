-- What people typed into a form that was not sent, so that closing it or a refusal loses nothing. It is no part of the record:
-- no backup carries it, and it goes after a week.
create table drafts (
  team text not null,
  person text not null,
  form text not null,
  view text not null,
  typed jsonb not null,
  sent boolean not null default false,
  updated_at timestamptz not null,
  primary key (team, person, form)
);
create index drafts_old on drafts (updated_at);
