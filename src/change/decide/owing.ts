import { isSameContent, isSameField } from '../change-set.ts';
import { agree, type Circumstances, type Decision } from '../circumstances.ts';
import { contentProblems } from '../content.ts';
import { isPaidByWord, maySettle, openDebt, openDebts } from '../debts.ts';
import type { Intent } from '../intents.ts';
import type { Change, ChangeContent } from '../model.ts';
import { refuse, type ContentProblem } from '../refusals.ts';
import { keepsReplies } from '../running-log.ts';
import { onlyItsPeople } from './filing.ts';

type Of<T extends Intent['type']> = Extract<Intent, { type: T }>;

/** What the work was begun with, and what may no longer be another. */
const BEGUN_WITH = [
  'kind',
  'services',
  'runbook',
  'params',
  'pattern',
  'justification',
  'incident',
  'implementer',
  'rollbackDecider',
  'commit',
] as const satisfies readonly (keyof ChangeContent)[];

/**
 * The rest of an emergency's request, handed in while the work goes on or after it: texts only, so that nothing that runs is
 * touched, no ballot opens and no window moves (001-TYP-13).
 */
export function completeRequest(change: Change, intent: Of<'editChange'>, circumstances: Circumstances): Decision {
  const { policy, now, patterns, actor } = circumstances;
  if (change.content.kind !== 'emergency')
    return refuse({ code: 'notInStatus', intent: 'editChange', status: change.status });
  const barred = onlyItsPeople(change, circumstances);
  if (barred) return barred;
  if (!openDebt(change, 'fullRequest')) return refuse({ code: 'nothingOwed' });
  const isStale = intent.from !== undefined && !isSameContent(intent.from, change.content);
  if (isStale || intent.revision !== change.revision) return refuse({ code: 'staleRevision' });
  const { opensAt, closesAt } = change.content;
  const content = { ...intent.content, opensAt, closesAt };
  const problems = [...moved(change.content, content), ...contentProblems(content, policy, now, patterns)];
  if (problems.length > 0) return refuse({ code: 'invalidContent', problems });
  const editor = actor.kind === 'person' ? actor.user : change.lastEditor;
  return agree({ type: 'changeEdited', content, editor, material: false, rescheduled: false });
}

function moved(from: ChangeContent, to: ChangeContent): readonly ContentProblem[] {
  return BEGUN_WITH.filter((field) => !isSameField(from, to, field)).map((field) => ({
    field,
    problem: 'The work was begun with this, so it can no longer be changed.',
  }));
}

/** The running log of the work, of an emergency from its first second (001-TYP-15), and whatever is said of a change afterwards, by whoever is there. */
export function log(change: Change, { text, ts }: Of<'log'>, { actor }: Circumstances): Decision {
  if (actor.kind !== 'person' || actor.outsider) return refuse({ code: 'outsider' });
  if (!keepsReplies(change)) return refuse({ code: 'notInStatus', intent: 'log', status: change.status });
  const entry = text.trim();
  if (entry === '') return refuse({ code: 'reasonNeeded' });
  return agree({ type: 'logged', text: entry, ...(ts === undefined ? {} : { ts }) });
}

/** A word of whoever owes it, or answers for them, that it is done; what is paid by being handed in takes no word. */
export function payDebt(change: Change, intent: Of<'payDebt'>, { actor }: Circumstances): Decision {
  if (actor.kind !== 'person' || actor.outsider) return refuse({ code: 'outsider' });
  const debt = change.debts.find((d) => d.number === intent.debt);
  if (!debt || debt.paid) return refuse({ code: 'nothingOwed' });
  if (!maySettle(change, debt, actor)) return refuse({ code: 'notTheDebtor', owner: debt.owner });
  if (!isPaidByWord(debt)) return refuse({ code: 'notPaidByWord', what: debt.what });
  const note = intent.note.trim();
  return note === ''
    ? refuse({ code: 'reasonNeeded' })
    : agree({ type: 'debtPaid', debt: debt.number, payer: actor.user, note });
}

/** Whoever owes is reminded once, while there is time; what is still owed when it is due is escalated once (001-TYP-17). */
export function chaseDebt(change: Change, intent: Of<'chaseDebt'>, { actor, now }: Circumstances): Decision {
  if (actor.kind !== 'clock') return refuse({ code: 'workerOnly' });
  const debt = openDebts(change).find((d) => d.number === intent.debt);
  if (!debt || debt.escalatedAt !== undefined) return refuse({ code: 'staleMilestone' });
  const isDue = now >= debt.dueAt;
  switch (intent.at) {
    case 'half':
      return isDue || debt.remindedAt !== undefined
        ? refuse({ code: 'staleMilestone' })
        : agree({ type: 'debtReminded', debt: debt.number });
    case 'due':
      return isDue ? agree({ type: 'debtEscalated', debt: debt.number }) : refuse({ code: 'staleMilestone' });
  }
}
