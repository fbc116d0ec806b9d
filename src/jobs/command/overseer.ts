import { existsSync } from 'node:fs';
import { interruptLeaves, killFamily } from './leaves.ts';
import type { RunStatus, Survivor } from './outcome.ts';
import { writeRecord } from './record.ts';
import { runFolder, STATUS_BYTES } from './run-folder.ts';
import type { RunSpec } from './spec.ts';
import { claimInterrupt, readKill, readStop } from './stop.ts';

/** A stop must be seen within half a second; looking is one call and, unlike a watch, cannot be forgotten by the system. */
const LOOK_EVERY_MS = 200;

/** Why a run was interrupted, and the sentence that says it. */
export interface Interruption {
  readonly why: RunStatus['why'];
  readonly sentence: string;
  /** What outlived it was killed: how far it had come nobody can say. */
  readonly killed?: string;
}

export interface Overseer {
  /** Aborted once the run is to end; no task begins after that. */
  readonly signal: AbortSignal;
  readonly interruption: Interruption | undefined;
  /** Tells which task runs. */
  begin(task: number): void;
  /** A command was spawned (silence counts from now), was heard, has ended. */
  spawned(): void;
  heard(): void;
  ended(): void;
  close(): Promise<void>;
}

/**
 * Watches over the ceilings of a run and over its `stop` file. The first cause sends one SIGINT to the leaf processes and
 * lets no further task begin; whatever comes later sends nothing, it only marks a run that still goes on as overdue. Once stopped,
 * what still runs is killed when the `kill` file is there, and only then.
 */
export function oversee(dir: string, spec: RunSpec, shorten: (text: string) => string): Overseer {
  const controller = new AbortController();
  const begunAt = performance.now();
  const since = Date.now();
  let interruption: Interruption | undefined;
  let task = 0;
  let running = false;
  let heardAt = begunAt;
  let overdue = false;
  let interrupted: Survivor[] = [];
  let interruptedAt = 0;
  let writing = Promise.resolve();

  function look(): void {
    const now = performance.now();
    if (spec.timeoutMs !== undefined && now - begunAt >= spec.timeoutMs) {
      due('timeout', `It ran longer than its limit of ${inWords(spec.timeoutMs)}.`);
    } else if (running && spec.quietMs !== undefined && now - heardAt >= spec.quietMs) {
      due('quiet', `It was silent for longer than its limit of ${inWords(spec.quietMs)}.`);
    }
    if (!interruption && existsSync(runFolder(dir).stop)) interrupt({ why: 'stop', sentence: readStop(dir) });
    if (interruption && !interruption.killed && existsSync(runFolder(dir).kill)) kill(interruption);
  }

  function kill(stopped: Interruption): void {
    interruption = { ...stopped, killed: readKill(dir) };
    writing = writing.then(killFamily).then(ignore, ignore);
  }

  function due(why: RunStatus['why'], sentence: string): void {
    const first = !overdue;
    overdue = true;
    if (!interruption) interrupt({ why, sentence });
    else if (first) writing = writing.then(writeStatus).catch(ignore);
  }

  function interrupt(cause: Interruption): void {
    interruption = cause;
    interruptedAt = Date.now();
    controller.abort();
    writing = writing.then(interruptOnce).catch(ignore);
  }

  async function interruptOnce(): Promise<void> {
    if (running) {
      // Were this process to die now, nobody would send a second one.
      await claimInterrupt(dir).catch(ignore);
      interrupted = await interruptLeaves();
    }
    await writeStatus();
  }

  async function writeStatus(): Promise<void> {
    if (!interruption) return;
    const told = interrupted.map(({ pid, command }) => ({ pid, command: shorten(command) }));
    const status = {
      v: 1,
      state: 'running',
      since,
      task,
      overdue,
      why: interruption.why,
      interruptedAt,
      interrupted: told,
    } as const;
    await writeRecord(runFolder(dir).status, status satisfies RunStatus, STATUS_BYTES);
  }

  look();
  const timer = setInterval(look, LOOK_EVERY_MS);
  return {
    signal: controller.signal,
    get interruption() {
      return interruption;
    },
    begin: (index) => (task = index),
    spawned: () => {
      running = true;
      heardAt = performance.now();
    },
    heard: () => (heardAt = performance.now()),
    ended: () => (running = false),
    close: async () => {
      clearInterval(timer);
      await writing;
    },
  };
}

/** The status only serves an alarm: the run goes on without it. */
function ignore(): void {}

function inWords(ms: number): string {
  if (ms % 60_000 === 0) return `${ms / 60_000} min`;
  return ms % 1000 === 0 ? `${ms / 1000} s` : `${ms} ms`;
}
