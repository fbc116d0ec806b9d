import { el } from './dom.ts';
import type { SharedFile } from './state.ts';
import { isSafeUrl } from './text-tree.ts';

interface Picture {
  readonly alt_text: string;
  readonly image_url?: string;
  readonly slack_file?: { readonly id?: string; readonly url?: string };
}

/** An image of a block, from the web or from the sandbox's own files; its text where there is nothing to show. */
export function drawImage(picture: Picture): HTMLElement {
  const id = picture.slack_file?.id;
  const url = id === undefined ? (picture.image_url ?? picture.slack_file?.url) : fileUrl(id);
  if (url === undefined || (id === undefined && !isSafeUrl(url)))
    return el('span', { class: 'image-missing' }, picture.alt_text);
  return el('img', { src: url, alt: picture.alt_text });
}

/** A file shared in a message: a picture is shown, anything else is a link to it. */
export function drawFile(file: SharedFile): HTMLElement {
  const name = file.title || file.name || file.id;
  const link = { href: fileUrl(file.id), target: '_blank', rel: 'noopener noreferrer' };
  if (file.mimetype?.startsWith('image/')) {
    return el('a', { ...link, class: 'file picture' }, el('img', { src: fileUrl(file.id), alt: name }));
  }
  return el(
    'a',
    { ...link, class: 'file' },
    el('span', { class: 'file-icon', 'aria-hidden': 'true' }, '📄'),
    el('span', { class: 'file-name' }, name),
    file.size !== undefined && el('span', { class: 'quiet' }, sizeText(file.size)),
  );
}

function fileUrl(id: string): string {
  return `/files/${encodeURIComponent(id)}`;
}

function sizeText(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KB`;
}
