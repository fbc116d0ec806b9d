import { shownId } from '../change/change-id.ts';
import { itemsHolding } from '../change/checklist-gates.ts';
import { keptBackups } from '../change/kept-backups.ts';
import { debtsBeforeClose } from '../change/debts.ts';
import type { Fact } from '../change/facts.ts';
import { underWay } from '../change/runs.ts';
import { proofWords } from '../slack/backup-words.ts';
import { listOf, quoted, when } from '../slack/blocks.ts';
import { itemList } from '../slack/checklist-words.ts';
import { debtWords } from '../slack/debt-words.ts';
import { MILESTONE_WORDS, STEP_WORDS } from '../slack/words.ts';
import { decisionPoint, lastSafe, unanswered, windowClosed } from './notes-ladder.ts';
import { checkInNote } from './notes-watch.ts';
import { correctionsWords } from './review-words.ts';
import { implementer, roleWithPeople } from './said.ts';
import type { Line, Scene } from './scene.ts';

type Of<T extends Fact['type']> = Extract<Fact, { type: T }>;

export function skippedNote({ milestone, reason, until }: Of<'milestoneSkipped'>): Line | undefined {
  if (milestone === 'longLook') return undefined;
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
    case 'lastSafe':
      return lastSafe(scene);
    case 'decide':
      return decisionPoint(scene);
    case 'unanswered':
      return unanswered(scene);
    case 'closes':
      return windowClosed(scene);
    case 'checkIn':
      return checkInNote(scene);
    case 'backupExpires':
      return backupExpires(scene);
    case 'mayClose':
      return { text: `The watch is over. ${mayClose(scene)}` };
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
    case 'longLook':
    case 'incidentUpdate':
      return undefined;
  }
}

/** Nobody removes what nobody remembers (000-RET-01, 000-CHK-37). */
function backupExpires({ after, policy, at }: Scene): Line {
  const kept = keptBackups(after).map((run) => proofWords(run, policy, at));
  const which = kept.length === 1 ? `Its backup: ${kept.join('')}.` : `Its backups: ${listOf(kept, 5, '; ')}.`;
  return {
    text: `The time for which a backup is kept is over. ${which} ${implementer(after)}: remove what is needed no more.`,
  };
}

function mayClose(scene: Scene): string {
  const { after, at } = scene;
  const held = heldWords(scene);
  const owed = debtsBeforeClose(after).map((debt) => debtWords(debt, at));
  if (owed.length === 0 && held !== undefined) return `It can be closed once the checklist has it: ${held}.`;
  return owed.length === 0
    ? `${implementer(after)} can press Close on the message above.`
    : `Owed before it can be closed: ${listOf(owed, 6, '; ')}.`;
}

/** What limits what can go wrong, while there is time for it (002-TML-01, 002-TML-02). */
function prepareNow({ after }: Scene): Line | undefined {
  return after.status !== 'inReview' && after.status !== 'approved'
    ? undefined
    : {
        text: `Preparation is due, the window opens ${when(after.content.opensAt)}. ${implementer(after)}: prepare the tests that show it is done and that nothing else broke, the way back, the backup with the time to restore it, and how long the work takes.`,
      };
}

/** GO is due, and the pre-check or the checklist has something open: why nobody is asked yet. */
function waiting(scene: Scene): Line | undefined {
  const { after, policy } = scene;
  const open = correctionsWords(after);
  const held = heldWords(scene);
  if (after.status === 'approved' && open === undefined && held !== undefined)
    return {
      text: `GO or NO-GO is due, but waits for the checklist: ${held}. It is asked by itself when that is ticked.`,
    };
  return after.status === 'approved' && open !== undefined
    ? {
        text: `GO or NO-GO is due, but waits for what the pre-check asked to be corrected. ${open} It is asked by itself when ${implementer(after)} has pressed Corrected, or the ${roleWithPeople(policy.goNogo.role, policy)} OK.`,
      }
    : undefined;
}

/** What of the checklist holds the change back now; undefined where nothing does. */
function heldWords({ after, policy, at }: Scene): string | undefined {
  const items = itemsHolding(after, { policy, now: at });
  return items.length === 0 ? undefined : itemList(items.map(({ text }) => text));
}

function windowOpen(scene: Scene): Line | undefined {
  const { after } = scene;
  const { status, content } = after;
  if (status === 'ready') {
    const running = underWay(after);
    const wait = running ? ` ${STEP_WORDS[running.step]} has not ended yet; it must first.` : '';
    const held = heldWords(scene);
    const first = held === undefined ? '' : ` First have it ticked in the checklist: ${held}.`;
    return {
      text: `The window is open until ${when(content.closesAt)}. ${implementer(after)}: press Start and type ${shownId(after.id)}.${wait}${first}`,
    };
  }
  return status === 'inReview' || status === 'approved'
    ? {
        text: 'The window has opened, but what must be agreed before it is still missing: reschedule it or withdraw it.',
      }
    : undefined;
}
