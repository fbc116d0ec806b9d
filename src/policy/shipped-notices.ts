import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { NOTICE_NAMES, type NoticeName, type NoticeTemplate } from '../change/notice.ts';
import type { Policy } from '../change/policy.ts';
import { sayProblem } from './problem.ts';
import { readNotices } from './read-notices.ts';

export type AllNotices = { readonly [N in NoticeName]: NoticeTemplate };

const READ = new Map<Policy['language'], AllNotices>();

/** The words of every notice that come with the bot; they are read once. One that is missing or broken is thrown. */
export function shippedNotices(language: Policy['language']): AllNotices {
  const read = READ.get(language) ?? readShipped(language);
  READ.set(language, read);
  return read;
}

function readShipped(language: Policy['language']): AllNotices {
  const path = fileURLToPath(new URL(`../../patterns/notices/${language}.yaml`, import.meta.url));
  const reading = readNotices(readFileSync(path, 'utf8'), { file: path, part: [] });
  if (!reading.ok) throw new Error(reading.problems.map(sayProblem).join('\n'));
  const { templates } = reading;
  if (isWhole(templates)) return templates;
  const missing = NOTICE_NAMES.filter((name) => !(name in templates));
  throw new Error(`reading ${path}: there are no words for ${missing.join(', ')}`);
}

function isWhole(templates: { readonly [N in NoticeName]?: NoticeTemplate }): templates is AllNotices {
  return NOTICE_NAMES.every((name) => name in templates);
}
