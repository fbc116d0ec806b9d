import type { Policy } from '../../change/policy.ts';
import type { Hear } from '../../journal/hear.ts';
import type { Record } from '../../journal/record.ts';
import type { Log } from '../log.ts';

/** What running steps on one host needs. */
export interface StepDeps {
  readonly record: Record;
  readonly hear: Hear;
  readonly policy: () => Policy;
  readonly host: string;
  readonly dataDir: string;
  /** The worker's own environment; a run gets only the names its runbook lets through. */
  readonly env: NodeJS.ProcessEnv;
  readonly log: Log;
  /** How long a command has to end after the SIGINT of a ceiling, ms; a minute where nothing is said. */
  readonly obeysMs?: number;
}
