import type { Button, ConfirmationDialog } from '@slack/types';
import type { Electorate } from '../change/ballot.ts';
import { runbookOf } from '../change/circumstances.ts';
import { asksToKeepWorking } from '../change/decide/extending.ts';
import { isUnsettled, openToAttempt } from '../change/decide/recovery.ts';
import { mayBeKilled, mayBeStopped } from '../change/decide/stopping.ts';
import { haltedAt } from '../change/roll-out.ts';
import { shutGates } from '../change/gates.ts';
import { openIncident } from '../change/incident.ts';
import { mayTakeMore } from '../change/ladder.ts';
import { openCheckIn } from '../change/long-watch.ts';
import { hears } from '../change/lifecycle.ts';
import { isOver } from '../change/statuses.ts';
import type { Debt } from '../change/debt.ts';
import { verdictOf, type Change, type StepRun } from '../change/model.ts';
import { debtsBeforeClose, isPaidByWord, openActions, openDebt, payableDebts } from '../change/debts.ts';
import type { Policy } from '../change/policy.ts';
import { doesWork, isMutating } from '../change/runbook-steps.ts';
import { keepsReplies } from '../change/running-log.ts';
import { underWay } from '../change/runs.ts';
import { takesTicks, tickOf } from '../change/ticks.ts';
import { isOutsideWindow } from '../change/timeline.ts';
import { waysBack } from '../change/way-back.ts';
import { button, cut, plain } from './blocks.ts';
import { onTarget } from './target-words.ts';
import { STEP_WORDS } from './words.ts';

/** A change that is ready, or an emergency whose apply still needs the typed press; where `now` is given, inside its window alone. */
export function startButtons(change: Change, now?: number): readonly Button[] {
  if (!hears(change.status, 'start') || change.confirmed || change.appliedAt !== undefined) return [];
  if (now !== undefined && isOutsideWindow(change, now)) return [];
  return [button('Start', { do: 'start', change: change.id, revision: change.revision }, 'primary')];
}

/** The answers to work under way: each only where a press would be heard as things stand. */
export function decisionButtons(change: Change, policy: Policy): readonly Button[] {
  const { id, status } = change;
  const runbook = runbookOf(change, policy);
  const settled = unsettled(change) === undefined;
  const canCheck = change.content.runbook === undefined || runbook !== undefined;
  const solved = hears(status, 'solved') && settled && canCheck && !underWay(change);
  const changing = change.runs.some((r) => r.state === 'running' && isMutating(r.step));
  const rollBack = hears(status, 'rollBack') && settled && !changing && waysBack(change, policy).length > 0;
  const more = hears(status, 'takeMoreTime') && mayTakeMore(change, policy);
  return [
    ...(solved ? [button('Solved', { do: 'solved', change: id }, wentWell(change) ? 'primary' : undefined)] : []),
    ...(more ? [button('More time', { do: 'moreTime', change: id })] : []),
    ...(rollBack ? [button('Roll back', { do: 'rollBack', change: id }, 'danger')] : []),
    ...(hears(status, 'declareIncident') ? [button('Incident', { do: 'incident', change: id }, 'danger')] : []),
  ];
}

/** Whether the last thing that ran came to a good end: beside what failed no answer is the obvious one. */
function wentWell({ runs }: Change): boolean {
  const last = runs.findLast(({ state }) => state === 'ended');
  return last === undefined || verdictOf(last) === 'succeeded';
}

/** Of the last safe rollback alone: to go on, knowing what it means. */
export function keepWorkingButtons(change: Change): readonly Button[] {
  return hears(change.status, 'keepWorking') && asksToKeepWorking(change)
    ? [button('Keep working', { do: 'keepWorking', change: change.id }, 'primary')]
    : [];
}

/** As long as the incident of a change is worked on: a word of it, its end, and the one change that it does not stop. */
export function incidentButtons(change: Change): readonly Button[] {
  const { id, status } = change;
  if (!openIncident(change)) return [];
  return [
    ...(hears(status, 'updateIncident') ? [button('Update', { do: 'incidentUpdate', change: id })] : []),
    ...(hears(status, 'resolveIncident') ? [button('Resolved', { do: 'resolved', change: id }, 'primary')] : []),
    button('Emergency', { do: 'emergency', change: id }, 'danger'),
  ];
}

