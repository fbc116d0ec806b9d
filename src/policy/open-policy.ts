import type { Patterns } from '../change/pattern.ts';
import type { Policy } from '../change/policy.ts';
import { holidayFiles } from './days-off.ts';
import { followFiles, stampOf } from './follow-files.ts';
import type { Problem } from './problem.ts';
import { readPolicyFile } from './read-policy-file.ts';
import { readRules, type RulesReading } from './read-rules.ts';
import { noticeFiles } from './with-notices.ts';

/** The policy that the bot goes by, with its notices, holidays and patterns: the last good ones, whatever became of the files since. */
export interface PolicyInForce {
  readonly current: () => Policy;
  readonly patterns: () => Patterns;
  /** What is wrong with the files as they are now; empty when they are what is in force. */
  readonly problems: () => readonly Problem[];
  /** Reads the files now and resolves when the outcome is in force. */
  readonly reload: () => Promise<void>;
  /** Stops watching; the policy stays as it is. */
  readonly close: () => Promise<void>;
}

export interface PolicyWatch {
  /** Told after every edit, with `ok: false` and the problems when the edit is broken and the last good policy stays in force. */
  readonly onRead?: (reading: RulesReading) => void;
  /** How often the files are looked at; the only way where a file system reports nothing, and for what the policy names. */
  readonly pollMs?: number;
  /** How long an edit must be over before it is read, so that half a save is not taken for a broken policy. */
  readonly settleMs?: number;
}

export type OpenedPolicy =
  | { readonly ok: true; readonly inForce: PolicyInForce }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Opens the policy file with what it names and follows their edits. The first reading refuses a broken file; later ones keep the last good policy. */
export async function openPolicy(
  path: string,
  { onRead, pollMs = 2000, settleMs = 150 }: PolicyWatch = {},
): Promise<OpenedPolicy> {
  // What to look at stands in the policy, also in one some of which is still to be mended.
  const before = await readPolicyFile(path);
  let named = before.ok ? before.policy : undefined;
  const followed = {
    policyFile: path,
    patterns: () => named?.patterns,
    files: () => (named ? [...noticeFiles(named), ...holidayFiles(named)] : []),
  };
  const stampAtFirst = await stampOf(followed);
  const first = await readRules(path);
  if (!first.ok) return first;
  let inForce = first;
  let problems: readonly Problem[] = [];
  let reading = Promise.resolve();

  const read = async (): Promise<void> => {
    const written = await readPolicyFile(path);
    if (written.ok) named = written.policy;
    const next = await readRules(path);
    if (next.ok) inForce = next;
    problems = next.ok ? [] : next.problems;
    onRead?.(next);
  };
  const reload = (): Promise<void> => {
    // One after the other, also past one whose listener threw: the last reading is the one in force.
    reading = reading.then(read, read);
    return reading;
  };
  const follower = followFiles(followed, stampAtFirst, { pollMs, settleMs }, reload);
  const close = async (): Promise<void> => {
    follower.close();
    await reading.catch(() => undefined);
  };
  return {
    ok: true,
    inForce: {
      current: () => inForce.policy,
      patterns: () => inForce.patterns,
      problems: () => problems,
      reload,
      close,
    },
  };
}
