import type { PlainTextOption } from '@slack/types';
import { el, on } from './dom.ts';
import type { Slot } from './surface.ts';
import { isSafeUrl } from './text-tree.ts';
import { withEmoji } from './text-view.ts';

/** A "⋯" button that opens a menu of options; choosing one sends it. */
export function drawOverflow(slot: Slot, { options }: Extract<Slot['element'], { type: 'overflow' }>): HTMLElement {
  return drawMenu(
    { id: slot.domId, label: 'More options', face: '⋯' },
    options.map((option) => ({ text: withEmoji(option.text.text), choose: () => choose(option) })),
  );

  function choose(option: PlainTextOption): void {
    if (option.url !== undefined && isSafeUrl(option.url)) window.open(option.url, '_blank', 'noopener');
    void slot.press({ type: 'overflow', selected_option: option });
  }
}

/** A button with a pop-up menu under it; the browser closes it on Escape or on a click elsewhere. */
export function drawMenu(
  { id, label, face }: { readonly id: string; readonly label: string; readonly face: string },
  items: readonly { readonly text: string; readonly choose: () => void }[],
): HTMLElement {
  const menu = el('div', { class: 'menu', popover: 'auto', role: 'menu' });
  const button = el(
    'button',
    { type: 'button', id, class: 'button icon', 'aria-label': label, 'aria-haspopup': 'menu', title: label },
    face,
  );
  menu.append(
    ...items.map(({ text, choose }) =>
      on(el('button', { type: 'button', role: 'menuitem' }, text), 'click', () => {
        menu.hidePopover();
        choose();
      }),
    ),
  );
  on(button, 'click', () => {
    menu.togglePopover();
    const { left, bottom, top } = button.getBoundingClientRect();
    const below = bottom + menu.offsetHeight < window.innerHeight;
    menu.style.left = `${Math.max(8, Math.min(left, window.innerWidth - menu.offsetWidth - 8))}px`;
    menu.style.top = `${below ? bottom + 4 : Math.max(8, top - menu.offsetHeight - 4)}px`;
  });
  return el('span', { class: 'menu-anchor' }, button, menu);
}
