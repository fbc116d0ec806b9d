import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Circumstances } from '../change/circumstances.ts';
import { decide } from '../change/decide.ts';
import type { Actor } from '../change/intents.ts';
import { openEar } from '../journal/hear.ts';
import { now, type Record } from '../journal/record.ts';
import { loggedChange, type LoggedChange } from '../paper/logged-change.ts';
import { readLogText } from '../paper/read-log.ts';
import { refusalText } from '../slack/refusal-text.ts';
import { unmarked } from '../slack/unmarked.ts';
import { readArguments } from './arguments.ts';
import { policyOf } from './release.ts';
import { CannotDo, counted, Misused, say, type Command } from './terminal.ts';
import { toolConfig } from './tool-config.ts';
import { withRecord } from './with-record.ts';

/** Rows that are named where they cannot be taken; more tell nothing more. */
const PROBLEMS_MAX = 20;

type Taken = Extract<LoggedChange, { ok: true }>['intent'];

/**
 * `gonogo import FILE --by MEMBER`: a change log from elsewhere as changes that were made, in the name of one person. All rows are judged
 * before the first is written; a row that was taken before is not taken again. Nobody is told.
 */
export const importLog: Command = {
  takes: 'FILE --by U012AB3CD',
  does: 'take a change log, CSV or Markdown, into the record as changes that were made',
  run: async (args, terminal) => {
    const { words, options } = readArguments(args, { words: 1, options: { by: 'string' } });
    const [file] = words;
    const by = String(options.by ?? '');
    if (file === undefined) throw new Misused('import takes the file of the log.');
    if (!/^[UW][A-Z0-9]+$/.test(by))
      throw new Misused('--by takes the member id of whoever answers for it, such as U012AB3CD.');
    const read = readLogText(await textOf(file));
    if (!read.ok) throw new CannotDo(`${file}, line ${read.line}: ${read.problem}. Nothing was imported.`);
    return withRecord(terminal.env, async ({ record }): Promise<0> => {
      const policy = await policyOf(toolConfig(terminal.env).policyFile);
      const actor: Actor = { kind: 'person', user: by, outsider: false, roster: {} };
      const circumstances = { now: await now(record.db), policy, patterns: [], actor };
      const rows = read.rows.map((row) => ({ row, change: loggedChange(row, policy.timezone) }));
      const taken = judged(file, rows, circumstances);
      const made = await recordAll(record, taken, circumstances);
      const left = rows.length - taken.length;
      const others = left === 0 ? '' : ` ${counted(left, 'row')} told of nothing that was done and stayed out.`;
      const twice = taken.length - made;
      const once = twice === 0 ? '' : ` ${counted(twice, 'row')} stood there before, word for word, and counted once.`;
      say(terminal, `${counted(made, 'change')} of ${file} stand in the record as made.${others}${once}`);
      return 0;
    });
  },
};

/** What was written in another encoding would stand in the record with its letters lost. */
async function textOf(file: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      throw new CannotDo(`${file} is not UTF-8. Save it as UTF-8 and import that; nothing was imported.`);
    throw new CannotDo(`${file} cannot be read (${code}).`);
  }
}

/** The rows that tell of something done, the oldest first as they are to be numbered; throws where one of them cannot be recorded. */
function judged(
  file: string,
  rows: readonly { readonly row: readonly string[]; readonly change: LoggedChange }[],
  circumstances: Circumstances,
): readonly { readonly row: readonly string[]; readonly intent: Taken }[] {
  const taken: { readonly row: readonly string[]; readonly intent: Taken }[] = [];
  const problems: string[] = [];
  for (const { row, change } of rows) {
    if (change.ok === 'leftOut') continue;
    const problem = change.ok ? refusalOf(change.intent, circumstances) : change.problem;
    if (change.ok && problem === undefined) taken.push({ row, intent: change.intent });
    else problems.push(`${row.slice(0, 2).join(' ')}: ${problem}`);
  }
  if (problems.length > 0)
    throw new CannotDo(
      `${file} holds ${counted(problems.length, 'row')} that cannot be taken; nothing was imported.\n${problems.slice(0, PROBLEMS_MAX).join('\n')}`,
    );
  return taken.toSorted((a, b) => a.intent.content.opensAt - b.intent.content.opensAt || inOrder(a.intent, b.intent));
}

/** Of those of one day, as the log they come from numbers them. */
function inOrder({ made: { formerly: a = '' } }: Taken, { made: { formerly: b = '' } }: Taken): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

function refusalOf(intent: Taken, circumstances: Circumstances): string | undefined {
  const decision = decide(undefined, { ...intent, id: 'CHG-1' }, circumstances);
  return decision.ok ? undefined : unmarked(refusalText(decision.refusal));
}

/** Each under an id made from its row, so that a second run goes on where the first one ended. */
async function recordAll(
  record: Record,
  taken: ReturnType<typeof judged>,
  { policy, actor }: Circumstances,
): Promise<number> {
  const hear = openEar({ record, policy: () => policy, patterns: () => [], say: () => [], sayOfCalendar: () => [] });
  const made = new Set<string>();
  for (const { row, intent } of taken) {
    const id = `import/${createHash('sha256').update(JSON.stringify(row)).digest('hex').slice(0, 32)}`;
    const outcome = await hear({ change: 'new', intent, actor, id, surface: 'import' });
    if (!outcome.ok) throw new CannotDo(`${row.slice(0, 2).join(' ')}: ${unmarked(refusalText(outcome.refusal))}`);
    made.add(outcome.change);
  }
  return made.size;
}
