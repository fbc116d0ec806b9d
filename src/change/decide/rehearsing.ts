import { agree, type Circumstances, type Decision } from '../circumstances.ts';
import type { Intent } from '../intents.ts';
import { refuse } from '../refusals.ts';

/** Of a role so many are recorded: a rehearsal needs no crowd. */
const PEOPLE_MAX = 50;

/** That a full member has a change rehearsed, as it stands, by those who hold its roles at this moment. */
export function recordRehearsal({ course }: Extract<Intent, { type: 'rehearse' }>, { actor }: Circumstances): Decision {
  if (actor.kind !== 'person' || actor.outsider) return refuse({ code: 'outsider' });
  const people = Object.fromEntries(
    Object.entries(actor.roster).map(([role, ids]) => [role, ids.slice(0, PEOPLE_MAX)]),
  );
  return agree({ type: 'changeRehearsed', rehearser: actor.user, course, people });
}
