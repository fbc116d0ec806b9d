import { watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { yamlFiles } from './read-folders.ts';
import { playbookFolder } from './with-playbooks.ts';
import { strategyFolder } from './with-strategies.ts';

/** What is looked at: the policy file, and what the policy in force names. */
export interface Followed {
  readonly policyFile: string;
  /** The folder of patterns, in which folders of playbooks and of strategies may lie. */
  readonly patterns: () => string | undefined;
  /** Files of notices, calendars of holidays. */
  readonly files: () => readonly string[];
}

/**
 * Calls `changed` once an edit has settled. The policy is seen through its folder, because editors replace files; it and what
 * it names also by looking at them every `pollMs`.
 */
export function followFiles(
  followed: Followed,
  first: string,
  pace: { readonly pollMs: number; readonly settleMs: number },
  changed: () => Promise<void>,
): { readonly close: () => void } {
  let seen = first;
  let settling: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    const stamp = await stampOf(followed);
    if (stamp === seen) return;
    seen = stamp;
    clearTimeout(settling);
    settling = setTimeout(() => void changed().catch(() => undefined), pace.settleMs);
    settling.unref();
  };
  const poll = setInterval(() => void look(), pace.pollMs);
  poll.unref();
  const watcher = watchFolder(dirname(followed.policyFile), (name) => {
    if (name === null || name === basename(followed.policyFile)) void look();
  });
  return {
    close: () => {
      clearInterval(poll);
      clearTimeout(settling);
      watcher?.close();
    },
  };
}

/** Changes whenever one of the files does, comes or goes. */
export async function stampOf({ policyFile, patterns, files: named }: Followed): Promise<string> {
  const folder = patterns();
  const folders = folder === undefined ? [] : [folder, playbookFolder(folder), strategyFolder(folder)];
  const paths = (await Promise.all(folders.map(pathsIn))).flat();
  const stamps = await Promise.all(
    [policyFile, ...paths, ...named()].map(async (path) => `${path} ${await stampOfOne(path)}`),
  );
  return stamps.join('\n');
}

async function pathsIn(folder: string): Promise<readonly string[]> {
  const files = await yamlFiles(folder);
  return typeof files === 'string' ? [] : files.map((file) => join(folder, file));
}

async function stampOfOne(path: string): Promise<string> {
  try {
    const { ino, size, mtimeNs } = await stat(path, { bigint: true });
    return `${ino} ${size} ${mtimeNs}`;
  } catch {
    return 'missing';
  }
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
