import { expect, test } from 'vitest';
import { readView } from '../../sandbox/slack/check-payload.ts';
import { TEXT_MAX } from '../../src/change/content.ts';
import type { Policy } from '../../src/change/policy.ts';
import { onRecordGiven } from '../../src/commands/record/record.ts';
import { recordModal, type RecordDraft } from '../../src/commands/record/record-modal.ts';
import { readChange } from '../../src/journal/read-change.ts';
import { emptyPolicy } from '../../src/policy/empty-policy.ts';
import { aJournal, anEar, countOf, type Journal } from '../journal/a-journal.ts';
import { FILED_AT, anActor } from '../support/a-change.ts';
import { aPolicy, aService, HOUR } from '../support/a-policy.ts';

type Listener = ReturnType<typeof onRecordGiven>;
type Answered = { readonly response_action?: string; readonly errors?: object; readonly view?: object } | undefined;

const DRAFT: RecordDraft = {
  title: 'Raised the limit',
  description: 'By hand.',
  reason: '',
  services: ['web'],
  kind: 'normal',
  madeAt: FILED_AT - HOUR,
  took: '5m',
  doneBy: 'U0ADA',
};

let views = 0;

/** Hands the modal in as somebody filled it in, on a journal whose policy is by now this one; what Slack is answered. */
async function handIn(
  { record }: Journal,
  draft: Partial<RecordDraft> = {},
  { policy = aPolicy(), same }: { readonly policy?: Policy; readonly same?: string } = {},
): Promise<Answered> {
  const { title, description, reason, services, kind, madeAt, took, doneBy } = { ...DRAFT, ...draft };
  const typed = (value: string) => ({ value: { type: 'plain_text_input', value } });
  const chosen = (value: string) => ({ value: { type: 'static_select', selected_option: { value } } });
  const state = {
    title: typed(title),
    description: typed(description),
    reason: typed(reason),
    services: { value: { type: 'multi_static_select', selected_options: services.map((value) => ({ value })) } },
    kind: chosen(kind),
    opensAt: { value: { type: 'datetimepicker', selected_date_time: madeAt / 1000 } },
    closesAt: typed(took),
    implementer: { value: { type: 'users_select', selected_user: doneBy } },
    ...(same === undefined ? {} : { cause: chosen('same') }),
  };
  const listener = onRecordGiven({
    hear: anEar(record, { policy }),
    record,
    policy: () => policy,
    who: async (user: string) => anActor(user, policy),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  } as unknown as Parameters<typeof onRecordGiven>[0]);
  const answers: Answered[] = [];
  views += 1;
  await listener({
    ack: async (answer: Answered) => void answers.push(answer),
    body: { user: { id: 'U0ADA' } },
    view: {
      id: `V${views}`,
      private_metadata: JSON.stringify(same === undefined ? {} : { same }),
      state: { values: state },
    },
  } as unknown as Parameters<Listener>[0]);
  expect(answers).toHaveLength(1);
  return answers[0];
}

test('of two who record the same at once one is asked whether it is the same', async () => {
  const journal = await aJournal();
  const answers = await Promise.all([1, 2, 3, 4].map(() => handIn(journal)));
  expect(answers.filter((answer) => answer === undefined)).toHaveLength(1);
  for (const answer of answers.filter((one) => one !== undefined)) {
    expect(answer).toMatchObject({ response_action: 'update' });
    expect(() => readView(answer.view, 'modal')).not.toThrow();
  }
  expect(await countOf(journal.record, 'changes')).toBe(1);
});

test('a service that left the policy while the modal was open is said under its input', async () => {
  const policy = aPolicy({ services: { db: aService() } });
  expect(await handIn(await aJournal(), {}, { policy })).toEqual({
    response_action: 'errors',
    errors: { services: 'No service is called web.' },
  });
});

test('where the policy names no service the modal can be opened and handed in all the same', async () => {
  const draft = { ...DRAFT, services: [] };
  const journal = await aJournal();
  expect(() => readView(recordModal(emptyPolicy(), draft), 'modal')).not.toThrow();
  expect(await handIn(journal, draft, { policy: emptyPolicy() })).toBeUndefined();
});

test('what is added to a record is judged as every text is, and said under its input', async () => {
  const journal = await aJournal();
  await handIn(journal);
  for (const [hostile, code] of [
    ['a\0b', 'U+0000'],
    ['a\uD800b', 'U+D800'],
    ['a\u202Eb', 'U+202E'],
  ] as const) {
    const under = (field: string) => ({
      response_action: 'errors',
      errors: { [field]: expect.stringContaining(code) },
    });
    expect(await handIn(journal, { description: hostile }, { same: 'CHG-1' })).toEqual(under('description'));
    expect(await handIn(journal, { title: hostile }, { same: 'CHG-1' })).toEqual(under('title'));
  }
  expect(await handIn(journal, { description: 'x'.repeat(TEXT_MAX) }, { same: 'CHG-1' })).toBeUndefined();
  const story = await readChange(journal.record, 'CHG-1');
  expect(story?.facts.map(({ fact }) => fact.type)).toEqual(['changeFiled', 'logged']);
});
