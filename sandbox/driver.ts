import { slackValue, type Given } from './driver-values.ts';
import type { ShownHome, ShownModal } from './person-state.ts';
import type { Sandbox } from './server.ts';
import type { Action } from './slack/action.ts';
import { NOT_THERE } from './slack/act-press.ts';
import { receiveFile } from './slack/methods-files.ts';
import { controlsIn } from './slack/controls.ts';
import { foundMessage, named, seenView, type Found, type Seen } from './seen.ts';
import { waitUntil } from './wait-until.ts';

type Match = string | RegExp | ((found: Found) => boolean);
type Where = { channel?: string; thread?: string; withinMs?: number };
type Deed = Action extends infer One ? (One extends Action ? Omit<One, 'as'> : never) : never;

/** More than this often no message is drawn anew while somebody presses. */
const PRESSES_MAX = 5;

/** Acts and looks as one person, for tests. Whatever is looked for is waited for, five seconds unless said otherwise. */
export class Actor {
  readonly id: string;
  readonly #sandbox: Sandbox;

  constructor(sandbox: Sandbox, id: string) {
    this.#sandbox = sandbox;
    this.id = id;
  }

  /** Does it; @throws Error with the sentence the person would read. */
  async #do(deed: Deed): Promise<void> {
    const outcome = await this.#sandbox.act({ ...deed, as: this.id });
    if (!outcome.ok) throw new Error(outcome.error);
  }

  async #channel(name: string | undefined): Promise<string> {
    const { channels, dms } = await this.#sandbox.state(this.id);
    const found =
      name === undefined
        ? channels[0]
        : [...channels, ...dms.map(({ id }) => ({ id, name: id }))].find((one) => one.id === name || one.name === name);
    if (found === undefined) throw new Error(`${this.id} sees no channel ${name ?? ''}`);
    return found.id;
  }

  /** Types a command, in the first channel unless one is named by id or name. */
  async command(text: string, channel?: string): Promise<void> {
    await this.#do({ kind: 'command', channel: await this.#channel(channel), text });
  }

  async say(text: string, channel?: string, thread?: string): Promise<void> {
    await this.#do({
      kind: 'message',
      channel: await this.#channel(channel),
      text,
      ...(thread === undefined ? {} : { thread_ts: thread }),
    });
  }

  async shortcut(callbackId: string): Promise<void> {
    await this.#do({ kind: 'shortcut', callback_id: callbackId });
  }

  async messageShortcut(callbackId: string, { channel, ts }: Found): Promise<void> {
    await this.#do({ kind: 'messageShortcut', callback_id: callbackId, channel, ts });
  }

  /** Every message this person sees that matches, oldest first within its channel; ephemeral ones too. */
  async messages(match: Match, { channel, thread }: Where = {}): Promise<Found[]> {
    const { messages } = await this.#sandbox.state(this.id);
    const only = channel === undefined ? undefined : await this.#channel(channel);
    const all = Object.entries(messages).flatMap(([id, list]) =>
      only === undefined || id === only ? list.map((one) => foundMessage(id, one)) : [],
    );
    return all.filter((found) => {
      if (thread !== undefined && found.message.thread_ts !== thread) return false;
      if (typeof match === 'function') return match(found);
      return typeof match === 'string' ? found.text.includes(match) : match.test(found.text);
    });
  }

  /** Waits for a message and answers with the newest that matches: by a part of its text, a pattern, or a test. */
  async findMessage(match: Match, where: Where = {}): Promise<Found> {
    const what = `a message for ${this.id} matching ${String(match)}`;
    return waitUntil(
      this.#sandbox,
      async () => (await this.messages(match, where)).toSorted((a, b) => Number(a.ts) - Number(b.ts)).at(-1),
      {
        what,
        ...(where.withinMs === undefined ? {} : { withinMs: where.withinMs }),
      },
    );
  }

  async #use(found: Found, name: string, given?: Given): Promise<void> {
    const what = `"${name}" on the message "${found.message.text}"`;
    const { people } = await this.#sandbox.state(this.id);
    for (let times = 1; ; times += 1) {
      const control = await waitUntil(
        this.#sandbox,
        async () => {
          const [now] = await this.messages((one) => one.ts === found.ts, { channel: found.channel });
          return controlsIn(now?.message.blocks ?? []).find(named(name));
        },
        { what },
      );
      const value = given === undefined ? {} : { value: slackValue(control, given, people) };
      const { channel, ts } = found;
      const where = { channel, ts, block_id: control.blockId, action_id: control.actionId };
      const outcome = await this.#sandbox.act({ kind: 'click', ...where, ...value, as: this.id });
      if (outcome.ok) return;
      // Drawn anew between the look and the press: a person presses what stands there now.
      if (outcome.error !== NOT_THERE || times === PRESSES_MAX) throw new Error(outcome.error);
    }
  }

  /** Presses a button of a message, by its text, as the message stands now. */
  async press(found: Found, button: string): Promise<void> {
    await this.#use(found, button);
  }

  /** Chooses in a message's select, named by its placeholder or action id. */
  async choose(found: Found, control: string, given: Given): Promise<void> {
    await this.#use(found, control, given);
  }

  /** Waits for an open modal, the one in front; with a title, for that one. */
  async modal(title?: string, withinMs?: number): Promise<Seen<ShownModal>> {
    const what = `a modal${title === undefined ? '' : ` "${title}"`} for ${this.id}`;
    return waitUntil(
      this.#sandbox,
      async () => {
        const view = (await this.#sandbox.state(this.id)).views.at(-1);
        return view !== undefined && (title === undefined || view.title.text === title) ? seenView(view) : undefined;
      },
      { what, ...(withinMs === undefined ? {} : { withinMs }) },
    );
  }

  /** Waits until no modal is open. */
  async noModal(): Promise<void> {
    await waitUntil(
      this.#sandbox,
      async () => ((await this.#sandbox.state(this.id)).views.length === 0 ? true : undefined),
      { what: `no modal for ${this.id}` },
    );
  }

  async #useInModal(name: string, given?: Given): Promise<void> {
    const { people } = await this.#sandbox.state(this.id);
    const { view, control } = await waitUntil(
      this.#sandbox,
      async () => {
        const { view: front } = await this.modal();
        const wanted = controlsIn(front.blocks).find(named(name));
        return wanted === undefined ? undefined : { view: front, control: wanted };
      },
      { what: `"${name}" in the modal of ${this.id}` },
    );
    const value = given === undefined ? {} : { value: slackValue(control, given, people) };
    await this.#do({
      kind: 'viewAction',
      view_id: view.id,
      block_id: control.blockId,
      action_id: control.actionId,
      ...value,
    });
  }

  /** Fills in inputs by label, one after the other; an input that dispatches tells the bot, and later labels may be its doing. */
  async fill(inputs: Record<string, Given>): Promise<void> {
    await Object.entries(inputs).reduce(async (before, [label, given]) => {
      await before;
      await this.#useInModal(label, given);
    }, Promise.resolve());
  }

  /** Uploads a file as a form does; its id is what `fill` gives to the input. */
  upload(name: string, content: string): string {
    const file = receiveFile(this.#sandbox.workspace, this.id, name, Buffer.from(content));
    if (file === undefined) throw new Error(`${name} was not taken`);
    return file.id;
  }

  /** Presses a button inside the modal in front. */
  async pressInModal(button: string): Promise<void> {
    await this.#useInModal(button);
  }

  /** Submits the modal in front; answers with the errors left on it, by label: none when it was accepted. */
  async submit(): Promise<Record<string, string>> {
    const { view } = await this.modal();
    await this.#do({ kind: 'viewSubmit', view_id: view.id, values: {} });
    const still = (await this.#sandbox.state(this.id)).views.find((one) => one.id === view.id);
    return still === undefined ? {} : seenView(still).errors;
  }

  /** Cancels the modal in front. */
  async closeModal(): Promise<void> {
    const { view } = await this.modal();
    await this.#do({ kind: 'viewClose', view_id: view.id });
  }

  /** Opens App Home and waits until it shows something that matches. */
  async home(match: string | RegExp = ''): Promise<Seen<ShownHome>> {
    await this.#do({ kind: 'homeOpen' });
    return waitUntil(
      this.#sandbox,
      async () => {
        const { home } = await this.#sandbox.state(this.id);
        const seen = home === null ? undefined : seenView(home);
        return seen !== undefined && (typeof match === 'string' ? seen.text.includes(match) : match.test(seen.text))
          ? seen
          : undefined;
      },
      { what: `a Home for ${this.id} showing ${String(match)}` },
    );
  }

  /** Presses a button of App Home. */
  async pressInHome(button: string): Promise<void> {
    const control = await waitUntil(
      this.#sandbox,
      async () => controlsIn((await this.#sandbox.state(this.id)).home?.blocks ?? []).find(named(button)),
      {
        what: `"${button}" in the Home of ${this.id}`,
      },
    );
    await this.#do({ kind: 'homeClick', block_id: control.blockId, action_id: control.actionId });
  }
}

/** The person with this id, ready to act. */
export function asPerson(sandbox: Sandbox, id: string): Actor {
  return new Actor(sandbox, id);
}
