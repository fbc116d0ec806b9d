import { z } from 'zod';
import type { ChangeContent } from '../../change/model.ts';
import { readChangeId } from '../../change/change-id.ts';
import { DATA_FORMATS, WRITES } from '../../change/strategy.ts';
import { readSpan } from '../../change/duration.ts';
import { fileNamed } from '../../slack/files.ts';
import type { TypedValues } from '../../slack/values.ts';

const Format = z.enum(DATA_FORMATS);
const Writes = z.enum(WRITES);

type Details = Pick<
  ChangeContent,
  | 'commit'
  | 'testedIn'
  | 'strategy'
  | 'stage'
  | 'follows'
  | 'partOf'
  | 'value'
  | 'dataFormat'
  | 'writes'
  | 'downtimeMs'
  | 'implementer'
  | 'rollbackDecider'
  | 'rollbackTriggers'
  | 'riskReason'
  | 'extraTimeMs'
  | 'links'
  | 'documents'
  | 'attachments'
>;

/** The details that were given; a span that cannot be read is NaN, for the domain to say so. */
export function readDetails(values: TypedValues): Details {
  return {
    ...text(values, 'commit'),
    ...named(values, 'testedIn'),
    ...text(values, 'strategy'),
    ...text(values, 'stage'),
    ...named(values, 'follows'),
    ...named(values, 'partOf'),
    ...text(values, 'value'),
    ...chosen('dataFormat', Format.safeParse(values.text('dataFormat')).data),
    ...chosen('writes', Writes.safeParse(values.text('writes')).data),
    ...span(values.text('downtime'), 'downtimeMs'),
    ...text(values, 'implementer'),
    ...text(values, 'rollbackDecider'),
    ...text(values, 'rollbackTriggers'),
    ...text(values, 'riskReason'),
    ...span(values.text('extraTime'), 'extraTimeMs'),
    ...lines(values, 'links'),
    ...lines(values, 'documents'),
    ...attachments(values),
  };
}

/** One a line; empty lines are none. */
function lines<F extends 'links' | 'documents'>(values: TypedValues, field: F): { readonly [K in F]?: string[] } {
  const typed = values
    .text(field)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return chosen(field, typed.length === 0 ? undefined : typed);
}

/** What was kept, then what was chosen now; the same file once. */
function attachments(values: TypedValues): Pick<Details, 'attachments'> {
  const ids = new Set([...values.list('attached'), ...values.list('attachments')]);
  return ids.size === 0 ? {} : { attachments: [...ids].map((id) => fileNamed(values, id)) };
}

function text<
  F extends
    'commit' | 'strategy' | 'stage' | 'value' | 'implementer' | 'rollbackDecider' | 'rollbackTriggers' | 'riskReason',
>(values: TypedValues, field: F): { readonly [K in F]?: string } {
  const typed = values.text(field);
  return typed === '' ? {} : ({ [field]: typed } as { readonly [K in F]?: string });
}

/** Any padding is taken; what names no change stays as typed. */
function named<F extends 'testedIn' | 'follows' | 'partOf'>(
  values: TypedValues,
  field: F,
): { readonly [K in F]?: string } {
  const typed = values.text(field);
  return chosen(field, typed === '' ? undefined : (readChangeId(typed) ?? typed));
}

function chosen<F extends string, V>(field: F, value: V | undefined): { readonly [K in F]?: V } {
  return value === undefined ? {} : ({ [field]: value } as { readonly [K in F]?: V });
}

function span<F extends 'downtimeMs' | 'extraTimeMs'>(typed: string, field: F): { readonly [K in F]?: number } {
  if (typed === '') return {};
  const read = typed === '0' ? { ms: 0 } : readSpan(typed);
  const ms = read === undefined ? Number.NaN : 'ms' in read ? read.ms : read.days * 24 * 3_600_000;
  return { [field]: ms } as { readonly [K in F]?: number };
}
