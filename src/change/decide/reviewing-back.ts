import { agree, type Circumstances, type Decision } from '../circumstances.ts';
import { TEXT_MAX } from '../content.ts';
import { openActions } from '../debts.ts';
import type { Fact } from '../facts.ts';
import { openIncident } from '../incident.ts';
import type { Intent } from '../intents.ts';
import { after, onTheDay } from '../leads.ts';
import type { Change } from '../model.ts';
import { ACTION_MAX, ACTIONS_MAX, ACTIONS_OPEN_MAX, PIR_TEXTS, type NewAction, type PirTexts } from '../pir.ts';
import { refuse, type PirProblem } from '../refusals.ts';
import { isUnseen, textFault } from '../text-fault.ts';
import { onlyItsPeople } from './filing.ts';

const AHEAD_MAX_DAYS = 366;

/** By the change's own people, once its work and its incident are over, as often as there is more to say; its actions come with it (001-PIR-01). */
export function writePir(
  change: Change,
  intent: Extract<Intent, { type: 'writePir' }>,
  circumstances: Circumstances,
): Decision {
  const barred = onlyItsPeople(change, circumstances);
  if (barred) return barred;
  if (openIncident(change)) return refuse({ code: 'incidentOpen' });
  if (intent.former !== (change.pir?.number ?? 0)) return refuse({ code: 'pirRewritten' });
  const problems = [...textProblems(intent.texts), ...actionProblems(change, intent.actions, circumstances)];
  if (problems.length > 0) return refuse({ code: 'invalidPir', problems });
  const { happened, well, better, recommended } = intent.texts;
  const owed = intent.actions.map((action, i) => owedAction(action, change.debts.length + 1 + i, circumstances));
  return agree(...owed, {
    type: 'pirWritten',
    happened: happened.trim(),
    well: well.trim(),
    better: better.trim(),
    recommended: isUnseen(recommended) ? '' : recommended.trim(),
    actions: owed.map(({ debt }) => debt),
  });
}

function owedAction(
  { text, owner, due }: NewAction,
  debt: number,
  { policy, now }: Circumstances,
): Extract<Fact, { type: 'debtOwed' }> {
  const dueAt = onTheDay(due, policy) ?? now;
  return { type: 'debtOwed', debt, what: 'action', owner, dueAt, detail: text.trim() };
}

/** That nothing is recommended is an answer. */
function textProblems(texts: PirTexts): readonly PirProblem[] {
  return PIR_TEXTS.flatMap((field) => {
    if (field === 'recommended' && isUnseen(texts[field])) return [];
    const problem = textFault(texts[field], TEXT_MAX);
    return problem === undefined ? [] : [{ field, problem }];
  });
}

function actionProblems(
  change: Change,
  actions: readonly NewAction[],
  circumstances: Circumstances,
): readonly PirProblem[] {
  const most = Math.min(ACTIONS_MAX, ACTIONS_OPEN_MAX - openActions(change).length);
  const beyond = `No more than ${ACTIONS_OPEN_MAX} actions may be open, and ${ACTIONS_MAX} come at once: leave this one out for now.`;
  return actions.flatMap(({ text, owner, due }, action) => {
    const faults: readonly (readonly ['text' | 'owner' | 'due', string | undefined])[] = [
      ['text', action < most ? textFault(text, ACTION_MAX) : beyond],
      ['owner', /^[UW][A-Z0-9]{1,30}$/.test(owner) ? undefined : 'Please choose who sees to it.'],
      ['due', dueProblem(due, circumstances)],
    ];
    return faults.flatMap(([field, problem]) => (problem === undefined ? [] : [{ field, action, problem }]));
  });
}

function dueProblem(due: string, { policy, now }: Circumstances): string | undefined {
  const dueAt = onTheDay(due, policy);
  if (dueAt === undefined) return 'Please pick the day it is due.';
  if (dueAt <= now) return 'Please pick a day that is still ahead.';
  return dueAt > after(now, { days: AHEAD_MAX_DAYS }, policy) ? 'Please pick a day within a year.' : undefined;
}
