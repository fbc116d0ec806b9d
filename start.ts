import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isSandboxWanted } from './src/config.ts';

const USAGE =
  'The sandbox takes --http (instead of Socket Mode), --no-open (no browser) and --port 4000 (of its page).';

/** `npm start`: with nothing set up, the sandbox and in it the bot; else the bot alone. */
async function start(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile();
  if (!isSandboxWanted(process.env, process.cwd())) {
    const { main } = await import('./src/app.ts');
    return main(process.env);
  }
  const { http, open, port } = readFlags();
  const { play } = await import('./sandbox/play.ts');
  process.exit(await play({ dir: resolve('.gonogo'), mode: http ? 'http' : 'socket', open, port }));
}

function readFlags(): { http: boolean; open: boolean; port: number | undefined } {
  try {
    const { values } = parseArgs({
      options: {
        http: { type: 'boolean', default: false },
        open: { type: 'boolean', default: true },
        port: { type: 'string' },
      },
      allowNegative: true,
    });
    if (values.port !== undefined && !/^\d{1,5}$/.test(values.port)) throw new Error('--port takes a number.');
    return { ...values, port: values.port === undefined ? undefined : Number(values.port) };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)} ${USAGE}`, { cause: error });
  }
}

try {
  await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
