import { readLog, type Logged } from '../../journal/read-log.ts';
import { now } from '../../journal/record.ts';
import { logLines, readLogFormat } from '../../paper/change-log.ts';
import { printDay } from '../../paper/moments.ts';
import { namesOf } from '../../slack/names.ts';
import type { CommandDeps } from '../deps.ts';
import { inTime } from '../hearing.ts';
import { tell, type Respond } from '../private.ts';
import { handOver } from './hand-over.ts';

/** The most changes one answer tells of; the command line writes them all. */
const LOG_MAX = 2_000;
const EXTENSION = { markdown: 'md', csv: 'csv' } as const;

/** Answers `/change log [markdown|csv]` with the newest changes. */
export async function onLog(deps: CommandDeps, respond: Respond, user: string, text: string): Promise<void> {
  const format = readLogFormat(text);
  if (!format) return tell(deps, respond, 'Write `/change log`, or `/change log csv` for a spreadsheet.');
  const { timezone } = deps.policy();
  const [entries, at] = await inTime(Promise.all([newest(deps), now(deps.record.db)]));
  if (entries.length === 0) return tell(deps, respond, 'No change was filed yet. `/change` files one.');
  const shown = entries.slice(0, LOG_MAX);
  const nameOf = await namesOf(
    deps.views,
    shown.map(({ implementer }) => implementer),
  );
  const lines = await Array.fromAsync(logLines(each(shown), format, timezone, nameOf));
  const more =
    entries.length > LOG_MAX ? `the newest ${LOG_MAX}; \`npm run gonogo -- export --log ${format}\` writes all` : 'all';
  return handOver(deps, respond, user, {
    name: `change-log-${printDay(at, timezone)}.${EXTENSION[format]}`,
    text: lines.join(''),
    about: `The change log: ${more}.`,
  });
}

/** One more than are told of, so that it can be said that there are more. */
async function newest({ record }: CommandDeps): Promise<readonly Logged[]> {
  const found: Logged[] = [];
  for await (const entry of readLog(record)) if (found.push(entry) > LOG_MAX) break;
  return found;
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
