import { checkConfig } from './check-config.ts';
import { readArguments } from './arguments.ts';
import type { Command } from './terminal.ts';
import { toolConfig } from './tool-config.ts';

/** `gonogo check-config [FILE]`: the policy file, GONOGO_CONFIG's unless another is named. */
export const checkConfigCommand: Command = {
  takes: '[FILE]',
  does: 'read the policy file and say what is wrong in it',
  run: async (args, { env, output }) => {
    const [file] = readArguments(args, { words: 1, options: {} }).words;
    const config = toolConfig(env);
    return checkConfig({ file: file ?? config.policyFile, labels: config.stepLabels, env, output });
  },
};
