import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMMANDS, type Topic } from '../../src/commands/help/commands.ts';
import { HELP_PAGES, helpFor, helpOn, linesOn } from '../../src/commands/help/pages.ts';
import { PRESSES } from '../../src/commands/help/presses.ts';
import manifest from '../../manifest.json' with { type: 'json' };
import { labels } from '../ops/labels.ts';
import { ROOT } from '../ops/source-tree.ts';
import { aPolicy } from '../support/a-policy.ts';

const TOPICS = Object.keys(PRESSES) as Topic[];
const policy = aPolicy();
const roster = Object.fromEntries(Object.entries(policy.roles).map(([role, { members }]) => [role, members]));

function helpTo(user: string, outsider = false): string {
  return helpFor({ kind: 'person', user, outsider, roster }, policy);
}

/** The words that a text has after `/change`. */
function named(text: string): readonly string[] {
  return [...text.matchAll(/\/change ([a-z]+)/g)].map((m) => m[1] ?? '');
}

describe('the help', () => {
  test('has for each command a line that begins with it, and names no other', () => {
    for (const [word, { help }] of Object.entries(COMMANDS))
      expect(help).toMatch(new RegExp(`^\`/change${word === '' ? '' : ` ${word}`}[\` ]`));
    const all = TOPICS.flatMap(linesOn).join('\n');
    expect(named(all).filter((word) => !Object.hasOwn(COMMANDS, word))).toEqual([]);
  });

  test('of the day begins with what begins it', () => {
    expect(linesOn('day')[0]).toMatch(/^\*Start\*/);
    expect(linesOn('day').at(-1)).toMatch(/^`\/change pir/);
  });

  test('names only buttons that there are', () => {
    const pressed = Object.values(PRESSES)
      .flat()
      .flatMap((line) => [...line.matchAll(/\*([^*]+)\*/g)].map((m) => m[1] ?? ''));
    expect(pressed.length).toBeGreaterThan(20);
    const known = new Set([...labels(), ...manifest.features.shortcuts.map(({ name }) => name)]);
    expect(pressed.filter((label) => !known.has(label))).toEqual([]);
  });

  test('names every command and every topic on a page of some role', () => {
    const pages = HELP_PAGES.map(helpOn).join('\n');
    expect(TOPICS.flatMap(linesOn).filter((line) => !pages.includes(line))).toEqual([]);
  });

  test('fits a message that Slack shows whole', () => {
    const everything = helpFor({ kind: 'person', user: 'U0BOB', outsider: false, roster: allTo('U0BOB') }, policy);
    expect(everything.length).toBeLessThan(4_000);
    expect(Math.max(...HELP_PAGES.map((page) => helpOn(page).length))).toBeLessThan(4_000);
  });
});

describe('/change help', () => {
  test('begins with the vote for who may be asked, with the day for who carries changes out', () => {
    expect(helpTo('U0CYD')).toMatch(/^\*Vote\*/);
    expect(helpTo('U0ADA')).toMatch(/^\*On the day\*/);
  });

  test('tells only who could answer for it of overrides and freezes', () => {
    expect(helpTo('U0BOB')).toContain('/change freeze');
    expect(helpTo('U0ADA')).not.toContain('/change freeze');
  });

  test('tells everybody how to file and to read, and a guest no more than that', () => {
    expect(helpTo('U0NEW')).toMatch(/^\*File a change\*/);
    expect(helpTo('U0NEW')).toContain('/change list');
    expect(helpTo('U0BOB', true)).toBe(helpTo('U0NEW'));
    expect(helpFor(undefined, policy)).toBe(helpTo('U0NEW'));
  });

  test('with a role is its page, and with another word the roles', () => {
    expect(helpOn('Operator')).toContain('doctor');
    expect(helpOn('<!channel>')).toMatch(/^There is no help for &lt;!channel&gt;\. .*`operator`/);
    expect(helpOn('constructor')).toMatch(/^There is no help for constructor/);
  });
});

test('the manifest and the README know the same commands', () => {
  const hints = manifest.features.slash_commands.flatMap(({ usage_hint }) => [...usage_hint.matchAll(/[a-z]+/g)]);
  expect(hints.map(([word]) => word).filter((word) => !Object.hasOwn(COMMANDS, word))).toEqual([]);
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  expect(Object.keys(COMMANDS).filter((word) => word !== '' && !named(readme).includes(word))).toEqual([]);
});

function allTo(user: string): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.keys(policy.roles).map((role) => [role, [user]]));
}
