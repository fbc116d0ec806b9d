import { describe, expect, test } from 'vitest';
import { openDebt, payableDebts } from '../../src/change/debts.ts';
import { decide } from '../../src/change/decide.ts';
import { shutGates } from '../../src/change/gates.ts';
import type { Intent } from '../../src/change/intents.ts';
import { CRITERIA } from '../../src/change/criteria.ts';
import { itemsBefore, itemStandings } from '../../src/change/item-standing.ts';
import { verdictOf, type Change } from '../../src/change/model.ts';
import type { RefusalCode } from '../../src/change/refusals.ts';
import { checklist } from '../../src/notifications/checklist.ts';
import { live } from '../../src/notifications/live.ts';
import { headline } from '../../src/notifications/headline.ts';
import { playbook } from '../../src/notifications/playbook.ts';
import { reviewPrompt } from '../../src/notifications/review-prompt.ts';
import { attemptButtons, checkInButtons, keepWorkingButtons, rehearseButtons } from '../../src/slack/buttons.ts';
import { waysBack } from '../../src/change/way-back.ts';
import { CONTROL_NAMES, readControl, type Control } from '../../src/slack/controls.ts';
import { PATTERNS, anActor } from '../support/a-change.ts';
import { aPolicy, DAY } from '../support/a-policy.ts';
import { looksBack } from '../support/lives.ts';
import { readable } from '../support/planned.ts';
import { distinct, everyStory, stages } from './stories.ts';

/** With every step that a story may have had. */
const policy = readable();
const PEOPLE = ['U0ADA', 'U0BOB', 'U0CYD', 'U0MGR', 'U0EVE'];

/** Why a press may be refused although its button stands: it is the wrong person, the wrong hour, or words are missing. */
const FAIR: readonly (RefusalCode | 'agreed')[] = [
  'agreed',
  'notAnApprover',
  'notAReviewer',
  'ownChange',
  'reasonNeeded',
  'notAnOverrider',
  'notASecondPerson',
  'overriddenAlready',
  'notTheImplementer',
  'implementerRoleMissing',
  'notTheDecider',
  'notTheRequester',
  'idNotTyped',
  'outsideWindow',
  'insideFreeze',
  'votesMissing',
  'preflightNotPassed',
  'backupNotProven',
  'restoreNotTested',
  'planNotReady',
  'stepRunning',
  'invalidContent',
  'debtsOpen',
  'beyondExtraTime',
  'notTheDebtor',
  'notYourItem',
  'checklistOpen',
];

function intentOf(control: Control, change: Change, now: number): Intent | undefined {
  const reason = 'Because.';
  switch (control.do) {
    case 'vote':
      return { type: 'castVote', ballot: control.ballot, answer: control.answer, reason };
    case 'allWell':
      return { type: 'sayAllWell', checkIn: control.checkIn };
    case 'issue':
      return { type: 'reportIssue', text: reason };
    case 'reopen':
      return { type: 'reopen', text: reason };
    case 'ask':
      return { type: 'askAbout', ballot: control.ballot, question: 'Who tests it?' };
    case 'delegate':
      return { type: 'delegateVote', ballot: control.ballot, to: 'U0DAN' };
    case 'override':
      return {
        type: 'overrideGate',
        gate: shutGates(change, { policy, now, roster: anActor('U0BOB', policy).roster })[0]?.gate ?? 'approval',
        reason,
        revision: control.revision,
        schedule: control.schedule,
      };
    case 'review': {
      const { review, criterion, answer } = control;
      return { type: 'answerCriterion', review, criterion, answer, text: reason };
    }
    case 'corrected':
      return { type: 'correct', review: control.review, criterion: control.criterion, text: reason };
    case 'start':
      return { type: 'start', typed: change.id, revision: control.revision };
    case 'edit':
    case 'reschedule':
    case 'fullRequest':
      return { type: 'editChange', content: change.content, revision: change.revision };
    case 'paid': {
      const [debt] = payableDebts(change);
      return { type: 'payDebt', debt: debt?.number ?? 0, note: reason };
    }
    case 'submit':
      return { type: 'submit' };
    case 'withdraw':
      return { type: 'withdraw', reason };
    case 'solved':
      return { type: 'solved' };
    case 'incidentUpdate':
      return { type: 'updateIncident', text: reason };
    case 'resolved':
      return { type: 'resolveIncident', text: reason };
    case 'keepWorking':
      return { type: 'keepWorking' };
    case 'moreTime':
      return { type: 'takeMoreTime', forMs: 60_000, words: '' };
    case 'tell':
      return { type: 'tellProgress', text: reason };
    case 'rollBack':
      return { type: 'rollBack', scope: waysBack(change, policy)[0] ?? 'byHand', reason };
    case 'incident':
      return { type: 'declareIncident', reason };
    case 'lookAgain':
      return { type: 'lookAgain', run: control.run };
    case 'tryAgain':
      return { type: 'tryAgain', run: control.run };
    case 'settle':
      return { type: 'settleStep', run: control.run, verdict: 'failed', reason };
    case 'stop':
      return { type: 'stopStep', run: control.run, reason };
    case 'kill':
      return { type: 'killStep', run: control.run, reason };
    case 'tick':
      return { type: 'tickPlaybook', run: control.run, step: control.step };
    case 'tickItem':
      return { type: 'tickItem', item: control.item, evidence: reason };
    case 'anyItem':
      return anyItem(control.act, change);
    case 'log':
      return { type: 'log', text: 'The disk is full.' };
    case 'pir':
      return looksBack({ former: change.pir?.number ?? 0, actions: [] });
    case 'rehearse':
      return { type: 'rehearse', course: 'success' };
    case 'close':
      return { type: 'close' };
    default:
      return undefined;
  }
}

