import { open } from 'node:fs/promises';

/** One byte beyond this is read, enough for `readYaml` to refuse a larger file. */
const BYTES_MAX = 1024 * 1024;

export type TextFile =
  | { readonly ok: true; readonly text: string }
  /** `code` is the system's, such as `ENOENT`; absent for bytes that are not text. */
  | { readonly ok: false; readonly code?: string };

/** Reads a file of UTF-8 text. A file that is missing, unreadable or not text is an answer like any other; never throws for them. */
export async function readTextFile(path: string): Promise<TextFile> {
  let bytes: Buffer;
  try {
    bytes = await readBytes(path);
  } catch (cause) {
    return { ok: false, code: cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause) };
  }
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    return { ok: false };
  }
}

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
