import { describe, expect, test } from 'vitest';
import {
  cut,
  escape,
  linesOf,
  listOf,
  mention,
  mrkdwn,
  preformatted,
  progressBar,
  quoted,
  when,
} from '../../src/slack/blocks.ts';

describe('text that is cut', () => {
  test('never ends inside an escape, a mention, a date or a surrogate pair', () => {
    const text = `${escape('a<b>&')} <@U0ADA> ${when(0)} \u{1F600}`.repeat(8);
    for (let max = 2; max < text.length; max += 1) {
      const kept = cut(text, max);
      expect(kept.length).toBeLessThanOrEqual(max);
      expect(kept).not.toMatch(/&[a-z]*…$|<[^>]*$|[\uD800-\uDBFF]…?$/);
    }
  });

  test('keeps whole lines and whole items, and says how many more there are', () => {
    expect(listOf(['a', 'b', 'c'], 2)).toBe('a, b and 1 more');
    expect(linesOf(['1234', '1234', '1234'], 10)).toBe('1234\n1234 and 1 more');
    expect(linesOf(['a', 'b'])).toBe('a\nb');
  });
});

describe("a person's text", () => {
  test('is one line and cannot mention', () => {
    expect(quoted(' <!channel>\n hello ', 100)).toBe('&lt;!channel&gt; hello');
    expect(mention('U0ADA> <!channel')).not.toMatch(/[<>]/);
    expect(mention('S0OPS')).toBe('<!subteam^S0OPS>');
  });

  test('is not searched for names and links by Slack', () => {
    expect(mrkdwn('@here #general').verbatim).toBe(true);
  });

  test('is never an empty preformatted block, which Slack refuses', () => {
    expect(JSON.stringify(preformatted(''))).toContain('"text":" "');
  });
});

test('a progress bar says its share in words and stays within its ends', () => {
  expect(progressBar(0.5, 4)).toBe('██░░ 50 %');
  expect(progressBar(7, 4)).toBe('████ 100 %');
  expect(progressBar(-1, 4)).toBe('░░░░ 0 %');
});
