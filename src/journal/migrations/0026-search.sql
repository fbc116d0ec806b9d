-- What a change is found by. One definition of it, for what is written, for what is looked for, and for what was there before.

-- The words of a text in any language, each once: letters and digits, in small letters, cut alike on both sides. The first
-- so many alone, so that no text makes its change too large for an index.
create function app.words(written text) returns text[] language sql immutable parallel safe as $$
  select coalesce(array_agg(word order by place), '{}') from (
    select left(said.word, 40) collate "C" as word, min(said.place) as place
      from regexp_split_to_table(lower(normalize(written, NFKC)), '[^[:alnum:]]+') with ordinality said (word, place)
     where said.word <> '' group by 1 order by 2 limit 2000) kept
$$;

-- The words of a request: title, texts, services, pattern, runbook with its parameters, links and whatever else says what it is about.
create function app.search_of(content jsonb) returns tsvector language sql immutable parallel safe as $$
  select array_to_tsvector(app.words(string_agg(said #>> '{}', ' ' order by place, said #>> '{}')))
    from unnest(array['title', 'description', 'reason', 'impact', 'implementationPlan', 'rollbackPlan', 'potentialImpact', 'mitigation',
                      'testingPlan', 'riskReason', 'rollbackTriggers', 'services', 'pattern', 'strategy', 'runbook', 'params', 'commit',
                      'links', 'documents']) with ordinality members (member, place),
         jsonb_path_query(content -> member, '$.**') said
   where jsonb_typeof(said) = 'string'
$$;

-- By its words, its services (@), its kind (=), how it stands (#), who asked for it (+) and who carries it out (~); each twice: as it is, and
-- among its 512 neighbours by number. So the newest changes with something common are found without counting up all those that have it
-- (found-by.ts).
create function app.found_by(number integer, search tsvector, services text[], kind text, status text, ending text, requester text,
                             implementer text) returns tsvector language sql immutable cost 10000 as $$
  select array_to_tsvector(array_agg(near || term))
    from unnest(array['', ':' || number / 512 || '/']) near,
         unnest(tsvector_to_array(search)
                || array(select '@' || service from unnest(services) service)
                || array['=' || kind, '#' || status || '/' || coalesce(ending, ''), '+' || requester, '~' || implementer]
                || case when status in ('closed', 'rejected', 'withdrawn') then '{}' else array['#open'] end) term
$$;

alter table changes add column search tsvector not null default '';
update changes c set search = app.search_of((
  select f.payload -> 'content' from facts f
   where f.team = c.team and f.stream = c.id and f.type in ('changeFiled', 'changeEdited') order by f.seq desc limit 1));

-- Written through at once: what waits in a list would be looked through by every search.
create index changes_found_by on changes
  using gin (app.found_by(number, search, services, kind, status, ending, requester, implementer)) with (fastupdate = off);

-- The numbers of the changes that match, stretch by stretch (find-changes.ts), until there are enough: each question is planned once, for
-- planning several at a time costs more than any of them.
create function app.found(of_team text, questions text[], froms integer[], tos integer[], upwards boolean, most integer)
  returns setof integer language plpgsql stable rows 25 set plan_cache_mode = force_generic_plan as $$
declare
  n integer;
  left_over integer := most;
begin
  for i in 1 .. cardinality(questions) loop
    if upwards then
      for n in
        select number from changes
         where team = of_team and number + 0 between froms[i] and tos[i]
           and app.found_by(number, search, services, kind, status, ending, requester, implementer) @@ (select questions[i]::tsquery)
         order by number + 0 limit left_over
      loop
        left_over := left_over - 1;
        return next n;
      end loop;
    else
      for n in
        select number from changes
         where team = of_team and number + 0 between froms[i] and tos[i]
           and app.found_by(number, search, services, kind, status, ending, requester, implementer) @@ (select questions[i]::tsquery)
         order by number + 0 desc limit left_over
      loop
        left_over := left_over - 1;
        return next n;
      end loop;
    end if;
    exit when left_over = 0;
  end loop;
end $$;
