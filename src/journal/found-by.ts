import { sql } from 'kysely';
import type { Kind } from '../change/model.ts';
import type { Status } from '../change/statuses.ts';
import type { Outcome } from '../change/long-watch.ts';

/** How a change stands, with what became of the work. */
export interface Standing {
  readonly status: Status;
  readonly ending: Outcome | null;
}

/** What changes are looked for by; all of it must hold. */
export interface Sought {
  /** Free words as typed; each is a word of the request, or begins one. */
  readonly words?: string;
  readonly service?: string;
  readonly kind?: Kind;
  /** One of them. */
  readonly standings?: readonly Standing[];
  readonly isOpen?: true;
  readonly requester?: string;
  readonly implementer?: string;
}

/** What the index on changes holds of each (migration 0026): written here exactly as there. */
export const FOUND_BY = sql`app.found_by(number, search, services, kind, status, ending, requester, implementer)`;

/** Alternatives, one of which a change must have. */
type Term = readonly { readonly term: string; readonly isPrefix?: true }[];

/** What is sought in the index's own words; `words` are those of the typed ones. */
export function termsOf(sought: Sought, words: readonly string[]): readonly Term[] {
  const { service, kind, standings, isOpen, requester, implementer } = sought;
  const exact = [
    ...(service === undefined ? [] : [[`@${service}`]]),
    ...(kind === undefined ? [] : [[`=${kind}`]]),
    ...(standings === undefined ? [] : [standings.map(({ status, ending }) => `#${status}/${ending ?? ''}`)]),
    ...(isOpen === undefined ? [] : [['#open']]),
    ...(requester === undefined ? [] : [[`+${requester}`]]),
    ...(implementer === undefined ? [] : [[`~${implementer}`]]),
  ];
  return [
    ...exact.map((any) => any.map((term) => ({ term }))),
    ...words.map((term) => [{ term, isPrefix: true as const }]),
  ];
}

/** The question as a `tsquery`: every term, within one of these neighbourhoods. Each term is quoted, whatever it is. */
export function queryOf(terms: readonly Term[], near: readonly string[]): string {
  const within = (place: string): string =>
    terms.map((any) => `(${any.map((one) => lexeme(place, one)).join(' | ')})`).join(' & ');
  return near.map((place) => `(${within(place)})`).join(' | ');
}

function lexeme(place: string, { term, isPrefix }: Term[number]): string {
  return `'${`${place}${term}`.replaceAll(/['\\]/g, '$&$&')}'${isPrefix ? ':*' : ''}`;
}

/** A stretch of numbers, both ends included, and the neighbourhoods that hold all of it and perhaps more. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly near: readonly string[];
}

/** The numbers of a neighbourhood, as in migration 0026. */
const NEIGHBOURS = 512;
/** How many neighbourhoods each stretch reaches through before all the rest is looked at. */
const REACHES = [2, 8, 64] as const;
const NUMBER_MAX = 2_147_483_647;

/** The numbers from `top` down in stretches that grow, so that no more is ever counted up than a page needs many times over. */
export function stretchesDown(top: number): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let above = top;
  for (const reach of REACHES) {
    const last = Math.floor(above / NEIGHBOURS);
    const first = Math.max(0, last - reach + 1);
    stretches.push({ from: first * NEIGHBOURS, to: above, near: names(first, last) });
    if (first === 0) return stretches;
    above = first * NEIGHBOURS - 1;
  }
  return [...stretches, { from: 0, to: above, near: [''] }];
}

/** The same upwards, without an end. */
export function stretchesUp(bottom: number): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let below = bottom;
  for (const reach of REACHES) {
    const first = Math.floor(below / NEIGHBOURS);
    stretches.push({ from: below, to: (first + reach) * NEIGHBOURS - 1, near: names(first, first + reach - 1) });
    below = (first + reach) * NEIGHBOURS;
  }
  return [...stretches, { from: below, to: NUMBER_MAX, near: [''] }];
}

function names(from: number, to: number): readonly string[] {
  return Array.from({ length: to - from + 1 }, (_, i) => `:${from + i}/`);
}
