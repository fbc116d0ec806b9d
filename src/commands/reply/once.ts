const HOUR_MS = 3_600_000;
const KEPT_MAX = 1_000;

/** What was said within the last hour, or longer, in this process; of too much the oldest is forgotten. */
export interface Once {
  /** True the first time in an hour, or within `withinMs`, by `now` (epoch ms), and then noted. */
  isFirst(key: string, now: number, withinMs?: number): boolean;
  /** It was not said after all. */
  forget(key: string): void;
}

export function openOnce(): Once {
  const saidAt = new Map<string, number>();
  return {
    isFirst(key, now, withinMs = HOUR_MS) {
      const before = saidAt.get(key);
      if (before !== undefined && now - before < withinMs) return false;
      saidAt.delete(key);
      saidAt.set(key, now);
      const [oldest] = saidAt.keys();
      if (saidAt.size > KEPT_MAX && oldest !== undefined) saidAt.delete(oldest);
      return true;
    },
    forget: (key) => void saidAt.delete(key),
  };
}
