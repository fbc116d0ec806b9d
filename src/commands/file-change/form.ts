import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { canonicalJson, sha256 } from '../../canonical-json.ts';
import { shownId, type ChangeId } from '../../change/change-id.ts';
import { TEXT_MAX, TEXTS, TITLE_MAX } from '../../change/content.ts';
import { sayDuration } from '../../change/duration.ts';
import { JUSTIFICATIONS, KINDS, PRIORITIES, RISKS, type ChangeContent } from '../../change/model.ts';
import { preApproved, type Patterns } from '../../change/pattern.ts';
import type { Param, Policy } from '../../change/policy.ts';
import { context } from '../../slack/blocks.ts';
import { dateTimeInput, multiSelectInput, selectInput, textInput, type Choice } from '../../slack/inputs.ts';
import { JUSTIFICATION_WORDS, KIND_WORDS, PRIORITY_WORDS, RISK_WORDS } from '../../slack/words.ts';

/** Which change the form is about; carried in the view, versioned. */
export interface FormSubject {
  readonly mode: 'file' | 'edit' | 'reschedule';
  readonly change?: ChangeId;
  readonly revision?: number;
  /** `contentDigest` of what stood when the form was opened: an edit that touches nothing material counts no revision. */
  readonly shown?: string;
  /** The pattern the form was opened for, where no input asks for one. */
  readonly pattern?: string;
}

/** One change of the content gives another digest. */
export function contentDigest(content: ChangeContent): string {
  return sha256(canonicalJson(content)).slice(0, 16);
}

/** What the form's look depends on while it is filled in. */
export interface FormChoices {
  readonly kind: string;
  readonly runbook: string;
}

export const FORM = 'change-form';
/** The value that says no runbook: people do the work and tell the bot. */
export const BY_HAND = '-';

const choices = <T extends string>(values: readonly T[], words: Readonly<Record<T, string>>): Choice[] =>
  values.map((value) => ({ value, text: words[value] }));

