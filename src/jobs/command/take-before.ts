import { z } from 'zod';
import { LogPlace } from './check-tasks.ts';
import { readIfThere } from './files.ts';
import { standing } from './follow-logs.ts';
import { readQuery } from './prometheus-check.ts';
import { runFolder } from './run-folder.ts';
import type { Scene } from './scene.ts';
import type { BeforeTask } from './spec.ts';
import { pass, type CheckVerdict } from './verdict.ts';
import { writeOnce } from './write-once.ts';

const Places = z.record(z.string(), z.union([LogPlace, z.literal('lost')]));

/** Where logs stood, by name. */
export type Places = z.infer<typeof Places>;

/** What queries gave, by check. */
export interface BeforeVerdict extends CheckVerdict {
  readonly readings: Readonly<Record<string, number>>;
}

/** Notes where logs stand and what queries give; work is not held up by a Prometheus that does not answer. */
export async function takeBefore({ logs, queries }: BeforeTask, scene: Scene): Promise<BeforeVerdict> {
  const { dir, spec, overseer } = scene;
  const places: Places = {};
  for (const file of logs) places[file] = await standing(spec.cwd, file);
  await writeOnce(runFolder(dir).places, `${JSON.stringify(places)}\n`);
  const read = await Promise.all(
    queries.map(async ({ check, ...query }) => ({ check, ...(await readQuery(query, process.env, overseer.signal)) })),
  );
  for (const { sentence } of read) scene.say(sentence);
  const readings = Object.fromEntries(
    read.flatMap(({ check, value }) => (value === undefined ? [] : [[check, value]])),
  );
  const sentence = `Noted for the checks after it: ${logs.length} logs, ${Object.keys(readings).length} of ${queries.length} queries.`;
  return { ...pass(sentence), readings };
}

/** Where logs stood when an apply began on this host; undefined where that is not known. */
export async function readPlaces(dir: string): Promise<Places | undefined> {
  const text = await readIfThere(runFolder(dir).places);
  return text === undefined ? undefined : Places.parse(JSON.parse(text));
}
