import { startWholeSandbox } from './start-sandbox.ts';

export type PlayOptions = {
  dir: string;
  mode: 'socket' | 'http';
  open: boolean;
  /** The page's; one that is kept from start to start when left out. */
  port: number | undefined;
};

/** Runs the sandbox until Ctrl-C or SIGTERM, or until the bot cannot be kept alive. Resolves with the exit code. */
export async function play({ dir, mode, open, port }: PlayOptions): Promise<number> {
  const { promise: asked, resolve } = Promise.withResolvers<'asked'>();
  // A terminal and npm may both pass on one Ctrl-C: the first counts, and the bot hears of it once.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve('asked'));
  const whole = await startWholeSandbox({ dir, mode, open, ...(port === undefined ? {} : { ports: { page: port } }) });
  console.log(`Gonogo sandbox: ${whole.sandbox.url}  (a Slack of its own on this machine; Ctrl-C ends it)`);
  console.log(`Open it and type /change: the bot changes a small real service, ${whole.demo.url}/`);
  void whole.ready.then((isReady) => isReady && console.log('The bot is ready.'));
  const why = await Promise.race([asked, whole.bot?.ended ?? asked]);
  await whole.close();
  return why === 'gaveUp' ? 1 : 0;
}
