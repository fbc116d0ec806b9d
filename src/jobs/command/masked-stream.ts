import type { Sink } from './capture.ts';
import { cleanText, textCleaner } from './clean-text.ts';
import { hide, MASK, pastCrossing, type Hidden } from './hidden.ts';
import { findKey, findKeyEnd, type Secrets } from './secrets.ts';
import { TOKEN_REST } from './token-shapes.ts';

/** A longer line goes on in the next one (characters). */
export const LINE_MAX = 16 * 1024;

/** A private key whose end never comes hides no more lines than the longest key has. */
const KEY_LINES_MAX = 256;

/**
 * Turns the bytes of one output into lines fit to be kept: valid text, no terminal sequences, no secret, `LINE_MAX` characters
 * each. What it emits (one or more whole lines at a time) is the same however the bytes were cut: a line, or the piece of a
 * long one, is judged together with `span` characters behind it, so that a secret across a border is seen whole.
 */
export function maskedStream(secrets: Secrets, emit: (lines: string) => void): Sink {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const clean = textCleaner();
  const windowLength = LINE_MAX + secrets.span;
  let rest = '';
  let keyLines = 0;
  let insideToken = false;

  function take(text: string): void {
    const last = text.lastIndexOf('\n');
    if (last >= 0) {
      takeLines(rest + text.slice(0, last + 1));
      rest = text.slice(last + 1);
    } else {
      rest += text;
    }
    while (rest.length >= windowLength) rest = rest.slice(takePiece(rest.slice(0, windowLength), false));
  }

  function takeLines(block: string): void {
    if (keyLines === 0 && !insideToken && !secrets.suspects(block) && !hasLongLine(block)) return emit(block);
    for (let from = 0; from < block.length;) {
      const end = block.indexOf('\n', from);
      takeLine(block.slice(from, end));
      from = end + 1;
    }
  }

  function takeLine(line: string): void {
    let left = line;
    while (left.length > LINE_MAX) {
      left = left.slice(takePiece(left.slice(0, windowLength), left.length < windowLength));
    }
    takePiece(left, true);
  }

  /** Emits the beginning of a window as one line and answers how much of the window that was. */
  function takePiece(window: string, whole: boolean): number {
    const hidden: Hidden[] = [];
    let seen = insideToken ? (TOKEN_REST.exec(window)?.[0].length ?? 0) : 0;
    if (seen > 0 && seen === window.length && !whole) return seen;
    insideToken = false;
    if (seen > 0) hidden.push({ start: 0, from: 0, to: seen });

    let border = Math.min(window.length, LINE_MAX);
    if (keyLines > 0) {
      const end = findKeyEnd(window, 0);
      if (end === undefined) {
        keyLines -= 1;
        emit(`${MASK}\n`);
        return border;
      }
      keyLines = 0;
      seen = end;
      hidden.push({ start: 0, from: 0, to: end });
    }
    const suspect = secrets.suspects(window);
    if (suspect) hidden.push(...secrets.find(window));
    let key = suspect ? findKey(window, seen) : undefined;
    for (; key?.to !== undefined; key = findKey(window, key.to))
      hidden.push({ start: key.start, from: key.start, to: key.to });

    border = pastCrossing(hidden, border);
    if (key && key.start < border) {
      border = Math.max(border, key.marker);
      hidden.push({ start: key.start, from: key.start, to: border });
      keyLines = KEY_LINES_MAX;
    } else if (border === window.length && !whole) {
      insideToken = true;
    } else if (isHighSurrogate(window, border - 1) && border < window.length) {
      border += 1;
    }
    emit(`${hide(window.slice(0, border), hidden)}\n`);
    return border;
  }

  return {
    push: (bytes) => take(clean(decoder.decode(bytes, { stream: true }))),
    end: () => {
      take(clean(decoder.decode()));
      if (rest !== '') takeLine(rest);
      rest = '';
    },
  };
}

/** One text on its own, on one line. */
export function maskText(secrets: Secrets, text: string): string {
  let masked = '';
  const stream = maskedStream(secrets, (lines) => (masked += lines));
  stream.push(Buffer.from(cleanText(text)));
  stream.end();
  return masked.trimEnd().replaceAll('\n', ' ');
}

function hasLongLine(block: string): boolean {
  for (let from = 0; block.length - from > LINE_MAX;) {
    const end = block.indexOf('\n', from);
    if (end - from > LINE_MAX) return true;
    from = end + 1;
  }
  return false;
}

function isHighSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xd800 && code < 0xdc00;
}
