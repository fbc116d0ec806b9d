import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import slack from '../../manifest.json' with { type: 'json' };
import manifest from '../../package.json' with { type: 'json' };
import { COMMANDS } from '../../src/commands/help/commands.ts';
import { HELP_GUIDES } from '../../src/commands/help/pages.ts';
import { labels } from './labels.ts';
import { ROOT } from './source-tree.ts';

const PAGES = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const GUIDES = PAGES.filter((name) => name.startsWith('docs/guides/'));
/** Made by hand from a running sandbox, after the pages that show it. */
const PICTURES = /\.png$/;

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The anchor of a heading, as GitHub makes it. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .trim()
    .replaceAll(/\s/g, '-');
}

describe('the pages', () => {
  test.each(PAGES)('%s links to what is there', (page) => {
    const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map((m) => m[1] ?? '');
    const broken = links.filter((link) => {
      const [path = '', part] = link.split('#');
      if (/^https?:/.test(link) || PICTURES.test(path)) return false;
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(ROOT, target))) return true;
      return part !== undefined && ![...read(target).matchAll(/^#+ (.+)$/gm)].some((m) => anchor(m[1] ?? '') === part);
    });
    expect(broken).toEqual([]);
  });

  test('every command they name is there', () => {
    const scripts = Object.keys(manifest.scripts);
    const tools = [...read('src/cli.ts').matchAll(/^ {2}\['([\w-]+)',/gm)].map((m) => m[1] ?? '');
    const text = PAGES.map(read).join('\n');
    const named = [...text.matchAll(/npm run ([\w:-]+)/g)].map((m) => m[1] ?? '');
    expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
    const called = [...text.matchAll(/npm run gonogo -- ([a-z-]+)/g)].map((m) => m[1] ?? '');
    expect(called.filter((name) => !tools.includes(name))).toEqual([]);
    const typed = [...text.matchAll(/`\/change ([a-z]+)/g)].map((m) => m[1] ?? '');
    expect(typed.filter((word) => !Object.hasOwn(COMMANDS, word))).toEqual([]);
    const told = new Set([...read('README.md').matchAll(/npm run gonogo -- ([\w-]+)/g)].map((m) => m[1] ?? ''));
    expect([...told].toSorted()).toEqual(tools.toSorted());
  });
});

describe.each(GUIDES)('%s', (page) => {
  test('has in bold what is a button or a label, and nothing else', () => {
    const known = new Set([...labels(), ...slack.features.shortcuts.map(({ name }) => name)]);
    const bold = [...read(page).matchAll(/\*\*([^*]+)\*\*/g)].map((m) => m[1] ?? '');
    expect(bold.filter((label) => !known.has(label))).toEqual([]);
  });

  test('shows pictures that are there, and is read in five minutes', () => {
    const pictures = [...read(page).matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map((m) => join(dirname(page), m[1] ?? ''));
    expect(pictures.length).toBeGreaterThan(0);
    expect(pictures.filter((picture) => !existsSync(join(ROOT, picture)))).toEqual([]);
    expect(read(page).split(/\s+/).length).toBeLessThan(1_300);
  });

  test('is named by the help', () => {
    expect(HELP_GUIDES).toContain(page);
  });
});
