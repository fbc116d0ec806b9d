import type { Life, Plan } from './a-mortal-bot.ts';
import { POINTS } from './points.ts';

/** Where lives end in turn: its first effect done, its second not begun, its second done, and so on; each gets something done. */
const TURNS = [1, 2, 3, 5, 8, 13].flatMap((nth) => [
  { point: 'after:*', nth },
  { point: 'before:*', nth: nth + 1 },
]);

/**
 * The plan of the worst: every life dies after an effect or a few, and at once at a point where none has died yet. After
 * `most` lives the bot is let live, so that a story that does not get on ends all the same.
 */
export function deathAtEveryEffect(most: number): Plan {
  return (lives) => {
    if (lives.length >= most) return [];
    const killed = new Set(lives.map(({ died }) => died));
    const turn = TURNS[lives.length % TURNS.length];
    return [...POINTS.filter((point) => !killed.has(point)).map((point) => ({ point })), ...(turn ? [turn] : [])];
  };
}

/** How often the bot died where, and how long it took to be ready. */
export function summary(lives: readonly Life[]): string {
  const died = lives.flatMap((life) => life.died ?? []);
  const counts = [...Map.groupBy(died, (point) => point)].map(([point, all]) => `${point} ${all.length}`).toSorted();
  const ready = lives.flatMap(({ readyMs }) => readyMs ?? []).toSorted((a, b) => a - b);
  const readiness = `ready in ${ready[Math.floor(ready.length / 2)]} ms (median of ${ready.length}), ${ready.at(-1)} ms at most`;
  return `${died.length} deaths at ${counts.length} points${ready.length > 0 ? `; ${readiness}` : ''}\n  ${counts.join(', ')}`;
}
