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

/** What the index on changes holds of each (migration 0029): written here exactly as there. */
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

/** What stands before each term, where the database puts the neighbourhood it looks in (migration 0029). */
const NEAR = '\u0001';

/** The question as a `tsquery`, of any neighbourhood: every term. Each is quoted, whatever it is. */
export function queryOf(terms: readonly Term[]): string {
  return `(${terms.map((any) => `(${any.map(lexeme).join(' | ')})`).join(' & ')})`;
}

/** The same, of everything there is. */
export function queryOfAll(terms: readonly Term[]): string {
  return queryOf(terms).replaceAll(NEAR, '');
}

function lexeme({ term, isPrefix }: Term[number]): string {
  return `'${NEAR}${term.replaceAll(/['\\]/g, '$&$&')}'${isPrefix ? ':*' : ''}`;
}
