import { checkProof } from './check-proof.ts';
import { checkUnchanged, keepFiles, type FilesVerdict } from './kept-files.ts';
import { maskText } from './masked-stream.ts';
import type { TaskFact } from './outcome.ts';
import { quoteArgv } from './quote-argv.ts';
import { runCheck } from './run-check.ts';
import { runPlan } from './run-plan.ts';
import { runRestore } from './run-restore.ts';
import { runWatch } from './run-watch.ts';
import type { Scene } from './scene.ts';
import type { Task } from './spec.ts';
import { takeBefore } from './take-before.ts';

/** Carries out one task: a header line into the output, the task, and (where it prints nothing itself) a line with its result. */
export async function runTask(task: Task, index: number, scene: Scene): Promise<TaskFact> {
  switch (task.kind) {
    case 'command':
    case 'http':
    case 'tcp':
    case 'dns':
    case 'log':
    case 'prometheus':
    case 'tool':
    case 'env':
    case 'disk':
    case 'git':
      return { ...(await runCheck(task, scene)), task: index };
    case 'proof': {
      scene.say(`proof ${task.file}`);
      const verdict = await checkProof(task, scene.spec.cwd, scene.overseer.signal);
      scene.say(verdict.sentence);
      return { kind: 'proof', task: index, file: maskText(scene.secrets, task.file), ...verdict };
    }
    case 'restore': {
      const verdict = await runRestore(task, scene);
      scene.say(verdict.sentence);
      return { kind: 'restore', task: index, ...verdict };
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
    case 'before': {
      const verdict = await takeBefore(task, scene);
      scene.say(verdict.sentence);
      return { kind: 'before', task: index, ...verdict };
    }
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
