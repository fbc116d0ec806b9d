-- What is found by several things at once, or seldom, costs as many looks into the index as neighbourhoods are reached through. Three sizes
-- of them, and how far to reach next taken from how much was found so far, need a tenth of the looks.
drop index changes_found_by;
drop function app.found;

-- A neighbourhood of 2^bits numbers, as it stands before each term.
create function app.near(bits integer, block bigint) returns text language sql immutable as $$
  select case bits when 10 then ':' when 14 then ';' when 17 then '!' end || block || '/'
$$;

-- By its words, its services (@), its kind (=), how it stands (#), who asked for it (+) and who carries it out (~); each as it is, and among
-- its 2^10, 2^14 and 2^17 neighbours by number. So the newest changes with something common are found without counting up all that have it.
create or replace function app.found_by(number integer, search tsvector, services text[], kind text, status text, ending text, requester text,
                                        implementer text) returns tsvector language sql immutable cost 10000 as $$
  select array_to_tsvector(array_agg(near || term))
    from unnest(array['', app.near(10, number >> 10), app.near(14, number >> 14), app.near(17, number >> 17)]) near,
         unnest(tsvector_to_array(search)
                || array(select '@' || service from unnest(services) service)
                || array['=' || kind, '#' || status || '/' || coalesce(ending, ''), '+' || requester, '~' || implementer]
                || case when status in ('closed', 'rejected', 'withdrawn') then '{}' else array['#open'] end) term
$$;

create index changes_found_by on changes
  using gin (app.found_by(number, search, services, kind, status, ending, requester, implementer)) with (fastupdate = off);

-- The numbers of the changes that match, from one end of these numbers on until there are enough; `question` has chr(1) where a
-- neighbourhood goes. Each stretch holds twice what is still wanted, by what was found so far. One that turns out to hold very many is looked
-- through in smaller ones, for what is rare here may be frequent there: `many` are read in a third of a millisecond, and where there is
-- nothing, a stretch of the widest costs a tenth of that.
create function app.found(of_team text, question text, lowest integer, highest integer, upwards boolean, most integer)
  returns setof integer language plpgsql stable rows 25 set plan_cache_mode = force_generic_plan as $$
declare
  many constant integer := 128;
  onwards constant integer := case when upwards then 1 else -1 end;
  low bigint := lowest;
  high bigint := highest;
  wanted bigint := 1 << 10;
  widest bigint := 1 << 19;
  bits integer;
  blocks bigint;
  seen bigint := 0;
  left_over integer := most;
  found integer[];
begin
  loop
    wanted := least(wanted, widest);
    bits := case when wanted < 1 << 14 then 10 when wanted < 1 << 17 then 14 else 17 end;
    blocks := greatest(wanted >> bits, 1);
    if upwards then high := least(((low >> bits) + blocks << bits) - 1, highest);
    else low := greatest((high >> bits) - blocks + 1 << bits, lowest);
    end if;
    found := array(
      select number from changes
       where team = of_team and number + 0 between low and high
         and app.found_by(number, search, services, kind, status, ending, requester, implementer)
             @@ (select string_agg(replace(question, chr(1), app.near(bits, block)), ' | ')::tsquery
                   from generate_series(low >> bits, high >> bits) block)
       limit case when bits > 10 then many end);
    if bits > 10 and cardinality(found) = many then
      widest := greatest(wanted >> 3, 1 << 10);
    else
      if cardinality(found) > 0 then
        return query select n from unnest(found) n order by n * onwards limit left_over;
        left_over := left_over - cardinality(found);
      end if;
      exit when left_over <= 0 or case when upwards then high = highest else low = lowest end;
      seen := seen + high - low + 1;
      wanted := 2 * left_over * seen / (most - left_over + 1);
      widest := least(widest << 1, 1 << 19);
      if upwards then low := high + 1; else high := low - 1; end if;
    end if;
    -- Until there is another stretch, the other end is the farthest there is.
    if upwards then high := highest; else low := lowest; end if;
  end loop;
end $$;
