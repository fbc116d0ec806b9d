import { open } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { sayProblem } from '../policy/problem.ts';
import { policySource, readPolicy } from '../policy/read-policy.ts';
import { askFirstPolicy } from './first-policy.ts';
import type { Lookup } from './first-policy.ts';
import { openQuestions } from './questions.ts';
import { writeFirstPolicy } from './write-first-policy.ts';

export interface InitInput {
  /** Where the policy is written; an existing file is never overwritten. */
  readonly file: string;
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Finds the Slack id of `#channel` or `@name`, when there is a token to ask Slack with. */
  readonly lookup?: Lookup;
}

/** `gonogo init`: asks for zone, channels, people and a first service, and writes a policy that `readPolicy` takes. Exit code 0 or 1. */
export async function init({ file, input, output, lookup }: InitInput): Promise<0 | 1> {
  const questions = openQuestions(input, output);
  try {
    if (existsSync(file)) {
      questions.say(`${file} exists already and is left as it is; \`npm run gonogo -- check-config\` reads it.`);
      return 1;
    }
    const answers = await askFirstPolicy(questions, lookup);
    if (!answers) {
      questions.say('\nThe input ended before the last question, so nothing was written.');
      return 1;
    }
    const text = writeFirstPolicy(answers);
    const reading = readPolicy(text, policySource(file));
    if (!reading.ok) {
      for (const problem of reading.problems) questions.say(sayProblem(problem));
      questions.say('These answers make no valid policy, so nothing was written.');
      return 1;
    }
    return await writeNew(file, text, questions.say);
  } finally {
    questions.close();
  }
}

async function writeNew(file: string, text: string, say: (line: string) => void): Promise<0 | 1> {
  try {
    const handle = await open(file, 'wx');
    try {
      await handle.writeFile(text);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    say(`${file} could not be written (${code}).`);
    return 1;
  }
  say(`${file} is written. Next: \`npm run gonogo -- check-config\`, then \`npm start\`.`);
  return 0;
}
