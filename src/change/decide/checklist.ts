import { isSameField } from '../change-set.ts';
import { checklistOf } from '../checklist-of.ts';
import { agree, type Circumstances, type Decision } from '../circumstances.ts';
import { barredFromItem } from '../item-owners.ts';
import { itemsBefore, itemStandings, type ItemStanding } from '../item-standing.ts';
import type { Intent } from '../intents.ts';
import type { Change, ChangeContent } from '../model.ts';
import type { ChecklistFact } from '../open-checklist.ts';
import type { Policy } from '../policy.ts';
import { refuse, type Refused } from '../refusals.ts';

type Of<T extends Intent['type']> = Extract<Intent, { type: T }>;

/** What decides which items a change has. */
const ABOUT = [
  'pattern',
  'kind',
  'risk',
  'services',
  'strategy',
  'documents',
] as const satisfies readonly (keyof ChangeContent)[];

/**
 * The checklist of what is submitted, as its pattern reads now; none where it asks for nothing. Opened anew only where what it was
 * opened for is another.
 */
export function openedChecklist(
  before: Change | undefined,
  content: ChangeContent,
  policy: Policy,
): readonly ChecklistFact[] {
  if (before && ABOUT.every((field) => isSameField(before.content, content, field))) return [];
  const checklist = checklistOf(content, policy);
  if (checklist) return [{ type: 'checklistOpened', checklist }];
  if (!before?.checklist) return [];
  const { pattern, version } = before.checklist;
  return [{ type: 'checklistOpened', checklist: { pattern, version, items: [] } }];
}

/** Done, says whoever owns it, with what shows it where that is asked. */
export function tickItem(
  change: Change,
  { item, evidence = '' }: Of<'tickItem'>,
  circumstances: Circumstances,
): Decision {
  const open = openItem(change, item, circumstances);
  if (!open.ok) return open;
  const shown = evidence.trim();
  if (open.standing.item.evidence && shown === '') return refuse({ code: 'evidenceNeeded' });
  return agree({ type: 'itemTicked', item, ...(shown === '' ? {} : { evidence: shown }) });
}

/** Left out, with the reason; what holds the change back is not, other than by an override. */
export function skipItem(change: Change, { item, reason }: Of<'skipItem'>, circumstances: Circumstances): Decision {
  const open = openItem(change, item, circumstances);
  if (!open.ok) return open;
  if (open.standing.item.gate) return refuse({ code: 'itemNotSkipped' });
  return reason.trim() === ''
    ? refuse({ code: 'reasonNeeded' })
    : agree({ type: 'itemSkipped', item, reason: reason.trim() });
}

/** What was said of it is taken back, by whoever may say it. */
export function reopenItem(
  change: Change,
  { item: id, reason = '' }: Of<'reopenItem'>,
  { actor, policy }: Circumstances,
): Decision {
  const standing = itemStandings(change, policy).find(({ item }) => item.id === id);
  if (!standing?.mark) return refuse({ code: 'noSuchItem' });
  const why = reason.trim();
  return (
    barredFromItem(change, standing.item, actor, policy) ??
    agree({ type: 'itemReopened', item: id, ...(why === '' ? {} : { reason: why }) })
  );
}

/** The item, where it is open, its turn has come and it is this person's. */
function openItem(
  change: Change,
  id: string,
  { actor, policy }: Circumstances,
): { readonly ok: true; readonly standing: ItemStanding } | Refused {
  const standings = itemStandings(change, policy);
  const standing = standings.find(({ item }) => item.id === id);
  if (!standing) return refuse({ code: 'noSuchItem' });
  if (standing.state !== 'open') return refuse({ code: 'itemMarked', ...by(standing) });
  const barred = barredFromItem(change, standing.item, actor, policy);
  if (barred) return barred;
  const first = itemsBefore(standing.item, standings).map(({ text }) => text);
  return first.length > 0 ? refuse({ code: 'itemsFirst', items: first }) : { ok: true, standing };
}

function by({ mark }: ItemStanding): { readonly by?: string } {
  return mark ? { by: mark.by } : {};
}
