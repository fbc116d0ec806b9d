import type { Fact } from './facts.ts';
import type { Incident } from './incident.ts';

type OfAnIncident = Extract<Fact, { type: 'incidentDeclared' | 'incidentUpdated' | 'incidentResolved' }>;

/** An incident after one more fact about it. */
export function incidentAfter(
  incident: Incident | undefined,
  fact: OfAnIncident,
  { at, by }: { readonly at: number; readonly by: string },
): Incident {
  const declared = incident ?? { declaredAt: at, by, reason: '', updates: [], nudges: [], nudged: 0 };
  switch (fact.type) {
    case 'incidentDeclared':
      return { ...declared, reason: fact.reason };
    case 'incidentUpdated':
      return { ...declared, updates: [...declared.updates, { by, at, text: fact.text }], nudges: [] };
    case 'incidentResolved':
      return { ...declared, resolved: { by, at, text: fact.text } };
  }
}

/** The same after an update that did not come was asked for. */
export function nudged(incident: Incident | undefined, at: number): Incident | undefined {
  return incident && { ...incident, nudges: [...incident.nudges, at], nudged: incident.nudged + 1 };
}
