import { shownId } from '../../change/change-id.ts';
import type { Intent } from '../../change/intents.ts';
import type { Change } from '../../change/model.ts';
import { broughtSince } from '../../change/in-service.ts';
import { keptUntil } from '../../change/kept-backups.ts';
import type { Policy } from '../../change/policy.ts';
import { previousVersion } from '../../change/rollback-handle.ts';
import { policyInForceFor } from '../../journal/policy-in-force.ts';
import { readChange } from '../../journal/read-change.ts';
import { listOf } from '../../slack/blocks.ts';
import type { Control } from '../../slack/controls.ts';
import type { CommandDeps } from '../deps.ts';
import { inTime } from '../hearing.ts';
import type { ReasonWords } from './reason-modal.ts';

/** The scope is asked first: what there is to roll back comes from the runbook. */
export async function rollBackWords(
  deps: CommandDeps,
  control: Control,
): Promise<{ readonly words: ReasonWords; readonly example: Extract<Intent, { type: 'rollBack' }> }> {
  const story = await inTime(readChange(deps.record, control.change));
  const policy = story ? await inTime(policyInForceFor(deps.record, story.change, deps.policy())) : deps.policy();
  const rollback = deps.policy().runbooks[story?.change.content.runbook ?? '']?.rollback;
  const scopes = (['application', 'infrastructure'] as const).filter((s) => rollback?.[s] !== undefined);
  const choices = scopes.map((s) => ({ value: s, text: s === 'application' ? 'Application' : 'Infrastructure' }));
  return {
    words: {
      title: `Roll back ${shownId(control.change)}`,
      submit: 'Roll back',
      ...(story ? { hint: rollBackHint(story.change, policy, story.now) } : {}),
      ...(choices.length > 0 ? { choice: { field: 'scope', label: 'Scope', choices } } : {}),
    },
    example: { type: 'rollBack', scope: scopes[0] ?? 'application', reason: '…' },
  };
}

/** What it goes back to, where that is known; what others brought since that goes with it; and whether the backup is still to be there. */
export function rollBackHint(change: Change, policy: Pick<Policy, 'environments' | 'retention'>, now: number): string {
  const before = previousVersion(change);
  const to = before
    ? `It goes back to ${before.release ?? before.commit?.slice(0, 10)}`
    : 'What ran before is not known';
  const over = broughtSince(change, policy);
  const since =
    over.length === 0
      ? ''
      : ` ${listOf(over.map(shownId), 5, ' and ')} brought something since: that is taken away too.`;
  const until = keptUntil(change, policy);
  const backup =
    until !== undefined && until <= now
      ? ' The time for which its backup is kept is over: look first whether it is there.'
      : '';
  return `${to}.${since}${backup} A way back that can be planned is planned first; the plan stands in the thread.`;
}
