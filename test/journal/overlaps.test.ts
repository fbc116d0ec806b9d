import { expect, test } from 'vitest';
import type { Reach } from '../../src/change/calendar.ts';
import type { ChangeId } from '../../src/change/change-id.ts';
import { overlapping } from '../../src/journal/overlaps.ts';
import { FILED_AT, anActor } from '../support/a-change.ts';
import { aPolicy, DAY, HOUR } from '../support/a-policy.ts';
import { aJournal, filed, type Journal } from './a-journal.ts';

const AT = FILED_AT + 30 * DAY;
const RUN = { runbook: 'web-release', params: { release: 'v2.4.0' } };
const WINDOW = { opensAt: AT, closesAt: AT + 2 * HOUR };
const NOTHING: Reach = { services: [], runbooks: [], implementer: 'U0NOBODY' };

async function found({ record }: Journal, reach: Partial<Reach>, except?: ChangeId): Promise<readonly string[]> {
  return (await overlapping(record, WINDOW, { ...NOTHING, ...reach }, except)).map((c) => c.id);
}

test('changes whose windows touch and that share a service, a runbook or a person are found, soonest first', async () => {
  const journal = await aJournal();
  await filed(journal, 'a', { opensAt: AT + HOUR, closesAt: AT + 3 * HOUR, services: ['web', 'core-db'] });
  await filed(journal, 'b', { opensAt: AT - 13 * DAY, closesAt: AT + 1, ...RUN });
  await filed(journal, 'c', { opensAt: AT - HOUR, closesAt: AT });
  await filed(journal, 'd', { opensAt: AT + 2 * HOUR, closesAt: AT + 3 * HOUR });
  expect(await found(journal, { services: ['web'] })).toEqual(['CHG-2', 'CHG-1']);
  expect(await found(journal, { services: ['core-db', 'other'] })).toEqual(['CHG-1']);
  expect(await found(journal, { runbooks: ['web-release', 'another'] })).toEqual(['CHG-2']);
  expect(await found(journal, { implementer: 'U0ADA' })).toEqual(['CHG-2', 'CHG-1']);
  expect(await found(journal, {})).toEqual([]);
  expect(await found(journal, { services: ['web'] }, 'CHG-2')).toEqual(['CHG-1']);
});

test('a change that is over clashes with nothing', async () => {
  const journal = await aJournal();
  await filed(journal, 'a', WINDOW);
  const intent = { type: 'withdraw', reason: 'Not needed.' } as const;
  const actor = anActor('U0ADA', aPolicy());
  await journal.hear({ change: 'CHG-1', intent, actor, id: 'withdraw', surface: 'button' });
  expect(await found(journal, { services: ['web'] })).toEqual([]);
});

test('what is found says what the calendar needs of it', async () => {
  const journal = await aJournal();
  await filed(journal, 'a', { ...WINDOW, ...RUN });
  expect(await overlapping(journal.record, WINDOW, { ...NOTHING, services: ['web'] })).toEqual([
    {
      id: 'CHG-1',
      title: 'Release v2.4.0 of the website',
      services: ['web'],
      runbook: 'web-release',
      implementer: 'U0ADA',
      ...WINDOW,
    },
  ]);
});
