import type { ChangeId } from './change-id.ts';
import { implementerOf, type Change, type ChangeContent, type Ending } from './model.ts';
import type { Policy } from './policy.ts';

/** What is told of a change that was made before anybody wrote it down: by hand, or found as a drift (001-LOG-06). */
export interface MadeAlready {
  readonly ending: Ending;
  /** Something showed itself after it, as another log says. */
  readonly withIssues?: true;
  /** Who made it, where that is nobody of the workspace: as another log names them. */
  readonly doneBy?: string;
  /** As another log numbers it. */
  readonly formerly?: string;
}

export interface Recorded extends MadeAlready {
  readonly by: string;
  readonly at: number;
}

/** What a change keeps of having been recorded afterwards; absent of one that was planned here. */
export interface WasRecorded {
  readonly recorded?: Recorded;
}

const KNOWN_ELSEWHERE = 'The log it comes from says that it had issues.';

/** What a change is filed with that was made already: nothing was planned, so that the rest of the template is empty. */
export function contentOfMade(
  known: Pick<ChangeContent, 'title' | 'kind' | 'description' | 'services' | 'opensAt' | 'closesAt'> &
    Partial<ChangeContent>,
): ChangeContent {
  return {
    priority: 'medium',
    risk: 'medium',
    reason: '',
    impact: '',
    implementationPlan: '',
    rollbackPlan: '',
    potentialImpact: '',
    mitigation: '',
    testingPlan: '',
    params: {},
    ...known,
  };
}

/** As if it had been lived here: carried out when it says, by whom it says, and over since. */
export function asRecorded(
  { content, requester }: Pick<Change, 'content' | 'requester'>,
  made: MadeAlready,
  at: number,
): Partial<Change> {
  return {
    status: 'closed',
    ending: made.ending,
    startedAt: content.opensAt,
    startedBy: implementerOf({ content, requester }),
    endedAt: content.closesAt,
    recorded: { ...made, by: requester, at },
    ...(made.withIssues ? { issues: [{ by: requester, at, text: KNOWN_ELSEWHERE }] } : {}),
  };
}

/** A change that was recorded afterwards, as whoever records another one may look at it. */
export interface RecentRecord {
  readonly change: ChangeId;
  readonly title: string;
  readonly services: readonly string[];
  /** When it was made, epoch ms. */
  readonly madeAt: number;
}

/** The policy as it is in force: with what was recorded lately. */
export function withRecent(policy: Policy, recent: readonly RecentRecord[]): Policy {
  return { ...policy, records: { ...policy.records, recent } };
}

/** The record of the same cause: of one of the same services, made within the quiet time; the nearest of several. */
export function sameCause(
  { services, opensAt }: Pick<ChangeContent, 'services' | 'opensAt'>,
  { records: { quietMs, recent = [] } }: Policy,
): RecentRecord | undefined {
  const distance = ({ madeAt }: RecentRecord): number => Math.abs(madeAt - opensAt);
  return recent
    .filter((r) => r.services.some((s) => services.includes(s)) && distance(r) < quietMs)
    .toSorted((a, b) => distance(a) - distance(b))[0];
}
