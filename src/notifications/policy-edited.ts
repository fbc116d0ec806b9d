import type { Policy } from '../change/policy.ts';
import type { NewBulletin } from '../journal/bulletins.ts';
import { context, linesOf, quoted, section } from '../slack/blocks.ts';
import { said, type Said } from './said.ts';

/** Problems that are shown; the others are counted. */
const SHOWN_MAX = 5;
const PROBLEM_MAX = 400;

const HOLDS = 'The last good one stays in force; a bot that is started now refuses to start.';
const MENDED = 'The policy is mended, and in force as it is written now.';

/** The bulletin to the operator of an edit that broke the policy, or mended it; undefined where no channel is named for them. */
export function policyEdited(
  {
    number,
    problems,
    digest,
  }: { readonly number: number; readonly problems: readonly string[]; readonly digest: string },
  at: number,
  { channels }: Pick<Policy, 'channels'>,
): NewBulletin | undefined {
  if (channels.operator === '') return undefined;
  const shown = problems.slice(0, SHOWN_MAX).map((problem) => problem.slice(0, PROBLEM_MAX));
  return {
    key: `policy/${number}`,
    channel: channels.operator,
    view: 'policyEdited',
    data: { number, digest, count: problems.length, problems: shown },
    dueAt: at,
  };
}

/** To the operator: the policy file was broken by an edit, and how; or it is mended. */
export function policyEditedAlarm({ count, problems }: NewBulletin['data']): Said {
  if (Number(count) === 0) return said(MENDED, [section(MENDED)]);
  const all = Number(count) === 1 ? '1 problem' : `${Number(count)} problems`;
  const shown = Array.isArray(problems) ? problems.map((problem) => quoted(String(problem), PROBLEM_MAX)) : [];
  const more = Number(count) - shown.length;
  const text = `*The policy was edited and is broken: ${all}.* ${HOLDS}`;
  return said(`${text} ${shown.join(' ')}`, [
    section(text),
    section(linesOf([...shown.map((problem) => `• ${problem}`), ...(more > 0 ? [`and ${more} more`] : [])])),
    context('Mend the file; `npm run gonogo -- check-config` says the same, and it is told here once it is well.'),
  ]);
}
