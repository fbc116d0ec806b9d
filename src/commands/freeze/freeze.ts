import type {
  AllMiddlewareArgs,
  BlockAction,
  ButtonAction,
  SlackViewMiddlewareArgs,
  ViewSubmitAction,
} from '@slack/bolt';
import { canonicalJson, sha256 } from '../../canonical-json.ts';
import { CALENDAR } from '../../change/declaring/calendar-facts.ts';
import { textFault } from '../../change/text-fault.ts';
import { FREEZE_REASON_MAX, type CalendarIntent } from '../../change/declaring/decide-calendar.ts';
import { freezesWithin } from '../../change/freezes.ts';
import { holds } from '../../change/intents.ts';
import { readDeclared } from '../../journal/calendar-row.ts';
import { policyInForce } from '../../journal/policy-in-force.ts';
import { now as readNow } from '../../journal/record.ts';
import { refusalText } from '../../slack/refusal-text.ts';
import { unmarked } from '../../slack/unmarked.ts';
import { readValues } from '../../slack/values.ts';
import type { CommandDeps } from '../deps.ts';
import { hearing, inTime } from '../hearing.ts';
import { openView } from '../open-view.ts';
import { tell, type Respond } from '../private.ts';
import { freezeList } from './freeze-list.ts';
import { freezeModal, liftModal, readFreeze } from './freeze-modals.ts';
import { readFreezeNumber } from './lift-button.ts';

interface Typed {
  readonly user: string;
  readonly rest: string;
  readonly trigger: string;
}

type SubmitArgs = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/** The freezes of this and next year; what is further ahead is still declared and in force by then. */
const AHEAD_MS = 2 * 366 * 24 * 3_600_000;

/** `/change freeze` opens the form, `/change freeze list` shows what there is; without the role both show the list. */
export async function onFreeze(deps: CommandDeps, respond: Respond, { user, rest, trigger }: Typed): Promise<void> {
  const word = rest.toLowerCase();
  if (word !== '' && word !== 'list')
    return tell(deps, respond, 'Write `/change freeze` to declare one, or `/change freeze list` to see and lift them.');
  const [actor, policy, now] = await inTime(
    Promise.all([deps.who(user), policyInForce(deps.record, deps.policy()), readNow(deps.record.db)]),
  );
  const mayLift = holds(actor, policy.exceptions.role);
  if (word === '' && mayLift) return openView(deps, respond, trigger, freezeModal(policy));
  const view = freezeList(freezesWithin(policy, now, AHEAD_MS), { policy, now, mayLift });
  return tell(deps, respond, view.text, view.blocks);
}

/** Lift was pressed: refused at once where it would be refused anyway, else its reason is asked. */
export function onLiftPressed(deps: CommandDeps) {
  return async ({
    ack,
    action,
    body,
    respond,
  }: {
    readonly ack: () => Promise<void>;
    readonly action: ButtonAction;
    readonly body: BlockAction<ButtonAction>;
    readonly respond: Respond;
  }): Promise<void> => {
    await ack();
    const number = readFreezeNumber(action.value);
    const [actor, declared, now] = await inTime(
      Promise.all([deps.who(body.user.id), readDeclared(deps.record), readNow(deps.record.db)]),
    );
    const { role } = deps.policy().exceptions;
    if (!holds(actor, role)) return tell(deps, respond, refusalText({ code: 'mayNotFreeze', role }));
    const freeze = declared.find((f) => f.declared === number && f.lifted === undefined && f.to > now);
    if (!freeze) return tell(deps, respond, refusalText({ code: 'freezeOver' }));
    return openView(deps, respond, body.trigger_id, liftModal(freeze));
  };
}

/** The form came: heard first, acknowledged after; each fault stands under its input. */
export function onFreezeGiven(deps: CommandDeps) {
  return async (args: SubmitArgs): Promise<void> => {
    const values = readValues(args.view.state.values);
    const said = await say(deps, args, readFreeze(values));
    if (said.ok) return args.ack();
    const problems = said.refusal?.code === 'invalidFreeze' ? said.refusal.problems : [];
    const errors = problems.map(
      ({ field, problem }) => [values.fields.includes(field) ? field : 'name', problem] as const,
    );
    return args.ack({
      response_action: 'errors',
      errors: errors.length > 0 ? Object.fromEntries(errors.toReversed()) : { name: unmarked(said.sentence) },
    });
  };
}

/** The reason of a lift came. */
export function onLiftGiven(deps: CommandDeps) {
  return async (args: SubmitArgs): Promise<void> => {
    const freeze = readFreezeNumber(args.view.private_metadata) ?? 0;
    const reason = readValues(args.view.state.values).text('reason');
    const refused = (sentence: string): Promise<void> =>
      args.ack({ response_action: 'errors', errors: { reason: sentence } });
    const fault = textFault(reason, FREEZE_REASON_MAX);
    if (fault !== undefined) return refused(fault);
    const said = await say(deps, args, { type: 'liftFreeze', freeze, reason });
    return said.ok ? args.ack() : refused(unmarked(said.sentence));
  };
}

function say(deps: CommandDeps, { body, view }: Pick<SubmitArgs, 'body' | 'view'>, intent: CalendarIntent) {
  // The same form sent twice is one declaration; sent again with other values it is another saying.
  const id = `modal/${view.id}/${sha256(canonicalJson(intent)).slice(0, 16)}`;
  return hearing(deps, body.user.id, { change: CALENDAR, intent, id, surface: 'modal' });
}
