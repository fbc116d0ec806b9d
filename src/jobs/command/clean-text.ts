type State = 'text' | 'escape' | 'control' | 'string' | 'stringEscape';

const ESCAPE = '\u001b';

/** C0 without tab and newline, DEL, C1; zero-width and bidirectional marks, which make text read as something that it is not. */
const UNWANTED = String.raw`\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff`;
const ANY_UNWANTED = new RegExp(`[${UNWANTED}]`);
const NEXT_UNWANTED = new RegExp(`[${UNWANTED}]`, 'g');

/**
 * Takes terminal sequences and invisible characters out of a text that arrives in pieces; `\r\n` and a lone `\r` (a progress
 * bar) become newlines. The result is the same however the text was cut. A newline ends whatever sequence was open.
 */
export function textCleaner(): (piece: string) => string {
  let state: State = 'text';
  let afterReturn = false;

  function take(char: string): string {
    if (char === '\r' || char === '\n') {
      state = 'text';
      const second = char === '\n' && afterReturn;
      afterReturn = char === '\r';
      return second ? '' : '\n';
    }
    afterReturn = false;
    const before = state;
    state = next(before, char);
    return before === 'text' && state === 'text' && !ANY_UNWANTED.test(char) ? char : '';
  }

  return (piece) => {
    if (state === 'text' && !afterReturn && !ANY_UNWANTED.test(piece)) return piece;
    let cleaned = '';
    for (let at = 0; at < piece.length;) {
      if (state === 'text' && !afterReturn) {
        const stop = nextUnwanted(piece, at);
        cleaned += piece.slice(at, stop);
        at = stop;
      }
      if (at < piece.length) cleaned += take(piece.charAt(at));
      at += 1;
    }
    return cleaned;
  };
}

/** One text on its own, without its line ends. */
export function cleanText(text: string): string {
  return textCleaner()(text).replaceAll('\n', ' ');
}

/** ECMA-48: `ESC [` … a letter; `ESC ]`, `P`, `X`, `^`, `_` … up to BEL or `ESC \`; `ESC` with intermediates and one more. */
function next(state: State, char: string): State {
  if (char === ESCAPE) return state.startsWith('string') ? 'stringEscape' : 'escape';
  switch (state) {
    case 'text':
      if (char === '\u009b') return 'control';
      return '\u0090\u0098\u009d\u009e\u009f'.includes(char) ? 'string' : 'text';
    case 'escape':
      if (char === '[') return 'control';
      if (']PX^_'.includes(char)) return 'string';
      return char >= ' ' && char <= '/' ? 'escape' : 'text';
    case 'control':
      return char >= ' ' && char <= '?' ? 'control' : 'text';
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
