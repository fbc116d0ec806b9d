import type { ListFilter } from '../../journal/read-list.ts';
import { TYPED_MAX, wordsWanted } from '../../paper/log-filter.ts';

export type FilterReading =
  | { readonly ok: true; readonly filter: ListFilter }
  /** The word that cannot be understood, and what could stand there. */
  | { readonly ok: false; readonly word: string; readonly expected: string };

/** Reads what stands behind `/change list`: `mine`, `open` or `week`, `service:NAME` and free words, in any order; nothing is `open`. */
export function readFilter(text: string, user: string): FilterReading {
  const parts = text.split(/\s+/).filter((part) => part !== '');
  if (parts.join(' ').length > TYPED_MAX)
    return { ok: false, word: parts.join(' '), expected: `at most ${TYPED_MAX} characters` };
  let scope: 'open' | 'mine' | 'week' | undefined;
  let service: string | undefined;
  const words: string[] = [];
  for (const part of parts) {
    const named = /^(open|mine|week)$/i.exec(part)?.[1]?.toLowerCase() as typeof scope;
    const asService = /^service:(.*)$/i.exec(part)?.[1];
    if (named !== undefined && scope !== undefined)
      return { ok: false, word: part, expected: 'only one of `open`, `mine` and `week`' };
    if (asService !== undefined && (service !== undefined || !/^[A-Za-z0-9][\w.-]{0,62}$/.test(asService)))
      return { ok: false, word: part, expected: 'one service by its name, such as `service:web`' };
    if (named !== undefined) scope = named;
    else if (asService !== undefined) service = asService;
    else words.push(part);
  }
  const wanted = wordsWanted(words);
  if ('expected' in wanted) return wanted;
  const narrowed = { ...wanted, ...(service === undefined ? {} : { service }) };
  const by = scope ?? (parts.length === 0 ? 'open' : 'all');
  return { ok: true, filter: by === 'mine' ? { by, user, ...narrowed } : { by, ...narrowed } };
}
