import { sourceFiles } from './source-tree.ts';

/** Texts of one line that begin as a label does; those of templates up to what is placed in them. */
const TEXTS = /(['"])((?:(?!\1)[^\\\n]){2,60})\1|`([^`$\n]{2,60})/g;

/** What a button, a field, a heading or a page may be called: every text of the code that draws them. */
export function labels(): ReadonlySet<string> {
  const drawing = ['src/commands', 'src/slack', 'src/notifications', 'sandbox/page'].flatMap(sourceFiles);
  const texts = drawing.flatMap(({ text }) => [...text.matchAll(TEXTS)].map((m) => m[2] ?? m[3] ?? ''));
  return new Set(texts.filter((text) => /^[A-Z]/.test(text)));
}
