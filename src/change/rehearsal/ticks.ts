import { PHASES } from '../checklist.ts';
import { runbookOf } from '../circumstances.ts';
import { barredFromItem } from '../item-owners.ts';
import { itemsBefore, itemStandings } from '../item-standing.ts';
import { hears } from '../lifecycle.ts';
import { implementerOf, type Change } from '../model.ts';
import type { OpenItem } from '../open-checklist.ts';
import { afterQuietHours } from '../quiet-hours.ts';
import { milestoneAt } from '../timeline.ts';
import { HOUR_MS, NOTE, person, type Deed, type Stage } from './stage.ts';

/** Whatever is open of the checklist is ticked once its turn has come, by the first who may. */
export function ticksOf(change: Change, stage: Stage): readonly Deed[] {
  if (!hears(change.status, 'tickItem')) return [];
  const all = itemStandings(change, stage.policy);
  const people = [implementerOf(change), ...Object.values(stage.people).flat()].map((user) => person(user, stage));
  return all.flatMap(({ item, state }): Deed[] => {
    const at = dueAt(change, item, stage);
    const actor = people.find((p) => !barredFromItem(change, item, p, stage.policy));
    if (state !== 'open' || at === undefined || !actor || itemsBefore(item, all).length > 0) return [];
    return [{ key: `item/${item.id}`, at, intent: { type: 'tickItem', item: item.id, evidence: NOTE }, actor }];
  });
}

/** An hour after it could be; what the facts may still show not before something waits for it. */
function dueAt(change: Change, { phase, gate, shownBy }: OpenItem, { policy }: Stage): number | undefined {
  const { filedAt, startedAt, endedAt, content } = change;
  const soon = (at: number | undefined): number | undefined =>
    at === undefined ? undefined : afterQuietHours(at + HOUR_MS, policy);
  if (gate !== 'goNogo' && gate !== 'start') {
    if (gate === 'close' || PHASES.indexOf(phase) > PHASES.indexOf('implementation')) return soon(endedAt);
    if (phase === 'implementation') return startedAt;
  }
  if (shownBy === undefined) return soon(filedAt);
  const go = milestoneAt('goNogo', change, runbookOf(change, policy), policy);
  return gate === 'goNogo' ? (go ?? content.opensAt) : content.opensAt;
}
