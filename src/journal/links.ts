import { sql } from 'kysely';
import type { ChangeId } from '../change/change-id.ts';
import type { Record } from './record.ts';

/** The ways to the messages of these keys, by the change each is of; one that was not posted yet has none. */
export async function linksTo({ team, db }: Record, keys: readonly string[]): Promise<ReadonlyMap<ChangeId, string>> {
  const { rows } = await sql<{ change: ChangeId; link: string }>`
    select d.change, rtrim(w.url, '/') || '/archives/' || coalesce(d.posted_in, d.channel) || '/p' || replace(d.ts, '.', '') as link
      from deliveries d join workspace w on w.team = d.team
     where d.team = ${team} and d.key = any(${keys}::text[]) and d.ts is not null and w.url is not null`.execute(db);
  return new Map(rows.map(({ change, link }) => [change, link]));
}
