import type { RecordedFact } from '../change/facts.ts';
import { isUnanswered } from '../change/ladder.ts';
import { isAtWork } from '../change/statuses.ts';
import { implementerOf, type Change } from '../change/model.ts';
import { named } from '../change/named.ts';
import type { Policy } from '../change/policy.ts';
import type { NewDelivery } from '../journal/delivery-rows.ts';
import { section, when } from '../slack/blocks.ts';
import { decider, implementer, named as name, said, type Said } from './said.ts';

/** How many are called in person; the thread names the role in any case. */
const CALLED_MAX = 10;

/**
 * Silence at the decision point calls whoever decides on a rollback in a message of their own, and so does an end that passes
 * with the work unfinished, which calls the implementer too (design §3, "Decision ladder").
 */
export function ladderRows(change: Change, { fact, seq }: RecordedFact, policy: Policy): readonly NewDelivery[] {
  if (fact.type !== 'milestoneReached') return [];
  const isSilent = fact.milestone === 'unanswered' && isUnanswered(change);
  const isOver = fact.milestone === 'closes' && isAtWork(change.status);
  if (!isSilent && !isOver) return [];
  const people = new Set([...deciders(change, policy), ...(isOver ? [implementerOf(change)] : [])]);
  return [...people].slice(0, CALLED_MAX).map((person) => ({
    key: `${change.id}/${seq}/called/${person}`,
    kind: 'note',
    channel: person,
    lane: `${person}/${change.id}`,
    position: 9,
    view: 'called',
    data: { milestone: fact.milestone },
  }));
}

/** Who may decide besides the implementer, as far as the policy names people: a group is called in the thread. */
function deciders({ content }: Change, policy: Policy): readonly string[] {
  if (content.rollbackDecider !== undefined) return [content.rollbackDecider];
  const { members = [], delegates = [] } = named(policy.roles, 'infrastructure-lead') ?? {};
  return [...members, ...delegates].filter((id) => !id.startsWith('S'));
}

/** What a call says, as long as it is true. */
export function called(change: Change, milestone: string, policy: Policy): Said | undefined {
  if (milestone === 'unanswered' ? !isUnanswered(change) : !isAtWork(change.status)) return undefined;
  const asked = change.decisionAskedAt;
  const what =
    milestone === 'unanswered' && asked !== undefined
      ? `Nobody has answered since ${when(asked)}.`
      : 'Its time is over and the work is not finished.';
  const text = `*A decision is needed on ${name(change)}.* ${what} ${implementer(change)} or ${decider(change, policy)} decides: the buttons are in its thread in <#${policy.channels.changes}>. Nothing ends by itself.`;
  return said(text, [section(text)]);
}
