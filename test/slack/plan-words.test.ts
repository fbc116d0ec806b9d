import type { KnownBlock } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { PLAN_ACTIONS } from '../../src/change/plan/plan-review.ts';
import { BRIEF, planBlocks } from '../../src/slack/plan-blocks.ts';
import { itemLine, planBar, planCounts, planLegend, planLine } from '../../src/slack/plan-words.ts';
import { aPlanJson, aResource, reviewOf } from '../support/a-plan.ts';
import { anAbsurdReview } from '../support/an-absurd-review.ts';

const textOf = (blocks: readonly KnownBlock[]) =>
  blocks.map((block) => (block.type === 'section' ? block.text?.text : JSON.stringify(block))).join('\n');

describe('a plan in one line', () => {
  test('says the worst first, what holds data, and what may only have a new name', () => {
    const before = { size: 1 };
    const review = reviewOf(
      aPlanJson([
        aResource('aws_thing.new', ['create'], {}, { after: before }),
        aResource('aws_thing.old', ['delete'], {}, { before }),
        aResource('aws_db_instance.a', ['delete', 'create']),
      ]),
    );
    expect(planLine(review)).toBe(
      '1 to destroy, 1 to replace, 1 to create; 1 that goes holds data; 1 may only have a new name',
    );
  });

  test('says that there is nothing to do, and what counts for nothing', () => {
    expect(planLine(reviewOf(aPlanJson()))).toBe('nothing to do');
    const drift = { resource_drift: [aResource('aws_thing.a', ['update'])] };
    expect(planLine(reviewOf(aPlanJson([], drift)))).toBe('nothing to do, 1 changed outside');
    expect(planLine(reviewOf({ unit: 'a', plan: null }))).toBe('nothing to do; 1 unit has no plan that counts');
  });
});

describe('the bar of a plan', () => {
  test('has a sign for each kind, however rare, and every sign is said in words', () => {
    for (const counts of [
      { destroy: 1, create: 9000 },
      { destroy: 2 },
      Object.fromEntries(PLAN_ACTIONS.map((action) => [action, 1])),
    ]) {
      const signs = [...new Set(planBar(counts))];
      expect(signs.map((sign) => planLegend(counts).includes(`${sign} `))).toEqual(signs.map(() => true));
      expect(planLegend(counts).split(' · ').length).toBe(signs.length);
      expect(planBar(counts)?.length).toBeLessThan(40);
    }
    expect(planBar({ destroy: 1, create: 9000 })).toMatch(/^-\+{20,}$/);
    expect(planBar({ drift: 3, unchanged: 5, read: 1 })).toBeUndefined();
  });

  test('counts in words are those of the review', () => {
    expect(planCounts({ create: 2, destroy: 1, unchanged: 9 })).toBe('1 to destroy, 2 to create');
  });
});

describe('what a person should read', () => {
  test.each([
    [
      { action: 'replace', forcedBy: ['engine'], reason: 'replace_because_cannot_update', holdsData: true },
      '`t.a` is replaced, the old one destroyed first. Forced by `engine`: it cannot be changed in place. *It holds data.*',
    ],
    [
      { action: 'replace', createsFirst: true, reason: 'constructor' },
      '`t.a` is replaced, the new one first. Why: constructor.',
    ],
    [
      { action: 'destroy', deposed: 'ab12', critical: true },
      '`t.a` leaves an old object behind (ab12), which is destroyed. *Others depend on it, or people get in by it.*',
    ],
    [
      { action: 'destroy', unknown: ['explode`'] },
      '`t.a` has an action nobody here knows (`explodeˋ`): take it for destroyed, and ask.',
    ],
    [{ action: 'update', unprotected: ['deletion_protection'] }, '`t.a` loses protection: `deletion_protection`.'],
    [{ action: 'drift', removedOutside: true }, '`t.a` was removed outside.'],
    [{ action: 'move', from: 't.b' }, '`t.a` only moves in the code, from `t.b`.'],
    [{ action: 'import', from: 't.b', unit: 'net' }, '`t.a` in net is taken over as it is. It stood at `t.b` before.'],
  ] as const)('%j', (item, line) => {
    expect(itemLine({ address: 't.a', type: 't', ...item })).toBe(line);
  });
});

describe('the card of a plan', () => {
  test('is cut by whole lines, says how many more there are, and where', () => {
    const many = Array.from({ length: 300 }, (_, n) => aResource(`aws_thing.n[${n}]`, ['delete']));
    const text = textOf(planBlocks(reviewOf(aPlanJson(many)), BRIEF));
    expect(text).toMatch(/^\*Plan: 300 to destroy\.\*\n`-+`\n\*Read before you agree\*\n• /);
    expect(text).toMatch(/ and \d+ more\nThe record holds the first 100 of 300\./);
    expect(text).toMatch(/The whole plan is in its log, a file/);
  });

  test('has room beside other things, whatever it holds', () => {
    const review = anAbsurdReview('<!channel> `*_~ & '.repeat(5));
    expect(textOf(planBlocks(review, BRIEF)).length).toBeLessThan(3500);
    expect(textOf(planBlocks(review)).length).toBeLessThan(7500);
  });

  test('names units, those without a plan first', () => {
    const text = textOf(planBlocks(reviewOf({ unit: 'a', plan: aPlanJson() }, { unit: 'b', plan: null })));
    expect(text).toContain('*Units*\n• b: *no plan that counts.* It has no plan.\n• a: nothing to do');
  });
});
