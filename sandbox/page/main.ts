import { readState, sendAct, type Act, type ActAnswer } from './acts.ts';
import { makeConversation } from './conversation.ts';
import { el, keepingFocus } from './dom.ts';
import { HeldValues } from './held-values.ts';
import { makeHome } from './home.ts';
import { makeInbox } from './inbox.ts';
import { renderModals } from './modals.ts';
import { followPermalink } from './permalink.ts';
import { readStanding, writeStanding } from './place-in-url.ts';
import { markRead, type Place, type Scene } from './scene.ts';
import { markSeen } from './seen.ts';
import { makeSidebar } from './sidebar.ts';
import { actors, type State } from './state.ts';
import { makeThread } from './thread.ts';
import { makeToasts } from './toast.ts';
import { makeTopBar } from './top-bar.ts';

let { as, place } = readStanding(location.hash);
let state: State | undefined;
let reading: Promise<void> | undefined;
let readAgain = false;

/** Acts whose failure already stands in the page: in the modal, or as a notice where the command was typed. */
const SAID_ELSEWHERE = new Set<Act['kind']>(['viewSubmit', 'command']);

const held = new HeldValues();
const toasts = makeToasts();
const topBar = makeTopBar({ actAs, tell: toasts.tell, refresh: () => void refresh() });
const sidebar = makeSidebar();
const conversation = makeConversation();
const home = makeHome();
const inbox = makeInbox();
const thread = makeThread(toasts.tell);
const lost = el('p', { class: 'lost', role: 'status', hidden: true }, 'The sandbox does not answer. Trying again…');
document.body.append(
  topBar.node,
  lost,
  sidebar.node,
  conversation.node,
  home.node,
  inbox.node,
  thread.node,
  toasts.node,
);

const events = new EventSource('/events');
events.addEventListener('changed', () => void refresh());
events.addEventListener('message', () => void refresh());
events.addEventListener('open', () => void refresh());
events.addEventListener('error', () => {
  lost.hidden = false;
});
setInterval(() => {
  if (state) topBar.tick(scene(state));
}, 1000);
setInterval(render, 60_000);
const { search } = location;
await refresh();
if (state) followPermalink(search, state, go);

/** Reads the state and draws it. Calls during a read lead to one more read, so that the last change is never missed. */
async function refresh(): Promise<void> {
  readAgain = true;
  reading ??= (async () => {
    while (readAgain) {
      readAgain = false;
      await read();
    }
  })().finally(() => {
    reading = undefined;
  });
  return reading;
}

async function read(): Promise<void> {
  const asked = as;
  try {
    const answer = markRead(await readState(asked));
    lost.hidden = true;
    if (asked !== as) return;
    const known = actors(answer).some((person) => person.id === as);
    state = answer;
    if (!known) actAs(answer.me);
    else render();
  } catch {
    lost.hidden = false;
  }
}

function render(): void {
  const now = state;
  if (!now) return;
  place = existing(now, place);
  history.replaceState(null, '', location.pathname + writeStanding({ as, place }));
  const at = scene(now);
  const atHome = place.channel === 'home';
  const atInbox = place.channel === 'inbox';
  if (!atHome && !atInbox) markSeen(now, place.channel);
  keepingFocus(() => {
    topBar.render(at);
    sidebar.render(at);
    conversation.node.hidden = atHome || atInbox;
    home.node.hidden = !atHome;
    inbox.node.hidden = !atInbox;
    if (atHome) home.render(at);
    else if (atInbox) inbox.render(at);
    else conversation.render(at);
    thread.render(at);
    renderModals(at);
  });
}

function scene(now: State): Scene {
  return { state: now, place, held, act, go };
}

async function act(what: Act): Promise<ActAnswer> {
  const answer = await sendAct(as, what);
  if (!answer.ok && !SAID_ELSEWHERE.has(what.kind)) toasts.tell(answer.error);
  await refresh();
  return answer;
}

function go(to: Place): void {
  const opensHome = to.channel === 'home' && place.channel !== 'home';
  place = to;
  render();
  if (opensHome) void act({ kind: 'homeOpen' });
}

function actAs(person: string): void {
  as = person;
  void refresh().then(() => (place.channel === 'home' ? act({ kind: 'homeOpen' }) : undefined));
}

/** A direct message belongs to one person: somebody else starts in the first channel. */
function existing(now: State, wanted: Place): Place {
  const known = [...now.channels, ...now.dms].some((place_) => place_.id === wanted.channel);
  const isOwn = wanted.channel === 'home' || (wanted.channel === 'inbox' && now.inbox !== undefined);
  return known || isOwn ? wanted : { channel: now.channels[0]?.id ?? 'home' };
}
