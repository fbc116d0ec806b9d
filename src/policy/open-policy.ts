import { watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Policy } from '../change/policy.ts';
import type { Problem } from './problem.ts';
import { readPolicyFile } from './read-policy-file.ts';
import type { PolicyReading } from './read-policy.ts';

/** The policy that the bot goes by: the last good one, whatever became of the file since. */
export interface PolicyInForce {
  readonly current: () => Policy;
  /** What is wrong with the file as it is now; empty when it is what is in force. */
  readonly problems: () => readonly Problem[];
  /** Reads the file now and resolves when the outcome is in force. */
  readonly reload: () => Promise<void>;
  /** Stops watching; the policy stays as it is. */
  readonly close: () => Promise<void>;
}

export interface PolicyWatch {
  /** Told after every edit, with `ok: false` and the problems when the edit is broken and the last good policy stays in force. */
  readonly onRead?: (reading: PolicyReading) => void;
  /** How often the file is looked at for file systems that report nothing. */
  readonly pollMs?: number;
  /** How long an edit must be over before it is read, so that half a save is not taken for a broken policy. */
  readonly settleMs?: number;
}

export type OpenedPolicy =
  | { readonly ok: true; readonly inForce: PolicyInForce }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Opens the policy file and follows its edits. The first reading refuses a broken file; later ones keep the last good policy. */
export async function openPolicy(
  path: string,
  { onRead, pollMs = 2000, settleMs = 150 }: PolicyWatch = {},
): Promise<OpenedPolicy> {
  const stampAtFirst = await stampOf(path);
  const first = await readPolicyFile(path);
  if (!first.ok) return first;
  let policy = first.policy;
  let problems: readonly Problem[] = [];
  let reading = Promise.resolve();

  const read = async (): Promise<void> => {
    const next = await readPolicyFile(path);
    if (next.ok) policy = next.policy;
    problems = next.ok ? [] : next.problems;
    onRead?.(next);
  };
  const reload = (): Promise<void> => {
    // One after the other, also past one whose listener threw: the last reading is the one in force.
    reading = reading.then(read, read);
    return reading;
  };
  const follower = follow(path, stampAtFirst, { pollMs, settleMs }, reload);
  const close = async (): Promise<void> => {
    follower.close();
    await reading.catch(() => undefined);
  };
  return { ok: true, inForce: { current: () => policy, problems: () => problems, reload, close } };
}

/** Calls `changed` once an edit has settled; seen through the folder, because editors replace files, and by polling. */
function follow(
  path: string,
  first: string,
  pace: { pollMs: number; settleMs: number },
  changed: () => Promise<void>,
): { close: () => void } {
  let seen = first;
  let settling: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    const stamp = await stampOf(path);
    if (stamp === seen) return;
    seen = stamp;
    clearTimeout(settling);
    settling = setTimeout(() => void changed().catch(() => undefined), pace.settleMs);
    settling.unref();
  };
  const poll = setInterval(() => void look(), pace.pollMs);
  poll.unref();
  const watcher = watchFolder(dirname(path), (name) => {
    if (name === null || name === basename(path)) void look();
  });
  return {
    close: () => {
      clearInterval(poll);
      clearTimeout(settling);
      watcher?.close();
    },
  };
}

function watchFolder(folder: string, seen: (name: string | null) => void): { close: () => void } | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, (_event, name) => seen(name));
    // Polling goes on where watching ends, for example when the folder itself is replaced.
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}

async function stampOf(path: string): Promise<string> {
  try {
    const { ino, size, mtimeNs } = await stat(path, { bigint: true });
    return `${ino} ${size} ${mtimeNs}`;
  } catch {
    return 'missing';
  }
}
