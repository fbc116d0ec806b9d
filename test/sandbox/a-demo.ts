import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOrders, ordersFile } from '../../sandbox/demo/orders.ts';
import { startDemo, type Demo } from '../../sandbox/demo/supervise.ts';

type Undo = (undo: () => Promise<void>) => void;

/** A demo of its own in a temporary folder, without the stack unless it is asked for; both are gone when the test ends. */
export async function aDemo(onTestFinished: Undo, { hosting = false } = {}): Promise<Demo> {
  const dir = await mkdtemp(join(tmpdir(), 'gonogo-demo-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const demo = await startDemo({ dir, timezone: 'Europe/Zurich', hosting });
  onTestFinished(() => demo.close());
  return demo;
}

export type Ran = { code: number; said: string };

/** Runs a step as the bot does: `node`, found in PATH, in the demo's folder, with hardly any environment. */
export function step({ dir }: Demo, name: string, ...args: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const env = { PATH: process.env['PATH'] };
    execFile('node', [`runbook/${name}.ts`, ...args], { cwd: dir, env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, said: stdout + stderr });
    });
  });
}

export async function health({ url }: Demo): Promise<unknown> {
  const response = await fetch(`${url}/health`);
  return { httpStatus: response.status, ...Object(await response.json()) };
}

/** Every order with all its columns, as text. */
export function everyOrder({ dir }: Demo): string {
  const orders = openOrders(ordersFile(dir), { readOnly: true });
  try {
    return JSON.stringify(orders.prepare('select * from orders order by id').all());
  } finally {
    orders.close();
  }
}

/** Names and contents of everything in the demo's folder but `ran.log`, which every step writes to. */
export async function fingerprint({ dir }: Demo): Promise<string> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name !== 'ran.log')
    .map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(`${file}\n`).update(await readFile(file));
  }
  return hash.digest('hex');
}
