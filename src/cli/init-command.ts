import { Environment } from '../config.ts';
import { openClients } from '../slack/clients.ts';
import { readArguments } from './arguments.ts';
import type { Lookup } from './first-policy.ts';
import { init } from './init.ts';
import { openLookup } from './lookup.ts';
import type { Command } from './terminal.ts';
import { toolConfig } from './tool-config.ts';

/** `gonogo init [FILE]`: asks and writes the first policy; with SLACK_BOT_TOKEN set, names are looked up in the workspace. */
export const initCommand: Command = {
  takes: '[FILE]',
  does: 'ask for people and channels and write the first policy file',
  run: async (args, { env, input, output }) => {
    const [file] = readArguments(args, { words: 1, options: {} }).words;
    const lookup = lookupWith(env);
    return init({ file: file ?? toolConfig(env).policyFile, input, output, ...(lookup && { lookup }) });
  },
};

function lookupWith(env: NodeJS.ProcessEnv): Lookup | undefined {
  const token = Environment.shape.SLACK_BOT_TOKEN.safeParse(env['SLACK_BOT_TOKEN']);
  const apiUrl = Environment.shape.SLACK_API_URL.safeParse(env['SLACK_API_URL'] || undefined);
  if (!token.success || token.data === undefined || !apiUrl.success) return undefined;
  return openLookup(openClients({ token: token.data, apiUrl: apiUrl.data }).posts);
}
