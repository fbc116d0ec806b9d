import { describe, expect, test } from 'vitest';
import type { NoticeName } from '../../src/change/notice.ts';
import { notice } from '../../src/notifications/notices.ts';
import { standingOf } from '../../src/notifications/notice-standing.ts';
import { CLOSES_AT, GO_AT, OPENS_AT, anActor, liveThrough, runs, type Story } from '../support/a-change.ts';
import { aPolicy, aRunbook, aService, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import {
  ROLL_BACK,
  SOLVED,
  WITHDRAW,
  applied,
  edit,
  implemented,
  moved,
  ready,
  settle,
  started,
  wake,
} from '../support/lives.ts';
import { say } from '../../src/notifications/routes.ts';
import { stages } from './stories.ts';

const policy = aPolicy();

function ordered({ facts }: Story, name: NoticeName): number {
  return facts.findLast((f) => f.fact.type === 'noticeOrdered' && f.fact.notice === name)?.seq ?? 0;
}

function told(story: Story, name: NoticeName): string {
  return notice(name, { ...story, policy, seq: ordered(story, name), now: story.facts.at(-1)?.at ?? 0 }).text;
}

function standing(story: Story, name: NoticeName, now: number): string {
  return standingOf(name, ordered(story, name), { ...story, now }).state;
}

describe('a notice claims only what a fact has shown', () => {
  test('checks passed, after a verification that succeeded', () => {
    expect(told(implemented(), 'end')).toContain('Checks passed');
  });

  test('nothing of checks where the runbook has none', () => {
    const bare = aPolicy({ runbooks: { 'web-release': aRunbook({ verify: [] }) } });
    const watched = settle(applied('succeeded', { policy: bare }), bare, OPENS_AT + HOUR);
    const story = liveThrough(bare, [wake('watchOver', OPENS_AT + 2 * HOUR)], watched);
    expect(story.change.status).toBe('implemented');
    expect(told(story, 'end')).not.toMatch(/check|error/i);
  });

  test('as before only after a check that followed the rollback', () => {
    const rolled = liveThrough(policy, [[ROLL_BACK, anActor('U0ADA', policy), OPENS_AT + HOUR]], applied('failed'));
    const checked = settle(rolled, policy, OPENS_AT + HOUR);
    expect(told(checked, 'endWithIssues')).toContain('as it was before');
    const { watch: _watch, ...unwatched } = aRunbook();
    const bare = aPolicy({ runbooks: { 'web-release': unwatched } });
    const failed = liveThrough(
      bare,
      [[ROLL_BACK, anActor('U0ADA', bare), OPENS_AT + HOUR]],
      applied('failed', { policy: bare }),
    );
    const unchecked = settle(failed, bare, OPENS_AT + HOUR);
    expect(unchecked.change.status).toBe('rolledBack');
    expect(told(unchecked, 'endWithIssues')).not.toContain('as it was before');
  });

  test('a check that failed is not one that passed, though the work went on', () => {
    const bare = aPolicy();
    const broken = runs(applied(), bare, OPENS_AT + HOUR, 'failed');
    const solved = liveThrough(bare, [[SOLVED, anActor('U0ADA', bare), OPENS_AT + 90 * MINUTE]], broken);
    const again = runs(solved, bare, OPENS_AT + 91 * MINUTE, 'failed');
    expect(notice('end', { ...again, policy: bare, seq: 1, now: OPENS_AT + 2 * HOUR }).text).not.toContain(
      'Checks passed',
    );
  });

  test('a new time is said with the old one, and as not confirmed until its GO', () => {
    const story = ready();
    const then = liveThrough(
      policy,
      [[edit(moved(story.change.content, 2 * DAY)), anActor('U0ADA', policy), GO_AT + DAY]],
      story,
    );
    expect(told(then, 'correction')).toMatch(/it was to be from <!date\^1793736000.*still to be confirmed/s);
  });
});

test('that all is done is not said any more once the change was reopened, and is said of its next end', () => {
  const at = OPENS_AT + 2 * HOUR;
  const ada = anActor('U0ADA', policy);
  const reopened = liveThrough(policy, [[{ type: 'reopen', text: 'Search is down.' }, ada, at]], implemented());
  const first = ordered(reopened, 'end');
  expect(standing(reopened, 'end', at)).toBe('superseded');
  const mended = settle(liveThrough(policy, [[{ type: 'solved' }, ada, at]], reopened), policy, at);
  const again = liveThrough(policy, [wake('watchOver', at + HOUR, 1, 1)], mended);
  expect(again.change.status).toBe('implemented');
  expect(standingOf('end', first, { ...again, now: at + HOUR }).state).toBe('superseded');
  expect(standing(again, 'end', at + HOUR)).toBe('true');
});

describe('a notice whose turn comes late', () => {
  test('is not said after the start: neither planned nor the reminder', () => {
    const reminded = liveThrough(policy, [wake('remind', OPENS_AT - DAY)], ready());
    expect(standing(reminded, 'planned', OPENS_AT - 1)).toBe('true');
    expect(standing(reminded, 'reminder', OPENS_AT - 1)).toBe('true');
    expect(standing(reminded, 'planned', OPENS_AT)).toBe('skippedLate');
    expect(standing(reminded, 'reminder', OPENS_AT)).toBe('skippedLate');
    expect(standing(started(), 'planned', OPENS_AT - 1)).toBe('skippedLate');
  });

  test('gives way to the newer one of its window', () => {
    const story = ready();
    const withdrawn = liveThrough(policy, [[WITHDRAW, anActor('U0ADA', policy), GO_AT + DAY]], story);
    expect(standing(withdrawn, 'planned', GO_AT + DAY)).toBe('superseded');
    expect(standing(withdrawn, 'cancellation', GO_AT + DAY)).toBe('true');
    const ada = anActor('U0ADA', policy);
    const twice = liveThrough(
      policy,
      [
        [edit(moved(story.change.content, DAY)), ada, GO_AT + DAY],
        [edit(moved(story.change.content, 2 * DAY)), ada, GO_AT + DAY + 1],
      ],
      story,
    );
    expect(twice.facts.filter((f) => f.fact.type === 'noticeOrdered' && f.fact.notice === 'correction').length).toBe(2);
    expect(standing(twice, 'correction', GO_AT + DAY + 2)).toBe('true');
    expect(standing(twice, 'planned', GO_AT + DAY + 2)).toBe('superseded');
  });

  test('a start is not said any more when the end is', () => {
    expect(standing(started(), 'start', OPENS_AT + MINUTE)).toBe('true');
    expect(standing(implemented(), 'start', CLOSES_AT)).toBe('skippedLate');
    expect(standing(implemented(), 'end', CLOSES_AT + 30 * DAY)).toBe('true');
  });
});

describe('an end that did not last', () => {
  const [ada, at] = [anActor('U0ADA', policy), CLOSES_AT + HOUR];
  const again = liveThrough(policy, [[{ type: 'reopen', text: 'Search is down.' }, ada, at]], implemented());

  test('is taken back for the people affected, who read nothing of what was found', () => {
    expect(told(again, 'reopened')).toMatch(/Work goes on.*had ended.*is not as it should be.*We work on it now/s);
    expect(told(again, 'reopened')).not.toContain('Search is down');
    expect(standing(again, 'reopened', at)).toBe('true');
    expect(standing(again, 'end', at)).toBe('superseded');
  });

  test('is not told as over or watched while it is worked on', () => {
    const progress = liveThrough(policy, [[{ type: 'tellProgress', text: 'We are on it.' }, ada, at + 1]], again);
    expect(told(progress, 'progress')).toMatch(/We are on it\. We will tell you here when it is put right\./);
    expect(told(progress, 'progress')).not.toMatch(/The work is done|thought to end/);
  });

  test('ends once more, and then alone', () => {
    const mended = runs(liveThrough(policy, [[SOLVED, ada, at + MINUTE]], again), policy, at + MINUTE);
    const ended = liveThrough(policy, [wake('watchOver', at + HOUR, 1, 1)], mended);
    expect(ended.change.endedAt).toBeDefined();
    expect(standing(ended, 'end', at + HOUR)).toBe('true');
    expect(standing(ended, 'reopened', at + HOUR)).toBe('skippedLate');
  });
});

describe('who is told', () => {
  test('each channel once, though two services share it', () => {
    const both = aPolicy({ services: { web: aService(), 'core-db': aService({ runbooks: [] }) } });
    const story = ready({ policy: both, content: { services: ['web', 'core-db'] } });
    const rows = stages(story).flatMap(({ before, change, facts }) => {
      const recorded = facts.at(-1);
      return recorded ? say(before, change, recorded, both).filter((r) => r.kind === 'notice') : [];
    });
    expect(rows.map((r) => [r.channel, r.data['notice']])).toEqual([['C0MAINT', 'planned']]);
  });

  test('no two deliveries of a life share a key, but for the screens that are updated', () => {
    for (const story of [
      implemented(),
      liveThrough(policy, [[ROLL_BACK, anActor('U0ADA', policy), OPENS_AT + HOUR]], applied('failed')),
    ]) {
      const rows = stages(story).flatMap(({ before, change, facts }) => {
        const recorded = facts.at(-1);
        return recorded ? say(before, change, recorded, policy) : [];
      });
      const once = rows.filter((r) => r.kind !== 'headline' && r.kind !== 'live').map((r) => r.key);
      expect(new Set(once).size).toBe(once.length);
      expect(rows.filter((r) => r.kind === 'headline').every((r) => r.key === 'CHG-1/headline')).toBe(true);
    }
  });
});
