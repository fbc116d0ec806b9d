import type { ChangeId } from './change-id.ts';
import type { Change, ChangeContent } from './model.ts';
import { named } from './named.ts';
import type { Policy } from './policy.ts';

/** Which code it is, as the change that brought it was filed: one of the two at least. */
export interface Version {
  readonly commit?: string;
  readonly release?: string;
}

/** What a change left in a service, or is bringing there (003-APL-33). */
export interface InService {
  readonly service: string;
  readonly change: ChangeId;
  /** Its end, the first of one that was reopened; or while it is at work its start. */
  readonly since: number;
  readonly version: Version;
  /** Only what `runs` is known to run: of what is being worked on, or ended as an incident, nobody can say. */
  readonly standing: 'runs' | 'atWork' | 'inDoubt';
}

/** Parameters of runbooks that say which release is brought, the first that is filled in. */
const RELEASES = ['release', 'version', 'tag'] as const;

/** The name of that parameter. */
export function releaseName({ params }: Pick<ChangeContent, 'params'>): string | undefined {
  return RELEASES.find((name) => (named(params, name) ?? '') !== '');
}

export function releaseOf({ params }: Pick<ChangeContent, 'params'>): string | undefined {
  const name = releaseName({ params });
  return name === undefined ? undefined : named(params, name);
}

/** What a change brings; undefined where it names neither a commit nor a release, so that it moves no version. */
export function versionOf(content: Pick<ChangeContent, 'commit' | 'params'>): Version | undefined {
  const { commit } = content;
  const release = releaseOf(content);
  if (commit === undefined && release === undefined) return undefined;
  return { ...(commit === undefined ? {} : { commit }), ...(release === undefined ? {} : { release }) };
}

/** The changes that brought something to its services since the first end of one that was reopened: going back takes it away. */
export function broughtSince(
  { id, content: { services }, reopenings }: Pick<Change, 'id' | 'content' | 'reopenings'>,
  { environments }: Pick<Policy, 'environments'>,
): readonly ChangeId[] {
  const [first] = reopenings;
  if (!first) return [];
  const others = (environments?.inService ?? []).filter(
    (s) => services.includes(s.service) && s.change !== id && s.since > first.endedAt,
  );
  return [...new Set(others.map(({ change }) => change))];
}

/**
 * What its services run because of a change. One that was rolled back left nothing: what ran before it runs again, unless others had
 * brought something since, when nobody can say.
 */
export function leftInService(change: Change): Omit<InService, 'service'> | undefined {
  const { id, content, startedAt, ending, reopenings, rollback } = change;
  const version = versionOf(content);
  const isUndone = ending === 'rolledBack' && rollback?.over === undefined;
  if (!version || isUndone || !hasBegun(change)) return undefined;
  // What is mended was not brought anew: another change may have brought something since.
  const isBrought = ending === undefined || ending === 'implemented';
  const endedAt = isBrought ? (reopenings[0] ?? change).endedAt : change.endedAt;
  const since = endedAt ?? startedAt ?? 0;
  const standing = ending === undefined ? 'atWork' : ending === 'implemented' ? 'runs' : 'inDoubt';
  return { change: id, since, version, standing };
}

/** Whether anything of the work itself may have happened: an apply that began, or by hand the typed start. */
function hasBegun({ appliedAt, runs, content, confirmed }: Change): boolean {
  const isApplying = runs.some((r) => r.step === 'apply' && r.beganAt !== undefined);
  return appliedAt !== undefined || isApplying || (content.runbook === undefined && confirmed === true);
}

/** The services that code passes through on its way to a service, it, and those it goes on to, in that order (003-APL-26). */
export function promotionLine(service: string, { services }: Pick<Policy, 'services'>): readonly string[] {
  const line = [service];
  for (let from = named(services, service)?.promotesFrom; from !== undefined && !line.includes(from);) {
    line.unshift(from);
    from = named(services, from)?.promotesFrom;
  }
  for (const name of line.slice(line.indexOf(service)))
    line.push(...onwards(name, services).filter((n) => !line.includes(n)));
  return line;
}

function onwards(service: string, services: Policy['services']): readonly string[] {
  return Object.entries(services).flatMap(([name, { promotesFrom }]) => (promotesFrom === service ? [name] : []));
}
