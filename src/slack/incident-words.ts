import { readChangeId, shownId } from '../change/change-id.ts';
import { named } from '../change/named.ts';
import type { OpenIncident } from '../change/open-incidents.ts';
import type { Policy } from '../change/policy.ts';
import { escape, listOf, mention, quoted, when } from './blocks.ts';

/** An open incident inside a sentence: of which change, since when, who holds it, and the way to its message. */
export function incidentWords({ change, since, holder, link }: OpenIncident): string {
  const message = link === undefined ? '' : `, <${escape(link)}|its message>`;
  return `${shownId(change)}, since ${when(since)}, held by ${mention(holder)}${message}`;
}

/** The same with what it is on, as a line of its own. */
export function incidentOn(incident: OpenIncident, policy: Pick<Policy, 'services'>): string {
  return `${serviceWords(incident.services, policy)}: ${incidentWords(incident)}`;
}

/** The incident that an emergency names, with the way to its message while it is open. */
export function namedIncident(id: string, open: readonly OpenIncident[]): string {
  const known = readChangeId(id);
  const shown = known === undefined ? quoted(id, 20) : shownId(known);
  const link = open.find(({ change }) => change === known)?.link;
  return link === undefined ? shown : `<${escape(link)}|${shown}>`;
}

export function serviceWords(services: readonly string[], policy: Pick<Policy, 'services'>): string {
  return listOf(
    services.map((s) => quoted(named(policy.services, s)?.name ?? s, 60)),
    6,
  );
}
