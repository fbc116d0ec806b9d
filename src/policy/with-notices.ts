import { basename } from 'node:path';
import type { NoticeTemplates } from '../change/notice.ts';
import type { Policy } from '../change/policy.ts';
import type { Path, Problem } from './problem.ts';
import { readNotices, wholeNotices, type NoticesReading } from './read-notices.ts';
import { readTextFile } from './read-text-file.ts';

type Worded =
  { readonly ok: true; readonly policy: Policy } | { readonly ok: false; readonly problems: readonly Problem[] };

/** The policy with what its files of notices say, a team's own and each service's; or all that is wrong with any. */
export async function withNotices(policy: Policy): Promise<Worded> {
  const parts = partsOf(policy);
  const read = await Promise.all(parts.map(([path, part]) => readOne(path, part)));
  const problems = read.flatMap((reading) => (reading.ok ? [] : reading.problems));
  if (problems.length > 0) return { ok: false, problems };
  const said = new Map(read.map((reading, i) => [parts[i]?.[1].join('.'), reading.ok ? reading.templates : {}]));
  const services: Record<string, Policy['services'][string]> = Object.create(null);
  for (const [name, service] of Object.entries(policy.services))
    services[name] = { ...service, ...templates(said.get(`services.${name}.notices`)) };
  return { ok: true, policy: { ...policy, ...templates(said.get('notices')), services } };
}

/** The files of notices that a policy names. */
export function noticeFiles(policy: Policy): readonly string[] {
  return partsOf(policy).map(([path]) => path);
}

function partsOf({ notices, services }: Policy): readonly (readonly [path: string, part: Path])[] {
  const own = Object.entries(services).flatMap(([name, service]) =>
    service.notices === undefined ? [] : [[service.notices, ['services', name, 'notices']] as const],
  );
  return [...(notices === undefined ? [] : [[notices, ['notices']] as const]), ...own];
}

async function readOne(path: string, part: Path): Promise<NoticesReading> {
  const source = { file: basename(path), part };
  const read = await readTextFile(path);
  if (read.ok) return readNotices(read.text, source);
  const message =
    read.code === undefined
      ? 'the file is not UTF-8 text; expected notices saved as UTF-8'
      : `the file cannot be read (${path}: ${read.code})`;
  return { ok: false, problems: [wholeNotices(source, message)] };
}

function templates(said: NoticeTemplates | undefined): { readonly templates?: NoticeTemplates } {
  return said === undefined ? {} : { templates: said };
}
