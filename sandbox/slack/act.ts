import { z } from 'zod';
import { Action, type Outcome } from './action.ts';
import { actClick, actHomeOpen, actInHome, actInView } from './act-press.ts';
import { actCommand, actMessage, actMessageShortcut, actShortcut } from './act-say.ts';
import { actClose, actSubmit } from './act-submit.ts';
import type { Context } from './context.ts';
import type { Person } from './workspace.ts';

function perform(context: Context, person: Person, act: z.output<typeof Action>): Promise<Outcome> {
  switch (act.kind) {
    case 'command':
      return actCommand(context, person, act);
    case 'message':
      return actMessage(context, person, act);
    case 'click':
      return actClick(context, person, act);
    case 'viewAction':
      return actInView(context, person, act);
    case 'viewSubmit':
      return actSubmit(context, person, act);
    case 'viewClose':
      return actClose(context, person, act);
    case 'homeOpen':
      return actHomeOpen(context, person);
    case 'homeClick':
      return actInHome(context, person, act);
    case 'shortcut':
      return actShortcut(context, person, act);
    case 'messageShortcut':
      return actMessageShortcut(context, person, act);
  }
}

/**
 * Performs what people do. Acts on one modal wait for each other, as a client's do; everything else runs at once, so that two
 * people, or one in a hurry, can press together. No act waits longer for the app than Slack does.
 */
export function openActs(context: Context): (given: unknown) => Promise<Outcome> {
  const turns = new Map<string, Promise<unknown>>();

  async function inTurn(viewId: string, run: () => Promise<Outcome>): Promise<Outcome> {
    const turn = (turns.get(viewId) ?? Promise.resolve()).then(run, run);
    turns.set(viewId, turn);
    try {
      return await turn;
    } finally {
      if (turns.get(viewId) === turn) turns.delete(viewId);
    }
  }

  return async (given) => {
    const read = Action.safeParse(given);
    if (!read.success) return { ok: false, error: `That is no act: ${z.prettifyError(read.error)}` };
    const person = context.workspace.people.get(read.data.as);
    if (person === undefined || person.isBot === true)
      return { ok: false, error: `Nobody here has the id ${read.data.as}.` };
    const run = (): Promise<Outcome> => perform(context, person, read.data);
    return 'view_id' in read.data ? inTurn(read.data.view_id, run) : run();
  };
}
