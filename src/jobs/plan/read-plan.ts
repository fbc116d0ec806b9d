import { readFileSync } from 'node:fs';
import { reviewPlan } from '../../change/plan/review-plan.ts';
import { RunSpec } from '../command/spec.ts';
import { runFolder } from '../command/run-folder.ts';
import { planSet } from './plan-set.ts';
import { readUnits } from './read-units.ts';

/**
 * The program that reads a plan's JSON, however large, in a process that may die of it: `node read-plan.ts <run folder> <task>`.
 * It prints one line of JSON, a review or a sentence why there is none, and nothing else of what it read.
 */
function main(dir: string, index: number): void {
  const task = RunSpec.parse(JSON.parse(readFileSync(runFolder(dir).spec, 'utf8'))).tasks[index];
  if (task?.kind !== 'plan') throw new Error(`reading a plan: task ${index} of the run in ${dir} makes none`);
  const read = readUnits(readFileSync(runFolder(dir).planJson));
  answer(read.ok ? { ok: true, review: reviewPlan(read.units, task.watch, planSet(read.units)) } : read);
}

const [dir, index] = process.argv.slice(2);
if (dir === undefined || index === undefined)
  throw new Error('reading a plan: its run folder or its task is missing, as in `node read-plan.ts <folder> <task>`');
try {
  main(dir, Number(index));
} catch (error) {
  // What an error quotes may be a secret: only its name is told.
  const why = error instanceof RangeError ? 'it is nested too deeply' : `reading it broke (${nameOf(error)})`;
  answer({ ok: false, sentence: `The plan's JSON cannot be read: ${why}.` });
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

function answer(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
