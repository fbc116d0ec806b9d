import { expect, test } from 'vitest';
import { milestoneWords } from '../../sandbox/page/milestone-words.ts';
import { MILESTONES } from '../../src/change/timeline.ts';

test('the page of the sandbox has words for each milestone', () => {
  for (const name of MILESTONES) expect(milestoneWords(`CHG-7 ${name}`)).toMatch(/^CHG-007: [a-z ]+/i);
  expect(milestoneWords('CHG-7 another')).toBe('CHG-7 another');
});
