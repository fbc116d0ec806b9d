import { sql, type Kysely } from 'kysely';
import type { ChangeId } from '../change/change-id.ts';
import { leftInService, type InService } from '../change/in-service.ts';
import type { Change } from '../change/model.ts';
import { asTest, type Asked, type Environments, type Test } from '../change/tested.ts';
import { linksTo } from './links.ts';
import { readChanges } from './read-change.ts';
import { instant, type Record } from './record.ts';
import type { Tables } from './tables.ts';

/** More commits that begin alike than these are ambiguous either way. */
const ALIKE_MAX = 20;
/** A commit is written with so many characters at least. */
const SHORTEST = 7;

/**
 * What is known of versions and tests, as far as it is asked for. A test that ended well stays so for ever, which is why nobody
 * need be kept from ending one while this is looked at.
 */
export async function readEnvironments(
  { team, db }: Record,
  { services, tests, from, commits }: Asked,
): Promise<Environments> {
  return {
    inService: services.length === 0 ? [] : await newest(team, db, services),
    tests: tests.length === 0 ? [] : await readTests({ team, db }, tests),
    alike: commits.length === 0 ? [] : await alike(team, db, from, commits),
  };
}

async function newest(team: string, db: Kysely<Tables>, services: readonly string[]): Promise<readonly InService[]> {
  const { rows } = await sql<KeptInService & { service: string; change: ChangeId }>`
    select i.service, i.change, i.since, i.standing, i.commit, i.release
      from unnest(${services}::text[]) s (service)
     cross join lateral (
       select * from in_service where team = ${team} and service = s.service order by since desc, change desc limit 1) i`.execute(
    db,
  );
  return rows.map(({ commit, release, ...row }) => ({
    ...row,
    version: { ...(commit === null ? {} : { commit }), ...(release === null ? {} : { release }) },
  }));
}

async function readTests(record: Record, ids: readonly ChangeId[]): Promise<readonly Test[]> {
  const changes = [...(await readChanges(record, ids)).values()];
  const links = await linksTo(
    record,
    changes.map(({ id }) => `${id}/headline`),
  );
  return changes.map((change) => {
    const link = links.get(change.id);
    return link === undefined ? asTest(change) : { ...asTest(change), link };
  });
}

async function alike(
  team: string,
  db: Kysely<Tables>,
  services: readonly string[],
  commits: readonly string[],
): Promise<readonly string[]> {
  const begin = commits.map((c) => c.slice(0, SHORTEST).toLowerCase());
  const { rows } = await sql<{ commit: string }>`
    select distinct commit from in_service
     where team = ${team} and service = any(${services}::text[]) and lower(left(commit, ${sql.lit(SHORTEST)})) = any(${begin}::text[])
     limit ${ALIKE_MAX}`.execute(db);
  return rows.map(({ commit }) => commit);
}

/** What the record keeps of a change in one of its services. */
export interface KeptInService {
  readonly since: number;
  readonly standing: InService['standing'];
  readonly commit: string | null;
  readonly release: string | null;
}

/** What a change leaves in its services, as the record is to keep it; undefined where it leaves nothing. */
export function keptInService(change: Change): KeptInService | undefined {
  const left = leftInService(change);
  if (!left) return undefined;
  const { since, standing, version } = left;
  return { since, standing, commit: version.commit ?? null, release: version.release ?? null };
}

/** Brings the rows of a change up to what it leaves in its services; one that leaves nothing any more has none. */
export async function projectInService(
  { team }: Pick<Record, 'team'>,
  db: Kysely<Tables>,
  change: Change,
): Promise<void> {
  const left = keptInService(change);
  if (!left) {
    await sql`delete from in_service where team = ${team} and change = ${change.id}`.execute(db);
    return;
  }
  const { since, standing, commit, release } = left;
  await sql`
    insert into in_service (team, service, change, since, standing, commit, release)
    select ${team}, s, ${change.id}, ${instant(since)}, ${standing}, ${commit}, ${release}
      from unnest(${change.content.services}::text[]) s
    on conflict (team, change, service) do update set since = excluded.since, standing = excluded.standing`.execute(db);
}
