import type { FreezeSpan } from '../change/freezes.ts';
import { named } from '../change/named.ts';
import type { Policy } from '../change/policy.ts';
import { listOf, quoted, when } from './blocks.ts';

const NAME_MAX = 60;

/** `“Year end”`, inside a sentence. */
export function freezeName({ name }: Pick<FreezeSpan, 'name'>): string {
  return `“${quoted(name, NAME_MAX)}”`;
}

/** `Freeze “Year end”`, or a soft one, at the beginning of a line. */
export function freezeTitle({ name, hard }: Pick<FreezeSpan, 'name' | 'hard'>): string {
  return `${hard ? 'Freeze' : 'Soft freeze'} ${freezeName({ name })}`;
}

/** `from … until …`, each in the reader's own zone. */
export function freezeTimes({ from, to }: Pick<FreezeSpan, 'from' | 'to'>): string {
  return `from ${when(from)} until ${when(to)}`;
}

/** Which services it binds. */
export function freezeReach({ services }: Pick<FreezeSpan, 'services'>, policy: Policy): string {
  const names = services.map((s) => quoted(named(policy.services, s)?.name ?? s, 40));
  return names.length === 0 ? 'every service' : listOf(names, 3);
}

/** What it means for a change. */
export function freezeMeaning({ hard }: Pick<FreezeSpan, 'hard'>): string {
  return hard ? 'nothing is carried out without an exception' : 'better not, and it stops nothing';
}
