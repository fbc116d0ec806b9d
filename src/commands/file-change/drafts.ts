import { canonicalJson } from '../../canonical-json.ts';
import { draftSent, saveDraft, type DraftPlace } from '../../journal/drafts.ts';
import type { PlainValues } from '../../slack/values.ts';
import type { CommandDeps } from '../deps.ts';
import type { FormSubject } from './form.ts';

/** Writes of one form while somebody types in it are at least this far apart. */
const PAUSE_MS = 1_000;
/** Forms that may wait for their write at once; more than these wait for the next letter. */
const WAITING_MAX = 1_000;

/** Keeps what people type, so that a form that was closed or refused is not lost. */
export interface Drafts {
  /** Within a second, the last of what was handed in by then. */
  soon(place: DraftPlace, typed: PlainValues): void;
  /** At once; gives all that the form holds, what it does not show included. Throws when it cannot be kept. */
  now(place: DraftPlace, typed: PlainValues): Promise<PlainValues>;
  /** The same for a form that is handed in. */
  handIn(place: DraftPlace, typed: PlainValues): Promise<PlainValues>;
  /** How often a view was handed in, as far as this process has heard: what is drawn must not wipe away what was answered. */
  handedIn(view: string): number;
  /** Whether these very values were handed in last: a choice among them that is heard only now was answered already. */
  isAsHandedIn(view: string, typed: PlainValues): boolean;
  /** What still waits is written; the form was closed. */
  flush(place: DraftPlace): Promise<void>;
  /** The form was sent. One that cannot be marked is brought back once too often, and says from when it is. */
  sent(place: DraftPlace): Promise<void>;
  /** Forgets what still waits: the person starts afresh. */
  drop(place: DraftPlace): void;
}

/** Under which name a form's draft is kept; that of an edit ends with what was edited, so that it is never laid over something newer. */
export function placeOf(person: string, view: string, subject: FormSubject): DraftPlace {
  const { mode, change, shown = '', source, pattern, resumed } = subject;
  const filed = source ?? (pattern === undefined ? 'file' : `pattern/${pattern}`);
  return { person, view, resumed, form: mode === 'file' ? filed : `${mode}/${change}/${shown}` };
}

export function openDrafts({ record, log }: Pick<CommandDeps, 'record' | 'log'>): Drafts {
  const waiting = new Map<string, { readonly timer: NodeJS.Timeout; place: DraftPlace; typed: PlainValues }>();
  const handedIn = new Map<string, { readonly times: number; readonly typed: string }>();
  const keyOf = ({ person, form }: DraftPlace): string => `${person} ${form}`;
  const take = (place: DraftPlace): PlainValues | undefined => {
    const found = waiting.get(keyOf(place));
    clearTimeout(found?.timer);
    waiting.delete(keyOf(place));
    return found?.place.view === place.view ? found.typed : undefined;
  };
  const attempt = async (doing: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      log.warn({ err: error }, doing);
    }
  };
  const flush = async (place: DraftPlace): Promise<void> => {
    const typed = take(place);
    if (typed) await attempt('keeping a draft', () => saveDraft(record, place, typed));
  };
  return {
    flush,
    soon(place, typed) {
      const found = waiting.get(keyOf(place));
      if (found) Object.assign(found, { place, typed });
      else if (waiting.size < WAITING_MAX) {
        const timer = setTimeout(() => void flush(waiting.get(keyOf(place))?.place ?? place), PAUSE_MS);
        waiting.set(keyOf(place), { timer: timer.unref(), place, typed });
      }
    },
    now(place, typed) {
      take(place);
      // From here on the form is another than the one that was answered, even where a later choice is the former one again.
      const answered = handedIn.get(place.view);
      if (answered) handedIn.set(place.view, { ...answered, typed: '' });
      return saveDraft(record, place, typed);
    },
    handIn(place, typed) {
      take(place);
      const times = (handedIn.get(place.view)?.times ?? 0) + 1;
      handedIn.delete(place.view);
      handedIn.set(place.view, { times, typed: canonicalJson(typed) });
      const [oldest] = handedIn.keys();
      if (handedIn.size > WAITING_MAX && oldest !== undefined) handedIn.delete(oldest);
      return saveDraft(record, place, typed);
    },
    handedIn: (view) => handedIn.get(view)?.times ?? 0,
    isAsHandedIn: (view, typed) => handedIn.get(view)?.typed === canonicalJson(typed),
    async sent(place) {
      take(place);
      await attempt('marking a draft as sent', () => draftSent(record, place));
    },
    drop: (place) => void take(place),
  };
}
