import { el, patchRows, type Row } from './dom.ts';
import type { Scene } from './scene.ts';
import type { Letter } from './state.ts';

/** The middle column while it shows what reached people outside Slack: mails, and cards in Teams. */
export function makeInbox(): { readonly node: HTMLElement; readonly render: (scene: Scene) => void } {
  const body = el('div', { class: 'inbox-body' });
  const scroller = el('div', { class: 'scroller', tabindex: 0 }, body);
  const node = el('main', { class: 'inbox' }, el('header', { class: 'pane-head' }, el('h1', {}, 'Inbox')), scroller);
  return { node, render };

  function render({ state }: Scene): void {
    const letters = state.inbox ?? [];
    patchRows(body, letters.length === 0 ? [{ key: 'empty', signature: '', draw: drawEmpty }] : letters.map(row));
  }
}

function drawEmpty(): HTMLElement {
  return el('p', { class: 'quiet empty' }, 'Nobody outside Slack has been told anything yet.');
}

function row(letter: Letter): Row {
  return { key: letter.id, signature: '', draw: () => draw(letter) };
}

function draw(letter: Letter): HTMLElement {
  const when = el('time', { class: 'quiet' }, new Date(letter.at).toLocaleString());
  if (letter.kind === 'card') {
    const [heading = '', ...rest] = letter.paragraphs;
    const paragraphs = rest.map((paragraph) => el('p', {}, paragraph));
    return el(
      'article',
      { class: 'letter' },
      el('h2', {}, heading),
      el('p', { class: 'quiet' }, 'Teams · ', when),
      ...paragraphs,
    );
  }
  const { subject, from, to, calendar } = letter;
  return el(
    'article',
    { class: 'letter' },
    el('h2', {}, subject),
    el('p', { class: 'quiet' }, `E-mail from ${from} to ${to} · `, when),
    // Shown as a mail program would: nothing in it runs, and nothing is fetched.
    el('iframe', { sandbox: '', title: subject, src: `/inbox/${letter.id}`, loading: 'lazy' }),
    details('As plain text', letter.text),
    calendar !== undefined && details('Invitation', calendar),
  );
}

function details(label: string, text: string): HTMLElement {
  return el('details', {}, el('summary', {}, label), el('pre', {}, text));
}
