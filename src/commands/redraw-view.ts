import type { ModalView } from '@slack/types';
import { effect } from '../effect.ts';
import { slackErrorCode } from '../slack/slack-error.ts';
import type { CommandDeps } from './deps.ts';

const VIEWS_MAX = 1000;

type Shown = { readonly id: string; readonly hash: string; readonly callback_id: string };
type Draw = () => Promise<ModalView | undefined>;

/** Draws a form anew after a choice in it, unless there is nothing new to draw, keeping the newest choice (by its `action_ts`) where two come quickly one after the other. */
export interface Redraw {
  (view: Shown, chosenAt: string, draw: Draw): Promise<void>;
  /** When no drawing of this view is on its way to Slack: one that came after an answer would wipe the answer away. */
  settled(view: string): Promise<void>;
}

export function openRedraw(deps: Pick<CommandDeps, 'views'>): Redraw {
  const isNewest = newestByView();
  const underWay = new Map<string, Promise<unknown>>();
  const redraw = async ({ id, hash, callback_id }: Shown, chosenAt: string, draw: Draw): Promise<void> => {
    if (!isNewest(id, chosenAt)) return;
    const drawing = (async (): Promise<void> => {
      const drawn = await draw();
      if (!drawn) return;
      const view = { ...drawn, callback_id };
      const update = (guard: { hash?: string }): Promise<unknown> =>
        effect('slack.view', () => deps.views.views.update({ view_id: id, ...guard, view }));
      try {
        await update({ hash });
      } catch (error) {
        if (slackErrorCode(error) !== 'hash_conflict') throw error;
        // Two choices quickly one after the other: the later one knows of both, so it draws the form whichever came first.
        if (isNewest(id, chosenAt)) await update({});
      }
    })();
    // From the first look at what is to be drawn, and until the last of several is done.
    const quietly = Promise.allSettled([underWay.get(id), drawing]);
    underWay.set(id, quietly);
    void quietly.finally(() => {
      if (underWay.get(id) === quietly) underWay.delete(id);
    });
    await drawing;
  };
  return Object.assign(redraw, { settled: async (view: string) => void (await underWay.get(view)) });
}

/** Whether no later choice was made in the same form, as far as this process has heard. */
function newestByView(): (view: string, at: string) => boolean {
  const newest = new Map<string, string>();
  return (view, at) => {
    if ((newest.get(view) ?? '') > at) return false;
    newest.delete(view);
    newest.set(view, at);
    for (const old of newest.keys()) {
      if (newest.size <= VIEWS_MAX) break;
      newest.delete(old);
    }
    return true;
  };
}
