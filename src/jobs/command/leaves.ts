import { basename } from 'node:path';
import type { Survivor } from './outcome.ts';
import { findProcess, listProcesses, wasGiven, type ProcessEntry } from './process-table.ts';

/** What tells every program of a run, and every process that it leaves, by the folder of the run. */
export const RUN_FOLDER = 'GONOGO_RUN';

/** `tofu`, `terraform`, `tofu-1.9`; not `terraform-provider-aws`. */
const PLANNERS = /^(?:tofu|terraform)(?:[-_.]?v?\d[\w.]*)?$/;

/** The living descendants of a process, parents before children. */
function descendants(root: number, all: readonly ProcessEntry[]): ProcessEntry[] {
  const found: ProcessEntry[] = [];
  const seen = new Set([root]);
  for (let parents = [root]; parents.length > 0;) {
    const children = all.filter((p) => parents.includes(p.parent) && !seen.has(p.pid) && !p.zombie);
    for (const child of children) seen.add(child.pid);
    found.push(...children);
    parents = children.map((child) => child.pid);
  }
  return found;
}

/**
 * Whom a stop is for. OpenTofu and Terraform stop well on exactly one SIGINT of their own, so where they run they alone get
 * it (their providers and scripts do not); else the processes that have no children: a `make` above them ignores SIGINT or,
 * worse, hands on a second one.
 */
export function leavesOf(root: number, all: readonly ProcessEntry[]): ProcessEntry[] {
  return leavesIn(descendants(root, all));
}

function leavesIn(family: readonly ProcessEntry[]): ProcessEntry[] {
  const planners = family.filter(isPlanner);
  const below = new Set(planners.flatMap((planner) => descendants(planner.pid, family).map((p) => p.pid)));
  if (planners.length > 0) return planners.filter((planner) => !below.has(planner.pid));
  const parents = new Set(family.map((p) => p.parent));
  return family.filter((p) => !parents.has(p.pid));
}

/** Sends one SIGINT to each leaf below this process and says who got it. */
export async function interruptLeaves(): Promise<Survivor[]> {
  return signal(leavesOf(process.pid, await listProcesses()), 'SIGINT');
}

/** Kills everything below this process and says whom; children first, so that no parent starts another in their place. */
export async function killFamily(): Promise<Survivor[]> {
  return signal(descendants(process.pid, await listProcesses()).toReversed(), 'SIGKILL');
}

/** Sends one SIGINT to each leaf of a command that outlived its wrapper, which may be that itself, and says who got it. */
export async function interruptOrphan(command: number): Promise<Survivor[]> {
  return signal(leavesIn(familyOf(command, await listProcesses())), 'SIGINT');
}

/** Kills such a command and everything below it. */
export async function killOrphan(command: number): Promise<Survivor[]> {
  return signal(familyOf(command, await listProcesses()).toReversed(), 'SIGKILL');
}

function familyOf(head: number, all: readonly ProcessEntry[]): ProcessEntry[] {
  return [...all.filter(({ pid }) => pid === head), ...descendants(head, all)];
}

/** A pid may have passed to another program since it was listed: that one gets nothing. */
async function signal(processes: readonly ProcessEntry[], name: 'SIGINT' | 'SIGKILL'): Promise<Survivor[]> {
  const reached: Survivor[] = [];
  for (const one of processes) {
    const now = await findProcess(one.pid);
    if (now?.startTime === one.startTime && send(one.pid, name)) reached.push(named(one));
  }
  return reached;
}

/** Processes that are left of this run: in its session, below this process, or, where one made itself a daemon, by what stands in its environment. */
export async function survivors(): Promise<Survivor[]> {
  const all = (await listProcesses()).filter((p) => p.pid !== process.pid && !p.zombie);
  const below = new Set(descendants(process.pid, all).map((p) => p.pid));
  const folder = process.env[RUN_FOLDER];
  const isOwn = await Promise.all(
    all.map(async (p) => {
      if (p.session === process.pid || below.has(p.pid)) return true;
      return folder !== undefined && (await wasGiven(p.pid, RUN_FOLDER, folder));
    }),
  );
  return all
    .filter((_, i) => isOwn[i])
    .slice(0, 20)
    .map(named);
}

function isPlanner({ program }: ProcessEntry): boolean {
  return PLANNERS.test(basename(program));
}

function named({ pid, command }: ProcessEntry): Survivor {
  return { pid, command };
}

function send(pid: number, name: 'SIGINT' | 'SIGKILL'): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false; // It ended by itself between being found and being told.
  }
}
