import { expect, test } from 'vitest';
import { deleteDraft, draftSent, forgetDrafts, readDraft, saveDraft } from '../../src/journal/drafts.ts';
import { FILED_AT } from '../support/a-change.ts';
import { DAY, HOUR } from '../support/a-policy.ts';
import { aJournal, aJournalAlone, countOf, moveClockTo } from './a-journal.ts';

const AT = { person: 'U0ADA', form: 'file', view: 'V1' } as const;

test('a draft is one for each person and form, and is brought back with the time it was last typed in', async () => {
  const { record } = await aJournal();
  await saveDraft(record, AT, { title: 'One', opensAt: FILED_AT, services: ['web'] });
  await saveDraft(record, { ...AT, person: 'U0BOB' }, { title: 'Another' });
  await saveDraft(record, { ...AT, form: 'edit/CHG-1/ab' }, { title: 'An edit' });
  const draft = await readDraft(record, 'U0ADA', 'file');
  expect(draft).toMatchObject({ typed: { title: 'One', opensAt: FILED_AT, services: ['web'] }, view: 'V1' });
  expect(draft?.at).toBeGreaterThanOrEqual(FILED_AT);
  expect(await readDraft(record, 'U0CYD', 'file')).toBeUndefined();
});

test('what a form does not show any more is kept as long as it is the same form, or one brought back from it', async () => {
  const { record } = await aJournal();
  await saveDraft(record, AT, { title: 'One', commit: '1a2b3c4' });
  expect(await saveDraft(record, AT, { title: 'Two' })).toEqual({ title: 'Two', commit: '1a2b3c4' });
  const resumed = { ...AT, view: 'V2', resumed: 'V1' };
  expect(await saveDraft(record, resumed, { title: '' })).toEqual({ title: '', commit: '1a2b3c4' });
  expect(await saveDraft(record, { ...AT, view: 'V3' }, { title: 'Three' })).toEqual({ title: 'Three' });
});

test('what was sent is not brought back, also when a letter of it arrives late; another form is', async () => {
  const { record } = await aJournal();
  await saveDraft(record, AT, { title: 'One', commit: '1a2b3c4' });
  await draftSent(record, { ...AT, view: 'V0' });
  expect(await readDraft(record, 'U0ADA', 'file')).toBeDefined();
  await draftSent(record, AT);
  expect(await saveDraft(record, AT, { title: 'One' })).toEqual({ title: 'One', commit: '1a2b3c4' });
  expect(await readDraft(record, 'U0ADA', 'file')).toBeUndefined();
  await saveDraft(record, { ...AT, view: 'V2' }, { title: 'Two' });
  expect((await readDraft(record, 'U0ADA', 'file'))?.typed).toEqual({ title: 'Two' });
  await deleteDraft(record, 'U0ADA', 'file');
  expect(await readDraft(record, 'U0ADA', 'file')).toBeUndefined();
});

test('what the database cannot hold is left out, and a draft of absurd size is not kept', async () => {
  const { record } = await aJournal();
  const typed = { title: 'x\u0000y', reason: '\uD800z', impact: '<!channel> `x` \u202E', services: ['a\u0000'] };
  const held = { title: 'xy', reason: '\uFFFDz', impact: '<!channel> `x` \u202E', services: ['a'] };
  expect(await saveDraft(record, AT, typed)).toEqual(held);
  const absurd = { title: 'x'.repeat(100_000) };
  expect(await saveDraft(record, AT, absurd)).toEqual(absurd);
  expect((await readDraft(record, 'U0ADA', 'file'))?.typed).toEqual(held);
});

test('a draft goes after seven days, one that was sent after an hour', async () => {
  const { record } = await aJournalAlone();
  await saveDraft(record, AT, { title: 'One' });
  await saveDraft(record, { ...AT, form: 'like/CHG-7' }, { title: 'Two' });
  await draftSent(record, { ...AT, form: 'like/CHG-7' });
  await moveClockTo(record, FILED_AT + 2 * HOUR);
  await forgetDrafts(record);
  expect(await countOf(record, 'drafts')).toBe(1);
  await moveClockTo(record, FILED_AT + 7 * DAY + HOUR);
  expect(await readDraft(record, 'U0ADA', 'file')).toBeUndefined();
  await forgetDrafts(record);
  expect(await countOf(record, 'drafts')).toBe(0);
});
