import type { KnownBlock } from '@slack/types';
import { el } from './dom.ts';
import { drawElement } from './elements.ts';
import type { Slot } from './surface.ts';
import { drawText, withEmoji } from './text-view.ts';

/** A labelled input with its hint; `(optional)` stands beside the label, so that the input's name is the label alone. */
export function drawInput(block: Extract<KnownBlock, { type: 'input' }>, slot: Slot): HTMLElement {
  const control = drawElement(slot);
  const labelId = `${slot.domId}/label`;
  const grouped = control.role === 'group' || control.role === 'radiogroup';
  const text = withEmoji(block.label.text);
  const label = grouped
    ? el('span', { class: 'label', id: labelId }, text)
    : el('label', { class: 'label', for: slot.domId, id: labelId }, text);
  if (grouped) control.setAttribute('aria-labelledby', labelId);
  if (!block.optional) control.ariaRequired = 'true';
  control.setAttribute('aria-describedby', `${slot.domId}/hint ${slot.domId}/error`);
  return el(
    'div',
    { class: 'block input' },
    el('div', { class: 'label-line' }, label, block.optional && el('span', { class: 'quiet' }, '(optional)')),
    control,
    block.hint && el('p', { class: 'hint', id: `${slot.domId}/hint` }, drawText(block.hint, slot.scene)),
  );
}

/** Puts an error under an input block, or takes it away, without touching the input. */
export function markError(node: HTMLElement, error: string | undefined): void {
  const before = node.querySelector(':scope > .error');
  const control = node.querySelector('input, textarea, select, [role=group], [role=radiogroup]');
  if (before?.textContent === error) return;
  before?.remove();
  if (control) control.ariaInvalid = error === undefined ? null : 'true';
  if (error !== undefined)
    node.append(el('p', { class: 'error', role: 'alert', id: `${control?.id ?? ''}/error` }, error));
}
