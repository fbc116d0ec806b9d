import { el } from './dom.ts';

/** A coloured tile with a person's initials; the same id always has the same colour. The app's own tile is a tick in a ring. */
export function drawAvatar(id: string, name: string, isApp: boolean): HTMLElement {
  const initials = name
    .split(/[\s._-]+/)
    .map((word) => word[0] ?? '')
    .join('')
    .slice(0, 2)
    .toUpperCase();
  const tile = el('span', { class: isApp ? 'avatar app' : 'avatar', 'aria-hidden': 'true' }, isApp ? '✓' : initials);
  const hue = new TextEncoder().encode(id).reduce((sum, byte) => (sum * 31 + byte) % 360, 7);
  if (!isApp) tile.style.setProperty('--hue', String(hue));
  return tile;
}
