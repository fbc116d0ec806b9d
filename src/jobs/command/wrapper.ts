import { readFile } from 'node:fs/promises';
import { enterOnce } from './alive.ts';
import { maskText } from './masked-stream.ts';
import { performRun } from './perform-run.ts';
import { writeRecord } from './record.ts';
import { OUTCOME_BYTES, runFolder } from './run-folder.ts';
import { secretsOf, type Secrets } from './secrets.ts';
import { RunSpec } from './spec.ts';

/**
 * The program that carries out one run: `node wrapper.ts <run folder>`, started by `launchRun` as the leader of its own
 * session, with the run's environment. It outlives the worker, runs its tasks at most once whatever starts it again, and
 * writes the outcome before it exits.
 */
async function main(dir: string): Promise<void> {
  const spec = RunSpec.parse(JSON.parse(await readFile(runFolder(dir).spec, 'utf8')));
  const secrets = secretsOf(spec.secretNames.flatMap((name) => process.env[name] ?? []));
  surviveFaults(secrets);
  if (!(await enterOnce(dir))) return;
  const outcome = await performRun(dir, spec, secrets);
  await writeRecord(runFolder(dir).outcome, outcome, OUTCOME_BYTES);
}

/** While a command runs, its output must be drained: a bug of ours is written down and must not end the run. */
function surviveFaults(secrets: Secrets): void {
  process.on('uncaughtException', (error) => {
    process.stderr.write(`${maskText(secrets, error.stack ?? String(error))}\n`);
  });
}

// A stop reaches the leaf processes through the `stop` file; a signal to this process (a deploy, a terminal) is not meant for them.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

// Of the worker's own (`launchRun`): a command gets what its runbook names and nothing else.
delete process.env['NODE_COMPILE_CACHE'];
const dir = process.argv[2];
if (dir === undefined) throw new Error('starting a run: its folder is missing, as in `node wrapper.ts <folder>`');
await main(dir);
// Whatever still holds an output open must not keep this process.
process.exit();
