-- The record. Every key carries the Slack team id. Instants are timestamptz; "due" and "now" are app.now(), except leases and
-- pacing, which count real time (clock_timestamp) because a skipped clock must not shorten them.

create table app.clock (sole boolean primary key default true check (sole), shift interval not null default '0');
insert into app.clock default values;

-- Stable, although it is not quite: only so may an index answer what is due without looking at all that is not.
create function app.now() returns timestamptz language sql stable as
  $$ select clock_timestamp() + shift from app.clock $$;

-- The one workspace this record belongs to.
create table workspace (
  sole boolean primary key default true check (sole),
  team text not null,
  bot_id text not null,
  bot_user_id text not null
);

-- Facts are for ever: a chain per stream over payload digests, so that a payload can be erased without breaking it.
create table facts (
  team text not null,
  stream text not null,
  seq integer not null check (seq > 0),
  type text not null,
  at timestamptz not null,
  by text not null,
  surface text not null,
  intent text not null,
  payload jsonb,
  payload_digest text not null,
  previous text not null,
  hash text not null,
  primary key (team, stream, seq)
);

-- The inbox: an intent is heard once, and heard again it gets the same answer.
create table intents (
  team text not null,
  id text not null,
  at timestamptz not null,
  stream text not null,
  type text not null,
  by text not null,
  surface text not null,
  outcome jsonb not null,
  primary key (team, id)
);
create index intents_by_stream on intents (team, stream, at);

create table counters (team text not null, name text not null, value integer not null, primary key (team, name));

-- What a list shows of a change; rebuilt from facts at any time.
create table changes (
  team text not null,
  id text not null,
  number integer not null,
  version integer not null,
  status text not null,
  title text not null,
  kind text not null,
  risk text not null,
  services text[] not null,
  requester text not null,
  implementer text not null,
  opens_at timestamptz not null,
  closes_at timestamptz not null,
  ended_at timestamptz,
  primary key (team, id)
);
create unique index changes_by_number on changes (team, number desc);
create index changes_open on changes (team, opens_at, number) where status not in ('closed', 'rejected', 'withdrawn');
create index changes_by_service on changes using gin (services);
create index changes_by_requester on changes (team, requester, opens_at, number);

-- What must be done because of a fact, and when.
create table follow_ups (
  team text not null,
  key text not null,
  change text not null,
  kind text not null check (kind in ('wake', 'run')),
  due_at timestamptz not null,
  state text not null default 'pending' check (state in ('pending', 'done')),
  generation integer not null default 0,
  offered_until timestamptz not null default '-infinity',
  data jsonb not null,
  primary key (team, key)
);
create index follow_ups_due on follow_ups (due_at) where state = 'pending';
create index follow_ups_by_change on follow_ups (team, change);

-- What must be said: one row per target. A row with its ts was posted; wanted_seq beyond sent_seq asks for an update of it.
create table deliveries (
  team text not null,
  key text not null,
  change text not null,
  kind text not null check (kind in ('headline', 'note', 'notice', 'live', 'log')),
  channel text not null,
  lane text not null,
  seq integer not null,
  position integer not null,
  view text not null,
  data jsonb not null,
  state text not null default 'pending'
    check (state in ('pending', 'sending', 'sent', 'superseded', 'skippedLate', 'dead')),
  due_at timestamptz not null,
  not_before timestamptz not null default '-infinity',
  generation integer not null default 0,
  offered_until timestamptz not null default '-infinity',
  token text,
  lease_until timestamptz,
  first_tried_at timestamptz,
  attempts integer not null default 0,
  ambiguous boolean not null default false,
  wanted_seq integer not null,
  sent_seq integer not null default 0,
  ts text,
  sent_at timestamptz,
  last_error text,
  primary key (team, key)
);
create index deliveries_due on deliveries (due_at) where state in ('pending', 'sending');
create index deliveries_lane on deliveries (team, lane, seq, position) where ts is null and state in ('pending', 'sending');
create index deliveries_by_change on deliveries (team, change);

-- About a message a second for each channel, and one budget of updates for the workspace.
create table paces (team text not null, name text not null, next_at timestamptz not null, primary key (team, name));

-- A step's one run. `requested` → `running` is the claim; the unique key is promise 3.
create table runs (
  team text not null,
  run text not null,
  change text not null,
  revision integer not null,
  schedule integer not null,
  occasion text not null,
  step text not null,
  attempt integer not null,
  label text not null,
  digest text not null,
  scope text,
  state text not null check (state in ('requested', 'running', 'ended')),
  host text,
  requested_at timestamptz not null,
  began_at timestamptz,
  ended_at timestamptz,
  outcome text,
  reason text,
  output_bytes bigint not null default 0,
  reported_at timestamptz,
  overdue boolean not null default false,
  primary key (team, run),
  unique (team, change, revision, schedule, occasion, step, attempt)
);
create index runs_open on runs (team, host) where state <> 'ended';
create index runs_by_change on runs (team, change);
create index runs_by_duration on runs (team, digest, step, ended_at desc) where outcome = 'succeeded';

-- Masked output, in bounded chunks, so that any process can report a run.
create table run_output (
  team text not null,
  run text not null,
  from_byte bigint not null,
  to_byte bigint not null,
  text text not null,
  primary key (team, run, from_byte)
);

-- One run at a time for each lock a runbook names, with its holder.
create table locks (
  team text not null,
  name text not null,
  change text not null,
  run text not null,
  since timestamptz not null,
  primary key (team, name)
);

-- Signatures of requests already taken, for as long as Slack's own check would let them pass again.
create table request_signatures (signature text primary key, at timestamptz not null);
