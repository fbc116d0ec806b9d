import type { CheckTask } from './check-tasks.ts';
import { checkDns } from './dns-check.ts';
import { checkHttp } from './http-check.ts';
import { checkDisk, checkEnv, checkGit, checkTool, GIT_STATUS } from './need-checks.ts';
import { checkPrometheus } from './prometheus-check.ts';
import type { TaskFact } from './outcome.ts';
import { quoteArgv } from './quote-argv.ts';
import { runCommand } from './run-command.ts';
import type { Scene } from './scene.ts';
import { checkTcp } from './tcp-check.ts';

type Untold<F> = F extends TaskFact ? Omit<F, 'task'> : never;
export type CheckFact = Untold<Extract<TaskFact, { kind: CheckTask['kind'] }>>;

/** Makes one check: what it looks at into the output, and what it found. */
export async function runCheck(task: CheckTask, scene: Scene): Promise<CheckFact> {
  if (task.kind === 'command') {
    scene.say(`$ ${quoteArgv(task.argv)}`);
    const end = await runCommand(task.argv, scene);
    if (end.result !== 'pass') scene.say(`[${end.sentence}]`);
    return { kind: 'command', ...end };
  }
  scene.say(headOf(task));
  const fact = await look(task, scene);
  scene.say(fact.sentence);
  return fact;
}

async function look(task: Exclude<CheckTask, { kind: 'command' }>, scene: Scene): Promise<CheckFact> {
  const { signal } = scene.overseer;
  switch (task.kind) {
    case 'http':
      return { kind: 'http', ...(await checkHttp(task, signal)) };
    case 'tcp':
      return { kind: 'tcp', ...(await checkTcp(task, signal)) };
    case 'dns':
      return { kind: 'dns', ...(await checkDns(task, signal)) };
    case 'log':
      return { kind: 'log', ...(await scene.logs.look(task, signal)) };
    case 'prometheus':
      return { kind: 'prometheus', ...(await checkPrometheus(task, process.env, signal)) };
    case 'tool':
      return { kind: 'tool', ...(await checkTool(task, scene)) };
    case 'env':
      return { kind: 'env', ...checkEnv(task, process.env) };
    case 'disk':
      return { kind: 'disk', ...(await checkDisk(task, scene.spec.cwd)) };
    case 'git':
      return { kind: 'git', ...(await checkGit(task, scene)) };
  }
}

function headOf(task: Exclude<CheckTask, { kind: 'command' }>): string {
  switch (task.kind) {
    case 'http':
      return `GET ${task.url}`;
    case 'tcp':
      return `connect ${task.host}:${task.port}`;
    case 'dns':
      return `dns ${task.record} ${task.name}`;
    case 'log':
      return `log ${task.file}`;
    case 'prometheus':
      return `query ${task.query}`;
    case 'tool':
      return `$ ${quoteArgv(task.argv)}`;
    case 'env':
      return `env ${task.name}`;
    case 'disk':
      return `disk ${task.path}`;
    case 'git':
      return `$ ${quoteArgv(GIT_STATUS)}`;
  }
}
