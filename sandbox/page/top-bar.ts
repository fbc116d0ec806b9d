import { skipToMilestone } from './acts.ts';
import { drawAvatar } from './avatar.ts';
import { el, on, patchRows } from './dom.ts';
import { milestoneWords } from './milestone-words.ts';
import { sandboxNow, type Scene } from './scene.ts';
import { formatSlackDate, fromNow } from './slack-date.ts';
import { actors, personName } from './state.ts';

const CLOCK = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** The bar on top: the sandbox's clock, the way to its next milestone, and the person one acts as. */
export function makeTopBar(deps: {
  readonly actAs: (person: string) => void;
  readonly tell: (text: string) => void;
  readonly refresh: () => void;
}): { readonly node: HTMLElement; readonly render: (scene: Scene) => void; readonly tick: (scene: Scene) => void } {
  const clock = el('time', { class: 'clock', title: "The sandbox's clock" });
  const label = el('span', { class: 'milestone-label' });
  const when = el('span', { class: 'milestone-when' });
  const next = el('span', { class: 'milestone' }, label, when);
  const skip = el('button', { type: 'button', class: 'button skip' }, 'Skip to next milestone');
  const face = el('span', { class: 'face' });
  const people = el('select', { id: 'acting-as' });
  on(people, 'change', () => deps.actAs(people.value));
  on(skip, 'click', () => void skipOn());
  const actingAs = el('label', { for: 'acting-as' }, 'Acting as');
  const node = el(
    'header',
    { class: 'top-bar' },
    el('span', { class: 'tag' }, 'Sandbox'),
    clock,
    el('span', { class: 'skip-group' }, skip, next),
    el('span', { class: 'acting' }, actingAs, face, people),
  );
  return { node, render, tick };

  function render(scene: Scene): void {
    const { state } = scene;
    const signature = JSON.stringify([state.people, state.me]);
    patchRows(face, [
      { key: state.me, signature, draw: () => drawAvatar(state.me, personName(state, state.me), false) },
    ]);
    patchRows(
      people,
      actors(state).map(({ id }) => {
        const text = personName(state, id);
        return { key: id, signature: text, draw: () => el('option', { value: id }, text) };
      }),
    );
    people.value = state.me;
    tick(scene);
  }

  function tick({ state }: Scene): void {
    const now = sandboxNow(state);
    clock.textContent = CLOCK.format(now);
    clock.dateTime = new Date(now).toISOString();
    const milestone = state.nextMilestone;
    skip.disabled = milestone === null || node.ariaBusy === 'true';
    label.textContent = milestone ? milestoneWords(milestone.label) : 'Nothing is planned yet';
    when.textContent = milestone
      ? `${formatSlackDate(milestone.at / 1000, '{date_short_pretty} {time}', { nowMs: now })}, ${fromNow(milestone.at - now)}`
      : '';
  }

  async function skipOn(): Promise<void> {
    node.ariaBusy = 'true';
    skip.disabled = true;
    const answer = await skipToMilestone();
    node.ariaBusy = null;
    if (!answer.ok) deps.tell(`The clock did not move: ${answer.error}`);
    deps.refresh();
  }
}
