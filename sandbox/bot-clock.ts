import { readConnection } from '../src/postgres/connection-file.ts';
import { openSandboxClock, type SandboxClock } from './clock.ts';

type OpenClock = ReturnType<typeof openSandboxClock>;

/**
 * The clock of a bot that keeps its record in a data folder and may not run yet, or run again at another address: the connection is
 * looked up at each question. Questions fail while there is no record.
 */
export function openBotClock(dataDir: string): OpenClock {
  let open: { url: string; clock: OpenClock } | undefined;
  const current = async (): Promise<SandboxClock> => {
    const connection = await readConnection(dataDir);
    if (connection === undefined) throw new Error('the bot does not run yet');
    if (open?.url !== connection.url) {
      void open?.clock.close();
      open = { url: connection.url, clock: openSandboxClock(connection.url) };
    }
    return open.clock;
  };
  return {
    now: async () => (await current()).now(),
    next: async () => (await current()).next(),
    skipTo: async (at) => (await current()).skipTo(at),
    close: async () => open?.clock.close(),
  };
}