/** The way out of an outcome nobody can prove: look, then say. */
export function unknownButtons(change: Change, policy: Policy): readonly Button[] {
  const run = unsettled(change);
  if (!run) return [];
  const canLook = runbookOf(change, policy)?.plan !== undefined;
  const at = { change: change.id, run: run.run };
  const look = hears(change.status, 'lookAgain') && canLook && !underWay(change);
  const settle = hears(change.status, 'settleStep') && (!canLook || hasLooked(change, run));
  return [
    ...(look ? [button('Look again', { do: 'lookAgain', ...at })] : []),
    ...(settle ? [button('Say what happened', { do: 'settle', ...at }, 'primary')] : []),
  ];
}

/** While a run goes on: a stop, and for what outlives it a kill, each with its reason. */
export function stopButtons(change: Change, run: StepRun, now: number): readonly Button[] {
  const at = { change: change.id, run: run.run };
  const stops = hears(change.status, 'stopStep') && mayBeStopped(run) && !run.stop;
  const kills = hears(change.status, 'killStep') && mayBeKilled(run, now);
  return [
    ...(stops ? [button('Stop', { do: 'stop', ...at }, 'danger')] : []),
    ...(kills ? [button('Kill', { do: 'kill', ...at }, 'danger')] : []),
  ];
}

/** Beside a step of a playbook, from 1, that nobody has ticked yet. */
export function tickButton(change: Change, run: StepRun, step: number): Button | undefined {
  const isOpen = run.playbook && takesTicks(change, run) && tickOf(run.playbook, step) === undefined;
  return isOpen
    ? button('Done', { do: 'tick', change: change.id, run: run.run, step }, undefined, `${step}`)
    : undefined;
}

/**
 * Another attempt at what did not succeed, or the next target after a stop, which only a person opens; or another backup, where the one
 * there is will be too old.
 */
export function attemptButtons(change: Change, policy: Policy): readonly Button[] {
  const run = hears(change.status, 'tryAgain') ? openToAttempt(change, policy) : undefined;
  const label = haltedAt(change) ? 'Go on' : verdictOf(run) === 'succeeded' ? 'New backup' : 'New attempt';
  if (!run) return [];
  const attempt = button(label, { do: 'tryAgain', change: change.id, run: run.run });
  return [doesWork(run.step) ? { ...attempt, confirm: onceMore(run, label) } : attempt];
}

/** What changes something is asked about before it is tried again: what it left half done is looked at first (004-FAIL-06). */
function onceMore({ step, target }: StepRun, label: string): ConfirmationDialog {
  const what = cut(`${STEP_WORDS[step]}${onTarget({ step, target })}`, 100);
  const text = `${what} runs once more, after a fresh plan where the runbook has one. Has somebody looked at what the last attempt left?`;
  return {
    title: plain('Once more?', 100),
    text: plain(text, 300),
    confirm: plain(label, 30),
    deny: plain('Not yet', 30),
  };
}

/**
 * Where a gate is shut that a second person may answer for. Whether a user group still holds whoever voted only the press can tell,
 * so that such a change has the button while it may be started.
 */
export function overrideButtons(change: Change, policy: Policy, now: number): readonly Button[] {
  const { id, revision, schedule, status, ballots } = change;
  if (!hears(status, 'overrideGate')) return [];
  const named = rosterByName(policy);
  const mayBeLost =
    !named && status === 'ready' && !isOutsideWindow(change, now) && ballots.some((b) => b.result === 'passed');
  const isShut = mayBeLost || shutGates(change, { policy, now, ...(named ? { roster: named } : {}) }).length > 0;
  return isShut ? [button('Override', { do: 'override', change: id, revision, schedule })] : [];
}

/** Who holds which role, where the policy names every one of them and no group. */
function rosterByName({ roles }: Policy): Electorate | undefined {
  const all = Object.entries(roles).map(
    ([role, { members, delegates }]) => [role, [...members, ...delegates]] as const,
  );
  return all.some(([, people]) => people.some((p) => p.startsWith('S'))) ? undefined : Object.fromEntries(all);
}

