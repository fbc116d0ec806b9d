import { expect, test } from 'vitest';
import { evolve } from '../../src/change/evolve.ts';
import type { Fact, RecordedFact } from '../../src/change/facts.ts';
import type { Attachment } from '../../src/change/attachments.ts';
import type { Change } from '../../src/change/model.ts';
import { filesNote } from '../../src/notifications/files-note.ts';
import { say } from '../../src/notifications/routes.ts';
import { aContent, aFile, FILED_AT } from '../support/a-change.ts';
import { aPolicy } from '../support/a-policy.ts';

const [plan, log] = [aFile(), aFile({ id: 'F0LOG', name: 'log.txt' })];

const filed = (...attachments: Attachment[]): RecordedFact =>
  recorded(1, { type: 'changeFiled', id: 'CHG-1', content: aContent({ attachments }), requester: 'U0ADA' });
const edited = (...attachments: Attachment[]): RecordedFact => {
  const content = aContent({ attachments });
  return recorded(2, { type: 'changeEdited', content, editor: 'U0BOB', material: false, rescheduled: false });
};

function recorded(seq: number, fact: Fact): RecordedFact {
  return { seq, at: FILED_AT, by: 'U0ADA', fact };
}

/** What the last of these facts says of files, and whether a message was ordered for it. */
function told(...facts: readonly [RecordedFact, ...RecordedFact[]]) {
  const before = facts.slice(0, -1).reduce<Change | undefined>(evolve, undefined);
  const last = facts.at(-1) ?? facts[0];
  const change = evolve(before, last);
  const ordered = say(before, change, last, aPolicy()).filter(({ view }) => view === 'files');
  return { note: filesNote(last.fact, before, change), ordered: ordered.map(({ key }) => key) };
}

test('files are shared in the thread once, by a message that shares nothing else', () => {
  const { note, ordered } = told(filed(plan));
  expect(ordered).toEqual(['CHG-1/1/files']);
  expect(note).toMatchObject({ sharesFiles: true });
  expect(JSON.stringify(note?.blocks)).toContain(`plan.txt (<${plan.permalink}|open>)`);
  expect(told(filed())).toEqual({ note: undefined, ordered: [] });
});

test('an edit shares what it brings and not again what stays', () => {
  const { note, ordered } = told(filed(plan), edited(plan, log));
  expect(ordered).toEqual(['CHG-1/2/files']);
  expect(note?.text).toMatch(/attached log\.txt$/);
  expect(told(filed(plan), edited())).toEqual({ note: undefined, ordered: [] });
});

test('a file removed before it was shared is not shared any more', () => {
  const first = filed(plan, log);
  const now = evolve(evolve(undefined, first), edited(log));
  expect(filesNote(first.fact, undefined, now)?.text).toMatch(/attached log\.txt$/);
  expect(JSON.stringify(filesNote(first.fact, undefined, now))).not.toContain('F0PLAN');
});
