import type { ConfirmationDialog } from '@slack/types';
import { el, on } from './dom.ts';
import type { Scene } from './scene.ts';
import { drawText, withEmoji } from './text-view.ts';

/** Asks what a block's `confirm` object asks; false when denied or dismissed. */
export async function confirmed(confirm: ConfirmationDialog, scene: Scene): Promise<boolean> {
  const title = withEmoji(confirm.title?.text ?? 'Are you sure?');
  const yes = el(
    'button',
    { type: 'button', class: confirm.style === 'danger' ? 'button danger' : 'button primary' },
    withEmoji(confirm.confirm?.text ?? 'Yes'),
  );
  const no = el('button', { type: 'button', class: 'button' }, withEmoji(confirm.deny?.text ?? 'Cancel'));
  const dialog = el(
    'dialog',
    { class: 'confirm', 'aria-label': title },
    el('h2', {}, title),
    el('div', { class: 'dialog-body text' }, drawText(confirm.text, scene)),
    el('footer', {}, no, yes),
  );
  const { promise, resolve } = Promise.withResolvers<boolean>();
  on(yes, 'click', () => dialog.close('yes'));
  on(no, 'click', () => dialog.close());
  on(dialog, 'close', () => {
    dialog.remove();
    resolve(dialog.returnValue === 'yes');
  });
  document.body.append(dialog);
  dialog.showModal();
  yes.focus();
  return promise;
}
