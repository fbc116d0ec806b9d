import type { Button } from '@slack/types';
import { openDebt } from '../change/debts.ts';
import type { Fact } from '../change/facts.ts';
import type { Change, Occasion, StepRun } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import { roundOf } from '../change/ladder.ts';
import { milestoneKey, MILESTONES, type MilestoneName } from '../change/timeline.ts';
import {
  attemptButtons,
  checkInButtons,
  decisionButtons,
  issueButtons,
  keepWorkingButtons,
  pirButtons,
  startButtons,
  unknownButtons,
} from '../slack/buttons.ts';
import { reviewPrompt } from './review-prompt.ts';

/** A note that asks for an answer. It holds buttons as long as a press would be heard, and loses them by an update. */
export type Prompt = {
  readonly key: string;
  readonly asks: 'start' | 'decision' | 'lastSafe' | 'review' | 'checkIn' | 'issue' | 'pir';
  readonly review?: number;
  readonly checkIn?: number;
};

const ASKED: Readonly<Partial<Record<MilestoneName, Prompt['asks']>>> = {
  opens: 'start',
  lastSafe: 'lastSafe',
  decide: 'decision',
  unanswered: 'decision',
  closes: 'decision',
  checkIn: 'checkIn',
};

/** The prompt that a fact's note is, if it is one; `after` has the fact folded in. */
export function promptOf(fact: Fact, after: Change): Prompt | undefined {
  if (fact.type === 'changeStarted' && !fact.confirmed) return started(after);
  if (fact.type === 'reviewOpened') return ofReview(after, fact.review);
  if (fact.type === 'changeReopened') return ofReopening(after, after.reopenings.length);
  if (fact.type === 'debtOwed') return tellsPir(fact, after) ? pirPrompts(after).at(-1) : undefined;
  if (fact.type === 'milestoneReached') return atMilestone(after, fact);
  if (fact.type === 'rollbackDecided') return fact.scope === 'byHand' ? ofWayBack(after) : undefined;
  if (fact.type === 'issueFound') return fact.run === undefined ? undefined : ofLook(after, fact.run);
  const run = fact.type === 'stepEnded' ? after.runs.find((r) => r.run === fact.run) : undefined;
  return run && asks(run) ? ofRun(after, run) : undefined;
}

/** What may be pressed on a prompt as things stand; nothing on one of a former window. A review has its buttons between its lines. */
export function promptButtons(key: string, change: Change, policy: Policy): readonly Button[] {
  const prompt = promptsOf(change).find((p) => p.key === key);
  if (!prompt || prompt.asks === 'review') return [];
  if (prompt.asks === 'start') return startButtons(change);
  if (prompt.asks === 'pir') return isOpenPir(change, prompt) ? pirButtons(change) : [];
  if (prompt.asks === 'issue') return issueButtons(change);
  if (prompt.checkIn !== undefined) return checkInButtons(change, prompt.checkIn);
  const goOn = keepWorkingButtons(change);
  if (prompt.asks === 'lastSafe' && goOn.length === 0) return [];
  return [
    ...(prompt.asks === 'lastSafe' ? goOn : []),
    ...unknownButtons(change, policy),
    ...attemptButtons(change, policy),
    ...decisionButtons(change, policy),
  ];
}

/** The prompts there were before a fact whose buttons it changed; of a review, whatever stands in it. */
export function promptsChanged(before: Change | undefined, after: Change, policy: Policy): readonly Prompt[] {
  if (!before) return [];
  const shown = ({ key, review }: Prompt, change: Change): string =>
    JSON.stringify(review === undefined ? promptButtons(key, change, policy) : reviewPrompt(change, review, policy));
  return promptsOf(before).filter((prompt) => shown(prompt, before) !== shown(prompt, after));
}

function promptsOf(change: Change): readonly Prompt[] {
  const { schedule } = change;
  const reached = MILESTONES.map((milestone) => ({ milestone, schedule, round: roundOf(change, milestone) })).filter(
    ({ milestone, round }) => change.milestones[milestoneKey(schedule, milestone, round)] === 'reached',
  );
  return [
    ...(change.startedAt !== undefined && change.content.kind === 'emergency' ? [started(change)] : []),
    ...reached.flatMap((m) => atMilestone(change, m) ?? []),
    ...change.checkIns.flatMap((_, round) => atMilestone(change, { milestone: 'checkIn', schedule, round }) ?? []),
    ...change.reviews.map(({ number }) => ofReview(change, number)),
    ...change.issues.flatMap(({ run }) => (run === undefined ? [] : [ofLook(change, run)])),
    ...change.reopenings.map((_, i) => ofReopening(change, i + 1)),
    ...(change.rollback?.scope === 'byHand' ? [ofWayBack(change)] : []),
    ...pirPrompts(change),
    ...change.runs
      .filter((r) => r.schedule === schedule && r.state === 'ended' && asks(r))
      .map((r) => ofRun(change, r)),
  ];
}

const ASKED_ABOUT: readonly Occasion[] = ['start', 'after', 'solved', 'rollback'];

/** Work that did not succeed, and every look at an unknown outcome. */
function asks({ occasion, outcome }: StepRun): boolean {
  if (occasion === 'again') return true;
  return ASKED_ABOUT.includes(occasion) && outcome !== 'succeeded';
}

function started(change: Change): Prompt {
  return { key: `${change.id}/prompt/start`, asks: 'start' };
}

function atMilestone(
  change: Change,
  { milestone, schedule, round }: Pick<Extract<Fact, { type: 'milestoneReached' }>, 'milestone' | 'schedule' | 'round'>,
): Prompt | undefined {
  const asked = ASKED[milestone];
  const key = `${change.id}/prompt/${milestoneKey(schedule, milestone, round)}`;
  return asked && { key, asks: asked, ...(asked === 'checkIn' ? { checkIn: round ?? 0 } : {}) };
}

function ofReview(change: Change, review: number): Prompt {
  return { key: `${change.id}/prompt/review/${review}`, asks: 'review', review };
}

function ofReopening(change: Change, nth: number): Prompt {
  return { key: `${change.id}/prompt/reopened/${nth}`, asks: 'decision' };
}

/** Of what a look of the long watch found. */
function ofLook(change: Change, run: string): Prompt {
  return { key: `${change.id}/prompt/${run}`, asks: 'issue' };
}

function ofWayBack(change: Change): Prompt {
  return { key: `${change.id}/prompt/rollback`, asks: 'decision' };
}

/** Of an emergency it is told among all that is owed, with the last of it. */
function tellsPir({ what }: Extract<Fact, { type: 'debtOwed' }>, { debts, endedAt }: Change): boolean {
  return endedAt === undefined ? what === 'procedures' && debts.some((d) => d.what === 'pir') : what === 'pir';
}

/** One for each time that the review came to be owed: after a change was reopened it is asked for anew. */
function pirPrompts({ id, debts }: Change): readonly Prompt[] {
  const owed = debts.filter(({ what }) => what === 'pir');
  return owed.map((_, i) => ({ key: `${id}/prompt/pir${i === 0 ? '' : `/${i + 1}`}`, asks: 'pir' }));
}

function isOpenPir(change: Change, { key }: Prompt): boolean {
  return openDebt(change, 'pir') !== undefined && pirPrompts(change).at(-1)?.key === key;
}

function ofRun(change: Change, { run }: StepRun): Prompt {
  return { key: `${change.id}/prompt/${run}`, asks: 'decision' };
}
