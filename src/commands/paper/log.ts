import { named } from '../../change/named.ts';
import type { Page } from '../../journal/find-changes.ts';
import { readLog, readLogPage, recentImplementers, type LogFilter, type Logged } from '../../journal/read-log.ts';
import { now } from '../../journal/record.ts';
import { logLines, type LogFormat } from '../../paper/change-log.ts';
import { readLogWanted, type LogReading } from '../../paper/log-filter.ts';
import { printDay } from '../../paper/moments.ts';
import { quoted } from '../../slack/blocks.ts';
import { namesOf, personCalled } from '../../slack/names.ts';
import type { CommandDeps } from '../deps.ts';
import { inTime } from '../hearing.ts';
import { notUnderstood, unknownService } from '../not-understood.ts';
import { tell, type Respond } from '../private.ts';
import { handOver } from './hand-over.ts';
import { logPage, ROWS_MAX } from './log-page.ts';

/** The most changes one file tells of; the command line writes them all. */
const LOG_MAX = 2_000;
const EXTENSION = { markdown: 'md', csv: 'csv' } as const;

/** How somebody asked for the log, beside the words: which page of it, or as a file. */
interface Asked extends Pick<Page, 'beside' | 'turn'> {
  readonly format?: LogFormat;
}

/** Answers `/change log` and its buttons: a page of it, or all of it as a file, as narrow as it was asked for. */
export async function onLog(
  deps: CommandDeps,
  respond: Respond,
  user: string,
  text: string,
  { format, beside, turn = 'older' }: Asked = {},
): Promise<void> {
  const { timezone, services } = deps.policy();
  const read = readLogWanted(text, timezone);
  if (!read.ok) return tell(deps, respond, notUnderstood(read));
  const by = read.by === undefined ? undefined : await personMeant(deps, user, read.by);
  if (by === null)
    return tell(
      deps,
      respond,
      `Nobody who carries changes out is called ${quoted(read.by ?? '', 60)} in Slack, as far as the bot knows; write \`by:me\`, or \`by:\` and the member id from the person's profile.`,
    );
  const filter: LogFilter = { ...read.wanted, ...(by === undefined ? {} : { implementer: by }) };
  const asFile = format ?? read.format;
  if (asFile !== undefined) return logFile(deps, respond, user, { filter, read, format: asFile });
  const page = { turn, most: ROWS_MAX + 1, ...(beside === undefined ? {} : { beside }) };
  const rows = await inTime(readLogPage(deps.record, filter, page));
  if (rows.length > 0) {
    const view = logPage({ typed: read.typed, rows, turn, isFirst: beside === undefined, timezone });
    return tell(deps, respond, view.text, view.blocks);
  }
  const unknown = filter.service !== undefined && !named(services, filter.service) ? filter.service : undefined;
  return tell(
    deps,
    respond,
    unknown === undefined ? nothing(read, beside !== undefined) : unknownService(unknown, services),
  );
}

function nothing({ typed }: Extract<LogReading, { ok: true }>, isFurther: boolean): string {
  if (isFurther) return 'There is nothing further on; `/change log` begins anew.';
  if (typed === '') return 'No change was filed yet. `/change` files one.';
  return `The change log holds nothing for ${quoted(typed, 200)}; leave a word or a filter out to see more.`;
}

/** The log as one file, the newest first, as far as one answer goes. */
async function logFile(
  deps: CommandDeps,
  respond: Respond,
  user: string,
  wanted: { readonly filter: LogFilter; readonly read: Extract<LogReading, { ok: true }>; readonly format: LogFormat },
): Promise<void> {
  const { filter, read, format } = wanted;
  const { timezone } = deps.policy();
  const [entries, at] = await inTime(Promise.all([newest(deps, filter), now(deps.record.db)]));
  if (entries.length === 0) return tell(deps, respond, nothing(read, false));
  const shown = entries.slice(0, LOG_MAX);
  const nameOf = await namesOf(
    deps.views,
    shown.map(({ implementer }) => implementer),
  );
  const lines = await Array.fromAsync(logLines(each(shown), format, timezone, nameOf));
  const more =
    entries.length > LOG_MAX ? `the newest ${LOG_MAX}; \`npm run gonogo -- export --log ${format}\` writes all` : 'all';
  const of = read.typed === '' ? '' : `, ${quoted(read.typed, 200)}`;
  return handOver(deps, respond, user, {
    name: `change-log-${printDay(at, timezone)}.${EXTENSION[format]}`,
    text: lines.join(''),
    about: `The change log${of}: ${more}.`,
  });
}

/** Who is meant: the reader, an id, or somebody known by a name; null where nobody is. */
async function personMeant(deps: CommandDeps, user: string, typed: string): Promise<string | null> {
  if (typed.toLowerCase() === 'me') return user;
  const id = /^(?:<@)?([UW][A-Z0-9]{2,30})(?:\|[^>]*)?>?$/.exec(typed)?.[1];
  if (id !== undefined) return id;
  const { roles } = deps.policy();
  const recent = await inTime(recentImplementers(deps.record));
  const people = [...recent, ...Object.values(roles).flatMap(({ members, delegates }) => [...members, ...delegates])];
  return (await personCalled(deps.views, people, typed.replace(/^@/, ''))) ?? null;
}

/** One more than are told of, so that it can be said that there are more. */
async function newest({ record }: CommandDeps, filter: LogFilter): Promise<readonly Logged[]> {
  const found: Logged[] = [];
  for await (const entry of readLog(record, filter)) if (found.push(entry) > LOG_MAX) break;
  return found;
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
