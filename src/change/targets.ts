import type { Command, Runbook } from './policy.ts';

/** Something that a runbook is applied to by itself, such as a host; `values` are its own, beside its name. */
export interface Target {
  readonly name: string;
  readonly values: Readonly<Record<string, string>>;
}

/** What a runbook is rolled out to, one target after the other (000-APL-05 to 09). */
export interface Targets {
  /** In the order of the roll-out: the least critical first. */
  readonly list: readonly Target[];
  /** How many of them each wave takes, in that order; together all. */
  readonly waves: readonly number[];
  /** How long the checks of the watch keep passing between two waves, ms; 0 is not at all. */
  readonly soakMs: number;
  /** Takes a target out of service before the apply, and puts it back after its verification. */
  readonly drain?: Command;
  readonly undrain?: Command;
}

/** A wave as written: so many targets, a share of all of them in percent (rounded up), or those that are left. */
export type Wave = number | { readonly percent: number } | 'rest';

/** How many targets each wave takes of so many; shares that come to nothing take part no more. Undefined where they do not come to all. */
export function wavesOf(count: number, asked: readonly Wave[]): readonly number[] | undefined {
  let left = count;
  const waves: number[] = [];
  for (const wave of asked) {
    const size = typeof wave === 'number' ? wave : wave === 'rest' ? left : shareOf(count, wave.percent, left);
    if (size > left || (size === 0 && wave === 'rest')) return undefined;
    if (size > 0) waves.push(size);
    left -= size;
  }
  return left === 0 ? waves : undefined;
}

function shareOf(count: number, percent: number, left: number): number {
  return Math.min(left, Math.ceil((count * percent) / 100));
}

/** Whether anything is looked at between its waves. */
export function soaks({ targets, watch }: Pick<Runbook, 'targets' | 'watch'>): boolean {
  return targets !== undefined && targets.waves.length > 1 && targets.soakMs > 0 && watch !== undefined;
}

/** Whether a wave ends with the target at this place of the list and another one follows. */
export function endsAWave({ waves }: Targets, place: number): boolean {
  let end = 0;
  for (const size of waves.slice(0, -1)) {
    end += size;
    if (place === end - 1) return true;
  }
  return false;
}
