import { runbookOf } from '../change/circumstances.ts';
import { shownId } from '../change/change-id.ts';
import { sayDuration } from '../change/duration.ts';
import { openDebts } from '../change/debts.ts';
import type { Fact } from '../change/facts.ts';
import { underWay } from '../change/runs.ts';
import type { Change } from '../change/model.ts';
import { lastSafeRollbackAt } from '../change/timeline.ts';
import { listOf, quoted, when } from '../slack/blocks.ts';
import { debtWords } from '../slack/debt-words.ts';
import { MILESTONE_WORDS, STEP_WORDS } from '../slack/words.ts';
import { correctionsWords } from './review-words.ts';
import { decider, implementer, roleWithPeople } from './said.ts';
import { choices, type Line, type Scene } from './scene.ts';

type Of<T extends Fact['type']> = Extract<Fact, { type: T }>;

export function skippedNote({ milestone, reason, until }: Of<'milestoneSkipped'>): Line {
  const why = `because ${quoted(reason, 300)}.`;
  return {
    text:
      until === undefined
        ? `Skipped: ${MILESTONE_WORDS[milestone]}, ${why}`
        : `Put off to ${when(until)}: ${MILESTONE_WORDS[milestone]}, ${why}`,
  };
}

/** Only the prompts that ask somebody for something; what the others cause has notes of its own. */
export function milestoneNote({ milestone }: Of<'milestoneReached'>, scene: Scene): Line | undefined {
  switch (milestone) {
    case 'opens':
      return windowOpen(scene);
    case 'decide':
      return decisionPoint(scene);
    case 'closes':
      return windowClosed(scene);
    case 'mayClose':
      return { text: `The watch is over: ${mayClose(scene)}` };
    case 'prepare':
      return prepareNow(scene);
    case 'goNogo':
      return waiting(scene);
    case 'preCheck':
    case 'goDeadline':
    case 'announce':
    case 'remind':
    case 'backup':
    case 'watchOver':
      return undefined;
  }
}

function mayClose({ after, at }: Scene): string {
  const owed = openDebts(after).map((debt) => debtWords(debt, at));
  return owed.length === 0
    ? `${implementer(after)} can press Close on the message above.`
    : `it can be closed once nothing is owed any more: ${listOf(owed, 6, '; ')}.`;
}

/** What limits what can go wrong, while there is time for it (002-TML-01, 002-TML-02). */
function prepareNow({ after }: Scene): Line | undefined {
  return after.status !== 'inReview' && after.status !== 'approved'
    ? undefined
    : {
        text: `Preparation is due, the window opens ${when(after.content.opensAt)}. ${implementer(after)}: prepare what limits what can go wrong. The tests that show it is done, and those that show nothing else broke; the way back, and the backup with the time to restore it; how long the work takes.`,
      };
}

/** GO is due and the pre-check has something open: why nobody is asked yet. */
function waiting({ after, policy }: Scene): Line | undefined {
  const open = correctionsWords(after);
  return after.status === 'approved' && open !== undefined
    ? {
        text: `GO or NO-GO is due, but waits for what the pre-check asked to be corrected. ${open} It is asked by itself when ${implementer(after)} has pressed Corrected, or the ${roleWithPeople(policy.goNogo.role, policy)} OK.`,
      }
    : undefined;
}

function windowOpen({ after }: Scene): Line | undefined {
  const { status, content } = after;
  if (status === 'ready') {
    const running = underWay(after);
    const wait = running ? ` ${STEP_WORDS[running.step]} has not ended yet; it must first.` : '';
    return {
      text: `The window is open until ${when(content.closesAt)}. ${implementer(after)}: press Start and type ${shownId(after.id)}.${wait}`,
    };
  }
  return status === 'inReview' || status === 'approved'
    ? {
        text: 'The window has opened, but what must be agreed before it is still missing: reschedule it or withdraw it.',
      }
    : undefined;
}

/** Asks before it is too late to go back inside the window, with the arithmetic (002-TML-10, 002-TML-12). */
function decisionPoint(scene: Scene): Line | undefined {
  const { after, policy } = scene;
  const { closesAt } = after.content;
  if (after.status === 'ready')
    return {
      text: `It has not been started, and the window closes ${when(closesAt)}. ${implementer(after)}: press Start, or reschedule it.`,
    };
  if (after.status !== 'implementing' && after.status !== 'rollingBack') return undefined;
  return { text: `*Decision point.* ${arithmetic(scene)}${stillRunning(after)}${choices(after, policy)}` };
}

function arithmetic({ after, policy, at }: Scene): string {
  const { closesAt } = after.content;
  const runbook = runbookOf(after, policy);
  const lastSafeAt = lastSafeRollbackAt(closesAt, runbook);
  const closes = `${sayDuration(Math.max(0, closesAt - at))} are left: the window closes ${when(closesAt)}.`;
  const takes = closesAt - lastSafeAt;
  if (takes === 0 || after.status === 'rollingBack') return closes;
  const restore = sayDuration(runbook?.backup?.restore.estimateMs ?? 0);
  const check = sayDuration(runbook?.verifyEstimateMs ?? 0);
  const sum = `Going back takes about ${sayDuration(takes)} (restore ${restore}, checks ${check})`;
  return lastSafeAt > at
    ? `${closes} ${sum}, so it must begin by ${when(lastSafeAt)} to end inside the window.`
    : `${closes} ${sum}: begun now it ends about ${when(at + takes)}, after the window. It was safe until ${when(lastSafeAt)}.`;
}

function windowClosed({ after, policy }: Scene): Line | undefined {
  const { status } = after;
  if (after.startedAt === undefined) return undefined;
  if (status === 'watching')
    return {
      text: 'The window has closed. The work is done and the service is being watched; nothing is asked of you.',
    };
  if (status !== 'implementing' && status !== 'rollingBack') return undefined;
  return {
    text: `*The window has closed and the work is not finished.* Nothing ends by itself: please decide, ${decider(after, policy)} with ${implementer(after)}.${stillRunning(after)}${choices(after, policy)}`,
  };
}

function stillRunning(change: Change): string {
  const run = underWay(change);
  return run === undefined
    ? ''
    : ` ${STEP_WORDS[run.step]} ${run.state === 'running' ? 'is running and is left to end' : 'waits for its worker'}; Solved can be pressed after it.`;
}
