import { WebClient } from '@slack/web-api';
import { anActor } from '../test/support/a-change.ts';
import { aPolicy, aService } from '../test/support/a-policy.ts';
import type { CommandDeps } from '../src/commands/deps.ts';
import { onList } from '../src/commands/list/list.ts';
import { onLog } from '../src/commands/paper/log.ts';
import type { Respond } from '../src/commands/private.ts';
import { onShow } from '../src/commands/show/show.ts';
import { readLogPage, type Logged } from '../src/journal/read-log.ts';
import type { Record } from '../src/journal/record.ts';
import { withServer } from './a-server.ts';
import { filer } from './filing.ts';
import { BUSY, fillRecord, LARGE_SERVICE, OLD_SERVICE, SMALL_SERVICE, WORDS } from './fill-record.ts';
import { quantile, sideBySide } from './side-by-side.ts';

const SMALL = 1_000;
const LARGE = 1_000_000;
/** Times each question is put to each side. */
const ROUNDS = 3_000;
/** Changes filed through the one door, for Show. */
const FILED = 30;

const policy = aPolicy({
  services: {
    [LARGE_SERVICE]: aService(),
    [SMALL_SERVICE]: aService(),
    [OLD_SERVICE]: aService(),
    'core-db': aService(),
  },
});

interface Side {
  readonly deps: CommandDeps;
  readonly filed: readonly string[];
  /** A change in the middle of the log. */
  readonly middle: Logged;
}

type Question = (side: Side, respond: Respond, round: number) => Promise<void>;

const list =
  (typed: string): Question =>
  ({ deps }, respond) =>
    onList(deps, respond, BUSY, typed);
const log =
  (typed: string): Question =>
  ({ deps }, respond) =>
    onLog(deps, respond, BUSY, typed);

const fromTheMiddle =
  (typed: string): Question =>
  ({ deps, middle }, respond) =>
    onLog(deps, respond, BUSY, typed, { turn: 'older', beside: middle });

/** In the order of how much they ask: of everything, by one thing, by several, and for what is longer there or far back. */
const QUESTIONS: Readonly<{ [name: string]: Question }> = {
  list: list(''),
  'list mine': list('mine'),
  'list week': list('week'),
  'list service, in 3 of 10': list(`service:${LARGE_SERVICE}`),
  'list word, rare': list(WORDS.rare),
  'list word, in 3 of 10': list(WORDS.common),
  'list mine, word in 3 of 10': list(`mine ${WORDS.common}`),
  log: log(''),
  'log, from the middle': fromTheMiddle(''),
  'log service, in 3 of 10': log(`service:${LARGE_SERVICE}`),
  'log service, from the middle': fromTheMiddle(`service:${LARGE_SERVICE}`),
  'log service, kind, status, word': log(`service:${LARGE_SERVICE} kind:normal status:completed ${WORDS.common}`),
  show: ({ deps, filed }, respond, round) => onShow(deps, respond, filed[round % filed.length] ?? ''),
  'list service, in 1 of 100': list(`service:${SMALL_SERVICE}`),
  'list word, in 1 of 100': list(WORDS.middling),
  'log status, in 1 of 100': log('status:failed'),
  'list mine, word in 1 of 100': list(`mine ${WORDS.middling}`),
  'log service, rare kind, status, word': log(
    `service:${LARGE_SERVICE} kind:emergency status:completed ${WORDS.common}`,
  ),
  'list service, long retired': list(`service:${OLD_SERVICE}`),
};

/** What it costs to read lists, the log and a change, in a small record and in one a thousand times larger. */
export async function benchRecord(): Promise<void> {
  await withServer(async (open) => {
    const [small, large] = [await filled(await open('small'), SMALL), await filled(await open('large'), LARGE)];
    await compareSides(await sideOf(small), await sideOf(large));
  });
}

/** Puts every question to both sides in turn, and prints what it took; and how many changes each answer has, for a longer one costs more. */
export async function compareSides(small: Side, large: Side): Promise<void> {
  console.log(`ms per answer at ${SMALL} and ${LARGE} changes, ${ROUNDS} of each, in turn`);
  console.log(`${''.padEnd(38)}p50 small  large  ratio   p99 small  large  ratio   changes`);
  for (const [name, ask] of Object.entries(QUESTIONS)) {
    const long = await Promise.all([small, large].map(async (side) => told(await answer(ask, side, 0))));
    console.log(`${lineOf(name, await compared(ask, small, large))}   ${long.join(' and ')}`);
  }
}

async function answer(ask: Question, side: Side, round: number): Promise<readonly unknown[]> {
  const said: unknown[] = [];
  await ask(side, async (answered) => said.push(answered), round);
  if (said.length === 0) throw new Error('nothing was answered');
  return said;
}

/** Changes that an answer tells of. */
function told(said: readonly unknown[]): number {
  return new Set(JSON.stringify(said).match(/CHG-\d+/g)).size;
}

async function filled(record: Record, count: number): Promise<Record> {
  const began = performance.now();
  await fillRecord(record, count);
  console.log(`${count} changes were filled in within ${Math.round((performance.now() - began) / 1000)} s`);
  return record;
}

/** A filled record with what is asked of it: some changes that came through the one door, and where the middle of its log is. */
export async function sideOf(record: Record): Promise<Side> {
  const filing = filer(record);
  const filed: string[] = [];
  for (let i = 0; i < FILED; i += 1) filed.push(await filing());
  const [middle] = await readLogPage(record, { until: Date.now() - 2 * 365 * 24 * 3_600_000 }, { most: 1 });
  if (!middle) throw new Error('the record has no middle');
  return { deps: depsOf(record), filed, middle };
}

/** All that a listener is given; nothing here is asked of Slack. */
function depsOf(record: Record): CommandDeps {
  const client = new WebClient();
  const fail = (): never => {
    throw new Error('a reader was to hear');
  };
  return {
    hear: fail,
    record,
    policy: () => policy,
    patterns: () => ({}),
    notices: () => [],
    who: async (user) => anActor(user, policy),
    views: client,
    posts: client,
    log: { info: () => undefined, warn: console.error, error: console.error },
  };
}

async function compared(ask: Question, small: Side, large: Side) {
  let round = 0;
  const of = (side: Side) => async (): Promise<void> => {
    round += 1;
    await answer(ask, side, Math.floor(round / 2));
  };
  return sideBySide(ROUNDS, of(small), of(large));
}

function lineOf(name: string, { small, large }: Awaited<ReturnType<typeof sideBySide>>): string {
  const at = (share: number): string => {
    const [a, b] = [quantile(small, share), quantile(large, share)];
    return `${a.toFixed(2).padStart(10)} ${b.toFixed(2).padStart(6)} ${(b / a).toFixed(2).padStart(6)}`;
  };
  return `${name.padEnd(37)}${at(0.5)}  ${at(0.99)}`;
}
