import type { ChangeId } from './change-id.ts';

/** The lock that another change held when a run was last to begin; it counts while the run is `requested`. */
export interface AwaitedLock {
  readonly lock: string;
  readonly holder: ChangeId;
  readonly since: number;
}
