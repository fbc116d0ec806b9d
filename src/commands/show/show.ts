import type { KnownBlock } from '@slack/types';
import { readConfidence } from '../../journal/read-confidence.ts';
import { readChangeId, shownId } from '../../change/change-id.ts';
import { sayDuration } from '../../change/duration.ts';
import { implementerOf, openBallots, type Change, type ChangeContent } from '../../change/model.ts';
import { named } from '../../change/named.ts';
import { isOver } from '../../change/statuses.ts';
import type { Confidence } from '../../change/figures/confidence.ts';
import type { Policy } from '../../change/policy.ts';
import { knownPlan } from '../../change/plan/known-plan.ts';
import type { Patterns } from '../../change/pattern.ts';
import { suggestRisk } from '../../change/suggest-risk.ts';
import { policyInForceFor } from '../../journal/policy-in-force.ts';
import { readChange, type ChangeStory } from '../../journal/read-change.ts';
import {
  actions,
  button,
  divider,
  escape,
  fields,
  linesOf,
  listOf,
  mention,
  quoted,
  section,
  when,
} from '../../slack/blocks.ts';
import { rehearseButtons } from '../../slack/buttons.ts';
import { confidenceLine } from '../../slack/confidence-words.ts';
import { criticalLine } from '../../slack/critical-words.ts';
import { owedLines } from '../../slack/debt-words.ts';
import { readControl } from '../../slack/controls.ts';
import { pirBlocks } from '../../slack/pir-words.ts';
import { documentWords, patternWords } from '../../slack/pattern-words.ts';
import { BRIEF, planBlocks } from '../../slack/plan-blocks.ts';
import { refusalText } from '../../slack/refusal-text.ts';
import { BALLOT_WORDS } from '../../slack/question-words.ts';
import { strategyLines, tieBlocks } from '../../slack/strategy-words.ts';
import { riskLine } from '../../slack/risk-words.ts';
import { environmentBlocks } from '../../slack/version-words.ts';
import { outcomeWords } from '../../slack/outcome-words.ts';
import { statusWords } from '../../slack/words.ts';
import type { CommandDeps } from '../deps.ts';
import { inTime } from '../hearing.ts';
import { inForceOrFile } from '../in-force.ts';
import type { PressArgs } from '../press.ts';
import { OLD_BUTTON } from '../pressed.ts';
import { tell, type Respond } from '../private.ts';
import { checklistBlocks } from './checklist-blocks.ts';
import { detailBlocks } from './detail-blocks.ts';
import { stepBlocks } from './step-blocks.ts';
import { newestOf } from './timeline.ts';

/** The long texts with the rest of a message stay below what Slack takes in one (13,200 characters in all). */
const TEXTS_MAX = 6_000;
/** What a plan takes of that. */
const PLAN_ROOM = 3_500;
/** Texts in a message of their own. */
const TEXTS_IN_ONE = 4;
const VALUE_MAX = 300;

/** Answers `/change show CHG-n` in private with the change as the journal tells it. */
export async function onShow(deps: CommandDeps, respond: Respond, text: string): Promise<void> {
  const id = readChangeId(text);
  if (!id) return tell(deps, respond, 'Write `/change show CHG-7`.');
  const story = await inTime(readChange(deps.record, id));
  if (!story) return tell(deps, respond, refusalText({ code: 'noSuchChange', change: id }));
  const policy = await inTime(policyInForceFor(deps.record, story.change, await inForceOrFile(deps)));
  const confidence = isOver(story.change.status) ? undefined : await inTime(readConfidence(deps.record, story.change));
  const line = `${shownId(id)} ${quoted(story.change.content.title, 150)}: ${statusWords(story.change)}`;
  for (const blocks of changeDetails(story, policy, deps.patterns(), confidence))
    await tell(deps, respond, line, blocks);
}

/** The Details button: the same view. */
export function onDetailsPressed(deps: CommandDeps) {
  return async ({ ack, action, respond }: PressArgs): Promise<void> => {
    await ack();
    const pressed = readControl(action.value);
    return pressed ? onShow(deps, respond, pressed.change) : tell(deps, respond, OLD_BUTTON);
  };
}

