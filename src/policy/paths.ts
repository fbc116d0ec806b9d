import { isAbsolute, relative, resolve } from 'node:path';
import { show } from './explain.ts';
import { member, membersOf } from './loose.ts';
import type { Finding } from './problem.ts';

/** Runbooks whose folder lies outside the folder of the policy. Links are not followed: whoever writes there may write the policy. */
export function folderFindings(file: unknown, baseDir: string): Finding[] {
  return membersOf(member(file, 'runbooks')).flatMap(([name, runbook]): Finding[] => {
    const cwd = member(runbook, 'cwd');
    if (typeof cwd !== 'string' || isInside(baseDir, cwd)) return [];
    const message = `got ${show(cwd)}; expected a folder inside the policy's own, ${resolve(baseDir)}`;
    return [{ path: ['runbooks', name, 'cwd'], at: 'value', message }];
  });
}

function isInside(baseDir: string, cwd: string): boolean {
  const way = relative(resolve(baseDir), resolve(baseDir, cwd));
  return way !== '..' && !way.startsWith('../') && !isAbsolute(way) && !/\p{Cc}/u.test(cwd);
}
