import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { shownId, type ChangeId } from '../../change/change-id.ts';
import { TEXT_MAX, TITLE_MAX } from '../../change/content.ts';
import { readSpan } from '../../change/duration.ts';
import type { Filing } from '../../change/intents.ts';
import { KINDS } from '../../change/model.ts';
import type { Policy } from '../../change/policy.ts';
import { contentOfMade } from '../../change/recorded.ts';
import { context, quoted, section, when } from '../../slack/blocks.ts';
import { DrawnChange } from '../../slack/controls.ts';
import { dateTimeInput, multiSelectInput, selectInput, textInput, userInput } from '../../slack/inputs.ts';
import type { TypedValues } from '../../slack/values.ts';
import { KIND_WORDS } from '../../slack/words.ts';

const MINUTE_MS = 60_000;
const TOOK_MINUTES = 5;

export const RECORD_MODAL = 'record-change';
const LINK_CHARS = 300;

/** What stands in the modal's inputs as it is drawn. */
export interface RecordDraft {
  readonly title: string;
  readonly description: string;
  readonly reason: string;
  readonly services: readonly string[];
  readonly kind: string;
  /** Epoch ms. */
  readonly madeAt: number;
  readonly took: string;
  readonly doneBy: string;
}

/** What was recorded of the same service within its quiet time. */
export interface SameRecord {
  readonly change: ChangeId;
  readonly title: string;
  readonly madeAt: number;
}

/** What a modal carries from one drawing to the next. */
const Carried = z.strictObject({ link: z.string().max(LINK_CHARS).exactOptional(), same: DrawnChange.exactOptional() });
type Carried = z.infer<typeof Carried>;

/** Asks what was done; where the same service has a record already, first whether it is the same. */
export function recordModal(policy: Policy, draft: RecordDraft, link?: string, same?: SameRecord): ModalView {
  const carried: Carried = {
    ...(link === undefined || link.length > LINK_CHARS ? {} : { link }),
    ...(same ? { same: same.change } : {}),
  };
  return {
    type: 'modal',
    callback_id: RECORD_MODAL,
    private_metadata: JSON.stringify(carried),
    title: { type: 'plain_text', text: 'A change already made' },
    submit: { type: 'plain_text', text: 'Record it' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [...(same ? askWhich(same) : [context(WHAT_IT_DOES)]), ...inputs(policy, draft)],
  };
}

const WHAT_IT_DOES =
  'For what was done by hand, or found to be other than it should. It is written down as done: nobody votes, nothing runs, nobody else is told.';

/** When it was made, as it is offered: it was over when the message that tells of it was written. */
export function madeBefore(ts: string): Pick<RecordDraft, 'madeAt' | 'took'> {
  const toldAt = Math.floor(Number(ts) / 60) * MINUTE_MS;
  return { madeAt: toldAt - TOOK_MINUTES * MINUTE_MS, took: `${TOOK_MINUTES}m` };
}

function askWhich({ change, title, madeAt }: SameRecord): readonly KnownBlock[] {
  return [
    section(`*${shownId(change)}* ${quoted(title, TITLE_MAX)} is recorded of the same service, made ${when(madeAt)}.`),
    selectInput(
      'cause',
      'Is this the same?',
      [
        { value: 'same', text: `The same cause: add this to ${shownId(change)}` },
        { value: 'apart', text: 'Another cause: record it apart' },
      ],
      { initial: 'same' },
    ),
  ];
}

function inputs(policy: Policy, draft: RecordDraft): readonly KnownBlock[] {
  const services = Object.entries(policy.services).map(([value, { name }]) => ({ value, text: name }));
  const madeAt = Number.isSafeInteger(draft.madeAt) ? draft.madeAt : undefined;
  return [
    textInput('title', 'Title', { max: TITLE_MAX, initial: draft.title, placeholder: 'What was changed' }),
    services.length > 0
      ? multiSelectInput('services', 'Systems affected', services, { initial: draft.services })
      : context('The policy names no service yet: it is recorded of none.'),
    textInput('description', 'Description', { multiline: true, max: TEXT_MAX, initial: draft.description }),
    textInput('reason', 'Reason for change', {
      multiline: true,
      optional: true,
      max: TEXT_MAX,
      initial: draft.reason,
      placeholder: 'Why it could not be filed first',
    }),
    dateTimeInput('opensAt', 'Made at', { initial: madeAt }),
    textInput('closesAt', 'It took', { max: 20, initial: draft.took, placeholder: '5m' }),
    userInput('implementer', 'Done by', { initial: draft.doneBy }),
    selectInput(
      'kind',
      'Type',
      KINDS.map((value) => ({ value, text: KIND_WORDS[value] })),
      { initial: draft.kind },
    ),
  ];
}

/** The modal as it was handed in. */
export function readDraft(values: TypedValues): RecordDraft {
  return {
    title: values.text('title'),
    description: values.text('description'),
    reason: values.text('reason'),
    services: values.list('services'),
    kind: values.text('kind'),
    madeAt: values.instant('opensAt'),
    took: values.text('closesAt'),
    doneBy: values.text('implementer'),
  };
}

export function readCarried(metadata: string): Carried {
  try {
    return Carried.safeParse(JSON.parse(metadata)).data ?? {};
  } catch {
    return {};
  }
}

/** What is recorded; an end that cannot be read is none. */
export function recordOf(draft: RecordDraft, { link, apart }: { readonly link?: string; readonly apart: boolean }) {
  const span = readSpan(draft.took);
  const tookMs = span && 'ms' in span ? span.ms : Number.NaN;
  const content = contentOfMade({
    title: draft.title,
    kind: KINDS.find((k) => k === draft.kind) ?? 'normal',
    description: draft.description,
    reason: draft.reason,
    services: draft.services,
    opensAt: draft.madeAt,
    closesAt: draft.madeAt + tookMs,
    ...(draft.doneBy === '' ? {} : { implementer: draft.doneBy }),
    ...(link === undefined ? {} : { links: [link] }),
  });
  return {
    type: 'recordChange',
    content,
    made: { ending: 'implemented' },
    ...(apart ? { apart: true } : {}),
  } as const satisfies Omit<Extract<Filing, { type: 'recordChange' }>, 'id'>;
}
