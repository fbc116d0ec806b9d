import type { ChangeContent } from '../../change/model.ts';
import { readChangeId } from '../../change/change-id.ts';
import { readSpan } from '../../change/duration.ts';
import { fileNamed } from '../../slack/files.ts';
import type { TypedValues } from '../../slack/values.ts';

type Details = Pick<
  ChangeContent,
  | 'commit'
  | 'testedIn'
  | 'downtimeMs'
  | 'implementer'
  | 'rollbackDecider'
  | 'rollbackTriggers'
  | 'extraTimeMs'
  | 'links'
  | 'attachments'
>;

/** The details that were given; a span that cannot be read is NaN, for the domain to say so. */
export function readDetails(values: TypedValues): Details {
  const links = values
    .text('links')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return {
    ...text(values, 'commit'),
    ...testedIn(values.text('testedIn')),
    ...span(values.text('downtime'), 'downtimeMs'),
    ...text(values, 'implementer'),
    ...text(values, 'rollbackDecider'),
    ...text(values, 'rollbackTriggers'),
    ...span(values.text('extraTime'), 'extraTimeMs'),
    ...(links.length === 0 ? {} : { links }),
    ...attachments(values),
  };
}

/** What was kept, then what was chosen now; the same file once. */
function attachments(values: TypedValues): Pick<Details, 'attachments'> {
  const ids = new Set([...values.list('attached'), ...values.list('attachments')]);
  return ids.size === 0 ? {} : { attachments: [...ids].map((id) => fileNamed(values, id)) };
}

function text<F extends 'commit' | 'implementer' | 'rollbackDecider' | 'rollbackTriggers'>(
  values: TypedValues,
  field: F,
): { readonly [K in F]?: string } {
  const typed = values.text(field);
  return typed === '' ? {} : ({ [field]: typed } as { readonly [K in F]?: string });
}

/** Any padding is taken; what names no change stays as typed. */
function testedIn(typed: string): Pick<Details, 'testedIn'> {
  return typed === '' ? {} : { testedIn: readChangeId(typed) ?? typed };
}

function span<F extends 'downtimeMs' | 'extraTimeMs'>(typed: string, field: F): { readonly [K in F]?: number } {
  if (typed === '') return {};
  const read = typed === '0' ? { ms: 0 } : readSpan(typed);
  const ms = read === undefined ? Number.NaN : 'ms' in read ? read.ms : read.days * 24 * 3_600_000;
  return { [field]: ms } as { readonly [K in F]?: number };
}
