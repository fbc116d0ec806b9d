import { z } from 'zod';
import type { Attachment } from '../change/attachments.ts';
import type { PlainValues, TypedValues } from './values.ts';

/** As Slack hands over a file (docs.slack.dev/reference/objects/file-object): a deleted one, or another organisation's, has no name. */
const File = z.object({
  id: z.string(),
  name: z.string().nullish(),
  permalink: z.string().nullish(),
  mode: z.string().nullish(),
});

/** A file as far as Slack shows it to the bot, not yet judged; without a name where it is deleted or not shown, without an id where it is none. */
export function readFile(given: unknown): Attachment {
  const { id = '', name, permalink, mode } = File.safeParse(given).data ?? {};
  const isGone = mode === 'tombstone' || mode === 'hidden_by_limit';
  return { id, name: (isGone ? '' : name) ?? '', ...(permalink ? { permalink } : {}) };
}

const OF_FILE = 'file:';

/** What is known of files, each as a text under its id: a form keeps it beside which of them were chosen. */
export function fileValues(files: readonly Attachment[]): PlainValues {
  return Object.fromEntries(files.map(({ id, ...known }) => [`${OF_FILE}${id}`, JSON.stringify(known)]));
}

/** The files that a form knows of, chosen or not. */
export function knownFiles(values: TypedValues): readonly Attachment[] {
  const ids = values.fields.filter((field) => field.startsWith(OF_FILE)).map((field) => field.slice(OF_FILE.length));
  return ids.map((id) => fileNamed(values, id));
}

/** A file by its id; one of which nothing is known has no name. */
export function fileNamed(values: TypedValues, id: string): Attachment {
  const known: unknown = JSON.parse(values.text(`${OF_FILE}${id}`) || '{}');
  return readFile(known !== null && typeof known === 'object' ? { ...known, id } : { id });
}
