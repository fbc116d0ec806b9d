const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const OPENING = [0x7b, 0x5b];
const CLOSING = [0x7d, 0x5d];
const SPACE = [0x20, 0x09, 0x0a, 0x0d];

/**
 * Where the JSON documents of an output stand, one after the other on lines of their own or not, as pairs of bytes `[from, to)`;
 * undefined where there is anything else, or the last one is cut off. What is inside a document is not judged.
 */
export function splitDocuments(bytes: Uint8Array): readonly (readonly [from: number, to: number])[] | undefined {
  const found: [number, number][] = [];
  let depth = 0;
  let from = 0;
  let inText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (inText) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inText = false;
    } else if (OPENING.includes(byte)) {
      if (depth === 0) from = at;
      depth += 1;
    } else if (depth === 0) {
      if (!SPACE.includes(byte)) return undefined;
    } else if (CLOSING.includes(byte)) {
      depth -= 1;
      if (depth === 0) found.push([from, at + 1]);
    } else if (byte === QUOTE) {
      inText = true;
    }
  }
  return depth === 0 ? found : undefined;
}
