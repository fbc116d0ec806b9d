import type { z } from 'zod';
import { NOTICE_NAMES, type NoticeName, type NoticeTemplates } from '../change/notice.ts';
import { readTemplate } from '../wording/template.ts';
import { expectation, explain } from './explain.ts';
import { member, membersOf } from './loose.ts';
import { sayPath, type Path, type Problem } from './problem.ts';
import { readYaml, type YamlText } from './read-yaml.ts';
import { section, text } from './shapes.ts';

/** Where notices are read from: the file as people call it, and whose part of the policy it is. */
export interface NoticesSource {
  readonly file: string;
  readonly part: Path;
}

export type NoticesReading =
  | { readonly ok: true; readonly templates: NoticeTemplates }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const Template = section({
  heading: text(/^[^\n]*[^\s{}][^\n]*$/, 'one line of text'),
  text: text(/[^\s{}]/, 'text, a sentence or two to a line'),
});

/** What a file of a team's own says: some of the notices. */
const NoticesText = section(byName(() => Template.exactOptional()));

/** The text of a file of notices, or everything that is wrong with it in the order of the text: shape, grammar, names that are no claim. */
export function readNotices(written: string, source: NoticesSource): NoticesReading {
  try {
    return readBounded(written, source);
  } catch (cause) {
    // As in `readPolicy`: a text built to exhaust the recursion of the parser ends here.
    if (!(cause instanceof RangeError || cause instanceof TypeError)) throw cause;
    const message = 'the file is nested too deeply or refers to itself; expected notices';
    return { ok: false, problems: [wholeNotices(source, message)] };
  }
}

/** A problem with a file of notices as such, at its first line. */
export function wholeNotices({ file, part }: NoticesSource, message: string): Problem {
  return { file, line: 1, column: 1, path: sayPath(part), message };
}

function readBounded(written: string, source: NoticesSource): NoticesReading {
  const yaml = readYaml(written);
  const faults = yaml.faults.map((fault): Problem => ({ ...wholeNotices(source, fault.message), ...fault }));
  if (!('value' in yaml)) return { ok: false, problems: faults };
  const read = NoticesText.safeParse(yaml.value, { error: expectation });
  const shapes = explain(read.error?.issues ?? [], yaml.value).map(({ path, at, message }): Problem => ({
    file: source.file,
    path: sayPath([...source.part, ...path]),
    message,
    ...yaml.locate(path, at),
  }));
  const problems = [...faults, ...shapes, ...templateProblems(yaml, written, source)].toSorted(
    (a, b) => a.line - b.line || a.column - b.column,
  );
  return read.success && problems.length === 0 ? { ok: true, templates: defined(read.data) } : { ok: false, problems };
}

function templateProblems(yaml: YamlText, written: string, { file, part }: NoticesSource): Problem[] {
  return membersOf(yaml.value).flatMap(([name, notice]) =>
    ['heading', 'text'].flatMap((key): Problem[] => {
      const source = member(notice, key);
      const reading = typeof source === 'string' ? readTemplate(source) : undefined;
      if (!reading || reading.ok) return [];
      const at = yaml.locate([name, key], 'value');
      const isBlock = /^[|>]/.test(written.split('\n')[at.line - 1]?.slice(at.column - 1) ?? '');
      const line = at.line + reading.row - (isBlock ? 0 : 1);
      return [{ file, path: sayPath([...part, name, key]), message: reading.message, ...at, line }];
    }),
  );
}

function byName<T>(make: () => T): Record<NoticeName, T> {
  return Object.fromEntries(NOTICE_NAMES.map((name) => [name, make()])) as Record<NoticeName, T>;
}

/** Without what was not written: an absent notice is an absent member. */
function defined(read: z.output<typeof NoticesText>): NoticeTemplates {
  return Object.fromEntries(Object.entries(read).filter(([, template]) => template !== undefined));
}