/** Paper work: edit, move, take back, close, read. */
export function paperButtons(change: Change, policy: Policy, now: number): readonly Button[] {
  const { id, status, revision } = change;
  const edits = hears(status, 'editChange') && change.startedAt === undefined;
  const mayClose =
    hears(status, 'close') &&
    debtsBeforeClose(change).length === 0 &&
    openIncident(change) === undefined &&
    shutGates(change, { policy, now }).length === 0;
  return [
    ...(hears(status, 'submit') ? [button('Submit', { do: 'submit', change: id }, 'primary')] : []),
    ...(mayClose ? [button('Close', { do: 'close', change: id }, 'primary')] : []),
    ...issueButtons(change),
    ...(edits ? [button('Edit', { do: 'edit', change: id, revision })] : []),
    ...(edits ? [button('Reschedule', { do: 'reschedule', change: id, revision })] : []),
    ...debtButtons(change),
    ...(hears(status, 'tellProgress') ? [button('Tell people', { do: 'tell', change: id })] : []),
    ...(hears(status, 'withdraw') ? [button('Withdraw', { do: 'withdraw', change: id })] : []),
    button('Details', { do: 'details', change: id }),
    ...(isOver(status) ? [button('File another like this', { do: 'like', change: id })] : []),
  ];
}

/** The answers to a check-in of the watch: to the one that is asked, and to no other. */
export function checkInButtons(change: Change, checkIn: number): readonly Button[] {
  if (!hears(change.status, 'sayAllWell') || openCheckIn(change) !== checkIn) return [];
  return [button('All well', { do: 'allWell', change: change.id, checkIn }, 'primary'), ...issueButtons(change)];
}

/** What shows itself after the end was told. */
export function issueButtons({ id, status }: Change): readonly Button[] {
  return [
    ...(hears(status, 'reportIssue') ? [button('An issue', { do: 'issue', change: id })] : []),
    ...(hears(status, 'reopen') ? [button('Reopen', { do: 'reopen', change: id })] : []),
  ];
}

/** Beside a reply, for whoever wrote it: what it says is something wrong. */
export function replyIssueButton({ id, status }: Change, reply: string): readonly Button[] {
  return hears(status, 'reportIssue') ? [button('It is an issue', { do: 'issue', change: id, reply }, 'danger')] : [];
}

/** Of the details alone: to see how it would go, whoever asks. */
export function rehearseButtons(change: Change): readonly Button[] {
  return hears(change.status, 'rehearse') ? [button('Rehearse', { do: 'rehearse', change: change.id })] : [];
}

/** Once there is something to look back on, and no incident of it goes on. */
export function pirButtons(change: Change): readonly Button[] {
  return hears(change.status, 'writePir') && !openIncident(change)
    ? [button('PIR', { do: 'pir', change: change.id })]
    : [];
}

/** What keeps the paper: what else is known of the change, and what pays a debt, the request, the review or a word that it is done. */
function debtButtons(change: Change): readonly Button[] {
  const { id, status } = change;
  const handedIn = (['fullRequest', 'pir'] as const).flatMap((what) => openDebt(change, what) ?? []);
  const paid = hears(status, 'payDebt') && payableDebts(change).some(({ what }) => what !== 'action');
  const [action] = openActions(change);
  return [
    ...handedIn.flatMap((debt) => payButtons(change, debt)),
    ...(hears(status, 'log') && keepsReplies(change) ? [button('Log', { do: 'log', change: id })] : []),
    ...(paid ? [button('Paid', { do: 'paid', change: id })] : []),
    ...(hears(status, 'payDebt') && action
      ? [button('Action done', { do: 'paid', change: id, debt: action.number }, undefined, 'action')]
      : []),
  ];
}

/** What pays this very debt: the rest of the request, the review, or a word that it is done; nothing yet, or for what is paid by a vote. */
export function payButtons(change: Change, debt: Debt): readonly Button[] {
  const { id, status } = change;
  if (debt.what === 'fullRequest')
    return hears(status, 'editChange') ? [button('Full request', { do: 'fullRequest', change: id })] : [];
  if (debt.what === 'pir') return pirButtons(change);
  if (!hears(status, 'payDebt') || !isPaidByWord(debt)) return [];
  return [button(debt.what === 'action' ? 'Done' : 'Paid', { do: 'paid', change: id, debt: debt.number })];
}

/** The apply or rollback of which nobody has said yet what it did. */
export function unsettled(change: Change): StepRun | undefined {
  return change.runs.find(isUnsettled);
}

function hasLooked(change: Change, run: StepRun): boolean {
  return change.runs.some(
    (r) =>
      r.step === 'plan' && r.occasion === 'again' && r.outcome === 'succeeded' && r.requestedAt >= (run.endedAt ?? 0),
  );
}
