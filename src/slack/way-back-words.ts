import { runbookOf } from '../change/circumstances.ts';
import { shownId, type ChangeId } from '../change/change-id.ts';
import type { Change } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import type { RollbackHandle } from '../change/rollback-handle.ts';
import { scopesOf } from '../change/way-back.ts';
import { serviceWords } from './incident-words.ts';
import { listOf, quoted, sentence, when } from './blocks.ts';
import { versionWords } from './version-words.ts';

/** What cannot be taken back by a press, said before it is passed: nothing of work by hand, whose way back is in its plan alone. */
export function noReturnLine(change: Pick<Change, 'content'>, policy: Policy): string | undefined {
  const runbook = runbookOf(change, policy);
  if (!runbook) return undefined;
  const { rollback, apply } = runbook;
  if (rollback.pointOfNoReturn !== undefined) return `*Point of no return:* ${sentence(rollback.pointOfNoReturn, 300)}`;
  return !apply || scopesOf(runbook).length > 0
    ? undefined
    : '*Point of no return:* the apply. The runbook has no rollback, so from there the way back is by hand, by the rollback plan.';
}

/** Whose work going back takes away too; empty where it is nobody's. */
export function overWords(over: readonly ChangeId[] = []): string {
  return over.length === 0
    ? ''
    : ` *It goes back to before ${listOf(over.map(shownId), 5, ' and ')}*, which brought something since: that is taken away too.`;
}

/** What each service ran, by which change, and the backup; what is not known is said so. */
export function handleWords(
  { previous, backup }: RollbackHandle,
  { content }: Pick<Change, 'content'>,
  policy: Policy,
): string {
  const unknown = content.services.filter((s) => !previous.some((p) => p.service === s));
  const versions = [
    ...previous.map((p) => `${serviceWords([p.service], policy)} ${versionWords(p.version)} (${shownId(p.change)})`),
    ...(unknown.length > 0 ? [`${serviceWords(unknown, policy)}: what ran before is not known`] : []),
  ];
  const at = backup?.file === undefined ? '' : ` at ${quoted(backup.file, 200)}`;
  const made = backup ? `the backup made ${when(backup.madeAt)}${at}` : 'no backup';
  return `${listOf(versions, 4, ' · ')}; ${made}`;
}
