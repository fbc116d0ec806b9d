import { el } from './dom.ts';

/** How a channel begins: with what one can try. */
export function drawWelcome(name: string, channel: string): HTMLElement {
  if (!channel.startsWith('C')) {
    return el(
      'section',
      { class: 'welcome' },
      el('h2', {}, name),
      el('p', {}, 'A direct message between the two of you.'),
    );
  }
  return el(
    'section',
    { class: 'welcome' },
    el('h2', {}, `Welcome to ${name}`),
    el('p', {}, 'This is a local stand-in for Slack. You are everybody here, and the clock is yours.'),
    el(
      'ol',
      {},
      el('li', {}, 'Type ', el('code', {}, '/change'), ' below and press Enter to file a change.'),
      el('li', {}, 'Pick somebody else in ', el('strong', {}, 'Acting as'), ' to vote on it.'),
      el('li', {}, 'Press ', el('strong', {}, 'Skip to next milestone'), ' to live the weeks of a change in minutes.'),
    ),
  );
}
