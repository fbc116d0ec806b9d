type State = 'text' | 'escape' | 'control' | 'string' | 'stringEscape';

const ESCAPE = '\u001b';

/** C0 without tab and newline, DEL, C1; zero-width and bidirectional marks, which make text read as something that it is not. */
const UNWANTED = String.raw`\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff`;
const ANY_UNWANTED = new RegExp(`[${UNWANTED}]`);
const NEXT_UNWANTED = new RegExp(`[${UNWANTED}]`, 'g');
const ALL_UNWANTED = new RegExp(`[${UNWANTED}]+`, 'g');

/** What real terminals are sent (ECMA-48 allows more). A hyphen is not among it: a stray `ESC` must not eat into `-----BEGIN`. */
const ESCAPE_BODY = /[ #%()*+0-~]/;
const CONTROL_BODY = /[ !"$'*0-~]/;

/** A title or a link is shorter; a longer string was never closed. */
const STRING_MAX = 2048;

/**
 * Takes terminal sequences and invisible characters out of a text that arrives in pieces; `\r\n` and a lone `\r` (a progress
 * bar) become newlines. The result is the same however the text was cut. A sequence that is cut short, or a string that its
 * line does not close, hides nothing: it is text.
 */
export function textCleaner(): (piece: string) => string {
  let state: State = 'text';
  let afterReturn = false;
  let held = '';

  function take(char: string): string {
    if (char === '\r' || char === '\n') {
      const second = char === '\n' && afterReturn;
      afterReturn = char === '\r';
      return second ? '' : `${leaveString()}\n`;
    }
    afterReturn = false;
    if (breaksOff(state, char)) state = 'text';
    const before = state;
    state = next(before, char);
    if (before === 'string' || before === 'stringEscape') return takeOfString(char);
    return before === 'text' && state === 'text' && !ANY_UNWANTED.test(char) ? char : '';
  }

  function takeOfString(char: string): string {
    held += char;
    const closed = state === 'text';
    if (closed && !held.includes('PRIVATE KEY')) held = '';
    return closed || held.length > STRING_MAX ? leaveString() : '';
  }

  function leaveString(): string {
    const text = held.replaceAll(ALL_UNWANTED, '');
    held = '';
    state = 'text';
    return text;
  }

  return (piece) => {
    if (state === 'text' && !afterReturn && !ANY_UNWANTED.test(piece)) return piece;
    let cleaned = '';
    for (let at = 0; at < piece.length; at += 1) {
      if (state === 'text' && !afterReturn) {
        const stop = nextUnwanted(piece, at);
        cleaned += piece.slice(at, stop);
        at = stop;
      }
      if (at < piece.length) cleaned += take(piece.charAt(at));
    }
    return cleaned;
  };
}

/** One text on its own, without its line ends. */
export function cleanText(text: string): string {
  return textCleaner()(`${text}\n`).slice(0, -1).replaceAll('\n', ' ');
}

/** Whether a character cannot belong to the sequence that is open: the sequence was cut short and the character is text. */
function breaksOff(state: State, char: string): boolean {
  if (char === ESCAPE) return false;
  return (state === 'escape' && !ESCAPE_BODY.test(char)) || (state === 'control' && !CONTROL_BODY.test(char));
}

/** `ESC [` … a letter; `ESC ]`, `P`, `X`, `^`, `_` … up to BEL or `ESC \`; `ESC` with an intermediate and one more. */
function next(state: State, char: string): State {
  if (char === ESCAPE) return state.startsWith('string') ? 'stringEscape' : 'escape';
  switch (state) {
    case 'text':
      if (char === '\u009b') return 'control';
      return '\u0090\u0098\u009d\u009e\u009f'.includes(char) ? 'string' : 'text';
    case 'escape':
      if (char === '[') return 'control';
      if (']PX^_'.includes(char)) return 'string';
      return char < '0' ? 'escape' : 'text';
    case 'control':
      return char < '@' ? 'control' : 'text';
    case 'string':
      return char === '\u0007' || char === '\u009c' ? 'text' : 'string';
    case 'stringEscape':
      return char === '\\' ? 'text' : 'string';
  }
}

function nextUnwanted(text: string, from: number): number {
  NEXT_UNWANTED.lastIndex = from;
  return NEXT_UNWANTED.exec(text)?.index ?? text.length;
}
