import { shownId } from '../../change/change-id.ts';
import type { Intent } from '../../change/intents.ts';
import type { Change } from '../../change/model.ts';
import { broughtSince } from '../../change/in-service.ts';
import { keptUntil } from '../../change/kept-backups.ts';
import type { Policy } from '../../change/policy.ts';
import { previousVersion } from '../../change/rollback-handle.ts';
import { waysBack } from '../../change/way-back.ts';
import { policyInForceFor } from '../../journal/policy-in-force.ts';
import { readChange } from '../../journal/read-change.ts';
import { cut, listOf } from '../../slack/blocks.ts';
import type { Control } from '../../slack/controls.ts';
import type { CommandDeps } from '../deps.ts';
import { inTime } from '../hearing.ts';
import type { ReasonWords } from './reason-modal.ts';

const CHOICE = { application: 'Application', infrastructure: 'Infrastructure' } as const;

/** The scope is asked first: what there is to roll back comes from the runbook. */
export async function rollBackWords(
  deps: CommandDeps,
  control: Control,
): Promise<{ readonly words: ReasonWords; readonly example: Extract<Intent, { type: 'rollBack' }> }> {
  const story = await inTime(readChange(deps.record, control.change));
  const policy = story ? await inTime(policyInForceFor(deps.record, story.change, deps.policy())) : deps.policy();
  const ways = story ? waysBack(story.change, policy) : [];
  const choices = ways.flatMap((way) => (way === 'byHand' ? [] : [{ value: way, text: CHOICE[way] }]));
  return {
    words: {
      title: `Roll back ${shownId(control.change)}`,
      submit: 'Roll back',
      ...(story
        ? { hint: ways.includes('byHand') ? byHandHint(story.change) : rollBackHint(story.change, policy, story.now) }
        : {}),
      ...(choices.length > 0 ? { choice: { field: 'scope', label: 'Scope', choices } } : {}),
    },
    example: { type: 'rollBack', scope: ways[0] ?? 'byHand', reason: '…' },
  };
}

/** Who does it, and how it ends. */
function byHandHint({ content }: Change): string {
  const plan = content.rollbackPlan.trim();
  const how = plan === '' ? 'No rollback plan was written' : `The rollback plan: ${cut(plan, 800)}`;
  return `No runbook goes back: it is done by hand, and Solved, pressed once all is as it was, has it checked. ${how}`;
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
