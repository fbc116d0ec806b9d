import { readChangeId, type ChangeId } from '../change/change-id.ts';
import type { Policy } from '../change/policy.ts';
import { chainRows } from '../journal/facts-store.ts';
import { policyInForceFor } from '../journal/policy-in-force.ts';
import { readChange } from '../journal/read-change.ts';
import { readLog, type LogFilter } from '../journal/read-log.ts';
import type { Record } from '../journal/record.ts';
import { logLines, readLogFormat } from '../paper/change-log.ts';
import { readLogWanted } from '../paper/log-filter.ts';
import { printChange } from '../paper/print-change.ts';
import { emptyPolicy } from '../policy/empty-policy.ts';
import { readPolicyFile } from '../policy/read-policy-file.ts';
import { readArguments } from './arguments.ts';
import { factLines } from './fact-lines.ts';
import { newFile } from './new-file.ts';
import { CannotDo, Misused, say, type Command } from './terminal.ts';
import { toolConfig } from './tool-config.ts';
import { withRecord } from './with-record.ts';
import { writeLines } from './write-lines.ts';

/** `gonogo export [FILE]`: the facts as JSON lines, a change as Markdown, or the change log. */
export const exportFacts: Command = {
  takes: "[FILE] [--change CHG-7 | --markdown CHG-7 | --log csv|markdown [--filter 'status:failed since:2026-01-01']]",
  does: 'write all facts, or those of one change, as JSON lines; a change as Markdown; or the change log',
  run: async (args, terminal) => {
    const known = { change: 'string', markdown: 'string', log: 'string', filter: 'string' } as const;
    const { words, options } = readArguments(args, { words: 1, options: known });
    const { filter, ...of } = options;
    if (Object.keys(of).length > 1) throw new Misused('One of --change, --markdown and --log.');
    if (filter !== undefined && of.log === undefined) throw new Misused('--filter narrows --log.');
    const [only, printed] = [idOf('change', options.change), idOf('markdown', options.markdown)];
    const log = options.log === undefined ? undefined : readLogFormat(String(options.log));
    if (options.log !== undefined && log === undefined) throw new Misused('--log takes csv or markdown.');
    const [file] = words;
    return withRecord(terminal.env, async ({ record }): Promise<0> => {
      const policy = await policyOrEmpty(toolConfig(terminal.env).policyFile);
      const lines =
        log !== undefined
          ? logLines(readLog(record, filterOf(String(filter ?? ''), policy)), log, policy.timezone)
          : printed !== undefined
            ? markdownOf(record, printed, policy)
            : factLines(record, await existing(record, only));
      if (file === undefined) await writeLines(lines, terminal.output);
      else {
        await newFile(file, lines);
        say(terminal, `${file} is written.`);
      }
      return 0;
    });
  },
};

function idOf(option: string, written: string | true | undefined): ChangeId | undefined {
  const id = written === undefined ? undefined : readChangeId(String(written));
  if (written !== undefined && id === undefined) throw new Misused(`--${option} takes a change such as CHG-7.`);
  return id;
}

/** The part of the log that is wanted, in the words that `/change log` takes. */
function filterOf(typed: string, { timezone }: Policy): LogFilter {
  const read = readLogWanted(typed, timezone);
  if (!read.ok) throw new Misused(`--filter: "${read.word}" cannot be understood: write ${read.expected}.`);
  if (read.by === undefined) return read.wanted;
  if (!/^[UW][A-Z0-9]+$/.test(read.by))
    throw new Misused('--filter: by: takes a member id here, such as by:U012AB3CD.');
  return { ...read.wanted, implementer: read.by };
}

async function existing(record: Record, id: ChangeId | undefined): Promise<ChangeId | undefined> {
  if (id !== undefined && (await chainRows(record.db, record.team, id)).length === 0)
    throw new CannotDo(`There is no ${id} in the record.`);
  return id;
}

async function* markdownOf(record: Record, id: ChangeId, policy: Policy): AsyncGenerator<string> {
  const story = await readChange(record, id);
  if (!story) throw new CannotDo(`There is no ${id} in the record.`);
  yield printChange(story.change, { policy: await policyInForceFor(record, story.change, policy) });
}

/** Where the policy cannot be read, documents are in UTC and name services as the record does. */
async function policyOrEmpty(file: string): Promise<Policy> {
  const reading = await readPolicyFile(file);
  return reading.ok ? reading.policy : emptyPolicy();
}
