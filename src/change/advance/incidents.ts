import type { Circumstances } from '../circumstances.ts';
import type { Fact } from '../facts.ts';
import { incidentsAhead } from '../gates.ts';
import type { Change } from '../model.ts';
import type { OpenIncident } from '../open-incidents.ts';

/** A change that would meet an open incident is told of each once: as the incident is declared, or as the change becomes ready. */
export function heedIncidents(change: Change, circumstances: Circumstances): readonly Fact[] {
  return incidentsAhead(change, circumstances)
    .filter((i) => !change.waitsFor.includes(i.change))
    .map((i) => incidentHeeded(i, 'open'));
}

export function incidentHeeded(incident: OpenIncident, became: 'open' | 'over'): Fact {
  const { change, services, since, holder } = incident;
  return { type: 'incidentHeeded', incident: change, became, services, since, holder };
}
