import type { ChangeId } from './change-id.ts';
import type { Fact } from './facts.ts';
import type { Incident } from './incident.ts';

type OfAnIncident = Extract<Fact, { type: 'incidentDeclared' | 'incidentUpdated' | 'incidentResolved' }>;

/** An incident after one more fact about it. */
export function incidentAfter(
  incident: Incident | undefined,
  fact: OfAnIncident,
  { at, by }: { readonly at: number; readonly by: string },
): Incident {
  const declared = incident ?? { declaredAt: at, by, reason: '', updates: [], nudges: [], nudged: 0, emergencies: [] };
  switch (fact.type) {
    case 'incidentDeclared':
      return { ...declared, reason: fact.reason };
    case 'incidentUpdated':
      return { ...declared, updates: [...declared.updates, { by, at, text: fact.text }], nudges: [] };
    case 'incidentResolved':
      return { ...declared, resolved: { by, at, text: fact.text } };
  }
}

/** The same after an emergency was begun to end it. */
export function withEmergency(
  incident: Incident,
  { emergency, title, requester }: Extract<Fact, { type: 'emergencyHeeded' }>,
): Incident {
  return { ...incident, emergencies: [...incident.emergencies, { change: emergency, title, by: requester }] };
}

/** What a change waits for after it was told of an incident on its services, or that it is over. */
export function waitingAfter(
  waitsFor: readonly ChangeId[],
  { incident, became }: Extract<Fact, { type: 'incidentHeeded' }>,
): readonly ChangeId[] {
  const others = waitsFor.filter((i) => i !== incident);
  return became === 'open' ? [...others, incident] : others;
}

/** The same after an update that did not come was asked for. */
export function nudged(incident: Incident | undefined, at: number): Incident | undefined {
  return incident && { ...incident, nudges: [...incident.nudges, at], nudged: incident.nudged + 1 };
}
