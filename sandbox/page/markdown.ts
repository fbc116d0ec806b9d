import { isSafeUrl, type Inline, type TextBlock } from './text-tree.ts';

const INLINE =
  /`(?<code>[^`\n]+)`|\[(?<label>[^\]\n]+)\]\((?<url>[^()\s]+)\)|\*\*(?<bold>\S(?:[^\n]*?\S)?)\*\*|~~(?<strike>\S(?:[^\n]*?\S)?)~~|(?<![\w*])\*(?<star>[^\s*](?:[^\n*]*[^\s*])?)\*(?![\w*])|(?<!\w)_(?<under>[^\s_](?:[^\n]*?[^\s_])?)_(?!\w)/g;

/** The basic part of standard Markdown (headings, lists, quotes, fences, rules, emphasis, links), for Slack's `markdown` block. */
export function parseMarkdown(source: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  const lines = source.split('\n');
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] ?? '';
    const fence = line.startsWith('```') ? lines.findIndex((later, at) => at > i && /^```\s*$/.test(later)) : -1;
    if (fence > 0) {
      blocks.push({ kind: 'pre', text: lines.slice(i + 1, fence).join('\n') });
      i = fence;
    } else addLine(blocks, line);
  }
  return blocks.filter((block) => block.kind !== 'paragraph' || block.children.length > 0);
}

/** The inline markup of one line of Markdown; links to anything but http, https and mailto stay as typed. */
function parseMarkdownInline(source: string): Inline[] {
  const out: Inline[] = [];
  let from = 0;
  for (const match of source.matchAll(INLINE)) {
    const node = inlineOf(match.groups ?? {});
    if (!node) continue;
    if (match.index > from) out.push({ kind: 'text', text: source.slice(from, match.index) });
    out.push(node);
    from = match.index + match[0].length;
  }
  if (from < source.length) out.push({ kind: 'text', text: source.slice(from) });
  return out;
}

function inlineOf(found: Record<string, string | undefined>): Inline | undefined {
  if (found['code'] !== undefined) return { kind: 'code', text: found['code'] };
  if (found['bold'] !== undefined) return { kind: 'bold', children: parseMarkdownInline(found['bold']) };
  if (found['strike'] !== undefined) return { kind: 'strike', children: parseMarkdownInline(found['strike']) };
  const italic = found['star'] ?? found['under'];
  if (italic !== undefined) return { kind: 'italic', children: parseMarkdownInline(italic) };
  const { url, label } = found;
  if (url === undefined || label === undefined || !isSafeUrl(url)) return undefined;
  return { kind: 'link', url, children: parseMarkdownInline(label) };
}

/** Adds one line to what was read before it: to the running list, quote or paragraph, or as a block of its own. */
function addLine(blocks: TextBlock[], line: string): void {
  const last = blocks.at(-1);
  const heading = /^(#{1,6})\s+(.*)$/.exec(line);
  const item = /^\s*(?:[-*+]|(\d+)[.)])\s+(.*)$/.exec(line);
  const quote = /^>\s?(.*)$/.exec(line);
  if (/^\s*(?:-{3,}|\*{3,}|_{3,})\s*$/.test(line)) blocks.push({ kind: 'rule' });
  else if (heading) {
    blocks.push({ kind: 'heading', level: (heading[1] ?? '').length, children: parseMarkdownInline(heading[2] ?? '') });
  } else if (item) {
    const ordered = item[1] !== undefined;
    const items = [parseMarkdownInline(item[2] ?? '')];
    if (last?.kind === 'list' && last.ordered === ordered) {
      blocks[blocks.length - 1] = { ...last, items: [...last.items, ...items] };
    } else blocks.push({ kind: 'list', ordered, items });
  } else join(blocks, quote ? 'quote' : 'paragraph', parseMarkdownInline(quote ? (quote[1] ?? '') : line));
}

function join(blocks: TextBlock[], kind: 'quote' | 'paragraph', children: Inline[]): void {
  const last = blocks.at(-1);
  if (last?.kind === kind && last.children.length > 0 && children.length > 0) {
    blocks[blocks.length - 1] = { kind, children: [...last.children, { kind: 'text', text: '\n' }, ...children] };
  } else blocks.push({ kind, children });
}
