import { sql } from 'kysely';
import type { Record } from '../src/journal/record.ts';

/** Words that this share of the changes have; the rare one is in three changes, however many there are. */
export const WORDS = { common: 'deployment', middling: 'certificate', rare: 'heliograph' } as const;
/** Of three in ten changes, of one in a hundred, of one in a hundred of the older half, and somebody who requested one in ten. */
export const [LARGE_SERVICE, SMALL_SERVICE, OLD_SERVICE, BUSY] = ['web', 'billing-7', 'mainframe', 'U0P1'];
/** Changes still open, over the next three weeks: a team has no more ahead of it, however many it has behind it. */
const OPEN = 60;

/**
 * Fills an empty record with five years of changes, ended in every way, but for the newest, still open; a spread of services, kinds and
 * people; twenty words each, of five thousand of which few are frequent. The indexes are made anew afterwards.
 */
export async function fillRecord({ db, team }: Record, count: number): Promise<void> {
  const { rows: indexes } = await sql<{ name: string; made: string }>`
    select indexname as name, indexdef as made from pg_indexes
     where schemaname = current_schema() and tablename = 'changes' and indexname <> 'changes_pkey'`.execute(db);
  for (const { name } of indexes) await sql`drop index ${sql.ref(name)}`.execute(db);
  await sql`
    insert into changes (team, id, number, version, status, title, kind, risk, services, requester, implementer, opens_at, closes_at,
                         runbook, ended_at, ending, search)
    select ${team}, 'CHG-' || i, i, 9, status, initcap(words[1] || ' ' || words[2]) || ' of ' || services[1], kind, 'low', services,
           'U0P' || person, 'U0P' || (person * 7) % 97, at, at + interval '1 hour', 'runbook-' || i % 50,
           case when ending is not null then at + interval '1 hour' end, ending, array_to_tsvector(words)
      from generate_series(1, ${count}::integer) i,
           lateral (select ${count}::integer - ${OPEN}::integer as past) p,
           lateral (select app.now() + (i - past) * case when i > past then interval '3 weeks' / ${OPEN}::float8
                                                         else interval '5 years' / past::float8 end as at,
                           case when random() < 0.1 then 1 else 2 + floor(random() * 95)::integer end as person,
                           (random() * 1000)::integer + i * 0 as dice) a,
           lateral (select case when i > past then (array['inReview', 'approved', 'ready'])[1 + dice % 3]
                                when dice < 2 then 'missed' when dice < 22 then 'withdrawn' when dice < 32 then 'rejected'
                                else 'closed' end as status,
                           case when dice % 50 = 0 then 'emergency' when dice % 3 = 0 then 'standard' else 'normal' end as kind,
                           case when dice % 10 < 3 then array[${LARGE_SERVICE}::text]
                                when dice % 100 = 57 then array[${SMALL_SERVICE}::text, 'core-db']
                                when dice % 100 = 58 and i < past / 2 then array[${OLD_SERVICE}::text]
                                else array['service-' || dice % 90] end as services) b,
           lateral (select case when status <> 'closed' then null when dice % 100 < 3 then 'rolledBack' when dice % 100 = 4 then 'failed'
                                when dice % 100 = 5 then 'withIssues' else 'implemented' end as ending,
                           array(select 'w' || md5(floor(5000 * random() ^ 3)::integer::text) from generate_series(1, 20 + i * 0))
                           || services
                           || case when random() < 0.3 then array[${WORDS.common}::text] else '{}' end
                           || case when i % 100 = 50 then array[${WORDS.middling}::text] else '{}' end
                           || case when i % greatest(1, ${count}::integer / 3) = 1 and i < ${count}::integer - 2
                                   then array[${WORDS.rare}::text] else '{}' end as words) c`.execute(db);
  await sql`insert into counters (team, name, value) values (${team}, 'change', ${count})`.execute(db);
  await db.connection().execute(async (one) => {
    await sql`set maintenance_work_mem = '1GB'`.execute(one);
    for (const { made } of indexes) await sql.raw(made).execute(one);
    await sql`vacuum analyze changes`.execute(one);
    await sql`reset maintenance_work_mem`.execute(one);
  });
}
