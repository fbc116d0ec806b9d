import { expect, test } from 'vitest';
import type { ChangeContent } from '../../src/change/model.ts';
import { checkRecord } from '../../src/journal/check.ts';
import type { Outcome } from '../../src/journal/hear.ts';
import { listChanges } from '../../src/journal/read-list.ts';
import { anActor } from '../support/a-change.ts';
import { aPolicy, HOUR } from '../support/a-policy.ts';
import { recording } from '../support/lives.ts';
import { aJournal, aJournalAlone, codeOf, moveClockTo, type Journal } from './a-journal.ts';

const policy = aPolicy();
const ROUNDS = 25;
const [{ id: _id, ...intent }, , at] = recording();

function record({ hear }: Journal, id: string, content: Partial<ChangeContent> = {}, apart = false): Promise<Outcome> {
  const said = { ...intent, content: { ...intent.content, ...content }, ...(apart ? ({ apart } as const) : {}) };
  return hear({ change: 'new', intent: said, actor: anActor('U0ADA', policy), id, surface: 'shortcut' });
}

test('two who record the same at once make one record, in every round', { timeout: 60_000 }, async () => {
  const journal = await aJournalAlone({ policy });
  await moveClockTo(journal.record, at);
  for (let i = 1; i <= ROUNDS; i += 1) {
    const content = { opensAt: at - 3 * i * HOUR, closesAt: at - 3 * i * HOUR + 60_000 };
    const both = await Promise.all([record(journal, `a${i}`, content), record(journal, `b${i}`, content)]);
    expect(both.map(codeOf).toSorted()).toEqual(['ok', 'recordedAlready']);
  }
  expect(await listChanges(journal.record, { by: 'all', service: 'web' })).toHaveLength(ROUNDS);
  expect(await checkRecord(journal.record, { graceMs: HOUR })).toEqual([]);
});

test('the same cause is looked for among records alone, of the same service, around the same time', async () => {
  const journal = await aJournal({ policy });
  await moveClockTo(journal.record, at);
  const first = await record(journal, 'first');
  expect(codeOf(first)).toBe('ok');
  const again = await record(journal, 'again');
  expect(again).toMatchObject({ refusal: { code: 'recordedAlready', change: first.ok ? first.change : '' } });
  expect(codeOf(await record(journal, 'apart', {}, true))).toBe('ok');
  const before = intent.content.opensAt - HOUR;
  expect(codeOf(await record(journal, 'before', { opensAt: before, closesAt: before + 1000 }))).toBe('ok');
});
