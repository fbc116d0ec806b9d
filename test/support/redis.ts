import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

const READY_MS = 10_000;

export interface TestRedis {
  url: string;
  port: number;
  /** Of the server running now. */
  pid(): number;
  /** FLUSHALL, as by a careless operator. */
  flush(): Promise<void>;
  /** Kills the server and starts it on the same port, with what it kept on disk or with nothing. */
  restart(options: { keep: boolean }): Promise<void>;
  /** Kills the server and leaves the port closed until `start`. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Whether this machine has a redis-server. Where `CI` is set a machine without one is an error, elsewhere one line says what is left out. */
export function hasRedis(leftOut: string): boolean {
  const found = spawnSync('redis-server', ['--version']).status === 0;
  if (found) return true;
  if (process.env['CI']) throw new Error('This machine has no redis-server, and CI must not leave out its tests.');
  process.stderr.write(`No redis-server on this machine: leaving out ${leftOut}.\n`);
  return false;
}

/** Starts the machine's own redis-server on a free port of 127.0.0.1 and in a folder of its own. */
export async function aRedis(options: { policy?: string; appendOnly?: boolean } = {}): Promise<TestRedis> {
  const { policy = 'noeviction', appendOnly = true } = options;
  const folder = await mkdtemp(join(tmpdir(), 'gonogo-redis-'));
  const port = await freePort();
  let server: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    const settings = {
      port,
      bind: '127.0.0.1',
      dir: folder,
      save: '',
      appendonly: appendOnly ? 'yes' : 'no',
      appendfsync: 'always',
      'maxmemory-policy': policy,
      hz: 100,
    };
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
    server = spawn('redis-server', args, { stdio: 'ignore' });
    await answers(port);
  };
  const kill = async (): Promise<void> => {
    const child = server;
    server = undefined;
    if (!child) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  await start();

  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    pid() {
      if (server?.pid === undefined) throw new Error('this Redis is not running');
      return server.pid;
    },
    async flush() {
      const client = new Redis(port, '127.0.0.1');
      await client.flushall();
      client.disconnect();
    },
    async restart({ keep }) {
      await kill();
      if (!keep) await rm(join(folder, 'appendonlydir'), { recursive: true, force: true });
      await start();
    },
    kill,
    start,
    async stop() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answers(port: number): Promise<void> {
  const until = performance.now() + READY_MS;
  for (;;) {
    const client = new Redis(port, '127.0.0.1', { lazyConnect: true, retryStrategy: () => null });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return;
    } catch (error) {
      if (performance.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    } finally {
      client.disconnect();
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
