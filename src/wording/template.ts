import { LiquidError, type Template as Parsed } from 'liquidjs';
import { CLAIMS, type Claim, type ClaimName, type Claims } from './claims.ts';
import { engine, FENCES, Slot, SOURCE_MAX } from './engine.ts';

/** A text that has been read: every name in it is a claim's. */
export interface Template {
  readonly parsed: Parsed[];
  /** The claims it asks for; no other is made for it. */
  readonly names: readonly ClaimName[];
}

export type TemplateReading =
  | { readonly ok: true; readonly template: Template }
  /** `row` counts from 1 within the text. */
  | { readonly ok: false; readonly row: number; readonly message: string };

/** What a line is made of: words of the template as they stand, and claims still to be written for a medium. */
export type Line = readonly (string | Claim)[];

const NAMES = Object.keys(CLAIMS) as readonly ClaimName[];
const SLOTS: ReadonlyMap<ClaimName, Slot> = new Map(NAMES.map((name) => [name, new Slot(name)]));
/** A range is a loop in disguise: it is written out before it is looked at. */
const RANGE = /\{[{%][^}]*\([^)]*\.\./;
/** Besides spaces and line breaks, what nobody sees or what makes a line read in another order than it was written in. */
const UNSEEN = /[^\P{C}\n\t]/u;

/** Reads a template, or says what is wrong with it first. Whatever it can do wrong is found here, in branches not taken too. */
export function readTemplate(source: string): TemplateReading {
  if (source.length > SOURCE_MAX) return refuse(1, `is ${source.length} characters; expected at most ${SOURCE_MAX}`);
  const unseen = UNSEEN.exec(source);
  if (unseen) return refuse(rowOf(source, unseen.index), 'holds a character that nobody sees; expected text');
  const range = RANGE.exec(source);
  if (range) return refuse(rowOf(source, range.index), 'holds a range; expected claims and conditions alone');
  try {
    const parsed = engine.parse(source);
    return named(parsed);
  } catch (cause) {
    if (cause instanceof RangeError) return refuse(1, 'is nested too deeply; expected conditions a few deep');
    if (!LiquidError.is(cause)) throw cause;
    return refuse(cause.token.getPosition()[0] ?? 1, `is not Liquid that we take: ${reasonOf(cause)}`);
  }
}

/** Places claims, and nothing else, into a template: its lines, without those on which nothing stands. */
export function fill({ parsed, names }: Template, claims: Claims): readonly Line[] {
  const made = new Map(names.map((name) => [name as string, claims[name]]));
  const scope = Object.fromEntries(names.map((name) => [name, made.get(name) === undefined ? null : SLOTS.get(name)]));
  const filled: unknown = engine.renderSync(parsed, scope);
  return String(filled)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => partsOf(line, made));
}

/** Every second part stood between fences: it is a name. */
function partsOf(line: string, made: ReadonlyMap<string, Claim | undefined>): Line {
  return line.split(FENCES).flatMap((part, i): (string | Claim)[] => {
    const claim = i % 2 === 1 ? made.get(part) : part;
    return claim === undefined || claim === '' ? [] : [claim];
  });
}

function named(parsed: Parsed[]): TemplateReading {
  const names: ClaimName[] = [];
  for (const [name, uses] of Object.entries(engine.analyzeSync(parsed).globals)) {
    const row = uses[0]?.location.row ?? 1;
    const known = NAMES.find((n) => n === name);
    if (known === undefined) return refuse(row, `there is no claim ${name}; expected one of ${NAMES.join(', ')}`);
    const parted = uses.find(({ segments }) => segments.length > 1);
    if (parted) return refuse(parted.location.row, `the claim ${name} has no parts; expected ${name} alone`);
    names.push(known);
  }
  return { ok: true, template: { parsed, names } };
}

function reasonOf(error: LiquidError): string {
  return (error.message.split('\n')[0] ?? '').replace(/, line:\d+, col:\d+$/, '');
}

function rowOf(source: string, at: number): number {
  return source.slice(0, at).split('\n').length;
}

function refuse(row: number, message: string): TemplateReading {
  return { ok: false, row, message };
}
