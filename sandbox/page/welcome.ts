import { el, type Child } from './dom.ts';

/** What the channels of the demo are for; a channel that is not among them begins with its name alone. */
const PURPOSES: Readonly<Record<string, string>> = {
  '#maintenance': 'People affected by a change read here what is planned, when it starts and how it ended.',
  '#incidents': 'What a change could not solve within its window is handed over here.',
  '#operator':
    'Alarms for whoever runs the bot: a message that cannot be delivered, a step that nobody knows the end of.',
};

/** How a channel begins: what it is for, and what one can try. */
export function drawWelcome(name: string, channel: string): HTMLElement {
  if (!channel.startsWith('C')) return welcome(name, 'A direct message between the two of you.');
  if (name !== '#changes') {
    return welcome(`Welcome to ${name}`, PURPOSES[name] ?? '', [
      el('p', {}, 'Changes are filed in ', el('strong', {}, '#changes'), ': type ', code('/change'), ' there.'),
    ]);
  }
  return welcome(
    'Welcome to #changes',
    'This is a local stand-in for Slack. You are everybody here, and the clock is yours.',
    [
      el(
        'ol',
        {},
        el('li', {}, 'Type ', code('/change'), ' below and press Enter to file a change a month ahead.'),
        el(
          'li',
          {},
          'With the runbook ',
          code('orders-release'),
          ' a small real service is changed: ',
          code('v1.2.0'),
          ' goes well, ',
          code('v1.3.0-bad'),
          ' fails its checks, ',
          code('v1.4.0-broken'),
          ' fails half-way.',
        ),
        el(
          'li',
          {},
          'With ',
          code('hosting'),
          ' a stack of OpenTofu is, and its plan is read first. It is only offered on Linux on x64, for which npm brings OpenTofu: ',
          code('v1.1.0'),
          ' adds a server, ',
          code('v2.0.0'),
          ' replaces the database, ',
          code('v2.1.0-bad'),
          ' fails its checks, ',
          code('v2.2.0-broken'),
          ' fails half-way.',
        ),
        el('li', {}, 'Pick Bob in ', el('strong', {}, 'Acting as'), ' to approve it, and a week ahead Cyd to say GO.'),
        el(
          'li',
          {},
          'Press ',
          el('strong', {}, 'Skip to next milestone'),
          ' to live the weeks of a change in minutes; its thread tells what happens.',
        ),
      ),
    ],
  );
}

function welcome(heading: string, purpose: string, more: readonly Child[] = []): HTMLElement {
  return el('section', { class: 'welcome' }, el('h2', {}, heading), el('p', {}, purpose), ...more);
}

function code(text: string): HTMLElement {
  return el('code', {}, text);
}
