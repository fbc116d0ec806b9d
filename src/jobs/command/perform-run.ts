import { setTimeout as delay } from 'node:timers/promises';
import { followLogs } from './follow-logs.ts';
import { survivors as listSurvivors } from './leaves.ts';
import { maskText } from './masked-stream.ts';
import type { Outcome, Survivor, TaskFact } from './outcome.ts';
import { openOutputLog } from './output-log.ts';
import { oversee, type Interruption } from './overseer.ts';
import { runFolder } from './run-folder.ts';
import { runTask } from './run-task.ts';
import type { Scene } from './scene.ts';
import type { Secrets } from './secrets.ts';
import type { RunSpec } from './spec.ts';

/** Of a sentence or a command line in an outcome no more is kept (characters). */
const SENTENCE_MAX = 300;

/** A process that is about to end after its parent gets this long before it is named a survivor. */
const GRACE_MS = 300;

type Verdict = Pick<Outcome, 'outcome' | 'exitCode' | 'signal' | 'failedTask' | 'reason' | 'note'>;

/** Carries out the tasks of a run in order up to the first that does not pass, and says how it ended; nothing in it is secret. */
export async function performRun(dir: string, spec: RunSpec, secrets: Secrets): Promise<Outcome> {
  const startedAt = Date.now();
  const log = openOutputLog(runFolder(dir).output, spec.outputMaxBytes);
  const shorten = (text: string) => cut(maskText(secrets, text));
  const overseer = oversee(dir, spec, shorten);
  const say = (line: string) => log.write(`${maskText(secrets, line)}\n`);
  const scene: Scene = { dir, spec, secrets, log, logs: await followLogs(spec), overseer, say };
  const facts: TaskFact[] = [];
  let broken: string | undefined;
  try {
    for (const [index, task] of spec.tasks.entries()) {
      if (overseer.signal.aborted) break;
      overseer.begin(index);
      const fact = await runTask(task, index, scene);
      facts.push({ ...fact, sentence: shorten(fact.sentence) });
      if (fact.result !== 'pass') break;
    }
  } catch (error) {
    broken = `The runner itself broke: ${error instanceof Error ? error.message : String(error)}`;
  }
  await overseer.close();
  const left = await findSurvivors(shorten);
  const { lostBytes, ...output } = log.close();
  const verdict = broken === undefined ? judge(spec, facts, overseer.interruption) : unknown(broken);
  const notes = [verdict.note, lostBytes > 0 ? `${lostBytes} bytes of output are lost: the disk was full.` : undefined];
  const note = notes.filter((text) => text !== undefined).join(' ');
  return {
    v: 1,
    ...verdict,
    ...(verdict.reason === undefined ? {} : { reason: shorten(verdict.reason) }),
    ...(note === '' ? {} : { note: shorten(note) }),
    startedAt,
    endedAt: Date.now(),
    ...output,
    facts,
    ...(left.length > 0 ? { survivors: left } : {}),
  };
}

function unknown(reason: string): Verdict {
  return { outcome: 'unknown', reason };
}

function judge({ tasks }: RunSpec, facts: readonly TaskFact[], interruption: Interruption | undefined): Verdict {
  const last = facts.at(-1);
  const command = facts.findLast((fact) => fact.kind === 'command' || fact.kind === 'plan' || fact.kind === 'restore');
  const exit = {
    ...(command?.exitCode === undefined ? {} : { exitCode: command.exitCode }),
    ...(command?.signal === undefined ? {} : { signal: command.signal }),
  };
  const allPassed = facts.length === tasks.length && last?.result === 'pass';
  const failedTask = last && last.result !== 'pass' ? { failedTask: last.task } : {};
  const said = last?.sentence ?? '';
  if (interruption?.killed !== undefined) {
    const reason = `What it had done by then cannot be proved. ${interruption.killed}`;
    return { outcome: 'unknown', ...exit, ...failedTask, reason };
  }
  if (interruption && interruption.why !== 'stop') {
    return { outcome: 'timedOut', ...exit, ...failedTask, reason: `${interruption.sentence} ${said}` };
  }
  if (allPassed)
    return {
      outcome: 'succeeded',
      ...exit,
      ...(interruption ? { note: `${interruption.sentence} It had ended well all the same.` } : {}),
    };
  if (interruption)
    return { outcome: 'stopped', ...exit, ...failedTask, reason: `${interruption.sentence} ${said}`.trim() };
  return { outcome: last?.result === 'fail' ? 'failed' : 'unknown', ...exit, ...failedTask, reason: said };
}

async function findSurvivors(shorten: (text: string) => string): Promise<Survivor[]> {
  const first = await listSurvivors();
  if (first.length === 0) return [];
  await delay(GRACE_MS);
  const left = await listSurvivors();
  return left.map(({ pid, command }) => ({ pid, command: shorten(command) }));
}

function cut(text: string): string {
  return text.length > SENTENCE_MAX ? `${text.slice(0, SENTENCE_MAX - 1).toWellFormed()}…` : text;
}
