import type { KnownBlock, ModalView, RichTextBlock } from '@slack/types';
import type { Conflict } from '../../change/calendar.ts';
import { shownId } from '../../change/change-id.ts';
import { runbookOf } from '../../change/circumstances.ts';
import type { Change } from '../../change/model.ts';
import { knownPlan } from '../../change/plan/known-plan.ts';
import type { Policy } from '../../change/policy.ts';
import { shortfallOf } from '../../change/shortfall.ts';
import { backupWords } from '../../slack/backup-words.ts';
import { context, cut, escape, fields, linesOf, section, when } from '../../slack/blocks.ts';
import { conflictLines } from '../../slack/conflict-words.ts';
import { drawControl } from '../../slack/controls.ts';
import { planBlocks } from '../../slack/plan-blocks.ts';
import { textInput } from '../../slack/inputs.ts';
import { environmentBlocks } from '../../slack/version-words.ts';
import { noReturnLine } from '../../slack/way-back-words.ts';
import { restTooShort } from '../../slack/shortfall-words.ts';

export const START_MODAL = 'start';
const PLAN_SHOWN_MAX = 2_500;
const OF_PLANNING: readonly Conflict['kind'][] = ['tooShort', 'backupLate', 'filedLate', 'noAudience'];

/** The last look before the work: what runs, what stands behind it, the plan as it reads now, and the id to type (004-APR-09). */
export function startModal(
  change: Change,
  policy: Policy,
  { plan, conflicts, now }: { readonly plan: string; readonly conflicts: readonly Conflict[]; readonly now: number },
): ModalView {
  const name = shownId(change.id);
  const known = knownPlan(change);
  const { runbook, params, closesAt, services } = change.content;
  const shortfall = shortfallOf(change.content, policy, now);
  const noReturn = noReturnLine(change, policy);
  const given = Object.entries(params).map(([k, v]) => `${k} = ${v}`);
  const blocks: KnownBlock[] = [
    section(
      `*${escape(change.content.title)}*\n${services.map((s) => escape(policy.services[s]?.name ?? s)).join(', ')}`,
    ),
    fields(
      ['Runbook', runbook === undefined ? 'None: done by hand' : escape([runbook, ...given].join(' · '))],
      ['Window closes', when(closesAt)],
      ['Backup', capitalised(backupWords(change, policy, now))],
    ),
    ...environmentBlocks(change.content, policy, now),
    ...(noReturn === undefined ? [] : [section(noReturn)]),
    ...(shortfall ? [section(restTooShort(shortfall))] : []),
    ...againstIt(conflicts, policy),
    ...(known ? planBlocks(known) : []),
    ...(plan === ''
      ? [
          context(
            runbook === undefined
              ? 'There is no plan to show.'
              : 'The runbook has no plan; what runs is what was voted on.',
          ),
        ]
      : printedPlan(plan)),
    textInput('typed', 'Change id', {
      max: 20,
      placeholder: name,
      hint: `Type ${name} to start. ${whatFollows(change, policy)}`,
    }),
  ];
  return {
    type: 'modal',
    callback_id: START_MODAL,
    private_metadata: drawControl({
      do: 'start',
      change: change.id,
      revision: change.revision,
      ...(known === undefined ? {} : { plan: known.digest }),
    }),
    title: { type: 'plain_text', text: cut(`Start ${name}`, 24) },
    submit: { type: 'plain_text', text: 'Start' },
    close: { type: 'plain_text', text: 'Not yet' },
    blocks,
  };
}

/** Other work, incidents, freezes and times to avoid, as they are at this hour; what comes of planning late is said elsewhere. */
function againstIt(conflicts: readonly Conflict[], policy: Policy): readonly KnownBlock[] {
  const lines = conflictLines(
    conflicts.filter(({ kind }) => !OF_PLANNING.includes(kind)),
    policy,
  );
  return lines.length === 0
    ? []
    : [section(`*What speaks against it now*\n${linesOf(lines.map((line) => `• ${line}`))}`)];
}

function whatFollows({ content }: Change, policy: Policy): string {
  if (content.runbook === undefined) return 'Then do the work, and press Solved once it is done.';
  const runbook = runbookOf({ content }, policy);
  if (!runbook?.apply) return 'Its runbook applies nothing: then do the work, and press Solved once it is done.';
  return runbook.plan ? 'A fresh plan runs first; then it is applied once.' : 'Then it is applied once.';
}

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function printedPlan(plan: string): KnownBlock[] {
  const shown = plan.slice(-PLAN_SHOWN_MAX).replace(/^[\uDC00-\uDFFF]/, '');
  const pre: RichTextBlock = {
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: shown }] }],
  };
  const note =
    shown.length < plan.length
      ? [context('Only the end of the plan is shown; the whole of it is a file in the thread.')]
      : [];
  return [section('*Plan, as it was printed*'), pre, ...note];
}
