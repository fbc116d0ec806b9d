import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { TEXT_MAX, TITLE_MAX } from '../../change/content.ts';
import { readSpan } from '../../change/duration.ts';
import { JUSTIFICATIONS, type ChangeContent } from '../../change/model.ts';
import { named } from '../../change/named.ts';
import { openIncidents } from '../../change/open-incidents.ts';
import type { Policy } from '../../change/policy.ts';
import { context } from '../../slack/blocks.ts';
import { multiSelectInput, selectInput, textInput } from '../../slack/inputs.ts';
import type { TypedValues } from '../../slack/values.ts';
import { JUSTIFICATION_WORDS } from '../../slack/words.ts';
import { chosenIncident, incidentIn, incidentInput } from './incident-choice.ts';
import { BY_HAND } from '../file-change/form-values.ts';
import { paramInput } from '../file-change/form-work.ts';

export const EMERGENCY_MODAL = 'emergency';
/** Not `runbook`: that is the ordinary form's, whose choice is heard by another. */
export const RUNBOOK = 'emergencyRunbook';

/** What stands in the modal's inputs as it is drawn. */
export interface EmergencyDraft {
  readonly title: string;
  /** Kept when one line does not hold it. */
  readonly description?: string;
  readonly services: readonly string[];
  readonly runbook: string;
  /** The change whose incident it is to end; empty for none. */
  readonly incident: string;
}

/** What one typed line tells: a title, the services it names, the incident it names or the only one on those, and the whole of it where it is no title. */
export function draftFrom(text: string, policy: Policy): EmergencyDraft {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const isWhole = line.length <= TITLE_MAX;
  const words = ` ${line.toLowerCase()} `;
  const says = (name: string): boolean => words.includes(` ${name.toLowerCase()} `);
  const all = Object.entries(policy.services);
  const said = all.filter(([id, { name }]) => says(id) || says(name)).map(([id]) => id);
  const on = openIncidents(policy).filter((i) => i.services.some((s) => said.includes(s)));
  const meant = incidentIn(line, policy) ?? (on.length === 1 ? on[0]?.change : undefined);
  const affected = openIncidents(policy).find((i) => i.change === meant)?.services ?? [];
  return {
    title: isWhole
      ? line
      : line
          .slice(0, TITLE_MAX)
          .replace(/\s\S*$/, '')
          .replace(/[\uD800-\uDBFF]$/, ''),
    ...(isWhole ? {} : { description: text.trim() }),
    services: said.length > 0 ? said : all.length === 1 ? all.map(([id]) => id) : affected,
    runbook: '',
    incident: meant ?? '',
  };
}

/** The few things an emergency needs before it starts (001-TYP-15); the rest of the request is owed. */
export function emergencyModal(
  policy: Policy,
  { title, description, services, runbook, incident }: EmergencyDraft,
): ModalView {
  const justifications = JUSTIFICATIONS.map((value) => ({ value, text: JUSTIFICATION_WORDS[value] }));
  const runbooks = Object.keys(policy.runbooks).map((value) => ({ value, text: value }));
  const params = named(policy.runbooks, runbook)?.params ?? {};
  const blocks: KnownBlock[] = [
    context(
      'It starts at once and the people affected are told; nothing is applied before the implementer presses Start. The rest of the request is asked for afterwards.',
    ),
    textInput('title', 'Title', { max: TITLE_MAX, initial: title, placeholder: 'What is wrong and what is done' }),
    ...(description === undefined
      ? []
      : [
          textInput('description', 'Description', {
            multiline: true,
            max: TEXT_MAX,
            initial: description,
            optional: true,
          }),
        ]),
    selectInput('justification', 'Justification', justifications, {
      hint: 'None of these? Then it is a normal change: file it with /change.',
    }),
    multiSelectInput(
      'services',
      'Systems affected',
      Object.entries(policy.services).map(([value, s]) => ({ value, text: s.name })),
      { initial: services },
    ),
    ...incidentInput(incident, policy),
    selectInput(RUNBOOK, 'Runbook', [{ value: BY_HAND, text: 'None: done by hand' }, ...runbooks], {
      initial: runbook === '' ? BY_HAND : runbook,
      dispatch: true,
    }),
    ...Object.entries(params).map(([name, param]) => paramInput(name, param, undefined)),
    textInput('duration', 'Estimated duration', { max: 20, initial: '1h', placeholder: '1h' }),
  ];
  return {
    type: 'modal',
    callback_id: EMERGENCY_MODAL,
    private_metadata: JSON.stringify({ v: 1 }),
    title: { type: 'plain_text', text: 'Emergency' },
    submit: { type: 'plain_text', text: 'Start now' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks,
  };
}

/** The modal as it stands after a choice in it. */
export function readDraft(values: TypedValues): EmergencyDraft {
  const runbook = values.text(RUNBOOK);
  return {
    title: values.text('title'),
    ...(values.fields.includes('description') ? { description: values.text('description') } : {}),
    services: values.list('services'),
    runbook: runbook === BY_HAND ? '' : runbook,
    incident: values.text('incident'),
  };
}

const Justification = z.enum(JUSTIFICATIONS);

/** What is filed: its window begins when it is recorded. */
export function readEmergency(
  values: TypedValues,
  policy: Policy,
): { readonly content: ChangeContent; readonly badDuration: boolean } {
  const { title, description = '', services, runbook } = readDraft(values);
  const span = readSpan(values.text('duration'));
  const estimateMs = span && ('ms' in span ? span.ms : span.days * 24 * 3_600_000);
  const justification = Justification.safeParse(values.text('justification')).data;
  const incident = chosenIncident(values, policy);
  const params = values.fields
    .filter((field) => field.startsWith('param:'))
    .map((field) => [field.slice('param:'.length), values.text(field)] as const)
    .filter(([, value]) => value !== '');
  const content: ChangeContent = {
    title,
    kind: 'emergency',
    priority: 'critical',
    description,
    reason: '',
    impact: '',
    services,
    implementationPlan: '',
    rollbackPlan: '',
    risk: 'high',
    potentialImpact: '',
    mitigation: '',
    testingPlan: '',
    opensAt: 0,
    closesAt: estimateMs ?? 0,
    ...(estimateMs === undefined ? {} : { estimateMs }),
    params: Object.fromEntries(params),
    ...(runbook === '' ? {} : { runbook }),
    ...(justification === undefined ? {} : { justification }),
    ...(incident === undefined ? {} : { incident }),
  };
  return { content, badDuration: estimateMs === undefined || estimateMs <= 0 };
}