/** Of those that it is asked of the first. */
function anyItem(act: 'tick' | 'skip' | 'reopen', change: Change): Intent {
  const all = itemStandings(change, policy);
  const due = all.filter(({ item, state }) => state === 'open' && itemsBefore(item, all).length === 0);
  const first = (found: typeof all): string => found[0]?.item.id ?? 'none';
  switch (act) {
    case 'tick':
      return { type: 'tickItem', item: first(due), evidence: 'Seen.' };
    case 'skip':
      return { type: 'skipItem', item: first(due.filter(({ item }) => !item.gate)), reason: 'Not here.' };
    case 'reopen':
      return { type: 'reopenItem', item: first(all.filter(({ mark }) => mark)) };
  }
}

/** Every press there could be, whether or not a button stands for it. */
function everyPress(change: Change): readonly Control[] {
  const { id, revision } = change;
  const run = change.runs.findLast((r) => r.outcome === 'unknown')?.run ?? '';
  const failed = change.runs.findLast((r) => r.state === 'ended' && verdictOf(r) !== 'succeeded')?.run ?? '';
  const ballot = change.ballots.at(-1)?.number ?? 1;
  const it = { v: 1, change: id } as const;
  return [
    { ...it, do: 'vote', ballot, answer: 'yes' },
    { ...it, do: 'ask', ballot },
    { ...it, do: 'delegate', ballot },
    { ...it, do: 'override', revision, schedule: change.schedule },
    ...change.reviews.flatMap(({ number: review, what }) =>
      CRITERIA[what].flatMap((criterion): Control[] => [
        { ...it, do: 'review', review, criterion, answer: 'ok' },
        { ...it, do: 'review', review, criterion, answer: 'concern' },
        { ...it, do: 'corrected', review, criterion },
      ]),
    ),
    { ...it, do: 'start', revision },
    ...(change.startedAt === undefined ? [{ ...it, do: 'edit', revision } as const] : []),
    ...(openDebt(change, 'fullRequest') ? [{ ...it, do: 'fullRequest' } as const] : []),
    { ...it, do: 'paid' },
    ...(openDebt(change, 'pir') ? [{ ...it, do: 'pir' } as const] : []),
    { ...it, do: 'allWell', checkIn: change.checkIns.length - 1 },
    { ...it, do: 'issue' },
    { ...it, do: 'submit' },
    { ...it, do: 'withdraw' },
    { ...it, do: 'solved' },
    { ...it, do: 'rollBack' },
    { ...it, do: 'incident' },
    { ...it, do: 'lookAgain', run },
    { ...it, do: 'tryAgain', run: failed },
    { ...it, do: 'settle', run },
    ...change.runs.flatMap((r): Control[] => [
      { ...it, do: 'stop', run: r.run },
      { ...it, do: 'kill', run: r.run },
      ...[0, 1, 2, 3].map((step) => ({ ...it, do: 'tick', run: r.run, step }) as const),
    ]),
    ...(['tick', 'skip', 'reopen'] as const).map((act) => ({ ...it, do: 'anyItem', act }) as const),
    { ...it, do: 'log' },
    { ...it, do: 'rehearse' },
    { ...it, do: 'close' },
  ];
}

