import type { IncomingMessage } from 'node:http';

/** The body of an answer up to `maxBytes` as JSON; `tooLong` of a longer one, `notJson` of anything else. Rejects where it breaks off. */
export async function readJson(
  answer: IncomingMessage,
  maxBytes: number,
): Promise<{ readonly value: unknown } | 'tooLong' | 'notJson'> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of answer) {
    if (!Buffer.isBuffer(part)) continue;
    bytes += part.length;
    if (bytes > maxBytes) return 'tooLong';
    parts.push(part);
  }
  try {
    return { value: JSON.parse(Buffer.concat(parts).toString('utf8')) };
  } catch {
    return 'notJson';
  }
}
