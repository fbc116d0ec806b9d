import { EMOJI } from './emoji.ts';
import { readMrkdwnToken, unescape } from './mrkdwn-token.ts';
import type { Inline, TextBlock } from './text-tree.ts';

const CODE = /`([^`\n]+)`/y;
const TOKEN = /<([^<>\n]+)>/y;
const SHORTCODE = /:([a-z0-9_+'-]+):/y;
const BARE_URL = /https?:\/\/[^\s<>|`]*[^\s<>|`.,;:!?)\]'"*_~]/y;
const QUOTED = /^(?:>|&gt;) ?/;
const WORD = /[\p{L}\p{N}]/u;
const EMPHASIS = { '*': 'bold', _: 'italic', '~': 'strike' } as const;

/**
 * Slack's mrkdwn as a tree. Text that is no valid markup stays as it was typed, so nothing vanishes; entities are decoded only
 * after the markup was read, so `&lt;!channel&gt;` never mentions anyone. https://docs.slack.dev/messaging/formatting-message-text
 */
export function parseMrkdwn(source: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  let from = 0;
  for (const fence of source.matchAll(/```([\s\S]+?)```/g)) {
    blocks.push(...parseLines(source.slice(from, fence.index).replace(/\n$/, '')));
    blocks.push({ kind: 'pre', text: unescape((fence[1] ?? '').replace(/^\n|\n$/g, '')) });
    from = fence.index + fence[0].length;
  }
  const rest = source.slice(from);
  return [...blocks, ...parseLines(from > 0 ? rest.replace(/^\n/, '') : rest)];
}

/** The inline markup of one stretch of mrkdwn: emphasis, code, links, mentions, dates, emoji. */
export function parseInline(source: string): Inline[] {
  const out: Inline[] = [];
  let plain = '';
  let i = 0;
  while (i < source.length) {
    const found = readAt(source, i);
    if (found) {
      if (plain) out.push({ kind: 'text', text: unescape(plain) });
      plain = '';
      out.push(found.node);
      i += found.length;
    } else {
      plain += source[i] ?? '';
      i += 1;
    }
  }
  if (plain) out.push({ kind: 'text', text: unescape(plain) });
  return out;
}

interface Found {
  readonly node: Inline;
  readonly length: number;
}

function readAt(source: string, i: number): Found | undefined {
  const first = source[i];
  switch (first) {
    case '<':
      return matchAt(TOKEN, source, i, readMrkdwnToken);
    case '`':
      return matchAt(CODE, source, i, (text) => ({ kind: 'code', text: unescape(text) }));
    case ':':
      return matchAt(SHORTCODE, source, i, (name) => (EMOJI.has(name) ? { kind: 'emoji', name } : undefined));
    case 'h':
      if (WORD.test(source[i - 1] ?? '')) return undefined;
      return matchAt(BARE_URL, source, i, (url) => readMrkdwnToken(url));
    case '*':
    case '_':
    case '~':
      return readEmphasis(source, i, first);
    default:
      return undefined;
  }
}

function matchAt(
  pattern: RegExp,
  source: string,
  i: number,
  read: (inner: string) => Inline | undefined,
): Found | undefined {
  pattern.lastIndex = i;
  const match = pattern.exec(source);
  const node = match ? read(match[1] ?? match[0]) : undefined;
  return match && node ? { node, length: match[0].length } : undefined;
}

/** Emphasis opens before a word and closes after one, on the same line: `snake_case_name` and `2 * 3 * 4` stay as they are. */
function readEmphasis(source: string, open: number, mark: keyof typeof EMPHASIS): Found | undefined {
  if (WORD.test(source[open - 1] ?? '') || /[\s]/.test(source[open + 1] ?? ' ')) return undefined;
  for (let i = open + 1; i < source.length && source[i] !== '\n'; i += 1) {
    const skipped = source[i] === '<' || source[i] === '`' ? readAt(source, i) : undefined;
    if (skipped) i += skipped.length - 1;
    else if (source[i] === mark && i > open + 1 && /\S/.test(source[i - 1] ?? '') && !WORD.test(source[i + 1] ?? '')) {
      return { node: { kind: EMPHASIS[mark], children: parseInline(source.slice(open + 1, i)) }, length: i - open + 1 };
    }
  }
  return undefined;
}

function parseLines(source: string): TextBlock[] {
  const runs: { quoted: boolean; lines: string[] }[] = [];
  for (const line of source === '' ? [] : source.split('\n')) {
    const quoted = QUOTED.test(line);
    const last = runs.at(-1);
    const text = quoted ? line.replace(QUOTED, '') : line;
    if (last?.quoted === quoted) last.lines.push(text);
    else runs.push({ quoted, lines: [text] });
  }
  return runs.map(({ quoted, lines }) => ({
    kind: quoted ? 'quote' : 'paragraph',
    children: parseInline(lines.join('\n')),
  }));
}
