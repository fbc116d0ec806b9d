import type { Death, Life } from './a-mortal-bot.ts';
import { POINTS } from './points.ts';

/** Where lives end in turn: the first effect done, the second not begun, the second done, and so on, so that each life does something. */
const TURNS = ['after:1', 'before:2', 'after:2', 'before:3', 'after:3'] as const;

/**
 * The plan of the worst: every life dies after an effect or three, and at once at a point where none has died yet. After
 * `most` lives the bot is let live, so that a story that does not get on ends.
 */
export function deathAtEveryEffect(most: number, points = POINTS): (lives: readonly Life[]) => Death | undefined {
  return (lives) => {
    if (lives.length >= most) return undefined;
    const killed = new Set(lives.map(({ died }) => died));
    return { at: TURNS[lives.length % TURNS.length] ?? 'after:1', first: points.filter((point) => !killed.has(point)) };
  };
}

/** One death at each of these points, in this order; then it lives. */
export function deathsAt(points: readonly string[]): (lives: readonly Life[]) => Death | undefined {
  return (lives) => {
    const point = points[lives.filter(({ died }) => died !== undefined).length];
    return point === undefined ? undefined : { first: [point] };
  };
}

/** How often the bot died where, and how long it took to be ready. */
export function summary(lives: readonly Life[]): string {
  const died = lives.flatMap((life) => life.died ?? []);
  const counts = [...Map.groupBy(died, (point) => point)].map(([point, all]) => `${point} ${all.length}`).toSorted();
  const ready = lives.flatMap(({ readyMs }) => readyMs ?? []).toSorted((a, b) => a - b);
  const median = ready[Math.floor(ready.length / 2)];
  return `${lives.length} lives, ${died.length} killed; ready in ${median} ms (median of ${ready.length}), ${ready.at(-1)} ms at most\n  ${counts.join(', ')}`;
}
