import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { canonicalJson, sha256 } from '../../canonical-json.ts';
import type { Attachment } from '../../change/attachments.ts';
import { shownId, type ChangeId } from '../../change/change-id.ts';
import { TEXT_MAX, TEXTS, TITLE_MAX } from '../../change/content.ts';
import { JUSTIFICATIONS, KINDS, PRIORITIES, RISKS, type ChangeContent } from '../../change/model.ts';
import { preApproved, type Patterns } from '../../change/pattern.ts';
import type { Policy } from '../../change/policy.ts';
import type { SuggestedRisk } from '../../change/suggest-risk.ts';
import { context } from '../../slack/blocks.ts';
import {
  begunAfresh,
  dateTimeInput,
  multiSelectInput,
  selectInput,
  textInput,
  type Choice,
} from '../../slack/inputs.ts';
import { typedValues, type PlainValues, type TypedValues } from '../../slack/values.ts';
import { JUSTIFICATION_WORDS, KIND_WORDS, PRIORITY_WORDS, RISK_WORDS } from '../../slack/words.ts';
import { incidentInput } from '../emergency/incident-choice.ts';
import { broughtBack } from './draft-words.ts';
import { DETAILS, detailInputs, detailsButton } from './form-details.ts';
import { DEFAULTS } from './form-values.ts';
import { work } from './form-work.ts';
import { riskReasonInput } from './risk-reason.ts';

/** Which change the form is about; carried in the view, versioned. */
export interface FormSubject {
  readonly mode: 'file' | 'edit' | 'reschedule';
  readonly change?: ChangeId;
  readonly revision?: number;
  /** `contentDigest` of what stood when the form was opened: an edit that touches nothing material counts no revision. */
  readonly shown?: string;
  /** The pattern the form was opened for, where no input asks for one. */
  readonly pattern?: string;
  /** What the form was begun from, where it was not empty: `like/CHG-7`, a message. */
  readonly source?: string;
  /** The files of the message it was begun from. */
  readonly files?: readonly Attachment[];
  /** What could not be read of what it was begun from, in mrkdwn. */
  readonly unread?: string;
  /** The view whose draft stands in it. */
  readonly resumed?: string;
  /** When that draft was last typed in. */
  readonly draftFrom?: number;
  /** How often it was begun afresh. */
  readonly fresh?: number;
}

/** One change of the content gives another digest. */
export function contentDigest(content: ChangeContent): string {
  return sha256(canonicalJson(content)).slice(0, 16);
}

/** What a form is drawn from besides what stands in it. */
export interface FormScene {
  readonly policy: Policy;
  readonly patterns: Patterns;
  /** Everything is shown, also what has defaults. */
  readonly details: boolean;
  /** What is known of it so far, in mrkdwn. */
  readonly known?: readonly string[];
  /** The risk that is suggested, once something is known. */
  readonly suggested?: SuggestedRisk | undefined;
  /** The runbook of a change being edited: offered whatever its services are. */
  readonly runbook?: string;
}

export const FORM = 'change-form';
const CHOICES = [
  'kind',
  'risk',
  'services',
  'opensAt',
  'duration',
  'maintenanceWindow',
  'runbook',
  'implementer',
  'strategy',
  'dataFormat',
];
const OTHERS = ['priority', 'riskReason', 'pattern', 'justification', 'incident', ...DETAILS].filter(
  (field) => !CHOICES.includes(field),
);
/** The inputs of which only what they hold is kept. */
export const FORM_TEXTS = new RegExp(`^(?:param:.*|${['title', ...TEXTS, ...OTHERS].join('|')})$`);
/** The inputs whose choice changes what the form asks or says. */
export const FORM_CHOICES = new RegExp(`^(?:${CHOICES.join('|')})$`);

const choices = <T extends string>(values: readonly T[], words: Readonly<Record<T, string>>): Choice[] =>
  values.map((value) => ({ value, text: words[value] }));

/** What a standard change is asked: its pattern says the rest, so that the form fits one screen. */
const OF_STANDARD: readonly string[] = [
  'title',
  'kind',
  'pattern',
  'description',
  'services',
  'opensAt',
  'duration',
  'runbook',
];

