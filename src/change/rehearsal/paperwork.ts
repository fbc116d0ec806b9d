import { missingTexts } from '../content.ts';
import { debtsBeforeClose, openDebt, payableDebts } from '../debts.ts';
import { openIncident } from '../incident.ts';
import { hears } from '../lifecycle.ts';
import { implementerOf, type Change } from '../model.ts';
import { afterQuietHours } from '../quiet-hours.ts';
import { watchMs } from '../timeline.ts';
import { HOUR_MS, MINUTE_MS, NOTE, person, type Deed, type Stage } from './stage.ts';

/** What is owed is paid, and the change closed, when its watch is over. */
export function paperworkOf(change: Change, stage: Stage): readonly Deed[] {
  if (change.endedAt === undefined || !hears(change.status, 'close')) return [];
  const at = afterQuietHours(change.endedAt + HOUR_MS, stage.policy);
  const paid = payableDebts(change).map(({ number, owner }): Deed => ({
    key: `paid/${number}`,
    at,
    intent: { type: 'payDebt', debt: number, note: NOTE },
    actor: person(owner, stage),
  }));
  const closing: Deed = {
    key: `close/${change.version}`,
    at: afterQuietHours(change.endedAt + watchMs(change, stage.policy) + MINUTE_MS, stage.policy),
    intent: { type: 'close' },
    actor: person(implementerOf(change), stage),
  };
  return [
    ...request(change, at, stage),
    ...paid,
    ...review(change, at, stage),
    ...(debtsBeforeClose(change).length === 0 && !openIncident(change) ? [closing] : []),
  ];
}

/** Where it is owed, once there is no incident left of which it could not tell the end. */
function review(change: Change, at: number, stage: Stage): readonly Deed[] {
  const owed = openDebt(change, 'pir');
  if (!owed || openIncident(change)) return [];
  const texts = { happened: NOTE, well: NOTE, better: NOTE, recommended: '' };
  const intent = { type: 'writePir', former: 0, texts, actions: [] } as const;
  return [{ key: 'review', at, intent, actor: person(owed.owner, stage) }];
}

/** The texts that an emergency left out. */
function request(change: Change, at: number, stage: Stage): readonly Deed[] {
  const missing = missingTexts(change.content);
  if (missing.length === 0 || !openDebt(change, 'fullRequest')) return [];
  const content = { ...change.content, ...Object.fromEntries(missing.map((field) => [field, NOTE])) };
  const intent = { type: 'editChange', content, revision: change.revision } as const;
  return [{ key: 'request', at, intent, actor: person(change.requester, stage) }];
}
