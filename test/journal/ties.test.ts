import { describe, expect, test } from 'vitest';
import type { ChangeId } from '../../src/change/change-id.ts';
import type { Actor, Spoken } from '../../src/change/intents.ts';
import type { ChangeContent } from '../../src/change/model.ts';
import { checkRecord } from '../../src/journal/check.ts';
import type { Outcome } from '../../src/journal/hear.ts';
import { policyInForceFor } from '../../src/journal/policy-in-force.ts';
import { readChange } from '../../src/journal/read-change.ts';
import { FILED_AT, THE_CLOCK, anActor } from '../support/a-change.ts';
import { aPolicy, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { shippedStrategies } from '../support/a-strategy.ts';
import { CLOSE, STANDARD, START } from '../support/lives.ts';
import { aJournalAlone, codeOf, filing, moveClockTo, type Journal } from './a-journal.ts';

const policy = { ...aPolicy(), strategies: shippedStrategies() };
const opensAt = FILED_AT + MINUTE;
const byHand = { ...STANDARD, opensAt, closesAt: opensAt + 3 * HOUR };
const GRACE = { graceMs: 24 * HOUR };
const ROUNDS = 12;
let sayings = 0;

async function say(
  { hear }: Journal,
  change: ChangeId,
  intent: Spoken,
  actor: Actor = anActor('U0ADA', policy),
): Promise<Outcome> {
  sayings += 1;
  return hear({ change, intent, actor, id: `saying ${sayings}`, surface: 'button' });
}

const file = ({ hear }: Journal, content: Partial<ChangeContent>): Promise<Outcome> => {
  sayings += 1;
  return hear(filing(`form ${sayings}`, { ...byHand, ...content }));
};

async function filed(journal: Journal, content: Partial<ChangeContent>): Promise<ChangeId> {
  const outcome = await file(journal, content);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
  return outcome.change as ChangeId;
}

/** Done by hand and watched. */
async function done(journal: Journal, change: ChangeId, at = opensAt + MINUTE): Promise<void> {
  await moveClockTo(journal.record, at);
  expect(codeOf(await say(journal, change, { ...START(1), typed: change }))).toBe('ok');
  expect(codeOf(await say(journal, change, { type: 'solved' }))).toBe('ok');
  await moveClockTo(journal.record, at + HOUR);
  const over = { type: 'reachMilestone', milestone: 'watchOver', schedule: 1 } as const;
  expect(codeOf(await say(journal, change, over, THE_CLOCK))).toBe('ok');
}

describe('a change and those that it is tied to', () => {
  test('takes nothing away before what replaces it was live for a week, through three changes', async () => {
    const journal = await aJournalAlone({ policy });
    const series = { strategy: 'expand-and-contract' };
    const expand = await filed(journal, { ...series, stage: 'expand' });
    const swap = await filed(journal, { ...series, stage: 'switch', follows: expand });
    const long = { opensAt: opensAt + 4 * HOUR, closesAt: opensAt + 10 * DAY };
    const contract = await filed(journal, { ...series, stage: 'contract', follows: swap, ...long });
    await moveClockTo(journal.record, opensAt + MINUTE);
    expect(codeOf(await say(journal, swap, { ...START(1), typed: swap }))).toBe('tooEarly');
    await done(journal, expand);
    await done(journal, swap, opensAt + 2 * HOUR);
    await moveClockTo(journal.record, long.opensAt + MINUTE);
    expect(codeOf(await say(journal, contract, { ...START(1), typed: contract }))).toBe('tooEarly');
    await moveClockTo(journal.record, opensAt + 8 * DAY);
    expect(codeOf(await say(journal, contract, { ...START(1), typed: contract }))).toBe('ok');
    const { change } = (await readChange(journal.record, contract)) ?? {};
    if (!change) throw new Error('it was filed');
    const ties = (await policyInForceFor(journal.record, change, policy)).ties ?? [];
    expect(ties.map((t) => [t.change, t.stage, t.ending])).toEqual([[swap, 'switch', 'implemented']]);
    expect((await checkRecord(journal.record, GRACE)).filter(({ rule }) => rule !== 'overdue')).toEqual([]);
  });

  test('becomes no part of what is being closed, in whatever order both are said', { timeout: 120_000 }, async () => {
    const journal = await aJournalAlone({ policy });
    const seen = new Set<string>();
    for (let i = 0; i < ROUNDS; i += 1) seen.add(await round(journal, i));
    for (const codes of seen) expect(['ok partsOpen', 'invalidContent ok']).toContain(codes);
    expect((await checkRecord(journal.record, GRACE)).filter(({ rule }) => rule !== 'overdue')).toEqual([]);
  });

  async function round(journal: Journal, i: number): Promise<string> {
    await moveClockTo(journal.record, FILED_AT);
    const whole = await filed(journal, {});
    await done(journal, whole);
    await moveClockTo(journal.record, opensAt + 4 * DAY);
    const part = { partOf: whole, opensAt: opensAt + 5 * DAY, closesAt: opensAt + 5 * DAY + HOUR };
    const add = (): Promise<Outcome> => file(journal, part);
    const close = (): Promise<Outcome> => say(journal, whole, CLOSE);
    const both = i % 2 === 0 ? [add(), close()] : [close(), add()];
    const codes = (await Promise.all(both)).map(codeOf);
    return (i % 2 === 0 ? codes : codes.toReversed()).join(' ');
  }
});
