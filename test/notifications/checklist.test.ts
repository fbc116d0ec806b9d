import { describe, expect, test } from 'vitest';
import type { Intent } from '../../src/change/intents.ts';
import { checklist } from '../../src/notifications/checklist.ts';
import { headline } from '../../src/notifications/headline.ts';
import { say } from '../../src/notifications/routes.ts';
import { FILED_AT, GO_AT, anActor, filing, liveThrough, type Story } from '../support/a-change.ts';
import { aChecklist, anItem, LISTED, listing, reopen, skip, tick } from '../support/a-checklist.ts';
import { aPolicy, HOUR } from '../support/a-policy.ts';
import { approved, edit, wake, WITHDRAW } from '../support/lives.ts';
import { stages } from './stories.ts';

const policy = listing(aPolicy());
const filed = (under = policy) => liveThrough(under, [filing(under, LISTED)]);
const then = (story: Story, ...intents: readonly Intent[]) =>
  liveThrough(
    policy,
    intents.map((intent) => [intent, anActor('U0ADA', policy), FILED_AT + HOUR]),
    story,
  );
const textOf = ({ change }: Story, under = policy) => JSON.stringify(checklist(change, under)?.blocks);
const buttonsOf = (story: Story): readonly string[] =>
  [...textOf(story).matchAll(/"action_id":"([^"]+)"/g)].map(([, id]) => id ?? '');

/** After which facts the message of a checklist is posted or brought up to date. */
function said(story: Story): readonly string[] {
  return stages(story).flatMap(({ before, change, facts }) => {
    const recorded = facts.at(-1);
    const rows = recorded ? say(before, change, recorded, policy).filter(({ view }) => view === 'checklist') : [];
    return rows.map(({ key, kind, channel }) => `${recorded?.fact.type} ${kind} ${channel} ${key}`);
  });
}

describe('the message of a checklist', () => {
  test('is one, in the thread, and follows whatever moves an item, by hand or by the facts', () => {
    const row = 'live C0CHANGES CHG-1/checklist';
    const agreed = approved({ policy, content: LISTED });
    expect(said(agreed)).toEqual([`checklistOpened ${row}`, `ballotClosed ${row}`]);
    const marked = then(filed(), tick('inventory'), skip('baseline'), reopen('baseline'));
    expect(said(marked).slice(1)).toEqual([`itemTicked ${row}`, `itemSkipped ${row}`, `itemReopened ${row}`]);
    expect(said(then(filed(), WITHDRAW)).slice(1)).toEqual([`changeWithdrawn ${row}`]);
  });

  test('is none for a change that nothing is asked of', () => {
    const story = liveThrough(policy, [filing(policy)]);
    expect(checklist(story.change, policy)).toBeUndefined();
    expect(said(story)).toEqual([]);
  });

  test('shows how far it is, the phase that is worked on item by item, and every other in a line', () => {
    expect(checklist(filed().change, policy)?.text).toBe('Checklist of CHG-001: 0 of 8 done, 8 open.');
    expect(textOf(filed())).toContain('░░░░░░░░░░░░░░░░░░░░ 0 % · 0 of 8 done, 8 open');
    expect(textOf(filed())).toContain('*Impact assessment*');
    expect(textOf(filed())).toContain(
      '*Open* List the services that are touched.\\nFor the implementer, *before the next phase*',
    );
    expect(textOf(filed())).toContain('Planning: 0 of 2 done, 2 open\\nRollback preparation: 0 of 1 done, 1 open');
    const assessed = then(filed(), tick('inventory'), tick('baseline', '40 % at noon'));
    expect(textOf(assessed)).toContain('Impact assessment: 2 of 2 done');
    expect(textOf(assessed)).toContain('*Planning*');
    const measured = then(filed(), tick('baseline', '40 % at noon'));
    expect(textOf(measured)).toMatch(/\*Done\* Measure the load\.\\n<@U0ADA>, <!date[^>]*>: 40 % at noon/);
    const skipped = then(filed(), skip('baseline', 'Nothing runs there.'));
    expect(textOf(skipped)).toMatch(/\*Skipped\* Measure the load\.\\n<@U0ADA>, <!date[^>]*>: Nothing runs there\./);
    expect(textOf(skipped)).toContain('13 % · 0 of 8 done, 1 skipped, 7 open');
  });

  test('has a button beside each item whose turn has come, and below it what is asked for in a modal', () => {
    expect(buttonsOf(filed())).toEqual(['tickItem:inventory', 'tickItem:baseline', 'anyItem:tick', 'anyItem:skip']);
    const assessed = then(filed(), tick('inventory'), skip('baseline'));
    expect(buttonsOf(assessed)).toEqual([
      'tickItem:authorised',
      'tickItem:compare',
      'anyItem:tick',
      'anyItem:skip',
      'anyItem:reopen',
    ]);
    expect(buttonsOf(then(assessed, WITHDRAW))).toEqual([]);
  });

  test('is one line where nothing of it holds anything back', () => {
    const items = [anItem(), anItem({ id: 'team', text: 'Tell the team.' })];
    const light = listing(aPolicy(), aChecklist([{ name: 'planning', owner: 'infrastructure', items }]));
    const blocks = checklist(filed(light).change, light)?.blocks ?? [];
    expect(blocks.map(({ type }) => type)).toEqual(['section', 'actions']);
    expect(textOf(filed(light), light)).toContain(
      '*Checklist of CHG-001* ░░░░░░░░░░░░░░░░░░░░ 0 % · 0 of 2 done, 2 open',
    );
  });

  test('says so where an edit left nothing of it', () => {
    const { pattern: _none, ...content } = filed().change.content;
    expect(textOf(then(filed(), edit(content)))).toContain('nothing of it applies to the change as it was edited');
  });

  test('of a long phase shows what is open, and says how many more there are', () => {
    const items = Array.from({ length: 40 }, (_, i) =>
      anItem({ id: `item-${i}`, text: `Look at part ${i}.`, gate: 'close' }),
    );
    const long = listing(aPolicy(), aChecklist([{ name: 'assessment', owner: 'infrastructure', items }]));
    const story = filed(long);
    expect(textOf(story, long)).toContain('Look at part 14.');
    expect(textOf(story, long)).not.toContain('Look at part 15.');
    expect(textOf(story, long)).toContain('25 more in this phase');
  });
});

test('the headline says what the checklist holds back, and a note in the thread when the GO is due', () => {
  const due = liveThrough(
    policy,
    [wake('goNogo', GO_AT)],
    then(approved({ policy, content: LISTED }), tick('inventory')),
  );
  const shown = (now: number) => JSON.stringify(headline(due.change, { policy, now }).blocks);
  expect(shown(GO_AT + 1)).toContain(
    '*Held back by its checklist*: “Walk through the way back”; have it ticked in the thread.',
  );
  expect(shown(GO_AT - 1)).not.toContain('Held back by its checklist');
});
