import { el } from './dom.ts';

const SHOWN_MS = 8000;

/** A line at the bottom that says what did not work, and goes away by itself. */
export function makeToasts(): { readonly node: HTMLElement; readonly tell: (text: string) => void } {
  const node = el('div', { class: 'toasts', role: 'status', popover: 'manual' });
  return { node, tell };

  function tell(text: string): void {
    const toast = el('p', {}, text);
    node.append(toast);
    // Shown anew each time: the top layer stacks by order of showing, and a modal may have opened since.
    if (node.matches(':popover-open')) node.hidePopover();
    node.showPopover();
    setTimeout(() => {
      toast.remove();
      if (node.childElementCount === 0) node.hidePopover();
    }, SHOWN_MS);
  }
}
