import type { Button } from '@slack/types';
import { shownId } from '../../change/change-id.ts';
import type { Circumstances } from '../../change/circumstances.ts';
import { decide } from '../../change/decide.ts';
import type { Actor } from '../../change/intents.ts';
import { implementerOf, type Change } from '../../change/model.ts';
import type { Status } from '../../change/statuses.ts';
import { waysBack } from '../../change/way-back.ts';
import { attemptButtons, decisionButtons, paperButtons, startButtons, unknownButtons } from '../../slack/buttons.ts';
import { readControl, type ControlName } from '../../slack/controls.ts';
import { intentOf } from '../pressed.ts';

/** Who looks, and when. */
export type PersonThere = Circumstances & { readonly actor: Extract<Actor, { kind: 'person' }> };

/** The buttons whose press would be heard from this very person as things stand; what a modal asks for is taken as given. */
export function heardFrom(buttons: readonly Button[], change: Change, circumstances: Circumstances): readonly Button[] {
  return buttons.filter(({ value }) => {
    const control = readControl(value);
    if (!control) return false;
    if (control.do === 'delegate') return mayDelegate(control.ballot, change, circumstances);
    const [scope = 'byHand'] = waysBack(change, circumstances.policy);
    const intent = intentOf(control, { reason: '…', scope, verdict: 'failed', typed: shownId(change.id) });
    return intent !== undefined && decide(change, intent, circumstances).ok;
  });
}

/** To whom is asked once it is pressed. */
function mayDelegate(ballot: number, change: Change, circumstances: Circumstances): boolean {
  const decision = decide(change, { type: 'delegateVote', ballot, to: '' }, circumstances);
  return decision.ok || decision.refusal.code === 'cannotDelegateTo';
}

/** The paper work that a change of one's own waits for; while it is worked on, its running log. */
const NEXT: Readonly<Partial<Record<Status, ControlName>>> = {
  draft: 'edit',
  missed: 'reschedule',
  implementing: 'log',
  rollingBack: 'log',
  watching: 'log',
};

/** What this person can do for a change now, besides voting: the answers on the day, and the paper work that is next. */
export function answersOf(change: Change | undefined, circumstances: Circumstances): readonly Button[] {
  if (!change) return [];
  const { policy, now, actor } = circumstances;
  const paper = paperButtons(change, policy, now);
  const heard = heardFrom(
    [
      ...startButtons(change, now),
      ...unknownButtons(change, policy),
      ...attemptButtons(change, policy),
      ...decisionButtons(change, policy),
      ...paper.filter((b) => ['submit', 'close'].includes(readControl(b.value)?.do ?? '')),
    ],
    change,
    circumstances,
  );
  const own = actor.kind === 'person' && [change.requester, implementerOf(change)].includes(actor.user);
  const next = own ? NEXT[change.status] : undefined;
  return [...heard, ...paper.filter((b) => next !== undefined && readControl(b.value)?.do === next)];
}
