import { textFault } from './text-fault.ts';

/** A file in Slack that belongs to a change. */
export interface Attachment {
  readonly id: string;
  readonly name: string;
  /** Where Slack shows it to those it is shared with. */
  readonly permalink?: string;
}

/** As many as Slack takes in one file input, and as checkboxes (docs.slack.dev/reference/block-kit/block-elements). */
export const ATTACHMENTS_MAX = 10;
export const FILE_NAME_MAX = 255;
export const PERMALINK_MAX = 500;

const FILE_ID = /^F[A-Z0-9]{1,30}$/;
/** Slack's own hosts only, and nothing that ends an address in a message: an attachment never leads anywhere else. */
const PERMALINK =
  /^https:\/\/(?:[a-z0-9-]{1,63}\.){1,2}slack(?:-gov)?\.com\/files\/[A-Z0-9]{1,30}\/(F[A-Z0-9]{1,30})(?:\/[\w.~%+@,-]*)?$/;

/** Whether an address is the one at which Slack shows this file. */
export function isPermalinkOf(id: string, address: string): boolean {
  return address.length <= PERMALINK_MAX && PERMALINK.exec(address)?.[1] === id;
}

/** What is wrong with the files of a change, in a sentence; the first of them that cannot stand. */
export function attachmentsProblem(files: readonly Attachment[] | undefined): string | undefined {
  if (files === undefined) return undefined;
  if (files.length > ATTACHMENTS_MAX) return `At most ${ATTACHMENTS_MAX} files; these are ${files.length}.`;
  const problems = files.map(
    (file, i) => fileProblem(file, i + 1) ?? (isRepeated(files, i) ? `File ${i + 1} is there twice.` : undefined),
  );
  return problems.find((problem) => problem !== undefined);
}

function isRepeated(files: readonly Attachment[], i: number): boolean {
  return files.findIndex(({ id }) => id === files[i]?.id) < i;
}

function fileProblem({ id, name, permalink }: Attachment, number: number): string | undefined {
  if (!FILE_ID.test(id) || name === '')
    return `File ${number} is deleted, or Slack does not show it here; attach another or leave it out.`;
  const fault = /\p{Cc}/u.test(name) ? 'It holds a control character.' : textFault(name, FILE_NAME_MAX);
  if (fault !== undefined) return `The name of file ${number}: ${fault} Rename the file and attach it again.`;
  return permalink === undefined || isPermalinkOf(id, permalink)
    ? undefined
    : `The address of file ${number} is none of Slack's; attach the file itself.`;
}