/** The template's fields in its order with its labels (001-TPL-01 to 13), then the runbook and what it asks. */
export function changeForm(
  policy: Policy,
  patterns: Patterns,
  subject: FormSubject,
  chosen: FormChoices,
  initial?: Partial<ChangeContent>,
): ModalView {
  const whole = subject.mode !== 'reschedule';
  const blocks: KnownBlock[] = whole
    ? [
        ...whatAndWhy(initial, chosen, patterns),
        ...howSafe(policy, initial, chosen),
        ...timing(policy, initial),
        ...work(policy, initial, chosen),
      ]
    : timing(policy, initial);
  const asked = whole && chosen.kind === 'emergency' ? hurried(blocks) : blocks;
  return {
    type: 'modal',
    callback_id: FORM,
    private_metadata: JSON.stringify({ v: 1, ...subject }),
    title: { type: 'plain_text', text: titleOf(subject) },
    submit: { type: 'plain_text', text: subject.mode === 'file' ? 'Submit' : 'Save' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: asked,
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

const long = (
  field: keyof ChangeContent,
  label: string,
  initial: Partial<ChangeContent> | undefined,
  { kind }: FormChoices,
  placeholder?: string,
): InputBlock => {
  const text = initial?.[field];
  return textInput(field, label, {
    multiline: true,
    optional: kind === 'standard',
    max: TEXT_MAX,
    initial: typeof text === 'string' ? text : undefined,
    ...(placeholder === undefined ? {} : { placeholder }),
  });
};

function whatAndWhy(
  initial: Partial<ChangeContent> | undefined,
  chosen: FormChoices,
  patterns: Patterns,
): KnownBlock[] {
  return [
    textInput('title', 'Title', { max: TITLE_MAX, initial: initial?.title, placeholder: 'What changes, in one line' }),
    selectInput('kind', 'Type', choices(KINDS, KIND_WORDS), { initial: initial?.kind ?? chosen.kind, dispatch: true }),
    ...(chosen.kind === 'standard' ? patternInput(patterns, initial) : []),
    ...(chosen.kind === 'emergency'
      ? [
          selectInput('justification', 'Justification', choices(JUSTIFICATIONS, JUSTIFICATION_WORDS), {
            initial: initial?.justification,
          }),
        ]
      : []),
    selectInput('priority', 'Priority', choices(PRIORITIES, PRIORITY_WORDS), {
      initial: initial?.priority ?? 'medium',
    }),
    long('description', 'Description', initial, chosen),
    long('reason', 'Reason for change', initial, chosen),
    long('impact', 'Expected impact', initial, chosen, 'Who notices what, and for how long'),
  ];
}

function patternInput(patterns: Patterns, initial: Partial<ChangeContent> | undefined): KnownBlock[] {
  const offered = preApproved(patterns).map((value) => ({ value, text: patterns[value]?.title ?? value }));
  const hint = 'Texts left empty below are those of the pattern.';
  return offered.length > 0 ? [selectInput('pattern', 'Pattern', offered, { initial: initial?.pattern, hint })] : [];
}

function howSafe(policy: Policy, initial: Partial<ChangeContent> | undefined, chosen: FormChoices): KnownBlock[] {
  const services = Object.entries(policy.services).map(([value, s]) => ({ value, text: s.name }));
  return [
    ...(services.length > 0
      ? [multiSelectInput('services', 'Systems affected', services, { initial: initial?.services })]
      : [context('The policy names no service yet; add one under `services` so that a change can be filed for it.')]),
    long('implementationPlan', 'Implementation plan', initial, chosen, 'The steps, in order'),
    long('rollbackPlan', 'Rollback plan', initial, chosen),
    selectInput('risk', 'Risk level', choices(RISKS, RISK_WORDS), { initial: initial?.risk ?? 'low' }),
    long('potentialImpact', 'Potential impact', initial, chosen),
    long('mitigation', 'Mitigation', initial, chosen),
    long('testingPlan', 'Testing plan', initial, chosen, 'What shows that it is done, and that nothing else broke'),
  ];
}

function timing(policy: Policy, initial: Partial<ChangeContent> | undefined): KnownBlock[] {
  const { opensAt, closesAt, estimateMs } = initial ?? {};
  const window = opensAt === undefined || closesAt === undefined ? undefined : closesAt - opensAt;
  const estimate = estimateMs ?? window;
  return [
    dateTimeInput('opensAt', 'Proposed date', { initial: initial?.opensAt }),
    textInput('duration', 'Estimated duration', {
      max: 20,
      placeholder: '2h30m',
      initial: estimate === undefined ? undefined : sayDuration(estimate).replaceAll(' ', '').replace('min', 'm'),
    }),
    textInput('maintenanceWindow', 'Maintenance window', {
      optional: true,
      max: 20,
      placeholder: '22:00-02:00',
      initial: initial?.maintenanceWindow,
      hint: `In ${policy.timezone}; the window closes at its end. Empty: at the proposed date plus the duration.`,
    }),
  ];
}

function work(policy: Policy, initial: Partial<ChangeContent> | undefined, chosen: FormChoices): KnownBlock[] {
  const runbooks = Object.keys(policy.runbooks).map((value) => ({ value, text: value }));
  const params = policy.runbooks[chosen.runbook]?.params ?? {};
  return [
    selectInput('runbook', 'Runbook', [{ value: BY_HAND, text: 'None: done by hand' }, ...runbooks], {
      initial: chosen.runbook === '' ? BY_HAND : chosen.runbook,
      dispatch: true,
    }),
    ...Object.entries(params).map(([name, param]) => paramInput(name, param, initial?.params?.[name])),
  ];
}

export function paramInput(name: string, param: Param, initial: string | undefined): InputBlock {
  const field = `param:${name}`;
  const optional = !param.required;
  if (param.type === 'choice') {
    return selectInput(
      field,
      name,
      param.options.map((o) => ({ value: o, text: o })),
      { optional, initial },
    );
  }
  const hint = param.type === 'text' && param.pattern !== undefined ? { hint: `Must match ${param.pattern}` } : {};
  return textInput(field, name, { optional, initial, ...hint });
}