/** Everything of a change: in one private message, or where its texts are long in up to four, so that none is cut. */
export function changeDetails(
  { change, facts, now }: ChangeStory,
  policy: Policy,
  patterns: Patterns = {},
  confidence?: Confidence,
): readonly (readonly KnownBlock[])[] {
  const { content } = change;
  const long: readonly (readonly [string, string])[] = [
    ['Description', content.description],
    ['Reason for change', content.reason],
    ['Expected impact', content.impact],
    ['Implementation plan', content.implementationPlan],
    ['Rollback plan', content.rollbackPlan],
    ...(content.riskReason === undefined ? [] : [['Why the risk is lower', content.riskReason] as const]),
    ...(content.rollbackTriggers === undefined ? [] : [['Rollback triggers', content.rollbackTriggers] as const]),
    ['Potential impact', content.potentialImpact],
    ['Mitigation', content.mitigation],
    ['Testing plan', content.testingPlan],
  ];
  const texts = long.map(([label, text]) => section(`*${label}*\n${text === '' ? '_Not written yet_' : escape(text)}`));
  const plan = planned(change);
  const critical = criticalLine(change, policy);
  const room = plan.length > 0 ? TEXTS_MAX - PLAN_ROOM : TEXTS_MAX;
  const fit = long.reduce((sum, [, text]) => sum + escape(text).length, 0) <= room;
  const first = [
    section(`*${shownId(change.id)} ${escape(content.title)}*`),
    fields(
      ['Status', statusWords(change)],
      ...outcomeField(change),
      [
        'Window',
        `${when(content.opensAt)} to ${when(content.closesAt)} (${sayDuration(content.closesAt - content.opensAt)})`,
      ],
      [
        'Systems affected',
        listOf(
          content.services.map((s) => quoted(policy.services[s]?.name ?? s, 60)),
          5,
        ),
      ],
      ['Risk and priority', `${content.risk} risk, ${content.priority} priority`],
      ['Requester', mention(change.requester)],
      ['Implementer', mention(implementerOf(change))],
      ['Runbook', quoted(runbookWords(change), VALUE_MAX)],
      ...patternField(content, patterns),
    ),
    ...detailBlocks(content),
    ...(critical === undefined ? [] : [section(critical)]),
    ...riskBlocks(change, policy),
    ...(confidence ? [section(confidenceLine(confidence))] : []),
    ...documentBlocks(content, patterns),
    ...environmentBlocks(content, policy, now),
    ...checklistBlocks(change, policy),
    ...ballotBlocks(change),
    ...stepBlocks(change, policy, now),
    ...plan,
    ...debtBlocks(change, now),
    ...(fit ? texts : []),
    divider(),
    newestOf(facts),
    actions(
      ...rehearseButtons(change),
      button('Timeline', { do: 'timeline', change: change.id }),
      button('Preview notices', { do: 'previewNotices', change: change.id }),
      button('File another like this', { do: 'like', change: change.id }),
    ),
  ];
  const review = pirBlocks(change);
  return [
    first,
    ...(fit ? [] : inMessages(texts)),
    ...madeHow(change, policy, now),
    ...(review.length > 0 ? [review] : []),
  ];
}

/** The strategy and what the change is tied to, in a message of their own where there is any. */
function madeHow(change: Change, policy: Policy, now: number): readonly (readonly KnownBlock[])[] {
  const strategy = strategyLines(change, policy, now);
  const blocks = [
    ...(strategy.length === 0 ? [] : [section(linesOf(strategy))]),
    ...tieBlocks(change, policy).map((tie) => section(tie)),
  ];
  return blocks.length === 0 ? [] : [blocks];
}

function inMessages(texts: readonly KnownBlock[]): readonly (readonly KnownBlock[])[] {
  return Array.from({ length: Math.ceil(texts.length / TEXTS_IN_ONE) }, (_, i) =>
    texts.slice(i * TEXTS_IN_ONE, (i + 1) * TEXTS_IN_ONE),
  );
}

function runbookWords({ content: { runbook, params } }: Change): string {
  if (runbook === undefined) return 'None: done by hand';
  return [runbook, ...Object.entries(params).map(([name, value]) => `${name} = ${value}`)].join(' · ');
}

/** How it is over, and what that means. */
function outcomeField(change: Change): [string, string][] {
  const words = outcomeWords(change);
  return words === undefined ? [] : [['Outcome', words]];
}

function patternField(content: ChangeContent, patterns: Patterns): [string, string][] {
  const words = patternWords(content, patterns);
  return words === undefined ? [] : [['Pattern', words]];
}

/** A risk that is lower than what is known suggests. */
function riskBlocks(change: Change, policy: Policy): readonly KnownBlock[] {
  const suggested = suggestRisk(change.content, policy, { plan: knownPlan(change) });
  const line = riskLine({ risk: change.content.risk }, suggested, policy);
  return line === undefined ? [] : [section(line)];
}

/** What its pattern has to read. */
function documentBlocks({ pattern: name }: ChangeContent, patterns: Patterns): readonly KnownBlock[] {
  const pattern = name === undefined ? undefined : named(patterns, name);
  const documents = pattern ? documentWords(pattern) : '';
  return documents === '' ? [] : [section(`*Documents*\n${documents}`)];
}

function ballotBlocks(change: Change): readonly KnownBlock[] {
  return openBallots(change).map(({ question, requirements, votes }) => {
    const said = votes.map((v) => `${mention(v.by)} ${v.answer}`);
    const asked = requirements.map((r) => `${r.need} of ${r.role}`);
    const soFar = said.length > 0 ? ` · so far ${listOf(said, 8)}` : '';
    return section(`*${BALLOT_WORDS[question].name} open* · needs ${escape(asked.join(', '))}${soFar}`);
  });
}

function debtBlocks(change: Change, now: number): readonly KnownBlock[] {
  const lines = owedLines(change, now);
  return lines.length === 0 ? [] : [section(linesOf(lines))];
}

/** What the newest plan would do. */
function planned(change: Change): readonly KnownBlock[] {
  const plan = knownPlan(change);
  return plan ? planBlocks(plan, BRIEF) : [];
}
