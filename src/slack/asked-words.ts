import type { Asked } from '../change/asked.ts';
import type { Kind } from '../change/model.ts';
import { named } from '../change/named.ts';
import type { Policy } from '../change/policy.ts';
import { listOf, mention, quoted } from './blocks.ts';
import { REVIEW_WORDS } from './question-words.ts';
import { KIND_WORDS, roleName } from './words.ts';

const PEOPLE_MAX = 4;

/** Who will be asked about a change and why: the votes in one sentence, then each review on its line. */
export function askedLine(asked: readonly Asked[], kind: Kind, policy: Policy): string {
  const kindWord = KIND_WORDS[kind].toLowerCase();
  if (asked.length === 0) return `Nobody will be asked: a ${kindWord} change needs no vote.`;
  const said = (one: Asked): string => `${roleWords(one, policy)}, ${whyWords(one, kindWord)}`;
  const votes = asked.filter(({ review }) => review === undefined).map(said);
  const reviews = asked.flatMap((one) => (one.review ? [`*${REVIEW_WORDS[one.review]}:* ${said(one)}.`] : []));
  return [...(votes.length > 0 ? [`*Will be asked:* ${listOf(votes, 6, '; ')}.`] : []), ...reviews].join('\n');
}

function roleWords({ role, need }: Asked, policy: Policy): string {
  const { members = [], delegates = [] } = named(policy.roles, role) ?? {};
  const people = [...members, ...delegates].map(mention);
  const many = need === 'all' ? 'everybody in ' : need === 'any' || need === 1 ? '' : `${need} of `;
  return `${many}${roleName(role)}: ${people.length === 0 ? 'nobody holds it yet' : listOf(people, PEOPLE_MAX)}`;
}

function whyWords({ why, freeze = '' }: Asked, kind: string): string {
  switch (why) {
    case 'kind':
      return `because it is a ${kind} change`;
    case 'risk':
      return 'because the risk is high';
    case 'go':
      return 'for GO or NO-GO ahead of the window';
    case 'freeze':
      return `because of the freeze “${quoted(freeze, 60)}”`;
    case 'emergency':
      return 'afterwards';
  }
}
