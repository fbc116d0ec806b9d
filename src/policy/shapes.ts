import { z } from 'zod';
import { textFault } from '../change/text-fault.ts';

/** A map of the file with these keys and no others. Its words for an unknown key are the known ones, for `explain` to suggest from. */
export function section<Shape extends z.core.$ZodLooseShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(', ') : undefined),
  });
}

/** Text of one shape; `expected` completes "got …; expected …". */
export function text(pattern: RegExp, expected: string): z.ZodString {
  return z.string({ error: expected }).regex(pattern, { error: expected });
}

/** What people name: roles, services, runbooks, labels, locks. Safe in a Slack control, a file name and a log line. */
export const Name = text(
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
  'a name of letters, digits, dots, dashes and underscores, up to 63',
);

export const EnvName = text(/^[A-Z][A-Z0-9_]*$/, 'the name of an environment variable such as AWS_PROFILE');

/** A file inside the folder of its runbook, such as one that a plan leaves or a log. */
export const InnerFile = z
  .string()
  .refine((file) => /^[^/\\]/.test(file) && !file.split('/').includes('..') && !/\p{Cc}/u.test(file), {
    error: 'a file inside the folder of the runbook, such as plan.bin',
  });

/** A line for people; 75 is what a Slack option holds (https://docs.slack.dev/reference/block-kit/composition-objects/option-object). */
export const Label = text(/^(?! )[^\p{Cc}]{1,75}(?<! )$/u, 'one line of text, up to 75 characters');

export const Version = text(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/, 'a version such as 1.0.0');

const TEXT_MAX = 400;
/** Words to people, as one line however they were wrapped. */
export const Said = z
  .string()
  .refine((written) => textFault(written, TEXT_MAX) === undefined, { error: `text of up to ${TEXT_MAX} characters` })
  .transform((written) => written.replaceAll(/\s+/g, ' ').trim());

/**
 * A map from names to entries. It has no prototype, so that looking up an untrusted name such as `constructor` finds nothing.
 */
export function named<Entry extends z.ZodType>(entry: Entry, name = Name) {
  return z.record(name, entry).transform((entries): Record<string, z.output<Entry>> => withoutPrototype(entries));
}

/** The same entries, of which `constructor` is none. */
export function withoutPrototype<T>(entries: Readonly<Record<string, T>>): Record<string, T> {
  const bare: Record<string, T> = Object.create(null);
  return Object.assign(bare, entries);
}
