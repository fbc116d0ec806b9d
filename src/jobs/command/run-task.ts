import { checkHttp } from './http-check.ts';
import { checkProof } from './check-proof.ts';
import { checkUnchanged, keepFiles, type FilesVerdict } from './kept-files.ts';
import type { TaskFact } from './outcome.ts';
import { quoteArgv } from './quote-argv.ts';
import { runCommand } from './run-command.ts';
import { runPlan } from './run-plan.ts';
import { runWatch } from './run-watch.ts';
import type { Scene } from './scene.ts';
import type { CommandTask, HttpTask, Task } from './spec.ts';

/** Carries out one task: a header line into the output, the task, and (where it prints nothing itself) a line with its result. */
export async function runTask(task: Task, index: number, scene: Scene): Promise<TaskFact> {
  switch (task.kind) {
    case 'command':
    case 'http':
      return { ...(await runCheck(task, scene)), task: index };
    case 'proof': {
      scene.say(`proof ${task.file}`);
      const verdict = await checkProof(task, scene.spec.cwd, scene.overseer.signal);
      scene.say(verdict.sentence);
      return { kind: 'proof', task: index, ...verdict };
    }
    case 'plan': {
      scene.say(`$ ${quoteArgv(task.argv)}`);
      const verdict = await runPlan(task, index, scene);
      scene.say(verdict.sentence);
      return { kind: 'plan', task: index, ...verdict };
    }
    case 'keep':
      return filesFact(
        task.kind,
        index,
        await keepFiles(task, scene.spec.cwd, scene.dir, scene.overseer.signal),
        scene,
      );
    case 'unchanged':
      return filesFact(task.kind, index, await checkUnchanged(task, scene.spec.cwd, scene.overseer.signal), scene);
    case 'watch': {
      scene.say(
        `watch: ${task.checks.length} checks every ${task.everyMs} ms until ${task.passes} rounds in a row pass`,
      );
      const verdict = await runWatch(task, (check) => runCheck(check, scene), scene.overseer.signal);
      scene.say(verdict.sentence);
      return { kind: 'watch', task: index, ...verdict };
    }
  }
}

function filesFact(kind: 'keep' | 'unchanged', task: number, verdict: FilesVerdict, { say }: Scene): TaskFact {
  say(verdict.sentence);
  return { kind, task, ...verdict };
}

type CheckFact =
  | ({ kind: 'command' } & Awaited<ReturnType<typeof runCommand>>)
  | ({ kind: 'http' } & Awaited<ReturnType<typeof checkHttp>>);

async function runCheck(task: CommandTask | HttpTask, scene: Scene): Promise<CheckFact> {
  if (task.kind === 'command') {
    scene.say(`$ ${quoteArgv(task.argv)}`);
    const end = await runCommand(task.argv, scene);
    if (end.result !== 'pass') scene.say(`[${end.sentence}]`);
    return { kind: 'command', ...end };
  }
  scene.say(`GET ${task.url}`);
  const verdict = await checkHttp(task, scene.overseer.signal);
  scene.say(verdict.sentence);
  return { kind: 'http', ...verdict };
}
