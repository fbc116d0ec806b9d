import { openIncident } from './incident.ts';
import { hears } from './lifecycle.ts';
import { latestRun, type Change, type StepRun } from './model.ts';
import type { PlaybookStep } from './playbook.ts';

/** A playbook as it read when a run opened it, and what of it was done since. */
export interface OpenPlaybook {
  readonly id: string;
  readonly version: string;
  readonly owner: string;
  /** An ISO date. */
  readonly updated: string;
  readonly title: string;
  readonly meaning: string;
  readonly steps: readonly PlaybookStep[];
  readonly ticks: readonly Tick[];
}

/** A step of a playbook, from 1, that somebody says is done. */
export interface Tick {
  readonly step: number;
  readonly by: string;
  readonly at: number;
}

/** Whether the playbook of a run is still worked on: until the step was tried again, or the change ended and no incident is left of it. */
export function takesTicks(change: Change, run: StepRun): boolean {
  if (!run.playbook || !hears(change.status, 'tickPlaybook')) return false;
  const isOver = change.endedAt !== undefined && !openIncident(change);
  return !isOver && latestRun(change, run.step)?.run === run.run;
}

/** Who ticked a step, if anybody did. */
export function tickOf({ ticks }: OpenPlaybook, step: number): Tick | undefined {
  return ticks.find((tick) => tick.step === step);
}
