import type { Logs } from './follow-logs.ts';
import type { OutputLog } from './output-log.ts';
import type { Overseer } from './overseer.ts';
import type { Secrets } from './secrets.ts';
import type { RunSpec } from './spec.ts';

/** What every task of a run works with. */
export interface Scene {
  readonly dir: string;
  readonly spec: RunSpec;
  readonly secrets: Secrets;
  readonly log: OutputLog;
  /** The logs of the service, as the checks of this run follow them. */
  readonly logs: Logs;
  readonly overseer: Overseer;
  /** Writes one line of the runner's own into the output, masked. */
  say(line: string): void;
}
