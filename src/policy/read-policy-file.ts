import { open } from 'node:fs/promises';
import type { PolicyReading } from './read-policy.ts';
import { policySource, readPolicy, wholeFile } from './read-policy.ts';

const BYTES_MAX = 1024 * 1024;

/** Reads a policy from a file of UTF-8 text. A file that is missing, unreadable or not a file is a problem like any other; never throws for them. */
export async function readPolicyFile(path: string): Promise<PolicyReading> {
  const source = policySource(path);
  const refuse = (message: string): PolicyReading => ({ ok: false, problems: [wholeFile(source.file, message)] });
  let bytes: Buffer;
  try {
    bytes = await readBytes(path);
  } catch (cause) {
    return refuse(sayUnreadable(path, cause));
  }
  try {
    return readPolicy(new TextDecoder('utf-8', { fatal: true }).decode(bytes), source);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    return refuse('the file is not UTF-8 text; expected a policy saved as UTF-8');
  }
}

/** One byte beyond the limit is enough for `readPolicy` to refuse a larger file. */
async function readBytes(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const bytes = Buffer.alloc(BYTES_MAX + 1);
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await file.read(bytes, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return bytes.subarray(0, length);
  } finally {
    await file.close();
  }
}

function sayUnreadable(path: string, cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  if (code === 'ENOENT') return `there is no such file (${path}); \`npm run gonogo -- init\` writes one`;
  return `the file cannot be read (${path}: ${code})`;
}
