import { appendFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** What a step of the runbook works with: the demo's folder, its arguments, and a signal that says to stop. */
export interface Step {
  readonly dir: string;
  readonly args: readonly string[];
  /** Aborted by the first SIGINT: the step ends at the next place where nothing is half done. */
  readonly stopping: AbortSignal;
  readonly say: (line: string) => void;
}

const say = (line: string): void => console.log(line);

/**
 * Runs a step as the program of its file: the folder it is started in is the demo's, whose `ran.log` gets a line before anything
 * is done. A failure is one sentence and exit code 1.
 */
export async function runStep(work: (step: Step) => Promise<void>): Promise<void> {
  const [, program = '', ...args] = process.argv;
  const dir = process.cwd();
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort();
  process.on('SIGINT', onInterrupt);
  try {
    await appendFile(join(dir, 'ran.log'), `${[new Date().toISOString(), basename(program), ...args].join(' ')}\n`);
    await work({ dir, args, stopping: stop.signal, say });
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}
