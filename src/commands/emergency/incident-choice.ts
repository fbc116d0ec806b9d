import type { InputBlock } from '@slack/types';
import { readChangeId, shownId, type ChangeId } from '../../change/change-id.ts';
import { openIncidents } from '../../change/open-incidents.ts';
import type { Policy } from '../../change/policy.ts';
import { named } from '../../change/named.ts';
import { selectInput } from '../../slack/inputs.ts';
import type { TypedValues } from '../../slack/values.ts';

/** The value that says no incident. */
export const NO_INCIDENT = '-';

/** Which open incident an emergency is to end; no input where there is none. One that is over stays a choice where it was chosen. */
export function incidentInput(chosen: string, policy: Policy, dispatch = false): readonly InputBlock[] {
  const open = openIncidents(policy).map(({ change, services }) => ({
    value: change,
    text: `${shownId(change)} ${services.map((s) => named(policy.services, s)?.name ?? s).join(', ')}`,
  }));
  const former = readChangeId(chosen);
  const isKnown = former === undefined || open.some(({ value }) => value === former);
  const choices = [...open, ...(isKnown ? [] : [{ value: former, text: `${shownId(former)}, over already` }])];
  if (choices.length === 0) return [];
  return [
    selectInput('incident', 'Incident', [{ value: NO_INCIDENT, text: 'None: this is something else' }, ...choices], {
      initial: former ?? NO_INCIDENT,
      hint: 'An open incident stops every change of its systems but the emergency that names it.',
      dispatch,
    }),
  ];
}

/** What was chosen, or said in the title where nothing asked for it. */
export function chosenIncident(values: TypedValues, policy: Policy): string | undefined {
  const chosen = values.text('incident');
  if (values.fields.includes('incident')) return chosen === '' || chosen === NO_INCIDENT ? undefined : chosen;
  return incidentIn(values.text('title'), policy);
}

/** The first change that a line names whose incident is open. */
export function incidentIn(line: string, policy: Policy): ChangeId | undefined {
  const said = line.match(/\bCHG-\d{1,9}\b/gi)?.flatMap((word) => readChangeId(word) ?? []) ?? [];
  return said.find((id) => openIncidents(policy).some(({ change }) => change === id));
}
