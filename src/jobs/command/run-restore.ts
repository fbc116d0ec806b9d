import { quoteArgv } from './quote-argv.ts';
import { runCommand, type CommandEnd } from './run-command.ts';
import type { Scene } from './scene.ts';
import type { RestoreTask } from './spec.ts';

export interface RestoreVerdict extends CommandEnd {
  readonly tookMs: number;
}

/**
 * Has a backup brought back, and takes how long that was: from the start of the runbook's own command to its end, whatever that does
 * besides. It stands for what a real restore takes as far as the command is one.
 */
export async function runRestore({ argv }: RestoreTask, scene: Scene): Promise<RestoreVerdict> {
  scene.say(`$ ${quoteArgv(argv)}`);
  const begun = performance.now();
  const end = await runCommand(argv, scene);
  const tookMs = Math.round(performance.now() - begun);
  const sentence =
    end.result === 'pass'
      ? `The restore test passed in ${Math.ceil(tookMs / 1000)} s.`
      : `The backup is not proven: its restore test did not pass. ${end.sentence}`;
  return { ...end, sentence, tookMs };
}
