import { readConfig, type Config } from '../config.ts';
import { readArguments } from './arguments.ts';
import { diskLines } from './doctor/disk.ts';
import { mailLines } from './doctor/mail.ts';
import { policyLines } from './doctor/policy.ts';
import { queueLines } from './doctor/queue.ts';
import { recordLines } from './doctor/record.ts';
import { slackLines } from './doctor/slack.ts';
import { asLines, notOk, ok, type Line } from './doctor/line.ts';
import { say, type Command, type Terminal } from './terminal.ts';
import { toolConfig } from './tool-config.ts';

/** `gonogo doctor`: looks at everything the bot leans on and says it line by line; exit code 1 when something is not well. Changes nothing. */
export const doctor: Command = {
  takes: '',
  does: 'look at everything the bot leans on and say what is not well',
  run: async (args, terminal) => {
    readArguments(args, { words: 0, options: {} });
    let isWell = true;
    for await (const { isOk, sentence } of examine(terminal)) {
      say(terminal, `${isOk ? 'ok' : 'not ok'}: ${sentence}`);
      isWell &&= isOk;
    }
    return isWell ? 0 : 1;
  },
};

async function* examine({ env }: Terminal): AsyncGenerator<Line> {
  const reading = readConfig(env);
  if (reading.ok) yield ok('the environment is complete.');
  else yield* reading.problems.map(notOk);
  const config = configOf(env);
  if (!config) return;
  yield* await asLines('the policy', () => policyLines(config, env));
  const team = yield* recordLines(config);
  yield* await asLines('the queue', () => queueLines(config));
  yield* await asLines('Slack', () => slackLines(reading.ok ? reading.config.slack : undefined, team));
  yield* await asLines('the mail server', () => mailLines(config));
  yield* await asLines('the disk', () => diskLines(config.dataDir));
}

/** As far as it can be read: tokens that are missing keep nobody from looking at the rest. */
function configOf(env: NodeJS.ProcessEnv): Config | undefined {
  try {
    return toolConfig(env);
  } catch {
    return undefined; // each problem is a line already
  }
}
