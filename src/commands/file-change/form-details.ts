import type { ActionsBlock, KnownBlock } from '@slack/types';
import { ATTACHMENTS_MAX } from '../../change/attachments.ts';
import { TEXT_MAX } from '../../change/content.ts';
import { plain } from '../../slack/blocks.ts';
import { knownFiles } from '../../slack/files.ts';
import { checkboxInput, fileInput, textInput, userInput } from '../../slack/inputs.ts';
import type { Policy } from '../../change/policy.ts';
import { typedValues, type PlainValues, type TypedValues } from '../../slack/values.ts';

import { OF_STRATEGY, strategyInputs } from './form-strategy.ts';

/** The button that shows what has defaults, and hides it again. */
export const SHOW_DETAILS = 'form_details';

/** The inputs of Details (design §6), in its order. */
export const DETAILS = [
  'commit',
  'testedIn',
  'strategy',
  ...OF_STRATEGY,
  'downtime',
  'implementer',
  'rollbackDecider',
  'rollbackTriggers',
  'extraTime',
  'links',
  'documents',
  'attached',
  'attachments',
] as const;

/** Whether any detail was given: a form that hid it would hide what is filed. */
export function hasDetails(values: PlainValues): boolean {
  return DETAILS.some((field) => isGiven(typedValues(values), field));
}

function isGiven(values: TypedValues, field: (typeof DETAILS)[number]): boolean {
  return values.text(field) !== '' || values.list(field).length > 0;
}

/** Whether a form with these fields shows its details. */
export function showsDetails(fields: readonly string[]): boolean {
  return fields.includes(DETAILS[0]);
}

/** Says how many details it hides, so that none is filed unseen. */
export function detailsButton(values: TypedValues, shown: boolean): ActionsBlock {
  const given = DETAILS.filter((field) => isGiven(values, field)).length;
  const text = shown ? 'Hide details' : given === 0 ? 'Details' : `Details (${given} filled in)`;
  return {
    type: 'actions',
    block_id: 'details',
    elements: [{ type: 'button', action_id: SHOW_DETAILS, text: plain(text) }],
  };
}

/** What has defaults from service, runbook and requester: every input may stay empty. */
export function detailInputs(values: TypedValues, policy: Policy): KnownBlock[] {
  const short = (field: (typeof DETAILS)[number], label: string, max: number, placeholder: string, hint: string) =>
    textInput(field, label, { optional: true, typing: true, max, placeholder, initial: values.text(field), hint });
  return [
    short('commit', 'Commit', 64, '1a2b3c4', 'The hash of what is applied; a change of it is asked about again.'),
    short('testedIn', 'Tested in', 20, 'CHG-7', 'The change in which the same commit was tested.'),
    ...strategyInputs(values, policy),
    short('downtime', 'Downtime', 20, '10m', 'How long the service is away; 0m for not at all.'),
    userInput('implementer', 'Implementer', {
      optional: true,
      initial: values.text('implementer'),
      dispatch: true,
      hint: 'Who starts it and answers for the work. Empty: you.',
    }),
    userInput('rollbackDecider', 'Rollback decider', {
      optional: true,
      initial: values.text('rollbackDecider'),
      dispatch: true,
      hint: 'Who decides beside the implementer. Empty: the infrastructure lead.',
    }),
    textInput('rollbackTriggers', 'Rollback triggers', {
      optional: true,
      multiline: true,
      typing: true,
      max: TEXT_MAX,
      placeholder: 'What makes you roll back',
      initial: values.text('rollbackTriggers'),
    }),
    short('extraTime', 'Acceptable extra time', 20, '1h', 'How long past the window without an incident.'),
    textInput('links', 'Links', {
      optional: true,
      multiline: true,
      typing: true,
      max: 3000,
      placeholder: 'TASK-123',
      initial: values.text('links'),
      hint: 'One a line, at most 10: an https address, a ticket like TASK-123, a branch.',
    }),
    textInput('documents', 'Documents to update', {
      optional: true,
      multiline: true,
      typing: true,
      max: 3000,
      placeholder: 'https://wiki.example.net/runbooks/orders',
      initial: values.text('documents'),
      hint: 'One a line, at most 10: an address or a name. Each has to be ticked before the change is closed.',
    }),
    ...attachedInput(values),
    fileInput('attachments', 'Attachments', ATTACHMENTS_MAX, {
      optional: true,
      hint: 'At most 10 files of 10 MB. They are posted in the thread of the change, for everybody who reads it.',
    }),
  ];
}

/** A file input begins empty, so that what is attached already stands beside it, to be kept or not; the ticked first, for Slack shows ten. */
function attachedInput(values: TypedValues): KnownBlock[] {
  const ticked = values.list('attached');
  const offered = knownFiles(values)
    .filter(({ id, name }) => name !== '' && !values.list('attachments').includes(id))
    .map(({ id, name }) => ({ value: id, text: name }))
    .toSorted((a, b) => Number(ticked.includes(b.value)) - Number(ticked.includes(a.value)));
  const hint = 'Untick what should not stay with the change.';
  return offered.length === 0
    ? []
    : [
        checkboxInput('attached', 'Attached already', offered, {
          optional: true,
          dispatch: true,
          initial: ticked,
          hint,
        }),
      ];
}
