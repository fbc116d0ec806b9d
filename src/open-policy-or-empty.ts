import { existsSync } from 'node:fs';
import type { Logger } from 'pino';
import type { Patterns } from './change/pattern.ts';
import type { Policy } from './change/policy.ts';
import type { Closing } from './closing.ts';
import { scrub } from './log.ts';
import { emptyPolicy } from './policy/empty-policy.ts';
import { openPolicy } from './policy/open-policy.ts';
import { sayProblem, type Problem } from './policy/problem.ts';

export interface PolicyNow {
  readonly current: () => Policy;
  readonly patterns: () => Patterns;
  /** What is wrong with the policy file now, a line each; empty when all is well. */
  readonly problems: () => readonly string[];
  readonly isMissing: boolean;
}

/** The policy in force. No file: empty roles, and the log says what to do; a broken one refuses the start with every problem. */
export async function openPolicyOrEmpty(file: string, closing: Closing, log: Logger): Promise<PolicyNow> {
  if (!existsSync(file)) {
    log.warn(`There is no policy at ${file}: nobody holds a role yet. \`npm run gonogo -- init\` writes one.`);
    return { current: () => emptyPolicy(), patterns: () => ({}), problems: () => [], isMissing: true };
  }
  const opened = await openPolicy(file, {
    onRead: (reading) => {
      if (reading.ok) log.info({ file }, 'the policy was edited and is in force');
      else
        log.error(
          { problems: reading.problems.map(lineOf) },
          'the policy was edited and is broken; the last good one stays in force',
        );
    },
  });
  if (!opened.ok) throw new Error(opened.problems.map(sayProblem).join('\n'));
  closing.add('the policy', opened.inForce.close);
  const { current, patterns, problems } = opened.inForce;
  return { current, patterns, problems: () => problems().map(lineOf), isMissing: false };
}

/** Without what looks like a secret: a token may have been pasted where none belongs. */
function lineOf(problem: Problem): string {
  return scrub(sayProblem(problem));
}
