import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { platform } from 'node:process';
import { promisify } from 'node:util';
import { readIfThere } from './files.ts';

const run = promisify(execFile);

/** A process as the system shows it. `session` is its process group on macOS, which does not show sessions. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly session: number;
  readonly zombie: boolean;
  /** Together with the pid and the boot it names a process for ever; a pid alone is used again. */
  readonly startTime: string;
  /** What it was started as, and with which arguments. */
  readonly program: string;
  readonly command: string;
}

/** Every process of this machine (of this container) that is visible now. */
export async function listProcesses(): Promise<ProcessEntry[]> {
  if (platform !== 'linux') return readPs(await ps(['-axo', PS_FIELDS]));
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const entries = await Promise.all(pids.map((pid) => readProc(Number(pid))));
  return entries.filter((entry) => entry !== undefined);
}

/** One process, undefined where there is none of that pid. */
export async function findProcess(pid: number): Promise<ProcessEntry | undefined> {
  if (platform === 'linux') return readProc(pid);
  return readPs(await ps(['-o', PS_FIELDS, '-p', String(pid)])).at(0);
}

/** Whether a process was started with this in its environment; false where that is not to be seen (on macOS, of another user). */
export async function wasGiven(pid: number, name: string, value: string): Promise<boolean> {
  const environment = platform === 'linux' ? await readGone(`/proc/${pid}/environ`) : undefined;
  return environment?.split('\0').includes(`${name}=${value}`) ?? false;
}

/** A name of the running kernel (with the container's view of its processes): after a restart no old pid means anything. */
export async function bootId(): Promise<string> {
  if (platform !== 'linux') return (await run('sysctl', ['-n', 'kern.bootsessionuuid'])).stdout.trim();
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
  return `${boot.trim()} ${await readlink('/proc/self/ns/pid')}`;
}

async function readProc(pid: number): Promise<ProcessEntry | undefined> {
  const stat = await readGone(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // proc(5): the name stands in parentheses and may hold anything, even parentheses; the numbered fields follow the last one.
  const named = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const argv = (await readGone(`/proc/${pid}/cmdline`))?.split('\0') ?? [];
  return {
    pid,
    parent: Number(fields[1]),
    session: Number(fields[3]),
    zombie: fields[0] === 'Z' || fields[0] === 'X',
    startTime: fields[19] ?? '',
    program: argv[0] || named,
    command: argv.join(' ').trim() || named,
  };
}

/** A process may end between being listed and being read: that is ESRCH, not a fault. */
async function readGone(path: string): Promise<string | undefined> {
  try {
    return await readIfThere(path);
  } catch {
    return undefined;
  }
}

const PS_FIELDS = 'pid=,ppid=,pgid=,stat=,lstart=,command=';
const PS_LINE = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(.*)$/;

async function ps(options: string[]): Promise<string> {
  try {
    return (await run('ps', options, { env: { PATH: '/bin:/usr/bin', LC_ALL: 'C' }, maxBuffer: 64 * 1024 * 1024 }))
      .stdout;
  } catch (error) {
    // `ps -p` exits with 1 where no such process is left.
    if (error instanceof Error && 'code' in error && error.code === 1) return '';
    throw error;
  }
}

/** Reads what `ps -o pid=,ppid=,pgid=,stat=,lstart=,command=` prints. */
export function readPs(text: string): ProcessEntry[] {
  return text.split('\n').flatMap((line) => {
    const [, pid, parent, session, state, startTime, command] = PS_LINE.exec(line) ?? [];
    if (state === undefined || startTime === undefined || command === undefined) return [];
    const numbers = { pid: Number(pid), parent: Number(parent), session: Number(session) };
    return [{ ...numbers, zombie: state.startsWith('Z'), startTime, program: command.split(' ', 1)[0] ?? '', command }];
  });
}
