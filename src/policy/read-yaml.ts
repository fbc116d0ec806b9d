import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Document, ErrorCode, Node, Pair } from 'yaml';
import type { Path } from './problem.ts';

const BYTES_MAX = 1024 * 1024;
/** Enough for honest reuse of a node; a file that multiplies itself beyond this is refused. */
const ALIASES_MAX = 100;

interface Place {
  readonly line: number;
  readonly column: number;
}

interface YamlFault extends Place {
  readonly message: string;
}

/** `value` is absent when the text cannot be made sense of; faults may stand beside a value (a key written twice). */
export interface YamlText {
  readonly faults: readonly YamlFault[];
  readonly value?: unknown;
  /** Where the key or the value at a path is written; the nearest thing above it when it is not. */
  readonly locate: (path: Path, at: 'key' | 'value') => Place;
}

/** Reads one YAML document (1.2, no custom tags, no merge keys) and remembers where everything stands. Never throws. */
export function readYaml(text: string): YamlText {
  const start: Place = { line: 1, column: 1 };
  if (Buffer.byteLength(text) > BYTES_MAX) {
    return { faults: [{ ...start, message: 'the file is larger than 1 MiB; expected a policy' }], locate: () => start };
  }
  const lines = new LineCounter();
  const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const locate = (path: Path, at: 'key' | 'value'): Place => placeOf(offsetOf(doc, path, at));
  const repeated = doc.errors.filter(({ code }) => code === 'DUPLICATE_KEY');
  // After the first error of grammar the parser guesses; what it says next would only mislead.
  const broken = [...doc.errors, ...doc.warnings].filter(({ code }) => code !== 'DUPLICATE_KEY').slice(0, 1);
  const faults = [...repeated, ...broken].map((fault) => ({
    ...placeOf(fault.pos[0]),
    message: sayFault(fault.code, fault.message),
  }));
  if (broken.length > 0) return { faults, locate };
  try {
    return { faults, locate, value: doc.toJS({ maxAliasCount: ALIASES_MAX }) };
  } catch (cause) {
    return { faults: [...faults, { ...start, message: sayUnreadable(cause) }], locate };
  }
}

function sayFault(code: ErrorCode, message: string): string {
  if (code === 'TAB_AS_INDENT') return 'a tab is used to indent; expected spaces';
  if (code === 'DUPLICATE_KEY') return 'this key is written twice; expected it once';
  if (code === 'MULTIPLE_DOCS') return 'a second document begins here; expected one';
  return `this is not YAML: ${message}`;
}

function sayUnreadable(cause: unknown): string {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return /alias/i.test(detail)
    ? `aliases are resolved more than ${ALIASES_MAX} times; expected the values written out`
    : `this is not YAML: ${detail}`;
}

function offsetOf(doc: Document.Parsed, path: Path, at: 'key' | 'value'): number {
  let offset = 0;
  let node: unknown = doc.contents;
  for (const [depth, part] of path.entries()) {
    const whole = isAlias(node) ? node.resolve(doc) : node;
    const last = depth === path.length - 1;
    if (isMap(whole)) {
      const pair = whole.items.find((item) => keyOf(item) === String(part));
      if (!pair) return offset;
      offset = startOf(pair.key) ?? offset;
      if (last && at === 'value') offset = startOf(pair.value) ?? offset;
      node = pair.value;
    } else if (isSeq(whole) && typeof part === 'number') {
      node = whole.items[part];
      offset = startOf(node) ?? offset;
    } else {
      return offset;
    }
  }
  return offset;
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? (node satisfies Node).range?.[0] : undefined;
}
