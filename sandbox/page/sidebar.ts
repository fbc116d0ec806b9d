import { drawAvatar } from './avatar.ts';
import { placeName } from './conversation.ts';
import { el, on, patchRows, type Row } from './dom.ts';
import type { Scene } from './scene.ts';
import { isUnread } from './seen.ts';
import { personName } from './state.ts';

/** The column on the left: the workspace, its channels, this person's direct messages, the app's home, and the inbox of those outside. */
export function makeSidebar(): { readonly node: HTMLElement; readonly render: (scene: Scene) => void } {
  const team = el('div', { class: 'team' });
  const channels = el('div', { class: 'places' });
  const dms = el('div', { class: 'places' });
  const apps = el('div', { class: 'places' });
  const outside = el('div', { class: 'places' });
  const outsideHead = el('h2', {}, 'Outside Slack');
  const node = el(
    'nav',
    { class: 'sidebar', 'aria-label': 'Places' },
    team,
    el('h2', {}, 'Channels'),
    channels,
    el('h2', {}, 'Direct messages'),
    dms,
    el('h2', {}, 'Apps'),
    apps,
    outsideHead,
    outside,
  );
  return { node, render };

  function render(scene: Scene): void {
    const { state } = scene;
    team.textContent = state.team.name;
    patchRows(
      channels,
      state.channels.map(({ id, name }) => row(scene, id, `#${name}`, '')),
    );
    patchRows(
      dms,
      state.dms.map(({ id, user }) => row(scene, id, placeName(state, id), user)),
    );
    patchRows(apps, [row(scene, 'home', 'Gonogo home', 'app')]);
    outsideHead.hidden = state.inbox === undefined;
    patchRows(outside, state.inbox === undefined ? [] : [row(scene, 'inbox', 'Inbox', '')]);
  }
}

/** One entry; its accessible name is the place's name alone, and "unread" is its description. */
function row(scene: Scene, id: string, label: string, user: string): Row {
  const { state, place, go } = scene;
  const here = place.channel === id;
  const unread = !here && id !== 'home' && id !== 'inbox' && isUnread(state, id);
  return {
    key: id,
    signature: JSON.stringify([label, here, unread]),
    draw: () => {
      const isApp = user === 'app' || !state.people.some((person) => person.id === user && person.isBot !== true);
      const icon = user === '' ? null : drawAvatar(user, isApp ? 'Gonogo' : personName(state, user), isApp);
      const button = el(
        'button',
        { type: 'button', id: `place-${id}`, class: unread ? 'place unread' : 'place', 'data-channel': id },
        icon,
        el('span', { class: 'place-name' }, label),
        unread && el('span', { class: 'dot', 'aria-hidden': 'true' }),
      );
      if (here) button.ariaCurrent = 'page';
      if (unread) button.ariaDescription = 'unread';
      return on(button, 'click', () => go({ channel: id }));
    },
  };
}
