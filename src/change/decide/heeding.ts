import { agree, type Circumstances, type Decision } from '../circumstances.ts';
import { heedIncidents, incidentHeeded } from '../advance/incidents.ts';
import { freezesOf, isAhead } from '../freezes.ts';
import type { Intent } from '../intents.ts';
import type { Change } from '../model.ts';
import { openIncidents } from '../open-incidents.ts';
import { refuse } from '../refusals.ts';

/**
 * A freeze was declared or lifted, judged by the calendar as it is now: what was lifted meanwhile is not told as declared. The
 * exception it needs, or needs no longer, follows by itself; work that has begun goes on.
 */
export function heedFreeze(
  change: Change,
  { freeze }: Extract<Intent, { type: 'heedFreeze' }>,
  { actor, policy, now }: Circumstances,
): Decision {
  if (actor.kind !== 'clock') return refuse({ code: 'workerOnly' });
  const { declared, name, hard, from, to, lifted } = freeze;
  const isStanding = freezesOf(policy).some((f) => f.declared === declared);
  if (isStanding !== (lifted === undefined) || !isAhead(freeze, change, now))
    return refuse({ code: 'freezeElsewhere' });
  const { by: person, reason } = lifted ?? freeze;
  return agree({
    type: 'freezeHeeded',
    declared,
    became: lifted ? 'lifted' : 'declared',
    name,
    hard,
    from,
    to,
    person,
    reason,
  });
}

/**
 * An incident was declared, or is over, judged by what is open now: a change is told of one that stops it, and that it is over only
 * where it was told of it.
 */
export function heedIncident(
  change: Change,
  { incident, became }: Extract<Intent, { type: 'heedIncident' }>,
  circumstances: Circumstances,
): Decision {
  if (circumstances.actor.kind !== 'clock') return refuse({ code: 'workerOnly' });
  const isOpen = openIncidents(circumstances.policy).some((i) => i.change === incident.change);
  const isOver = became === 'over' && !isOpen && change.waitsFor.includes(incident.change);
  const told = isOver
    ? [incidentHeeded(incident, 'over')]
    : heedIncidents(change, circumstances).filter(
        (fact) => fact.type === 'incidentHeeded' && fact.incident === incident.change,
      );
  return told.length > 0 ? agree(...told) : refuse({ code: 'incidentElsewhere' });
}

/** An emergency was begun that names the incident of this change: those who work on it know of it. */
export function heedEmergency(
  change: Change,
  { emergency, title, requester }: Extract<Intent, { type: 'heedEmergency' }>,
  { actor }: Circumstances,
): Decision {
  if (actor.kind !== 'clock') return refuse({ code: 'workerOnly' });
  const isKnown = change.incident?.emergencies.some((e) => e.change === emergency) ?? true;
  return isKnown
    ? refuse({ code: 'incidentElsewhere' })
    : agree({ type: 'emergencyHeeded', emergency, title, requester });
}