/** What stands on the headline and on its details, and in its thread on the reviews and the reports of what runs. */
function shown(change: Change, now: number): readonly Control[] {
  const controls: Control[] = [];
  const prompts = [
    ...change.reviews.flatMap(({ number }) => reviewPrompt(change, number, policy).blocks),
    ...keepWorkingButtons(change),
    ...change.checkIns.flatMap((_, checkIn) => checkInButtons(change, checkIn)),
    ...change.runs.flatMap((run) => live(change, { run, output: '', expectedMs: undefined, now }).blocks),
    ...rehearseButtons(change),
    ...change.runs.flatMap((run) => playbook(change, run)?.blocks ?? []),
    ...(checklist(change, policy)?.blocks ?? []),
  ];
  JSON.stringify([...headline(change, { policy, now }).blocks, ...prompts], (_key, value: unknown) => {
    if (value !== null && typeof value === 'object' && 'type' in value && value.type === 'button' && 'value' in value) {
      const control = readControl(String(value.value));
      if (!control) throw new Error(`nobody can read the button ${String(value.value)}`);
      controls.push(control);
    }
    return value;
  });
  return controls;
}

/** A button by its name, one of a review by its criterion and answer too, one of a playbook by its step, one of a checklist by what it says. */
function nameOf(control: Control): string {
  if (control.do === 'tick') return [control.do, control.run, control.step].join('/');
  if (control.do === 'anyItem') return [control.do, control.act].join('/');
  if (control.do !== 'review' && control.do !== 'corrected') return control.do;
  return [control.do, control.review, control.criterion, 'answer' in control ? control.answer : ''].join('/');
}

/** What the domain says to a press, by whoever gets furthest with it. */
function heard(change: Change, control: Control, now: number): RefusalCode | 'agreed' | undefined {
  const intent = intentOf(control, change, now);
  if (!intent) return undefined;
  const said = PEOPLE.map((user) => {
    const decision = decide(change, intent, { now, policy, patterns: PATTERNS, actor: anActor(user, policy) });
    return decision.ok ? 'agreed' : decision.refusal.code;
  });
  return said.find((s) => s === 'agreed') ?? said.find((s) => !FAIR.includes(s)) ?? said[0];
}

const isNew = distinct();
const moments = Object.entries(everyStory(aPolicy())).flatMap(([story, lived]) =>
  stages(lived).flatMap(({ change, facts }) => {
    const at = facts.at(-1)?.at ?? 0;
    // Between the facts of one intent nobody presses anything.
    const isLast = lived.facts.find((f) => f.seq === facts.length + 1)?.at !== at;
    return isLast && isNew({ facts }) ? [at + 1, at + 4 * DAY].map((now) => ({ story, change, now })) : [];
  }),
);

describe('buttons of the headline and of the reviews', () => {
  test('each that stands would be heard', () => {
    const wrong = moments.flatMap(({ story, change, now }) =>
      shown(change, now)
        .map((control) => ({ story, status: change.status, press: control.do, said: heard(change, control, now) }))
        .filter(({ said }) => said !== undefined && !FAIR.includes(said)),
    );
    expect(wrong).toEqual([]);
  });

  test('another attempt of what changes something is asked about first, of what only looks it is not', () => {
    const asks = moments.flatMap(({ change }) =>
      attemptButtons(change, policy).map(({ confirm, value }) => {
        const control = readControl(value);
        const run = change.runs.find((r) => control?.do === 'tryAgain' && r.run === control.run);
        return [run?.step, confirm !== undefined] as const;
      }),
    );
    const asked = new Map(asks);
    expect([asked.get('apply'), asked.get('rollback'), asked.get('backup'), asked.get('plan')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test('each press that would be heard has its button', () => {
    const missing = moments.flatMap(({ story, change, now }) => {
      const there = new Set(shown(change, now).map(nameOf));
      return everyPress(change)
        .filter((control) => !there.has(nameOf(control)) && heard(change, control, now) === 'agreed')
        .map((control) => ({ story, status: change.status, press: control.do }));
    });
    expect(missing).toEqual([]);
  });

  test('the stories press every button at least once', () => {
    const pressed = new Set(moments.flatMap(({ change, now }) => shown(change, now).map((c) => c.do)));
    // Which stand in Details.
    for (const control of ['previewNotices', 'timeline'] as const) pressed.add(control);
    expect(pressed).toEqual(new Set(CONTROL_NAMES));
  });
});
