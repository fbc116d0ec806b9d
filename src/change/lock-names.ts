import type { Names } from './playbook.ts';

/** These stores print the block of whoever was refused, not of who holds the lock: pg, and http, which gives the holder's id in a sentence. */
const ASKS_OWN_BLOCK = [
  'HTTP remote state already locked',
  'Workspace is already locked',
  'Already locked for workspace',
];

/**
 * Which lock the lines of an error name, who holds it and since when (OpenTofu and Terraform, `Lock Info`). What is not certainly the
 * holder's is not named: an id of one's own refused attempt would unlock nothing, or another's work.
 */
export function lockNames(lines: readonly string[]): Names {
  const text = lines.join(' ');
  const said = /already locked: ?ID=([A-Za-z0-9][A-Za-z0-9._:/-]{0,99})(?= |$)/.exec(text)?.[1];
  const block = { lock: idIn(lines), holder: holderIn(lines), since: sinceIn(lines) };
  const isHolders = said === undefined ? !ASKS_OWN_BLOCK.some((words) => text.includes(words)) : said === block.lock;
  const named = isHolders ? block : { lock: said };
  return Object.fromEntries(Object.entries(named).filter(([, name]) => name !== undefined));
}

function idIn(lines: readonly string[]): string | undefined {
  return first(lines, /^ID: ([A-Za-z0-9][A-Za-z0-9._:/-]{0,99})$/);
}

function holderIn(lines: readonly string[]): string | undefined {
  return first(lines, /^Who: ([^\s`'"<>&]{1,100})$/);
}

function sinceIn(lines: readonly string[]): string | undefined {
  const at = first(lines, /^Created: (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.\d{1,9})? \+0000 UTC$/);
  return at === undefined ? undefined : `${at} UTC`;
}

function first(lines: readonly string[], shape: RegExp): string | undefined {
  for (const line of lines) {
    const found = shape.exec(line)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}
