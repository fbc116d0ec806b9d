import { expect, test } from 'vitest';
import { decide } from '../../src/change/decide.ts';
import { followUps, mootMilestones } from '../../src/change/follow-ups.ts';
import { keptUntil } from '../../src/change/kept-backups.ts';
import type { MilestoneName } from '../../src/change/timeline.ts';
import { CLOSES_AT, liveThrough, PATTERNS, THE_CLOCK, anActor, type Story } from '../support/a-change.ts';
import { aPolicy, DAY, MINUTE } from '../support/a-policy.ts';
import { AFTER_THE_WATCH, CLOSE, implemented, prepared, wake, WITHDRAW } from '../support/lives.ts';

const policy = aPolicy();
const ada = anActor('U0ADA', policy);

const wakes = ({ change, facts }: Story) =>
  facts
    .flatMap((f) => followUps(change, f, policy))
    .filter((u) => u.kind === 'wake' && u.milestone === 'backupExpires');

function wokenAt({ change }: Story, at: number, milestone: MilestoneName = 'backupExpires'): string {
  const intent = { type: 'reachMilestone', milestone, schedule: change.schedule } as const;
  const decision = decide(change, intent, { now: at, policy, patterns: PATTERNS, actor: THE_CLOCK });
  return decision.ok ? decision.facts.map(({ type }) => type).join(' ') : decision.refusal.code;
}

test('a backup is asked about once, when the time for which it is kept is over, also of a change that is closed or withdrawn', () => {
  const closed = liveThrough(policy, [[CLOSE, ada, AFTER_THE_WATCH]], implemented());
  const withdrawn = liveThrough(policy, [[WITHDRAW, ada, CLOSES_AT - MINUTE]], prepared());
  for (const story of [closed, withdrawn]) {
    const until = keptUntil(story.change, policy) ?? 0;
    expect(until).toBeGreaterThan(CLOSES_AT + 29 * DAY);
    expect(wakes(story).map((u) => u.dueAt)).toEqual([until]);
    expect(mootMilestones(story.change)).not.toContain('backupExpires');
    expect(wokenAt(story, until - 1)).toBe('milestoneSkipped');
    expect(wokenAt(story, until)).toBe('milestoneReached');
    const asked = liveThrough(policy, [wake('backupExpires', until)], story);
    expect(wokenAt(asked, until + DAY)).toBe('staleMilestone');
    expect(asked.change.status).toBe(story.change.status);
  }
});

test('a change that made none is not asked about one, and one that is over is prompted for nothing else', () => {
  const byHand = prepared({ byHand: true });
  expect(wakes(byHand)).toEqual([]);
  expect(wokenAt(byHand, CLOSES_AT + 60 * DAY)).toBe('staleMilestone');
  const withdrawn = liveThrough(policy, [[WITHDRAW, ada, CLOSES_AT - MINUTE]], prepared());
  for (const milestone of ['goNogo', 'opens', 'closes', 'lastSafe', 'remind'] as const)
    expect(wokenAt(withdrawn, CLOSES_AT + DAY, milestone), milestone).toBe('staleMilestone');
});
