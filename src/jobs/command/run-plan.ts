import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { captureIn, captureText } from './capture.ts';
import { maskReview, PlanReview } from './plan-review.ts';
import { runCommand, type CommandEnd } from './run-command.ts';
import { runFolder } from './run-folder.ts';
import type { Scene } from './scene.ts';
import type { PlanTask } from './spec.ts';

/** Of a plan's JSON no more is read: a text of JavaScript holds little more (bytes). */
const PLAN_MAX_BYTES = 512_000_000;
/** Memory for reading it, in MB: several times the text. */
const READER_MEMORY_MB = 4096;
const ANSWER_MAX_BYTES = 1_000_000;

const Answer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), review: PlanReview }),
  z.object({ ok: z.literal(false), sentence: z.string() }),
]);

export interface PlanVerdict extends CommandEnd {
  readonly review?: PlanReview;
}

/**
 * Runs the command that prints a plan as JSON and reviews it. What it prints holds secrets in clear: it goes into a file of the
 * run's folder, never into the output, and is removed once it was read, by a process of its own. A plan that cannot be read, or
 * that nobody may go by, fails the task; a review of it stands there all the same where there is one.
 */
export async function runPlan(task: PlanTask, index: number, scene: Scene): Promise<PlanVerdict> {
  const file = runFolder(scene.dir).planJson;
  const capture = captureIn(file, PLAN_MAX_BYTES);
  try {
    const end = await runCommand(task.argv, scene, capture);
    if (end.result !== 'pass') return end;
    if (capture.fault !== undefined) return { ...end, result: 'fail', sentence: `${task.argv[0]}: ${capture.fault}` };
    return { ...end, ...(await review(index, scene)) };
  } finally {
    await rm(file, { force: true });
  }
}

async function review(index: number, scene: Scene): Promise<Pick<PlanVerdict, 'result' | 'sentence' | 'review'>> {
  const reader = fileURLToPath(new URL('../plan/read-plan.ts', import.meta.url));
  const answer = captureText(ANSWER_MAX_BYTES);
  const memory = `--max-old-space-size=${READER_MEMORY_MB}`;
  const end = await runCommand([process.execPath, memory, reader, scene.dir, String(index)], scene, answer);
  if (end.result === 'inconclusive' || scene.overseer.signal.aborted)
    return { result: 'inconclusive', sentence: 'Reading the plan was interrupted.' };
  const read = Answer.safeParse(end.result === 'pass' ? parse(answer.text()) : undefined);
  if (!read.success) return { result: 'fail', sentence: "The plan's JSON could not be read: it may be too large." };
  if (!read.data.ok) return { result: 'fail', sentence: read.data.sentence };
  const reviewed = maskReview(scene.secrets, read.data.review);
  return { ...judge(reviewed), review: reviewed };
}

/** A plan counts when all of its units do: a half-known change must not be applied. */
function judge({ units, unitsOmitted }: PlanReview): Pick<PlanVerdict, 'result' | 'sentence'> {
  const faulty = units.filter(({ fault }) => fault !== undefined);
  const [first] = faulty;
  if (!first) return { result: 'pass', sentence: 'The plan was reviewed.' };
  const more =
    faulty.length > 1
      ? ` Units without a plan that counts: ${faulty.length}${unitsOmitted > 0 ? ' or more' : ''}.`
      : '';
  const place = units.length === 1 && unitsOmitted === 0 ? '' : `Unit ${first.name}: `;
  return { result: 'fail', sentence: `${place}${first.fault ?? ''}${more}` };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
