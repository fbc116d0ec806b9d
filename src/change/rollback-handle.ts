import type { InService, Version } from './in-service.ts';
import { latestRun, verdictOf, type Change } from './model.ts';
import type { Policy } from './policy.ts';
import { runbookOf } from './circumstances.ts';

/** What there is to go back to, as it was when the apply was asked for (004-RBK-20). */
export interface RollbackHandle {
  /** What its services ran; one that is left out nobody knows. */
  readonly previous: readonly InService[];
  readonly backup?: { readonly madeAt: number; readonly file?: string };
}

/** Names by which the commands of a rollback, and no others, are given what ran before. */
export const PREVIOUS = { previousRelease: 'release', previousCommit: 'commit' } as const satisfies Readonly<
  Record<string, keyof Version>
>;

/** Taken anew for each apply; of one that began already what ran before it is known from then alone. */
export function rollbackHandle(change: Change, policy: Policy): RollbackHandle {
  const begun = change.runs.find((r) => r.handle && r.beganAt !== undefined)?.handle;
  const backup = backupOf(change, policy);
  return { previous: begun?.previous ?? runningNow(change, policy), ...(backup ? { backup } : {}) };
}

/** The handle of the newest apply. */
export function handleOf({ runs }: Pick<Change, 'runs'>): RollbackHandle | undefined {
  return runs.findLast((r) => r.handle)?.handle;
}

/** The one version that all of its services ran before; undefined where that is not known, or is not one. */
export function previousVersion(change: Pick<Change, 'runs' | 'content'>): Version | undefined {
  const previous = handleOf(change)?.previous ?? [];
  const [first] = previous;
  const isKnown = change.content.services.every((s) => previous.some((p) => p.service === s));
  const isOne = previous.every(
    ({ version }) => version.commit === first?.version.commit && version.release === first?.version.release,
  );
  return isKnown && isOne ? first?.version : undefined;
}

function runningNow({ content }: Change, { environments }: Policy): readonly InService[] {
  return (environments?.inService ?? []).filter((s) => content.services.includes(s.service) && s.standing === 'runs');
}

function backupOf(change: Change, policy: Policy): RollbackHandle['backup'] {
  const made = latestRun(change, 'backup', 'window');
  if (made?.endedAt === undefined || verdictOf(made) !== 'succeeded') return undefined;
  const file = runbookOf(change, policy)?.backup?.proof?.file;
  return { madeAt: made.endedAt, ...(file === undefined ? {} : { file }) };
}
