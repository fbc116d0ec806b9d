import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, constants, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { execa } from 'execa';
import type { Argv } from '../../change/check.ts';
import { recordLeaf } from './alive.ts';

export interface LeafProcess {
  /** Its exit code or its signal; rejects where it could not be started. */
  readonly exit: Promise<{ code: number | null; signal: string | null }>;
  readonly outputs: readonly Readable[];
}

/** How the names of the pipes end through which a command speaks, in the folder of its run. */
export const PIPE = '.pipe';

interface Pipe {
  readonly name: string;
  readonly reader: Socket;
  readonly writeFd: number;
}

/**
 * execa's own ideas of ending a program are all switched off: it would kill one whose output is large, one whose parent ends,
 * and one that outlives a signal by five seconds.
 */
const HANDS_OFF = {
  shell: false,
  detached: false,
  cleanup: false,
  forceKillAfterDelay: false,
  buffer: false,
  reject: false,
  encoding: 'buffer',
} as const;

/**
 * Starts a program without a shell: no input (a prompt meets the end of file at once), the environment of this process, this
 * process's session. Its outputs are true pipes: Node's own are sockets, on which `echo … > /dev/stderr` of any script fails. The program
 * holds both ends of them, so that the death of this process is no SIGPIPE to it (fifo(7)), and they keep their names for `attendOrphan`.
 */
export async function startLeaf(
  argv: Argv,
  cwd: string,
  dir: string,
  mayStart: () => boolean,
): Promise<LeafProcess | undefined> {
  const pipes = await openPipes(dir);
  const [program, ...rest] = argv;
  try {
    if (!mayStart()) {
      for (const { reader } of pipes) reader.destroy();
      forget(pipes);
      return undefined;
    }
    // execa takes any descriptor; its types name the digits 3 to 9 alone.
    const [out, err] = pipes.map(({ writeFd }) => writeFd as 3);
    const child = execa(program, rest, {
      ...HANDS_OFF,
      cwd,
      stdin: 'ignore',
      stdout: out ?? 'pipe',
      stderr: err ?? 'pipe',
    }).nodeChildProcess;
    const own = [child.stdout, child.stderr].filter((stream) => stream !== null);
    const exit = exitOf(child).finally(() => forget(pipes));
    if (child.pid !== undefined) await recordLeaf(dir, child.pid);
    return { exit, outputs: [...pipes.map(({ reader }) => reader), ...own] };
  } catch (error) {
    for (const { reader } of pipes) reader.destroy();
    forget(pipes);
    throw error;
  } finally {
    for (const { writeFd } of pipes) closeSync(writeFd);
  }
}

async function exitOf(child: ChildProcess): LeafProcess['exit'] {
  const [code, signal] = await once(child, 'exit');
  return { code, signal };
}

/** Two pipes, or none where they cannot be made (a full disk has no room for their names): then Node's sockets must do. */
async function openPipes(dir: string): Promise<Pipe[]> {
  const names = ['out', 'err'].map((name) => join(dir, `${name}.${randomUUID()}${PIPE}`));
  try {
    await execa('mkfifo', ['-m', '600', ...names], { extendEnv: false, env: { PATH: '/usr/bin:/bin' } });
    return names.map(openPipe);
  } catch {
    forget(names.map((name) => ({ name })));
    return [];
  }
}

function forget(pipes: readonly Pick<Pipe, 'name'>[]): void {
  for (const { name } of pipes) rmSync(name, { force: true });
}

function openPipe(name: string): Pipe {
  const fd = openSync(name, constants.O_RDONLY | constants.O_NONBLOCK);
  const writeFd = openSync(name, constants.O_RDWR);
  return { name, reader: new Socket({ fd, readable: true, writable: false }), writeFd };
}
