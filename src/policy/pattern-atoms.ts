/** A piece of a regular expression: one character's worth, or a group with its alternatives, and how often it may come. */
export interface Atom {
  readonly source: string;
  readonly min: number;
  readonly max: number;
  readonly alternatives?: readonly (readonly Atom[])[];
}

const ESCAPE = /\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z]|[^])/uy;
const CLASS = /\[(?:\\[^]|[^\]\\])*\]/uy;
const PLAIN = /[^]/uy;
const TIMES = /(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/uy;
const BACK_REFERENCE = /^\\[k1-9]/;

/**
 * The alternatives of a pattern that compiles with the flag `u`, as lists of atoms; anchors and word boundaries are left out.
 * Undefined for what cannot be judged: look-around, named groups, back-references.
 */
export function readAtoms(pattern: string): readonly (readonly Atom[])[] | undefined {
  const reader = { pattern, at: 0 };
  const alternatives = readAlternatives(reader);
  return reader.at === pattern.length ? alternatives : undefined;
}

interface Reader {
  readonly pattern: string;
  at: number;
}

function readAlternatives(reader: Reader): (readonly Atom[])[] | undefined {
  const alternatives: Atom[][] = [[]];
  while (reader.at < reader.pattern.length && reader.pattern[reader.at] !== ')') {
    const next = reader.pattern[reader.at];
    if (next === '|') {
      reader.at++;
      alternatives.push([]);
    } else if (next === '^' || next === '$' || /^\\[bB]/.test(reader.pattern.slice(reader.at))) {
      reader.at += next === '\\' ? 2 : 1;
    } else {
      const atom = next === '(' ? readGroup(reader) : readCharacter(reader);
      if (!atom) return undefined;
      alternatives.at(-1)?.push(atom);
    }
  }
  return alternatives;
}

function readGroup(reader: Reader): Atom | undefined {
  const start = reader.at;
  reader.at += reader.pattern.startsWith('(?:', start) ? 3 : 1;
  if (reader.pattern[reader.at] === '?') return undefined;
  const alternatives = readAlternatives(reader);
  if (!alternatives || reader.pattern[reader.at] !== ')') return undefined;
  reader.at++;
  const source = reader.pattern.slice(start, reader.at);
  return { source, alternatives, ...readTimes(reader) };
}

function readCharacter(reader: Reader): Atom | undefined {
  const source = take(reader, ESCAPE) ?? take(reader, CLASS) ?? take(reader, PLAIN);
  if (source === undefined || BACK_REFERENCE.test(source)) return undefined;
  return { source, ...readTimes(reader) };
}

function readTimes(reader: Reader): { min: number; max: number } {
  const times = take(reader, TIMES);
  if (times === undefined) return { min: 1, max: 1 };
  if (times.startsWith('?')) return { min: 0, max: 1 };
  if (times.startsWith('*')) return { min: 0, max: Infinity };
  if (times.startsWith('+')) return { min: 1, max: Infinity };
  const [, min = '0', comma = '', max = ''] = /\{(\d+)(,?)(\d*)\}/.exec(times) ?? [];
  return { min: Number(min), max: comma === '' ? Number(min) : max === '' ? Infinity : Number(max) };
}

function take(reader: Reader, kind: RegExp): string | undefined {
  kind.lastIndex = reader.at;
  const found = kind.exec(reader.pattern)?.[0];
  if (found !== undefined) reader.at += found.length;
  return found;
}
