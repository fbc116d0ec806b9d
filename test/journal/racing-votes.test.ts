import { expect, test } from 'vitest';
import type { ChangeId } from '../../src/change/change-id.ts';
import { readChange } from '../../src/journal/read-change.ts';
import { aCrowd, aJournal, anEar, codeOf, filed, voting, type Journal } from './a-journal.ts';

const ROUNDS = 300;
/** Changes voted on side by side. */
const ABREAST = 5;
const VOTERS = 4;

/** Everybody presses at once; with `noes`, the last of them say no. */
async function round(journal: Journal, n: number, { need, noes }: { need: number; noes: number }): Promise<string> {
  const policy = aCrowd(VOTERS, need);
  const ear = anEar(journal.record, { policy });
  const change = await filed({ ...journal, hear: ear }, `form ${n}`);
  const press = (i: number) => {
    const saying = voting(`press ${n}/${i}`, `U0LEAD${i + 1}`, { change, policy });
    const isNo = i >= VOTERS - noes;
    return ear(isNo ? { ...saying, intent: { type: 'castVote', ballot: 1, answer: 'no', reason: 'No.' } } : saying);
  };
  const codes = (await Promise.all(Array.from({ length: VOTERS }, (_, i) => press(i)))).map(codeOf);
  return judged(journal, change, codes, need);
}

async function judged({ record }: Journal, change: ChangeId, codes: readonly string[], need: number): Promise<string> {
  const story = await readChange(record, change);
  const facts = (story?.facts ?? []).map(({ fact }) => fact);
  const votes = facts.filter((f) => f.type === 'voteCast');
  const closed = facts.filter((f) => f.type === 'ballotClosed');
  expect(closed).toHaveLength(1);
  expect(votes).toHaveLength(codes.filter((code) => code === 'ok').length);
  expect(codes.filter((code) => !['ok', 'ballotClosed', 'notInStatus'].includes(code))).toEqual([]);
  const result = closed[0]?.result ?? '';
  const noes = votes.filter((v) => v.answer === 'no').length;
  expect(result === 'passed' ? [votes.length, noes] : [noes, votes.at(-1)?.answer]).toEqual(
    result === 'passed' ? [need, 0] : [1, 'no'],
  );
  expect(story?.change.status).toBe(result === 'passed' ? 'approved' : 'rejected');
  return result;
}

test(
  `in ${ROUNDS} rounds of approvers pressing at once there is one decision each, and no vote is lost`,
  { timeout: 120_000 },
  async () => {
    const journal = await aJournal();
    const results: string[] = [];
    for (let n = 0; n < ROUNDS; n += ABREAST) {
      const rounds = Array.from({ length: ABREAST }, (_, i) =>
        round(journal, n + i, { need: 1 + ((n + i) % 2), noes: (n + i) % 3 }),
      );
      results.push(...(await Promise.all(rounds)));
    }
    expect(results).toHaveLength(ROUNDS);
    // Where a yes and a no race, either may win.
    expect(new Set(results)).toEqual(new Set(['passed', 'vetoed']));
  },
);
