import type {
  AllMiddlewareArgs,
  App,
  BlockAction,
  ButtonAction,
  SlackEventMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewSubmitAction,
} from '@slack/bolt';
import type { HomeView, KnownBlock, ModalView } from '@slack/types';
import { effect } from '../../effect.ts';
import { cut } from '../../slack/blocks.ts';
import { CannotCheck } from '../../slack/roster.ts';
import { answering } from '../answering.ts';
import type { CommandDeps } from '../deps.ts';
import { openEmptyForm } from '../file-change/open-form.ts';
import { inTime, whyNot } from '../hearing.ts';
import { openView } from '../open-view.ts';
import type { PressArgs } from '../press.ts';
import type { Respond, Told } from '../private.ts';
import { FILE_A_CHANGE, homeAway, homeOfOutsider, homeView } from './home-view.ts';
import { readPages, TURN, turned, type Pages } from './pages.ts';
import { readInbox } from './read-inbox.ts';

export type ModalArgs = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/** Home opened, its pages turned, and the form from it. */
export function registerHome(app: App, deps: CommandDeps): void {
  app.event('app_home_opened', onHomeOpened(deps));
  app.action<BlockAction<ButtonAction>>(new RegExp(`^${TURN}:`), async ({ ack, action, body }) => {
    await ack();
    await publishHome(deps, body.user.id, turned(pagesOf(body), action.value));
  });
  const file = async ({ ack, body, respond }: PressArgs): Promise<void> => {
    await ack();
    await openEmptyForm({ ...deps, openedFrom: 'home' }, respond, { trigger: body.trigger_id, user: body.user.id });
  };
  app.action<BlockAction<ButtonAction>>(FILE_A_CHANGE, onPressedInHome(deps, answering(deps, file)));
}

/** Drawn anew at each opening. The event is a hint: heard twice, or late, it draws what holds then. */
function onHomeOpened(deps: CommandDeps) {
  return async ({ event }: SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs): Promise<void> => {
    if (event.tab === 'home') await publishHome(deps, event.user, {});
  };
}

export function isHome(body: BlockAction): boolean {
  return body.view?.type === 'home';
}

/**
 * A press in Home is heard as anywhere else. Slack gives it no address to answer to, so what is said to the person stands at the
 * top of the Home that is drawn anew, and a longer view opens in front of it.
 */
export function onPressedInHome(deps: CommandDeps, listener: (args: PressArgs) => Promise<void>) {
  return async (args: PressArgs): Promise<void> => {
    const { body } = args;
    const told: Told[] = [];
    const respond: Respond = (said) => Promise.resolve(told.push(said));
    await listener({ ...args, respond });
    const shown = told.flatMap(({ blocks }) => blocks ?? []);
    if (shown.length > 0) await openView(deps, undefined, body.trigger_id, reading(told[0]?.text ?? '', shown));
    const sentences = told.flatMap(({ text, blocks }) => (blocks ? [] : [text]));
    await publishHome(deps, body.user.id, pagesOf(body), sentences);
  };
}

/** A modal that was opened from Home: once it is answered, Home shows what has become of it. */
export function thenHome(deps: CommandDeps, listener: (args: ModalArgs) => Promise<void>) {
  return async (args: ModalArgs): Promise<void> => {
    await listener(args);
    await publishHome(deps, args.body.user.id, {});
  };
}

function pagesOf(body: BlockAction): Pages {
  return readPages(body.view?.private_metadata);
}

/** Something to read in front of Home; its blocks are those of up to three messages. */
function reading(title: string, blocks: readonly KnownBlock[]): ModalView {
  const [name = title] = title.split(' ');
  return {
    type: 'modal',
    title: { type: 'plain_text', text: cut(name, 24) },
    close: { type: 'plain_text', text: 'Close' },
    blocks: blocks.slice(0, 100),
  };
}

async function publishHome(deps: CommandDeps, user: string, pages: Pages, said?: readonly string[]): Promise<void> {
  const view = await homeOf(deps, user, pages, said);
  try {
    await effect('slack.view', () => deps.views.views.publish({ user_id: user, view }));
  } catch (error) {
    deps.log.warn({ err: error }, 'publishing Home');
  }
}

async function homeOf(deps: CommandDeps, user: string, pages: Pages, said?: readonly string[]): Promise<HomeView> {
  try {
    return await inTime(
      (async () => {
        const actor = await deps.who(user);
        if (actor.kind !== 'person' || actor.outsider) return homeOfOutsider();
        return homeView(await readInbox(deps, actor, pages), pages, said);
      })(),
    );
  } catch (error) {
    if (!(error instanceof CannotCheck)) whyNot(deps, error);
    return homeAway();
  }
}
