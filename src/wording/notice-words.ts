import type { NoticeTemplate } from '../change/notice.ts';
import type { Claims } from './claims.ts';
import { fill, readTemplate, type Line, type Template } from './template.ts';

/** A notice whose claims are still to be written for a medium. */
export interface NoticeWords {
  readonly heading: Line;
  readonly lines: readonly Line[];
}

/** Templates as they were read, for as long as the policy they belong to is in force. */
const READ = new WeakMap<NoticeTemplate, { readonly heading: Template; readonly text: Template }>();

/** A notice's words with these claims. The template was read before: one that is broken never comes into force. */
export function noticeWordsOf(template: NoticeTemplate, claims: Claims): NoticeWords {
  const read = READ.get(template) ?? { heading: taken(template.heading), text: taken(template.text) };
  READ.set(template, read);
  return { heading: fill(read.heading, claims)[0] ?? [], lines: fill(read.text, claims) };
}

function taken(source: string): Template {
  const reading = readTemplate(source);
  if (!reading.ok) throw new Error(`reading a notice's template, line ${reading.row}: ${reading.message}`);
  return reading.template;
}
