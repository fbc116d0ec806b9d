import { isSafeUrl, type Inline } from './text-tree.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/** Decodes the three entities Slack uses, once: `&amp;lt;` becomes `&lt;`. */
export function unescape(text: string): string {
  return text.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** What stands between `<` and `>` in mrkdwn (a link, mention or date), or undefined where it is none of them and stays literal. */
export function readMrkdwnToken(body: string): Inline | undefined {
  const bar = body.indexOf('|');
  const target = bar < 0 ? body : body.slice(0, bar);
  const label = bar < 0 ? undefined : unescape(body.slice(bar + 1));
  const named = label ? { label } : {};
  if (/^@[UWB][A-Z0-9]*$/.test(target)) return { kind: 'user', id: target.slice(1), ...named };
  if (/^#[CGD][A-Z0-9]*$/.test(target)) return { kind: 'channel', id: target.slice(1), ...named };
  if (/^!subteam\^S[A-Z0-9]*$/.test(target)) return { kind: 'group', id: target.slice('!subteam^'.length), ...named };
  if (/^!(?:channel|here|everyone)$/.test(target)) return { kind: 'broadcast', range: target.slice(1) };
  if (target.startsWith('!date^')) return readDate(target, label ?? '');
  const url = unescape(target);
  return isSafeUrl(url) ? { kind: 'link', url, children: [{ kind: 'text', text: label || url }] } : undefined;
}

function readDate(target: string, fallback: string): Inline | undefined {
  const [, epoch = '', format = '', url] = target.split('^');
  if (!/^-?\d{1,12}$/.test(epoch) || format === '') return undefined;
  const date = { kind: 'date', epoch: Number(epoch), format: unescape(format), fallback } as const;
  return url !== undefined && isSafeUrl(unescape(url)) ? { ...date, url: unescape(url) } : date;
}
