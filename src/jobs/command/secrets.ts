import type { Hidden } from './hidden.ts';
import { secretForms } from './secret-forms.ts';
import { PEM_BEGIN, PEM_END, TOKEN_HINTS, TOKEN_SHAPES, TOKEN_SPAN_MAX } from './token-shapes.ts';

/** What may not be shown, made once for a run. */
export interface Secrets {
  /** A quick look: false means that the text holds none. */
  suspects(text: string): boolean;
  /** Every stretch to hide, overlapping ones too: a match that stops inside another one would leave its end readable. */
  find(text: string): Hidden[];
  /** Length of the longest stretch that must be seen whole to be recognised. */
  readonly span: number;
}

/** Letters of a literal that the quick look compares. */
const HINT_LENGTH = 8;

export function secretsOf(values: readonly string[]): Secrets {
  const literals = secretForms(values);
  const hints = [...new Set(literals.map((literal) => literal.slice(0, HINT_LENGTH)))].map((hint) =>
    RegExp.escape(hint),
  );
  const quick = new RegExp([...hints, ...TOKEN_HINTS].join('|'));
  return {
    suspects: (text) => quick.test(text),
    find: (text) => [...literals.flatMap((literal) => findLiteral(text, literal)), ...findShapes(text)],
    span: Math.max(TOKEN_SPAN_MAX, ...literals.map((literal) => literal.length)),
  };
}

/** A private key's frame within a text: `to` is undefined where its end is not in sight. */
export function findKey(text: string, from: number): { start: number; marker: number; to?: number } | undefined {
  const begin = PEM_BEGIN.exec(text.slice(from));
  if (!begin) return undefined;
  const start = from + begin.index;
  const marker = start + begin[0].length;
  const to = findKeyEnd(text, marker);
  return { start, marker, ...(to === undefined ? {} : { to }) };
}

/** Where a private key that began before ends in this text. */
export function findKeyEnd(text: string, from: number): number | undefined {
  const end = PEM_END.exec(text.slice(from));
  return end ? from + end.index + end[0].length : undefined;
}

function findLiteral(text: string, literal: string): Hidden[] {
  const found: Hidden[] = [];
  for (let at = text.indexOf(literal); at >= 0; at = text.indexOf(literal, at + 1)) {
    found.push({ start: at, from: at, to: at + literal.length });
  }
  return found;
}

function findShapes(text: string): Hidden[] {
  return TOKEN_SHAPES.flatMap((shape) =>
    Array.from(text.matchAll(shape), (match) => ({
      start: match.index,
      from: match.index + (match[1]?.length ?? 0),
      to: match.index + match[0].length,
    })),
  );
}
