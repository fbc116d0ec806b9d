import { agingBackup } from '../change/backup-gate.ts';
import { runbookOf } from '../change/circumstances.ts';
import { shownId } from '../change/change-id.ts';
import { sayDuration } from '../change/duration.ts';
import type { Fact } from '../change/facts.ts';
import { openIncidents } from '../change/open-incidents.ts';
import { needsGo, watchMs } from '../change/timeline.ts';
import { mention, quoted, sentence, when } from '../slack/blocks.ts';
import { namedIncident } from '../slack/incident-words.ts';
import { noReturnLine, overWords } from '../slack/way-back-words.ts';
import { outcomeWords } from '../slack/outcome-words.ts';
import { JUSTIFICATION_WORDS, WAY_BACK_WORDS, whoSaid } from '../slack/words.ts';
import { implementer, named } from './said.ts';
import type { Line, Scene } from './scene.ts';
import { checksPassed } from './claims.ts';

/** Said as the work begins, so that whoever writes there knows what becomes of it. */
const LOG_KEPT = 'Replies in this thread are kept as its running log.';

type Of<T extends Fact['type']> = Extract<Fact, { type: T }>;

export function startedNote(fact: Of<'changeStarted'>, { before, after, policy }: Scene): Line {
  const name = named(after);
  if (!fact.confirmed) {
    const { justification, incident } = after.content;
    const why = justification === undefined ? '' : ` (${JUSTIFICATION_WORDS[justification].toLowerCase()})`;
    const ends =
      incident === undefined ? '' : ` It is to end the incident of ${namedIncident(incident, openIncidents(policy))}.`;
    const next =
      after.content.runbook === undefined
        ? `${implementer(after)} presses Start, does the work by hand, then presses Solved.`
        : `Nothing is applied until ${implementer(after)} presses Start and types ${shownId(after.id)}.`;
    return {
      text: `*Emergency${why}: ${name} is under way.*${ends} ${next} ${LOG_KEPT}`,
      broadcast: true,
    };
  }
  const runbook = runbookOf(after, policy);
  const apply = runbook?.apply
    ? runbook.plan
      ? 'A fresh plan follows, then apply.'
      : 'Apply follows.'
    : `${implementer(after)} does the work by hand, then presses Solved.`;
  const noReturn = noReturnLine(after, policy);
  return {
    text: `*${name} was started by ${mention(fact.implementer)}.* The window closes ${when(after.content.closesAt)}. ${apply} ${LOG_KEPT}${noReturn === undefined ? '' : `\n${noReturn}`}`,
    broadcast: before?.status === 'ready',
  };
}

/** Nothing was applied, so that nothing has to be undone; what is different stands on the plan's own report. */
export function takenBackNote({ because }: Of<'startTakenBack'>, { after, policy }: Scene): Line {
  if (because === 'backup') {
    const again = agingBackup(after, runbookOf(after, policy))
      ? 'press *New backup* on the message of the change, then Start again once it is proven'
      : 'reschedule it, for going back would no longer end with the window';
    return {
      text: `*${named(after)} was not carried out: its backup had grown too old when the apply was to begin.* Nothing was applied. ${implementer(after)}: ${again}.`,
      broadcast: true,
    };
  }
  const next = needsGo(after)
    ? 'GO is asked again, on the new plan.'
    : `Read it, then ${implementer(after)} presses Start again.`;
  return {
    text: `*${named(after)} was not carried out: the fresh plan is not the one that was agreed to.* Nothing was applied. ${next}`,
    broadcast: true,
  };
}

/** Said by a person; what a step did has its own note. */
export function workDoneNote(_: Of<'workDone'>, { by, after, policy }: Scene): Line | undefined {
  if (!/^[UW][A-Z0-9]+$/.test(by)) return undefined;
  const checked = runbookOf(after, policy) ? '; it is checked before anybody is told' : '';
  return { text: `${whoSaid(by)} says the work is done${checked}.` };
}

export function watchBegunNote(_: Of<'watchBegun'>, { at, policy }: Scene): Line {
  return {
    text: `The service is watched for ${sayDuration(policy.watch.shortMs)}, until ${when(at + policy.watch.shortMs)}. The end is announced then, if the checks pass.`,
  };
}

/** Whose work goes with it; of one by hand who does what, and what ends it. */
export function rollbackNote({ scope, decider, reason, over }: Of<'rollbackDecided'>, { after }: Scene): Line {
  const decided = `*Rollback ${WAY_BACK_WORDS[scope]}, decided by ${whoSaid(decider)}:* ${sentence(reason, 1000)}${overWords(over)}`;
  if (scope !== 'byHand') return { text: decided };
  const plan = after.content.rollbackPlan.trim();
  const how = plan === '' ? 'No rollback plan was written.' : `The rollback plan: ${sentence(plan, 1500)}`;
  return {
    text: `${decided} ${how} ${implementer(after)}: *Solved* once all is as it was, which has it checked; or *Incident*.`,
  };
}

/** Of the running log: when, who, what (001-APL-01, 001-TYP-15); a reply stands in the thread already. */
export function loggedNote({ text, ts }: Of<'logged'>, { by, at }: Pick<Scene, 'by' | 'at'>): Line | undefined {
  if (ts !== undefined) return undefined;
  return { text: `*Log* ${when(at, '{time_secs}')} ${whoSaid(by)}: ${quoted(text, 1500)}` };
}

/** An incident has said so itself. */
export function endedNote({ ending }: Of<'changeEnded'>, { after, policy, at }: Scene): Line | undefined {
  if (ending === 'failed') return undefined;
  const until = when(at + watchMs(after, policy));
  const watch = `It is kept in view until ${until}; then ${implementer(after)} closes it.`;
  const what =
    ending === 'implemented'
      ? `*${named(after)} is implemented.*${checksPassed(after) ? ' The checks passed.' : ' No check of the runbook has confirmed it.'}`
      : `*${named(after)} was rolled back.*${checksPassed(after) ? ' The checks passed: the service is as before.' : ' No check of the runbook has confirmed that the service is as before.'}`;
  return { text: `${what} ${watch}`, broadcast: true };
}

export function missedNote(): Line {
  return {
    text: 'The window has passed and nothing was started, so nothing was changed. Reschedule it or withdraw it.',
  };
}

export function closedNote(_: Of<'changeClosed'>, { by, after }: Scene): Line {
  const outcome = outcomeWords(after);
  return { text: `Closed by ${whoSaid(by)}.${outcome === undefined ? '' : ` *Outcome* ${outcome}.`}` };
}