/** The template's fields in its order with its labels (001-TPL-01 to 13), then the runbook and what it asks, then what has defaults. */
export function changeForm(subject: FormSubject, filled: PlainValues, scene: FormScene): ModalView {
  const values = typedValues({ ...DEFAULTS, ...filled });
  const { policy, details, known = [] } = scene;
  const isLight = values.text('kind') === 'standard' && !details;
  const inputs = [...whatAndWhy(values, scene), ...howSafe(values, scene), ...timing(values, policy)];
  const blocks: KnownBlock[] =
    subject.mode === 'reschedule'
      ? [...timing(values, policy), ...said(known)]
      : [
          ...inputs.filter((b) => !isLight || OF_STANDARD.includes(b.block_id ?? '')),
          ...work(values, scene),
          ...said(known),
          ...(details ? detailInputs(values, policy) : []),
          detailsButton(values, details),
        ];
  const asked = subject.mode !== 'reschedule' && values.text('kind') === 'emergency' ? hurried(blocks) : blocks;
  return {
    type: 'modal',
    callback_id: FORM,
    notify_on_close: true,
    private_metadata: JSON.stringify({ v: 1, ...subject }),
    title: { type: 'plain_text', text: titleOf(subject) },
    submit: { type: 'plain_text', text: subject.mode === 'file' ? 'Submit' : 'Save' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [...broughtBack(subject), ...notRead(subject), ...asked].map((block) =>
      begunAfresh(block, subject.fresh ?? 0),
    ),
  };
}

/** An emergency opens as it is sent, and its long texts may come afterwards (001-TYP-13). */
function hurried(blocks: readonly KnownBlock[]): KnownBlock[] {
  const mayWait = (field = ''): boolean => TEXTS.some((text) => text === field);
  return blocks
    .filter(({ block_id }) => block_id !== 'opensAt' && block_id !== 'maintenanceWindow')
    .map((block) => (block.type === 'input' && mayWait(block.block_id) ? { ...block, optional: true } : block));
}

function titleOf({ mode, change }: FormSubject): string {
  if (mode === 'file' || change === undefined) return 'File a change';
  return `${mode === 'edit' ? 'Edit' : 'Reschedule'} ${shownId(change)}`.slice(0, 24);
}

const long = (field: keyof ChangeContent, label: string, values: TypedValues, placeholder?: string): InputBlock =>
  textInput(field, label, {
    multiline: true,
    typing: true,
    optional: values.text('kind') === 'standard',
    max: TEXT_MAX,
    initial: values.text(field),
    ...(placeholder === undefined ? {} : { placeholder }),
  });

function notRead({ unread }: FormSubject): KnownBlock[] {
  return unread === undefined ? [] : [{ ...context(`*Not taken from the message:*\n${unread}`), block_id: 'unread' }];
}

function said(known: readonly string[]): KnownBlock[] {
  return known.length === 0 ? [] : [{ ...context(...known), block_id: 'known' }];
}

function whatAndWhy(values: TypedValues, { patterns, policy }: FormScene): KnownBlock[] {
  const kind = values.text('kind');
  return [
    textInput('title', 'Title', {
      max: TITLE_MAX,
      initial: values.text('title'),
      placeholder: 'What changes, in one line',
      typing: true,
    }),
    selectInput('kind', 'Type', choices(KINDS, KIND_WORDS), { initial: kind, dispatch: true }),
    ...(kind === 'standard' ? patternInput(values, patterns) : []),
    ...(kind === 'emergency'
      ? [
          selectInput('justification', 'Justification', choices(JUSTIFICATIONS, JUSTIFICATION_WORDS), {
            initial: values.text('justification'),
            dispatch: true,
          }),
          ...incidentInput(values.text('incident'), policy, true),
        ]
      : []),
    selectInput('priority', 'Priority', choices(PRIORITIES, PRIORITY_WORDS), {
      initial: values.text('priority'),
      dispatch: true,
    }),
    long('description', 'Description', values),
    long('reason', 'Reason for change', values),
    long('impact', 'Expected impact', values, 'Who notices what, and for how long'),
  ];
}

function patternInput(values: TypedValues, patterns: Patterns): KnownBlock[] {
  const offered = preApproved(patterns).map((value) => ({ value, text: patterns[value]?.title ?? value }));
  const hint = 'Texts left empty are those of the pattern.';
  return offered.length > 0
    ? [selectInput('pattern', 'Pattern', offered, { initial: values.text('pattern'), hint, dispatch: true })]
    : [];
}

function howSafe(values: TypedValues, { policy, suggested }: FormScene): KnownBlock[] {
  const services = Object.entries(policy.services).map(([value, s]) => ({ value, text: s.name }));
  return [
    services.length > 0
      ? multiSelectInput('services', 'Systems affected', services, {
          initial: values.list('services'),
          dispatch: true,
        })
      : {
          ...context('The policy names no service yet; add one under `services` so that a change can be filed for it.'),
          block_id: 'services',
        },
    long('implementationPlan', 'Implementation plan', values, 'The steps, in order'),
    long('rollbackPlan', 'Rollback plan', values),
    selectInput('risk', 'Risk level', choices(RISKS, RISK_WORDS), { initial: values.text('risk'), dispatch: true }),
    ...riskReasonInput(values, suggested),
    long('potentialImpact', 'Potential impact', values),
    long('mitigation', 'Mitigation', values),
    long('testingPlan', 'Testing plan', values, 'What shows that it is done, and that nothing else broke'),
  ];
}

function timing(values: TypedValues, policy: Policy): KnownBlock[] {
  const opensAt = values.instant('opensAt');
  return [
    dateTimeInput('opensAt', 'Proposed date', {
      initial: Number.isNaN(opensAt) ? undefined : opensAt,
      dispatch: true,
    }),
    textInput('duration', 'Estimated duration', {
      max: 20,
      placeholder: '2h30m',
      initial: values.text('duration'),
      typing: true,
    }),
    textInput('maintenanceWindow', 'Maintenance window', {
      optional: true,
      max: 20,
      placeholder: '22:00-02:00',
      typing: true,
      initial: values.text('maintenanceWindow'),
      hint: `In ${policy.timezone}; the window closes at its end. Empty: at the proposed date plus the duration.`,
    }),
  ];
}
