import { fileURLToPath } from 'node:url';
import { readConfig, type Config, type Env } from './config.ts';
import { openClosing } from './closing.ts';
import { openLog, scrub } from './log.ts';
import { openDatabase } from './open-database.ts';
import { openPolicyOrEmpty } from './open-policy-or-empty.ts';
import { openRoles, TIMINGS } from './open-roles.ts';

/** Raised for what the operator must mend before the bot can start; its message is the sentence they read. */
class CannotStart extends Error {}

export interface Running {
  /** Where health is served, and Slack's requests in HTTP mode. */
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Opens everything a process of these roles needs, in order, and closes it in reverse: first nothing new is heard, then what
 * runs is let go on or finished, last the record. Throws one sentence when it cannot start.
 */
export async function startApp(config: Config, env: NodeJS.ProcessEnv, timings = TIMINGS): Promise<Running> {
  const log = openLog(config.logLevel);
  const closing = openClosing(log);
  try {
    const policy = await openPolicyOrEmpty(config.policyFile, closing, log);
    const database = await openDatabase(config, closing, log);
    const port = await openRoles({ config, env, database, policy, closing, log, timings });
    log.info({ port, roles: config.roles }, 'ready');
    return { port, close: closing.close };
  } catch (error) {
    await closing.close();
    throw error;
  }
}

/** Reads the environment, starts, and stops on SIGTERM or SIGINT. Prints why when it cannot start, and sets the exit code. */
export async function main(env: NodeJS.ProcessEnv, timings = TIMINGS): Promise<void> {
  try {
    const reading = readConfig(env satisfies Env);
    if (!reading.ok) throw new CannotStart(reading.problems.join('\n'));
    const app = await startApp(reading.config, env, timings);
    stopOnSignal(app);
  } catch (error) {
    process.stderr.write(`${scrub(error instanceof Error ? error.message : String(error))}\n`);
    process.exitCode = 1;
  }
}

function stopOnSignal(app: Running): void {
  let stopping: Promise<void> | undefined;
  const stop = (): void => {
    stopping ??= app.close().finally(() => {
      process.exit();
    });
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.env);
