import { describe, expect, test } from 'vitest';
import { decide } from '../../src/change/decide.ts';
import { shutGates } from '../../src/change/gates.ts';
import type { ChangeContent } from '../../src/change/model.ts';
import type { Policy } from '../../src/change/policy.ts';
import { openParts, tieProblems, tooEarly, withTies, type Tied } from '../../src/change/ties.ts';
import {
  aContent,
  anActor,
  CLOSES_AT,
  FILED_AT,
  filing,
  liveThrough,
  OPENS_AT,
  PATTERNS,
} from '../support/a-change.ts';
import { aPolicy, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { shippedStrategies } from '../support/a-strategy.ts';
import { AFTER_THE_WATCH, CLOSE, implemented, prepared, START } from '../support/lives.ts';

const policy = { ...aPolicy(), strategies: shippedStrategies() };
const SWITCHED_AT = OPENS_AT - 10 * DAY;

function aTie(overrides: Partial<Tied> = {}): Tied {
  return {
    change: 'CHG-7',
    title: 'Everybody uses the new list',
    status: 'implemented',
    ending: 'implemented',
    endedAt: SWITCHED_AT,
    strategy: 'expand-and-contract',
    stage: 'switch',
    opensAt: SWITCHED_AT - HOUR,
    closesAt: SWITCHED_AT,
    ...overrides,
  };
}

const CONTRACT = { strategy: 'expand-and-contract', stage: 'contract', follows: 'CHG-7' } as const;
const given = (...ties: readonly Tied[]): Policy => withTies(policy, ties);

describe('what takes the old away', () => {
  test.each<readonly [string, Partial<Tied>, string | undefined]>([
    ['may begin once the switch has been live for its time', {}, undefined],
    ['waits for the very instant', { endedAt: OPENS_AT - 7 * DAY }, undefined],
    ['does not begin a moment before', { endedAt: OPENS_AT - 7 * DAY + 1 }, 'notLongEnough'],
    [
      'waits for the end of the switch',
      { status: 'watching', ending: undefined as never, endedAt: undefined as never },
      'notDone',
    ],
    ['does not follow a switch that was rolled back', { status: 'rolledBack', ending: 'rolledBack' }, 'undone'],
    ['does not follow one that ended as an incident', { status: 'failed', ending: 'failed' }, 'undone'],
    ['does not follow one that was withdrawn', { status: 'withdrawn', ending: undefined as never }, 'off'],
    ['does not follow another step', { stage: 'expand' }, 'otherStep'],
    ['does not follow a change of another kind', { strategy: 'in-place' }, 'otherStep'],
  ])('%s', (_, tie, why) => {
    expect(tooEarly(CONTRACT, given(aTie(tie)), OPENS_AT)?.why).toBe(why);
  });

  test('does not follow what is not there', () => {
    expect(tooEarly(CONTRACT, given(), OPENS_AT)?.why).toBe('noSuchChange');
  });

  test('is not begun before its time, unless a second person answers for that', () => {
    const early = given(aTie({ endedAt: OPENS_AT - 6 * DAY }));
    const story = prepared({ policy: early, content: CONTRACT });
    const at = OPENS_AT + MINUTE;
    const start = (known: Policy) =>
      decide(story.change, START(), { now: at, policy: known, patterns: PATTERNS, actor: anActor('U0ADA', known) });
    expect(start(early)).toMatchObject({
      ok: false,
      refusal: { code: 'tooEarly', why: 'notLongEnough', until: OPENS_AT + DAY },
    });
    expect(shutGates(story.change, { now: at, policy: early }).map(({ gate }) => gate)).toEqual(['order']);
    expect(start(given(aTie())).ok).toBe(true);
    const [revision, schedule] = [story.change.revision, story.change.schedule];
    const waiver = { type: 'overrideGate', gate: 'order', reason: 'Nobody uses it.', revision, schedule } as const;
    const answered = liveThrough(early, [[waiver, anActor('U0BOB', early), at]], story);
    const after = decide(answered.change, START(), {
      now: at,
      policy: early,
      patterns: PATTERNS,
      actor: anActor('U0ADA', early),
    });
    expect(after.ok).toBe(true);
  });
});

describe('a change that has parts', () => {
  const part = (overrides: Partial<Tied> = {}): Tied => aTie({ change: 'CHG-8', partOf: 'CHG-1', ...overrides });
  const open = { status: 'ready', ending: undefined as never, endedAt: undefined as never } as const;

  test('is not closed while one of them is open, whoever asks', () => {
    const story = implemented({ policy });
    const close = (known: Policy) =>
      decide(story.change, CLOSE, {
        now: AFTER_THE_WATCH,
        policy: known,
        patterns: PATTERNS,
        actor: anActor('U0ADA', known),
      });
    expect(close(given(part(open)))).toMatchObject({ ok: false, refusal: { code: 'partsOpen', parts: ['CHG-8'] } });
    for (const over of [
      part(),
      part({ ...open, status: 'withdrawn' }),
      part({ status: 'rolledBack', ending: 'rolledBack' }),
    ])
      expect(close(given(over)).ok, over.status).toBe(true);
  });

  test('has those that name it, the earliest window first', () => {
    const later = part({ ...open, change: 'CHG-9', opensAt: CLOSES_AT });
    const sooner = part({ ...open, change: 'CHG-12', opensAt: OPENS_AT });
    const other = part({ ...open, change: 'CHG-10', partOf: 'CHG-2' });
    expect(openParts('CHG-1', given(later, sooner, other)).map((p) => p.change)).toEqual(['CHG-12', 'CHG-9']);
  });
});

test.each<readonly [string, Partial<ChangeContent>, readonly Tied[], string | undefined]>([
  ['itself', { follows: 'CHG-1' }, [], 'follows: A change cannot come after itself.'],
  ['what is not there', { follows: 'CHG-7' }, [], 'follows: There is no change CHG-7.'],
  ['what comes after it', { follows: 'CHG-7' }, [aTie({ follows: 'CHG-1' })], 'follows: CHG-7 comes after this one'],
  ['another', { follows: 'CHG-7' }, [aTie()], undefined],
  ['itself as its whole', { partOf: 'CHG-1' }, [], 'partOf: A change cannot be a part of itself.'],
  ['a whole that is not there', { partOf: 'CHG-7' }, [], 'partOf: There is no change CHG-7.'],
  ['a part of another', { partOf: 'CHG-7' }, [aTie({ partOf: 'CHG-4' })], 'partOf: CHG-7 is itself a part of CHG-4'],
  [
    'a whole while it has parts',
    { partOf: 'CHG-7' },
    [aTie(), aTie({ change: 'CHG-8', partOf: 'CHG-1' })],
    'partOf: Other changes are parts',
  ],
  ['a whole that is closed', { partOf: 'CHG-7' }, [aTie({ status: 'closed' })], 'partOf: CHG-7 is over'],
  ['a whole', { partOf: 'CHG-7' }, [aTie({ status: 'ready' })], undefined],
])('a change tied to %s', (_, content, ties, said) => {
  const problems = tieProblems('CHG-1', aContent(content), given(...ties)).map((p) => `${p.field}: ${p.problem}`);
  expect(problems).toEqual(said === undefined ? [] : [expect.stringContaining(said)]);
});

test('a tie that cannot be is refused as it is filed and as it is edited', () => {
  const [intent, actor] = filing(policy, { partOf: 'CHG-7' });
  expect(decide(undefined, intent, { now: FILED_AT, policy, patterns: PATTERNS, actor })).toMatchObject({
    ok: false,
    refusal: { code: 'invalidContent', problems: [{ field: 'partOf' }] },
  });
  const { change } = liveThrough(policy, [filing(policy)]);
  const edit = { type: 'editChange', revision: 1, content: { ...change.content, follows: 'CHG-1' } } as const;
  expect(decide(change, edit, { now: FILED_AT, policy, patterns: PATTERNS, actor })).toMatchObject({
    ok: false,
    refusal: { problems: [{ field: 'follows' }] },
  });
});
