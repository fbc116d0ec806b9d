/** What a step of the runbook works with: the demo's folder, its arguments, and a signal that says to stop. */
export interface Step {
  readonly dir: string;
  readonly args: readonly string[];
  /** Aborted by the first SIGINT: the step ends at the next place where nothing is half done. */
  readonly stopping: AbortSignal;
  readonly say: (line: string) => void;
}

const say = (line: string): void => console.log(line);

/** Runs a step as the program of its file: the folder it is started in is the demo's. A failure is one sentence and exit code 1. */
export async function runStep(work: (step: Step) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort();
  process.on('SIGINT', onInterrupt);
  try {
    await work({ dir: process.cwd(), args: process.argv.slice(2), stopping: stop.signal, say });
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}
