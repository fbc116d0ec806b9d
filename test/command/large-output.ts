import { readFileSync } from 'node:fs';
import { until } from './runs.ts';

/** Writes a text again and again to its stdout, waiting for the reader, then exits with a code. */
export function pours(text: string, times: number, code: number): string {
  return `const block = Buffer.from(${text}); let left = ${times};
    (function next() { if (left-- === 0) { process.exitCode = ${code}; return; } process.stdout.write(block, next); })()`;
}

/** 1,050,000 bytes of lines such as OpenTofu prints. */
export const LINES = `'module.network.aws_subnet.private[7]: Still creating... [10s elapsed]\\n'.repeat(15000)`;

/** Watches a process to its end and answers the most memory (bytes) that it was seen to have taken so far. */
export async function mostMemory(pid: number): Promise<number> {
  let most = 0;
  await until(() => {
    try {
      const [, kib] = /VmHWM:\s*(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
      if (kib === undefined) return true;
      most = Math.max(most, Number(kib) * 1024);
      return false;
    } catch {
      return true;
    }
  });
  return most;
}
