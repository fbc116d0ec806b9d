import type { LogPlace, LogTask } from './check-tasks.ts';
import { countLines } from './count-lines.ts';
import { NotALog, openLog, placeOf, writtenSince, type OpenLog } from './log-place.ts';
import type { RunSpec, Task } from './spec.ts';
import { fail, inconclusive, pass, type CheckVerdict } from './verdict.ts';

/** One look takes no longer; a log that outruns it says nothing. */
const LOOK_MAX_MS = 60_000;

/** The logs of a run, each read on from where it was left. */
export interface Logs {
  look(task: LogTask, signal: AbortSignal): Promise<CheckVerdict>;
}

interface Followed {
  place: LogPlace | 'lost';
  lines: number;
  /** The files that were read to their end before they were rotated away. */
  readonly done: Set<string>;
}

/** Notes where every log that a run looks at stands now; what is written from here on is what its checks judge. */
export async function followLogs({ cwd, tasks }: Pick<RunSpec, 'cwd' | 'tasks'>): Promise<Logs> {
  const followed = new Map<LogTask, Followed>();
  for (const task of tasks.flatMap((one): readonly Task[] => (one.kind === 'watch' ? one.checks : [one]))) {
    if (task.kind !== 'log') continue;
    followed.set(task, {
      place: task.from === undefined ? await standing(cwd, task.file) : task.from,
      lines: 0,
      done: new Set(),
    });
  }
  return {
    async look(task, signal) {
      const state = followed.get(task) ?? { place: 'lost', lines: 0, done: new Set<string>() };
      const opened: OpenLog[] = [];
      try {
        return await readOn(cwd, task, state, opened, AbortSignal.any([signal, AbortSignal.timeout(LOOK_MAX_MS)]));
      } catch (error) {
        if (error instanceof NotALog) return fail(error.message);
        if (error instanceof Error && error.name === 'TimeoutError')
          return inconclusive(`${task.file} could not be read to its end within ${LOOK_MAX_MS / 1000} s.`);
        const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
        if (signal.aborted) return inconclusive(`Reading ${task.file} was interrupted.`);
        return inconclusive(`${task.file} could not be read to its end (${code}).`);
      } finally {
        for (const { file } of opened) await file.close();
      }
    },
  };
}

/** Where a log stands now; one that may not be read is refused when it is looked at. */
export async function standing(cwd: string, name: string): Promise<LogPlace | 'lost'> {
  try {
    const log = await openLog(cwd, name);
    if (!log) return null;
    const place = await placeOf(log);
    await log.file.close();
    return place;
  } catch {
    return 'lost';
  }
}

async function readOn(
  cwd: string,
  task: LogTask,
  state: Followed,
  opened: OpenLog[],
  signal: AbortSignal,
): Promise<CheckVerdict> {
  const { file, atMost } = task;
  const now = await openLog(cwd, file);
  if (!now) return inconclusive(`${file} is not there.`);
  opened.push(now);
  if (state.place === 'lost') return inconclusive(`Where ${file} stood before is not known to this worker.`);
  const stretches = await writtenSince(state.place, now, state.done, opened);
  if (!stretches) {
    state.place = await placeOf(now);
    return inconclusive(`${file} was cut or rotated away; what stood in it is gone.`);
  }
  let ended = state.lines;
  let all = state.lines;
  let next = now.size;
  for (const { log, from } of stretches) {
    const counted = await countLines(log.file, { from, to: log.size }, matcher(task), signal);
    all += counted.lines + (counted.isLastOne ? 1 : 0);
    // The last line of the log as it is now may still be written on: it is read again from its beginning.
    ended += counted.lines + (counted.isLastOne && log !== now ? 1 : 0);
    if (log === now) next = counted.next;
  }
  state.place = await placeOf(now, next);
  state.lines = ended;
  for (const { log } of stretches) if (log !== now) state.done.add(log.id);
  return judge(task, all, atMost);
}

function judge({ file, finds }: LogTask, lines: number, atMost: number): CheckVerdict {
  const what = 'fragment' in finds ? `“${finds.fragment}”` : `something like “${finds.pattern}”`;
  const count = `${lines} new ${lines === 1 ? 'line' : 'lines'} with ${what}`;
  return lines > atMost ? fail(`${file} has ${count}, more than ${atMost}.`) : pass(`${file} has ${count}.`);
}

function matcher({ finds }: LogTask): (text: string) => boolean {
  if ('fragment' in finds) return (text) => text.includes(finds.fragment);
  const pattern = new RegExp(finds.pattern, 'u');
  return (text) => pattern.test(text);
}
