-- On hold nothing is announced and nothing is begun: after a restore the world may know more than the record does.
create table hold (
  sole boolean primary key default true check (sole),
  reason text not null,
  since timestamptz not null
);
