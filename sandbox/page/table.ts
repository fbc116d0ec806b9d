import type { KnownBlock } from '@slack/types';
import { el } from './dom.ts';
import { drawRichText } from './rich-text.ts';
import type { Scene } from './scene.ts';

type TableBlock = Extract<KnownBlock, { type: 'table' }>;

/** A table; as in Slack its first row is the header, and it scrolls sideways rather than widening the message. */
export function drawTable(block: TableBlock, scene: Scene): HTMLElement {
  const [head = [], ...rows] = block.rows;
  const table = el(
    'table',
    {},
    el('thead', {}, el('tr', {}, ...head.map((cell, column) => drawCell('th', cell, column)))),
    el('tbody', {}, ...rows.map((row) => el('tr', {}, ...row.map((cell, column) => drawCell('td', cell, column))))),
  );
  return el('div', { class: 'block table text', tabindex: 0 }, table);

  function drawCell(tag: 'th' | 'td', cell: TableBlock['rows'][number][number], column: number): HTMLElement {
    const { align, is_wrapped: wrapped } = block.column_settings?.[column] ?? {};
    const shape = { class: `${align ?? 'left'}${wrapped ? ' wrapped' : ''}` };
    return el(tag, shape, cell.type === 'rich_text' ? drawRichText(cell, scene) : cell.text);
  }
}
